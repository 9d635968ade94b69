import { confirmation, control, setTo } from '../../src/clova/actions/factories.ts'
import { isForbidden } from '../../src/clova/applianceTypes.ts'
import { createClovaHandler, type GrantedAccess, type RequestRecord } from '../../src/clova/handler.ts'
import { createAppliance } from '../../src/home/appliance.ts'
import { Failure } from '../../src/home/failure.ts'
import { createHome } from '../../src/home/home.ts'
import type { Spec } from '../../src/home/spec.ts'
import { fakeDevice } from '../support/fakeDevice.ts'
import { silent } from '../support/log.ts'

const settings = { edition: 'kr', language: 'ko', previousState: 'always', timeZone: 'Asia/Seoul' } as const
const spec: Spec = { traits: { power: { can: ['read', 'set'] } }, verbs: [] }

/** Handles one request of a home with the lamp `lamp`; the device throws `failure` if there is one. */
async function handle(
  name: string,
  { failure, access = { state: 'good' } }: { readonly failure?: unknown; readonly access?: GrantedAccess } = {},
) {
  const device = fakeDevice({ spec, state: { power: false }, failure })
  const description = { id: 'lamp', name: 'lamp', type: 'LIGHT', driver: 'fake', tags: [], confirm: [] }
  const home = createHome([createAppliance(description, device)], [])
  const record: RequestRecord = { ms: {} }
  const handler = createClovaHandler({
    home: () => home,
    settings: () => settings,
    authorize: () => access,
    log: silent,
  })
  const request = {
    header: { messageId: 'm-1', name, namespace: 'ClovaHome' as const },
    payload: { accessToken: 'token', appliance: { applianceId: 'lamp' } },
  }
  const message = await handler.handle(request, new AbortController().signal, record)
  return { name: message.header.name, record, commands: device.commands }
}

test('a name without the ending Request is no action, and nothing is done', async () => {
  const { name, commands, record } = await handle('TurnOn')
  expect(name).toBe('UnsupportedOperationError')
  expect(commands).toEqual([])
  expect(record).toMatchObject({ action: 'TurnOn', reason: 'the edition has no such action' })
})

test('the name with the ending is an action, which the record names without it', async () => {
  const { name, commands, record } = await handle('TurnOnRequest')
  expect(name).toBe('TurnOnConfirmation')
  expect(commands).toHaveLength(1)
  expect(record).toMatchObject({
    ...{ messageId: 'm-1', action: 'TurnOn', appliance: 'lamp', result: 'TurnOnConfirmation' },
    ...{ before: { power: false }, after: { power: true } },
  })
  expect(record).not.toHaveProperty('reason')
  expect(record).not.toHaveProperty('err')
})

describe('the record of a request that failed', () => {
  test('has the reason of a Failure and no error', async () => {
    const { record } = await handle('TurnOnRequest', { failure: new Failure('deviceFault', 'the motor is stuck') })
    expect(record).toMatchObject({ result: 'DeviceFailureError', reason: 'the motor is stuck' })
    expect(record).not.toHaveProperty('err')
  })

  test('has the cause of a Failure too', async () => {
    const cause = new Error('ECONNRESET')
    const { record } = await handle('TurnOnRequest', {
      failure: new Failure('offline', 'the bridge is away', { cause }),
    })
    expect(record).toMatchObject({ result: 'TargetOfflineError', reason: 'the bridge is away', err: cause })
  })

  test('has any other error as a fault of the gateway, without a reason', async () => {
    const error = new TypeError('x is undefined')
    const { record } = await handle('TurnOnRequest', { failure: error })
    expect(record).toMatchObject({ result: 'DriverInternalError', err: error })
    expect(record).not.toHaveProperty('reason')
  })

  test('has the message of an access token that is not accepted', async () => {
    const { record, commands } = await handle('TurnOnRequest', { access: { state: 'expired' } })
    expect(record).toMatchObject({ result: 'ExpiredAccessTokenError' })
    expect(commands).toEqual([])
  })
})

test('an appliance that the token does not give access to does not exist', async () => {
  const { name, commands } = await handle('TurnOnRequest', {
    access: { state: 'good', appliances: new Set(['other']) },
  })
  expect(name).toBe('NoSuchTargetError')
  expect(commands).toEqual([])
})

test.each([
  ['jp', 'SMARTLOCK', { locked: false }, true],
  ['jp', 'SMARTLOCK', { locked: true }, false],
  ['jp', 'SMARTLOCK', { power: true }, false],
  ['jp', 'SMARTVALVE', { locked: false }, false],
  ['kr', 'SMARTLOCK', { locked: false }, false],
] as const)('in %s a %s may not be set to %j by voice: %s', (edition, type, patch, forbidden) => {
  expect(isForbidden(edition, type, patch)).toBe(forbidden)
})

describe('a row that sets several traits', () => {
  const row = setTo({ power: true, muted: false })
  const withTraits = (...traits: readonly ('power' | 'muted')[]): Spec => ({
    traits: Object.fromEntries(traits.map((trait) => [trait, { can: ['set'] }])),
    verbs: [],
  })
  test('is offered for a device that has all of them', () => {
    expect(row.isOffered(withTraits('power', 'muted'), 'kr')).toBe(true)
  })
  test('is not offered for a device that has one of them', () => {
    expect(row.isOffered(withTraits('power'), 'kr')).toBe(false)
  })
})

describe('previousState', () => {
  const row = control({ ...setTo({}), reportedTraits: () => ['brightness', 'volume'] })
  const context = { ...settings, type: 'LIGHT', spec }
  const confirm = (before: object, after: object) =>
    confirmation(row, {}, { kind: 'set', patch: {} }, { before, after }, context)

  test('has the value before of each value now', () => {
    expect(confirm({ brightness: 1, volume: 2 }, { brightness: 3, volume: 4 })).toEqual({
      ...{ brightness: { value: 3 }, targetVolume: { value: 4 } },
      previousState: { brightness: { value: 1 }, targetVolume: { value: 2 } },
    })
  })
  test('has no value before without a value now', () => {
    expect(confirm({ brightness: 1, volume: 2 }, { brightness: 3 })).toEqual({
      brightness: { value: 3 },
      previousState: { brightness: { value: 1 } },
    })
  })
  test('is left out when no value has one before', () => {
    expect(confirm({ volume: 2 }, { brightness: 3 })).toEqual({ brightness: { value: 3 } })
  })
})
