import { offeredActions } from '../../clova/offeredActions.ts'
import type { Config } from '../../config/load.ts'
import { raceAbort } from '../../home/deadline.ts'
import type { Reading } from '../../home/device.ts'
import type { State } from '../../home/traits.ts'
import type { House } from '../homeRuntime.ts'

/** One appliance as `clova-home appliances` shows it. */
export interface Item {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly driver: string
  /** where it comes from: the configuration, or how and as what it announced itself */
  readonly from: string
  readonly online: boolean
  /** true if nobody sees what it does */
  readonly assumed: boolean
  readonly state: State
  readonly actions: readonly string[]
}

/** The appliances, and what is wrong with the gateway itself, in plain words. */
export interface Inventory {
  readonly items: readonly Item[]
  readonly problems: readonly string[]
}

/** Every appliance with what is known of it now. */
export function inventory(
  { home, discovered }: Pick<House, 'home' | 'discovered'>,
  { edition }: Pick<Config, 'edition'>,
  signal: AbortSignal,
): Promise<readonly Item[]> {
  const { appliances } = home()
  const origins = new Map(discovered().map(({ appliance, found }) => [appliance, `${found.via} ${found.key}`]))
  return Promise.all(
    [...appliances.values()].map(async ({ id, name, type, driver, device }) => {
      const unknown: Reading = { online: false, state: {} }
      const { online, state } = await raceAbort(device.read({ signal }), signal).catch(() => unknown)
      const { spec } = device
      return {
        id,
        name,
        type,
        driver,
        from: origins.get(id) ?? 'configuration',
        online,
        assumed: spec.assumed === true,
        state,
        actions: offeredActions(edition, type, spec),
      }
    }),
  )
}
