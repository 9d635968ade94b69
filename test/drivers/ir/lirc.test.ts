import { type AddressInfo, createServer } from 'node:net'
import { jest } from '@jest/globals'
import fc from 'fast-check'
import { reachability } from '../../../drivers/ir/transmitter.ts'
import { lirc } from '../../../drivers/ir/transmitters/lirc.ts'
import type { LircAddress } from '../../../drivers/ir/transmitters/lircConnection.ts'
import { createReplyParser, type Reply } from '../../../drivers/ir/transmitters/lircReplies.ts'
import { createDeadline } from '../../../src/home/deadline.ts'
import { Backoff } from '../../../src/util/backoff.ts'
import { lircd, refusal, success } from '../../support/lircd.ts'
import { silent } from '../../support/log.ts'
import { runs } from '../../support/randomRuns.ts'
import { stallingProxy } from '../../support/stallingProxy.ts'
import { eventually } from '../driverContract.ts'
import { beginning, reasonOf, volume } from './broadlinkFixture.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const { signal } = new AbortController()
const ends = beginning()
const quick = {
  connectTimeoutMs: 300,
  replyTimeoutMs: 500,
  repeatTimeoutMs: 5,
  reconnectBackoff: { initialMs: 5, maxMs: 20 },
}
const remotes = { 'living-tv': ['KEY_POWER', 'KEY_VOLUMEUP', '볼륨'] }

async function open(place?: LircAddress) {
  const daemon = await lircd(remotes)
  const transmitter = lirc(place ?? { path: daemon.path }, silent, quick)
  ends.push(daemon, transmitter)
  await transmitter.ready
  return { daemon, transmitter }
}
const up = (transmitter: ReturnType<typeof lirc>, repeats = 0, limit: AbortSignal = signal) =>
  transmitter.sendKey('living-tv', 'KEY_VOLUMEUP', repeats, limit)

test('presses keys by name, in their order', async () => {
  const { daemon, transmitter } = await open()
  expect([transmitter.online(), transmitter.problem()?.en]).toEqual([true, undefined])
  await Promise.all([up(transmitter), up(transmitter, 3), transmitter.sendKey('living-tv', '볼륨', 0, signal)])
  expect(daemon.receivedLines).toEqual([
    'SEND_ONCE living-tv KEY_VOLUMEUP',
    'SEND_ONCE living-tv KEY_VOLUMEUP 3',
    'SEND_ONCE living-tv 볼륨',
  ])
  expect(daemon.clients).toBe(1)
})

test('refuses a code with an error that has the remedy', async () => {
  const { daemon, transmitter } = await open()
  const failed = transmitter.send(volume, 0, signal)
  await expect(failed).rejects.toThrow('name its remote and key')
  expect([await reasonOf(failed), daemon.receivedLines]).toEqual(['unsupported', []])
})

test.each([
  ['radio', 'KEY_POWER', 0, 'unknown remote: "radio"'],
  ['living-tv', 'KEY_NO', 0, 'unknown command: "KEY_NO"'],
  ['living-tv', 'KEY_POWER', 601, 'too many repeats'],
])('the error of lircd for %s %s %i is reported', async (remote, key, repeats, words) => {
  const { transmitter } = await open()
  const failed = transmitter.sendKey(remote, key, repeats, signal)
  await expect(failed).rejects.toThrow(words)
  expect([await reasonOf(failed), transmitter.online()]).toEqual(['deviceFault', true])
  await up(transmitter)
})

test.each([
  ['living tv', 'KEY_POWER'],
  ['living-tv', 'KEY_POWER\nSEND_ONCE living-tv KEY_VOLUMEUP'],
  ['living-tv', ''],
  ['living-tv', 'K'.repeat(300)],
  ['living-tv', 'K\0'],
])('%j %j is not a valid name, and is not sent', async (remote, key) => {
  const { daemon, transmitter } = await open()
  expect(await reasonOf(transmitter.sendKey(remote, key, 0, signal))).toBe('unsupported')
  expect(daemon.receivedLines).toEqual([])
})

describe('other messages of lircd', () => {
  test.each([
    ['a key that was received', '0000000000f40bf0 00 KEY_UP ANIMAX\n'],
    ['a new configuration', 'BEGIN\nSIGHUP\nEND\n'],
    ['both, and again', 'BEGIN\nSIGHUP\nEND\n0000000000f40bf0 00 KEY_UP ANIMAX\nBEGIN\nSIGHUP\nEND\n'],
    ['an answer to somebody else', success('SEND_ONCE other KEY_POWER')],
    ['a refusal of something else', refusal('LIST', 'no')],
  ])('%s is ignored', async (_, text) => {
    const { daemon, transmitter } = await open()
    daemon.broadcast(text)
    daemon.faults.push((command) => text + success(command) + text)
    await up(transmitter)
    await up(transmitter)
    expect([daemon.receivedLines.length, transmitter.online()]).toEqual([2, true])
  })

  test.each([
    ['HTTP', (command: string) => `BEGIN\n${command}\nHTTP/1.1 400\n`],
    ['neither data nor an end', (command: string) => `BEGIN\n${command}\nSUCCESS\nMORE\n`],
    ['data without a number', (command: string) => `BEGIN\n${command}\nERROR\nDATA\nmany\n`],
    ['more data than it says', (command: string) => `BEGIN\n${command}\nERROR\nDATA\n1\na\nb\nEND\n`],
    ['a line without end', () => `BEGIN\n${'x'.repeat(2000)}`],
  ])('%s is not a valid answer, and the connection is made again', async (_, badLine) => {
    const { daemon, transmitter } = await open()
    daemon.faults.push(badLine)
    const failed = up(transmitter)
    await expect(failed).rejects.toThrow('no answer of lircd')
    expect(await reasonOf(failed)).toBe('offline')
    await up(transmitter)
    expect(daemon.receivedLines).toHaveLength(2)
  })
})

describe('a lircd that', () => {
  test('is absent is offline, and found when it comes', async () => {
    const place = { path: '/nowhere/lircd' }
    const { transmitter } = await open(place)
    expect(transmitter.online()).toBe(false)
    expect(transmitter.problem()?.en).toMatch(
      /\/nowhere\/lircd cannot be reached: there is no such socket; is lircd running\?/,
    )
    expect(await reasonOf(up(transmitter))).toBe('offline')
  })

  test('was absent for long is found as soon as it is needed', async () => {
    const never = { ...quick, reconnectBackoff: { initialMs: 3_600_000, maxMs: 3_600_000 } }
    const daemon = await lircd(remotes)
    await daemon.stop()
    const transmitter = lirc({ path: daemon.path }, silent, never)
    ends.push(daemon, transmitter)
    await transmitter.ready
    expect(transmitter.online()).toBe(false)
    await daemon.start()
    expect(await reachability(transmitter, signal)).toEqual({ online: true })
  })

  test('accepts and closes the connection repeatedly is tried less and less often', async () => {
    const delays = jest.spyOn(Backoff.prototype, 'next')
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const hungUp = new Promise<void>((resolve) => {
      let connections = 0
      server.on('connection', () => {
        connections += 1
        if (connections === 5) resolve()
      })
    })
    const timings = { ...quick, reconnectBackoff: { initialMs: 1, maxMs: 8 } }
    const transmitter = lirc({ host: '127.0.0.1', port }, silent, timings)
    try {
      await hungUp
      // 1, 2, 4 and 8 ms, less half of that at most.
      expect(delays.mock.results[3]?.value).toBeGreaterThanOrEqual(4)
    } finally {
      delays.mockRestore()
      await transmitter.close()
      await new Promise((resolve) => server.close(resolve))
    }
  })

  test('dies is offline, and used again when it is back', async () => {
    const { daemon, transmitter } = await open()
    await daemon.stop()
    await eventually(() => transmitter.online() === false)
    expect(await reasonOf(up(transmitter))).toBe('offline')
    await daemon.start()
    await eventually(() => transmitter.online() === true)
    await up(transmitter)
    expect([daemon.receivedLines.length, transmitter.problem()?.en]).toEqual([1, undefined])
  })

  test('dies while it sends is offline at once', async () => {
    const { daemon, transmitter } = await open()
    daemon.faults.push(() => {
      void daemon.stop()
      return ''
    })
    expect(await reasonOf(up(transmitter))).toBe('offline')
    await daemon.start()
    await up(transmitter)
    expect(daemon.receivedLines).toHaveLength(2)
  })

  test('does not answer is offline, and its late answer does not count for the next press of the same key', async () => {
    const { daemon, transmitter } = await open()
    daemon.faults.push(() => '')
    expect(await reasonOf(up(transmitter))).toBe('offline')
    daemon.faults.push((command, connection) => {
      const late = connection === 1 ? success(command) : ''
      return late + refusal(command, 'transmission failed')
    })
    await expect(up(transmitter)).rejects.toThrow('transmission failed')
    await up(transmitter)
  })

  test('receives nothing for an aborted request', async () => {
    const { daemon, transmitter } = await open()
    daemon.faults.push(() => '')
    const limit = createDeadline(20)
    const first = up(transmitter, 0, limit.signal)
    const second = up(transmitter, 1, limit.signal)
    await expect(first).rejects.toThrow('no answer within 20 ms')
    await expect(second).rejects.toThrow('no answer within 20 ms')
    await up(transmitter, 2)
    expect(daemon.receivedLines.map((command) => command.slice(-2))).toEqual(['UP', ' 2'])
  })
})

test('refuses a request if too many wait', async () => {
  const { daemon, transmitter } = await open()
  const all = Array.from({ length: 65 }, () => reasonOf(up(transmitter)))
  expect(await all[64]).toBe('busy')
  await Promise.all(all)
  expect(daemon.receivedLines).toHaveLength(64)
})

test('is offline and disconnects after it was closed', async () => {
  const { daemon, transmitter } = await open()
  await transmitter.close()
  await eventually(() => daemon.clients === 0)
  expect([await reasonOf(up(transmitter)), transmitter.online()]).toEqual(['offline', false])
})

const line = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/[\n\uFFFD]|[\uD800-\uDFFF]/.test(text))
const reply = fc.record({
  command: line.filter((text) => text !== 'SIGHUP'),
  success: fc.boolean(),
  data: fc.array(line),
})

test('answers are parsed the same, however they are split into packets', () => {
  fc.assert(
    fc.property(fc.array(reply), fc.array(fc.nat()), (replies, cuts) => {
      const text = replies.map(({ command, success, data }) =>
        [
          'BEGIN',
          command,
          success ? 'SUCCESS' : 'ERROR',
          ...(data.length ? ['DATA', data.length, ...data] : []),
          'END',
          '',
        ].join('\n'),
      )
      const bytes = Buffer.from(`0000 00 KEY_UP tv\nBEGIN\nSIGHUP\nEND\n${text.join('')}`)
      const heard: Reply[] = []
      const parse = createReplyParser((reply) => heard.push(reply))
      const at = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length]
      for (const [i, from] of at.entries()) expect(parse(bytes.subarray(from, at[i + 1] ?? from))).toBeUndefined()
      expect(heard).toEqual(replies)
    }),
  )
})

test('the parser has a limit on the text that it keeps', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (texts) => {
      const parse = createReplyParser(() => {})
      for (const text of texts) if (parse(Buffer.from(text))) return
    }),
  )
  const parse = createReplyParser(() => {})
  expect(parse(Buffer.from('BEGIN\nLIST\nSUCCESS\nDATA\n99999\n'))).toMatch(/for a number of lines/)
})

describe('nothing arrives after the answer', () => {
  const places = {
    'a Unix socket': async () => {
      const daemon = await lircd(remotes)
      ends.push(daemon)
      return { daemon, address: { path: daemon.path } }
    },
    'a TCP port': async () => {
      const daemon = await lircd(remotes, { tcp: true })
      ends.push(daemon)
      return { daemon, address: { host: '127.0.0.1', port: daemon.port } }
    },
  }
  test.each(Object.entries(places))('for a lircd behind %s that hangs and continues', async (_name, start) => {
    const { daemon, address } = await start()
    const transmitter = lirc(address, silent, quick)
    ends.push(transmitter)
    await transmitter.ready
    await up(transmitter)
    daemon.freeze()
    const limit = createDeadline(100)
    expect(await reasonOf(up(transmitter, 0, limit.signal))).toBe('offline')
    limit.end()
    daemon.thaw()
    await eventually(() => transmitter.online() === true)
    await transmitter.sendKey('living-tv', 'KEY_POWER', 0, signal)
    expect(daemon.receivedLines).toEqual(['SEND_ONCE living-tv KEY_VOLUMEUP', 'SEND_ONCE living-tv KEY_POWER'])
  })

  test('over a network that is interrupted for a while', async () => {
    const daemon = await lircd(remotes, { tcp: true })
    const proxy = await stallingProxy({ port: daemon.port })
    const transmitter = lirc({ host: '127.0.0.1', port: proxy.port }, silent, quick)
    ends.push(daemon, proxy, transmitter)
    await transmitter.ready
    await up(transmitter)
    await proxy.idle()
    proxy.stall()
    const limit = createDeadline(150)
    expect(await reasonOf(up(transmitter, 0, limit.signal))).toBe('offline')
    limit.end()
    proxy.resume()
    await eventually(() => transmitter.online() === true)
    await transmitter.sendKey('living-tv', 'KEY_POWER', 0, signal)
    expect(daemon.receivedLines).toEqual(['SEND_ONCE living-tv KEY_VOLUMEUP', 'SEND_ONCE living-tv KEY_POWER'])
  })
})
