import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connections } from '../../src/cli/around.ts'
import { type Blaster, blaster } from '../support/broadlink.ts'
import { pem } from '../support/gateway.ts'
import { start } from '../support/process.ts'

const one = (model: string, mac: string) => ({
  ...{ type: 'ir', what: model, name: model },
  keys: { transmitter: 'broadlink', host: '192.168.1.3', mac },
})

test('each connection is named by its model, and none as one that is there', () => {
  const all = connections([one('RM4 mini', 'a'), one('RM4 mini', 'b'), one('RM pro+', 'c')], ['rm4-mini'])
  expect(Object.entries(all).map(([name, { mac }]) => [name, mac])).toEqual([
    ['rm4-mini-2', 'a'],
    ['rm4-mini-3', 'b'],
    ['rm-pro', 'c'],
  ])
})

test('what must be unlocked first, and what may be something else, is no connection', () => {
  const { name: _name, ...unsure } = one('type 0x1234', 'a')
  expect(connections([{ ...one('RM pro', 'a'), problem: 'locked' }, unsure], [])).toEqual({})
})

describe('discover --host', () => {
  type Run = Awaited<ReturnType<typeof run>>
  const mac = 'e8:70:72:00:00:07'
  const begin = '# our home\nsignature: { publicKey: clova.pem }\n'
  const beside = 'drivers:\n  air: { type: virtual } # in the air\n'
  const spelt = (port: number) =>
    `drivers: { rm: { type: ir, transmitter: broadlink, host: localhost, mac: E8-70-72-00-00-07, port: ${port} } }\n`
  let port = 0
  let runs: { readonly [name in 'told' | 'json' | 'locked' | 'deaf' | 'spelt' | 'first' | 'beside' | 'again']: Run }
  const ends: (() => unknown)[] = []

  /** One blaster, and one configuration. */
  async function run(
    yaml: string | ((port: number) => string),
    words: readonly string[],
    change: Partial<Blaster> = {},
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'clova-home-around-'))
    const device = await blaster('rm4mini', { mac, name: '거실' })
    ends.push(
      () => device.close(),
      () => rmSync(folder, { recursive: true, force: true }),
    )
    Object.assign(device, change)
    const file = join(folder, 'gateway.yaml')
    writeFileSync(join(folder, 'clova.pem'), pem)
    writeFileSync(file, begin + (typeof yaml === 'string' ? yaml : yaml(device.port)))
    const whole = ['discover', '--host', `127.0.0.1:${device.port}`, '--config', file, ...words]
    return { ...(await start(whole).finished), text: readFileSync(file, 'utf8'), port: device.port, whole, file }
  }

  // Each takes the seconds for which answers are awaited, so all are under way at once.
  beforeAll(async () => {
    const [told, json, locked, deaf, known, first, both] = await Promise.all([
      run('', []),
      run('', ['--json']),
      run('', ['--write'], { locked: true }),
      run('', [], { deaf: true }),
      run(spelt, []),
      run('', ['--write']),
      run(beside, ['--write']),
    ])
    port = json.port
    const again = { ...first, ...(await start(first.whole).finished), text: readFileSync(first.file, 'utf8') }
    runs = { told, json, locked, deaf, spelt: known, first, beside: both, again }
  }, 40_000)
  afterAll(async () => {
    for (const end of ends) await end()
  })

  test('asks there, and tells what the line would be', () => {
    const { code, stdout, stderr, text } = runs.told
    expect([code, stderr, text]).toEqual([0, '', begin])
    expect(stdout).toMatch(/^\nFound: RM4 mini "거실" at 127\.0\.0\.1\. Under drivers: .*mac: /s)
    expect(stdout).not.toContain('Nothing')
  })

  test('with --json tells all that was seen', () => {
    expect(JSON.parse(runs.json.stdout)).toMatchObject({
      devices: [],
      connections: [{ type: 'ir', name: 'RM4 mini', keys: { host: '127.0.0.1', mac, port } }],
    })
  })

  test.each([
    ['where there is none', 'first', `${begin}drivers:\n`],
    ['beside others', 'beside', `${begin}${beside}`],
  ] as const)('with --write adds the connection %s', (_name, name, stood) => {
    const { code, stdout, stderr, text } = runs[name]
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Added to .* under drivers: rm4-mini\./)
    expect(stdout).not.toMatch(/Nothing|Found/)
    expect(text.startsWith(stood)).toBe(true)
    expect(text.slice(stood.length)).toMatch(/^ {2}rm4-mini:/)
  })

  test('with --write adds nothing twice', () => {
    expect([runs.again.code, runs.again.text]).toEqual([0, runs.first.text])
    expect(runs.again.stdout).toContain('Nothing was written')
  })

  test('finds nothing anew that is connected, by another spelling of its MAC', () => {
    expect([runs.spelt.code, runs.spelt.stdout]).toEqual([0, expect.not.stringContaining('Found')])
  })

  test('tells of one that is locked, and does not add it', () => {
    const { code, stdout, stderr, text } = runs.locked
    expect([code, text]).toEqual([0, begin])
    expect(stdout).toMatch(/Found: RM4 mini.*Nothing was written/s)
    expect(stderr).toMatch(/is locked: in the Broadlink app/)
  })

  test('tells that nothing answers', () => {
    expect([runs.deaf.code, runs.deaf.stderr]).toEqual([
      1,
      expect.stringMatching(/nothing that could be a connection answers at 127\.0\.0\.1:\d+/),
    ])
  })
})
