import { confirmation, control, setTo } from '../../src/clova/actions/factories.ts'
import { isForbidden } from '../../src/clova/applianceTypes.ts'
import type { JsonObject } from '../../src/clova/envelope.ts'
import { createClovaHandler, createRecord, type GrantedAccess, payloadOf } from '../../src/clova/handler.ts'
import { createAppliance } from '../../src/home/appliance.ts'
import type { Device, Reading, ReadQuery } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import { createHome, type Scene } from '../../src/home/home.ts'
import type { Spec } from '../../src/home/spec.ts'
import { untranslated } from '../../src/util/translate.ts'
import { fakeDevice } from '../support/fakeDevice.ts'
import { silent } from '../support/log.ts'

const settings = { edition: 'kr', language: 'ko', previousState: 'always', timeZone: 'Asia/Seoul' } as const
const lampSpec: Spec = { traits: { power: { can: ['read', 'set'] } }, verbs: [] }

interface Given {
  readonly failure?: unknown
  readonly access?: GrantedAccess
  readonly payload?: JsonObject
  readonly scenes?: readonly Scene[]
  /** what the device answers to a read, beside being online and off */
  readonly reading?: Partial<Reading>
  readonly spec?: Spec
  readonly type?: string
}

/** Handles one request of a home with the lamp `lamp`; the device throws `failure` if there is one. */
async function handle(
  name: string,
  {
    failure,
    access = { state: 'good' },
    payload,
    scenes = [],
    reading = {},
    spec = lampSpec,
    type = 'LIGHT',
  }: Given = {},
) {
  const fake = fakeDevice({ spec, state: { power: false }, failure })
  const reads: ReadQuery[] = []
  const device: Device = {
    ...fake,
    async read(query) {
      reads.push(query)
      return { ...(await fake.read(query)), ...reading }
    },
  }
  const description = { id: 'lamp', name: 'lamp', type, driver: 'fake', tags: [], confirm: [] }
  const home = createHome([createAppliance(description, device)], scenes)
  const record = createRecord()
  const [tokens, logged]: [string[], object[]] = [[], []]
  const handler = createClovaHandler({
    home: () => home,
    settings: () => settings,
    authorize: (token) => {
      tokens.push(token)
      return access
    },
    log: { ...silent, info: (fields: object) => logged.push(fields) },
  })
  const request = {
    header: { messageId: 'm-1', name, namespace: 'ClovaHome' as const },
    payload: payload ?? { accessToken: 'token', appliance: { applianceId: 'lamp' } },
  }
  const message = await handler.handle(request, new AbortController().signal, record)
  return { name: message.header.name, payload: message.payload, record, commands: fake.commands, reads, tokens, logged }
}

test('a name without the ending Request is not an action, and nothing is done', async () => {
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
  expect(record.reason).toBeUndefined()
  expect(record.err).toBeUndefined()
})

describe('the record of a request that failed', () => {
  test('has the reason of a Failure and no error', async () => {
    const { record } = await handle('TurnOnRequest', {
      failure: new Failure('deviceFault', untranslated('the motor is stuck')),
    })
    expect(record).toMatchObject({
      ...{ result: 'DeviceFailureError', reason: 'the motor is stuck' },
      trace: { failure: { code: 'deviceFault' } },
    })
    expect(record.err).toBeUndefined()
  })

  test('has the cause of a Failure too', async () => {
    const cause = new Error('ECONNRESET')
    const { record } = await handle('TurnOnRequest', {
      failure: new Failure('offline', untranslated('the bridge is away'), { cause }),
    })
    expect(record).toMatchObject({ result: 'TargetOfflineError', reason: 'the bridge is away', err: cause })
  })

  test('has any other error as a fault of the gateway, without a reason', async () => {
    const error = new TypeError('x is undefined')
    const { record } = await handle('TurnOnRequest', { failure: error })
    expect(record).toMatchObject({
      ...{ result: 'DriverInternalError', err: error },
      trace: { failure: { code: 'internal' } },
    })
    expect(record.reason).toBeUndefined()
  })

  test.each([
    ['expired', 'ExpiredAccessTokenError', 'tokenExpired'],
    ['unknown', 'InvalidAccessTokenError', 'tokenUnknown'],
  ] as const)('has the message and the reason of a token that is %s', async (state, result, code) => {
    const { record, commands } = await handle('TurnOnRequest', { access: { state } })
    expect(record).toMatchObject({ result, trace: { access: { state }, failure: { code } } })
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

describe('previousState', () => {
  const row = control({ ...setTo('power', true), reportedTraits: () => ['brightness', 'volume'] })
  const context = { ...settings, type: 'LIGHT', spec: lampSpec }
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

test('a request without a token is authorized with an empty token', async () => {
  const { tokens } = await handle('TurnOnRequest', { payload: {}, access: { state: 'unknown' } })
  expect(tokens).toEqual([''])
})

test('the trace of a request that succeeded has the requested values and no failure', async () => {
  const { record } = await handle('TurnOnRequest')
  expect(record.trace).toEqual({ access: { state: 'good' }, requested: { power: true } })
})

test('the trace of a discovery has the number of appliances, without the switches of scenes', async () => {
  const scenes = [{ id: 'evening', name: 'evening', confirm: false, actions: [] }]
  const { record } = await handle('DiscoverAppliancesRequest', { scenes })
  expect(record.trace).toMatchObject({ discoveredCount: 1 })
})

test('each action of a scene has a line in the log, with its result', async () => {
  const actions = ['TurnOn', 'SetBrightness'].map((action) => ({ appliance: 'lamp', do: action }))
  const { name, logged } = await handle('TurnOnRequest', {
    payload: { appliance: { applianceId: 'scene:evening' } },
    scenes: [{ id: 'evening', name: 'evening', confirm: false, actions }],
  })
  expect(name).toBe('UnsupportedOperationError')
  const line = { scene: 'evening', appliance: 'lamp' }
  expect(logged).toHaveLength(2)
  expect(logged).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...line, action: 'TurnOn', result: 'TurnOnConfirmation' }),
      expect.objectContaining({ ...line, action: 'SetBrightness', result: name, reason: expect.any(String) }),
    ]),
  )
})

test.each([
  ['that was asked for', '2024-02-01', '2024-02-02', 'GetConsumptionResponse'],
  ['with another start', '2024-01-31', '2024-02-02', 'ValueNotFoundError'],
  ['with another end', '2024-02-01', '2024-02-03', 'ValueNotFoundError'],
])('a device that answers for a period %s', async (_name, start, end, expected) => {
  const { name } = await handle('GetConsumptionRequest', {
    type: 'SMARTPLUG',
    spec: { traits: { consumption: { can: ['read'] } }, verbs: [] },
    payload: {
      appliance: { applianceId: 'lamp' },
      period: { start: '2024-02-01T00:00:00Z', end: '2024-02-02T00:00:00Z' },
    },
    reading: {
      state: { consumption: [{ name: 'energy', value: 1, unit: 'kWh' }] },
      period: { start: new Date(start), end: new Date(end) },
    },
  })
  expect(name).toBe(expected)
})

test('a value that the action does not accept is refused with the accepted values, in three languages', async () => {
  const { record } = await handle('SetBrightnessRequest', {
    spec: { traits: { brightness: { can: ['set'], min: 1, max: 80, step: 1 } }, verbs: [] },
    payload: { appliance: { applianceId: 'lamp' }, brightness: { value: 'abc' } },
  })
  expect(record.reason).toBe('it takes a number from 1 to 80')
  expect(record.trace?.text?.ko).toBe('1에서 80까지의 숫자를 쓰세요')
  const lock = await handle('SetLockStateRequest', {
    type: 'SMARTLOCK',
    spec: { traits: { locked: { can: ['set', 'read'] } }, verbs: [] },
    payload: { appliance: { applianceId: 'lamp' }, lockState: 'unlocked' },
  })
  expect(lock.record.reason).toBe('it takes one of LOCKED, UNLOCKED')
})

test('the trace of a step has no requested value', async () => {
  const { record } = await handle('IncrementBrightnessRequest', {
    spec: { traits: { brightness: { can: ['step'], min: 0, max: 100, step: 1 } }, verbs: [] },
    payload: { appliance: { applianceId: 'lamp' }, deltaBrightness: { value: 5 } },
  })
  expect(record).toMatchObject({ result: 'IncrementBrightnessConfirmation' })
  expect(record.trace.requested).toBeUndefined()
})

const unseen: Spec = { traits: {}, verbs: [] }
test.each([
  ['was never seen', unseen, { online: false }, 'TargetOfflineError', 'the device was never seen'],
  [
    'was never seen, with a reason',
    unseen,
    { online: false, offlineReason: untranslated('no bridge') },
    'TargetOfflineError',
    'no bridge',
  ],
  [
    'is there and has no traits',
    unseen,
    { online: true },
    'UnsupportedOperationError',
    'the appliance does not offer it',
  ],
  [
    'lacks the trait and is away',
    lampSpec,
    { online: false },
    'UnsupportedOperationError',
    'the appliance does not offer it',
  ],
] as const)('a command that a device does not offer that %s', async (_name, spec, reading, name, reason) => {
  const { record, reads } = await handle('SetColorRequest', { spec, reading })
  expect(record).toMatchObject({ result: name, reason })
  for (const query of reads) expect(query.signal).toBeInstanceOf(AbortSignal)
})

test.each([
  ['its reason', { offlineReason: untranslated('no bridge') }, 'no bridge'],
  ['no reason', {}, 'the device cannot be reached'],
])('a query to an offline device fails with %s', async (_name, why, reason) => {
  const { record } = await handle('GetDeviceStateRequest', { reading: { online: false, ...why } })
  expect(record).toMatchObject({ result: 'TargetOfflineError', reason })
})

test.each([
  ['an id', 'lava lamp', 'lava lamp'],
  ['a long id', 'x'.repeat(101), 'x'.repeat(100)],
  ['an id that is no text', 7, undefined],
])('the record has %s of an appliance that does not exist', async (_name, applianceId, recorded) => {
  const { record } = await handle('TurnOnRequest', { payload: { appliance: { applianceId } } })
  expect(record).toMatchObject({ result: 'NoSuchTargetError' })
  expect(record.appliance).toBe(recorded)
})

test.each([
  ['a value', { do: 'SetBrightness', value: 40 }, { brightness: { value: 40 } }],
  ['a word for a lock', { do: 'SetLockState', value: 'LOCKED' }, { lockState: 'LOCKED' }],
  ['a step', { do: 'IncrementBrightness', value: 5 }, { deltaBrightness: { value: 5 } }],
  ['a direction', { do: 'StartOscillation', value: 'vertical' }, { direction: { value: 'vertical' } }],
  ['a number of inputs', { do: 'ChangeInputSource', value: 2 }, { count: { value: 2 } }],
  ['a temperature of a part', { do: 'SetFridgeTargetTemperature', value: 3 }, { targetTemperature: { value: 3 } }],
  [
    'a period',
    { do: 'GetConsumption', value: '2026-01-01/2026-01-02' },
    { period: { start: '2026-01-01', end: '2026-01-02' } },
  ],
  ['no value', { do: 'ChangeInputSource' }, {}],
  ['a value that the action does not take', { do: 'TurnOn', value: 40 }, {}],
  ['a value of an action that there is not', { do: 'Explode', value: 40 }, {}],
])('the payload of an action with %s', (_name, action, payload) => {
  expect(payloadOf({ appliance: 'lamp', ...action })).toStrictEqual({ appliance: { applianceId: 'lamp' }, ...payload })
})
