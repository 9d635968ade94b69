import fc from 'fast-check'
import {
  type Code,
  code,
  decodeBroadlinkPacket,
  encodeBroadlinkPacket,
  encodePress,
  formats,
  fromBroadlink,
  fromPronto,
  fromRaw,
  fromTuya,
  type Key,
  parseText,
  type RawKey,
  recognise,
  toBroadlink,
  toPronto,
  toRaw,
  toTuya,
} from '../../../../drivers/ir/codes/index.ts'
import { runs } from '../../../support/randomRuns.ts'
import { anyCode, keyOf } from './support.ts'
import { prontos } from './vectors.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const tick = 1e6 / 32_768
const pulsesOf = (key: Key) => (key as RawKey).code.pulses
const tuyaOf = (bytes: readonly number[]) => Buffer.from(bytes).toString('base64')
const nec = '9000 4500 560 560 560 1690 560'

describe('Pronto', () => {
  test.each(prontos)('of $name is recognised as its protocol', ({ text, key }) => {
    expect(recognise(encodePress(parseText(text), { times: 2 }))).toEqual(keyOf(key))
  })

  test('distinguishes the part that is sent once from the repeated part', () => {
    const { code: once, repeatCode: again } = parseText(prontos[2]?.text ?? '') as RawKey
    expect([once.pulses.length, again?.pulses.length, once.carrierHz]).toEqual([68, 4, 38_029])
    expect(encodePress({ code: once, ...(again && { repeatCode: again }) }, { times: 3 }).pulses).toHaveLength(76)
  })

  test('is written and read back within a cycle of its carrier', () => {
    fc.assert(
      fc.property(anyCode, fc.option(anyCode, { nil: undefined }), (first, again) => {
        const back = fromPronto(toPronto(first, again))
        const cycle = 1e6 / first.carrierHz
        expect(Math.abs(1e6 / back.code.carrierHz - cycle)).toBeLessThanOrEqual(0.13)
        for (const [given, read] of [
          [first, back.code],
          [again, back.repeatCode],
        ] as const) {
          expect(read === undefined).toBe(given === undefined)
          given?.pulses.forEach((pulse, i) => {
            expect(Math.abs((read?.pulses[i] ?? 0) - pulse)).toBeLessThanOrEqual(cycle)
          })
        }
      }),
    )
  })

  test('without a carrier can be read', () => {
    expect(fromPronto('0100 006D 0002 0000 0156 00AB 0015 0015').code.pulses).toHaveLength(4)
    expect(fromPronto('0100 0001 0001 0000 0156 00AB').code.carrierHz).toBe(38_000)
  })
})

describe('Pronto by number', () => {
  test.each<[string, unknown]>([
    ['5000 0073 0000 0001 000D 000D', { rc5: { address: 13, command: 13 } }],
    ['5000 0073 0000 0001 001f 0041', { rc5: { address: 31, command: 65 } }],
    ['5000000000000001000D000D', { rc5: { address: 13, command: 13 } }],
    ['6000 0073 0000 0001 0004 000C', { rc6: { address: 4, command: 12 } }],
    ['900A 006C 0000 0001 04FB 08F7', { nec: { address: 4, command: 8 } }],
    ['900A 006C 0000 0001 8602 49B6', { nec: { address: 0x0286, command: 0x49 } }],
  ])('%s is that key', (text, key) => {
    expect(recognise(encodePress(parseText(text)))).toEqual(keyOf(key))
    const toggled = encodePress(parseText(text), { toggle: true })
    expect(toggled).toEqual(encodePress(keyOf(key), { toggle: true }))
  })

  test.each([
    ['5000 0073 0000 0001 0020 0001', /no address and command/],
    ['5000 0073 0000 0001 0001 0080', /no address and command/],
    ['6000 0073 0000 0001 0100 0001', /no address and command/],
    ['900A 006C 0000 0001 04FB 08F8', /no address and command/],
    ['5000 0073 0000 0001 0001', /number of a key of a protocol/],
    ['5001 0073 0000 0002 0001 0002 0003 0000', /number of a key of a protocol/],
  ])('%s is refused with the reason', (text, message) => {
    expect(() => parseText(text)).toThrow(message)
  })
})

describe('Broadlink', () => {
  test('has a head, and its ticks as a byte or as two bytes behind a zero', () => {
    const sent = code([9000, 4500, 560, 40_000])
    expect(encodeBroadlinkPacket(sent, 2).toString('hex')).toBe('26020800' + '000127' + '93' + '12' + '00051f')
    expect(fromBroadlink(toBroadlink(sent, 2)).repeats).toBe(2)
  })

  test('is written and read back within a tick, and to the same bytes', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(255), (sent, repeats) => {
        const bytes = encodeBroadlinkPacket(sent, repeats)
        const back = decodeBroadlinkPacket(bytes)
        sent.pulses.forEach((pulse, i) => {
          expect(Math.abs((back.code.pulses[i] ?? 0) - pulse)).toBeLessThanOrEqual(tick)
        })
        expect(back.code.pulses.length % 2).toBe(0)
        expect(encodeBroadlinkPacket(back.code, back.repeats)).toEqual(bytes)
      }),
    )
  })

  test.each<[string, string, Code['medium']]>([
    ['Base64', 'JgAHABISEhIADQU=', 'ir'],
    ['padding', 'JgAHABISEhIADQUAAAAAAAAAAA==', 'ir'],
    ['other things behind it', 'JgAHABISEhIADQUBAgME', 'ir'],
    ['the padding of Base64 missing', 'JgAHABISEhIADQU', 'ir'],
    ['lines', 'JgAHABIS\nEhIADQU=', 'ir'],
    ['its prefix', 'b64:JgAHABISEhIADQU=', 'ir'],
    ['hex', '2600070012121212000d05', 'ir'],
    ['hex with spaces', '26 00 07 00 12 12 12 12 00 0D 05', 'ir'],
    ['padding that its length counts', '26000c0012121212000d050000000000', 'ir'],
    ['radio of 433 MHz', 'b200070012121212000d05', 'rf433'],
    ['radio of 315 MHz', 'd700070012121212000d05', 'rf315'],
  ])('is read with %s', (_, text, medium) => {
    expect((parseText(text) as RawKey).code).toMatchObject({ medium, pulses: [549, 549, 549, 549, 101_715] })
    expect(fromBroadlink(text).code.medium).toBe(medium)
  })

  test('of a radio code stays a radio code', () => {
    const bytes = Buffer.from('b205080012340112' + '000d05' + '12', 'hex')
    const read = decodeBroadlinkPacket(bytes)
    expect(read).toMatchObject({ repeats: 5, code: { medium: 'rf433', carrierHz: 0 } })
    expect(encodeBroadlinkPacket(read.code, 5)).toEqual(bytes)
  })

  test('repeats as often as its head requires', () => {
    const once = encodeBroadlinkPacket(code([9000, 4500, 560, 40_000])).toString('base64')
    const thrice = encodeBroadlinkPacket(code([9000, 4500, 560, 40_000]), 2).toString('base64')
    expect(encodePress(parseText(thrice)).pulses).toHaveLength(3 * encodePress(parseText(once)).pulses.length)
  })
})

describe('Tuya', () => {
  test('is written and read back unchanged, with repetitions packed', () => {
    fc.assert(
      fc.property(anyCode, fc.integer({ min: 1, max: 10 }), ({ pulses }, times) => {
        const whole = code(
          Array.from({ length: times }, () => pulses)
            .flat()
            .slice(0, 60)
            .map((pulse) => Math.min(pulse, 20_000)),
        )
        expect(fromTuya(toTuya(whole)).pulses).toEqual(whole.pulses)
      }),
    )
    const held = encodePress(keyOf({ samsung: 0xe0e040bf }), { times: 5 })
    expect(Buffer.from(toTuya(held), 'base64').length).toBeLessThan(held.pulses.length / 2)
    expect(fromTuya(toTuya(held)).pulses).toEqual(held.pulses.map((pulse) => Math.min(pulse, 65_535)))
  })

  test('has literal blocks, and copies that may overlap themselves', () => {
    // Four bytes as they are, then twelve from four bytes back; then nine and 255 more.
    expect(fromTuya(Buffer.from([3, 0x28, 0x23, 0x94, 0x11, 0xe0, 3, 3]).toString('base64')).pulses).toEqual([
      9000, 4500, 9000, 4500, 9000, 4500, 9000, 4500,
    ])
    expect(fromTuya(Buffer.from([1, 0x2c, 0x01, 0xe0, 0xff, 1]).toString('base64')).pulses).toEqual(
      Array(133).fill(300),
    )
  })

  test('has the bytes that other encoders make of the same pulses', () => {
    // The first bytes of the learnt code that mildsunrise's description has for an example.
    const start =
      'A/IEiwFAAwbJAfIE8gSLIAUBiwFAC+ADAwuLAfIE8gSLAckBRx9AB0ADBskB8gTyBIsgBQGLAUALA4sB8gRAB8ADBfIEiwHJAeARLwHJAeAFAwHyBOC5LwGLAeA97wOLAfIE4RcfBYsB8gTyBEAFAYsB4AcrCYsB8gTyBIsByQHgPY8DyQHyBOAHAwHyBEAX4BVfBIsB8gTJoAMF8gSLAckB4BUvAckB4AEDBfIEiwHJAQ=='
    expect(pulsesOf(parseText(start)).slice(0, 8)).toEqual([1266, 395, 1266, 395, 457, 1266, 1266, 395])
  })
})

describe('Global Caché', () => {
  // 38 kHz: 76 cycles are 2 ms, 38 are 1 ms.
  const pulses = [2000, 1000, 1000, 1000, 1000, 1000, 1000, 40_000]
  test.each([
    ['as it is sent', 'sendir,1:1,1,38000,1,1,76,38,38,38,38,38,38,1520', {}],
    ['without its connector', '38000,1,1,76,38,38,38,38,38,38,1520', {}],
    ['with spaces and the end of its line', 'sendir, 4:3, 65535, 38000, 1, 1, 76, 38, 38, 38, 38, 38, 38, 1520\r', {}],
    ['compressed', 'sendir,1:1,1,38000,1,1,76,38,38,38,B38,1520', {}],
    ['compressed, with all commas', 'sendir,1:1,1,38000,1,1,76,38,38,38,B,38,1520', {}],
    ['sent three times', 'sendir,1:1,1,38000,3,1,76,38,38,38,38,38,38,1520', { minFrames: 3 }],
    ['sent again from a pair on', '38000,2,7,76,38,38,38,38,38,38,1520', { minFrames: 2, again: [1000, 40_000] }],
  ])('is read %s', (_, text, { again, ...more }: { again?: number[]; minFrames?: number }) => {
    expect(parseText(text)).toEqual({
      code: { medium: 'ir', carrierHz: 38_000, pulses },
      ...(again && { repeatCode: { medium: 'ir', carrierHz: 38_000, pulses: again } }),
      ...more,
    })
  })

  test('gives a letter to each of the first 15 pairs alone', () => {
    const pairs = Array.from({ length: 16 }, (_, i) => `${i + 10},${i + 30}`).join(',')
    const read = parseText(`sendir,1:1,1,38000,1,1,${pairs}OA`) as RawKey
    expect(read.code.pulses.slice(-4)).toEqual([24, 44, 10, 30].map((cycles) => Math.round(cycles / 0.038)))
  })
})

describe('lists of durations', () => {
  test.each([
    ['plain', nec],
    ['with commas', nec.replaceAll(' ', ', ')],
    ['signed', '[9000, -4500, 560, -560, 560, -1690, 560]'],
    ['ir-ctl', '+9000 -4500 +560 -560 +560 -1690 +560 # timeout 20000'],
    ['irgen', '+9000.0 -4500.0 +560.0 -560.0 +560.0 -1690.0 +560.0'],
    ['with the space before the first mark', '-100000 +9000 -4500 +560 -560 +560 -1690 +560'],
    ['mode2', 'space 16777215\npulse 9000\nspace 4500\npulse 560\nspace 560\npulse 560\nspace 1690\npulse 560\n'],
    [
      'mode2 with a space in two',
      'pulse 9000\nspace 4000\nspace 500\npulse 560\nspace 560\npulse 560\nspace 1690\npulse 560\ntimeout 125000\n',
    ],
    ['raw_codes', 'begin raw_codes\n  name KEY_POWER\n   9000 4500 560\n   560 560 1690 560\nend raw_codes'],
  ])('%s are read', (_, text) => {
    expect(pulsesOf(parseText(text))).toEqual(nec.split(' ').map(Number))
    expect(pulsesOf(keyOf({ raw: text }))).toEqual(nec.split(' ').map(Number))
  })

  test.each([
    ['carrier 36000\npulse 9000\nspace 4500\npulse 560', 36_000],
    ['carrier 40000\n+9000 -4500 +560', 40_000],
    ['frequency=33kHz 9000 4500 560', 33_000],
    ['9000 4500 560', 38_000],
  ])('with their carrier are read: %j', (text, carrier) => {
    expect((parseText(text) as RawKey).code.carrierHz).toBe(carrier)
  })

  test('are written and read back unchanged, with an odd and an even number', () => {
    fc.assert(
      fc.property(anyCode, (sent) => {
        expect(fromRaw(toRaw(sent), sent.carrierHz)).toEqual(sent)
        expect(fromRaw(sent.pulses, sent.carrierHz)).toEqual(sent)
      }),
    )
  })
})

const exact = ['mode2', 'raw', 'irctl'] as const
test.each(exact)('%s is written and read back unchanged', (name) => {
  fc.assert(
    fc.property(anyCode, (sent) => {
      const back = (parseText(formats[name].write(sent)) as RawKey).code
      expect(back.pulses).toEqual(sent.pulses)
      if (name === 'mode2') expect(back.carrierHz).toBe(sent.carrierHz)
    }),
  )
})

test.each(Object.keys(formats) as (keyof typeof formats)[])('a text in %s is recognised by its form', (name) => {
  fc.assert(
    fc.property(anyCode, (sent) => {
      fc.pre(sent.pulses.length >= 8)
      const back = parseText(formats[name].write(sent)) as RawKey
      const slack = name === 'broadlink' ? tick : ['pronto', 'sendir'].includes(name) ? 1e6 / sent.carrierHz : 0
      sent.pulses.forEach((pulse, i) => {
        expect(Math.abs((back.code.pulses[i] ?? 0) - pulse)).toBeLessThanOrEqual(slack)
      })
    }),
  )
})

test.each<[string, RegExp]>([
  ['', /empty/],
  ['on', /none of the known formats/],
  [`9000 ${'9'.repeat(70_000)}`, /too long/],
  ['9000 4500 x', /"x" in it is no time/],
  ['9000 0 560', /pulse 2 is 0/],
  ['+9000 +4500', /two pulses of light/],
  ['900000 4500 900000', /lasts 1805 ms/],
  ['-4500', /no pulses/],
  ['1 '.repeat(4097), /at most 4096/],
  ['carrier 5 9000 4500', /no remote has a carrier of 5 Hz/],
  ['name A\n1 2 3\nname B\n4 5 6', /holds 2 keys/],
  ['pulse 9000\nspaces 4500', /neither a pulse nor a space/],
  ['pulse 9000\nspace', /neither a pulse nor a space/],
  ['JgAG!AASEhIADQU=', /not Base64: there is a "!"/],
  ['JgAGAAASEhIADQU=A', /not Base64/],
  ['JgAGAAASEhIAD', /not Base64: a character/],
  ['JgAgABISEhI=', /cut off: it should have 32 bytes of pulses, and has 4/],
  ['2600', /too short: 2 bytes/],
  ['260000000000', /no pulses/],
  ['2600040012120001', /last pulse is cut off/],
  [tuyaOf([31, 1, 2, 3, 4, 5, 6, 7, 8]), /damaged: a block of it points outside/],
  [tuyaOf([3, 1, 2, 3, 4, 0x20, 4, 0, 1]), /damaged: a block of it points outside/],
  [tuyaOf([3, 1, 2, 3, 4, 0x20, 0, 0, 1, 0xe0]), /damaged: a block of it points outside/],
  [tuyaOf([8, 1, 2, 3, 4, 5, 6, 7, 8, 9]), /middle of a pulse/],
  [tuyaOf([7, 1, 2, 3, 4, 0, 0, 7, 8]), /pulse 3 is 0/],
  [tuyaOf([1, 0x2c, 1, ...Array<number[]>(40).fill([0xe0, 0xff, 1]).flat()]), /more than 4096 pulses/],
  ['0000 006D 0022 0002 0156 00AB', /says 36 pairs, and there are 1/],
  ['0000 006D 0000 0000 0156 00AB', /no pairs/],
  ['0000 0000 0001 0000 0156 00AB', /carrier, is 0000/],
  ['0000 006D 0001 0000 0156 0XAB', /"0XAB" in it is no word/],
  ['0000 006D 0001 0000 0156 00AB 0015', /1.5/],
  ['sendir,1:1,1,38000,1,2,76,38', /is not as sendir has it/],
  ['sendir,1:1,1,38000,0,1,76,38', /is not as sendir has it/],
  ['sendir,1:1,1,38000,1,3,76,38', /is not as sendir has it/],
  ['sendir,1:1,1,38000,1,1,76,38,38', /is not as sendir has it/],
  ['sendir,1:1,1,38000,1,1,76,38,38B,38', /is not as sendir has it/],
  ['sendir,1:1,1,38000,1,1,76,38,C', /is not as sendir has it/],
  ['sendir,1:1,1,38000,1,1,76,38,0x4', /is not as sendir has it/],
  ['sendir,1:1,1,16000,1,1,76,38', /no remote has a carrier of 16000 Hz/],
])('%.40s is refused with the reason', (text, message) => {
  expect(() => parseText(text)).toThrow(message)
})

test('any text is read as a code or refused with an error', () => {
  const alphabet = fc.constantFrom(...'AJgBsE10269 +-,[]ab=\n'.split(''))
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 60 }), (text) => {
      try {
        const { code: read } = parseText(text) as RawKey
        expect(code(read.pulses, read.carrierHz, read.medium)).toEqual(read)
      } catch (error) {
        expect((error as Error).message).toMatch(/^(the |")/)
      }
    }),
    { numRuns: runs(3000) },
  )
})

test.each([
  ['pronto', 'infrared'],
  ['tuya', 'infrared only'],
  ['mode2', 'infrared'],
  ['raw', 'infrared'],
  ['sendir', 'infrared'],
] as const)('%s refuses a radio code', (name, message) => {
  expect(() => formats[name].write(code([300, 900], 0, 'rf433'))).toThrow(message)
})
