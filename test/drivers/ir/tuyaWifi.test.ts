import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { encodePress } from '../../../drivers/ir/codes/index.ts'
import { TuyaTransmitter } from '../../../drivers/ir/transmitters/tuya.ts'
import type { TuyaTimings } from '../../../drivers/ir/tuya/client.ts'
import { TuyaFrameReader, type TuyaVersion, tuyaVersions } from '../../../drivers/ir/tuya/frames.ts'
import { resolveSecrets } from '../../../src/config/secrets.ts'
import { parseSource } from '../../../src/config/yaml/source.ts'
import { createDeadline } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import { silent } from '../../support/log.ts'
import { otherKey, type TuyaBlaster, tuyaBlaster } from '../../support/tuya.ts'
import { eventually } from '../driverContract.ts'
import { beginning, reasonOf } from './broadlinkFixture.ts'

const { signal } = new AbortController()
const ends = beginning()
const power = encodePress({ protocol: 'nec', fields: { address: 4, command: 8 } })
const light = power.pulses.slice(0, -1)
const quick: TuyaTimings = {
  ...{ connectTimeoutMs: 1000, replyTimeoutMs: 1000, heartbeatIntervalMs: 60_000, kindTimeoutMs: 900 },
  reconnectBackoff: { initialMs: 10, maxMs: 20 },
}

async function open(
  options: Parameters<typeof tuyaBlaster>[0] = {},
  given: Partial<{
    localKey: string
    dataPoints: 1 | 201
    version: TuyaVersion
    timings: Partial<TuyaTimings>
    log: Log
  }> = {},
): Promise<{ device: TuyaBlaster; transmitter: TuyaTransmitter }> {
  const device = await tuyaBlaster(options)
  ends.push(device)
  const { localKey = device.localKey, version = options?.version ?? '3.3', log = silent } = given
  const address = { host: '127.0.0.1', port: device.port, deviceId: device.deviceId, localKey, version }
  const transmitter = new TuyaTransmitter(address, given.dataPoints, log, { ...quick, ...given.timings })
  ends.push(transmitter)
  await transmitter.ready
  return { device, transmitter }
}

describe.each(tuyaVersions)('a Tuya blaster of version %s', (version) => {
  test.each([1, 201] as const)('with data points from %d on gets the durations once', async (kind) => {
    const { device, transmitter } = await open({ version, kind })
    expect([transmitter.online(), transmitter.problem()?.en]).toEqual([true, undefined])
    await transmitter.send(power, 0, signal)
    await transmitter.send({ ...power, pulses: [9000, 70_000, 560] }, 1, signal)
    expect(device.sent).toEqual([light, [9000, 65_535, 560, expect.any(Number), 9000, 65_535, 560]])
  })
  test('that has another local key is reported, and gets no code', async () => {
    const { device, transmitter } = await open({ version }, { localKey: otherKey, dataPoints: 201 })
    expect(await reasonOf(transmitter.send(power, 0, signal))).toBe('offline')
    expect(transmitter.problem()?.en).toMatch(/^the Tuya device at 127\.0\.0\.1 cannot be reached: /)
    expect(transmitter.problem()?.en).toContain('localKey')
    expect(transmitter.problem()?.en).not.toContain(otherKey)
    expect(device.sent).toEqual([])
  })
  test('learns the pressed key, and then stops learning', async () => {
    const { device, transmitter } = await open({ version })
    const learnt = transmitter.learn(signal)
    await eventually(() => device.isLearning)
    const bytes = Buffer.from(new Uint16Array(light).buffer)
    device.press(bytes.toString('base64'))
    expect((await learnt).pulses).toEqual(light)
    expect(device.isLearning).toBe(false)
  })
})

test.each(tuyaVersions)(
  'a counterpart that echoes its input is not accepted as a Tuya device of version %s',
  async (version) => {
    const echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1')
    ends.push({ close: () => new Promise((resolve) => echo.close(() => resolve())) })
    await once(echo, 'listening')
    const { port } = echo.address() as AddressInfo
    const address = { host: '127.0.0.1', port, deviceId: 'echo', localKey: otherKey, version }
    const timings = { ...quick, connectTimeoutMs: 100, reconnectBackoff: { initialMs: 3_600_000, maxMs: 3_600_000 } }
    const transmitter = new TuyaTransmitter(address, 201, silent, timings)
    ends.push(transmitter)
    await transmitter.ready
    expect(await reasonOf(transmitter.send(power, 0, signal))).toBe('offline')
  },
)

test('the data points of a device that reports nothing before its first command are detected', async () => {
  for (const kind of [1, 201] as const) {
    const { device, transmitter } = await open({ kind, isSilentAtFirst: true })
    await transmitter.send(power, 0, signal)
    expect(device.sent).toEqual([light])
  }
})

test('a report is not an acknowledgement, since it may belong to the previous command', async () => {
  const { device, transmitter } = await open({}, { dataPoints: 201, timings: { replyTimeoutMs: 100 } })
  device.reportsOnly = true
  expect(await reasonOf(transmitter.send(power, 0, signal))).toBe('offline')
})

test('a refusal is reported with the text of the device', async () => {
  const { device, transmitter } = await open({}, { dataPoints: 201 })
  device.refusal = { code: 1, text: 'json obj data unvalid' }
  await expect(transmitter.send(power, 0, signal)).rejects.toThrow('it refuses: json obj data unvalid')
  expect(await reasonOf(transmitter.send(power, 0, signal))).toBe('deviceFault')
  expect(await reasonOf(transmitter.send({ ...power, medium: 'rf433' }, 0, signal))).toBe('unsupported')
})

test('a code that is not acknowledged has failed, and the next one goes over a new connection', async () => {
  const { device, transmitter } = await open({ version: '3.5' }, { dataPoints: 201, timings: { replyTimeoutMs: 100 } })
  device.isMute = true
  expect(await reasonOf(transmitter.send(power, 0, signal))).toBe('offline')
  expect([transmitter.online(), transmitter.problem()?.en]).toEqual([
    false,
    'the Tuya device at 127.0.0.1 cannot be reached: it does not answer',
  ])
  device.isMute = false
  await eventually(() => transmitter.online())
  await transmitter.send(power, 0, signal)
  expect(device.sent).toHaveLength(1)
})

test('an aborted command that waits is not sent', async () => {
  const { device, transmitter } = await open({}, { dataPoints: 201 })
  const limit = createDeadline(20)
  device.isMute = true
  expect(await reasonOf(transmitter.send(power, 0, limit.signal))).toBe('offline')
  limit.end()
  device.isMute = false
  await eventually(() => transmitter.online())
  expect(device.sent).toEqual([])
})

test('a lost device is noticed by the heartbeat, and it is connected again', async () => {
  const reasons: string[] = []
  const warn = ({ reason }: { reason?: string }) => void reasons.push(String(reason))
  const timings = { heartbeatIntervalMs: 10, replyTimeoutMs: 50 }
  const { device, transmitter } = await open({}, { timings, log: { ...silent, warn } })
  device.isMute = true
  await eventually(() => !transmitter.online())
  device.isMute = false
  await eventually(() => transmitter.online())
  // On a busy machine a heartbeat may be late before it is seen; and the problem itself may be over before anybody looks.
  await eventually(() => {
    device.hangUp()
    return reasons.some((reason) => reason.includes('hung up'))
  })
  await eventually(() => transmitter.online())
})

test('aborted learning ends at the device, and only one request learns at a time', async () => {
  const { device, transmitter } = await open({ kind: 1 })
  const stop = new AbortController()
  const learning = reasonOf(transmitter.learn(stop.signal))
  await eventually(() => device.isLearning)
  expect(await reasonOf(transmitter.learn(signal))).toBe('busy')
  stop.abort(new Error('nobody pressed'))
  expect(await learning).toEqual(new Error('nobody pressed'))
  expect(device.isLearning).toBe(false)
})

test('a local key in the configuration itself is a secret', () => {
  const source = parseSource('gateway.yaml', "drivers: { ir: { localKey: 'abcdefgh12345678' } }")
  expect(resolveSecrets(source, {}).secrets).toEqual(['abcdefgh12345678'])
})

test('invalid bytes are refused with the error for messages', () => {
  for (const version of tuyaVersions) {
    const read = (bytes: Buffer) => [...new TuyaFrameReader(version).read(bytes, () => Buffer.alloc(16))]
    const start = Buffer.from(version === '3.5' ? '00006699' : '000055aa', 'hex')
    expect(() => read(Buffer.from('HTTP/1.1 200 OK'))).toThrow(/does not speak version/)
    expect(() => read(Buffer.concat([start, Buffer.alloc(14, 0xff)]))).toThrow(/announces a message/)
    expect(() => read(Buffer.concat([start, Buffer.alloc(40)]))).toThrow(/cut off/)
    expect(read(start.subarray(0, 2))).toEqual([])
  }
})
