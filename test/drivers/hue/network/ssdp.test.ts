import { findBridgesBySsdp } from '../../../../drivers/hue/network/ssdp.ts'
import { scanBridges } from '../../../../drivers/hue/pairing/scan.ts'
import { createDeadline } from '../../../../src/home/deadline.ts'
import { hueBridge } from '../../../support/hue/bridge.ts'
import { hueResponder } from '../../../support/hue/mdnsResponder.ts'
import { type SsdpResponder, ssdpAnswer, ssdpResponder } from '../../../support/hue/ssdpResponder.ts'
import { silent } from '../../../support/log.ts'

const id = '001788fffe0000aa'
const round = ssdpAnswer(id, 'http://192.168.1.21:80/description.xml')

let responder: SsdpResponder
beforeAll(async () => {
  responder = await ssdpResponder([])
})
afterAll(() => responder.close())
const search = (durationMs = 150) => ({ to: [{ address: '127.0.0.1', port: responder.port }], durationMs })
/** Waits as long as a busy machine may take, but for no more than these. */
const until = (count: number) => ({ ...search(10_000), enough: (found: readonly unknown[]) => found.length >= count })
const limited = async <T>(work: (signal: AbortSignal) => Promise<T>, ms = 15_000): Promise<T> => {
  const limit = createDeadline(ms)
  try {
    return await work(limit.signal as AbortSignal)
  } finally {
    limit.end()
  }
}

describe('bridges that answer to SSDP only', () => {
  test.each<[string, string[], object[]]>([
    ['the round one', [round], [{ id, address: '127.0.0.1', port: 80 }]],
    ['one that says it twice', [round, round], [{ id, address: '127.0.0.1', port: 80 }]],
    [
      'a program on another port',
      [ssdpAnswer(id, 'http://192.168.1.21:8300/description.xml')],
      [{ id, address: '127.0.0.1', port: 8300 }],
    ],
    [
      'one that says no port',
      [ssdpAnswer(id, 'http://192.168.1.21/description.xml')],
      [{ id, address: '127.0.0.1', port: 80 }],
    ],
    ['something else of the house', [round.replace(/hue-bridgeid.*\r\n/, '')], []],
    ['an id that is none', [round.replace(/bridgeid: .*\r/, 'bridgeid: 0017\r')], []],
    ['a port that is none', [ssdpAnswer(id, 'http://192.168.1.21:99999/x')], []],
    ['an error', [round.replace('200 OK', '500 No')], []],
    ['junk', ['\u0000\u00ff', ''], []],
  ])('%s', async (_name, answers, found) => {
    responder.answers = answers
    expect(
      await limited((signal) => findBridgesBySsdp(signal, found.length > 0 ? until(found.length) : search())),
    ).toEqual(found)
  })

  test('answers beyond the limit are ignored', async () => {
    responder.answers = Array.from({ length: 100 }, (_, i) =>
      ssdpAnswer(`001788fffe${i.toString(16).padStart(6, '0')}`, 'http://192.168.1.21:80/'),
    )
    expect((await limited((signal) => findBridgesBySsdp(signal, search(500)))).length).toBeLessThanOrEqual(64)
  })

  test('the search is sent twice and ends when it is aborted', async () => {
    responder.answers = []
    responder.searches.length = 0
    await limited((signal) => findBridgesBySsdp(signal, search(600)))
    // What was sent may come later than the search ends.
    while (responder.searches.length < 2) await new Promise((resolve) => setImmediate(resolve))
    expect(responder.searches).toHaveLength(2)
    await expect(limited((signal) => findBridgesBySsdp(signal, search(60_000)), 50)).rejects.toThrow(/within 50 ms/)
  })

  test('a search on all real interfaces ends in time', async () => {
    expect(Array.isArray(await limited((signal) => findBridgesBySsdp(signal, { durationMs: 100 })))).toBe(true)
  })
})

test('the network scan lists each bridge once, and one at a given address', async () => {
  const bridge = await hueBridge()
  const mdns = await hueResponder([{ name: 'b', id: '001788fffe0000bb', address: '192.168.1.22', port: 443 }])
  try {
    responder.answers = [round, ssdpAnswer('001788fffe0000bb', 'http://192.168.1.22:80/')]
    const ways = {
      mdns: {
        endpoints: [{ to: { address: '127.0.0.1', port: mdns.port } }],
        timings: { durationMs: 10_000, intervalMs: 50 },
        enough: (found: readonly unknown[]) => found.length > 0,
      },
      ssdp: until(2),
    }
    const hosts = [`127.0.0.1:${bridge.port}`, '127.0.0.1:1', 'no address/']
    const seen = await limited((signal) => scanBridges(silent, signal, hosts, ways))
    expect(seen.map(({ keys }) => keys)).toEqual([
      { host: '127.0.0.1', port: bridge.port, bridgeId: bridge.id },
      { host: '192.168.1.22', bridgeId: '001788fffe0000bb' },
      { host: '127.0.0.1', bridgeId: id },
    ])
    expect(seen.at(-1)?.problem).toMatchObject({ en: expect.stringContaining('--plain') })
    expect(bridge.requests).toEqual([])
  } finally {
    await mdns.close()
    await bridge.close()
  }
})
