import type { SentCommand } from '../state/home.ts'

/** The action that brings a value back, by the trait that was set: one that takes a value, or one for false and one for true. */
const undoActions: Readonly<Record<string, string | readonly [off: string, on: string]>> = {
  power: ['TurnOff', 'TurnOn'],
  open: ['Close', 'Open'],
  brightness: 'SetBrightness',
  colorTemperature: 'SetColorTemperature',
  color: 'SetColor',
  targetTemperature: 'SetTargetTemperature',
}

interface Undo {
  readonly action: string
  readonly value: unknown
  readonly trait: string
  readonly stateValue: unknown
}

/** What brings back the value before a command; nothing where it was not known, or the command has failed. */
export function undoOf({ trait, end }: SentCommand): Undo | undefined {
  if (trait === undefined || end === undefined || end.outcome === 'failed') return undefined
  const before = end.record?.before?.[trait]
  const action = undoActions[trait]
  if (before === undefined || action === undefined) return undefined
  return typeof action === 'string'
    ? { action, value: before, trait, stateValue: before }
    : { action: action[before === true ? 1 : 0], value: undefined, trait, stateValue: before }
}
