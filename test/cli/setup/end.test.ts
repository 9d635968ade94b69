import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from '../../../src/home/driver.ts'
import { host } from '../../../src/util/host.ts'
import { runCommand } from '../../support/commandLine.ts'
import { machine } from './machine.ts'
import { heard, type Played, play } from './play.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clova-setup-end-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const file = () => join(folder, 'gateway.yaml')
const text = () => readFileSync(file(), 'utf8')
const secrets = (content: string) => writeFileSync(join(folder, 'secrets.yaml'), content, { mode: 0o600 })
const typed = (lines: readonly string[], more?: Played) => play(file(), lines, more)
/** No driver that asks, but one that does something while it looks around. */
const meanwhile = (work: () => void) => ({
  looking: async () =>
    ({
      scanNetwork: async () => {
        work()
        return []
      },
    }) as Partial<Driver> as Driver,
})
const alone = meanwhile(() => {})
const kept = () => readdirSync(folder).filter((name) => name.endsWith('.answers'))
const user = ['me', 'long enough', 'long enough']

describe('what somebody writes while the wizard is open', () => {
  test('stays, and the answers go into it after another look', async () => {
    writeFileSync(file(), 'edition: kr\n')
    secrets('')
    const drivers = meanwhile(() => {
      writeFileSync(file(), 'edition: kr # mine\nstate: kept\n')
      secrets('me_password: theirs\n')
    })
    const { code, said } = await typed(['jp', '-', ...user, 'y', 'y'], { drivers })
    expect({ code, text: text().split('linking:')[0] }).toEqual({ code: 0, text: 'edition: jp # mine\nstate: kept\n' })
    expect(text()).toContain('!secret me_password_2')
    expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toContain('me_password: theirs\n')
    expect(said.match(/Write this\?/g)).toHaveLength(2)
    expect(said).toContain('Somebody has changed')
  })
  test('in the last moment: nothing is written over it, and the answers are kept', async () => {
    writeFileSync(file(), 'edition: kr\n')
    const now = () => {
      writeFileSync(file(), 'edition: kr # mine\n')
      return 0
    }
    const here = { host: { ...host, program: async () => undefined, now } }
    const [{ code, said }] = await heard(() => typed(['jp', '-', '-', 'y'], { drivers: alone, here }))
    expect({ code, text: text(), kept: kept() }).toEqual({
      code: 1,
      text: 'edition: kr # mine\n',
      kept: ['gateway.yaml.answers'],
    })
    expect(said).toContain('was changed just now')
  })
})

describe('what was typed is kept', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['five words that are neither yes nor no at the end', [...user, 'a', 'b', 'c', 'd', 'e'], /users:\n {2}- name: me/],
    ['nobody at the end', user, /users:\n {2}- name: me/],
    [
      'five passwords that do not match',
      ['me', ...Array.from({ length: 5 }, () => ['long enough', 'another one']).flat()],
      /publicUrl: https:\/\/a\.example\n/,
    ],
  ])('%s', async (_what, lines, holds) => {
    const [{ code }, complained] = await heard(() => typed(['jp', 'a.example', ...lines], { drivers: alone }))
    expect({ code, kept: kept() }).toEqual({ code: 1, kept: ['gateway.yaml.answers'] })
    const answers = readFileSync(`${file()}.answers`, 'utf8')
    expect(answers).toMatch(holds)
    expect(answers).not.toContain('long enough')
    expect(complained).toContain(`setup --answers ${file()}.answers`)
  })
  test('what the disk refuses: elsewhere, if it must be', async () => {
    const now = () => {
      // Into a folder nothing can be written.
      mkdirSync(join(folder, 'secrets.yaml'))
      return 0
    }
    const elsewhere = join(folder, 'elsewhere.answers')
    const savedAnswerLocations = [() => '/proc/nowhere/a.answers', () => elsewhere]
    const here = { host: { ...host, program: async () => undefined, now }, savedAnswerLocations }
    const [{ code, said }, complained] = await heard(() => typed(['kr', '-', ...user, 'y'], { drivers: alone, here }))
    expect({ code, isKept: existsSync(elsewhere) }).toEqual({ code: 1, isKept: true })
    expect(said).toContain('In trouble: ')
    expect(complained).toContain(`--answers ${elsewhere}`)
    rmSync(join(folder, 'secrets.yaml'), { recursive: true })
    const words = ['--answers', elsewhere]
    expect((await heard(() => typed([], { words })))[0].code).toBe(0)
    // It has served.
    expect(existsSync(elsewhere)).toBe(false)
  })
  test('not by who stops it', async () => {
    expect((await heard(() => typed(['jp', 'a.example'], { drivers: alone })))[0].code).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('files that nothing can be put into are told before the first question', () => {
  test.each([
    ['secrets.yaml', 'a b\n', 1],
    ['secrets.yaml', '# mine\nc: [\n', 2],
    ['secrets.yaml', '# mine\n- a\n', 2],
    ['gateway.yaml', '- a\n', 1],
    ['gateway.yaml', 'state: x\nedition: [\n', 2],
  ])('%s: %j', async (name, content, line) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 })
    const [{ code, said }, complained] = await heard(() => typed(['jp', '-', '-', 'y'], { drivers: alone }))
    expect({ code, said }).toEqual({ code: 1, said: '' })
    expect(complained).toContain(`${join(folder, name)}:${line}:`)
    expect(complained).not.toContain('typed anew')
    expect(readdirSync(folder)).toEqual([name])
  })
  test('secrets in braces can be added to', async () => {
    secrets('{ a: b }\n')
    expect((await typed(['kr', '-', ...user, 'y'], { drivers: alone })).code).toBe(0)
    expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toMatch(
      /^\{ a: b, me_password: .*linking_client_secret: /,
    )
  })
})

describe('answers for a configuration that is none', () => {
  test.each([
    ['- a\n', '1:1'],
    ['edition: kr\nlinking: [1]\n', '2:1'],
    ['linking: { users: 1 }\n', '1:19'],
    ['edition: [\n', '1:10'],
    ['drivers: { home: { type: hue } }\n', '1:12'],
  ])('%j: told with its place', async (content, place) => {
    writeFileSync(file(), content)
    const name = join(folder, 'a.yaml')
    writeFileSync(
      name,
      'connections: { home: { type: mqtt, url: mqtt://127.0.0.1:1 } }\nusers: [{ name: me, password: long enough }]\n',
    )
    const { code, stderr } = await runCommand('setup', '--answers', name, '--config', file())
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`${file()}:${place}`) })
    expect(text()).toBe(content)
  })
})

const frp = 'tunnel: { kind: frp, server: b.example, token: tok }\n'
const url = 'publicUrl: https://a.example\n'

describe('answers with a tunnel', () => {
  const run = async (answers: string, here: Played['here'] = {}) => {
    const name = join(folder, 'a.yaml')
    writeFileSync(name, answers)
    const settings = join(folder, 'tunnels')
    const tunnels = { examples: join(process.cwd(), 'systemd', 'tunnels'), settings, programs: folder }
    const [result, complained] = await heard(() =>
      typed([], { words: ['--answers', name, '--json'], here: { tunnels, ...here } }),
    )
    return { ...result, json: JSON.parse(result.shown), complained, settings }
  }
  test('it is told to scripts', async () => {
    const { code, json, settings } = await run(url + frp)
    expect({ code, json }).toMatchObject({
      code: 0,
      json: { tunnel: { file: join(settings, 'frp.toml'), missing: [], install: join(folder, 'frpc') } },
    })
  })
  test('without a public address it is told that there is none', async () => {
    const { code, json, complained } = await run(frp)
    expect({ code, json }).toMatchObject({ code: 1, json: { trouble: expect.stringContaining('publicUrl') } })
    expect(complained).toContain('a tunnel needs the public address')
  })
  test('that cannot be written ends with 1', async () => {
    writeFileSync(join(folder, 'tunnels'), '')
    expect(await run(url + frp)).toMatchObject({ code: 1, complained: expect.stringContaining('In trouble: ') })
    expect(text()).toContain('a.example')
  })
  test('whose settings have the old name is told when another is written', async () => {
    await run(url + frp)
    const { code, complained } = await run('publicUrl: https://b.example\n')
    expect({ code, complained }).toEqual({
      code: 0,
      complained: expect.stringMatching(/still have the old name a\.example: .*frp\.toml/),
    })
  })
  test('the same user twice is told, where it stands', async () => {
    const twice = 'users:\n  - { name: me, password: long enough }\n  - { name: me, password: another one }\n'
    await expect(run(twice)).rejects.toThrow(/a\.yaml:3:13: users\.1\.name: there is a user "me" already/)
  })
})

describe('the service', () => {
  const started = async (serviceConfig: string, units: Parameters<typeof machine>[0]) => {
    const { systemd, called } = machine(units)
    const program: typeof host.program = async (name, words) =>
      words[0] === 'list-unit-files' ? 'clova-home.service enabled\n' : systemd.program(name, words)
    const here = { host: { ...host, program }, systemd, serviceConfig, isRoot: true }
    const [{ code, shown }, complained] = await heard(() => typed(['kr', '-', '-', 'y'], { drivers: alone, here }))
    return { code, shown, called, complained }
  }
  test('is started where it runs this configuration, however long it takes', async () => {
    const { code, shown, called } = await started(file(), { 'clova-home.service': { becomes: 'active', after: 30 } })
    expect({ code, called }).toEqual({
      code: 0,
      called: ['enable clova-home.service', 'start --no-block clova-home.service'],
    })
    expect(shown).toContain('The service is running.')
  })
  test('is left alone where it runs another, and what runs this one is told', async () => {
    const { shown, called } = await started('/etc/clova-home/gateway.yaml', {})
    expect(called).toEqual([])
    expect(shown).toContain(`To start it: clova-home run --config ${file()}`)
  })
  test('that does not come up is told with its own words', async () => {
    const { code, complained } = await started(file(), {
      'clova-home.service': { becomes: 'failed', says: 'the port is taken' },
    })
    expect({ code, complained }).toEqual({ code: 1, complained: expect.stringContaining('the port is taken') })
  })
})

describe('run again', () => {
  test('Enter leaves quotes as they are', async () => {
    const mine = 'server: { publicUrl: "https://a.example" } # mine\n'
    writeFileSync(file(), mine)
    await typed(['jp', '', '-', 'y'], { drivers: alone })
    expect(text()).toBe(`${mine}edition: jp\n`)
  })
  test('a password that is written is told', async () => {
    await typed(['kr', '-', ...user, 'y'], { drivers: alone })
    const { shown } = await typed(['', '-', ...user, 'y'], { drivers: alone })
    expect(shown).toContain(`${join(folder, 'secrets.yaml')} is written.`)
    expect(shown).not.toContain('Nothing is to be changed')
  })
  test('a connection shows what it has, but no secret, and a dash takes out', async () => {
    const mine =
      'drivers:\n  home: { type: mqtt, url: "mqtt://127.0.0.1:1", username: myself, password: !secret p, discover: [zigbee2mqtt] }\n'
    writeFileSync(file(), mine)
    secrets('p: hunter22\n')
    const start = ['', '-', 'y', 'home']
    const left = await typed([...start, '', '', '', '', 'n', 'n', '-'])
    expect({ code: left.code, text: text() }).toEqual({ code: 0, text: mine })
    for (const one of [
      '[mqtt://127.0.0.1:1]',
      'User name (- takes it out) [myself]',
      'Password (there is one: Enter',
      '[zigbee2mqtt]',
    ])
      expect(left.said).toContain(one)
    expect(left.said).not.toContain('hunter22')
    await typed([...start, '', '-', '-', '', 'y', 'n', 'n', '-', 'y'])
    expect(text()).toBe('drivers:\n  home: { type: mqtt, url: "mqtt://127.0.0.1:1", discover: [zigbee2mqtt] }\n')
  })
  test('a secret of the client that cannot be used is made anew, after a question', async () => {
    const mine = 'linking:\n  clientSecret: !secret cs\n'
    writeFileSync(file(), mine)
    secrets('cs: short\n')
    const { code, said } = await typed(['', '-', '-', 'y', 'y'], { drivers: alone })
    expect({ code, text: text() }).toEqual({ code: 0, text: mine })
    expect(said).toContain("The client's secret (linking.clientSecret) cannot be used")
    expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toMatch(/^cs: [0-9a-f]{64}\n$/)
    expect((await typed(['', '-', '-', 'y'], { drivers: alone })).said).not.toContain('cannot be used')
  })
})
