import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Driver } from '../../../src/home/driver.ts'
import { host } from '../../../src/util/host.ts'
import { runCommand } from '../../support/commandLine.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { fakeSystemd } from './fakeSystemd.ts'
import { captureStderr, runWizard, type WizardOptions } from './runWizard.ts'

let folder: string
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => removeFolder(folder))
const file = () => join(folder, 'gateway.yaml')
const text = () => readFileSync(file(), 'utf8')
const secrets = (content: string) => writeFileSync(join(folder, 'secrets.yaml'), content, { mode: 0o600 })
const typed = (lines: readonly string[], more?: WizardOptions) => runWizard(file(), lines, more)
/** No driver that asks, but one that does something while it looks around. */
const driverThatRuns = (work: () => void) => ({
  looking: async () =>
    ({
      scanNetwork: async () => {
        work()
        return []
      },
    }) as Partial<Driver> as Driver,
})
const noDevices = driverThatRuns(() => {})
const savedAnswerFiles = () => readdirSync(folder).filter((name) => name.endsWith('.answers'))
const user = ['me', 'long enough', 'long enough']

describe('files that are edited while the wizard runs', () => {
  test('the edits are kept, and the answers are added after a second confirmation', async () => {
    writeFileSync(file(), 'edition: kr\n')
    secrets('')
    const drivers = driverThatRuns(() => {
      writeFileSync(file(), 'edition: kr # mine\nstate: kept\n')
      secrets('me_password: theirs\n')
    })
    const { code, output } = await typed(['jp', '-', ...user, 'y', 'y'], { drivers })
    expect({ code, text: text().split('linking:')[0] }).toEqual({ code: 0, text: 'edition: jp # mine\nstate: kept\n' })
    expect(text()).toContain('!secret me_password_2')
    expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toContain('me_password: theirs\n')
    expect(output.match(/Write this\?/g)).toHaveLength(2)
    expect(output).toContain('Somebody has changed')
  })
  test('an edit in the last moment is not overwritten, and the answers are saved', async () => {
    writeFileSync(file(), 'edition: kr\n')
    const now = () => {
      writeFileSync(file(), 'edition: kr # mine\n')
      return 0
    }
    const here = { host: { ...host, program: async () => undefined, now } }
    const [{ code, output }] = await captureStderr(() =>
      typed(['jp', '-', '-', 'y'], { drivers: noDevices, dependencies: here }),
    )
    expect({ code, text: text(), kept: savedAnswerFiles() }).toEqual({
      code: 1,
      text: 'edition: kr # mine\n',
      kept: ['gateway.yaml.answers'],
    })
    expect(output).toContain('was changed just now')
  })
})

describe('the typed answers are saved', () => {
  test.each<[string, readonly string[], RegExp]>([
    [
      'five answers that are neither yes nor no at the last question',
      [...user, 'a', 'b', 'c', 'd', 'e'],
      /users:\n {2}- name: me/,
    ],
    ['the end of the input at the last question', user, /users:\n {2}- name: me/],
    [
      'five passwords that do not match',
      ['me', ...Array.from({ length: 5 }, () => ['long enough', 'another one']).flat()],
      /publicUrl: https:\/\/a\.example\n/,
    ],
  ])('%s', async (_what, lines, holds) => {
    const [{ code }, complained] = await captureStderr(() =>
      typed(['jp', 'a.example', ...lines], { drivers: noDevices }),
    )
    expect({ code, kept: savedAnswerFiles() }).toEqual({ code: 1, kept: ['gateway.yaml.answers'] })
    const answers = readFileSync(`${file()}.answers`, 'utf8')
    expect(answers).toMatch(holds)
    expect(answers).not.toContain('long enough')
    expect(complained).toContain(`setup --answers ${file()}.answers`)
  })
  test('answers that cannot be saved beside the configuration are saved in another folder', async () => {
    const now = () => {
      // Into a folder nothing can be written.
      mkdirSync(join(folder, 'secrets.yaml'))
      return 0
    }
    const elsewhere = join(folder, 'elsewhere.answers')
    const savedAnswerLocations = [() => '/proc/nowhere/a.answers', () => elsewhere]
    const here = { host: { ...host, program: async () => undefined, now }, savedAnswerLocations }
    const [{ code, output }, complained] = await captureStderr(() =>
      typed(['kr', '-', ...user, 'y'], { drivers: noDevices, dependencies: here }),
    )
    expect({ code, isKept: existsSync(elsewhere) }).toEqual({ code: 1, isKept: true })
    expect(output).toContain('In trouble: ')
    expect(complained).toContain(`--answers ${elsewhere}`)
    rmSync(join(folder, 'secrets.yaml'), { recursive: true })
    const words = ['--answers', elsewhere]
    expect((await captureStderr(() => typed([], { args: words })))[0].code).toBe(0)
    // It has served.
    expect(existsSync(elsewhere)).toBe(false)
  })
  test('the answers are not saved when the input ends early', async () => {
    expect((await captureStderr(() => typed(['jp', 'a.example'], { drivers: noDevices })))[0].code).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('files that cannot be edited are reported before the first question', () => {
  test.each([
    ['secrets.yaml', 'a b\n', 1],
    ['secrets.yaml', '# mine\nc: [\n', 2],
    ['secrets.yaml', '# mine\n- a\n', 2],
    ['gateway.yaml', '- a\n', 1],
    ['gateway.yaml', 'state: x\nedition: [\n', 2],
  ])('%s: %j', async (name, content, line) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 })
    const [{ code, output }, complained] = await captureStderr(() =>
      typed(['jp', '-', '-', 'y'], { drivers: noDevices }),
    )
    expect({ code, said: output }).toEqual({ code: 1, said: '' })
    expect(complained).toContain(`${join(folder, name)}:${line}:`)
    expect(complained).not.toContain('typed anew')
    expect(readdirSync(folder)).toEqual([name])
  })
  test('secrets in flow style can be extended', async () => {
    secrets('{ a: b }\n')
    expect((await typed(['kr', '-', ...user, 'y'], { drivers: noDevices })).code).toBe(0)
    expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toMatch(
      /^\{ a: b, me_password: .*linking_client_secret: /,
    )
  })
})

describe('answers for an invalid configuration', () => {
  test.each([
    ['- a\n', '1:1'],
    ['edition: kr\nlinking: [1]\n', '2:1'],
    ['linking: { users: 1 }\n', '1:19'],
    ['edition: [\n', '1:10'],
    ['drivers: { home: { type: hue } }\n', '1:12'],
  ])('%j is reported with its line and column', async (content, place) => {
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
  const run = async (answers: string, here: WizardOptions['dependencies'] = {}) => {
    const name = join(folder, 'a.yaml')
    writeFileSync(name, answers)
    const settings = join(folder, 'tunnels')
    const tunnels = { examples: join(process.cwd(), 'systemd', 'tunnels'), settings, programs: folder }
    const [result, complained] = await captureStderr(() =>
      typed([], { args: ['--answers', name, '--json'], dependencies: { tunnels, ...here } }),
    )
    return { ...result, json: JSON.parse(result.shown), complained, settings }
  }
  test('the JSON output has the tunnel', async () => {
    const { code, json, settings } = await run(url + frp)
    expect({ code, json }).toMatchObject({
      code: 0,
      json: { tunnel: { file: join(settings, 'frp.toml'), missing: [], install: join(folder, 'frpc') } },
    })
  })
  test('a missing public address is reported', async () => {
    const { code, json, complained } = await run(frp)
    expect({ code, json }).toMatchObject({ code: 1, json: { trouble: expect.stringContaining('publicUrl') } })
    expect(complained).toContain('a tunnel needs the public address')
  })
  test('tunnel settings that cannot be written exit with 1', async () => {
    writeFileSync(join(folder, 'tunnels'), '')
    expect(await run(url + frp)).toMatchObject({ code: 1, complained: expect.stringContaining('In trouble: ') })
    expect(text()).toContain('a.example')
  })
  test('tunnel settings with the old host name are reported when the public address changes', async () => {
    await run(url + frp)
    const { code, complained } = await run('publicUrl: https://b.example\n')
    expect({ code, complained }).toEqual({
      code: 0,
      complained: expect.stringMatching(/still have the old name a\.example: .*frp\.toml/),
    })
  })
  test('a duplicate user is reported with its line and column', async () => {
    const twice = 'users:\n  - { name: me, password: long enough }\n  - { name: me, password: another one }\n'
    await expect(run(twice)).rejects.toThrow(/a\.yaml:3:13: users\.1\.name: there is a user "me" already/)
  })
})

describe('the service', () => {
  const started = async (serviceConfig: string, units: Parameters<typeof fakeSystemd>[0]) => {
    const { systemd, systemctlCalls: called } = fakeSystemd(units)
    const program: typeof host.program = async (name, words) =>
      words[0] === 'list-unit-files' ? 'clova-home.service enabled\n' : systemd.program(name, words)
    const here = { host: { ...host, program }, systemd, serviceConfig, isRoot: true }
    const [{ code, shown }, complained] = await captureStderr(() =>
      typed(['kr', '-', '-', 'y'], { drivers: noDevices, dependencies: here }),
    )
    return { code, shown, called, complained }
  }
  test('the service is started when it runs this configuration, even if the start takes long', async () => {
    const { code, shown, called } = await started(file(), {
      'clova-home.service': { finalState: 'active', afterPolls: 30 },
    })
    expect({ code, called }).toEqual({
      code: 0,
      called: ['enable clova-home.service', 'start --no-block clova-home.service'],
    })
    expect(shown).toContain('The service is running.')
  })
  test('a service with another configuration is not changed, and the command to run this one is printed', async () => {
    const { shown, called } = await started('/etc/clova-home/gateway.yaml', {})
    expect(called).toEqual([])
    expect(shown).toContain(`To start it: clova-home run --config ${file()}`)
  })
  test('a service that does not start is reported with its journal', async () => {
    const { code, complained } = await started(file(), {
      'clova-home.service': { finalState: 'failed', journal: 'the port is taken' },
    })
    expect({ code, complained }).toEqual({ code: 1, complained: expect.stringContaining('the port is taken') })
  })
})

describe('a second run of the wizard', () => {
  test('Enter keeps the quotes of a value', async () => {
    const mine = 'server: { publicUrl: "https://a.example" } # mine\n'
    writeFileSync(file(), mine)
    await typed(['jp', '', '-', 'y'], { drivers: noDevices })
    expect(text()).toBe(`${mine}edition: jp\n`)
  })
  test('a written password is reported', async () => {
    await typed(['kr', '-', ...user, 'y'], { drivers: noDevices })
    const { shown } = await typed(['', '-', ...user, 'y'], { drivers: noDevices })
    expect(shown).toContain(`${join(folder, 'secrets.yaml')} is written.`)
    expect(shown).not.toContain('Nothing is to be changed')
  })
  test('the values of a connection are shown without secrets, and a dash removes a value', async () => {
    const mine =
      'drivers:\n  home: { type: mqtt, url: "mqtt://127.0.0.1:1", username: myself, password: !secret p, discover: [zigbee2mqtt] }\n'
    writeFileSync(file(), mine)
    secrets('p: hunter22\n')
    const start = ['', '-', 'y', 'home']
    const left = await typed([...start, '', '', '', '', 'n', 'n', '-'])
    expect({ code: left.code, text: text() }).toEqual({ code: 0, text: mine })
    for (const one of [
      '[mqtt://127.0.0.1:1]',
      'User name (- takes it out) (< goes back) [myself]',
      'Password (there is one: Enter',
      '[zigbee2mqtt]',
    ])
      expect(left.output).toContain(one)
    expect(left.output).not.toContain('hunter22')
    await typed([...start, '', '-', '-', '', 'y', 'n', 'n', '-', 'y'])
    expect(text()).toBe('drivers:\n  home: { type: mqtt, url: "mqtt://127.0.0.1:1", discover: [zigbee2mqtt] }\n')
  })
  test('an unusable client secret is replaced after a question', async () => {
    const mine = 'linking:\n  clientSecret: !secret cs\n'
    writeFileSync(file(), mine)
    secrets('cs: short\n')
    const { code, output } = await typed(['', '-', '-', 'y', 'y'], { drivers: noDevices })
    expect({ code, text: text() }).toEqual({ code: 0, text: mine })
    expect(output).toContain("The client's secret (linking.clientSecret) cannot be used")
    expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toMatch(/^cs: [0-9a-f]{64}\n$/)
    expect((await typed(['', '-', '-', 'y'], { drivers: noDevices })).output).not.toContain('cannot be used')
  })
})
