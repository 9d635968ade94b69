import fc from 'fast-check'
import {
  code,
  encodePress,
  keySchema,
  keyToYaml,
  type RawKey,
  toBroadlink,
  toPronto,
  toTuya,
} from '../../../../drivers/ir/codes/index.ts'
import { anyCode, anyKey, complaint, keyOf } from './support.ts'
import '../../../support/randomRuns.ts'

const nec = encodePress(keyOf({ nec: 0x20df10ef }))

test.each<[string, unknown]>([
  ['a bare list', [...nec.pulses]],
  ['raw', { raw: nec.pulses.map((pulse, i) => (i % 2 === 0 ? pulse : -pulse)) }],
  ['raw as a text', { raw: nec.pulses.join(' ') }],
  ['pronto', { pronto: toPronto(nec) }],
  ['broadlink', { broadlink: toBroadlink(nec) }],
  ['tuya', { tuya: toTuya(nec) }],
  ['a bare Broadlink', toBroadlink(nec)],
  ['a bare Tuya', toTuya(nec)],
  ['a bare Pronto', toPronto(nec)],
])('%s is a key', (_, given) => {
  const { code: read } = keyOf(given) as RawKey
  expect(read.pulses).toHaveLength(nec.pulses.length)
})

test('a carrier and a number of frames may be given for a code that does not contain them', () => {
  const key = keyOf({ raw: [9000, -4500, 560], carrier: 36_000, times: 3 }) as RawKey
  expect(key).toEqual({ code: code([9000, 4500, 560], 36_000), minFrames: 3 })
  expect(encodePress(key).pulses).toEqual([9000, 4500, 560, 93_940, 9000, 4500, 560, 93_940, 9000, 4500, 560, 93_940])
  expect(encodePress(key).carrierHz).toBe(36_000)
  expect(encodePress({ code: key.code })).toEqual(key.code)
})

test('a key is written and read back unchanged', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyKey,
        anyCode.map((code) => ({ code })),
        anyCode.map((code) => ({ code, minFrames: 2 })),
      ),
      (key) => {
        expect(keyOf(keyToYaml(key))).toEqual(key)
      },
    ),
  )
  const radio = keyOf('b200070012121212000d05')
  expect(keyOf(keyToYaml(radio))).toEqual(radio)
})

test.each<[unknown, string]>([
  [5, 'must be a text or a list or keys and values'],
  [{}, 'write the code: nec, samsung'],
  [{ foo: 1 }, '"foo" is not known here'],
  [{ nce: 1 }, 'Did you mean "nec"'],
  [{ nec: 1, lg: 0x100011 }, 'a key has one code, and this has nec, lg'],
  [{ nec: 0x1_0000_0000 }, '"nec" must be at most 4294967295'],
  [{ nec: 0xffffffff }, 'only what a held key repeats'],
  [{ nec: 'power' }, 'write a code as a number such as 0x20DF10EF'],
  [{ nec: { address: 4 } }, 'write address and command, as in { address: 4, command: 8 }'],
  [{ nec: { address: 4, command: 70_000 } }, '"command" must be at most 65535'],
  [{ nec: { address: 4, command: 3, data: 1 } }, 'write address and command, or data'],
  [{ nec: { adress: 4, command: 3 } }, '"adress" is not known here'],
  [{ lg: 0x4b4ae52 }, 'should make it 0x4B4AE51'],
  [{ sharp: 0x4540 }, '0x4540 is no Sharp code'],
  [{ sony: { address: 40, command: 1 } }, 'its address is at most 31 with 12 bits'],
  [{ sony: { bits: 12, data: 0x5480 } }, 'its data has more than 12 bits'],
  [{ sony: { bits: 15, address: 4, command: 1, extended: 3 } }, 'only a code of 20 bits has extended'],
  [{ panasonic: 0x400401007c7e }, 'a Panasonic code of 48 bits begins with 0x4004'],
  [{ samsung36: 0x1 }, 'must be the inverse of the eight before'],
  [{ rc5: { address: 32, command: 1 } }, '"address" must be at most 31'],
  [{ rc6: 0x200000 }, '"rc6" must be at most 1048575'],
  [{ raw: [9000, 0, 560] }, 'its pulse 2 is 0'],
  [{ raw: ['x'] }, 'item 1 of "raw" must be a number'],
  [{ sony: 1, carrier: 38_000 }, 'sony has a carrier of its own'],
  [{ nec: 1, times: 21 }, '"times" must be at most 20'],
  [{ rc5: 1, alternate: 'x' }, '"x" is none of the known formats'],
  [{ pronto: toPronto(nec), carrier: 38_000 }, 'a Pronto code says its carrier itself'],
  [{ broadlink: 'b200070012121212000d05', carrier: 38_000 }, 'a radio code has no carrier'],
  [{ broadlink: 'JgAg' }, 'the broadlink code cannot be read: it is too short'],
  [{ tuya: 'JgAg' }, 'the tuya code cannot be read: it is damaged'],
  ['power', '"power" is none of the known formats'],
])('%j is refused with the reason', (given, message) => {
  expect(complaint(given)).toContain(message)
})

test('any value is read as a key or refused with an issue', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.record({ nec: fc.anything() }), fc.record({ raw: fc.anything() })),
      (given) => {
        const { data, error } = keySchema.safeParse(given)
        expect(data === undefined).toBe(error !== undefined)
      },
    ),
  )
})
