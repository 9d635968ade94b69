import { once } from 'node:events'
import type { Socket } from 'node:net'
import { jest } from '@jest/globals'
import { formatJoinLine } from '../../src/config/joinLine.ts'
import { tryJoinLine } from '../../src/hub/joining.ts'
import { withServer } from './natsServer.ts'

const publicUrl = 'https://hub.example.com'
const seed = `SU${'A'.repeat(56)}`
const lineTo = (...servers: readonly string[]) =>
  formatJoinLine({
    ...{ version: 1, home: '0123456789ab', servers: [...servers], jwt: 'a.b.c', seed },
    ...{ publicUrl, clientId: 'clova', clientSecret: 'secret-of-16-or-more' },
  })

test('a joining line is tested with one connection, which is closed afterwards', async () => {
  await withServer(async ({ url, introductions, sockets }) => {
    expect(await tryJoinLine(lineTo(url))).toMatchObject({ line: { home: '0123456789ab' } })
    expect(introductions).toMatchObject([{ name: 'join', jwt: 'a.b.c' }])
    if (!sockets[0]?.destroyed) await once(sockets[0] as Socket, 'close')
    expect(sockets).toHaveLength(1)
  })
})

test('a test ends after eight seconds, or when its signal aborts', async () => {
  await withServer(
    async ({ url, host }) => {
      jest.useFakeTimers()
      try {
        const trial = tryJoinLine(lineTo(url, url))
        await jest.advanceTimersByTimeAsync(7999)
        expect(await Promise.race([trial, Promise.resolve('waits')])).toBe('waits')
        await jest.advanceTimersByTimeAsync(1)
        expect(await trial).toMatchObject({
          problem: { code: 'hubUnreachable', values: { server: `${host}, ${host}` } },
        })
        // The attempt that was under way ends by itself.
        await jest.advanceTimersByTimeAsync(5000)
        expect(jest.getTimerCount()).toBe(0)
      } finally {
        jest.useRealTimers()
      }
      await expect(tryJoinLine(lineTo(url), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
    },
    { answer: () => '' },
  )
})

test('an invalid line is not tested, and a refusal of the server is reported', async () => {
  expect(await tryJoinLine('clova-home:e30')).toMatchObject({ problem: { code: 'joinLineMalformed' } })
  const refusal = { answer: () => "-ERR 'Authorization Violation'\r\n" }
  await withServer(async ({ url }) => {
    expect(await tryJoinLine(lineTo(url))).toMatchObject({ problem: { code: 'hubCredentialsRefused' } })
  }, refusal)
})
