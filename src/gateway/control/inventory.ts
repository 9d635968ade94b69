import { fanLevels } from '../../clova/fanSpeed.ts'
import { offeredActions } from '../../clova/offeredActions.ts'
import { phraseFor } from '../../clova/spoken/phrases.ts'
import type { ApplianceStatus } from '../../control/api.ts'
import { explainOffline } from '../../control/explanations/reasons.ts'
import type { Appliance } from '../../home/appliance.ts'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Device, Reading } from '../../home/device.ts'
import type { Home } from '../../home/home.ts'
import { runInSlices, type Steps } from '../../util/slices.ts'
import { errorText } from '../../util/translate.ts'
import type { Presence } from '../history/presence.ts'
import type { HomeRuntime } from '../homeRuntime.ts'
import type { GatewaySettings } from '../settings.ts'
import { similarNames } from './similarNames.ts'

/** How long the reading of one appliance may take, in milliseconds: less than what the list as a whole may. */
const readTimeoutMs = 3000

/** What the list is made from. */
export interface InventorySources {
  readonly runtime: Pick<HomeRuntime, 'home' | 'discovered' | 'isConfigured' | 'memories'>
  readonly settings: Pick<GatewaySettings, 'edition' | 'language'>
  /** what was watched of an appliance; absent while a command only inspects the home */
  readonly presence?: { observe(id: string, reading: Reading): unknown; of(id: string): Presence }
}

/**
 * Every appliance with its present state. One that cannot be read within 3 s, or before the signal aborts, is offline.
 * @param only the appliances to list; absent: all
 */
export async function inventory(
  sources: InventorySources,
  signal: AbortSignal,
  only?: ReadonlySet<string>,
): Promise<ApplianceStatus[]> {
  const { runtime } = sources
  const home = runtime.home()
  const origins = new Map(
    runtime.discovered().map(({ appliance, device: found }) => [appliance, `${found.via} ${found.key}`]),
  )
  const deadline = createDeadline(readTimeoutMs, signal)
  const listed = [...home.appliances.values()].filter(({ id }) => !only || only.has(id))
  // A house of thousands of appliances takes a second of processor time, during which commands must still be carried out.
  const readings = await Promise.all(await runInSlices(read())).finally(deadline.end)
  return runInSlices(statuses(readings))

  function* read(): Steps<readonly Promise<Reading>[]> {
    const started: Promise<Reading>[] = []
    for (const { id, device } of listed) {
      const reading = raceAbort(readDevice(device, deadline.signal), deadline.signal)
        .then((read) => {
          sources.presence?.observe(id, read)
          return read
        })
        .catch((error: unknown) => ({ online: false, offlineReason: errorText(error), state: {} }))
      started.push(reading)
      yield
    }
    return started
  }

  function* statuses(readings: readonly Reading[]): Steps<ApplianceStatus[]> {
    const all: ApplianceStatus[] = []
    for (const [i, appliance] of listed.entries()) {
      const reading = readings[i] ?? { online: false, state: {} }
      all.push(statusOf(appliance, reading, origins.get(appliance.id), home, sources))
      yield
    }
    return all
  }
}

function statusOf(
  { id, name, type, driver, location, tags, isHidden, device }: Appliance,
  reading: Reading,
  origin: string | undefined,
  home: Home,
  { runtime, settings: { edition, language }, presence }: InventorySources,
): ApplianceStatus {
  const { spec } = device
  const { online, state } = reading
  const actions = offeredActions(edition, type, spec)
  const speeds = spec.traits.fanSpeed ? fanLevels(spec) : []
  const say = isHidden ? undefined : phraseFor(name, actions, language)
  const assumedAt = spec.assumed ? runtime.memories.changedAt(id) : undefined
  return {
    id,
    name,
    type,
    driver,
    ...(location !== undefined && { location }),
    tags: [...tags],
    from: origin ?? 'configuration',
    isInConfiguration: runtime.isConfigured(id),
    isExposed: !isHidden,
    online,
    ...whenAndWhy(reading, presence?.of(id)),
    assumed: spec.assumed === true,
    ...(assumedAt !== undefined && { assumedAt }),
    state: { ...state },
    spec: {
      ...(spec.assumed && { assumed: true as const }),
      traits: copyTraits(spec.traits),
      verbs: [...spec.verbs],
    },
    actions: [...actions],
    ...(speeds.length > 0 && { fanLevels: speeds.map(({ clova, value }) => ({ clova, device: value })) }),
    ...(say !== undefined && { say }),
    similar: similarNames(home, name, id),
  }
}

/** Since when and why an appliance is offline, and when it last reported. */
export function whenAndWhy(
  { online, offlineReason, reportedAt }: Reading,
  watched: Presence | undefined,
): Pick<
  ApplianceStatus,
  'offlineReason' | 'offline' | 'offlineSince' | 'lastSeenAt' | 'onlineShare' | 'reportedAt' | 'lastKnown'
> {
  const { offlineSince, lastSeenAt, onlineShare, lastKnown } = watched ?? {}
  return {
    ...(reportedAt && { reportedAt: reportedAt.getTime() }),
    ...(onlineShare !== undefined && { onlineShare }),
    ...(!online && {
      ...(offlineReason !== undefined && { offlineReason: offlineReason.en }),
      offline: explainOffline(offlineReason),
      ...(offlineSince !== undefined && { offlineSince }),
      ...(lastSeenAt !== undefined && { lastSeenAt }),
      ...(lastKnown && { lastKnown: { state: { ...lastKnown.state }, at: lastKnown.at } }),
    }),
  }
}

/** Also catches a driver that throws synchronously, so that the other appliances stay in the list. */
const readDevice = async (device: Device, signal: AbortSignal): Promise<Reading> => device.read({ signal })

const copyTraits = (traits: object): ApplianceStatus['spec']['traits'] =>
  Object.fromEntries(Object.entries(traits).map(([name, limit]) => [name, { ...limit }]))
