import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse } from 'yaml'
import { encodePress } from '../../../../drivers/ir/codes/index.ts'
import { describeAppliance } from '../../../../drivers/ir/describe.ts'
import { codeImporter, importRemote } from '../../../../drivers/ir/import/index.ts'
import { encodeIrp } from '../../../../drivers/ir/import/irp.ts'
import { irpProtocols } from '../../../../drivers/ir/import/irpProtocols.ts'
import { readTextIfExists } from '../../../../drivers/ir/learn/file.ts'
import { irApplianceSchema } from '../../../../drivers/ir/options.ts'
import { keysSchema, type RemoteKey, readKeys } from '../../../../drivers/ir/remote/file.ts'
import { inEnglish } from '../../../../src/util/translate.ts'
import { makeFolder, removeFolder } from '../../../support/folder.ts'
import { captured } from '../codes/vectors.ts'
import { cases } from './cases.ts'
import { lircdConf, lircdVectors } from './lircdVectors.ts'
import '../../../support/randomRuns.ts'

const folder = makeFolder()
afterAll(() => removeFolder(folder))

/**
 * What a key sends for a press, so that however it is written the same is the same; rounded to what a packet of ticks can
 * say.
 */
function sentBy(key: RemoteKey | undefined): unknown {
  if (!key || 'lirc' in key) return key
  const codes = 'sequence' in key ? key.sequence : [encodePress(key)]
  return codes.map(({ pulses, carrierHz, medium }) => ({
    medium,
    carrierHz,
    pulses: pulses.map((us) => Math.round(us / 50)),
  }))
}
const sentByWritten = (written: unknown) => sentBy(keysSchema.parse({ on: written }).on as RemoteKey)

test.each(cases.map((each) => [each.name, each] as const))(
  '%s',
  (_name, { text, fileName, format, keys, others = {}, problems = [] }) => {
    const result = importRemote(text, { ...(fileName !== undefined && { fileName }) })
    expect(result.format).toBe(format)
    expect(result.problems.map(({ line }) => line)).toEqual(problems.map(([line]) => line))
    for (const [i, [, words]] of problems.entries()) expect(inEnglish(result.problems[i]?.message ?? '')).toMatch(words)
    const file = join(folder, 'keys.yaml')
    const read = result.remotes.map(({ text: written }) => {
      writeFileSync(file, written)
      const back = readKeys(file)
      expect(back.problems).toEqual([])
      return { keys: back.keys, others: (parse(written).others ?? {}) as object }
    })
    const taken = Object.assign({}, ...read.map((one) => one.keys)) as Record<string, RemoteKey>
    expect(Object.keys(taken).sort()).toEqual(Object.keys(keys).sort())
    for (const [name, written] of Object.entries(keys))
      expect([name, sentBy(taken[name])]).toEqual([name, sentByWritten(written)])
    const rest = Object.assign({}, ...read.map((one) => one.others)) as Record<string, unknown>
    expect(Object.keys(rest)).toEqual(Object.keys(others))
    for (const [name, written] of Object.entries(others))
      expect([name, sentByWritten(rest[name])]).toEqual([name, sentByWritten(written)])
  },
)

test('keys whose counterpart is missing are reported by the import and by the check', () => {
  const names = ['Vol_up', 'Mute', 'Ch_next', 'Ch_prev', '1', '2', 'On']
  const rows = names.map((name, n) => `${name},NEC,4,-1,${n + 2}`)
  const text = ['functionname,protocol,device,subdevice,function', ...rows]
  const [remote] = importRemote(text.join('\n')).remotes
  const told = [
    'there is on without off, so it is not offered',
    'there is volumeUp without volumeDown, so it is not offered',
    'there are digits without 0, 3, 4, 5, 6, 7, 8, 9, so choosing a channel by its number is not offered',
  ]
  expect(remote?.notes.map(String)).toEqual(told)
  const file = join(folder, 'half.yaml')
  writeFileSync(file, remote?.text ?? '')
  const options = irApplianceSchema.parse({ remote: file })
  const { problems } = describeAppliance(options, (name) => name, { traits: {}, seesPower: false })
  expect(problems.map(String)).toEqual(told.map((problem) => `${file}: ${problem}`))
})

test('remotes of lircd files send the pulses that lirc sends', () => {
  const { remotes, problems } = importRemote(lircdConf)
  expect(problems).toEqual([])
  const wrong = lircdVectors.flatMap(({ remote, key, pulses }) => {
    const { text = '' } = remotes.find(({ name }) => name === remote.toLowerCase()) ?? {}
    const { keys = {}, others = {} } = parse(text)
    const written = keys[key.replace('KEY_', '').toLowerCase()] ?? others[key]
    const own = keysSchema.parse({ on: written }).on as RemoteKey
    const wanted = pulses.split(' ').map(Number)
    if ('lirc' in own || 'sequence' in own) return [key]
    // The toggle bit of lirc may be 1 where that of the protocol is 0; a known protocol has a period of its own.
    const compared = 'protocol' in own ? wanted.slice(0, -1) : wanted
    const sent = [true, false].map((toggle) => encodePress(own, { toggle }).pulses.slice(0, compared.length))
    const isSame = sent.some(
      (pulses) => pulses.length === compared.length && pulses.every((us, i) => Math.abs(us - (compared[i] ?? 0)) <= 20),
    )
    return isSame ? [] : [`${remote} ${key}: ${sent[0]?.join(' ')}`]
  })
  expect(wrong).toEqual([])
})

describe('protocols in IRP notation', () => {
  test('all make pulses of every value', () => {
    for (const [name, notation] of Object.entries(irpProtocols)) {
      const { code, repeatCode } = encodeIrp(notation, { D: 5, S: 3, F: 21 })
      expect([name, code.pulses.length % 2]).toEqual([name, 0])
      expect([name, repeatCode === undefined || repeatCode.pulses.length > 3]).toEqual([name, true])
    }
  })
  // Global Caché's codes of real remotes, in cycles of the carrier.
  test.each([
    ['JVC', { D: 0x43, F: 0x1d }, 'a JVC recorder', 36],
    ['SHARP', { D: 17, F: 0x4a }, 'a Sharp television', 64],
    ['MITSUBISHI', { D: 0x47, F: 0x42 }, 'a Mitsubishi television', 34],
    ['NECX2', { D: 7, S: 7, F: 0x99 }, 'a Samsung television', 68],
    ['SONY12', { D: 1, F: 0x2e }, 'a Sony television', 26],
    ['PANASONIC', { D: 128, S: 9, F: 0xb7 }, 'a Panasonic television', 100],
  ] as const)('%s is sent by %j of %s', (name, values, remote, count) => {
    const { carrier = 1, cycles = '' } = captured.find((one) => one.name === remote) ?? {}
    const real = cycles.split(' ').map((cycle) => (Number(cycle) * 1e6) / carrier)
    const { pulses } = encodeIrp(irpProtocols[name] ?? '', values).code
    expect(pulses).toHaveLength(count)
    // All but the gap at the end, which differs by the model.
    for (const [i, us] of pulses.slice(0, -1).entries())
      expect(Math.abs(us - (real[i] ?? 0))).toBeLessThan(Math.max(90, us * 0.11))
  })
})

describe('malicious files', () => {
  test.each([
    ['a text without end', 'x'.repeat(5 * 1024 * 1024), /at most 4194304 are read/],
    ['a line without end', `begin remote\n${'9'.repeat(70_000)}`, /more than 65536 characters/],
    ['brackets in brackets', '['.repeat(60_000), /none of the known formats|no time|cannot be read|too long/],
    [
      'a signal of a day',
      `Filetype: IR signals file\nname: a\ntype: raw\ndata: ${'9999999 '.repeat(20)}`,
      /ms; at most|no pulses/,
    ],
    [
      'a carrier of light itself',
      'Filetype: IR signals file\nname: a\ntype: raw\nfrequency: 1e99\ndata: 1 2 3',
      /no remote has a carrier/,
    ],
    [
      'many bits',
      'begin remote\nbits 4000\none 1 1\nzero 1 1\nbegin codes\nA 0x1\nend codes\nend remote',
      /4000 bits; at most 64/,
    ],
    [
      'as many bits as make a number of 120 MB for each bit',
      'begin remote\npre_data_bits 16\nbits 1000000000\none 1 1\nzero 1 1\nbegin codes\nA 0x1\nend codes\nend remote',
      /1000000000 bits; at most 64/,
    ],
    [
      'a key of many long codes',
      `begin remote\nbits 64\npre_data_bits 64\npost_data_bits 64\none 1 1\nzero 1 1\nbegin codes\nA${' 0x1'.repeat(8)}\nend codes\nend remote`,
      /1536 bits; at most 1024/,
    ],
    ['lines without end', ' \n'.repeat(200_001), /more than 200000 lines/],
    ['nested lists without end', `${'- '.repeat(10_000)}a\nremote_transmitter.transmit_nec : x`, /nested too deep/],
    [
      'a configuration of ESPHome that is too long',
      `remote_transmitter.transmit_nec: x\n${'#'.repeat(60_000)}\n`.repeat(10),
      /at most 524288 are read/,
    ],
  ])('%s is refused with a clear message', (_name, text, words) => {
    const { remotes, problems } = importRemote(text)
    expect(remotes).toEqual([])
    expect(problems.map(({ message }) => inEnglish(message)).join()).toMatch(words)
  })

  // Before, each took seconds to hours: the time grew with the square of the length or faster.
  test.each([
    ['blank lines', ' \n'.repeat(100_000)],
    ['brackets of a log of ESPHome', `Received nec:\n${'['.repeat(60_000)}`],
    ['padding within a code of Base64', `sendRaw(${'='.repeat(60_000)}x`],
    ['words of a log of ESPHome', `Received nec:\n${'a'.repeat(60_000)}`],
    ['messages of Tasmota that are cut off', `${'{"IrReceived"'.repeat(4600)}\n`.repeat(20)],
    ['colons before a message of Tasmota', `${':'.repeat(60_000)}x IRsend 38,1`],
    ['blanks before a code', `${' '.repeat(60_000)}x`],
    ['surplus brackets of YAML', `remote_transmitter.transmit_nec: x\n${`${'}'.repeat(60_000)}\n`.repeat(8)}`],
    ['quotation marks within a code', `a${'"'.repeat(60_000)}b`],
    ['arrays without end', 'uint16_t rawData[67] = {\n'.repeat(20_000)],
    ['blanks in an array', `int a[${`${' '.repeat(60_000)}\n`.repeat(3)}`],
    ['a name of a protocol without end', `Protocol:${'x'.repeat(60_000)}\n${'x'.repeat(60_000)}\n`],
    [
      'a name of dots',
      `begin remote\nbits 8\none 1 1\nzero 1 1\nbegin codes\na${'.'.repeat(60_000)}x 0x1\nend codes\nend remote`,
    ],
  ])(
    '%s are read in less than 2 s of processor time',
    async (_name, text) => {
      const before = process.cpuUsage()
      await codeImporter.read(text)
      const { user } = process.cpuUsage(before)
      expect(user / 1e6).toBeLessThan(2)
    },
    60_000,
  )

  test('reading a large file ends at the deadline of the caller', async () => {
    const text = `functionname,protocol,device,subdevice,function\n${'a,Mitsubishi,1,-1,2\n'.repeat(10_000)}`
    const reason = new Error('the deadline is over')
    await expect(codeImporter.read(text, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  test('the event loop does other work while a large file is read', async () => {
    let turns = 0
    const count = () => {
      turns += 1
      next = setImmediate(count)
    }
    let next = setImmediate(count)
    const text = `functionname,protocol,device,subdevice,function\n${'a,Mitsubishi,1,-1,2\n'.repeat(200)}`
    const { remotes } = await codeImporter.read(text)
    clearImmediate(next)
    expect(remotes[0]?.keys).toHaveLength(200)
    expect(turns).toBeGreaterThan(0)
  })

  test('a name cannot add a line, and cannot lead out of the folder', () => {
    const text =
      'Filetype: IR signals file\nname: #\u0007\u2028- evil: [\ntype: parsed\nprotocol: NEC\naddress: 01\ncommand: 02\n'
    const [remote] = importRemote(text, { name: '../../etc/passwd' }).remotes
    expect(remote?.file).toBe('codes/etc-passwd.yaml')
    expect(Object.keys(parse(remote?.text ?? '').others)).toEqual(['#  - evil: ['])
  })

  test('a name is shown without control characters and marks of direction', () => {
    const name = 'a\u202Eb\u001b[2J'
    const text = `Filetype: IR signals file\nVersion: 1\n#\nname: ${name}\ntype: raw\nfrequency: 38000\nduty_cycle: 0.33\ndata: 9000 4500 560 560 560\n`
    expect(importRemote(text, {}).remotes[0]?.keys.map(({ original }) => original)).toEqual(['a b [2J'])
  })

  test('only a part of many mistakes is reported', () => {
    const { problems } = importRemote(`functionname,protocol,device,subdevice,function\n${'a,b,c,d,e\n'.repeat(1000)}`)
    expect(problems).toHaveLength(201)
    expect(problems.at(-1)?.message).toMatchObject({ en: 'and 800 more', ko: '그 밖에 800개' })
  })

  test('any piece of any file, and any text, is read or refused', () => {
    const pieces = cases.map(({ text }) => text)
    fc.assert(
      fc.property(
        fc.constantFrom(...pieces),
        fc.nat(4000),
        fc.nat(4000),
        fc.string({ maxLength: 40 }),
        (text, from, to, more) => {
          const { remotes, problems } = importRemote(text.slice(0, from) + more + text.slice(to))
          for (const { text: written } of remotes) expect(parse(written, { maxAliasCount: 0 })).toHaveProperty('keys')
          return remotes.length + problems.length >= 0
        },
      ),
      { numRuns: 80 },
    )
  })
})

test('of two keys that get one name the first gets it; a text without names gets the name of its file', () => {
  const text = 'functionname,protocol,device,subdevice,function\nPOWER,NEC1,4,-1,8\nPwr,NEC1,4,-1,9\n'
  const [remote] = importRemote(text, { fileName: 'My TV.csv' }).remotes
  expect(remote).toMatchObject({ name: 'my-tv', file: 'codes/my-tv.yaml', configuration: 'remote: codes/my-tv.yaml' })
  expect(remote?.keys).toEqual([
    { key: 'power', original: 'POWER', protocol: 'nec' },
    { original: 'Pwr', protocol: 'nec' },
  ])
  expect(remote?.text).toBe(`# My TV, imported from My TV.csv (irdb)

keys:
  power: { nec: { address: 4, command: 8 } }
# Not used, since no key is called so here. Move one to keys: with a name from there.
others:
  Pwr: { nec: { address: 4, command: 9 } }
`)
})

test('a file with as many keys as an import makes is read in less than 1.5 s of processor time', () => {
  const others = Array.from({ length: 16_000 }, (_, i) => `  k${i}: 1\n`).join('')
  const file = join(folder, 'many.yaml')
  writeFileSync(file, `keys: { on: { nec: 1 } }\nothers:\n${others}`)
  const before = process.cpuUsage()
  expect(Object.keys(readKeys(file).keys)).toEqual(['on'])
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(1.5)
})

// The parser would show lines with each mistake: of a line of 40,000 mistakes that took 4 s.
test('mistakes of YAML are reported with the place of the first, and without the lines around them', () => {
  const { problems } = importRemote('remote_transmitter.transmit_nec: [][]')
  expect(problems[0]).toEqual({ line: 1, message: { en: expect.stringMatching(/^it is not YAML: [^:]*[^:]$/) } })
  const file = join(folder, 'broken.yaml')
  writeFileSync(file, 'keys: [][]')
  expect(() => readKeys(file)).toThrow(/broken\.yaml is not YAML: .* at line 1, column 9$/)
})

test('a key file that is nested too deep is refused with a clear message and the place', () => {
  const file = join(folder, 'deep.yaml')
  writeFileSync(file, `keys: ${'['.repeat(5000)}`)
  expect(() => readKeys(file)).toThrow(/deep\.yaml is not YAML: it is nested too deep at line 1, column \d+$/)
})

test('a file in the Korean encoding of Notepad is refused, and not rewritten with unreadable names', () => {
  const file = join(folder, 'cp949.yaml')
  const bytes = Buffer.concat([
    Buffer.from('# '),
    Buffer.from([0xc0, 0xfc, 0xbf, 0xf8]),
    Buffer.from('\nkeys: { on: { nec: 1 } }\n'),
  ])
  writeFileSync(file, bytes)
  const words = 'cp949.yaml is not UTF-8; save it as UTF-8 (in Notepad: Save as, encoding UTF-8)'
  expect(() => readKeys(file)).toThrow(words)
  expect(() => readTextIfExists(file)).toThrow(words)
})

test('a key that stands twice in a file is refused, with its place', () => {
  const file = join(folder, 'twice.yaml')
  writeFileSync(file, 'keys:\n  on: { nec: 1 }\n  off: { nec: 2 }\n  on: { nec: 3 }\n')
  expect(() => readKeys(file)).toThrow(/twice\.yaml.*unique at line 4, column 3/)
})
