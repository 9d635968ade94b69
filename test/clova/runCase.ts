import { actionNamed } from '../../src/clova/actions/index.ts'
import { type EditionSettings, languageOf, timeZoneOf } from '../../src/clova/edition.ts'
import type { ClovaMessage } from '../../src/clova/envelope.ts'
import { createClovaHandler, createRecord, type RequestRecord } from '../../src/clova/handler.ts'
import { type Appliance, createAppliance } from '../../src/home/appliance.ts'
import type { Command, Device, Period } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import { createHome } from '../../src/home/home.ts'
import { fakeDevice } from '../support/fakeDevice.ts'
import { silent } from '../support/log.ts'
import type { CaseAppliance, ClovaCase } from './case.ts'

/** The message that every request of the cases carries. */
export const messageId = '33da6561-0149-4532-a30b-e0de8f75c4cf'

/** The answer to a request, and what the devices received. */
interface Outcome {
  readonly message: ClovaMessage
  /** the commands that the devices received */
  readonly commands: readonly Command[]
  /** the period that a device was asked about */
  readonly period: Period | undefined
  readonly record: RequestRecord
}

/** Sends the request of a case to a home with the appliances of the case. */
export async function runCase(given: ClovaCase): Promise<Outcome> {
  const { edition, language = languageOf[edition], previousState = 'always', it, token = 'good' } = given
  const appliances = Object.entries({ ...(it && { it }), ...given.otherAppliances }).map(([id, thing]) =>
    createFakeAppliance(id, thing),
  )
  const home = createHome(
    appliances.map(({ appliance }) => appliance),
    given.scenes ?? [],
  )
  const settings: EditionSettings = { edition, language, previousState, timeZone: timeZoneOf[edition] }
  const handler = createClovaHandler({
    home: () => home,
    settings: () => settings,
    authorize: (presented) => ({ state: presented === 'good' || presented === 'expired' ? presented : 'unknown' }),
    log: silent,
  })
  const record = createRecord()
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
  const message: ClovaMessage = await handler.handle(request, new AbortController().signal, record)
  const commands = appliances.flatMap((thing) => thing.commands)
  return { message, commands, period: appliances.map(({ asked }) => asked()).find((period) => period), record }
}

interface FakeAppliance {
  readonly appliance: Appliance
  readonly commands: readonly Command[]
  /** the period that it was last asked about */
  asked(): Period | undefined
}

function createFakeAppliance(
  id: string,
  { type, reportedAt, failure, description, deviceInfo, ...rest }: CaseAppliance,
): FakeAppliance {
  const fake = fakeDevice({
    ...rest,
    ...(reportedAt !== undefined && { at: new Date(reportedAt) }),
    ...(failure && { failure: failure instanceof Error ? failure : new Failure(failure) }),
  })
  let asked: Period | undefined
  const device: Device = {
    ...fake,
    ...(deviceInfo && { deviceInfo }),
    read(query) {
      asked = query.period
      return fake.read(query)
    },
  }
  const fullDescription = { id, name: id, type, driver: 'fake', tags: [], confirm: [], ...description }
  return { appliance: createAppliance(fullDescription, device), commands: fake.commands, asked: () => asked }
}
