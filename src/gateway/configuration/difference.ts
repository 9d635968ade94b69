import { applyPatch, createPatch, diffArrays } from 'diff'
import type * as z from 'zod'
import type { Config } from '../../config/load.ts'
import { explain } from '../../control/explanations/index.ts'
import type { difference, Explanation } from '../../control/operations/shapes.ts'

type Difference = z.output<typeof difference>

/** Unchanged lines around each change, and how many lines are told. */
const contextLines = 3
const maxLines = 2000

/** The difference of two texts, line by line. */
export function differenceOf(before: string, after: string): Difference {
  const parts = before === after ? [] : diffArrays(before.split('\n'), after.split('\n'))
  let [was, is, added, removed] = [0, 0, 0, 0]
  const lines: Difference['lines'] = []
  for (const part of parts) {
    for (const text of part.value) {
      if (part.added) lines.push({ kind: 'added', text, after: ++is })
      else if (part.removed) lines.push({ kind: 'removed', text, before: ++was })
      else lines.push({ kind: 'same', text, before: ++was, after: ++is })
    }
    if (part.added) added += part.value.length
    if (part.removed) removed += part.value.length
  }
  return { added, removed, lines: withGaps(lines).slice(0, maxLines) }
}

/** Leaves out the unchanged lines that are not near a change. */
function withGaps(lines: Difference['lines']): Difference['lines'] {
  const isNear = new Uint8Array(lines.length)
  for (const [i, { kind }] of lines.entries())
    if (kind !== 'same') isNear.fill(1, Math.max(0, i - contextLines), i + contextLines + 1)
  const kept: Difference['lines'] = []
  for (const [i, line] of lines.entries()) {
    if (isNear[i]) kept.push(line)
    else if (kept.at(-1)?.kind !== 'gap') kept.push({ kind: 'gap', text: '' })
  }
  return kept
}

/** Both changes of a text in one; undefined if they concern the same lines. */
export function mergedText(base: string, mine: string, theirs: string): string | undefined {
  const merged = applyPatch(theirs, createPatch('', base, mine, '', '', { context: 1 }), { fuzzFactor: 0 })
  return merged === false ? undefined : merged
}

/** How many lines with a remark stand in both texts. */
export function keptComments(before: string, after: string): number {
  const remarks = new Map<string, number>()
  for (const line of before.split('\n')) if (/(^|\s)#/.test(line)) remarks.set(line, (remarks.get(line) ?? 0) + 1)
  let kept = 0
  for (const line of after.split('\n')) {
    const left = remarks.get(line) ?? 0
    if (left === 0) continue
    remarks.set(line, left - 1)
    kept += 1
  }
  return kept
}

/** How many effects are told one by one. */
const maxEffects = 8

/** What CLOVA is told of an appliance: a change of it must be searched for. */
const toldToClova = ({ description: { name, type, location, tags, isHidden } }: Config['appliances'][number]) =>
  JSON.stringify([name, type, location, tags, isHidden])

/** What it does to put a configuration in force in place of another one, in words for the user. */
export function effectsOf(before: Config | undefined, after: Config): Explanation[] {
  const effects: Explanation[] = []
  let mustSearch = false
  const was = new Map((before?.appliances ?? []).map((entry) => [entry.description.id, entry]))
  for (const entry of after.appliances) {
    const { id, name, type } = entry.description
    const old = was.get(id)
    was.delete(id)
    if (old && toldToClova(old) === toldToClova(entry) && optionsOf(old) === optionsOf(entry)) continue
    mustSearch ||= !old || toldToClova(old) !== toldToClova(entry)
    if (!old) effects.push(explain('effectAdded', { name }))
    else if (old.description.name !== name)
      effects.push(explain('effectRenamed', { name, before: old.description.name }))
    else if (old.description.type !== type) effects.push(explain('effectType', { name, type }))
    else effects.push(explain('effectChanged', { name }))
  }
  for (const { description } of was.values()) {
    mustSearch = true
    effects.push(explain('effectRemoved', { name: description.name }))
  }
  for (const [name, entry] of after.drivers) {
    const old = before?.drivers.get(name)
    if (!old) effects.push(explain('effectConnectionAdded', { name }))
    else if (JSON.stringify([old.type, old.options]) !== JSON.stringify([entry.type, entry.options]))
      effects.push(explain('effectConnectionChanged', { name }))
  }
  for (const name of before?.drivers.keys() ?? [])
    if (!after.drivers.has(name)) effects.push(explain('effectConnectionRemoved', { name }))
  const keys = settingKeys.filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after[key]))
  if (before && keys.length > 0) effects.push(explain('effectSettings', { keys: keys.join(', ') }))
  const shown = effects.slice(0, maxEffects)
  if (effects.length > maxEffects) shown.push(explain('effectMore', { count: effects.length - maxEffects }))
  if (effects.length === 0) return [explain('effectNone')]
  return [...shown, explain('effectNoRestart'), ...(mustSearch ? [explain('effectSearch')] : [])]
}

const settingKeys = [
  'edition',
  'language',
  'timeZone',
  'previousState',
  'server',
  'scenes',
  'linking',
  'backup',
] as const

const optionsOf = ({ options, pace, contents, description: { driver } }: Config['appliances'][number]) =>
  JSON.stringify([driver, options, pace, contents])
