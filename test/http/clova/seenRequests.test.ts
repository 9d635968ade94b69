import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { parseConfig } from '../../../src/config/load.ts'
import { loadContext } from '../../../src/gateway/environment.ts'
import { startGateway } from '../../../src/gateway/gateway.ts'
import { SeenRequests } from '../../../src/http/clova/seenRequests.ts'
import { hashToken } from '../../../src/oauth/accessTokens.ts'
import { createLogger } from '../../../src/util/logger.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { envelope, postTo, signed, type TestGateway, testGateway } from '../../support/gateway.ts'

const tokenHash = hashToken('a token')

describe('requests that were seen', () => {
  let folder: string
  let warnings: string[]
  let known: string[]
  const open = (more: { readonly file?: string; readonly maxRecords?: number } = {}) => {
    const own = warnings
    return new SeenRequests({
      file: join(folder, 'seen'),
      tokenHashes: () => known,
      warn: (_fields, message) => own.push(message),
      ...more,
    })
  }
  const size = () => statSync(join(folder, 'seen')).size
  beforeEach(() => {
    folder = makeFolder()
    warnings = []
    known = [tokenHash]
  })
  afterEach(() => removeFolder(folder))

  test('are known after a restart', async () => {
    const first = open()
    const signature = randomBytes(256)
    expect([first.checkAndAdd(signature, tokenHash), first.checkAndAdd(signature, tokenHash)]).toEqual([false, true])
    await first.flush()
    expect(open().checkAndAdd(signature, tokenHash)).toBe(true)
    expect(open().checkAndAdd(randomBytes(256), tokenHash)).toBe(false)
    expect(statSync(join(folder, 'seen')).mode & 0o777).toBe(0o600)
  })

  test('are known after 200,000 others with the same access token, also after a restart', async () => {
    const seen = open()
    const first = randomBytes(256)
    seen.checkAndAdd(first, tokenHash)
    const others = randomBytes(200_000 * 6)
    for (let i = 0; i < 200_000; i += 1) seen.checkAndAdd(others.subarray(i * 6, i * 6 + 6), tokenHash)
    await seen.flush()
    expect(seen.checkAndAdd(first, tokenHash)).toBe(true)
    expect(open().checkAndAdd(first, tokenHash)).toBe(true)
    expect(seen.isEnded(tokenHash)).toBe(false)
    expect(size()).toBe(200_001 * 12)
    expect(warnings).toEqual([])
  })

  test('are dropped when their access tokens are gone, and take no room on the disk then', async () => {
    const seen = open()
    const bytes = randomBytes(70_000 * 6)
    for (let i = 0; i < 70_000; i += 1) {
      if (i === 60_000) known = [hashToken('the next token')]
      seen.checkAndAdd(bytes.subarray(i * 6, i * 6 + 6), i < 60_000 ? tokenHash : hashToken('the next token'))
    }
    await seen.flush()
    expect(size()).toBe(10_000 * 12)
    expect(seen.checkAndAdd(bytes.subarray(65_000 * 6), tokenHash)).toBe(true)
  })

  test('if they are too many, the access tokens of the oldest are ended, also after a restart', async () => {
    const seen = open({ maxRecords: 100 })
    const other = hashToken('another token')
    known = [tokenHash, other]
    const first = randomBytes(256)
    seen.checkAndAdd(first, tokenHash)
    for (let i = 0; i < 60; i += 1) seen.checkAndAdd(randomBytes(6), tokenHash)
    expect(seen.isEnded(tokenHash)).toBe(false)
    for (let i = 0; i < 45; i += 1) seen.checkAndAdd(randomBytes(6), other)
    await seen.flush()
    // Nothing is carried out with this access token any more, so it does not matter that the request is forgotten.
    expect([seen.isEnded(tokenHash), seen.isEnded(other)]).toEqual([true, false])
    expect([open().isEnded(tokenHash), open().isEnded(other)]).toEqual([true, false])
    expect(warnings).toEqual([expect.stringContaining('clova-home token create')])
  })

  test('a file that was cut in the middle of one is read up to there, and the next is written whole', async () => {
    const seen = open()
    const signature = randomBytes(256)
    seen.checkAndAdd(signature, tokenHash)
    await seen.flush()
    appendFileSync(join(folder, 'seen'), 'half')
    const next = open()
    expect(next.checkAndAdd(signature, tokenHash)).toBe(true)
    const later = randomBytes(256)
    next.checkAndAdd(later, tokenHash)
    await next.flush()
    expect(open().checkAndAdd(later, tokenHash)).toBe(true)
    expect(size()).toBe(2 * 12)
  })

  test('are kept in memory when the disk cannot be written, which is logged once', async () => {
    const seen = open()
    mkdirSync(join(folder, 'seen'))
    const signature = randomBytes(256)
    seen.checkAndAdd(signature, tokenHash)
    await seen.flush()
    seen.checkAndAdd(randomBytes(16), tokenHash)
    await seen.flush()
    expect(seen.checkAndAdd(signature, tokenHash)).toBe(true)
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

  test('unlocks no door again, when its response is not stored any more', async () => {
    const unlock = lockState('UNLOCKED')
    const send = (body: string) => it.post(body, { SignatureCEK: signed(body) })
    expect(JSON.parse((await send(unlock)).body).header.name).toBe('SetLockStateConfirmation')
    expect(await isLocked()).toBe(false)
    await send(lockState('LOCKED'))
    // The stored response would be sent again; it is dropped after ten minutes.
    const now = performance.now.bind(performance)
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + 11 * 60_000)
    try {
      expect(JSON.parse((await send(unlock)).body).header.name).toMatch(/Error$/)
      expect(await isLocked()).toBe(true)
    } finally {
      clock.mockRestore()
    }
  })

  test('takes no place of ours if its access token is none of ours', async () => {
    const foreign = envelope('HealthCheckRequest', {
      accessToken: 'of another home',
      appliance: { applianceId: 'door' },
    })
    const file = join(it.folder, 'state', 'seen-requests')
    expect(JSON.parse((await it.post(foreign, { SignatureCEK: signed(foreign) })).body).header.name).toMatch(/Error$/)
    const own = lockState('LOCKED')
    await it.post(own, { SignatureCEK: signed(own) })
    await it.control.call('flush', {})
    expect(statSync(file).size).toBe(12)
  })

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
