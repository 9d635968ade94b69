import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodePress, fromBroadlink, keySchema, parseText, toBroadlink } from '../../../../drivers/ir/codes/index.ts'
import { keysSchema, readKeys } from '../../../../drivers/ir/remote/file.ts'
import { makeFolder, removeFolder } from '../../../support/folder.ts'
import { capabilitiesFor } from './capabilities.ts'

const keyOf = (written: unknown) => keySchema.parse(written)
const pulsesOf = (written: unknown) => encodePress(keyOf(written)).pulses

describe('radio codes of an RM4 pro', () => {
  // b1 c0, u16 length, u32 frequency in kHz, then ticks.
  const ticks = [0x0c, 0x24, 0x24, 0x0c, 0x0c, 0x24, 0x00, 0x01, 0x50]
  const packetOf = (kind: number) =>
    Buffer.from([kind, 0xc0, ticks.length + 4, 0, 0x10, 0x9f, 0x06, 0x00, ...ticks, 0, 0, 0])
  test.each([0xb0, 0xb1])('begin with 0x%s and are sent unchanged', (kind) => {
    const packet = packetOf(kind)
    for (const text of [packet.toString('base64'), packet.toString('hex'), packet.toString('hex').toUpperCase()]) {
      const key = parseText(text)
      expect(key).toMatchObject({ code: { medium: 'rf433' } })
      expect(Buffer.from(toBroadlink(encodePress(key)), 'base64')).toEqual(packet)
    }
  })
  test('are of 315 MHz if the code contains that frequency', () => {
    const packet = packetOf(0xb1)
    packet.writeUInt32LE(315_000, 4)
    expect(fromBroadlink(packet.toString('base64')).code.medium).toBe('rf315')
  })
})

test('a radio code of a ceiling fan that begins with 0x78 is sent unchanged', () => {
  const packet = Buffer.from([0x78, 0x0b, 6, 0, 0x11, 0x1f, 0x1d, 0, 1, 0x81])
  const key = keyOf({ broadlink: packet.toString('base64') })
  expect(key).toMatchObject({ code: { medium: 'rf315' } })
  expect(Buffer.from(toBroadlink(encodePress(key)), 'base64')).toEqual(packet)
})

test('a code with a number of frames is sent with that many frames', () => {
  const frames = (written: unknown) => pulsesOf(written).filter((pulse, i) => i % 2 === 1 && pulse > 6000).length
  expect(frames({ nec: 0x20df10ef, times: 3 })).toBe(3)
  expect(frames({ sony: 0xa90, times: 5 })).toBe(5)
})

test('a key of lircd with a number of frames is repeated that often', () => {
  expect(keysSchema.parse({ on: { lirc: 'tv KEY_POWER', times: 3 } })).toEqual({
    on: { lirc: { remote: 'tv', key: 'KEY_POWER' }, repeats: 2 },
  })
})

describe('numbers for RC5 and RC6', () => {
  test.each([
    [{ rc5: 0x100c }, { rc5: { address: 0, command: 12 } }],
    [{ rc5: '0x175' }, { rc5: { address: 5, command: 53 } }],
    [{ rc6: 0x0c }, { rc6: { address: 0, command: 12 } }],
    [{ rc6: 0x41f }, { rc6: { address: 4, command: 31 } }],
  ])('%j is read as %j', (number, fields) => {
    expect(keyOf(number)).toEqual(keyOf(fields))
  })
})

describe('NEC of other makers', () => {
  test('with a command of 16 bits', () => {
    const { pulses } = encodePress(keyOf({ nec: { address: 0xbf00, command: 0xda25 } }))
    expect(pulses).toHaveLength(68)
    expect(keyOf({ nec: { address: 0xbf00, command: 0xda25 } })).toEqual(
      keyOf({ nec: { address: 0xbf00, command: 0x25 } }),
    )
    expect(keyOf({ nec: { address: 0x6e80, command: 0xa520 } })).toMatchObject({ fields: { data: expect.any(Number) } })
  })
  test('at 40 kHz, as of Pioneer', () => {
    expect(encodePress(keyOf({ nec: { address: 0xa5, command: 0x1c }, carrier: 40_000 })).carrierHz).toBe(40_000)
  })
})

test('a line of Tasmota is read with its frequency', () => {
  expect(parseText('38,9000,4500,560,1690,560')).toEqual(parseText('[9000,-4500,560,-1690,560]'))
  expect(parseText('IRsend 40,2400,600,1200,600,600')).toMatchObject({ code: { carrierHz: 40_000 } })
  expect(parseText('IRsend 0,9000,4500,560,1690,560')).toMatchObject({ code: { carrierHz: 38_000 } })
  expect(parseText('38,+9000-4500+560-1690C')).toMatchObject({ code: { pulses: [9000, 4500, 560, 1690, 560] } })
})

test('Pronto of Sony without a once-part is sent as often as Sony demands', () => {
  const sony =
    '0000 0067 0000 000D 0060 0018 0030 0018 0018 0018 0030 0018 0018 0018 0030 0018 0018 0018 0018 0018 0030 0018 0018 0018 0018 0018 0018 0018 0018 03F6'
  const { pulses } = encodePress(parseText(sony))
  expect(pulses.filter((pulse, i) => i % 2 === 0 && pulse > 2000)).toHaveLength(3)
})

describe('toggle bits of codes that are given as text', () => {
  const toggled = [
    { rc5: { address: 0, command: 1 } },
    { rc6a: 0xc800f040c },
    { rc6a: { bits: 24, data: 0x123456 } },
    { rcmm: { bits: 32, data: 0x24002041 } },
  ]
  test.each(toggled)('alternate in codes that are recognised as %j', (written) => {
    const [one, other] = [false, true].map((toggle) => encodePress(keyOf(written), { toggle }))
    const key = parseText(`[${one?.pulses.join(',')}]`)
    const sent = [false, true].map((toggle) => encodePress(key, { toggle }).pulses)
    expect(sent[0]).not.toEqual(sent[1])
    expect(sent).toContainEqual(one?.pulses)
    expect(sent).toContainEqual(other?.pulses)
  })
  test('may be written as two codes that alternate', () => {
    const key = keyOf({ raw: [900, -900, 900], alternate: { raw: [900, -1800, 900] } })
    expect([false, true, false].map((toggle) => encodePress(key, { toggle }).pulses[1])).toEqual([900, 1800, 900])
  })
})

test('the newline of a pasted block does not break its error into lines', () => {
  expect(() => parseText('what\nis\nthis')).toThrow(/^[^\n]*$/)
  expect(() => parseText('5000 0000 0000 0001')).toThrow(/Pronto.*5000.*not a list of times/)
  expect(() => parseText('900A 006D 0000 0001 1234 5678')).toThrow(/Pronto.*900A/)
})

describe('a carrier that a blaster cannot make', () => {
  const at = (carrierHz: number) => ({ ...encodePress(keyOf({ raw: [500, -500, 500] })), carrierHz })
  test.each([
    ['broadlink', 455_000, /455 kHz/],
    ['broadlink', 56_000, /56 kHz/],
    ['broadlink', 40_000, undefined],
    ['zigbee2mqtt', 56_000, /56 kHz/],
    ['zigbee2mqtt', 40_000, undefined],
    ['tasmota', 56_000, undefined],
  ] as const)('%s at %d Hz', (transmitter, carrierHz, reason) => {
    const refusal = capabilitiesFor(transmitter).code(at(carrierHz))
    if (reason) expect(String(refusal)).toMatch(reason)
    else expect(refusal).toBeUndefined()
  })
})

describe('sources of a file of SmartIR', () => {
  const leaf = toBroadlink(encodePress(keyOf({ nec: 0x20df10ef })))
  test('may be codes that Tasmota names by protocol numbers', () => {
    const folder = makeFolder()
    const file = join(folder, 'fan.json')
    const on = JSON.stringify({ Protocol: 'NEC', Bits: 32, Data: '0x20DF10EF', Repeat: 0 })
    writeFileSync(
      file,
      JSON.stringify({ supportedController: 'MQTT', commandsEncoding: 'Raw', commands: { on, off: on } }),
    )
    const { keys, problems } = readKeys(file)
    removeFolder(folder)
    expect(problems).toEqual([])
    expect(keys.on && 'code' in keys.on && keys.on.code.pulses.slice(0, -1)).toEqual(
      pulsesOf({ nec: 0x20df10ef }).slice(0, -1),
    )
  })
  test('may have levels of a light with one code each, one of them with two', () => {
    const folder = makeFolder()
    const file = join(folder, 'light.json')
    const commands = {
      on: leaf,
      off: leaf,
      brightness: { '26': leaf, '255': [leaf, leaf] },
      colorTemperature: { '2700': leaf },
    }
    writeFileSync(file, JSON.stringify({ commandsEncoding: 'Base64', commands }))
    const { keys, problems } = readKeys(file)
    removeFolder(folder)
    expect(problems).toEqual([])
    expect(Object.keys(keys)).toEqual(['on', 'off', 'brightness.10', 'brightness.100', 'colorTemperature.2700'])
    expect(keys['brightness.100']).toMatchObject({ sequence: [{ medium: 'ir' }, { medium: 'ir' }] })
  })
  test('do not make inputs of keys for digits or a cursor', () => {
    const folder = makeFolder()
    const file = join(folder, 'tv.json')
    const digits = Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [`Channel ${digit}`, leaf]))
    const sources = { ...digits, 'Up Arrow': leaf, Menu: leaf, 'HDMI 1': leaf }
    writeFileSync(file, JSON.stringify({ commandsEncoding: 'Base64', commands: { sources } }))
    const { keys } = readKeys(file)
    removeFolder(folder)
    expect(Object.keys(keys).sort()).toEqual([...'0123456789', 'input.HDMI 1'])
  })
})
