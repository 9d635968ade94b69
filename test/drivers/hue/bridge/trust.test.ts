import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { connectBridge } from '../../../../drivers/hue/bridge/connection.ts'
import { hueConfigSchema } from '../../../../drivers/hue/config.ts'
import { testContext } from '../../../support/context.ts'
import { inFolder } from '../../../support/folder.ts'
import { type Bridge, hueBridge } from '../../../support/hue/bridge.ts'
import { authority, selfSigned } from '../../../support/hue/bridgeCertificate.ts'
import { lamp } from '../../../support/hue/bridgeHome.ts'
import { hueHomes, hueOn, quickTimings } from '../../../support/hue/hueFixture.ts'
import { hueResponder } from '../../../support/hue/mdnsResponder.ts'
import { eventually } from '../../driverContract.ts'

const homes = hueHomes()
afterEach(homes.close)

const living = lamp('Living lamp', { kind: 'white', on: true, brightness: 50 })
const one = { resources: [living] }
const named = { light: 'Living lamp' }

describe('trust:', () => {
  const ready = async (bridge: Bridge, also: object) => {
    const connection = hueOn(
      bridge,
      { certificate: undefined, ...also },
      { context: testContext({ resolveFile: (name) => name }) },
    )
    await connection.ready
    const found = connection.discovery?.devices().length
    const problems = connection.problems?.().map(String)
    await connection.close()
    return { found, problems }
  }
  const print = (bridge: Bridge) => new X509Certificate(bridge.certificate).fingerprint256

  test('a fingerprint is enough for a self-signed certificate and for one of another authority', async () => {
    for (const signed of [{}, { authority: authority() }]) {
      const bridge = await hueBridge({ ...one, ...signed })
      expect(await ready(bridge, { fingerprint: print(bridge) })).toEqual({ found: 1, problems: [] })
      expect(await ready(bridge, { certificate: bridge.certificate })).toEqual({ found: 1, problems: [] })
      expect(await ready(bridge, { certificate: bridge.certificate, fingerprint: print(bridge) })).toMatchObject({
        found: 1,
      })
      await bridge.close()
    }
  })

  test('a fingerprint is enough at an IPv6 address in brackets', async () => {
    // Of IPv4 by an address of IPv6, which a machine without IPv6 knows too.
    const bridge = await hueBridge({ ...one, address: '::ffff:127.0.0.1' })
    expect(await ready(bridge, { host: '[::ffff:127.0.0.1]', fingerprint: print(bridge) })).toEqual({
      found: 1,
      problems: [],
    })
    await bridge.close()
  })

  test('a wrong fingerprint is refused before the key is sent', async () => {
    const bridge = await hueBridge(one)
    const { found, problems } = await ready(bridge, { fingerprint: '0'.repeat(64) })
    expect(found).toBe(0)
    expect(problems).toEqual([expect.stringContaining('not who was paired with')])
    expect(bridge.requests).toEqual([])
    await bridge.close()
  })

  test('a changed certificate is refused, by the requests and by the stream', async () => {
    const { bridge, connection, device, read, set } = await homes.open(one)
    const lamp = device(named)
    const before = bridge.requests.length
    bridge.become(bridge.id, selfSigned(bridge.id))
    await eventually(async () => !(await read(lamp)).online)
    expect(await set(lamp, { power: false })).toBe('offline')
    await eventually(() => connection.problems?.().join().includes('not who was paired with') === true)
    expect(bridge.requests).toHaveLength(before)
  })

  test('another bridge of the same authority is refused by its name', async () => {
    const signify = authority()
    const bridge = await hueBridge({ ...one, authority: signify })
    await inFolder(async (folder) => {
      const ca = `${folder}/ca.pem`
      writeFileSync(ca, signify.cert)
      expect(await ready(bridge, { ca, bridgeId: bridge.id })).toEqual({ found: 1, problems: [] })
      const before = bridge.requests.length
      expect(await ready(bridge, { ca, bridgeId: '001788fffe999999' })).toEqual({
        found: 0,
        problems: [expect.stringContaining('not who was paired with')],
      })
      expect(bridge.requests).toHaveLength(before)
    })
    await bridge.close()
  })

  test('another bridge behind the same certificate is reported', async () => {
    const bridge = await hueBridge(one)
    expect(await ready(bridge, { certificate: bridge.certificate, bridgeId: '001788fffe999999' })).toEqual({
      found: 0,
      problems: [
        expect.stringMatching(/another bridge is at 127.0.0.1:\d+: 001788fffe123456 and not 001788fffe999999/),
      ],
    })
    await bridge.close()
  })

  test('a certificate that is signed by the pinned one is refused', async () => {
    const signify = authority()
    const bridge = await hueBridge({ ...one, authority: signify })
    expect(await ready(bridge, { certificate: signify.cert })).toEqual({
      found: 0,
      problems: [expect.stringContaining('not who was paired with')],
    })
    expect(bridge.requests).toEqual([])
    await bridge.close()
  })

  test('NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off', async () => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    const bridge = await hueBridge(one)
    try {
      for (const also of [
        { certificate: selfSigned(bridge.id).cert },
        { fingerprint: '0'.repeat(64) },
        { certificate: authority().cert, bridgeId: bridge.id },
      ])
        expect(await ready(bridge, also)).toMatchObject({ found: 0 })
      expect(bridge.requests).toEqual([])
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
      await bridge.close()
    }
  })

  test('a wrong clock is reported, and the connection is tried again soon', async () => {
    const bridge = await hueBridge(one)
    const { id } = bridge
    bridge.become(id, selfSigned(id, Date.now() + 3_600_000))
    const { certificate } = bridge
    const timings = { ...quickTimings, refused: 60_000 }
    const connection = hueOn({ ...bridge, certificate }, {}, { timings })
    await connection.ready
    expect(connection.problems?.().map(String)).toEqual([
      expect.stringMatching(/the clock of this machine is wrong: it says 20\d\d-/),
    ])
    const tries = bridge.handshakes
    await eventually(() => bridge.handshakes > tries + 1)
    await connection.close()
    await bridge.close()
  })

  test.each<[string, object, RegExp]>([
    ['is not there', { certificate: 'nowhere.pem' }, /the file nowhere.pem, which "certificate" names, is not there/],
    ['is a folder', { certificate: '.' }, /the file \., which "certificate" names, cannot be read \(EISDIR\)/],
    ['is not there', { ca: 'nowhere.pem', bridgeId: '001788fffe123456' }, /the file nowhere.pem, which "ca" names/],
    [
      'is no certificate',
      { certificate: 'package.json' },
      /package.json, which "certificate" names, is no certificate/,
    ],
    [
      'is no certificate',
      { certificate: '-----BEGIN CERTIFICATE-----' },
      /the text of "certificate" is no certificate/,
    ],
  ])('a file that %s is reported: %p', async (_what, also, words) => {
    const bridge = await hueBridge(one)
    expect(await ready(bridge, also)).toEqual({ found: 0, problems: [expect.stringMatching(words)] })
    await bridge.close()
  })
})

describe('the address of the bridge:', () => {
  const nobody = { id: '001788fffe123456', key: 'key', certificate: selfSigned('001788fffe123456').cert }

  test.each<[string, object, RegExp]>([
    [
      'nothing listens',
      { port: 1 },
      /the bridge at 127.0.0.1:1 cannot be reached: nothing listens there \(ECONNREFUSED\)/,
    ],
    [
      'no such name',
      { host: 'bridge.invalid' },
      /cannot be reached: (there is no such name|its name cannot be looked up)/,
    ],
  ])('%s is reported', async (_what, also, words) => {
    const connection = hueOn({ ...nobody, port: 1 }, also)
    await connection.ready
    expect(connection.problems?.().map(String)).toEqual([expect.stringMatching(words)])
    await connection.close()
  })

  test('another bridge in its place is reported, with what to do', async () => {
    const { bridge, connection, device, read } = await homes.open(one)
    bridge.become('ecb5fafffe000001')
    await eventually(() => /another bridge is at 127.0.0.1:\d+: ecb5fafffe000001/.test(String(connection.problems?.())))
    expect(connection.problems?.().join()).toContain(`clova-home pair hue --host 127.0.0.1:${bridge.port}`)
    expect(String((await read(device(named))).offlineReason)).toMatch(/another bridge/)
  })

  test('a bridge that moved is found by its id, and both addresses are reported', async () => {
    const bridge = await hueBridge({ ...one, address: '127.0.0.2' })
    const { id, port, key: applicationKey, certificate } = bridge
    const responder = await hueResponder([{ name: 'bridge', id, address: '127.0.0.2', port }])
    const to = { address: '127.0.0.1', port: responder.port }
    const search = { endpoints: [{ to }], timings: { durationMs: 1000, intervalMs: 50 } }
    const whole = hueConfigSchema.parse({ host: '127.0.0.1', port: 1, bridgeId: id, applicationKey, certificate })
    const lines: string[] = []
    const say = (_fields: object, message: string) => void lines.push(message)
    const log = { debug: say, info: say, warn: say, error: say }
    const line = connectBridge(whole, testContext({ log }), quickTimings, search)
    try {
      await eventually(() => line.state === 'streaming')
      const words = `has moved from 127.0.0.1 to 127.0.0.2:${port}`
      expect(String(line.notice?.())).toContain(words)
      expect(lines.join()).toContain(words)
      expect(line.problem()).toBeUndefined()
    } finally {
      await line.close()
      await responder.close()
      await bridge.close()
    }
  })
})
