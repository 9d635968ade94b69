import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { drivers } from '../drivers/index.ts'
import { typesOf } from '../src/clova/applianceTypes.ts'
import { editions } from '../src/clova/edition.ts'

/** The floors from the ground up. A file imports only from its own floor's folder and from the floors below. */
const floors: readonly (readonly string[])[] = [
  ['src/util'],
  ['src/storage'],
  ['src/home', 'src/oauth'],
  Object.keys(drivers).map((name) => `drivers/${name}`),
  ['drivers/index.ts', 'src/clova'],
  ['src/config'],
  ['src/control', 'src/backup'],
  ['src/http', 'src/web'],
  ['src/hub', 'src/setup'],
  ['src/gateway'],
  ['src/systemd'],
  ['src/diagnostics'],
  ['src/cli'],
  ['src/main.ts', 'src/launcher.ts'],
]
/** Of ours, a driver may import these alone. */
const driverImports = ['src/util', 'src/home']
const floorOf = (file: string) => file.split('/').slice(0, 2).join('/')
const files = ['src', 'drivers'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).flatMap((name) =>
    /\.tsx?$/.test(name) ? [join(root, name)] : [],
  ),
)
const sources = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }))
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')

const heightOf = (floor: string) => floors.findIndex((level) => level.includes(floor))
const arrows = sources.flatMap(({ file, text }) =>
  [...withoutComments(text).matchAll(/(?:\bfrom|\bimport\s*\(?)\s*['"](\.[^'"]+)['"]/g)].map(
    ([, to = '']) => [file, join(dirname(file), to)] as const,
  ),
)

test('every folder of the sources stands on a floor', () => {
  expect([...new Set(files.map(floorOf))].filter((floor) => heightOf(floor) === -1)).toEqual([])
})

test('no floor imports a floor above or beside it', () => {
  const up = arrows.filter(([file, to]) => {
    const [from, target] = [floorOf(file), floorOf(to)]
    if (from === target) return false
    const isDriver = from.startsWith('drivers/') && from !== 'drivers/index.ts'
    return heightOf(target) >= heightOf(from) || (isDriver && !driverImports.includes(target))
  })
  expect(arrows.length).toBeGreaterThan(1000)
  expect(up.map((arrow) => arrow.join(' → '))).toEqual([])
})

test('no file imports itself through other files, not even for a type', () => {
  const importsOf = new Map(files.map((file) => [file, [] as string[]]))
  for (const [from, to] of arrows) importsOf.get(from)?.push(to)
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file)) return
    for (const to of importsOf.get(file) ?? []) visit(to, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(circles).toEqual([])
})

test('no appliance type and no driver is named in code that serves all of them', () => {
  const types = new RegExp(`\\b(${[...new Set(editions.flatMap(typesOf))].join('|')})\\b`)
  // What is also a part of a colour may be named as that.
  const words = Object.keys(drivers).filter((name) => name !== 'hue')
  const names = new RegExp(
    `(?<!\\bfrom\\s*)(['"\`])(${words.join('|')})\\1|drivers/(${Object.keys(drivers).join('|')})/`,
  )
  // What devices of a driver speak is the driver's own, too.
  const tongues = /\b(zigbee2mqtt|homeassistant|tasmota|broadlink|smartir)\b/i
  // The page has a picture for each type.
  const allowed =
    /^(src\/clova\/(applianceTypes|modes)\.ts|src\/web\/appliances\/icons\.ts|src\/cli\/demo\/home\.ts|drivers\/.*)$/
  const named = sources.flatMap(({ file, text }) =>
    allowed.test(file)
      ? []
      : [types, names, tongues]
          .flatMap((word) => word.exec(withoutComments(text))?.[0] ?? [])
          .map((word) => `${file}: ${word}`),
  )
  expect(named).toEqual([])
})

test('no two exported types share a name', () => {
  const filesByType = new Map<string, string[]>()
  for (const { file, text } of sources)
    for (const [, name = ''] of text.matchAll(
      /^export (?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm,
    ))
      filesByType.set(name, [...(filesByType.get(name) ?? []), file])
  expect(filesByType.size).toBeGreaterThan(200)
  expect([...filesByType].filter(([, declaring]) => declaring.length > 1)).toEqual([])
})

/** Tables may be longer: files that hold rows and hardly anything else. */
const tables: readonly string[] = [
  'src/diagnostics/messages.ts',
  'src/config/messages.ts',
  'drivers/hue/messages.ts',
  'drivers/ir/messages.ts',
]

test('no file is longer than 400 lines', () => {
  const long = sources
    .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
    .filter(({ file, lines }) => lines > 400 && !tables.includes(file))
  expect(long).toEqual([])
})

/** Who parses JSON without the bounds of `parseBoundedJson`, and why it need not have them. */
const unboundedJson: Readonly<Record<string, string>> = {
  'src/util/boundedJson.ts': 'it is the parser with the bounds',
  'src/util/slicedJson.ts': 'it is the parser with the bounds, for many entries',
  'src/storage/jsonStore.ts': 'a file of the gateway',
  'src/oauth/accessTokens.ts': 'a file of the gateway',
  'src/http/dashboard/accounts.ts': 'a file of the gateway',
  'src/config/lastGood.ts': 'a file of the gateway',
  'src/gateway/history/requestLog.ts': 'a file of the gateway',
  'src/diagnostics/checks/access.ts': 'a file of the gateway',
  'src/hub/folder.ts': 'a file of the hub',
  'src/gateway/discovery/store.ts': 'a text that it made itself',
  'src/config/secrets.ts': 'a text that it made itself',
  'drivers/mqtt/discovery/validParts.ts': 'a text that it made itself',
  'drivers/hue/naming/stableIdStore.ts': 'a text that it made itself',
  'src/gateway/control/health.ts': 'a line of its own log',
  'src/cli/commands/learn.ts': 'a line of its own log',
  'src/cli/demo/index.ts': 'what the demo itself answers and logs',
  'src/cli/demo/devices.ts': 'what the demo itself sends',
  'src/cli/commands/say.ts': 'what the user types',
  'src/control/client.ts': 'what the running gateway answers on its own socket',
  'src/hub/enrolment.ts': 'what the own cluster answers',
  'src/clova/envelope.ts':
    'at most 64 KiB with a signature of CLOVA; what is nested deep is answered by an error of the protocol',
}

test('all input from outside is parsed with limits on its depth and number of entries', () => {
  const parsing = sources
    .filter(({ file, text }) => !file.startsWith('src/web/') && /\bJSON\.parse\(/.test(withoutComments(text)))
    .map(({ file }) => file)
  expect(parsing.sort()).toEqual(Object.keys(unboundedJson).sort())
})
