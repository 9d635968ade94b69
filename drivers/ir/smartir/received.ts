import type { ClimateState } from '../climate/protocol.ts'
import type { CodeSignature } from '../following.ts'

/** What a received code surely says of an air conditioner; `toggle`: it turned on or off, whichever it was not. */
export type ReceivedState = Partial<ClimateState> | 'toggle'

/** A code of a file, and the state that it sets. */
export interface SignedState {
  readonly state: ReceivedState
  readonly signature: CodeSignature
}

/** What all of these states have in common; nothing if they differ in power, mode or preset, so that it is not clear what was pressed. */
export function commonState(states: readonly ReceivedState[]): ReceivedState | undefined {
  const [first] = states
  if (first === undefined || first === 'toggle') return states.every((state) => state === 'toggle') ? first : undefined
  const others = states.flatMap((state) => (state === 'toggle' ? [] : [state]))
  const isClear =
    others.length === states.length &&
    others.every(({ power, mode, preset }) => power === first.power && mode === first.mode && preset === first.preset)
  if (!isClear) return undefined
  const common = Object.entries(first).filter(([trait, value]) =>
    others.every((state) => state[trait as keyof ClimateState] === value),
  )
  return Object.fromEntries(common) as Partial<ClimateState>
}
