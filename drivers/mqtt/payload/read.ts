import { readTemplate } from './jinja/index.ts'
import { parsePathOrShape, pick } from './jsonPath.ts'
import type { TraitOptions } from './traitOptions.ts'

/** What came on a topic, taken apart once however many want to know. */
export interface Message {
  readonly text: string
  /** the payload as JSON, or the text that it is */
  readonly json: unknown
  /** the broker kept it for us: the device said it some time before */
  readonly retained: boolean
}

export function message(payload: Buffer, retained: boolean): Message {
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
export type Reader = (message: Message) => unknown

/** @throws Error in plain words */
export function reader({ path, template }: Pick<TraitOptions, 'path' | 'template'>): Reader {
  if (template !== undefined) {
    const { render, path: plain } = readTemplate(template)
    if (plain) return ({ json }) => pick({ path: plain }, json)
    return ({ text, json }) => {
      const made = render({ value: text, value_json: json })
      // What Python calls None is unknown, and an empty text says nothing.
      return made === undefined || made === '' ? undefined : made === 'None' ? null : made
    }
  }
  const shape = path === undefined ? { path: [] } : parsePathOrShape(path)
  return ({ json }) => pick(shape, json)
}

/** As `reader`, but in plain text, where a path leads nowhere, it finds the text. */
export function wordReader(options: Pick<TraitOptions, 'path' | 'template'>): Reader {
  const read = reader(options)
  return (message) =>
    typeof message.json === 'object' ? read(message) : options.template ? read(message) : message.json
}
