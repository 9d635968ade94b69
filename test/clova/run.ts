import { actionNamed } from '../../src/clova/actions/index.ts'
import { type EditionSettings, languageOf, timeZoneOf } from '../../src/clova/edition.ts'
import type { ClovaMessage } from '../../src/clova/envelope.ts'
import { createClovaHandler, type RequestRecord } from '../../src/clova/handler.ts'
import { type Appliance, createAppliance } from '../../src/home/appliance.ts'
import type { Command, Device, Period } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import { createHome } from '../../src/home/home.ts'
import { fakeDevice } from '../support/fakeDevice.ts'
import { silent } from '../support/log.ts'
import type { Case, Thing } from './case.ts'

/** The message that every request of the cases carries. */
export const messageId = '33da6561-0149-4532-a30b-e0de8f75c4cf'

/** What came of a request. */
interface Outcome {
  readonly message: ClovaMessage
  /** what the devices were told */
  readonly commands: readonly Command[]
  /** the period that a device was asked about */
  readonly period: Period | undefined
  readonly record: RequestRecord
}

/** Plays a case. */
export async function play(given: Case): Promise<Outcome> {
  const { edition, language = languageOf[edition], previousState = 'always', it, token = 'good' } = given
  const things = Object.entries({ ...(it && { it }), ...given.others }).map(([id, thing]) => furnish(id, thing))
  const house = createHome(
    things.map(({ appliance }) => appliance),
    given.scenes ?? [],
  )
  const dialect: EditionSettings = { edition, language, previousState, timeZone: timeZoneOf[edition] }
  const protocol = createClovaHandler({
    home: () => house,
    settings: () => dialect,
    authorize: (presented) => ({ state: presented === 'good' || presented === 'expired' ? presented : 'unknown' }),
    log: silent,
  })
  const record: RequestRecord = { ms: {} }
  const payload = {
    ...(token !== 'missing' && { accessToken: token }),
    ...(it && actionNamed(given.action)?.kind !== 'wholeHome' && { appliance: { applianceId: 'it' } }),
    ...given.payload,
  }
  const request = {
    header: { messageId, name: `${given.action}Request`, namespace: 'ClovaHome' as const, payloadVersion: '1.0' },
    payload,
    ...(given.problem !== undefined && { problem: given.problem }),
  }
  const message: ClovaMessage = await protocol.handle(request, new AbortController().signal, record)
  const commands = things.flatMap((thing) => thing.commands)
  return { message, commands, period: things.map(({ asked }) => asked()).find((period) => period), record }
}

interface Furnished {
  readonly appliance: Appliance
  readonly commands: readonly Command[]
  /** the period that it was last asked about */
  asked(): Period | undefined
}

function furnish(id: string, { type, at, fails, described, about, ...rest }: Thing): Furnished {
  const fake = fakeDevice({
    ...rest,
    ...(at !== undefined && { at: new Date(at) }),
    ...(fails && { failure: fails instanceof Error ? fails : new Failure(fails) }),
  })
  let asked: Period | undefined
  const device: Device = {
    ...fake,
    ...(about && { deviceInfo: about }),
    read(query) {
      asked = query.period
      return fake.read(query)
    },
  }
  const description = { id, name: id, type, driver: 'fake', tags: [], confirm: [], ...described }
  return { appliance: createAppliance(description, device), commands: fake.commands, asked: () => asked }
}
