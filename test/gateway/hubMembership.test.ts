import type { Logger } from 'pino'
import { HubMembership } from '../../src/gateway/hubMembership.ts'
import { freePort } from '../support/broker.ts'
import { silent } from '../support/log.ts'

const user = `e30.e30.e30 SU${'A'.repeat(56)}`

test('a hub that is not connected becomes a problem of the gateway after ten seconds, and one that cannot be used at once', async () => {
  const hub = new HubMembership(() => () => {}, silent as unknown as Logger)
  const home = '0123456789ab'
  const servers = [`nats://127.0.0.1:${await freePort()}`]
  const realNow = Date.now
  try {
    expect(hub.problem()).toBeUndefined()
    await hub.join({ home, servers, credentials: 'no credentials' })
    expect(hub.problem()).toMatchObject({ code: 'hubUnusable' })
    await hub.join({ home, servers, credentials: user })
    while (!hub.status()?.reason) await new Promise((resolve) => setImmediate(resolve))
    expect(hub.problem()).toBeUndefined()
    Date.now = () => realNow() + 10_000
    expect(hub.problem()).toMatchObject({ code: 'hubUnreachable', text: { en: expect.stringContaining('127.0.0.1') } })
  } finally {
    Date.now = realNow
    await hub.close()
  }
})
