import { actionNamed, actions } from '../../clova/actions/index.ts'
import type { Message } from '../../clova/envelope.ts'
import { payloadOf } from '../../clova/handler.ts'
import type { Config } from '../../config/load.ts'
import { type Answer, askRunning, localKey, message, send } from '../../control/signedClient.ts'
import type { Outcome } from '../../gateway/control/assumeState.ts'
import type { Inventory } from '../../gateway/control/inventory.ts'
import { readConfig } from '../../gateway/environment.ts'
import { didYouMean, suggest } from '../../util/suggest.ts'
import { complain, print } from '../../util/terminal.ts'
import { type Command, UsageError } from '../command.ts'

/** `clova-home say APPLIANCE ACTION [VALUE]` */
export const say: Command = {
  usage: 'say APPLIANCE ACTION [VALUE]',
  summary: 'Sends the very request that CLOVA would send, and shows before, after and how long each step took',
  help: `  clova-home say desk-lamp TurnOn
  clova-home say desk-lamp SetBrightness 40
  clova-home say desk-lamp SetColor '{"hue": 240, "saturation": 100}'
  clova-home say good-night ActionScene           a scene (jp)
  clova-home say home DiscoverAppliances          what CLOVA is told of the house
  clova-home say living-tv assume power=on        corrects what is assumed of it, and sends nothing
  clova-home say living-tv assume volume=         nobody knows its volume any more
  clova-home say scale GetUsageTime 2026-11-01T00:00:00+09:00/2026-11-02T00:00:00+09:00`,
  levelWords: [2, 3],
  async run({ words: [target = '', action = '', value], config: file, json }) {
    if (action === 'assume') return assumeCommand(target, value, file, json)
    const payload = payloadFor(target, action, value)
    const config = await readConfig(file)
    if (!config) return 1
    const key = localKey(config)
    const body = message(`${action}Request`, { accessToken: key.token, ...payload })
    const answer = await send(config.server.listen, config.server.path, key, JSON.stringify(body))
    if (answer.status !== 200)
      throw new Error(`the gateway refused it with status ${answer.status}; it may run with another configuration`)
    const reply = JSON.parse(answer.body) as Message
    print(
      json
        ? JSON.stringify({ request: { ...body, payload }, answer: reply, record: answer.record })
        : formatResult(action, target, value, reply, answer),
    )
    if (reply.header.name === 'NoSuchTargetError' && action !== 'ActionScene')
      complain(await suggestAppliance(target, config))
    return reply.header.name.endsWith('Error') ? 1 : 0
  },
}

/** Which appliance there is in place of one that is not, by its id or its name. */
async function suggestAppliance(target: string, config: Pick<Config, 'server' | 'state'>): Promise<string> {
  const { items = [] } = (await askRunning<Inventory>(config, 'appliances').catch(() => undefined)) ?? {}
  const ids = new Map(items.flatMap(({ id, name }) => [[name, id] as const, [id, id] as const]))
  const id = ids.get(suggest(target, ids.keys()) ?? '')
  const hint = id === undefined ? 'clova-home appliances lists those that there are.' : `Did you mean "${id}"?`
  return `there is no appliance "${target}". ${hint}`
}

/** Corrects what is assumed of an appliance. @returns the exit code */
async function assumeCommand(target: string, text: string | undefined, file: string, json: boolean): Promise<number> {
  const [trait = '', value] = /^(\w+)=(.*)$/.exec(text ?? '')?.slice(1) ?? []
  if (value === undefined) throw new UsageError('write what is to be assumed as trait=value, such as power=on')
  const config = await readConfig(file)
  if (!config) return 1
  // Nothing behind the sign: nobody knows.
  const wanted =
    value.trim() === ''
      ? { formatState: {}, unknown: [trait] }
      : { state: { [trait]: /^(true|false)$/.test(value) ? value === 'true' : parseValue(value) } }
  const body = JSON.stringify({ appliance: target, ...wanted })
  const answer = await send(config.server.listen, config.server.path, localKey(config), body, 'assume')
  if (answer.status !== 200)
    throw new Error(`the gateway refused it with status ${answer.status}; it may run with another configuration`)
  const outcome = JSON.parse(answer.body) as Outcome
  if ('error' in outcome) throw new Error(outcome.error)
  print(json ? JSON.stringify(outcome) : `${target} is taken to be: ${state(outcome.state)}`)
  return 0
}

/** The payload of a request, but for the token. @throws Usage */
function payloadFor(target: string, action: string, text: string | undefined): object {
  const row = actionNamed(action)
  if (!row) throw new UsageError(`there is no action "${action}".${didYouMean(action, Object.keys(actions))}`)
  if (row.kind === 'house') return action === 'ActionScene' ? { scene: { sceneId: target, sceneName: target } } : {}
  if (text !== undefined && !row.compose) throw new UsageError(`${action} takes no value, and "${text}" is one`)
  if (text === undefined && row.compose && !row.request.safeParse({}).success)
    throw new UsageError(`${action} needs a value. It is: clova-home say ${target} ${action} VALUE`)
  return payloadOf({ appliance: target, do: action, ...(text !== undefined && { value: parseValue(text) }) })
}

/** A number, JSON, or the text that it is. @throws Usage */
function parseValue(text: string): unknown {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (!/^[[{"]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${text} is not JSON`)
  }
}

function formatResult(
  action: string,
  target: string,
  value: string | undefined,
  reply: Message,
  { record }: Answer,
): string {
  const { before, after, reason, ms } = record as {
    before?: object
    after?: object
    reason?: string
    ms?: Record<string, number>
  }
  const isLong = JSON.stringify(reply.payload).length > 300
  const lines: (readonly [string, string | undefined])[] = [
    ['before', before && state(before)],
    ['after', after && state(after)],
    ['answer', `${reply.header.name} ${JSON.stringify(reply.payload, null, isLong ? 2 : 0)}`],
    ['because', reason],
    [
      'time',
      ms &&
        Object.entries(ms)
          .map(([step, took]) => `${step} ${took.toFixed(1)} ms`)
          .join(', '),
    ],
  ]
  const told = lines.filter(([, text]) => text !== undefined).map(([name, text]) => `  ${name.padEnd(8)} ${text}`)
  return [`${action}${value === undefined ? '' : ` ${value}`} → ${target}`, ...told].join('\n')
}

/** `power true, brightness 40`; a state of which nothing is known says so. */
export const state = (known: object): string =>
  Object.entries(known)
    .map(([trait, value]) => `${trait} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ') || 'nothing is known'
