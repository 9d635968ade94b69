import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { jest } from '@jest/globals'
import { createNotifier } from '../../../src/systemd/notify.ts'
import { feedWatchdog, startWatchdog, type WatchdogTarget } from '../../../src/systemd/watchdog.ts'

/** What was logged, and what was sent to systemd. */
function listener() {
  const messages: string[][] = []
  const logged: string[] = []
  let waiting: (() => void)[] = []
  const wake = () => {
    const before = waiting
    waiting = []
    for (const one of before) one()
  }
  return {
    messages,
    logged,
    send: async (assignments: readonly string[]) => {
      messages.push([...assignments])
      wake()
    },
    log: {
      warn: (_fields: object, message: string) => {
        logged.push(message)
        wake()
      },
      info: (_fields: object, message: string) => {
        logged.push(message)
        wake()
      },
    },
    /** Resolves once this is so. */
    async until(isSo: () => boolean) {
      while (!isSo()) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}

describe('notifications to systemd', () => {
  test.each([
    ['nothing', {}, undefined],
    ['word of its start', { NOTIFY_SOCKET: '/run/systemd/notify' }, { watchdog: undefined }],
    ['signs of life', { NOTIFY_SOCKET: '@n', WATCHDOG_USEC: '30000000' }, { watchdog: 30_000 }],
    [
      'them of this process',
      { NOTIFY_SOCKET: '@n', WATCHDOG_USEC: '500000', WATCHDOG_PID: `${process.pid}` },
      { watchdog: 500 },
    ],
    ['them of another', { NOTIFY_SOCKET: '@n', WATCHDOG_USEC: '500000', WATCHDOG_PID: '1' }, { watchdog: undefined }],
    ['nonsense', { NOTIFY_SOCKET: '@n', WATCHDOG_USEC: '-1' }, { watchdog: undefined }],
  ])('%s', (_what, env: NodeJS.ProcessEnv, wanted) => {
    const found = createNotifier(env, () => {})
    expect(found && { watchdog: found.watchdogMs }).toEqual(wanted)
    // What it starts itself is not to speak for it.
    expect(env).toEqual({})
  })

  test('are sent one after another, and a failure to send is logged once', async () => {
    const { logged, log } = listener()
    const messages: string[] = []
    let under = 0
    const systemd = createNotifier({}, log.warn, async ([text = '']) => {
      under += 1
      expect(under).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      messages.push(text)
      under -= 1
      if (text.startsWith('lost')) throw new Error('no')
    })
    for (const text of ['a', 'lost 1', 'lost 2', 'b', 'lost 3']) void systemd?.notify(text)
    await systemd?.notify('c')
    expect(messages).toEqual(['a', 'lost 1', 'lost 2', 'b', 'lost 3', 'c'])
    expect(logged).toHaveLength(2)
  })
})

/** A server that answers, or keeps silent, on connections of which it counts how many came. */
async function server() {
  let isSilent = false
  let connections = 0
  const made: Server = createServer((_request, response) => {
    if (!isSilent) response.writeHead(404).end()
  })
  made.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  return {
    made,
    address: () => `127.0.0.1:${(made.address() as AddressInfo).port}`,
    connections: () => connections,
    silence: (silent: boolean) => {
      isSilent = silent
      if (!silent) made.closeAllConnections()
    },
    close: () => {
      made.closeAllConnections()
      return new Promise((resolve) => made.close(resolve))
    },
  }
}

describe('the watchdog', () => {
  test('is notified while the listener answers, on one connection, and not while it is silent', async () => {
    const http = await server()
    const { messages, logged, send, log, until } = listener()
    const systemd = { notify: (...assignments: readonly string[]) => send(assignments) }
    // A probe has a third of this: on a busy machine less would end connections that answer.
    const feeding = feedWatchdog(900, systemd, http.address, log)
    await until(() => messages.length >= 4)
    expect(messages[0]).toEqual(['WATCHDOG=1'])
    expect(http.connections()).toBe(1)
    http.silence(true)
    await until(() => logged.length === 1)
    const fed = messages.length
    expect(logged[0]).toContain('does not answer')
    http.silence(false)
    await until(() => logged.length === 2)
    await until(() => messages.length > fed)
    expect(logged[1]).toContain('answers again')
    feeding.close()
    await http.close()
  })

  test('is not notified if the listener does not answer', async () => {
    const http = await server()
    const address = http.address()
    await http.close()
    const { messages, logged, send, log, until } = listener()
    const feeding = feedWatchdog(60, { notify: (...assignments) => send(assignments) }, () => address, log)
    await until(() => logged.length === 1)
    feeding.close()
    expect(messages).toEqual([])
  })
})

test.each([
  ['a right configuration', undefined, ''],
  ['a wrong one', 'gateway.yaml:3:1: error', '; the configuration cannot be used: sudo clova-home check'],
])('SIGHUP reads the configuration again: %s', async (_what, mistake, added) => {
  const { messages, send, log, until } = listener()
  let read = 0
  const systemd = { notify: (...assignments: readonly string[]) => send(assignments), watchdogMs: undefined }
  const again = async () => {
    read += 1
    return mistake
  }
  const supervised = startWatchdog(
    systemd,
    { address: () => '127.0.0.1:1', appliances: () => 2, language: 'en' },
    { reload: again },
    log,
  )
  process.emit('SIGHUP')
  await until(() => messages.length === 3)
  supervised.stopping()
  const status = 'STATUS=listening on 127.0.0.1:1, 2 appliance(s)'
  expect(messages).toEqual([
    ['READY=1', status],
    ['RELOADING=1', expect.stringMatching(/^MONOTONIC_USEC=\d+$/)],
    ['READY=1', `${status}${added}`],
    ['STOPPING=1', expect.any(String)],
  ])
  expect({ read, listeners: process.listenerCount('SIGHUP') }).toEqual({ read: 1, listeners: 0 })
})

test('the status line follows a configuration that is reloaded or refused, without a SIGHUP', async () => {
  jest.useFakeTimers()
  const { messages: told, send, log } = listener()
  let count = 2
  let isRejected = false
  const systemd = { notify: (...assignments: readonly string[]) => send(assignments), watchdogMs: undefined }
  const target: WatchdogTarget = {
    address: () => '127.0.0.1:1',
    appliances: () => count,
    language: 'ko',
    isConfigRejected: () => isRejected,
  }
  const watchdog = startWatchdog(systemd, target, { reload: async () => undefined } as never, log)
  await jest.advanceTimersByTimeAsync(4000)
  count = 3
  await jest.advanceTimersByTimeAsync(2000)
  isRejected = true
  await jest.advanceTimersByTimeAsync(2000)
  watchdog.stopping()
  jest.useRealTimers()
  const status = 'STATUS=127.0.0.1:1 에서 실행 중,'
  expect(told.slice(0, 3)).toEqual([
    ['READY=1', `${status} 기기 2개`],
    [`${status} 기기 3개`],
    [`${status} 기기 3개; 설정을 쓸 수 없습니다: sudo clova-home check`],
  ])
})
