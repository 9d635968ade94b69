import fc from 'fast-check'
import { decodeMeasurement, knownTypes, modelOf } from '../../../drivers/ir/broadlink/models.ts'
import {
  decodeCommand,
  decodePacket,
  decrypt,
  encodeCommand,
  encodePacket,
  hello,
  packetSum,
  parseDiscoveryReply,
  ping,
} from '../../../drivers/ir/broadlink/packet.ts'
import { withSum } from '../../support/broadlink.ts'
import '../../support/randomRuns.ts'

const u16 = fc.integer({ min: 0, max: 0xffff })
const bytes = (least: number, most = least) =>
  fc.uint8Array({ minLength: least, maxLength: most }).map((all) => Buffer.from(all))
const mac = bytes(6).map((all) => [...all].map((byte) => byte.toString(16).padStart(2, '0')).join(':'))
const header = fc.record({
  type: u16,
  command: u16,
  error: fc.integer({ min: -0x8000, max: 0x7fff }),
  counter: u16,
  mac,
  session: fc.integer({ min: 0, max: 0xffffffff }),
})
const packets = fc.record({ header, content: bytes(0, 600), key: bytes(16) })

test('a packet is padded with zeros and read as it was written', () => {
  fc.assert(
    fc.property(packets, ({ header, content, key }) => {
      const packet = encodePacket(header, content, key)
      const sealed = decodePacket(packet)
      expect(sealed).toMatchObject(header)
      const opened = sealed && decrypt(sealed, key)
      expect(packet.length).toBe(0x38 + Math.ceil(content.length / 16) * 16)
      expect(opened).toEqual(Buffer.concat([content, Buffer.alloc(packet.length - 0x38 - content.length)]))
    }),
  )
})

test('a packet with a changed byte, or a truncated one, is refused', () => {
  fc.assert(
    fc.property(packets, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ header, content, key }, where, by) => {
      const packet = encodePacket(header, content, key)
      const changed = Buffer.from(packet)
      const at = where % packet.length
      changed[at] = ((changed[at] ?? 0) + by) & 0xff
      expect(decodePacket(changed)).toBeUndefined()
      const cut = decodePacket(packet.subarray(0, at))
      // A sum of all bytes does not see zeros that are missing at the end.
      if (cut) expect(packet.subarray(at).every((byte) => byte === 0)).toBe(true)
    }),
  )
})

test('bytes that are not a packet are refused without an exception', () => {
  fc.assert(
    fc.property(bytes(0, 300), (junk) => {
      expect(decodePacket(junk)).toBeUndefined()
      expect(parseDiscoveryReply(junk)).toBeUndefined()
      if (junk.length >= 0x30) expect(decodePacket(withSum(Buffer.from(junk)))).toBeUndefined()
    }),
  )
})

test('a packet that was encrypted with another key is refused', () => {
  fc.assert(
    fc.property(bytes(16), bytes(16), bytes(1, 100), (key, other, content) => {
      fc.pre(!key.equals(other))
      const header = { type: 1, command: 2, error: 0, counter: 3, mac: '00:00:00:00:00:01', session: 4 }
      const sealed = decodePacket(encodePacket(header, content, key))
      const opened = sealed && decrypt(sealed, other)
      // 16 bits of checksum let one of 65,536 through.
      if (opened) expect(opened.reduce((sum, byte) => (sum + byte) & 0xffff, 0xbeaf)).toBe(sealed?.contentChecksum)
    }),
  )
})

describe.each(['old', 'new'] as const)('the %s framing', (framing) => {
  test('returns the wrapped data', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), bytes(0, 600), (order, data) => {
        const content = encodeCommand(framing, order, data)
        const filled = Buffer.concat([content, Buffer.alloc((16 - (content.length % 16)) % 16)])
        expect(decodeCommand(framing, filled)?.subarray(0, data.length)).toEqual(data)
        if (framing === 'new') expect(decodeCommand(framing, filled)?.length).toBe(data.length)
      }),
    )
  })
})

test.each([
  ['old', '020000002600'],
  ['new', '0600020000002600'],
] as const)('the %s framing has the bytes that devices send', (framing, wire) => {
  expect(encodeCommand(framing, 2, Buffer.from('2600', 'hex')).toString('hex')).toBe(wire)
})

test.each([
  ['shorter than its head', '0300010000000000'],
  ['longer than the packet', 'ff00010000000000'],
  ['empty', ''],
])('data in the new framing that are %s are refused', (_, hex) => {
  expect(decodeCommand('new', Buffer.from(hex, 'hex'))).toBeUndefined()
})

test('a hello contains our address, reversed, and a checksum', () => {
  const packet = hello(0x1234, '192.168.1.20')
  expect(packet.toString('hex')).toBe(`${'00'.repeat(24)}1401a8c03412000078c00000000006000000000000000000`)
  expect(packet.length).toBe(0x30)
})

test('a ping is a packet of type 1', () => {
  const packet = ping()
  expect([packet.length, packet[0x26], packet.readUInt16LE(0x20)]).toEqual([0x30, 1, 0xbeaf + 1])
})

const answer = (change: (packet: Buffer) => void, length = 0x80) => {
  const packet = Buffer.alloc(length)
  packet[0x26] = 7
  packet.writeUInt16LE(0x649b, 0x34)
  Buffer.from('563412ea34e8', 'hex').copy(packet, 0x3a)
  packet.write('거실', 0x40)
  change(packet)
  return withSum(packet)
}
test.each([
  ['as it is', answer(() => {}), { type: 0x649b, mac: 'e8:34:ea:12:34:56', name: '거실', locked: false }],
  ['locked', answer((packet) => packet.fill(1, 0x7f, 0x80)), { locked: true }],
  ['longer, as new ones are', answer(() => {}, 0xa5), { name: '거실' }],
  ['with a name without end', answer((packet) => packet.fill('x', 0x40, 0x7f)), { name: 'x'.repeat(63) }],
  ['with a name that moves the cursor', answer((packet) => packet.write('a\u001b[2Jb\0', 0x40)), { name: 'a[2Jb' }],
  ['of another kind', answer((packet) => packet.fill(6, 0x26, 0x27)), undefined],
  ['cut short', answer(() => {}).subarray(0, 0x7f), undefined],
  ['with a wrong checksum', Buffer.concat([answer(() => {}).subarray(0, 0x7f), Buffer.from([9])]), undefined],
])('an answer to a hello %s', (_, packet, parsed) => {
  if (parsed) expect(parseDiscoveryReply(packet)).toMatchObject(parsed)
  else expect(parseDiscoveryReply(packet)).toBeUndefined()
})

test('the checksum of a packet does not include itself', () => {
  fc.assert(
    fc.property(bytes(0x30, 0x100), (packet) => {
      expect(packetSum(withSum(Buffer.from(packet)))).toBe(withSum(Buffer.from(packet)).readUInt16LE(0x20))
    }),
  )
})

test('every known type has a model, and an unknown type uses the new framing', () => {
  expect(knownTypes).toHaveLength(new Set(knownTypes).size)
  expect(knownTypes).toHaveLength(13 + 12 + 3 + 17 + 8)
  expect(knownTypes.filter((type) => modelOf(type).framing === 'old')).toHaveLength(25)
  expect(knownTypes.filter((type) => modelOf(type).radio)).toHaveLength(21)
  expect(modelOf(0x7abc)).toMatchObject({ framing: 'new', isUnknown: true, name: 'type 0x7abc' })
})

test.each([
  [1, [23, 4], { temperature: 23.4 }],
  [1, [-3 & 0xff, -5 & 0xff], { temperature: -3.5 }],
  [1, [23], {}],
  [0x24, [23, 45, 51, 20], { temperature: 23.45, humidity: 51.2 }],
  [0x24, [-1 & 0xff, -7 & 0xff, 90, 0], { temperature: -1.07, humidity: 90 }],
  [0x24, [0, 0, 0, 0], {}],
  [0x24, [0, 0, 40, 0], { temperature: 0, humidity: 40 }],
  [0x24, [21, 0, 0, 0], { temperature: 21 }],
  [0x24, [21, 0], {}],
  [undefined, [21, 0, 30, 0], {}],
] as const)('sensors of kind %p are decoded from %p', (sensors, sensorBytes, is) => {
  expect(decodeMeasurement(sensors, Buffer.from(sensorBytes))).toEqual(is)
})
