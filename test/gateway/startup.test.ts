import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { freePort } from '../support/broker.ts'
import { inFolder } from '../support/folder.ts'
import { start } from '../support/process.ts'

/** The modules that a gateway evaluated from its start to its end, by their files. */
async function evaluated(appliances: string, drivers: string): Promise<readonly string[]> {
  return inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    const coverage = join(folder, 'coverage')
    writeFileSync(
      file,
      `server: { listen: '127.0.0.1:${await freePort()}' }\nsignature: { publicKey: none.pem }\ndashboard: { enabled: false }\ndrivers: ${drivers}\nappliances: ${appliances}\n`,
    )
    const gateway = start(['run', '--config', file], { env: { NODE_V8_COVERAGE: coverage } })
    await gateway.untilOutput('the gateway is listening')
    gateway.child.kill('SIGTERM')
    await gateway.finished
    return readdirSync(coverage).flatMap((name) => modules(readFileSync(join(coverage, name), 'utf8')))
  })
}

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly functionName: string
      readonly ranges: readonly { readonly count: number }[]
    }[]
  }[]
}

/** What is in each file of the bundle, by its name. */
const { outputs } = JSON.parse(readFileSync(join(import.meta.dirname, '../../dist/clova-home.meta.json'), 'utf8')) as {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>
}

/** A module is evaluated with the file that it is in, but where it is a function with its own name that was never called. */
const modules = (text: string) =>
  (JSON.parse(text) as Coverage).result.flatMap(({ url, functions }) => {
    const uncalled = new Set(
      functions.filter(({ ranges }) => !ranges[0]?.count).map(({ functionName }) => functionName),
    )
    const { inputs = {} } = outputs[`dist/clova-home/${basename(url)}`] ?? {}
    return Object.keys(inputs).filter((file) => !uncalled.has(file))
  })

const broker = `{ broker: { type: mqtt, url: 'mqtt://127.0.0.1:1' } }`
const sensor = (template: string) =>
  `[{ id: air, name: 공기, type: AIRSENSOR, driver: broker, traits: { humidity: { state: air, ${template} } } }]`

test.each([
  [
    'in memory',
    '[]',
    '{ memory: { type: virtual } }',
    [/^drivers\/virtual\//],
    [/^drivers\/(mqtt|hue|ir)\//, /\/mqtt\//],
  ],
  [
    'on MQTT',
    sensor('path: $.h'),
    broker,
    [/^drivers\/mqtt\//, /\/mqtt\//],
    [/^drivers\/(virtual|hue|ir)\//, /^drivers\/mqtt\/payload\/jinja/, /aedes/],
  ],
  ['with a template', sensor(`template: '{{ value }}'`), broker, [/^drivers\/mqtt\/payload\/jinja/], [/aedes/]],
] as const)('a home %s loads only the modules that it uses', async (_what, appliances, drivers, used, unused) => {
  const all = await evaluated(appliances, drivers)
  for (const wanted of used) expect(all).toContainEqual(expect.stringMatching(wanted))
  const never = [
    ...unused,
    /node-hue-api|axios|multicast-dns|eventsource/,
    /^src\/(cli\/(demo|setup|commands\/(learn|pair|service))|systemd)/,
  ]
  expect(all.filter((file) => never.some((one) => one.test(file)))).toEqual([])
  expect(all).toContain('src/cli/commands/run.ts')
})
