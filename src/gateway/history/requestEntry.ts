import * as z from 'zod'
import { actionNamed } from '../../clova/actions/index.ts'
import type { RequestRecord } from '../../clova/handler.ts'
import type { Home } from '../../home/home.ts'
import { causeOf } from '../../home/offlineCause.ts'
import type { State } from '../../home/traits.ts'
import { mapText } from '../../util/translate.ts'

/** Who asked. */
export type RequestSource = 'clova' | 'ownKey' | 'admin' | 'dashboard' | 'stranger'

/** How long the texts of an entry may be that others chose, in characters. */
const maxTextLength = 300

const text = z.string().max(maxTextLength)
const state = z.record(z.string(), z.unknown())

/** An entry of the log of requests, as it is kept in memory and over a restart. Texts and states are small. */
export const requestEntry = z.object({
  id: z.number(),
  at: z.number(),
  kind: z.enum(['command', 'query', 'discovery', 'scene', 'linking', 'refused']),
  source: z.enum(['clova', 'ownKey', 'admin', 'dashboard', 'stranger']),
  user: text.optional(),
  link: text.optional(),
  action: text.optional(),
  appliance: text.optional(),
  name: text.optional(),
  scene: text.optional(),
  outcome: z.enum(['confirmed', 'assumed', 'answered', 'failed']),
  result: text.optional(),
  requested: state.optional(),
  before: state.optional(),
  after: state.optional(),
  /** why it failed: the code of an explanation, its values, and the sentence; a string of older versions is English */
  code: text.optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  detail: z.union([text, z.object({ ko: text, ja: text, en: text })]).optional(),
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
export function entryOf(
  id: number,
  at: number,
  record: RequestRecord,
  source: RequestSource,
  home: Home,
): RequestEntry {
  const { action, appliance: applianceId, scene, result, before, after, ms, trace } = record
  const { access, requested, failure, discoveredCount } = trace
  const appliance = applianceId === undefined ? undefined : home.appliances.get(applianceId)
  const name = appliance?.name ?? (scene === undefined ? undefined : home.scenes.get(scene)?.name)
  const kind = kindOf(record)
  const outcome = outcomeOf(kind, failure !== undefined, appliance?.device.spec.assumed === true)
  const { code, ...values } = failure ?? { code: undefined }
  const traits =
    kind === 'query' ? Object.keys(after ?? {}).slice(0, maxTraitsRead) : changedTraits(requested, before, after)
  // All keys exist, so that V8 uses one hidden class for all entries; the undefined ones are not written to the disk.
  return {
    id,
    at,
    kind,
    source,
    user: access?.user,
    link: access?.link,
    action: shorten(action),
    appliance: shorten(applianceId),
    name: shorten(name),
    scene: shorten(scene),
    outcome,
    result,
    requested: requested && { ...requested },
    before: kind === 'query' ? undefined : pick(before, traits),
    after: pick(after, traits),
    // Why a device was away is read of its sentence now: what is written to the disk are words alone.
    code: (code === 'offline' && trace.text && causeOf(trace.text)) || code,
    values: Object.keys(values).length > 0 ? values : undefined,
    detail: trace.text && mapText(trace.text, shortenText),
    count: discoveredCount,
    total: discoveredCount === undefined ? undefined : home.appliances.size,
    lastAt: undefined,
    ms: { ...ms },
    request: undefined,
    answer: undefined,
  }
}

function outcomeOf(kind: RequestEntry['kind'], isFailed: boolean, isAssumed: boolean): RequestEntry['outcome'] {
  if (isFailed) return 'failed'
  if (kind !== 'command' && kind !== 'scene') return 'answered'
  return isAssumed ? 'assumed' : 'confirmed'
}

function kindOf({ action = '', scene }: RequestRecord): RequestEntry['kind'] {
  if (scene !== undefined) return 'scene'
  const row = actionNamed(action)
  if (row?.kind === 'wholeHome') return action.startsWith('Discover') ? 'discovery' : 'scene'
  return row?.kind === 'query' ? 'query' : 'command'
}

/** The greatest numbers of traits that an entry of a query and one of a command have. */
const [maxTraitsRead, maxTraitsChanged] = [5, 8]

/** The traits that were asked for or have changed: a whole state would keep much in memory. */
function changedTraits(requested: State = {}, before: State = {}, after: State = {}): readonly string[] {
  const changed = Object.keys(after).filter(
    (trait) => !Object.hasOwn(requested, trait) && Reflect.get(after, trait) !== Reflect.get(before, trait),
  )
  return [...Object.keys(requested), ...changed].slice(0, maxTraitsChanged)
}

/** The known ones of these traits; undefined if there are none. */
function pick(state: State = {}, traits: readonly string[]): Record<string, unknown> | undefined {
  let picked: Record<string, unknown> | undefined
  for (const trait of traits) {
    const value: unknown = Reflect.get(state, trait)
    if (value === undefined) continue
    picked ??= {}
    picked[trait] = value
  }
  return picked
}

const shortenText = (text: string) => (text.length > maxTextLength ? `${text.slice(0, maxTextLength - 1)}…` : text)
const shorten = (text: string | undefined) => (text === undefined ? undefined : shortenText(text))
