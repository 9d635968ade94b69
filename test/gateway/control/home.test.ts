import type { ResponseOf } from '../../../src/control/api.ts'
import { type TestGateway, testGateway } from '../../support/gateway.ts'

const home = `
drivers: { memory: { type: virtual } }
appliances:
  - { id: lamp, name: 침실 조명, type: LIGHT, location: BED_ROOM, tags: [저녁], driver: memory, traits: { power: { value: false }, brightness: { value: 80 } } }
  - { id: strip, name: 침실 조명등, type: LIGHT, driver: memory, traits: { power: { value: false } } }
  - { id: door, name: 현관문, type: SMARTLOCK, expose: false, driver: memory, traits: { locked: { value: true } } }
scenes:
  - { id: night, name: 잘 자, actions: [{ appliance: lamp, do: TurnOff }] }
  - { id: away, name: 외출, actions: [{ appliance: door, do: SetLockState, value: LOCKED }] }
`

let it: TestGateway
beforeAll(async () => {
  it = await testGateway(home)
})
afterAll(() => it.close())

const requests = async (more: object = {}) => (await it.control.call('requests', more)) as ResponseOf<'requests'>

test('an appliance is listed with its location, tags, exposure, phrases, and the appliances whose names sound similar', async () => {
  const { appliances } = await it.control.call('appliances', {})
  expect(appliances.find(({ id }) => id === 'lamp')).toMatchObject({
    location: 'BED_ROOM',
    tags: ['저녁'],
    from: 'configuration',
    isInConfiguration: true,
    isExposed: true,
    say: '침실 조명 켜 줘',
    similar: [{ id: 'strip', name: '침실 조명등', kind: 'appliance', likeness: 'alike' }],
  })
  expect(appliances.find(({ id }) => id === 'door')).toMatchObject({ isExposed: false, similar: [] })
})

test('CLOVA sees neither a hidden appliance nor a scene with it, but the dashboard controls it', async () => {
  const found = await it.say('DiscoverAppliances', '')
  const ids = (found.payload.discoveredAppliances as { applianceId: string }[]).map(({ applianceId }) => applianceId)
  expect(ids).toEqual(['lamp', 'strip', 'scene:night'])
  expect((await it.say('GetLockState', 'door')).header.name).toBe('NoSuchTargetError')
  const { answer } = await it.control.call('act', { appliance: 'door', action: 'GetLockState' })
  expect(answer).toMatchObject({ header: { name: 'GetLockStateResponse' }, payload: { lockState: 'LOCKED' } })
})

test('one appliance has its actions with the limits of the device, and its neighbours', async () => {
  const { actions, neighbours } = await it.control.call('appliance', { appliance: 'lamp' })
  expect(actions.find(({ action }) => action === 'SetBrightness')).toMatchObject({
    label: { ko: '밝기 정하기' },
    kind: 'control',
    effect: 'set',
    trait: 'brightness',
    value: { kind: 'number', min: 0, max: 100 },
    isValueNeeded: true,
  })
  expect(actions.find(({ action }) => action === 'TurnOn')).toMatchObject({ trait: 'power', implied: true })
  expect(neighbours).toEqual({ online: 2, offline: 0 })
  const { actions: ofDoor } = await it.control.call('appliance', { appliance: 'door' })
  expect(ofDoor.find(({ action }) => action === 'SetLockState')?.value).toEqual({
    kind: 'word',
    values: ['LOCKED', 'UNLOCKED'],
  })
  await expect(it.control.call('appliance', { appliance: 'lamb' })).rejects.toThrow('Did you mean "lamp"?')
})

test('an action is composed like a request of CLOVA and carried out in the same way; it is in the log and can be sent again', async () => {
  const asked = { appliance: 'lamp', action: 'SetBrightness', value: 40 }
  const { message, explanation } = await it.control.call('composeAction', asked)
  expect(message).toMatchObject({
    header: { name: 'SetBrightnessRequest', namespace: 'ClovaHome' },
    payload: { appliance: { applianceId: 'lamp' }, brightness: { value: 40 } },
  })
  expect(explanation).toBeUndefined()
  expect(await it.control.call('composeAction', { ...asked, value: 'bright' })).toMatchObject({
    explanation: { code: 'badValue' },
  })
  const done = await it.control.call('act', asked)
  expect(done).toMatchObject({ outcome: 'confirmed', answer: { header: { name: 'SetBrightnessConfirmation' } } })
  const id = Number(done.request)
  const entry = await it.control.call('request', { id })
  expect(entry).toMatchObject({
    entry: { kind: 'command', source: 'admin', requested: { brightness: 40 }, before: { brightness: 80 } },
    request: { payload: { brightness: { value: 40 } } },
    isSendable: true,
  })
  expect(await it.control.call('resend', { id })).toMatchObject({ outcome: 'confirmed' })
})

test('a failure is reported in three languages, with its limits', async () => {
  const { explanation, outcome } = await it.control.call('act', {
    appliance: 'lamp',
    action: 'SetBrightness',
    value: 140,
  })
  expect(outcome).toBe('failed')
  expect(explanation).toMatchObject({ code: 'outOfRange', values: { min: 0, max: 100 } })
  expect(explanation?.text.ko).toBe('0에서 100까지만 할 수 있습니다')
})

test('the log is searched, filtered and read page by page; the token and unknown fields are hidden', async () => {
  await it.say('TurnOn', 'strip', { secretly: 'unknown-text', brightness: { value: 3, note: 'x' } })
  const { entries } = await requests({ text: '침실 조명등', limit: 1 })
  expect(entries).toMatchObject([{ source: 'ownKey', action: 'TurnOn', name: '침실 조명등', outcome: 'confirmed' }])
  const { request } = await it.control.call('request', { id: entries[0]?.id })
  expect(JSON.stringify(request)).not.toMatch(new RegExp(`${it.token}|unknown-text|"x"`))
  expect(request).toMatchObject({
    payload: { accessToken: '[hidden]', secretly: '[hidden]', brightness: { value: 3, note: '[hidden]' } },
  })
  const first = await requests({ limit: 2 })
  const second = await requests({ limit: 200, before: first.next })
  expect(first.entries).toHaveLength(2)
  expect(second.next).toBeUndefined()
  expect(first.entries.length + second.entries.length).toBe(first.counts.all)
  expect((await requests({ outcome: ['failed'] })).entries.every(({ outcome }) => outcome === 'failed')).toBe(true)
  expect(first.counts).toMatchObject({ failedToday: expect.any(Number) })
})

test('a scene runs by the message of the edition, and its failures are reported', async () => {
  const { scenes } = await it.control.call('scenes', {})
  expect(scenes.map(({ id }) => id)).toEqual(['night', 'away'])
  expect(await it.control.call('runScene', { scene: 'night' })).toMatchObject({
    outcome: 'confirmed',
    answer: { header: { name: 'TurnOnConfirmation' } },
  })
  await expect(it.control.call('runScene', { scene: 'nigth' })).rejects.toThrow('There is no scene')
})

test.each<[string, string | undefined, string | undefined]>([
  ['침실조명', undefined, 'sameName'],
  ['침실 조명', 'lamp', 'alikeName'],
  ['서재 스탠드', undefined, undefined],
  ['☆', undefined, 'unspeakableName'],
  ['거실 창가 왼쪽 두 번째 스탠드 조명', undefined, 'longName'],
])('the name %s is checked before it is saved', async (name, except, code) => {
  const { explanation } = await it.control.call('checkName', { name, ...(except !== undefined && { except }) })
  expect(explanation?.code).toBe(code)
})

test('after a change that CLOVA does not know there is a reminder, until CLOVA searches or the user dismisses it', async () => {
  await it.say('DiscoverAppliances', '')
  // The event of the answer comes after the answer.
  await new Promise((resolve) => setImmediate(resolve))
  expect((await it.control.call('appliances', {})).searchAgain).toBeUndefined()
})

test('the vocabulary has a name in each language for every type, location, action, trait and mode', async () => {
  const { types, locations, actions, traits, modes } = await it.control.call('vocabulary', {})
  for (const { name, text } of [...types, ...locations])
    expect([name, Object.values(text).includes(name) && name.length > 5]).toEqual([name, false])
  for (const { text } of [...actions, ...traits, ...modes])
    for (const language of Object.values(text)) expect(language).not.toBe('')
  expect(types.length).toBeGreaterThan(40)
})
