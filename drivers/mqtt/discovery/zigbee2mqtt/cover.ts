import { canSet, type Feature, findFeature } from './exposes.ts'
import { commandTarget, type PartTraits, payloadOf, stateSource, type TopicLayout } from './topics.ts'

/** The entry of an enum that equals a word, ignoring case. */
const wordOf = ({ values }: Feature, word: string) => values?.find((one) => String(one).toLowerCase() === word)

/** A door or window must not be opened by a voice from outside, and an air vent is no curtain. */
const entrance = /\bgarage|\bgate\b|\bdoor\b|window (opener|pusher|handle|drive)|\bvent\b/i

/** A cover. A position of 100 is open: presets in zigbee-herdsman-converters `src/lib/exposes.ts`. */
export function cover(features: readonly Feature[], layout: TopicLayout, makerText: string): PartTraits {
  const state = findFeature(features, 'state')
  const position = findFeature(features, 'position')
  if (!state) return { traits: {} }
  const [on, off, stop] = ['open', 'close', 'stop'].map((word) => wordOf(state, word))
  if (on === undefined || off === undefined) return { traits: {} }
  const [closed, open] = [position?.value_min ?? 0, position?.value_max ?? 100]
  const words = { on: String(on), off: String(off) }
  return {
    kind: entrance.test(makerText) && !/curtain|blind/i.test(makerText) ? undefined : 'curtain',
    traits: {
      open: {
        ...(position && closed !== open
          ? { ...stateSource(layout, position), position: [closed, open], send: words }
          : { ...stateSource(layout, state), ...words }),
        ...commandTarget(layout, state),
      },
    },
    verbs: stop !== undefined && canSet(state) ? { stop: stopCommand(layout, state, String(stop)) } : {},
  }
}

const stopCommand = (layout: TopicLayout, { property }: Feature, word: string) => ({
  command: `${layout.topic}/set`,
  payload: payloadOf({ [property]: JSON.stringify(word) }),
})
