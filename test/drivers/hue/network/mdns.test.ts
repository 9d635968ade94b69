import { findBridges, type Search, whereIs } from '../../../../drivers/hue/network/mdns.ts'
import { scanBridges } from '../../../../drivers/hue/pairing/scan.ts'
import { createDeadline } from '../../../../src/home/deadline.ts'
import { atOnce } from '../../../support/atOnce.ts'
import { type AnnouncedBridge, hueResponder, type MdnsResponder } from '../../../support/hue/mdnsResponder.ts'
import { silent } from '../../../support/log.ts'

const one: AnnouncedBridge = { name: 'Hue Bridge - 123456', id: '001788fffe123456', address: '192.168.1.20', port: 443 }
const two: AnnouncedBridge = { name: 'Hue Bridge - ABCDEF', id: 'ecb5fafffeabcdef', address: '192.168.1.21', port: 443 }
const shown = ({ id, address, port }: AnnouncedBridge) => ({ id, address, port, model: 'BSB002' })

async function looking(
  announced: AnnouncedBridge[],
  work: (responder: MdnsResponder, search: Search, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const responder = await hueResponder(announced)
  const limit = createDeadline(5000)
  const to = { address: '127.0.0.1', port: responder.port }
  try {
    await work(responder, { endpoints: [{ to }], timings: { durationMs: 600, intervalMs: 50 } }, limit.signal)
  } finally {
    limit.end()
    await responder.close()
  }
}

/** Waits as long as a busy machine may take, until one is found. */
const patient = (search: Search): Search => ({
  ...search,
  timings: { durationMs: 10_000, intervalMs: 50 },
  enough: (found) => found.length > 0,
})

/** Nobody listens on that port of this machine. */
const nobody = { to: [{ address: '127.0.0.1', port: 9 }], durationMs: 50 }

describe('bridges on the network', () => {
  test.each<['whole' | 'piecemeal']>([['whole'], ['piecemeal']])('are found by their announcements, %s', (style) =>
    looking([two, one], async (responder, search, signal) => {
      responder.style = style
      expect(await findBridges(signal, { ...search, enough: (found) => found.length === 2 })).toEqual([
        shown(one),
        shown(two),
      ])
    }),
  )

  test('the address of the sender is preferred among several announced ones', () =>
    looking([{ ...one, address: '172.17.0.1' }], async (responder, search, signal) => {
      responder.extraAnswers = [{ name: `${one.id}.local`, type: 'A', ttl: 10, data: '127.0.0.1' }]
      expect(await findBridges(signal, patient(search))).toEqual([{ ...shown(one), address: '127.0.0.1' }])
    }))

  test('without any bridge the search ends after repeated queries', () =>
    looking([], async (responder, search, signal) => {
      expect(await findBridges(signal, search)).toEqual([])
      expect(responder.queryCount).toBeGreaterThan(1)
    }))

  test.each<[string, Partial<AnnouncedBridge>]>([
    ['an id that is none', { id: 'hello' }],
    ['no port', { port: 0 }],
  ])('do not include those with %s', (_name, wrong) =>
    looking([{ ...one, ...wrong }, two], async (_responder, search, signal) => {
      expect(await findBridges(signal, search)).toEqual([shown(two)])
    }),
  )

  test('ids are compared without case', () =>
    looking([{ ...one, id: one.id.toUpperCase() }], async (_responder, search, signal) => {
      expect(await whereIs(one.id.toUpperCase(), signal, search)).toEqual(shown(one))
    }))

  test('the address of the sender is used if no address is announced', () =>
    looking([], async (responder, search, signal) => {
      const name = `${one.name}._hue._tcp.local`
      responder.extraAnswers = [
        { name: '_hue._tcp.local', type: 'PTR', ttl: 10, data: name },
        { name, type: 'SRV', ttl: 10, data: { target: 'nowhere.local', port: 443 } },
        { name, type: 'TXT', ttl: 10, data: `bridgeid=${one.id}` },
      ]
      expect(await findBridges(signal, search)).toEqual([{ id: one.id, address: '127.0.0.1', port: 443 }])
    }))

  test('a goodbye packet removes a bridge', () =>
    looking([two], async (responder, search, signal) => {
      const name = `${one.name}._hue._tcp.local`
      responder.extraAnswers = [
        { name, type: 'SRV', ttl: 0, data: { target: 'gone.local', port: 443 } },
        { name, type: 'TXT', ttl: 0, data: `bridgeid=${one.id}` },
      ]
      expect(await findBridges(signal, search)).toEqual([shown(two)])
    }))

  test('a bridge is found by its id', () =>
    looking([one, two], async (responder, search, signal) => {
      expect(await whereIs(one.id, signal, search)).toEqual(shown(one))
      const moved = { ...one, address: '192.168.1.99', port: 8443 }
      responder.bridges = [two, moved]
      expect(await whereIs(one.id, signal, search)).toEqual(shown(moved))
      responder.bridges = [two]
      expect(await whereIs(one.id, signal, search)).toBeUndefined()
    }))

  test('the search ends at once when it is aborted', () =>
    looking([], async (_responder, search) => {
      const short = createDeadline(20)
      const found = findBridges(short.signal, { ...search, timings: { durationMs: 60_000, intervalMs: 50 } })
      const failed = expect(found).rejects.toMatchObject({ reason: { code: 'offline' } })
      await new Promise((resolve) => short.signal.addEventListener('abort', resolve))
      await atOnce(failed)
      await expect(findBridges(short.signal, search)).rejects.toMatchObject({ reason: { code: 'offline' } })
    }))

  test.each<[string, Buffer]>([
    ['no DNS', Buffer.from('<html>')],
    ['nothing', Buffer.alloc(0)],
    ['half an answer', Buffer.from('000084000000000100000000045f687565', 'hex')],
  ])('an answer that is %s is ignored', (_name, junk) =>
    looking([one], async (responder, search, signal) => {
      responder.junk = junk
      expect(await findBridges(signal, search)).toEqual([])
      responder.junk = undefined
      expect(await findBridges(signal, search)).toEqual([shown(one)])
    }),
  )

  test('a responder that announces a new name in each answer does not cause a query for each', () =>
    looking([], async (responder, search, signal) => {
      const durationMs = 600
      Object.defineProperty(responder, 'extraAnswers', {
        get: () => [{ name: `${responder.queryCount}._hue._tcp.local`, type: 'PTR', ttl: 10, data: 'x' }],
      })
      await findBridges(signal, { ...search, timings: { durationMs, intervalMs: durationMs } })
      // 32 at once, and those of the interval at the beginning and at the end.
      expect(responder.queryCount).toBeLessThanOrEqual(34)
    }))

  test('a port in use and a missing interface do not prevent the search', () =>
    looking([one], async (responder, search, signal) => {
      const places = [
        { port: responder.port, to: { address: '127.0.0.1', port: 9 } },
        { from: '192.0.2.1' },
        ...(search.endpoints ?? []),
      ]
      expect(await findBridges(signal, { ...search, endpoints: places })).toEqual([shown(one)])
    }))

  test('are listed by the network scan, with the next step', () =>
    looking([one], async (_responder, search, signal) => {
      expect(await scanBridges(silent, signal, [], { mdns: patient(search), ssdp: nobody })).toEqual([
        {
          description: expect.objectContaining({ en: 'Hue bridge 001788fffe123456 (BSB002) at 192.168.1.20' }),
          keys: { host: '192.168.1.20', bridgeId: '001788fffe123456' },
          problem: expect.objectContaining({
            en: expect.stringContaining('clova-home pair hue --host 192.168.1.20'),
          }),
        },
      ])
      const over = createDeadline(0)
      await new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()))
      expect(await scanBridges(silent, over.signal, [], { mdns: search, ssdp: nobody })).toEqual([])
    }))

  test('a search on all real interfaces ends in time', async () => {
    const limit = createDeadline(5000)
    try {
      const found = await findBridges(limit.signal, { timings: { durationMs: 100, intervalMs: 50 } })
      expect(Array.isArray(found)).toBe(true)
    } finally {
      limit.end()
    }
  })
})
