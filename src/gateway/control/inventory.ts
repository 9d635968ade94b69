import { offeredActions } from '../../clova/offeredActions.ts'
import type { Config } from '../../config/load.ts'
import type { ApplianceStatus } from '../../control/api.ts'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Device, Reading } from '../../home/device.ts'
import type { HomeRuntime } from '../homeRuntime.ts'
import { similarNames } from './similarNames.ts'

/** How long the reading of one appliance may take, in milliseconds: less than what the list as a whole may. */
const readTimeoutMs = 3000

/** Every appliance with its present state. One that cannot be read within 3 s, or before the signal aborts, is offline. */
export async function inventory(
  { home, discovered }: Pick<HomeRuntime, 'home' | 'discovered'>,
  { edition }: Pick<Config, 'edition'>,
  signal: AbortSignal,
): Promise<ApplianceStatus[]> {
  const presentHome = home()
  const { appliances } = presentHome
  const origins = new Map(discovered().map(({ appliance, device: found }) => [appliance, `${found.via} ${found.key}`]))
  const deadline = createDeadline(readTimeoutMs, signal)
  return Promise.all(
    [...appliances.values()].map(
      async ({ id, name, type, driver, location, tags, device }): Promise<ApplianceStatus> => {
        const unread = (error: unknown): Reading => ({
          online: false,
          offlineReason: (error as Error).message,
          state: {},
        })
        const { online, offlineReason, state } = await raceAbort(
          readDevice(device, deadline.signal),
          deadline.signal,
        ).catch(unread)
        const { spec } = device
        return {
          id,
          name,
          type,
          driver,
          ...(location !== undefined && { location }),
          tags: [...tags],
          from: origins.get(id) ?? 'configuration',
          isInConfiguration: !origins.has(id),
          isExposed: true,
          online,
          ...(!online && offlineReason !== undefined && { offlineReason }),
          assumed: spec.assumed === true,
          state: { ...state },
          spec: {
            ...(spec.assumed && { assumed: true as const }),
            traits: copyTraits(spec.traits),
            verbs: [...spec.verbs],
          },
          actions: [...offeredActions(edition, type, spec)],
          similar: similarNames(presentHome, name, id),
        }
      },
    ),
  ).finally(deadline.end)
}

/** Also catches a driver that throws synchronously, so that the other appliances stay in the list. */
const readDevice = async (device: Device, signal: AbortSignal): Promise<Reading> => device.read({ signal })

const copyTraits = (traits: object): ApplianceStatus['spec']['traits'] =>
  Object.fromEntries(Object.entries(traits).map(([name, limit]) => [name, { ...limit }]))
