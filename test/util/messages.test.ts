import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { joinTexts, mapText, sentences } from '../../src/util/translate.ts'

const files = ['src', 'drivers'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') })),
)

const quoted = String.raw`\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\x60[^\x60]*\x60)\s*`
const triple = new RegExp(`\\bko:${quoted},\\s*ja:${quoted},\\s*en:${quoted}`, 'g')
const placeholders = (text: string) => [...new Set(text.match(/(?<!\$)\{\w+\}/g) ?? [])]
const messages = files.flatMap(({ name, text }) =>
  [...text.matchAll(triple)].map(([, ko = '', ja = '', en = '']) => ({ name, ko, ja, en })),
)

test('no message lacks a language, and none names in Korean or Japanese what the English one does not', () => {
  expect(messages.length).toBeGreaterThan(1000)
  const wrong = messages.filter(({ ko, ja, en }) => {
    const known = placeholders(en)
    return (
      [ko, ja, en].some((text) => text.length <= 2) ||
      ![ko, ja].every((text) => placeholders(text).every((one) => known.includes(one) || one === '{seconds}'))
    )
  })
  expect(wrong).toEqual([])
})

test('every text of a failure comes from a table of three languages', () => {
  const bare = files.flatMap(({ name, text }) =>
    [...text.matchAll(/new Failure\(\s*(?:'\w+'|\{[^}]*\}|[\w.?: ']+),\s*(['"\x60])/g)].map(
      ([found]) => `${name}: ${found}`,
    ),
  )
  expect(bare).toEqual([])
})

/** Protocols in IRP notation stand in a table of this program: what is wrong there is no mistake of a user. */
const ownNotation = 'drivers/ir/import/irp.ts'

test.each(['src/systemd', 'drivers/ir', 'drivers/mqtt'])(
  'every text of an error that %s throws comes from a table of three languages',
  (folder) => {
    const bare = files.filter(
      ({ name, text }) =>
        name.startsWith(`${folder}/`) && name !== ownNotation && /throw new (Type)?Error\(\s*['"\x60]/.test(text),
    )
    expect(bare.map(({ name }) => name)).toEqual([])
  },
)

test('no code compares the English text of a message', () => {
  const compared =
    /(\.en|inEnglish\([^()]*\))\)?\s*(\.(startsWith|endsWith|includes|match|search|indexOf)\(|[!=]==? (?!''))|\.test\((inEnglish|[\w.?]+\.en\b)/g
  const found = files
    .filter(({ name }) => name !== 'src/util/translate.ts')
    .flatMap(({ name, text }) => [...text.matchAll(compared)].map(([words]) => `${name}: ${words}`))
  expect(found).toEqual([])
})

const say = sentences({
  away: { ko: '{name}: {why}', ja: '{name}は{why}', en: '{name} is {why}' },
  lost: { ko: '끊김', ja: '切断', en: 'lost' },
})

test('a message is formatted in each language, with the messages inside it', () => {
  const text = say('away', { name: 'lamp', why: say('lost') })
  expect([text.ko, text.ja, text.en, String(text)]).toEqual([
    'lamp: 끊김',
    'lampは切断',
    'lamp is lost',
    'lamp is lost',
  ])
  expect(JSON.parse(JSON.stringify({ text }))).toEqual({
    text: { ko: 'lamp: 끊김', ja: 'lampは切断', en: 'lamp is lost' },
  })
  expect(joinTexts(text, '!').ja).toBe('lampは切断!')
  expect(mapText(text, (words) => words.toUpperCase()).en).toBe('LAMP IS LOST')
})
