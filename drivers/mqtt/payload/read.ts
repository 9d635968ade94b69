import { readTemplate } from './jinja/index.ts'
import { extract, parsePathOrShape } from './jsonPath.ts'
import type { TraitOptions } from './traitOptions.ts'

/** What came on a topic, taken apart once however many want to know. */
export interface MqttMessage {
  readonly text: string
  /** the payload as JSON, or the text that it is */
  readonly json: unknown
  /** the broker kept it for us: the device said it some time before */
  readonly retained: boolean
}

export function parseMessage(payload: Buffer, retained: boolean): MqttMessage {
  const text = payload.toString('utf8')
  return { text, json: parsed(text), retained }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Finds a value in a message: null if the device says that it is unknown, undefined if it says nothing of it. */
export type PayloadReader = (message: MqttMessage) => unknown

/** @throws Error in plain words */
export function payloadReader({ path, template }: Pick<TraitOptions, 'path' | 'template'>): PayloadReader {
  if (template !== undefined) {
    const { render, path: plain } = readTemplate(template)
    if (plain) return ({ json }) => extract({ path: plain }, json)
    return ({ text, json }) => {
      const made = render({ value: text, value_json: json })
      // What Python calls None is unknown, and an empty text says nothing.
      return made === undefined || made === '' ? undefined : made === 'None' ? null : made
    }
  }
  const shape = path === undefined ? { path: [] } : parsePathOrShape(path)
  return ({ json }) => extract(shape, json)
}

/** As `reader`, but in plain text, where a path leads nowhere, it finds the text. */
export function payloadWordReader(options: Pick<TraitOptions, 'path' | 'template'>): PayloadReader {
  const read = payloadReader(options)
  return (message) =>
    typeof message.json === 'object' ? read(message) : options.template ? read(message) : message.json
}
