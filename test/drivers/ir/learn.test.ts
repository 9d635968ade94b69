import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { protocols, recogniseClimate } from '../../../drivers/ir/climate/protocols/index.ts'
import { isSameCode, keySchema, recognise } from '../../../drivers/ir/codes/index.ts'
import { keyFile } from '../../../drivers/ir/learn/file.ts'
import { keysForType } from '../../../drivers/ir/learn/remote.ts'
import { readKeys } from '../../../drivers/ir/remote/file.ts'
import { isKeyName } from '../../../drivers/ir/remote/keymap.ts'
import { parseClimate } from '../../../drivers/ir/smartir/climate.ts'
import { typesOf } from '../../../src/clova/applianceTypes.ts'
import { editions } from '../../../src/clova/edition.ts'
import { beginning } from './broadlinkFixture.ts'
import { keyOf, type Learner, nec, openLearner, pressed, type Step, strange } from './learnFixture.ts'

const ends = beginning()
const enter = ''
const codes = ({ folder }: Learner) => join(folder, 'codes/living-tv.yaml')
const sent = ({ device }: Learner, at = -1) => {
  const pulses = device.sent.at(at)?.pulses ?? []
  return recognise({ medium: 'ir', carrierHz: 38_000, pulses })
}
const learnt = (key: string, code: Step[1], ...answers: string[]): Step[] => [
  [`${key}: press it`, code],
  ...answers.map((answer): Step => ['q stop', answer]),
]

test('every key that the user is asked for is a valid key of a remote', () => {
  const all = [...new Set(editions.flatMap(typesOf))].flatMap(keysForType)
  expect(all.filter((key) => !isKeyName(key))).toEqual([])
  expect(keysForType('SMARTTV')).toHaveLength(22)
})

describe('a remote', () => {
  test('is learnt key by key: known protocols by their fields, others as pulses, each sent for a test', async () => {
    const it = await openLearner(ends)
    const steps = [
      ...learnt('1 of 3  on', pressed(nec(1), 3), enter),
      ...learnt('2 of 3  off', strange('1011001'), 'y'),
    ]
    expect(await it.learn({}, steps)).toBeUndefined()
    expect(it.shownText()).toContain('heard: nec address 4, command 1')
    expect(it.shownText()).toContain('3 of 3  power: not needed, on and off do')
    expect(it.shownText()).toContain('driver: living-rm, remote: codes/living-tv.yaml }')
    expect(sent(it, 0)).toEqual(keyOf(nec(1)))
    expect(it.device.sent).toHaveLength(2)
    const { keys } = readKeys(codes(it))
    expect(keys.on).toEqual(keyOf(nec(1)))
    expect(keys.off && 'code' in keys.off && isSameCode(keys.off.code, strange('1011001'))).toBe(true)
    expect(readFileSync(codes(it), 'utf8')).toContain('\n  on: { nec: { address: 4, command: 1 } }\n')
  })

  test('a long code is written in several lines, and reads as the same code', async () => {
    const it = await openLearner(ends)
    const long = strange('10110010'.repeat(8))
    expect(await it.learn({ keys: ['on'] }, learnt('on', long, enter))).toBeUndefined()
    const text = readFileSync(codes(it), 'utf8')
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(110)
    const { on } = readKeys(codes(it)).keys
    expect(on && 'code' in on && isSameCode(on.code, long)).toBe(true)
  })

  test('a held key is one press with few frames', async () => {
    const it = await openLearner(ends)
    const once = strange('1011001')
    const held = { ...once, pulses: Array.from({ length: 6 }, () => once.pulses).flat() }
    await it.learn({ keys: ['on'] }, learnt('on', held, enter))
    expect(readKeys(codes(it)).keys.on).toMatchObject({ minFrames: 3 })
  })

  test('a key is pressed again, sent again, or skipped', async () => {
    const it = await openLearner(ends)
    const steps: Step[] = [
      ...learnt('1 of 3  on', pressed(nec(9)), 'what', 'r'),
      ...learnt('1 of 3  on', pressed(nec(1)), 'a', enter),
      ['2 of 3  off', 's'],
      ...learnt('3 of 3  power', pressed(nec(3)), 's'),
    ]
    // An invalid answer is reported, and the question comes again.
    expect(await it.learn({}, steps)).toBeUndefined()
    expect(it.shownText()).toContain('"what" is none of the answers')
    expect(it.device.sent.map((_, i) => sent(it, i)?.fields.command)).toEqual([9, 1, 1, 3])
    expect(readKeys(codes(it)).keys).toEqual({ on: keyOf(nec(1)) })
  })

  test('a key that does not work by its protocol is sent as it was received', async () => {
    const it = await openLearner(ends)
    await it.learn({ keys: ['on'] }, learnt('on', pressed(nec(1)), 'n', enter))
    expect(it.shownText()).toContain('Then the very pulses')
    expect(readKeys(codes(it)).keys.on).toHaveProperty('code')
  })

  test('a key that does not work at all is pressed again', async () => {
    const it = await openLearner(ends)
    const steps: Step[] = [...learnt('on', strange('1011001'), 'n'), ['on: press it', 'q']]
    await it.learn({ keys: ['on'] }, steps)
    expect(it.shownText()).toContain('Nothing was learnt.')
    expect(existsSync(codes(it))).toBe(false)
  })

  test('waiting for a press ends after a time; then the user may try again', async () => {
    const it = await openLearner(ends)
    const steps: Step[] = [
      ['nothing came within 0.1 s', enter],
      ['nothing came within 0.1 s', 's'],
      ['2 of 2  off', 'q'],
    ]
    expect(await it.learn({ keys: ['on', 'off'], pressTimeoutMs: 100 }, steps)).toBeUndefined()
    // Its ear is shut each time.
    expect(it.device.orders.filter((one) => one === 0x1e)).toHaveLength(3)
  })

  test('quitting keeps the learnt keys, also untested ones', async () => {
    const it = await openLearner(ends)
    const steps = [...learnt('on', pressed(nec(1)), enter), ...learnt('off', pressed(nec(2)), 'q')]
    expect(await it.learn({}, steps)).toBeUndefined()
    expect(it.shownText()).toContain('off is kept, though nobody has said that it works')
    expect(Object.keys(readKeys(codes(it)).keys)).toEqual(['on', 'off'])
  })

  test('a wrong key is recognised as another key of the remote', async () => {
    const it = await openLearner(ends)
    const steps = [...learnt('on', pressed(nec(1)), enter), ...learnt('off', pressed(nec(1)), 's')]
    await it.learn({ keys: ['on', 'off'] }, steps)
    expect(it.shownText()).toContain('That is what on sends as well.')
  })

  test('a code that cannot be sent back is reported, and can be kept', async () => {
    const it = await openLearner(ends)
    const steps: Step[] = [
      [
        'on: press it',
        async () => {
          await it.device.obeyed(3)
          it.device.press(Buffer.from(strangePacket))
          await it.device.obeyed(0x1e)
          Object.assign(it.device, { error: -8 })
        },
      ],
      ['It could not be sent back: it could not send (-8)', enter],
    ]
    expect(await it.learn({ keys: ['on'] }, steps)).toBeUndefined()
    expect(readKeys(codes(it)).keys).toHaveProperty('on')
  })

  test('keys are added to the existing ones, and nothing else in the file changes', async () => {
    const it = await openLearner(ends)
    mkdirSync(join(it.folder, 'codes'))
    const before = [
      '# Mine.',
      'model: KD-55 # as on its back',
      'keys:',
      '  # by hand',
      '  off: { lirc: living-tv KEY_OFF }',
      '  0: { nec: 0x20DF08F7 }',
      '  mode.sleep: { raw: [9000, -4500, 600, -600, 600] }',
      '',
    ].join('\n')
    writeFileSync(codes(it), before)
    const options = { remote: 'codes/living-tv.yaml' }
    expect(await it.learn({ options }, learnt('1 of 2  on', pressed(nec(1)), enter))).toBeUndefined()
    expect(it.shownText()).toContain('1 of 3 keys are there already')
    const text = readFileSync(codes(it), 'utf8')
    expect(text.replace('  on: { nec: { address: 4, command: 1 } }\n', '')).toBe(before)
    expect(Object.keys(readKeys(codes(it)).keys).sort()).toEqual(['0', 'mode.sleep', 'off', 'on'])
    expect(text.endsWith('  on: { nec: { address: 4, command: 1 } }\n')).toBe(true)
    // And one of them anew.
    await it.learn({ options, keys: ['0'] }, learnt('1 of 1  0', pressed(nec(7)), enter))
    expect(readKeys(codes(it)).keys['0']).toEqual(keyOf(nec(7)))
    expect(readFileSync(codes(it), 'utf8').match(/^ {2}"?0"?:/gm)).toHaveLength(1)
  })

  test.each([
    ['empty', ''],
    ['a remark', '# mine\n'],
    ['without keys', 'keys:\n'],
    ['without any', 'keys: {}\nmodel: x\n'],
    ['in braces', '{ keys: { "1": 0x20DF08F7 }, model: x }'],
    ['without a line end', 'keys:\n  "1": 0x20DF08F7'],
    ['with more behind', 'keys:\n    "1":\n      raw: |-\n        +9000 -4500\n        +600\n\nmodel: x\n'],
    ['with more of it', 'keys:\n  on: { nec: 0x20DF08F7 } # wrong\n  "1": 0x20DF08F7\nmodel: x\n'],
    ['with a long one in its place', 'keys:\n  on:\n    raw: |-\n      +9000 -4500\n      +600\n  "1": 0x20DF08F7\n'],
  ])('keys are added to a file that is %s', (_what, before) => {
    const short = keyFile(before, 'x', 'x')
    short.set('on', keyOf(nec(1)))
    short.set('off', { code: strange('10110010'.repeat(8)) })
    short.set('on', keyOf(nec(2)))
    const { model, keys } = parse(short.text())
    expect(model).toBe(before.includes('model') ? 'x' : undefined)
    expect(Object.keys(keys).sort()).toEqual([...(before.includes('1') ? ['1'] : []), 'off', 'on'])
    expect(keySchema.parse(keys.on)).toEqual(keyOf(nec(2)))
    expect(keySchema.parse(keys.off)).toHaveProperty('code')
    for (const remark of before.match(/#.*/g) ?? []) expect(short.text()).toContain(remark)
  })

  test.each([
    ['not YAML', 'keys: {', 'is not YAML'],
    ['a list', '- 1', 'is no file of keys'],
    ['a list of keys', 'keys: [1]', 'is no list of keys'],
    ['aliases', 'a: &a 1\nkeys: { on: *a }', 'has aliases'],
  ])('a file that is %s is left as it is', async (_what, text, problem) => {
    const it = await openLearner(ends)
    writeFileSync(join(it.folder, 'x.yaml'), text)
    expect(await it.learn({ file: 'x.yaml' }, [])).toContain(problem)
    expect(readFileSync(join(it.folder, 'x.yaml'), 'utf8')).toBe(text)
  })

  test('a mistake that makes the whole file unusable is reported', async () => {
    const it = await openLearner(ends)
    writeFileSync(join(it.folder, 'x.yaml'), 'keys:\n  offf: { nec: 0x20DF08F7 }\n')
    expect(await it.learn({ file: 'x.yaml', keys: ['on'] }, learnt('on', pressed(nec(1)), enter))).toBeUndefined()
    expect(it.shownText()).toMatch(/The file cannot be used yet: .*x\.yaml: .*offf/)
  })

  test('keeps the learnt keys when the disk is full', async () => {
    const it = await openLearner(ends)
    let room = 0
    const written: string[] = []
    const save = async (_file: string, text: string) => {
      if (room <= 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      written.push(text)
    }
    const steps: Step[] = [
      ...learnt('on', pressed(nec(1)), enter),
      ['the disk is full (ENOSPC). What was learnt is kept here meanwhile', () => {}],
      ...learnt('off', pressed(nec(2)), enter),
      [
        'Enter tries again',
        () => {
          room = 1
        },
      ],
      ['shows what was learnt', enter],
    ]
    expect(await it.learn({ save }, steps)).toBeUndefined()
    expect(written).toEqual([expect.stringMatching(/ {2}on: .*\n {2}off: /)])

    room = 0
    const last: Step[] = [...learnt('on', pressed(nec(1)), 'q'), ['shows what was learnt', 'p']]
    expect(await it.learn({ save }, last)).toContain('What was learnt stands above')
    expect(it.shownText()).toMatch(/living-tv\.yaml should hold:\n\n# The keys .*\nkeys:\n {2}on: \{ nec: /)
  })

  test.each([
    [{ keys: ['volumeupp'] }, 'a remote has no key "volumeupp"'],
    [{ radio: true }, 'sends and learns no radio'],
    [{ options: { remote: { on: nec(1) } } }, 'stand in the configuration itself'],
    [{ file: 'codes/1000.json' }, 'is a file of SmartIR'],
  ])('%j: is refused before anything is pressed', async (given, problem) => {
    const it = await openLearner(ends)
    expect(await it.learn(given, [])).toContain(problem)
  })

  test('a radio key is learnt in two steps', async () => {
    const it = await openLearner(ends, 'rm4pro')
    const data = Buffer.from([0xb2, 0, 6, 0, 10, 20, 30, 40, 10, 20])
    const steps: Step[] = [
      [
        'on: hold it',
        async () => {
          await it.device.obeyed(0x19)
          it.device.hold()
        },
      ],
      [
        'Its frequency is found',
        async () => {
          await it.device.obeyed(0x1b)
          it.device.press(data)
        },
      ],
      ['q stop', enter],
    ]
    expect(await it.learn({ keys: ['on'], radio: true }, steps)).toBeUndefined()
    expect(it.device.sent.at(-1)?.kind).toBe(0xb2)
    expect(readKeys(codes(it)).keys.on).toMatchObject({ code: { medium: 'rf433' } })
  })
})

const strangePacket = [0x26, 0, 10, 0, 0xc4, 0x62, 0x17, 0x1d, 0x17, 0x42, 0x17, 0, 0x0d, 5]

describe('an air conditioner', () => {
  const { 'lg-ac': lg } = protocols
  const cool = (targetTemperature: number) => {
    const frame = lg?.encode({ power: true, mode: 'cool', targetTemperature, fanSpeed: 2 })
    if (!frame) throw new Error('there is no LG')
    return frame
  }
  const climate = { name: 'living-air', type: 'AIRCONDITIONER' }

  test('is recognised from one press of its remote, and set to another state as a test', async () => {
    const it = await openLearner(ends)
    expect(
      await it.learn(climate, [
        ['any key of its remote', cool(24)],
        ['Did it obey?', enter],
      ]),
    ).toBeUndefined()
    expect(it.shownText()).toContain('heard: lg-ac: on, cool, 24 °C, fan 2')
    expect(it.shownText()).toContain('driver: living-rm, climate: { protocol: lg-ac } }')
    const pulses = it.device.sent.at(-1)?.pulses ?? []
    expect(recogniseClimate({ medium: 'ir', carrierHz: 38_000, pulses })?.state).toMatchObject({
      targetTemperature: 25,
    })
  })

  test('of another protocol than the configured one is reported', async () => {
    const it = await openLearner(ends)
    const options = { climate: { protocol: 'samsung-ac' } }
    await it.learn({ ...climate, options }, [
      ['any key of its remote', cool(30)],
      ['It was told: on, cool, 29 °C, fan 2', enter],
    ])
    expect(it.shownText()).toContain('In the configuration write with living-air:\n  climate: { protocol: lg-ac }')
  })

  test('of no known protocol is learnt state by state into a file of SmartIR', async () => {
    const it = await openLearner(ends)
    const states = { 20: '1011001', 22: '1011011', 24: '1011111' }
    const steps: Step[] = [
      ['any key of its remote', strange('1111001')],
      ['None of the built-in protocols', () => {}],
      ['r press again', 'l'],
      ['Which mode', enter],
      ['From which to which', '20-24/2'],
      ['1 of 4  cool, 20 °C', strange(states[20])],
      ['Did it work?', enter],
      ['2 of 4  cool, 22 °C', strange(states[20])],
      ['That is the same as cool, 20 °C', () => {}],
      ['2 of 4  cool, 22 °C', strange(states[22])],
      ['Did it work?', enter],
      ['3 of 4  cool, 24 °C', strange(states[24])],
      ['Did it work?', enter],
      ['4 of 4  off', strange('0000001')],
      ['Did it work?', enter],
    ]
    expect(await it.learn(climate, steps)).toBeUndefined()
    expect(it.shownText()).toContain('climate: { codes: codes/living-air.json }')
    const file = join(it.folder, 'codes/living-air.json')
    const read = parseClimate(readFileSync(file, 'utf8'), file)
    expect(read).toMatchObject({ problems: [], modes: { cool: { temperatures: [20, 22, 24] } } })
    for (const [temperature, bits] of Object.entries(states)) {
      const state = { power: true, mode: 'cool', targetTemperature: Number(temperature) } as const
      const [code] = read.resolve(state, new Set(['targetTemperature'])).codes
      expect(code && isSameCode(code, strange(bits))).toBe(true)
    }
    // Another mode joins it.
    await it.learn({ ...climate, options: { climate: { codes: 'codes/living-air.json' } } }, [
      ['any key of its remote', 's'],
      ['Which mode', 'dehumidify'],
      ['From which to which', 's'],
      ['1 of 1  dehumidify', strange('0101011')],
      ['Did it work?', enter],
    ])
    expect(parseClimate(readFileSync(file, 'utf8'), file)).toMatchObject({
      problems: [],
      modes: { cool: { temperatures: [20, 22, 24] }, dehumidify: {} },
    })
  })

  test('a remote of single keys is reported as one', async () => {
    const it = await openLearner(ends)
    await it.learn(climate, [
      ['any key of its remote', pressed(nec(1))],
      ['That is the single key {"nec":{"address":4,"command":1}}', () => {}],
      ['r press again', 'q'],
    ])
    expect(it.shownText()).toContain('Nothing was learnt.')
  })

  test('a long frame of a maker that is not built in is a whole state, and no single key', async () => {
    const it = await openLearner(ends)
    const bytes = [0x23, 0xcb, 0x26, 0x21, 0, 0x40, 0x52, 0x10, 0x36, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0x11]
    await it.learn(climate, [
      ['any key of its remote', pressed({ aeha: { bytes } })],
      ['None of the built-in protocols is this', () => {}],
      ['r press again', 'q'],
    ])
    expect(it.shownText()).not.toContain('single key')
  })

  test('that does not react is learnt state by state, or pressed again', async () => {
    const it = await openLearner(ends)
    await it.learn(climate, [
      ['any key of its remote', cool(24)],
      ['Did it obey?', 'r'],
      ['any key of its remote', cool(24)],
      ['Did it obey?', 'n'],
      ['Which mode', 'q'],
    ])
    expect(it.shownText()).toContain('Nothing was learnt.')
  })
})
