import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Edition } from '../../src/clova/edition.ts'
import type { Payload } from './case.ts'

type ByEdition<T> = { readonly [E in Edition]?: T }

/** The catalogue of the guides. A field reads `path: type (optional) [a, b]`. */
export interface Catalogue {
  readonly actions: Readonly<
    Record<
      string,
      { readonly response: string; readonly editions: ByEdition<{ readonly response: readonly string[] }> }
    >
  >
  readonly errors: Readonly<Record<string, ByEdition<readonly string[]>>>
  readonly objects: Readonly<Record<string, ByEdition<readonly string[]>>>
  readonly applianceTypes: Readonly<Record<string, ByEdition<readonly string[]>>>
  readonly operationModes: Readonly<Record<string, ByEdition<readonly string[]>>>
  readonly locations: Readonly<Record<Edition, readonly string[]>>
}

/** A request of the guides. */
export interface Example {
  readonly action: string
  readonly payload: Payload
}

const folder = `${fileURLToPath(new URL('../../../shared/spec', import.meta.url))}/`

/** The catalogue, where it lies beside this repository; it is not the project's to keep. */
export const catalogue: Catalogue | undefined = existsSync(folder) ? json('clova-home.json') : undefined

/** The examples of requests in an edition of the guide. */
export const requestExamples = (edition: Edition): readonly Example[] =>
  readdirSync(`${folder}examples/${edition}`)
    .filter((file) => /Request(\.\d)?\.json$/.test(file))
    .map((file) => {
      const { header, payload }: { header: { name: string }; payload: Payload } = json(`examples/${edition}/${file}`)
      return { action: header.name.replace(/Request$/, ''), payload }
    })

function json<T>(file: string): T {
  return JSON.parse(readFileSync(`${folder}${file}`, 'utf8'))
}

/** Fields whose tables are less complete than the examples and the text of the guides, or impossible. */
const amended: Readonly<Record<string, readonly string[]>> = {
  // ReleaseMode: all examples nest it.
  'previousState: ModeInfoObject (optional)': [
    'previousState: object (optional)',
    'previousState.mode: ModeInfoObject (optional)',
  ],
  // GetDetectedTime: the example nests it.
  'detectedTime: string': ['detectedTime: object', 'detectedTime.value: string'],
  // GetRightPostureRatio of jp: an object that the guide does not define.
  'rightPostureRatio: RatioInfoObject': ['rightPostureRatio: object', 'rightPostureRatio.value: number'],
  // HealthCheck: a device that never reported has no state; unknown values are left out.
  'isTurnOn: boolean': ['isTurnOn: boolean (optional)'],
  // Discovery of kr: an object that the guide defines and does not name here.
  'additionalApplianceDetails: object (optional)': [
    'additionalApplianceDetails: AdditionalApplianceDetailsObject (optional)',
  ],
}

interface Field {
  readonly type: string
  readonly optional: boolean
  /** the only values there are */
  readonly allowed: readonly string[] | undefined
  readonly parts: Fields
}
type Fields = Map<string, Field>

/** A table of fields as a tree; `need`: how many of its fields are required, whatever the field itself specifies. */
function tree(lines: readonly string[], need: 'all' | 'none' | 'some' = 'some'): Fields {
  const root: Fields = new Map()
  for (const line of lines.flatMap((line) => amended[line] ?? [line])) {
    const [, path = '', type = '', optional, allowed] =
      /^([\w.[\]]+): (\S+)(?: \((optional|conditional)\))?(?: \[(.*)\])?$/.exec(line) ?? []
    // The parts of a list of objects are written `list[].part`.
    const names = path.replaceAll('[]', '').split('.')
    const name = names.pop() ?? ''
    const within = names.reduce<Fields | undefined>((fields, part) => fields?.get(part)?.parts, root)
    if (!within || type === '') throw new Error(`the catalogue has a field that reads ${line}`)
    const isOptional = need === 'some' ? optional !== undefined : need === 'none'
    within.set(name, { type, optional: isOptional, allowed: allowed?.split(', '), parts: new Map() })
  }
  return root
}

/** How a payload must look. */
export interface Table {
  readonly edition: Edition
  readonly fields: readonly string[]
  /** every value may come with the one before, whether the table has it or not */
  readonly previousState?: 'always' | 'defined'
  /** there must be also what is optional */
  readonly whole?: boolean
}

/** What is wrong with a payload by the tables of the guides, in plain words. */
export function faults(
  { objects }: Catalogue,
  { edition, fields, previousState, whole = false }: Table,
  payload: unknown,
): string[] {
  const root = tree(fields, whole ? 'all' : 'some')
  if (previousState === 'always' && !root.has('previousState')) {
    root.set('previousState', { type: 'object', optional: true, allowed: undefined, parts: tree(fields, 'none') })
  }
  return object(payload, root, '')

  function object(value: unknown, parts: Fields, path: string): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`]
    const given = new Map(Object.entries(value).filter(([, part]) => part !== undefined))
    const missing = [...parts].filter(([name, { optional }]) => !optional && !given.has(name))
    return [
      ...missing.map(([name]) => `${path}.${name} is missing`),
      ...[...given].flatMap(([name, part]) => {
        const field = parts.get(name)
        return field ? one(part, field.type, field, `${path}.${name}`) : [`${path}.${name} is not in the table`]
      }),
    ]
  }

  function one(value: unknown, type: string, field: Field, path: string): string[] {
    if (type.includes('|')) {
      const faults = type.split('|').map((choice) => one(value, choice, field, path))
      return faults.some((found) => found.length === 0) ? [] : faults.flat()
    }
    if (type.endsWith('[]')) {
      if (!Array.isArray(value)) return [`${path} is no list`]
      return value.flatMap((item, i) => one(item, type.slice(0, -2), field, `${path}[${i}]`))
    }
    // The table of jp calls the words of the dust index numbers.
    if (field.allowed) return field.allowed.some((word) => word === value) ? [] : [`${path} is ${value}`]
    if (type === 'object') {
      return field.parts.size === 0 && typeof value === 'object' ? [] : object(value, field.parts, path)
    }
    if (!type.endsWith('Object')) return typeof value === type ? [] : [`${path} is no ${type}`]
    const lines = objects[type]?.[edition]
    return lines ? object(value, tree(lines), path) : [`${path} is a ${type}, which ${edition} does not define`]
  }
}
