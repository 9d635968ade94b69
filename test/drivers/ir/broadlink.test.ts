import { Socket } from 'node:dgram'
import { jest } from '@jest/globals'
import { discover } from '../../../drivers/ir/broadlink/discover.ts'
import { broadcastOf, broadcastTargets, resolveTarget } from '../../../drivers/ir/broadlink/locate.ts'
import { type Code, encodeBroadlinkPacket } from '../../../drivers/ir/codes/index.ts'
import { blaster } from '../../support/broadlink.ts'
import { silent } from '../../support/log.ts'
import { eventually } from '../driverContract.ts'
import { beginning, keys, open, quick, reasonOf, volume } from './broadlinkFixture.ts'

const { signal } = new AbortController()
const ends = beginning()

describe.each(keys)('a blaster of kind %s', (kind) => {
  test('is found, authenticated and sends codes', async () => {
    const { device, transmitter } = await open(ends, kind)
    expect([transmitter.online(), transmitter.problem()?.en]).toEqual([true, undefined])
    await transmitter.send(volume, 2, signal)
    expect(device.sent).toMatchObject([{ kind: 0x26, repeats: 2, data: encodeBroadlinkPacket(volume, 2) }])
    expect(device.orders).toEqual([0x65, 2])
    expect(device.received).toMatchObject({ wrong: 0, misaddressed: 0 })
  })

  test('learns a key, and stops receiving afterwards', async () => {
    const { device, transmitter } = await open(ends, kind)
    const learnt = transmitter.learn(signal)
    await device.obeyed(4, 2)
    device.press(encodeBroadlinkPacket(volume))
    expect(encodeBroadlinkPacket(await learnt)).toEqual(encodeBroadlinkPacket(volume))
    expect(device.orders.at(-1)).toBe(0x1e)
  })
})

test.each(['pro', 'rm4pro'] as const)('a %s learns a radio remote', async (kind) => {
  const { device, transmitter } = await open(ends, kind)
  const radio: Code = { ...volume, carrierHz: 0, medium: 'rf433' }
  let held = 0
  const learnt = transmitter.learnRadio(signal, () => {
    held = device.orders.filter((order) => order === 0x1b).length + 1
  })
  await device.obeyed(0x1a, 2)
  expect(device.hold()).toBe(true)
  await device.obeyed(4)
  expect([device.listening, held]).toEqual(['radio', 1])
  device.press(encodeBroadlinkPacket(radio))
  const code = await learnt
  expect(encodeBroadlinkPacket(code)).toEqual(encodeBroadlinkPacket(radio))
  expect(device.orders).toEqual([0x65, 0x19, ...device.orders.slice(2, -1), 0x1e])
  await transmitter.send(code, 0, signal)
  expect(device.sent).toMatchObject([{ kind: 0xb2 }])
})

test('one without radio refuses it before anything is sent', async () => {
  const { device, transmitter } = await open(ends, 'mini3')
  const radio: Code = { ...volume, carrierHz: 0, medium: 'rf315' }
  expect(await reasonOf(transmitter.send(radio, 0, signal))).toBe('unsupported')
  expect(await reasonOf(transmitter.learnRadio(signal, () => {}))).toBe('unsupported')
  expect(device.orders).toEqual([0x65])
})

test.each([
  ['pro', { temperature: -3.5, humidity: 0 }, { temperature: -3.5 }],
  ['rm4mini', { temperature: 23.45, humidity: 51.2 }, { temperature: 23.45, humidity: 51.2 }],
  ['rm4mini', { temperature: 0, humidity: 0 }, {}],
  ['mini3', { temperature: 20, humidity: 40 }, {}],
  ['unheardOf', { temperature: 20, humidity: 40 }, {}],
] as const)('a %s in air of %p measures %p', async (kind, air, is) => {
  const { device, transmitter } = await open(ends, kind)
  device.air = air
  expect(await transmitter.measure(signal)).toEqual(is)
})

test('one of an unknown type gets the new framing, which is logged', async () => {
  const logged: string[] = []
  const { device, transmitter } = await open(ends, 'unheardOf', {}, { warn: (_, message) => logged.push(message) })
  await transmitter.send(volume, 0, signal)
  expect(device.sent).toHaveLength(1)
  expect(logged).toEqual([expect.stringContaining('unknown type')])
})

test('one of an unknown type that refuses the new framing gets the old one', async () => {
  const logged: string[] = []
  const { device, transmitter } = await open(ends, 'unheardOfOld', {}, { warn: (_, message) => logged.push(message) })
  await transmitter.send(volume, 0, signal)
  await transmitter.send(volume, 0, signal)
  expect(device.sent).toHaveLength(2)
  expect(logged).toEqual([expect.stringContaining('unknown type'), expect.stringContaining('write framing: old')])
  // Two packets for the first code, one for the second, and the session.
  expect(new Set(device.counters).size).toBe(4)
})

test('a framing that is configured is the only one that is tried', async () => {
  const device = await blaster('unheardOfOld')
  const which = { host: '127.0.0.1', port: device.port }
  const { transmitter: right } = await open(ends, undefined, { which: { ...which, framing: 'old' } })
  await right.send(volume, 0, signal)
  expect(device.sent).toHaveLength(1)
  const { transmitter: wrong } = await open(ends, undefined, { which: { ...which, framing: 'new' } })
  await expect(wrong.send(volume, 0, signal)).rejects.toThrow(/does not know this command/)
  ends.push(device)
  expect(device.sent).toHaveLength(1)
})

test('20 presses in a row arrive in their order, each once', async () => {
  const { device, transmitter } = await open(ends, 'rm4mini')
  const codes = Array.from({ length: 20 }, (_, i): Code => ({ ...volume, pulses: [9000, 4500, 560, 1000 + 500 * i] }))
  await Promise.all(codes.map((code) => transmitter.send(code, 0, signal)))
  expect(device.sent.map(({ data }) => data)).toEqual(codes.map((code) => encodeBroadlinkPacket(code)))
  expect(new Set(device.counters).size).toBe(21)
  expect(device.counters.every((counter) => counter >= 0x8000)).toBe(true)
})

test('one with a configured MAC is found at any address', async () => {
  const mac = '34:ea:34:00:00:07'
  const first = await blaster('rm4mini', { mac })
  const other = await blaster('rm4mini', { mac: '34:ea:34:00:00:08' })
  const next = await blaster('rm4mini', { mac, address: '127.0.0.2' })
  next.isUnresponsive = true
  ends.push(first, other, next)
  const places = [first, other, next].map(({ port }) => ({ address: '127.0.0.1', port }))
  places[2] = { address: '127.0.0.2', port: next.port }
  const { transmitter } = await open(ends, undefined, { which: { mac }, broadcastTargets: () => places })
  await transmitter.send(volume, 0, signal)
  first.isUnresponsive = true
  next.isUnresponsive = false
  expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('offline')
  await transmitter.send(volume, 1, signal)
  expect([first, other, next].map(({ sent }) => sent.length)).toEqual([1, 0, 1])
  expect(transmitter.device()?.address).toBe('127.0.0.2')
})

test('a different device at the known address receives no command', async () => {
  const stranger = await blaster('rm4mini', { mac: '34:ea:34:00:00:08' })
  ends.push(stranger)
  const which = { host: '127.0.0.1', port: stranger.port, mac: '34:ea:34:00:00:07' }
  const { transmitter } = await open(ends, undefined, { which })
  expect(transmitter.online()).toBe(false)
  expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('offline')
  expect(stranger.counters).toEqual([])
  expect(transmitter.problem()?.en).toBe(
    'another device, MAC 34:ea:34:00:00:08, answers at 127.0.0.1, and 34:ea:34:00:00:07 is nowhere: correct the mac, or leave it out',
  )
})

test('one that answers from another port is accepted', async () => {
  const device = await blaster('rm4mini', { answerFrom: 1 })
  ends.push(device)
  const { transmitter } = await open(ends, undefined, { which: { host: '127.0.0.1', port: device.port } })
  await transmitter.send(volume, 0, signal)
  expect(device.sent).toHaveLength(1)
})

test('it is pinged regularly, and its absence is noticed by that', async () => {
  const { device, transmitter } = await open(ends, 'rm4mini', { pingIntervalMs: 5 })
  await eventually(() => device.received.pings > 2 && device.received.hellos > 2)
  device.isUnresponsive = true
  await eventually(() => !transmitter.online())
  expect(transmitter.problem()).toBeUndefined()
  await eventually(() => transmitter.problem() !== undefined)
  expect(transmitter.problem()?.en).toMatch(/nothing answers at 127.0.0.1/)
  device.isUnresponsive = false
  await eventually(() => transmitter.online() === true && transmitter.problem() === undefined)
  await transmitter.send(volume, 0, signal)
})

test('a socket that fails is opened again', async () => {
  const bind = jest.spyOn(Socket.prototype, 'bind')
  const { device, transmitter } = await open(ends, 'rm4mini')
  const sockets = bind.mock.contexts as Socket[]
  bind.mockRestore()
  sockets.at(-1)?.emit('error', new Error('the network went away'))
  await transmitter.send(volume, 0, signal)
  expect(device.sent).toHaveLength(1)
})

test('after it is closed it receives and sends nothing', async () => {
  const { device, transmitter } = await open(ends, 'rm4mini', { pingIntervalMs: 5 })
  await transmitter.close()
  const { pings } = device.received
  expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('offline')
  expect(await reasonOf(transmitter.learn(signal))).toBe('offline')
  expect([transmitter.online(), device.received.pings]).toEqual([false, pings])
})

describe('discovery', () => {
  test('finds all devices that answer, each once, and whether they are locked', async () => {
    const all = await Promise.all(
      (['pro', 'rm4mini', 'unheardOf'] as const).map((kind, i) =>
        blaster(kind, { mac: `34:ea:34:00:00:0${3 - i}`, name: `RM ${i}` }),
      ),
    )
    const [first] = all
    if (first) first.locked = true
    ends.push(...all)
    const places = all.map(({ port }) => ({ address: '127.0.0.1', port }))
    const found = await discover(silent, signal, { targets: places, retry: quick.retry })
    expect(found).toMatchObject([
      { mac: '34:ea:34:00:00:01', name: 'RM 2', type: 0x7abc, isKnown: false, address: '127.0.0.1' },
      { mac: '34:ea:34:00:00:02', name: 'RM 1', model: 'RM4 mini', isKnown: true, locked: false },
      {
        mac: '34:ea:34:00:00:03',
        name: 'RM 0',
        port: all[0]?.port,
        problem: expect.objectContaining({ en: expect.stringMatching(/^RM 0 is locked/) }),
      },
    ])
    await eventually(() => all.every(({ received }) => received.hellos === 3))
  })

  test('sends to an address that broadcasts do not reach, and ends with the request', async () => {
    const { address, port } = await resolveTarget('localhost', 1234)
    expect([address, port]).toEqual(['127.0.0.1', 1234])
    const over = AbortSignal.abort(new Error('too late'))
    await expect(discover(silent, over, { hosts: ['127.0.0.1', 'no-such-host.invalid'], targets: [] })).rejects.toThrow(
      'too late',
    )
  })

  test('sends a broadcast into every network of this machine', async () => {
    const device = await blaster('rm4mini', { address: '0.0.0.0' })
    ends.push(device)
    const places = broadcastTargets(device.port)
    expect(places).toContainEqual({ address: '255.255.255.255', port: device.port })
    expect(places).toContainEqual({ address: '127.255.255.255', port: device.port, local: '127.0.0.1' })
    expect(await discover(silent, signal, { targets: places, retry: quick.retry })).toMatchObject([{ mac: device.mac }])
  })

  test.each([
    ['192.168.1.20', '255.255.255.0', '192.168.1.255'],
    ['10.1.2.3', '255.0.0.0', '10.255.255.255'],
    ['172.16.5.4', '255.255.240.0', '172.16.15.255'],
    ['10.8.0.2', '255.255.255.255', undefined],
    ['10.8.0.2', '255.255.255.254', undefined],
  ])('the broadcast address of %s in %s is %s', (address, netmask, is) => {
    expect(broadcastOf(address, netmask)).toBe(is)
  })
})
