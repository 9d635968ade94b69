import { createSocket } from 'node:dgram'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { requestWithRetry } from '../../../drivers/ir/broadlink/udp.ts'
import type { Code } from '../../../drivers/ir/codes/index.ts'
import { reachability, type Transmitter } from '../../../drivers/ir/transmitter.ts'
import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { untranslated } from '../../../src/util/translate.ts'
import { type Blaster, blaster, type Fault, withSum } from '../../support/broadlink.ts'
import { eventually } from '../driverContract.ts'
import { beginning, open, quick, reasonOf, volume } from './broadlinkFixture.ts'

const { signal } = new AbortController()
const ends = beginning()
const changed = (answer: Buffer, change: (copy: Buffer) => void) => {
  const copy = Buffer.from(answer)
  change(copy)
  return copy
}
const again = (change: (copy: Buffer) => void): Fault => {
  return (answer) => [withSum(changed(answer, change))]
}
const lost: Fault = () => []
/** The counters of the packets after those of the session, which may be sent again on a busy machine. */
const afterSession = ({ counters }: Blaster) => counters.filter((counter) => counter !== counters[0])

/** Sends a code while only the answers, and not the pace of this machine, say when an answer is no longer awaited. */
async function sendWithFaults(opened: { device: Blaster; transmitter: Transmitter }, faults: readonly Fault[]) {
  const real = [
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
    'setInterval',
  ] as const
  jest.useFakeTimers({ doNotFake: [...real, 'clearInterval', 'Date'] })
  try {
    opened.device.faults.push(
      ...faults.map(
        (fault): Fault =>
          (answer, asker) => {
            void (async () => {
              for (let turn = 0; turn < 3; turn += 1) await nextTurn()
              jest.advanceTimersByTime(quick.retry.waitMs)
            })()
            return fault(answer, asker)
          },
      ),
    )
    return await reasonOf(opened.transmitter.send(volume, 0, signal))
  } finally {
    jest.useRealTimers()
  }
}

describe('an answer that is', () => {
  const wrong: readonly (readonly [string, Fault])[] = [
    ['lost', lost],
    ['changed on its way', (answer) => [changed(answer, (copy) => copy.fill(0x55, 0x3a, 0x3b))]],
    ['without its checksum', (answer) => [changed(answer, (copy) => copy.fill(0, 0x20, 0x22))]],
    ['cut short', (answer) => [0, 1, 0x2f, 0x37, 0x38, 0x40, answer.length - 1].map((at) => answer.subarray(0, at))],
    ['cut short, with a checksum', (answer) => [withSum(Buffer.from(answer.subarray(0, 0x41)))]],
    ['of another device', again((copy) => copy.fill(9, 0x2a, 0x2b))],
    ['to another packet', again((copy) => copy.writeUInt16LE(copy.readUInt16LE(0x28) ^ 1, 0x28))],
    ['to another command', again((copy) => copy.writeUInt16LE(0x3e9, 0x26))],
    ['the question itself', again((copy) => copy.writeUInt16LE(0x6a, 0x26))],
    ['of content with another sum', again((copy) => copy.writeUInt16LE(copy.readUInt16LE(0x34) ^ 1, 0x34))],
    ['locked with another key', again((copy) => copy.fill(7, 0x38))],
    ['no packet', () => [Buffer.from('hello'), Buffer.alloc(2000, 0x5a)]],
  ]

  test.each(wrong)('%s is ignored, and the code is sent once', async (_, fault) => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    expect(await sendWithFaults({ device, transmitter }, [fault, fault])).toBeUndefined()
    expect(device.sent).toHaveLength(1)
    const [first] = afterSession(device)
    expect(afterSession(device)).toEqual([first, first, first])
  })

  test.each(wrong.filter((_, i) => i % 3 === 0))(
    '%s three times means that it is offline, and nothing else',
    async (_, fault) => {
      const { device, transmitter } = await open(ends, 'rm4mini')
      expect(await sendWithFaults({ device, transmitter }, [fault, fault, fault])).toBe('offline')
      expect([transmitter.online(), afterSession(device).length]).toEqual([false, 3])
      await transmitter.send(volume, 0, signal)
      expect([transmitter.online(), device.orders]).toEqual([true, [0x65, 2, 0x65, 2]])
    },
  )

  test('from another address is ignored', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    const stranger = createSocket('udp4')
    await new Promise<void>((resolve) => stranger.bind(0, '127.0.0.3', resolve))
    const away: Fault = (answer, { port, address }) => {
      stranger.send(answer, port, address)
      return []
    }
    device.faults.push(away, away, away)
    expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('offline')
    stranger.close()
  })

  test('to a hello and from another address is ignored', async () => {
    const [asked, stranger] = [createSocket('udp4'), createSocket('udp4')]
    await new Promise<void>((resolve) => asked.bind(0, '127.0.0.1', resolve))
    await new Promise<void>((resolve) => stranger.bind(0, '127.0.0.3', resolve))
    const reply = Buffer.alloc(0x80, 1)
    reply.writeUInt16LE(7, 0x26)
    let hellos = 0
    asked.on('message', (_, { port, address }) => {
      hellos += 1
      stranger.send(withSum(reply), port, address)
    })
    ends.push(...[asked, stranger].map((each) => ({ close: async () => void each.close() })))
    const { transmitter } = await open(ends, undefined, { which: { host: '127.0.0.1', port: asked.address().port } })
    expect([transmitter.online(), transmitter.device()]).toEqual([false, undefined])
    await eventually(() => hellos === 3)
  })

  test('late is accepted once', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    const kept: Buffer[] = []
    device.faults.push(
      (answer) => {
        kept.push(answer)
        return []
      },
      () => kept,
    )
    await transmitter.send(volume, 0, signal)
    await transmitter.send(volume, 0, signal)
    expect([device.sent.length, transmitter.online()]).toEqual([2, true])
  })

  test('doubled is accepted once', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    device.faults.push((answer) => [answer, answer, answer])
    expect(await transmitter.measure(signal)).toEqual({ temperature: 23.45, humidity: 51.2 })
    device.air = { temperature: 5, humidity: 10 }
    expect(await transmitter.measure(signal)).toEqual({ temperature: 5, humidity: 10 })
  })

  test('with the sum of the request, copied with the rest of its header, is accepted', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    device.faults.push(again((copy) => copy.writeUInt16LE(0xbeaf + 4 + 0x24, 0x34)))
    expect(await transmitter.measure(signal)).toEqual({ temperature: 23.45, humidity: 51.2 })
    expect(device.counters).toHaveLength(2)
  })

  test('behind that to a later request is ignored', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    const kept: Buffer[] = []
    device.faults.push((answer) => {
      kept.push(answer)
      return []
    })
    const limit = createDeadline(20)
    await expect(transmitter.measure(limit.signal)).rejects.toThrow('no answer within 20 ms')
    device.air = { temperature: 5, humidity: 10 }
    device.faults.push((answer) => [...kept, answer, ...kept])
    expect(await transmitter.measure(signal)).toEqual({ temperature: 5, humidity: 10 })
  })
})

describe('a device that', () => {
  test('was switched off and on is authenticated again, and the code is sent once', async () => {
    const { device, transmitter } = await open(ends, 'pro')
    device.restart()
    await transmitter.send(volume, 0, signal)
    expect([device.orders, device.sent.length]).toEqual([[0x65, 0x65, 2], 1])
  })

  test('is used by two gateways accepts the commands of both', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    const second = await open(ends, undefined, { which: { host: '127.0.0.1', port: device.port } })
    for (const { send } of [transmitter, second.transmitter, transmitter, second.transmitter])
      await send(volume, 0, signal)
    expect(device.sent).toHaveLength(4)
    device.takeOver()
    await transmitter.send(volume, 0, signal)
    expect([device.sent.length, transmitter.problem()?.en]).toEqual([5, undefined])
  })

  test.each([-1, -2, -7])('that always forgets the session (%i) is reported, after one repeat', async (error) => {
    const { device, transmitter } = await open(ends, 'mini3')
    Object.assign(device, { error, errors: 2 })
    expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('deviceFault')
    expect([device.orders, transmitter.online()]).toEqual([[0x65, 0x65], true])
    expect(transmitter.problem()?.en).toMatch(new RegExp(`takes no session: .* \\(${error}\\)`))
    await transmitter.send(volume, 0, signal)
    expect([device.sent.length, transmitter.problem()?.en]).toEqual([1, undefined])
  })

  test.each([
    [-3, 'offline', 'it says that it is offline'],
    [-4, 'unsupported', 'it does not know this command'],
    [-5, 'deviceFault', 'its storage is full'],
    [-6, 'deviceFault', 'did not understand'],
    [-8, 'deviceFault', 'could not send'],
    [-9, 'deviceFault', 'could not write'],
    [-10, 'deviceFault', 'could not read'],
    [-99, 'deviceFault', 'an error (-99)'],
  ])('answers the error %i means %s, and nothing is sent', async (error, reason, words) => {
    const { device, transmitter } = await open(ends, 'mini3')
    device.error = error
    const failed = transmitter.send(volume, 0, signal)
    await expect(failed).rejects.toThrow(words)
    expect([await reasonOf(failed), device.sent, transmitter.online()]).toEqual([reason, [], true])
  })

  test('is locked is reported as such, with the remedy', async () => {
    const device = await blaster('rm4mini', { name: 'bedroom' })
    ends.push(device)
    device.locked = true
    const { transmitter } = await open(ends, undefined, { which: { host: '127.0.0.1', port: device.port } })
    expect(transmitter.problem()?.en).toMatch(/^bedroom is locked: .*"Lock device" off$/)
    expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('deviceFault')
    device.locked = false
    await transmitter.send(volume, 0, signal)
    expect([device.sent.length, transmitter.online()]).toEqual([1, true])
  })

  test('is gone is offline, and comes back by itself', async () => {
    const { device, transmitter } = await open(ends, 'rm4pro')
    device.isUnresponsive = true
    expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('offline')
    expect(transmitter.online()).toBe(false)
    device.isUnresponsive = false
    device.restart()
    await eventually(() => transmitter.online() === true && device.orders.length === 2)
    await transmitter.send(volume, 0, signal)
    expect(device.sent).toHaveLength(1)
  })

  test('was offline for long is found as soon as it is needed', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini', {
      reconnectBackoff: { initialMs: 3_600_000, maxMs: 3_600_000 },
    })
    device.isUnresponsive = true
    expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('offline')
    device.isUnresponsive = false
    expect(await reachability(transmitter, signal)).toEqual({ online: true })
    await transmitter.send(volume, 0, signal)
    expect(device.sent).toHaveLength(1)
  })

  test('is replaced by another at its address gets its own session', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini', { pingIntervalMs: 5 })
    await device.close()
    const next = await blaster('pro', { mac: '34:ea:34:00:00:09', port: device.port })
    ends.splice(0, 1, next)
    await eventually(() => transmitter.device()?.mac === next.mac && next.orders.length > 0)
    await transmitter.send(volume, 0, signal)
    expect([next.orders, new Set(next.counters).size, transmitter.problem()?.en]).toEqual([[0x65, 2], 2, undefined])
  })

  test('is not there at first is found when it comes', async () => {
    const device = await blaster('mini3')
    ends.push(device)
    device.isUnresponsive = true
    const { transmitter } = await open(ends, undefined, { which: { host: '127.0.0.1', port: device.port } })
    expect([transmitter.online(), transmitter.problem()?.en]).toEqual([
      false,
      expect.stringContaining('nothing answers'),
    ])
    device.isUnresponsive = false
    await eventually(() => transmitter.online() === true && transmitter.problem() === undefined)
  })

  test('has a name that cannot be resolved is offline', async () => {
    const { transmitter } = await open(ends, undefined, { which: { host: 'no-such-host.invalid' } })
    expect([transmitter.online(), await reasonOf(transmitter.send(volume, 0, signal))]).toEqual([false, 'offline'])
    expect(transmitter.problem()?.en).toMatch(/^nobody knows the name no-such-host\.invalid \(\w+\): write its address/)
    expect(await reachability(transmitter, signal)).toEqual({
      online: false,
      offlineReason: expect.objectContaining({
        en: expect.stringMatching(/^its blaster cannot be reached: nobody knows/),
      }),
    })
  })
})

describe('a request that', () => {
  test('is over before its turn sends nothing', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    const over = new Failure('offline', untranslated('too late'))
    await expect(transmitter.send(volume, 0, AbortSignal.abort(over))).rejects.toBe(over)
    const waiting = new AbortController()
    const first = transmitter.send(volume, 0, signal)
    const second = transmitter.send({ ...volume, pulses: [1000, 2000] }, 0, waiting.signal)
    waiting.abort(over)
    await expect(second).rejects.toBe(over)
    await first
    await transmitter.send(volume, 0, signal)
    expect(device.sent.map(({ pulses }) => pulses.length)).toEqual([8, 8])
  })

  test('is over while it waits is not sent again', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    device.isUnresponsive = true
    const limit = createDeadline(quick.retry.waitMs / 2)
    await expect(transmitter.send(volume, 0, limit.signal)).rejects.toThrow(
      `no answer within ${quick.retry.waitMs / 2} ms`,
    )
    // What was sent has arrived before it listens again.
    for (let turn = 0; turn < 3; turn += 1) await nextTurn()
    device.isUnresponsive = false
    await transmitter.send(volume, 1, signal)
    expect(device.sent.map(({ repeats }) => repeats)).toEqual([1])
  })

  test('is over before the socket is open sends nothing', async () => {
    const user = new AbortController()
    let isOpen = (_: number) => {}
    let sends = 0
    const opening = new Promise<number>((resolve) => {
      isOpen = resolve
    })
    const socket = { opened: () => opening, send: async () => {}, listen: () => () => {}, close: async () => {} }
    const count = async () => {
      sends += 1
    }
    const heard = requestWithRetry(socket, quick.retry, { say: count, take: () => undefined }, [user.signal])
    user.abort(new Error('too late'))
    await expect(heard).rejects.toThrow('too late')
    isOpen(1)
    await opening
    expect(sends).toBe(0)
  })

  test('is one too many is refused', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    device.mute = 1
    const all = Array.from({ length: 65 }, () => reasonOf(transmitter.send(volume, 0, signal)))
    expect(await all[64]).toBe('busy')
    expect((await Promise.all(all)).slice(0, 64).every((reason) => reason === undefined)).toBe(true)
    expect(device.sent).toHaveLength(64)
  })

  test.each([[256], [-1], [0.5]])('asks for %p repeats is refused', async (repeats) => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    expect(await reasonOf(transmitter.send(volume, repeats, signal))).toBe('unsupported')
    expect(device.sent).toEqual([])
  })
})

describe('learning', () => {
  test.each(['rm4mini', 'pro'] as const)('at a %s ends when no key is pressed', async (kind) => {
    const { device, transmitter } = await open(ends, kind, { pressTimeoutMs: 30 })
    const failed = transmitter.learn(signal)
    await expect(failed).rejects.toThrow('no key was pressed at it within 0.03 s')
    expect([await reasonOf(failed), device.listening]).toEqual(['actionFailed', 'no'])
  })

  test('of radio ends when no remote is received, and is cancelled', async () => {
    const { device, transmitter } = await open(ends, 'rm4pro', { pressTimeoutMs: 30 })
    await expect(transmitter.learnRadio(signal, () => {})).rejects.toThrow('no radio remote was heard')
    expect(device.orders.at(-1)).toBe(0x1e)
  })

  test.each(['abort', 'close'])('ends when %s, and the device stops receiving', async (how) => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    const user = new AbortController()
    const learnt = reasonOf(transmitter.learn(user.signal))
    await device.obeyed(4)
    if (how === 'close') await transmitter.close()
    else user.abort(new Failure('actionFailed', untranslated('the user went away')))
    expect(await learnt).toBe(how === 'close' ? 'offline' : 'actionFailed')
    expect([device.orders.at(-1), device.listening]).toEqual([0x1e, 'no'])
  })

  test('is possible once at a time, and codes can be sent meanwhile', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    const user = new AbortController()
    const first = reasonOf(transmitter.learn(user.signal))
    expect(await reasonOf(transmitter.learn(signal))).toBe('busy')
    await transmitter.send(volume, 0, signal)
    user.abort(new Failure('actionFailed'))
    await first
    expect(device.sent).toHaveLength(1)
  })

  test('stops after an error, and when the device goes offline', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    device.error = -4
    expect(await reasonOf(transmitter.learn(signal))).toBe('unsupported')
    const gone = reasonOf(transmitter.learn(signal))
    await device.obeyed(4)
    device.isUnresponsive = true
    expect(await gone).toBe('offline')
  })

  test('survives lost packets', async () => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    device.faults.push(lost, lost)
    const learnt = transmitter.learn(signal)
    await device.obeyed(4)
    device.press(Buffer.from('26000600124812370d05', 'hex'))
    expect(((await learnt) as Code).pulses).toHaveLength(6)
  })

  test.each([
    ['no code', '99000400123456789abc'],
    ['a pulse that is cut off', '260003001200ff'],
  ])('does not accept %s as a code', async (_, hex) => {
    const { device, transmitter } = await open(ends, 'rm4mini')
    const learnt = transmitter.learn(signal)
    await device.obeyed(4)
    device.press(Buffer.from(hex, 'hex'))
    await expect(learnt).rejects.toThrow('it heard something that is no code')
  })
})
