import { encodePress, toBroadlink } from '../../../drivers/ir/codes/index.ts'
import { type Blaster, blaster, type kinds } from '../../support/broadlink.ts'
import { beginning } from './broadlinkFixture.ts'
import { climateOf, keyOf, startHome } from './testHome.ts'

const ends = beginning()
const keys = { on: 1, off: 2, mute: 3, volumeUp: 4, volumeDown: 5, 'input.HDMI1': 6, power: 7, 0: 10, 1: 11, 2: 12 }
const more = { 3: 13, 4: 14, 5: 15, 6: 16, 7: 17, 8: 18, 9: 19, channelUp: 20, channelDown: 21 }
const all: Readonly<Record<string, number>> = { ...keys, ...more }
const nec = (command: number, address = 4) => ({ nec: { address, command } })
/** JSON is YAML. */
const written = (names: readonly string[]) =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, nec(all[name] ?? 0)])))
const tvKeys = written(Object.keys(all).filter((name) => name !== 'power'))
const tv = (also = '') =>
  `  - { id: tv, name: TV, type: SMARTTV, driver: rm, gap: 20ms, remote: ${tvKeys}, channels: { KBS: 9, EBS: 13 }${also} }\n`
const air = (also = '') =>
  `  - { id: air, name: 에어컨, type: AIRCONDITIONER, driver: rm, climate: { protocol: lg-ac }${also} }\n`
const driver = ({ port }: Blaster) => `rm: { type: ir, transmitter: broadlink, host: 127.0.0.1, port: ${port} }`

async function device(kind: keyof typeof kinds = 'rm4mini') {
  const made = await blaster(kind)
  ends.push(made)
  return made
}
async function home(yaml: string, files: Readonly<Record<string, string>> = {}) {
  const made = await startHome(yaml, files)
  ends.push(made)
  return made
}
const open = async (kind: keyof typeof kinds, appliances: string, more = '', files = {}) => {
  const rm = await device(kind)
  const one = await home(`drivers:\n  ${driver(rm)}\n${more}appliances:\n${appliances}`, files)
  return { rm, ...one, pressed: () => rm.sent.map(({ pulses }) => keyOf(all, pulses)) }
}

describe.each(['mini3', 'pro', 'mini3New', 'rm4mini', 'rm4pro', 'unheardOf'] as const)('by a blaster %s', (kind) => {
  test('a television is controlled by CLOVA', async () => {
    const { say, pressed } = await open(kind, tv())
    expect(await say('TurnOn', 'tv')).toMatchObject({ name: 'TurnOnConfirmation' })
    expect(await say('IncrementVolume', 'tv', { deltaVolume: { value: 5 } })).toMatchObject({
      name: 'IncrementVolumeConfirmation',
    })
    expect(await say('Mute', 'tv')).toMatchObject({ name: 'UnsupportedOperationError' })
    expect(await say('SetChannel', 'tv', { channel: { value: 307 } })).toMatchObject({
      name: 'SetChannelConfirmation',
    })
    expect(await say('SetChannelByName', 'tv', { channelName: { value: 'EBS' } })).toMatchObject({
      name: 'SetChannelByNameConfirmation',
    })
    expect(await say('TurnOff', 'tv')).toMatchObject({ name: 'TurnOffConfirmation' })
    const channels = ['3', '0', '7', '1', '3']
    expect(pressed()).toEqual(['on', ...Array(5).fill('volumeUp'), ...channels, 'off'])
  })

  test('an air conditioner receives its whole state', async () => {
    const { say, rm } = await open(kind, air())
    const expectedCommands: readonly (readonly [string, object])[] = [
      ['SetMode', { mode: { value: 'cool' } }],
      ['SetTargetTemperature', { targetTemperature: { value: 26 } }],
      ['SetFanSpeed', { fanSpeed: { value: 2 } }],
      ['IncrementTargetTemperature', { deltaTemperature: { value: 1 } }],
      ['TurnOff', {}],
      ['TurnOn', {}],
    ]
    for (const [action, payload] of expectedCommands)
      expect(await say(action, 'air', payload)).toMatchObject({ name: `${action}Confirmation` })
    const lg = { protocol: 'lg-ac', power: true, mode: 'cool' }
    expect(rm.sent.map(({ pulses }) => climateOf(pulses))).toMatchObject([
      { ...lg, targetTemperature: 24 },
      { ...lg, targetTemperature: 26 },
      { ...lg, targetTemperature: 26, fanSpeed: 2 },
      { ...lg, targetTemperature: 27, fanSpeed: 2 },
      { protocol: 'lg-ac', power: false },
      { ...lg, targetTemperature: 27, fanSpeed: 2 },
    ])
  })
})

test('an infrared appliance is reported as assumed, and offers the actions that its keys can do', async () => {
  const { say } = await open('mini3', tv() + air())
  const { payload } = await say('DiscoverAppliances', '')
  const found = payload.discoveredAppliances as { applianceId: string; isIr: boolean; actions: string[] }[]
  expect(found.map(({ applianceId, isIr }) => [applianceId, isIr])).toEqual([
    ['tv', true],
    ['air', true],
  ])
  const [{ actions: ofTv } = { actions: [] }, { actions: ofAir } = { actions: [] }] = found
  expect(ofTv).toEqual(expect.arrayContaining(['TurnOn', 'TurnOff', 'IncrementVolume', 'SetChannel']))
  // One key for both, without feedback.
  for (const unsure of ['Mute', 'Unmute']) expect(ofTv).not.toContain(unsure)
  expect(ofAir).toEqual(expect.arrayContaining(['SetMode', 'SetTargetTemperature', 'GetTargetTemperature']))
  expect(ofAir).not.toContain('GetCurrentTemperature')
})

test('the assumed state is known after a restart', async () => {
  const { say, restart, rm } = await open('rm4mini', air())
  await say('SetMode', 'air', { mode: { value: 'heat' } })
  await say('SetTargetTemperature', 'air', { targetTemperature: { value: 21 } })
  await say('TurnOff', 'air')
  await restart()
  expect(await say('GetTargetTemperature', 'air')).toMatchObject({ payload: { targetTemperature: { value: 21 } } })
  await say('TurnOn', 'air')
  expect(climateOf(rm.sent.at(-1)?.pulses ?? [])).toMatchObject({ power: true, mode: 'heat', targetTemperature: 21 })
})

test('a temperature in a mode without one is refused, and nothing is sent', async () => {
  const { say, rm } = await open('rm4mini', air())
  await say('SetMode', 'air', { mode: { value: 'fan' } })
  expect(await say('SetTargetTemperature', 'air', { targetTemperature: { value: 24 } })).toMatchObject({
    name: 'NotSupportedInCurrentModeError',
  })
  expect(await say('SetTargetTemperature', 'air', { targetTemperature: { value: 99 } })).toMatchObject({
    name: expect.stringMatching(/Error$/),
  })
  expect(rm.sent).toHaveLength(1)
})

/** A blaster that fails, what it answers, and what is known of the power of the television then. */
const failures: readonly (readonly [why: string, (rm: Blaster) => void, answer: string, power: boolean | undefined])[] =
  [
    // Without an answer it is unknown whether the code was sent.
    ['gone', (rm) => Object.assign(rm, { isUnresponsive: true }), 'TargetOfflineError', undefined],
    ['answering errors', (rm) => Object.assign(rm, { error: -8, errors: 10 }), 'DeviceFailureError', false],
    [
      'locked after it restarted',
      (rm) => {
        rm.restart()
        rm.locked = true
      },
      'DeviceFailureError',
      false,
    ],
  ]
test.each(failures)('no untrue state is reported for a blaster that is %s', async (_why, fail, answer, power) => {
  const { say, rm, state } = await open('rm4mini', tv() + air())
  await say('SetMode', 'air', { mode: { value: 'cool' } })
  await say('TurnOff', 'tv')
  const [airBefore, sent] = [state('air'), rm.sent.length]
  expect(state('tv')).toEqual({ power: false })
  fail(rm)
  expect(await say('TurnOn', 'tv')).toMatchObject({ name: answer })
  expect(await say('SetTargetTemperature', 'air', { targetTemperature: { value: 18 } })).toMatchObject({ name: answer })
  expect([state('tv'), state('air')]).toEqual([power === undefined ? {} : { power }, airBefore])
  expect(rm.sent).toHaveLength(sent)
})

test('a blaster that is locked from the start is reported, with the remedy', async () => {
  const rm = await device('rm4mini')
  rm.locked = true
  const { say, problems } = await home(`drivers:\n  ${driver(rm)}\nappliances:\n${tv()}`)
  expect(await say('TurnOn', 'tv')).toMatchObject({ name: 'DeviceFailureError' })
  expect(problems().join()).toMatch(/^rm: .*lock.*app/i)
})

test('if the third of five presses fails, the rest is not sent, and the command is not confirmed', async () => {
  const { say, rm, pressed } = await open('rm4mini', tv())
  await say('TurnOn', 'tv')
  const spoil = async () => {
    await rm.obeyed(2, 3)
    Object.assign(rm, { error: -8, errors: 1 })
  }
  const [answer] = await Promise.all([say('IncrementVolume', 'tv', { deltaVolume: { value: 5 } }), spoil()])
  expect(answer).toMatchObject({ name: 'DeviceFailureError' })
  expect(pressed()).toEqual(['on', 'volumeUp', 'volumeUp'])
})

test('a blaster that has restarted or was taken over is authenticated again', async () => {
  const { say, rm, pressed } = await open('mini3', tv())
  rm.restart()
  expect(await say('TurnOn', 'tv')).toMatchObject({ name: 'TurnOnConfirmation' })
  rm.takeOver()
  expect(await say('TurnOff', 'tv')).toMatchObject({ name: 'TurnOffConfirmation' })
  expect(pressed()).toEqual(['on', 'off'])
})

test('two gateways can share a blaster', async () => {
  const rm = await device('rm4mini')
  const yaml = `drivers:\n  ${driver(rm)}\nappliances:\n${tv()}`
  const [one, other] = [await home(yaml), await home(yaml)]
  for (const each of [one, other, one, other, one])
    expect(await each.say('TurnOn', 'tv')).toMatchObject({ name: 'TurnOnConfirmation' })
  expect(rm.sent).toHaveLength(5)
  const both = await Promise.all(
    [one, other].map((each) => each.say('IncrementVolume', 'tv', { deltaVolume: { value: 5 } })),
  )
  expect(both.map(({ name }) => name)).toEqual(Array(2).fill('IncrementVolumeConfirmation'))
  expect(rm.sent).toHaveLength(15)
})

describe('readings of other appliances', () => {
  const plug = (watts: number) =>
    `  - { id: plug, name: 플러그, type: SMARTPLUG, driver: memory, traits: { consumption: { value: [{ name: now, value: ${watts}, unit: W }] } } }\n`
  const room = (celsius: number) =>
    `  - { id: room, name: 거실, type: AIRSENSOR, driver: memory, traits: { currentTemperature: { value: ${celsius} } } }\n`
  const memory = '  memory: { type: virtual }\n'

  test('the temperature of the room comes from a sensor', async () => {
    const { say } = await open('rm4mini', air(', borrow: { currentTemperature: room }') + room(27.5), memory)
    expect(await say('GetCurrentTemperature', 'air')).toMatchObject({
      name: 'GetCurrentTemperatureResponse',
      payload: { currentTemperature: { value: 27.5 } },
    })
  })

  const set = (delay: string) =>
    `  - { id: tv, name: TV, type: SMARTTV, driver: rm, remote: ${written(['power'])}, borrow: { power: { from: plug, watts: 30, off: 5, delay: ${delay} } } }\n`
  test('the power comes from the consumption: a toggle key is sent only if it changes the power', async () => {
    const { say, pressed, change, rm } = await open('rm4mini', set('0ms') + plug(80), memory)
    const yaml = (watts: number) =>
      `server: { listen: '127.0.0.1:0' }\nsignature: { publicKey: clova.pem }\ndrivers:\n  ${driver(rm)}\n${memory}appliances:\n${set('0ms')}${plug(watts)}`
    await say('TurnOn', 'tv')
    expect(pressed()).toEqual([])
    await say('TurnOff', 'tv')
    expect(pressed()).toEqual(['power'])
    // By hand it was turned off again meanwhile, or the press was not seen.
    await change('gateway.yaml', yaml(1))
    await say('TurnOff', 'tv')
    expect(pressed()).toEqual(['power'])
    await say('TurnOn', 'tv')
    expect(pressed()).toEqual(['power', 'power'])
    // Between the two nothing is concluded: the last command is the assumed state.
    await change('gateway.yaml', yaml(15))
    await say('TurnOn', 'tv')
    expect(pressed()).toEqual(['power', 'power'])
  })

  test('a plug that measures late is not used right after a command', async () => {
    const { say, pressed } = await open('rm4mini', set('1h') + plug(1), memory)
    await say('TurnOn', 'tv')
    await say('TurnOn', 'tv')
    expect(pressed()).toEqual(['power'])
  })
})

describe('code files', () => {
  const code = (command: number) => toBroadlink(encodePress({ protocol: 'nec', fields: { address: 0x80, command } }))
  const smartIr = (broken = 'not Base64!', from = 100) =>
    JSON.stringify({
      manufacturer: 'Test',
      supportedModels: ['1'],
      supportedController: 'Broadlink',
      commandsEncoding: 'Base64',
      minTemperature: 24,
      maxTemperature: 26,
      precision: 1,
      operationModes: ['cool'],
      fanModes: ['low', 'high'],
      commands: {
        off: code(0),
        cool: Object.fromEntries(
          ['low', 'high'].map((fan, i) => [
            fan,
            Object.fromEntries(
              [24, 25, 26].map((warm) => [warm, fan === 'high' && warm === 25 ? broken : code(from + warm + i * 10)]),
            ),
          ]),
        ),
      },
    })
  const file = `  - { id: air, name: 에어컨, type: AIRCONDITIONER, driver: rm, climate: { codes: ac.json } }\n`
  const commands = (rm: Blaster) =>
    rm.sent.map(({ pulses }) =>
      Number(keyOf(Object.fromEntries(Array.from({ length: 256 }, (_, i) => [i, i])), pulses)),
    )
  const warm = (value: number) => ({ targetTemperature: { value } })

  test('a broken code is reported once, and the nearest code is sent instead', async () => {
    const { say, rm, problems, state } = await open('rm4mini', file, '', { 'ac.json': smartIr() })
    expect(problems()).toEqual([expect.stringMatching(/ac\.json: commands\.cool\.high\.25: .*it is not offered/)])
    await say('SetMode', 'air', { mode: { value: 'cool' } })
    expect(await say('SetTargetTemperature', 'air', warm(25))).toMatchObject({
      name: 'SetTargetTemperatureConfirmation',
    })
    // The fan was asked for, the temperature was not: it becomes the next one that the file has with this fan.
    expect(await say('SetFanSpeed', 'air', { fanSpeed: { value: 3 } })).toMatchObject({
      name: 'SetFanSpeedConfirmation',
    })
    expect(state('air')).toMatchObject({ targetTemperature: 24, fanSpeed: 2 })
    expect(await say('SetTargetTemperature', 'air', warm(26))).toMatchObject({ payload: warm(26) })
    expect(await say('SetFanSpeed', 'air', { fanSpeed: { value: 3 } })).toMatchObject({
      name: 'SetFanSpeedConfirmation',
    })
    expect(await say('TurnOff', 'air')).toMatchObject({ name: 'TurnOffConfirmation' })
    expect(commands(rm)).toEqual([124, 125, 134, 136, 136, 0])
  })

  test('a changed file is used while the gateway runs, and the state stays', async () => {
    const { say, rm, change, problems } = await open('rm4mini', file, '', { 'ac.json': smartIr() })
    await say('SetMode', 'air', { mode: { value: 'cool' } })
    await say('SetTargetTemperature', 'air', warm(26))
    await change('ac.json', smartIr(code(200), 150))
    expect(problems()).toEqual([])
    expect(await say('GetTargetTemperature', 'air')).toMatchObject({ payload: warm(26) })
    await say('SetTargetTemperature', 'air', warm(25))
    await say('SetFanSpeed', 'air', { fanSpeed: { value: 3 } })
    expect(commands(rm)).toEqual([124, 126, 175, 200])
  })

  test('the keys of a remote in a file can be changed while the gateway runs', async () => {
    const remote = `  - { id: tv, name: TV, type: SMARTTV, driver: rm, remote: tv.yaml }\n`
    const text = (command: number) =>
      `keys:\n  on: { nec: { address: 4, command: ${command} } }\n  off: { nec: { address: 4, command: 2 } }\n`
    const { say, rm, change } = await open('mini3', remote, '', { 'tv.yaml': text(1) })
    await say('TurnOn', 'tv')
    await change('tv.yaml', text(99))
    await say('TurnOn', 'tv')
    expect(commands(rm)).toEqual([1, 99])
  })
})
