import { type Feature, findFeature } from './exposes.ts'
import { onOff, type PartTraits, type TopicLayout } from './topics.ts'

/** A door lock. */
export function lock(features: readonly Feature[], layout: TopicLayout): PartTraits {
  const state = findFeature(features, 'state')
  const bolt = findFeature(features, 'lock_state')
  if (!state) return { kind: 'lock', traits: {} }
  const locked = onOff(layout, state)
  // `state` may be the last command; `lock_state` is the bolt itself and counts where it is published.
  const template = `{{ (value_json.lock_state == 'locked') if value_json.lock_state else (value_json.${state.property} == '${locked.on}') if value_json.${state.property} else None }}`
  const isPlain = /^\w+$/.test(state.property) && bolt?.property === 'lock_state' && 'path' in locked
  if (!isPlain) return { kind: 'lock', traits: { locked } }
  const { path: _, on, off, ...rest } = locked
  return {
    kind: 'lock',
    traits: { locked: { ...rest, template, on: 'True', off: 'False', send: { on: String(on), off: String(off) } } },
  }
}
