import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { readTemplate } from './jinja/index.ts'
import { assemble, extract, follow, parsePathOrShape, pathsOf } from './jsonPath.ts'
import type { TraitOptions } from './traitOptions.ts'

/** What came on a topic, taken apart once however many want to know. */
export interface MqttMessage {
  readonly topic: string
  readonly text: string
  /** the payload as JSON; the text that it is, if it is no JSON */
  readonly json: unknown
  readonly isJson: boolean
  /** the broker kept it: the device said it some time before */
  readonly retained: boolean
}

/** The last message: thousands of appliances may share one topic, and it is parsed once for all of them. */
let lastParsed: { readonly payload: Buffer; readonly message: MqttMessage } | undefined

export function parseMessage(payload: Buffer, retained: boolean, topic: string): MqttMessage {
  const { message } = lastParsed ?? {}
  if (lastParsed?.payload === payload && message?.topic === topic && message.retained === retained) return message
  const parsed = parsePayload(payload, retained, topic)
  lastParsed = { payload, message: parsed }
  return parsed
}

function parsePayload(payload: Buffer, retained: boolean, topic: string): MqttMessage {
  const text = payload.toString('utf8')
  try {
    return { topic, text, json: parseJson(text), isJson: true, retained }
  } catch {
    return { topic, text, json: text, isJson: false, retained }
  }
}

/** Numbers that C and Python print and JSON does not know; ESPHome sends them for a sensor that has no value yet. */
const noNumber = /"(?:[^"\\]|\\.)*"|[-+]?\b(?:nan|inf(?:inity)?)\b/gi

/** JSON, with a bare nan for null. @throws SyntaxError */
function parseJson(text: string): unknown {
  try {
    return parseBoundedJson(text)
  } catch (error) {
    if (error instanceof RangeError || !/[[{]/.test(text) || !/\b(?:nan|inf)/i.test(text)) throw error
    return parseBoundedJson(text.replace(noNumber, (found) => (found.startsWith('"') ? found : 'null')))
  }
}

/** What was said before, where the reader of a trait needs it. */
export interface ReaderMemory {
  /** what was found last at the end of each path */
  parts?: unknown[] | undefined
  /** the last value, as Home Assistant calls it in `this.state` */
  state?: string | undefined
}

/** Finds a value in a message: null if the device says that it is unknown, undefined if it says nothing of it. */
export interface PayloadReader {
  read(message: MqttMessage, memory?: ReaderMemory): unknown
  /** what has to be remembered between messages */
  readonly remembers?: 'parts' | 'state'
  /** why a message says nothing, in plain words, if that is a fault */
  problem?(message: MqttMessage): LocalizedText | undefined
}

/** @throws Error in plain words */
export function payloadReader({ path, template }: Pick<TraitOptions, 'path' | 'template'>): PayloadReader {
  if (template !== undefined) return templateReader(template)
  const shape = path === undefined ? { path: [] } : parsePathOrShape(path)
  const paths = pathsOf(shape)
  if ('path' in shape || paths.length === 0) return { read: ({ json }) => extract(shape, json) }
  return {
    remembers: 'parts',
    // A value of several parts may come in several messages: a message without any of them says nothing of it.
    read({ json }, memory) {
      const found = paths.map((path) => follow(path, json))
      if (found.every((value) => value === undefined)) return undefined
      const known = found.map((value, i) => (value === undefined ? memory?.parts?.[i] : value))
      if (memory) memory.parts = known
      return known.every((value) => value === undefined || value === null) ? null : assemble(shape, known)
    },
  }
}

function templateReader(template: string): PayloadReader {
  const jinja = readTemplate(template)
  const { path } = jinja
  if (path) return { read: ({ json, isJson }) => (isJson ? extract({ path }, json) : undefined) }
  return {
    ...(/\bthis\b/.test(template) && { remembers: 'state' as const }),
    read({ text, json, isJson }, memory) {
      const made = jinja.render({
        value: text,
        ...(isJson && { value_json: json }),
        this: { state: memory?.state ?? 'unknown', attributes: {} },
      })
      // What Python calls None is unknown, and an empty text says nothing.
      return made === undefined || made === '' ? undefined : made === 'None' ? null : made
    },
    problem: () => jinja.problem,
  }
}

/** As `payloadReader`, but in plain text, where a path leads nowhere, it finds the text. */
export function payloadWordReader(options: Pick<TraitOptions, 'path' | 'template'>): PayloadReader['read'] {
  const { read } = payloadReader(options)
  return (message) => (typeof message.json === 'object' || options.template ? read(message) : message.json)
}
