import type { Edition } from '../../config/protocol.ts'
import type { Outcome, SelfTests } from '../../http/clova/selfTest.ts'
import { version } from '../../util/version.ts'
import type { LinkingOffice } from '../accountLinking.ts'
import type { House } from '../homeRuntime.ts'
import { assume } from './assumeState.ts'
import { type Seen, sightings } from './discoveredDevices.ts'
import { type Inventory, inventory } from './inventory.ts'

/** How the running gateway is. */
export interface Health {
  readonly version: string
  readonly node: string
  /** seconds since its process began */
  readonly uptime: number
  /** when CLOVA's own signature was last seen on a request that came through a tunnel, in milliseconds since 1970 */
  readonly heard?: number
  /** the same of a request that does not show by which way it came */
  readonly seen?: number
}

/** Each is asked by its name. */
export type Questions = Readonly<Record<string, (body: string, signal: AbortSignal) => unknown>>

interface Asked {
  readonly house: House
  edition(): Edition
  /** what is wrong with the gateway itself, in plain words */
  problems(): readonly string[]
  readonly tests: SelfTests
  /** when CLOVA was last heard, in milliseconds since 1970 */
  heard(): number | undefined
  /** the same, by a way that nothing shows */
  seen(): number | undefined
  /** the configuration that is in force, as it was written */
  text(): Promise<string>
  /** writes what is not written yet */
  flush(): Promise<unknown>
  /** who links, loaded when it is needed */
  office(): Promise<Pick<LinkingOffice, 'links' | 'unlink'>>
}

/** What the command line may ask the running gateway, by name; only with the local key, and from this machine. */
export function questions({ house, edition, problems, tests, heard, seen, text, flush, office }: Asked): Questions {
  return {
    appliances: async (_body, signal): Promise<Inventory> => ({
      items: await inventory(house, { edition: edition() }, signal),
      problems: [...problems(), ...house.problems()],
    }),
    discover: (): Seen => ({ devices: sightings(house.discovered()), problems: house.problems() }),
    assume: (body) => assume(body, house.home()),
    links: async () => (await office()).links(),
    unlink: async (name) => (await office()).unlink(name),
    health(): Health {
      const [last, other] = [heard(), seen()]
      return {
        version,
        node: process.version,
        uptime: Math.round(process.uptime()),
        ...(last !== undefined && { heard: last }),
        ...(other !== undefined && { seen: other }),
      }
    },
    configuration: async (): Promise<{ readonly text: string }> => ({ text: await text() }),
    selfTest: () => tests.issue(),
    outcome: (id): { readonly outcome: Outcome } => ({ outcome: tests.outcome(id) }),
    // What is on the disk is then what is in the gateway.
    async flush() {
      await flush()
      return { problems: problems() }
    },
  }
}
