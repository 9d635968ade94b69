import type { LocalizedText } from '../../../../src/util/translate.ts'
import type { JsonPath } from '../jsonPath.ts'
import { TooMuchWork, withBudget } from './budget.ts'
import { compile, Scope } from './compile.ts'
import { jinjaError, say } from './messages.ts'
import { parse } from './parser.ts'
import type { Block, Expression } from './syntax.ts'
import { str, type Value } from './values.ts'

/** A Jinja template, read once. */
export interface Jinja {
  /** the text that it makes of the variables; nothing if what it is about is not there, or if it fails */
  render(variables: Readonly<Record<string, unknown>>): string | undefined
  /** why it renders nothing any more; absent while it does */
  readonly problem: LocalizedText | undefined
  /** where in `value_json` its value is, if that is all it says */
  readonly path?: JsonPath
}

/** Templates kept read; a house has many entities and few templates. */
const maxTemplates = 2000
const cache = new Map<string, Jinja | Error>()

/** After so many renderings that cost too much a template is not rendered any more. */
const maxOverruns = 3

/**
 * Reads a template, as Home Assistant's MQTT integrations use them
 * (https://www.home-assistant.io/docs/configuration/templating/#using-templates-with-the-mqtt-integration).
 * @throws Error in plain words if it holds what is not understood
 */
export function readTemplate(text: string): Jinja {
  const known = cache.get(text) ?? attempt(text)
  cache.delete(text)
  cache.set(text, known)
  if (cache.size > maxTemplates) cache.delete(cache.keys().next().value ?? '')
  if (known instanceof Error) throw known
  return known
}

function attempt(text: string): Jinja | Error {
  try {
    return withBudget(() => read(text))
  } catch (error) {
    // A stack that ran over is a template that is nested too deep.
    if (error instanceof RangeError) return jinjaError('tooDeep')
    return error as Error
  }
}

function read(text: string): Jinja {
  const block = parse(text)
  if (isValue(block)) return { render: ({ value }) => plain(value), problem: undefined }
  const path = pathOf(block)
  const write = compile(block)
  let overruns = 0
  return {
    ...(path && { path }),
    get problem() {
      return overruns === 0 ? undefined : overruns < maxOverruns ? say('tooMuchWork') : say('switchedOff')
    },
    render(variables) {
      if (overruns >= maxOverruns) return undefined
      const scope = new Scope()
      for (const [name, value] of Object.entries(variables)) scope.set(name, value as Value)
      const rendering = { printedUndefined: false }
      try {
        const made = withBudget(() => write(scope, rendering)).trim()
        return made === '' && rendering.printedUndefined ? undefined : made
      } catch (error) {
        if (error instanceof TooMuchWork && error.isOwn) overruns += 1
        // As in Home Assistant, a message that the template cannot make anything of says nothing.
        return undefined
      }
    },
  }
}

const plain = (value: unknown) => (value === undefined ? undefined : withBudget(() => str(value as Value)).trim())

/** What a template prints, if that is all it does. */
function onlyPrinted(block: Block): Expression | undefined {
  const parts = block.filter((node) => node.kind !== 'text' || node.text.trim() !== '')
  const [only] = parts
  return parts.length === 1 && only?.kind === 'print' ? only.value : undefined
}

/** Whether it says `{{ value }}` and nothing else. */
const isValue = (block: Block) => {
  const printed = onlyPrinted(block)
  return printed?.kind === 'name' && printed.name === 'value'
}

function pathOf(block: Block): JsonPath | undefined {
  const keys: (string | number)[] = []
  let here = onlyPrinted(block)
  while (here?.kind === 'member') {
    const key = here.key.kind === 'constant' ? here.key.value : undefined
    const isKey = typeof key === 'string' || (typeof key === 'number' && key >= 0)
    if (!isKey) return undefined
    keys.unshift(key)
    here = here.object
  }
  return here?.kind === 'name' && here.name === 'value_json' ? keys : undefined
}
