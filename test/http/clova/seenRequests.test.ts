import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../../../src/config/load.ts'
import { loadContext } from '../../../src/gateway/environment.ts'
import { startGateway } from '../../../src/gateway/gateway.ts'
import { SeenRequests } from '../../../src/http/clova/seenRequests.ts'
import { createLogger } from '../../../src/util/logger.ts'
import { envelope, postTo, signed, type TestGateway, testGateway } from '../../support/gateway.ts'

describe('requests that were seen', () => {
  let folder: string
  let warnings: string[]
  const open = () => {
    const own = warnings
    return new SeenRequests({ file: join(folder, 'seen'), warn: (_fields, message) => own.push(message) })
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clova-home-seen-'))
    warnings = []
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('are known after a restart', async () => {
    const first = open()
    const signature = randomBytes(256)
    expect([first.checkAndAdd(signature), first.checkAndAdd(signature)]).toEqual([false, true])
    await first.flush()
    expect(open().checkAndAdd(signature)).toBe(true)
    expect(open().checkAndAdd(randomBytes(256))).toBe(false)
    expect(statSync(join(folder, 'seen')).mode & 0o777).toBe(0o600)
  })

  test('are known for 32,768 others at least, and take no more than twice that on the disk', async () => {
    const seen = open()
    const first = randomBytes(256)
    seen.checkAndAdd(first)
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 32_700; i += 1) seen.checkAndAdd(randomBytes(16))
      await seen.flush()
      if (round === 0) expect(open().checkAndAdd(first)).toBe(true)
    }
    const sizes = ['seen', 'seen.old'].map((name) => readFileSync(join(folder, name)).length)
    expect(Math.max(...sizes)).toBeLessThan(3 * 32_768 * 16)
    expect(warnings).toEqual([])
  })

  test('a file that was cut in the middle of one is read up to there', async () => {
    const seen = open()
    const signature = randomBytes(256)
    seen.checkAndAdd(signature)
    await seen.flush()
    appendFileSync(join(folder, 'seen'), 'half')
    expect(open().checkAndAdd(signature)).toBe(true)
  })

  test('are kept in memory when the disk cannot be written, which is logged once', async () => {
    const seen = new SeenRequests({ file: '/proc/none/seen', warn: (_fields, message) => warnings.push(message) })
    const signature = randomBytes(256)
    seen.checkAndAdd(signature)
    await seen.flush()
    seen.checkAndAdd(randomBytes(16))
    await seen.flush()
    expect(seen.checkAndAdd(signature)).toBe(true)
    expect(warnings).toHaveLength(1)
  })
})

describe('a request that somebody recorded', () => {
  let it: TestGateway
  beforeEach(async () => {
    it = await testGateway(`
drivers: { memory: { type: virtual } }
appliances:
  - { id: door, name: 문, type: SMARTLOCK, driver: memory, traits: { locked: { value: true } } }
`)
  })
  afterEach(() => it.close())

  const lockState = (value: string) =>
    envelope('SetLockStateRequest', {
      accessToken: it.token,
      appliance: { applianceId: 'door' },
      lockState: value,
    })
  const isLocked = async () => (await it.control.call('appliances', {})).appliances[0]?.state.locked

  test('unlocks no door again, after more than a thousand others', async () => {
    const unlock = lockState('UNLOCKED')
    const send = (body: string) => it.post(body, { SignatureCEK: signed(body) })
    expect(JSON.parse((await send(unlock)).body).header.name).toBe('SetLockStateConfirmation')
    expect(await isLocked()).toBe(false)
    await send(lockState('LOCKED'))
    for (let i = 0; i < 1005; i += 15)
      await Promise.all(
        Array.from({ length: 15 }, () =>
          send(envelope('HealthCheckRequest', { accessToken: it.token, appliance: { applianceId: 'door' } })),
        ),
      )
    expect(JSON.parse((await send(unlock)).body).header.name).toMatch(/Error$/)
    expect(await isLocked()).toBe(true)
  }, 30_000)

  test('unlocks no door again after a restart', async () => {
    const unlock = lockState('UNLOCKED')
    await it.post(unlock, { SignatureCEK: signed(unlock) })
    const { folder } = it
    await it.gateway.close()
    const text = `server: { listen: '127.0.0.1:0' }\nsignature: { publicKey: clova.pem }\nstate: state
drivers: { memory: { type: virtual } }
appliances: [{ id: door, name: 문, type: SMARTLOCK, driver: memory, traits: { locked: { value: true } } }]
`
    const { config } = await parseConfig(join(folder, 'gateway.yaml'), text, { ...loadContext, env: {} })
    if (!config) throw new Error('the configuration is right')
    const next = await startGateway(config, createLogger([], 'silent'))
    const [host = '', port = ''] = next.address().split(':')
    try {
      const answer = await postTo({ host, port }, unlock, { SignatureCEK: signed(unlock) })
      expect(JSON.parse(answer.body).header.name).toMatch(/Error$/)
      expect(await isLocked()).toBe(true)
    } finally {
      await next.close()
    }
  })
})
