import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { cacheFileName, SignatureKey } from '../../../src/http/clova/publicKey.ts'
import { eventually } from '../../drivers/driverContract.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { safely } from '../../support/safely.ts'

const pemOf = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }) as string
const keyOf = (privatePem: string | undefined) => {
  const privateKey = createPrivateKey(String(privatePem))
  return {
    pem: pemOf(createPublicKey(privateKey)),
    sign: (body: Buffer) => sign('RSA-SHA256', body, privateKey),
  }
}
const [first, second] = [keyOf(process.env.CLOVA_HOME_TEST_KEY), keyOf(process.env.CLOVA_HOME_OTHER_TEST_KEY)]
const body = Buffer.from('{}')
const ofStranger = Buffer.alloc(256, 1)

describe("CLOVA's public key", () => {
  const folder = makeFolder()
  let copy: string
  let copies = 0
  let server: Server
  let url: string
  let published: string
  let status: number
  let asked: number
  let warned: string[]
  let now: number | undefined
  const open = (source = url, cacheFile = copy) => {
    // That of this test: a download of the test before may still end.
    const own = warned
    return new SignatureKey({
      source,
      cacheFile,
      warn: (fields, message) => void own.push(message + JSON.stringify(fields)),
      ...(now !== undefined && { now: () => Number(now) }),
    })
  }
  /** Waits until the download that runs has ended. */
  const fetched = (key: SignatureKey) => key.verifyWithRefreshedKey(body, ofStranger)

  beforeEach(async () => {
    published = first.pem
    status = 200
    asked = 0
    warned = []
    now = 0
    // Each test has a copy of its own: the test before may still be writing its own.
    copies += 1
    copy = join(folder, `copy${copies}.pem`)
    server = createServer((_request, response) => {
      asked += 1
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(published)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/key.pem`
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))
  afterAll(() => removeFolder(folder))

  test('comes from a PEM file', async () => {
    const file = join(folder, 'not-https:.pem')
    writeFileSync(file, first.pem)
    const key = open(file)
    expect(key.verify(body, first.sign(body))).toBe(true)
    expect(key.verify(body, second.sign(body))).toBe(false)
    expect(await key.verifyWithRefreshedKey(body, second.sign(body))).toBe(false)
    await new Promise((next) => setImmediate(next))
    expect(warned).toEqual([])
  })

  test.each([
    ['is not there', undefined, 'ENOENT'],
    ['is none', '<html>', 'it is not a public key in PEM form'],
  ])('is missing and reported if its file %s', async (_what, text, reason) => {
    const file = join(folder, 'wrong.pem')
    if (text !== undefined) writeFileSync(file, text)
    const key = open(file)
    rmSync(file, { force: true })
    expect(key.verify(body, first.sign(body))).toBe(false)
    expect(key.problem()?.en).toBe(`the public key ${file} cannot be used: ${reason}`)
    expect(warned).toEqual([`the public key cannot be used; no request is accepted${JSON.stringify({ file, reason })}`])
  })

  test('is fetched if the saved copy is damaged or missing; only a damaged copy is logged', async () => {
    writeFileSync(copy, 'damaged')
    const key = open()
    await fetched(key)
    expect(key.verify(body, first.sign(body))).toBe(true)
    expect(key.problem()).toBeUndefined()
    expect(warned).toEqual([expect.stringContaining(copy)])
    await eventually(() => safely(() => readFileSync(copy, 'utf8')) === first.pem)
    warned = []
    rmSync(copy)
    const next = open()
    await fetched(next)
    expect(next.verify(body, first.sign(body))).toBe(true)
    expect(warned).toEqual([])
    await eventually(() => existsSync(copy))
  })

  test('is used although it cannot be saved, which is logged', async () => {
    const taken = join(folder, 'taken')
    mkdirSync(taken)
    const key = open(url, taken)
    await fetched(key)
    expect(key.verify(body, first.sign(body))).toBe(true)
    await eventually(() => warned.length === 2)
    expect(warned[1]).toMatch(/^the public key cannot be kept on disk.*taken.*EISDIR/)
  })

  test('is fetched again a minute after the last attempt, and no sooner', async () => {
    status = 503
    const key = open()
    const refresh = () => key.verifyWithRefreshedKey(body, first.sign(body))
    await refresh()
    now = 59_999
    await refresh()
    expect(asked).toBe(1)
    now = 60_000
    await refresh()
    expect(asked).toBe(2)
  })

  test('is fetched at most once a minute by the monotonic clock', async () => {
    status = 503
    now = undefined
    const key = open()
    await fetched(key)
    await fetched(key)
    expect(asked).toBe(1)
  })

  test('is saved in a file whose name depends on the URL', () => {
    expect(cacheFileName('https://a/key.pem')).toBe('public-key-fd44452aa750.pem')
    expect(cacheFileName('https://b/key.pem')).not.toBe(cacheFileName('https://a/key.pem'))
  })

  test('is not fetched at the start if there is a copy', async () => {
    writeFileSync(copy, first.pem)
    open('http://example.com/key.pem')
    await new Promise((next) => setImmediate(next))
    expect(warned).toEqual([])
  })

  test('is fetched from its URL and saved, so that a restart without internet works', async () => {
    const key = open()
    // Nobody has to ask for it.
    await eventually(() => key.verify(body, first.sign(body)))
    await eventually(() => safely(() => readFileSync(copy, 'utf8')) === first.pem)
    status = 500
    expect(open().verify(body, first.sign(body))).toBe(true)
    expect(asked).toBe(1)
  })

  test('is fetched once when a signature fails, and used if it verifies the signature', async () => {
    writeFileSync(copy, first.pem)
    published = second.pem
    const key = open()
    const attempts = await Promise.all([1, 2, 3].map(() => key.verifyWithRefreshedKey(body, second.sign(body))))
    expect(attempts).toEqual([true, true, true])
    expect(asked).toBe(1)
    expect(key.verify(body, second.sign(body))).toBe(true)
  })

  test('stays in force when another key is published that does not verify the signature', async () => {
    writeFileSync(copy, first.pem)
    published = second.pem
    const key = open()
    expect(await key.verifyWithRefreshedKey(body, ofStranger)).toBe(false)
    expect(key.verify(body, first.sign(body))).toBe(true)
    await eventually(() => safely(() => readFileSync(copy, 'utf8')) === first.pem)
  })

  test('that was published later is used from its first valid request on, whichever request caused the fetch; it is fetched once a minute', async () => {
    writeFileSync(copy, first.pem)
    published = second.pem
    const key = open()
    // A stranger signs wrongly before CLOVA comes with its new key, and goes on doing so.
    expect(await key.verifyWithRefreshedKey(body, ofStranger)).toBe(false)
    now = 60_000
    expect(await key.verifyWithRefreshedKey(body, second.sign(body))).toBe(true)
    expect(key.verify(body, second.sign(body))).toBe(true)
    await eventually(() => safely(() => readFileSync(copy, 'utf8')) === second.pem)
    expect(asked).toBe(1)
  })

  test('is used at once if there is no other key', async () => {
    status = 503
    const key = open()
    await fetched(key)
    expect(key.problem()?.en).toContain('503')
    expect(await key.verifyWithRefreshedKey(body, ofStranger)).toBe(false)
    status = 200
    expect(key.verify(body, first.sign(body))).toBe(false)
    now = 61_000
    expect(await key.verifyWithRefreshedKey(body, ofStranger)).toBe(false)
    expect(key.verify(body, first.sign(body))).toBe(true)
    await eventually(() => safely(() => readFileSync(copy, 'utf8')) === first.pem)
  })

  test.each([
    ['too small a key', () => pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey), 200, 'bits'],
    ['a key of another kind', () => pemOf(generateKeyPairSync('ed25519').publicKey), 200, 'not RSA'],
    ['a page', () => '<html>', 200, 'not a public key'],
    ['too much', () => 'x'.repeat(20_000), 200, 'longer'],
    ['a redirect', () => '', 302, 'status 302'],
    ['an error', () => '', 503, 'status 503'],
  ])('is refused when the URL gives %s', async (_what, text, code, why) => {
    published = text()
    status = code
    const key = open()
    expect(await key.verifyWithRefreshedKey(body, first.sign(body))).toBe(false)
    expect(key.problem()?.en).toContain(why)
    expect(warned.join()).toContain(why)
  })

  test('is not fetched over plain http from another host', async () => {
    const key = open('http://example.com/key.pem')
    expect(await key.verifyWithRefreshedKey(body, first.sign(body))).toBe(false)
    expect(key.problem()?.en).toContain('not https')
  })
})
