import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { formatProblem } from '../src/config/problem.ts'
import { loadFiles } from './config/loadFixture.ts'

const languages = ['en', 'ko', 'ja'] as const
const pagesOf = (language: string) => readdirSync(join('docs', language)).sort()
const files = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs/reference').map((page) => join('docs/reference', page)),
  ...languages.flatMap((language) => pagesOf(language).map((page) => join('docs', language, page))),
]
const texts = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }))

/** The blocks of a language, without the indentation of the list that they may stand in. */
const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].flatMap(([, indent = '', marked, block = '']) =>
    marked === language ? [block.replaceAll(new RegExp(`^${indent}`, 'gm'), '')] : [],
  )
/** The code in a text: of blocks each line for itself. */
const code = (text: string): readonly string[] => [
  ...blocks(text, 'sh').flatMap((block) => block.split('\n')),
  ...[...text.replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span),
]
const headings = (text: string) =>
  [...text.replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/^(#+) /gm)].map(([, level]) => level)

test('what is linked is there', () => {
  const links = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => ({ file, to })),
  )
  expect(links.length).toBeGreaterThan(40)
  expect(links.filter(({ file, to }) => !existsSync(join(dirname(file), to)))).toEqual([])
})

test('what is named as a command is one', () => {
  const table = /const commands[^{]*\{([\s\S]*?)\n\}/.exec(readFileSync('src/cli/commands/index.ts', 'utf8'))?.[1] ?? ''
  const commands = new Set([...table.matchAll(/^ {2}'?([\w-]+)'?:/gm)].map(([, name]) => name))
  const named = texts.flatMap(({ file, text }) =>
    code(text).flatMap((line) =>
      [...line.matchAll(/(?:^|\bsudo |&& |\| )clova-home ([a-z]+)\b/g)].map(([, name = '']) => ({ file, name })),
    ),
  )
  expect(commands.size).toBeGreaterThan(9)
  expect(named.length).toBeGreaterThan(100)
  const unknown = named.flatMap(({ file, name }) => (commands.has(name) ? [] : [`${file}: ${name}`]))
  expect([...new Set(unknown)]).toEqual([])
})

test('every language has the same pages, of the same parts', () => {
  const pages = pagesOf('en')
  for (const language of languages) {
    expect({ language, pages: pagesOf(language) }).toEqual({ language, pages })
    for (const page of pages) {
      const parts = (of: string) => headings(readFileSync(join('docs', of, page), 'utf8'))
      expect({ language, page, parts: parts(language) }).toEqual({ language, page, parts: parts('en') })
    }
  }
})

test('every language shows the same commands', () => {
  for (const page of pagesOf('en')) {
    const shown = (of: string) =>
      blocks(readFileSync(join('docs', of, page), 'utf8'), 'sh').map((block) => block.replaceAll(/ +#.*$/gm, ''))
    for (const language of languages)
      expect({ language, page, shown: shown(language) }).toEqual({ language, page, shown: shown('en') })
  }
})

const homes = texts.flatMap(({ file, text }) =>
  blocks(text, 'yaml')
    .filter((block) => block.startsWith('edition:'))
    .map((yaml, at) => [`${file}, home ${at + 1}`, yaml] as const),
)

test('there are homes to be read', () => expect(homes.length).toBeGreaterThanOrEqual(9))

test.each(homes)('%s is right', async (_name, text) => {
  const { config, problems } = await loadFiles({ text, secrets: 'mqtt_password: a-password-of-a-broker\n' })
  expect(problems.map((one) => formatProblem(one))).toEqual([])
  expect(config).toBeDefined()
})
