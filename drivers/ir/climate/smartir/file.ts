import * as z from 'zod'
import { isObject } from '../../../../src/util/isObject.ts'

const words = z.array(z.union([z.string(), z.number()]).transform(String)).max(100)
const limit = z.coerce.number().min(-50).max(150)

/** What every file of SmartIR has. */
export const fileSchema = z.looseObject({
  manufacturer: z.string().optional(),
  supportedController: z.string().default('Broadlink'),
  commandsEncoding: z.string().default('Base64'),
  commands: z.record(z.string(), z.unknown()),
})

/** What a file for an air conditioner has besides. */
export const climateSchema = fileSchema.extend({
  minTemperature: limit,
  maxTemperature: limit,
  precision: z.coerce.number().positive().max(10).default(1),
  operationModes: words.min(1),
  fanModes: words.default([]),
  swingModes: words.nullish().transform((some) => some ?? []),
})

export type ClimateFile = z.output<typeof climateSchema>

/**
 * What a text of JSON holds.
 * @throws Error in plain words, with the line of the mistake where it is known
 */
export function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const at = placeOf((error as Error).message, text)
    const line = at === undefined ? '' : `:${text.slice(0, at).split('\n').length}`
    throw new Error(
      `${file}${line} is not JSON: ${shown((error as Error).message)}; correct it there, or take another file`,
      { cause: error },
    )
  }
}

/** Where the mistake is: Node says so, or shows what is around it, from ten characters before. */
function placeOf(message: string, text: string): number | undefined {
  const told = /position (\d+)/.exec(message)?.[1]
  if (told !== undefined) return Number(told)
  const around = /\.\.\."(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message)?.[1]
  const at = around === undefined ? -1 : text.indexOf(around)
  return at < 0 ? undefined : at + 10
}

/** Without the piece of the file that Node adds, and without its place, which is told by line. */
const shown = (message: string) => message.replace(/( in JSON at position|, (\.\.\.)?").*$/s, '').slice(0, 200)

/** What was read, as the schema says. @throws Error in plain words, naming the file and what is wrong in it */
export function believed<S extends z.ZodType>(schema: S, value: unknown, file: string): z.output<S> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const { path, message } = read.error.issues[0] ?? { path: [], message: 'it is none' }
  const where = path.length === 0 ? '' : ` ${path.join('.')}:`
  throw new Error(`${file} is no file of SmartIR as is wanted here:${where} ${message}`)
}

/** Whether it is a level of named things, and not a code. */
export const isLevel = isObject

/** The names and things of a level, without remarks. */
export const entriesOf = (level: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(level).filter(([name]) => !/^[_$]/.test(name))
