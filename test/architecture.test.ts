import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { drivers } from '../drivers/index.ts'
import { editions } from '../src/clova/dialect.ts'
import { typesOf } from '../src/clova/types.ts'

/** What each floor may import of ours, besides itself. `*`: everything, since it composes the rest. */
const floors: Readonly<Record<string, readonly string[]>> = {
  'src/disk': [],
  'src/home': ['src/disk'],
  'src/clova': ['src/home'],
  'src/linking': ['src/disk'],
  'src/http': ['src/clova', 'src/linking', 'src/home', 'src/disk'],
  'src/config': ['src/home'],
  'drivers/index.ts': ['src/home', ...Object.keys(drivers).map((name) => `drivers/${name}`)],
  ...Object.fromEntries(Object.keys(drivers).map((name) => [`drivers/${name}`, ['src/home']])),
  'src/cli': ['*'],
  'src/main.ts': ['*'],
}
const floorOf = (file: string) => file.split('/').slice(0, 2).join('/')
const files = ['src', 'drivers'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).flatMap((name) =>
    name.endsWith('.ts') ? [join(root, name)] : [],
  ),
)
const sources = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }))
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')

test('no floor imports one above it', () => {
  const arrows = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/(?:\bfrom|\bimport\s*\(?)\s*['"](\.[^'"]+)['"]/g)].map(
      ([, to = '']) => [file, join(dirname(file), to)] as const,
    ),
  )
  const up = arrows.filter(([file, to]) => {
    const [from, target] = [floorOf(file), floorOf(to)]
    const below = floors[from] ?? []
    return from !== target && !below.includes(target) && !below.includes('*')
  })
  expect(arrows.length).toBeGreaterThan(100)
  expect(up.map((arrow) => arrow.join(' → '))).toEqual([])
  expect([...new Set(files.map(floorOf))].filter((floor) => !(floor in floors))).toEqual([])
})

test('no type of appliance and no driver is named where all are meant', () => {
  const types = new RegExp(`\\b(${[...new Set(editions.flatMap(typesOf))].join('|')})\\b`)
  // What is also a part of a colour may be named as that.
  const words = Object.keys(drivers).filter((name) => name !== 'hue')
  const names = new RegExp(
    `(?<!\\bfrom\\s*)(['"\`])(${words.join('|')})\\1|drivers/(${Object.keys(drivers).join('|')})/`,
  )
  // What devices of a driver speak is the driver's own, too.
  const tongues = /\b(zigbee2mqtt|homeassistant|tasmota|broadlink|smartir)\b/i
  const allowed = /^(src\/clova\/(types|modes)\.ts|src\/cli\/demoHome\.ts|drivers\/.*)$/
  const named = sources.flatMap(({ file, text }) =>
    allowed.test(file)
      ? []
      : [types, names, tongues]
          .flatMap((word) => word.exec(withoutComments(text))?.[0] ?? [])
          .map((word) => `${file}: ${word}`),
  )
  expect(named).toEqual([])
})

test('no file is longer than 210 lines', () => {
  const long = sources
    .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > 210)
  expect(long).toEqual([])
})
