import * as z from 'zod'
import { actionNamed } from '../../clova/actions/index.ts'
import type { RequestRecord } from '../../clova/handler.ts'
import type { Home } from '../../home/home.ts'
import type { State } from '../../home/traits.ts'

/** Who asked. */
export type RequestSource = 'clova' | 'admin' | 'dashboard' | 'stranger'

/** How long the texts of an entry may be that others chose, in characters. */
const maxTextLength = 300

const text = z.string().max(maxTextLength)
const state = z.record(z.string(), z.unknown())

/** An entry of the log of requests, as it is kept in memory and over a restart. Texts and states are small. */
export const requestEntry = z.object({
  id: z.number(),
  at: z.number(),
  kind: z.enum(['command', 'query', 'discovery', 'scene', 'linking', 'refused']),
  source: z.enum(['clova', 'admin', 'dashboard', 'stranger']),
  user: text.optional(),
  link: text.optional(),
  action: text.optional(),
  appliance: text.optional(),
  name: text.optional(),
  scene: text.optional(),
  outcome: z.enum(['confirmed', 'assumed', 'answered', 'failed']),
  result: text.optional(),
  wish: state.optional(),
  before: state.optional(),
  after: state.optional(),
  /** why it failed: the code of an explanation, its values, and the sentence of the log */
  code: text.optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  detail: text.optional(),
  count: z.number().optional(),
  total: z.number().optional(),
  lastAt: z.number().optional(),
  ms: z.record(z.string(), z.number()),
  /** both messages as JSON without the access token; absent if they were too long, or make room for newer ones */
  request: z.string().optional(),
  answer: z.string().optional(),
})
export type RequestEntry = z.infer<typeof requestEntry>

/** The entry of a request that was answered, without its messages. Called after the answer was sent. */
export function entryOf(record: RequestRecord, source: RequestSource, home: Home): Omit<RequestEntry, 'id' | 'at'> {
  const { action, appliance: id, scene, result, reason, before, after, ms, trace = {} } = record
  const { access, wish, failure, discoveredCount } = trace
  const appliance = id === undefined ? undefined : home.appliances.get(id)
  const kind = kindOf(record)
  const name = appliance?.name ?? (scene === undefined ? undefined : home.scenes.get(scene)?.name)
  const isControl = kind === 'command' || kind === 'scene'
  const isAssumed = appliance?.device.spec.assumed === true
  const { code, ...values } = failure ?? {}
  return {
    kind,
    source,
    ...(access?.user !== undefined && { user: access.user }),
    ...(access?.link !== undefined && { link: access.link }),
    ...(action !== undefined && { action: shorten(action) }),
    ...(id !== undefined && { appliance: shorten(id) }),
    ...(name !== undefined && { name: shorten(name) }),
    ...(scene !== undefined && { scene: shorten(scene) }),
    outcome: failure ? 'failed' : isControl ? (isAssumed ? 'assumed' : 'confirmed') : 'answered',
    ...(result !== undefined && { result }),
    ...(wish && { wish: { ...wish } }),
    ...statesToShow(kind, wish, before, after),
    ...(code !== undefined && { code, ...(Object.keys(values).length > 0 && { values }) }),
    ...(failure && reason !== undefined && { detail: shorten(reason) }),
    ...(discoveredCount !== undefined && { count: discoveredCount, total: home.appliances.size }),
    ms: Object.fromEntries(Object.entries(ms).filter(([, duration]) => duration !== undefined)) as RequestEntry['ms'],
  }
}

function kindOf({ action = '', scene }: RequestRecord): RequestEntry['kind'] {
  if (scene !== undefined) return 'scene'
  const row = actionNamed(action)
  if (row?.kind === 'wholeHome') return action.startsWith('Discover') ? 'discovery' : 'scene'
  return row?.kind === 'query' ? 'query' : 'command'
}

/** Of the states the traits that were asked for or have changed: a whole state would keep much in memory. */
function statesToShow(
  kind: RequestEntry['kind'],
  wish: State | undefined,
  before: State = {},
  after: State = {},
): Pick<RequestEntry, 'before' | 'after'> {
  if (kind === 'query')
    return Object.keys(after).length > 0 ? { after: pick(after, Object.keys(after).slice(0, 5)) } : {}
  const asked = Object.keys(wish ?? {})
  const changed = Object.keys(after).filter((trait) => Reflect.get(after, trait) !== Reflect.get(before, trait))
  const traits = [...new Set([...asked, ...changed])].slice(0, 8)
  const [was, is] = [pick(before, traits), pick(after, traits)]
  return {
    ...(Object.keys(was).length > 0 && { before: was }),
    ...(Object.keys(is).length > 0 && { after: is }),
  }
}

const pick = (state: State, traits: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(state).filter(([trait]) => traits.includes(trait)))

const shorten = (text: string) => (text.length > maxTextLength ? `${text.slice(0, maxTextLength - 1)}…` : text)
