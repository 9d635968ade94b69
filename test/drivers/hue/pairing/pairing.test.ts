import { X509Certificate } from 'node:crypto'
import { jest } from '@jest/globals'
import { pair } from '../../../../drivers/hue/pairing/pairing.ts'
import type { PairingResult } from '../../../../src/home/connectionSetup.ts'
import { createDeadline } from '../../../../src/home/deadline.ts'
import type { Text } from '../../../../src/util/translate.ts'
import { type Bridge, type BridgeOptions, hueBridge } from '../../../support/hue/bridge.ts'
import { authority, selfSigned } from '../../../support/hue/bridgeCertificate.ts'
import { hueResponder } from '../../../support/hue/mdnsResponder.ts'
import { v1Bridge } from '../../../support/hue/v1Bridge.ts'

/** Every bridge here answers, on a busy machine after seconds. */
const timings = { intervalMs: 20, answerTimeoutMs: 30_000 }

interface Outcome {
  readonly paired?: PairingResult
  readonly error?: string
  readonly lines: readonly string[]
  readonly seconds: readonly number[]
}

/** Pairs. `meanwhile` is called at each reported second. @returns the result */
async function pairing(
  host: string | undefined,
  { timeoutMs = 2000, deadlineMs = 60_000, search = {}, plain = false, meanwhile = () => {} } = {},
): Promise<Outcome> {
  const lines: string[] = []
  const seconds: number[] = []
  const onCountdown = (count: number) => {
    seconds.push(count)
    meanwhile()
  }
  const limit = createDeadline(deadlineMs)
  try {
    const request = {
      ...(host !== undefined && { host }),
      allowPlainHttp: plain,
      timeoutMs,
      printLine: (line: Text) => void lines.push(String(line)),
      onCountdown,
    }
    return { paired: await pair(request, limit.signal, { timings, search }), lines, seconds }
  } catch (error) {
    return { error: (error as Error).message, lines, seconds }
  } finally {
    limit.end()
  }
}

async function withBridge<T>(
  work: (bridge: Bridge, host: string) => Promise<T>,
  options: BridgeOptions = {},
): Promise<T> {
  const bridge = await hueBridge(options)
  try {
    return await work(bridge, `127.0.0.1:${bridge.port}`)
  } finally {
    await bridge.close()
  }
}

describe('pairing with a bridge', () => {
  test.each<[string, BridgeOptions]>([
    ['signed by itself', {}],
    ['signed by an authority that nobody knows', { authority: authority() }],
  ])('%s: waits for the button, and stores the key and the certificate', (_name, options) =>
    withBridge(async (bridge, host) => {
      const { paired, lines, seconds } = await pairing(host, {
        timeoutMs: 10_000,
        meanwhile: () => {
          if (bridge.requests.length > 3) bridge.pressed = true
        },
      })
      const fingerprint = new X509Certificate(bridge.certificate).fingerprint256
      expect(paired).toEqual({
        what: expect.objectContaining({
          en: expect.stringContaining('Hue Bridge (BSB002, 001788fffe123456) at 127.0.0.1'),
        }),
        id: '123456',
        keys: { host: '127.0.0.1', port: bridge.port, bridgeId: bridge.id },
        secrets: { applicationKey: expect.any(String), certificate: expect.stringContaining('BEGIN CERTIFICATE') },
      })
      expect(new X509Certificate(paired?.secrets.certificate ?? '').fingerprint256).toBe(fingerprint)
      expect(lines.join('\n')).toContain(fingerprint)
      expect(lines.join('\n')).not.toContain(paired?.secrets.applicationKey)
      expect(seconds[0]).toBe(10)
      expect(bridge.requests.at(-1)?.body).toEqual({ devicetype: expect.stringMatching(/^clova-home#[\w-]{0,19}$/) })
    }, options),
  )

  test.each<[string, (bridge: Bridge) => void, RegExp]>([
    ['the button is never pressed', () => {}, /button was not pressed within .* nothing was written/],
    [
      'it refuses',
      (bridge) => {
        bridge.refusal = [{ error: { type: 901, address: '/', description: 'Internal error, 404' } }]
      },
      /refused: Internal error, 404 \(error 901\)/,
    ],
    [
      'it gives a key that is none',
      (bridge) => {
        bridge.refusal = [{ success: { username: 'with spaces' } }]
      },
      /gave an answer that is none/,
    ],
    [
      'its software is old',
      (bridge) => {
        bridge.software = '1940000000'
      },
      /too old \(1940000000\): update it/,
    ],
    [
      'it says another id than its certificate',
      (bridge) => bridge.become('001788fffe000001', selfSigned('001788fffe000002')),
      /says that it is 001788fffe000001, and its certificate says 001788fffe000002/,
    ],
    [
      'its certificate is of something else',
      (bridge) => bridge.become('001788fffe000001', selfSigned('router.lan')),
      /is no Hue bridge: its certificate/,
    ],
  ])('fails with a clear message: %s', (_name, prepare, words) =>
    withBridge(async (bridge, host) => {
      prepare(bridge)
      const { error, paired } = await pairing(host, { timeoutMs: 100 })
      expect(paired).toBeUndefined()
      expect(error).toMatch(words)
    }),
  )

  test('sends nothing to a bridge that takes the place of the first while waiting for the button', () =>
    withBridge(async (bridge, host) => {
      let before = 0
      const now = performance.now.bind(performance)
      const clock = jest.spyOn(performance, 'now')
      const { error } = await pairing(host, {
        timeoutMs: 60_000,
        meanwhile: () => {
          // It was asked, and the time is over.
          if (bridge.id !== '001788fffe123456') return void clock.mockImplementation(() => now() + 60_000)
          if (bridge.requests.length < 3) return
          bridge.pressed = true
          bridge.become('ecb5fafffe000001')
          before = bridge.requests.length
        },
      })
      clock.mockRestore()
      expect(error).toMatch(/does not answer/)
      expect(bridge.requests.length).toBe(before)
    }))

  test.each<[string, string, RegExp]>([
    [
      'nobody',
      '127.0.0.1:1',
      /nothing that could be a bridge answers at 127.0.0.1: .*nothing listens there \(ECONNREFUSED\)/,
    ],
    ['no address', 'http://192.168.1.20/', /is no address/],
    ['no port', '192.168.1.20:99999', /is no address/],
  ])('fails if %s is there', async (_name, host, words) => {
    expect((await pairing(host)).error).toMatch(words)
  })

  test('uses plain HTTP with an old bridge if it was named', async () => {
    const old = await v1Bridge()
    try {
      const host = `127.0.0.1:${old.port}`
      const { error } = await pairing(host)
      expect(error).toMatch(/what listens there does not speak TLS.* add --plain: then its key goes over the network/)
      expect(old.requestCount).toBe(0)
      expect((await pairing(host, { timeoutMs: 100, plain: true })).error).toMatch(/button was not pressed/)
      old.pressed = true
      expect((await pairing(host, { plain: true })).paired).toEqual({
        what: expect.objectContaining({ en: expect.stringContaining('plain HTTP') }),
        id: '0000aa',
        keys: { host: '127.0.0.1', port: old.port, bridgeId: '001788fffe0000aa', api: 'v1' },
        secrets: { applicationKey: 'new-key' },
      })
      old.mode = 'html'
      expect((await pairing(host, { plain: true })).error).toMatch(
        /over plain HTTP: what answers at .* is no Hue bridge/,
      )
    } finally {
      await old.close()
    }
  })

  test('does not try plain HTTP if the certificate is wrong', () =>
    withBridge(async (bridge, host) => {
      bridge.become('001788fffe000001', selfSigned('router.lan'))
      expect((await pairing(host, { plain: true })).error).toMatch(/is no Hue bridge: its certificate/)
      expect(bridge.requests).toEqual([])
    }))

  test('ends when it is aborted', () =>
    withBridge(async (_bridge, host) => {
      expect((await pairing(host, { deadlineMs: 200, timeoutMs: 30_000 })).error).toMatch(/no answer within 200 ms/)
    }))

  test('pairs with the one bridge whose button is pressed', () =>
    withBridge((other) =>
      withBridge(
        async (bridge) => {
          const at = ({ id, port }: Bridge) => ({ name: id, id, address: '127.0.0.1', port })
          const responder = await hueResponder([
            at(other),
            at(bridge),
            { ...at(bridge), name: 'x', id: '001788fffe999999' },
          ])
          try {
            bridge.pressed = true
            const to = { address: '127.0.0.1', port: responder.port }
            const search = { endpoints: [{ to }], timings: { durationMs: 1000, intervalMs: 50 } }
            const { paired, lines, error } = await pairing(undefined, { search })
            expect(error).toBeUndefined()
            expect(paired?.keys.bridgeId).toBe(bridge.id)
            expect(lines.filter((line) => line.startsWith('Press'))).toHaveLength(2)
            expect(lines.join('\n')).toMatch(
              /another bridge answers at 127.0.0.1: ecb5fafffe000001, and not 001788fffe999999/,
            )
            responder.bridges = []
            expect((await pairing(undefined, { search })).error).toMatch(/no bridge was found on the network/)
          } finally {
            await responder.close()
          }
        },
        { id: 'ecb5fafffe000001' },
      ),
    ))
})
