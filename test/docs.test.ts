import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import { keysSchema } from '../drivers/ir/remote/file.ts'
import { formatProblem } from '../src/config/problem.ts'
import { readAnswers } from '../src/setup/answers.ts'
import { loadFiles } from './config/loadFixture.ts'
import { inFolder } from './support/folder.ts'
import { selfSigned } from './support/hue/bridgeCertificate.ts'
import { passwordHash } from './support/linkingClients.ts'

const languages = ['en', 'ko', 'ja'] as const
const pagesOf = (language: string) => readdirSync(join('docs', language)).sort()
const read = (language: string, page: string) => readFileSync(join('docs', language, page), 'utf8')
const pages = pagesOf('en')
const files = [
  'README.md',
  'CONTRIBUTING.md',
  'config/README.md',
  ...readdirSync('docs/reference').map((page) => join('docs/reference', page)),
  ...languages.flatMap((language) => pagesOf(language).map((page) => join('docs', language, page))),
]
const texts = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }))

/** The blocks of code, without the indentation of the list that they may stand in. */
const allBlocks = (text: string): readonly { readonly language: string; readonly block: string }[] =>
  [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].map(([, indent = '', language = '', block = '']) => ({
    language,
    block: block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
const blocks = (text: string, wanted: string): readonly string[] =>
  allBlocks(text).flatMap(({ language, block }) => (language === wanted ? [block] : []))
const withoutBlocks = (text: string) => text.replace(/^ *```[\s\S]*?^ *```$/gm, '')
/** The code within sentences and tables. */
const spans = (text: string): readonly string[] =>
  [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
/** The code in a text: of blocks each line for itself. */
const code = (text: string): readonly string[] => [
  ...blocks(text, 'sh').flatMap((block) => block.split('\n')),
  ...spans(text),
]

/** What can be linked to in a page: the ids that it gives, and its headings as GitHub names them. */
const anchors = (text: string): ReadonlySet<string> =>
  new Set([
    ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id),
    ...[...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  ])

test('every linked file and heading exists', () => {
  const links = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(([, to = '', anchor]) => ({
      file,
      to: to === '' ? file : join(dirname(file), to),
      anchor,
    })),
  )
  expect(links.length).toBeGreaterThan(200)
  expect(links.filter(({ to }) => !existsSync(to))).toEqual([])
  const broken = links.filter(
    ({ to, anchor }) => anchor !== undefined && !anchors(readFileSync(to, 'utf8')).has(anchor),
  )
  expect(broken).toEqual([])
  // The package has the folder `docs` and nothing beside it.
  expect(links.filter(({ file, to }) => file.startsWith('docs/') && !to.startsWith('docs/'))).toEqual([])
})

test('every command in the documents exists, with its options', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/clova-home.cjs', 'help', '--json'])
  const commands = new Map(
    (JSON.parse(stdout) as { usage: string; options?: string[]; flags?: string[] }[]).map(
      ({ usage, options = [], flags = [] }) => [
        usage.split(' ')[0] ?? '',
        new Set([...options, ...flags, 'config', 'json', 'help', 'language']),
      ],
    ),
  )
  const named = texts.flatMap(({ file, text }) =>
    code(text).flatMap((line) =>
      [...line.matchAll(/(?:^|\bsudo |&& |\| )(?:clova-home|node dist\/clova-home\.cjs) ([a-z]+)\b([^|&#]*)/g)].map(
        ([, name = '', rest = '']) => ({ file, name, options: [...rest.matchAll(/(?<=\s\[?--)[a-z-]+/g)].flat() }),
      ),
    ),
  )
  expect(commands.size).toBeGreaterThan(20)
  expect(named.length).toBeGreaterThan(100)
  const wrong = named.flatMap(({ file, name, options }) => {
    const known = commands.get(name)
    if (!known) return [`${file}: ${name}`]
    return options.filter((option) => !known.has(option)).map((option) => `${file}: ${name} --${option}`)
  })
  expect([...new Set(wrong)]).toEqual([])
})

/** What a translation shows as the program prints it in that language. */
const printed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: {},
  ko: { 정상: 'ok', 주의: 'warning', 오류: 'FAILURE' },
  ja: { 正常: 'ok', 注意: 'warning', 異常: 'FAILURE' },
}

/** What must be alike in every language: headings, tables, blocks but for their comments, code in sentences, links and anchors. */
const partsOf = (language: string, page: string) => {
  const text = read(language, page)
  const prose = withoutBlocks(text)
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map(([, level]) => level),
    tables: [...prose.matchAll(/^ *\|.*$/gm)].map(([row]) => row.replaceAll('\\|', '').split('|').length),
    // A block without a language is what is printed or drawn.
    blocks: allBlocks(text).map((one) =>
      one.language === '' ? '' : `${one.language}\n${one.block.replaceAll(/(^|\s+)#.*$/gm, '')}`,
    ),
    code: spans(text)
      .map((span) => printed[language]?.[span] ?? span.replace(/^--language (en|ko|ja)$/, '--language'))
      .sort(),
    links: [...prose.matchAll(/id="([^"]+)"|\]\((?!\.\.\/(?:en|ko|ja)\/)([^)\s]+)\)/g)]
      .map(([, id, to]) => (id === undefined ? to : `#${id}`))
      .sort(),
  }
}

test('every language has the same pages', () => {
  for (const language of languages) expect({ language, pages: pagesOf(language) }).toEqual({ language, pages })
})

test.each(pages)('%s has the same headings in every language', (page) => {
  const english = partsOf('en', page)
  for (const language of ['ko', 'ja'])
    expect({ language, ...partsOf(language, page) }).toEqual({ language, ...english })
})

/** Every key that the configuration may have, at whatever depth. */
function schemaKeys(schema: unknown, keys = new Set<string>()): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return keys
  const { type, properties } = schema as { readonly type?: unknown; readonly properties?: object }
  if (type === 'object') for (const key of Object.keys(properties ?? {})) keys.add(key)
  for (const part of Object.values(schema)) schemaKeys(part, keys)
  return keys
}
/** The words that some keys take, but for CLOVA's types and places, which `check` tells. */
function schemaWords(schema: unknown, words = new Set<string>()): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return words
  const { enum: several = [] } = schema as { readonly enum?: readonly unknown[] }
  if (several.length < 15) for (const word of several) if (typeof word === 'string') words.add(word)
  for (const part of Object.values(schema)) schemaWords(part, words)
  return words
}
const schema: unknown = JSON.parse(readFileSync('config/gateway.schema.json', 'utf8'))
const [keys, words] = [schemaKeys(schema), schemaWords(schema)]
const keyPages = ['configuration.md', 'mqtt.md', 'hue.md', 'infrared.md']

test.each(languages)('every key of the schema and each of its allowed words is documented (%s)', (language) => {
  expect(keys.size).toBeGreaterThan(250)
  expect(words.size).toBeGreaterThan(50)
  const named = keyPages.flatMap((page) => spans(read(language, page))).join('\n')
  const found = new Set([...(named.match(/[\w-]+/g) ?? []), ...(named.match(/\d\.\d/g) ?? [])])
  expect([...keys, ...words].filter((word) => !found.has(word))).toEqual([])
})

test('every key in an example exists in the schema', () => {
  const examples = keyPages
    .flatMap((page) => spans(read('en', page)))
    .map((span) => span.replaceAll('\\|', '|'))
    .filter((span) => /^[a-z]\w+: \S/i.test(span))
  expect(examples.length).toBeGreaterThan(30)
  const unknown = examples.filter((example) => {
    const value = parse(example) as object
    return Object.keys(value).some((key) => !keys.has(key) && key !== 'mqtt_password')
  })
  expect(unknown).toEqual([])
})

const secrets = `mqtt_password: a-password-of-a-broker
linking_client_secret: 0123456789abcdef0123456789abcdef
family_password: ${passwordHash}
child_password: ${passwordHash}
bridge_key: 0123456789abcdef
bridge_certificate: ${JSON.stringify(selfSigned('001788fffe23bfc2').cert)}
living_ir_key: 0123456789abcdef
`

/** What a part of a configuration is tried with, where the part does not have it itself. */
const surroundings: Readonly<Record<string, string>> = {
  edition: 'edition: kr',
  server: 'server: { publicUrl: https://home.example.com }',
  drivers: 'drivers: { memory: { type: virtual } }',
  appliances: `appliances:
  - { id: living-light, name: 거실 조명, type: LIGHT, driver: memory, traits: { power: {} } }
  - { id: desk-lamp, name: 책상 조명, type: LIGHT, driver: memory, traits: { power: {} } }
  - { id: living-aircon, name: 에어컨, type: AIRCONDITIONER, driver: memory, traits: { targetTemperature: { min: 18, max: 30, step: 1 } } }`,
}

const homes = texts
  .filter(({ file }) => !/^docs\/(ko|ja)\//.test(file))
  .flatMap(({ file, text }) =>
    blocks(text, 'yaml')
      .filter((block) => !block.startsWith('keys:'))
      .map((block, at) => [`${file}, ${at + 1}`, block] as const),
  )

test('the documents contain configurations', () => expect(homes.length).toBeGreaterThanOrEqual(17))

test.each(homes)('the configuration %s is valid', async (_name, block) => {
  const given = new Set(Object.keys(parse(block, { customTags: [{ tag: '!secret', resolve: String }] }) as object))
  const isPart = !given.has('edition')
  const lacking = Object.keys(surroundings).filter(
    (key) => !given.has(key) && !(given.has('drivers') && key === 'appliances'),
  )
  const text = isPart ? [...lacking.map((key) => surroundings[key]), block].join('\n') : block
  const { config, problems } = await loadFiles({ text, secrets })
  // A part alone may lack what it is used with.
  const mistakes = problems.filter(({ severity }) => !isPart || severity === 'error')
  expect(mistakes.map((one) => formatProblem(one))).toEqual([])
  expect(config).toBeDefined()
})

test('the answers for the wizard are valid', () =>
  inFolder((folder) => {
    const [, answers = ''] = /answers\.yaml <<'EOF'\n([\s\S]*?)^EOF$/m.exec(read('en', 'install.md')) ?? []
    writeFileSync(join(folder, 'answers.yaml'), answers)
    const { publicUrl, connections } = readAnswers(join(folder, 'answers.yaml'))
    expect({ publicUrl, connections: Object.keys(connections ?? {}) }).toEqual({
      publicUrl: 'https://home.example.com',
      connections: ['broker'],
    })
  }))

test('every infrared code in the documents can be sent', () => {
  const text = read('en', 'infrared.md')
  const shown = [...text.matchAll(/^\| `(\{ .+ \})` \|/gm)].map(([, yaml = '']) => yaml)
  expect(shown.length).toBeGreaterThanOrEqual(8)
  const files = blocks(text, 'yaml').filter((block) => block.startsWith('keys:'))
  expect(files.length).toBe(1)
  const wrong = [...shown.map((yaml) => `keys: { on: ${yaml} }`), ...files].filter(
    (yaml) => !keysSchema.safeParse((parse(yaml) as { keys: unknown }).keys).success,
  )
  expect(wrong).toEqual([])
})
