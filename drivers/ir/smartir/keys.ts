import * as z from 'zod'
import { errorText, type LocalizedText, localizedError } from '../../../src/util/translate.ts'
import type { Code } from '../codes/index.ts'
import { decodeLeaf, entriesOf, fileSchema, isLevel, parseFile, parseJson } from './file.ts'
import { say } from './messages.ts'
import { rankFans } from './words.ts'

/** The keys of a file for a fan, a light or a television. */
export interface FileKeys {
  /** by the names that the file has for them, those of sources and speeds as well */
  readonly keys: ReadonlyMap<string, () => readonly Code[]>
  /** speeds of a fan, the slowest first: names of keys */
  readonly speeds: readonly string[]
  /** inputs of a television: names of keys */
  readonly sources: readonly string[]
  /** what the keys of a light go through: percent, and kelvin */
  readonly levels: { readonly brightness?: readonly number[]; readonly colorTemperature?: readonly number[] }
  /** what is broken in the file, in plain words that name it and the path there, one line each */
  readonly problems: readonly LocalizedText[]
}

/** Levels whose names stand for themselves: a fan that turns forwards, or only one way, has its speeds there. */
const unnamedLevels: readonly string[] = ['default', 'forward', 'sources']

/**
 * The keys of a file of SmartIR that is no air conditioner: `off`, `volumeUp`, `low`, `HDMI`, `reverse low`.
 * Each code is looked at once; a broken one is told in `problems`, and has no key.
 * @param value what the JSON holds
 * @param file its path, for what is told
 * @throws Error in plain words if it is no such file, or an air conditioner's
 */
export function readKeyFile(value: unknown, file: string): FileKeys {
  const head = parseFile(fileSchema, value, file)
  if (head.operationModes !== undefined) throw localizedError(say('forClimate', { file }))
  const keys = new Map<string, () => readonly Code[]>()
  const problems: LocalizedText[] = []
  const add = (name: string, path: string, leaf: unknown): void => {
    if (isLevel(leaf)) {
      for (const [below, other] of entriesOf(leaf)) add(`${name} ${below}`, `${path}.${below}`, other)
      return
    }
    try {
      decodeLeaf(leaf, head)
      keys.set(name, () => decodeLeaf(leaf, head))
    } catch (error) {
      problems.push(say('notOffered', { file, path, why: errorText(error) }))
    }
  }
  const levels: Record<string, string[]> = {}
  for (const [name, leaf] of entriesOf(head.commands)) {
    if (!isLevel(leaf) || !unnamedLevels.includes(name)) {
      add(name, name, leaf)
      continue
    }
    for (const [below, other] of entriesOf(leaf)) {
      const own = below in head.commands ? `${name} ${below}` : below
      add(own, `${name}.${below}`, other)
      if (keys.has(own)) levels[name] = [...(levels[name] ?? []), own]
    }
  }
  const speeds = levels.default ?? levels.forward ?? []
  return {
    keys,
    speeds: orderSpeeds(speeds, head.speed),
    sources: levels.sources ?? [],
    levels: readLevels(head),
    problems,
  }
}

/** As `keysOf`, of the text of a file. */
export const parseKeyFile = (text: string, file: string): FileKeys => readKeyFile(parseJson(text, file), file)

const ascending = z
  .array(z.number().positive())
  .min(2)
  .max(100)
  .refine((all) => all.every((one, i) => i === 0 || one > (all[i - 1] ?? 0)))
const levelsSchema = z.object({
  brightness: ascending.optional().catch(undefined),
  colorTemperature: ascending.optional().catch(undefined),
})

/** Files count brightness from 1 to 255, as Home Assistant does; what is in no order is left out. */
function readLevels(head: unknown): FileKeys['levels'] {
  const { brightness, colorTemperature } = levelsSchema.parse(head)
  return {
    ...(brightness && { brightness: brightness.map((level) => Math.round((level / 255) * 100)) }),
    ...(colorTemperature && { colorTemperature }),
  }
}

/** The order that the file says itself, the slowest first; else that of its words. */
function orderSpeeds(speeds: readonly string[], orderOfFile: unknown): readonly string[] {
  const order = Array.isArray(orderOfFile) ? orderOfFile.map(String) : []
  return speeds.every((speed) => order.includes(speed)) && speeds.length > 0
    ? order.filter((speed) => speeds.includes(speed))
    : rankFans(speeds).levels
}
