import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pair } from '../../../drivers/hue/pairing/pairing.ts'
import { parse as parseWords } from '../../../src/cli/command.ts'
import { createSetupCommand, type SetupDependencies } from '../../../src/cli/setup/index.ts'
import { createPrompter } from '../../../src/cli/terminal/prompter.ts'
import { loadConfig } from '../../../src/config/load.ts'
import type { Driver } from '../../../src/home/driver.ts'
import { verifyPassword } from '../../../src/oauth/password.ts'
import { host } from '../../../src/util/host.ts'
import { testLoadContext } from '../../config/loadFixture.ts'
import { testBroker } from '../../support/broker.ts'
import { runCommand } from '../../support/commandLine.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { type V1Bridge, v1Bridge } from '../../support/hue/v1Bridge.ts'
import { zigbee2mqtt } from '../../support/zigbee2mqtt/bridge.ts'
import { captureStderr, noService, runWizard, untilAnswered, type WizardOptions } from './runWizard.ts'

let folder: string
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => removeFolder(folder))
const file = () => join(folder, 'gateway.yaml')
const text = () => readFileSync(file(), 'utf8')

const typed = (lines: readonly string[], more?: WizardOptions) => runWizard(file(), lines, more)

const broker = ['y', 'home', 'mqtt://127.0.0.1:1', 'me', 'the-password-of-the-broker', '-'].map((line) =>
  line === '-' ? '' : line,
)
const all = [
  'kr',
  'home.example.com',
  ...broker,
  'y',
  'bridge',
  'y',
  '',
  'family',
  'a good password',
  'a good password',
  'y',
]

test('a new configuration is written and is valid', async () => {
  const { code, output, shown } = await typed(all)
  expect(code).toBe(0)
  const { config, problems } = await loadConfig(file(), testLoadContext())
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  expect([...(config?.drivers.keys() ?? [])]).toEqual(['home', 'bridge', 'ir-1'])
  expect(config?.server.publicUrl).toBe('https://home.example.com')
  expect(output).toContain('Press the button on it now')
  expect(shown).toContain('clova-home doctor')
  for (const secret of ['the-password-of-the-broker', 'key-of-the-bridge', 'a good password'])
    expect(`${text()}${output}${shown}`).not.toContain(secret)
  expect(config?.secrets).toEqual(expect.arrayContaining(['the-password-of-the-broker', 'key-of-the-bridge']))
  const kept = config?.secrets.find((secret) => secret.startsWith('$scrypt$')) ?? ''
  expect(await verifyPassword('a good password', kept)).toBe(true)
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
})

test('also in Japanese, a new home gets the edition that is still in service, unless the user types the other one', async () => {
  const { output } = await runWizard(file(), ['', '-', 'n', 'n', 'n', '-', 'y'], { language: 'ja' })
  expect(output).toContain('LINE、2023年に終了')
  expect(text()).toContain('edition: kr')
})

test('a second run with only Enter changes nothing', async () => {
  await typed(all)
  const before = text()
  // What is there is not offered again; the bridge and the blaster are known by their addresses.
  const { code, output } = await typed(['', '', '', '', 'y'])
  expect({ code, after: text() }).toEqual({ code: 0, after: before })
  expect(output).toContain('Connections that are there: home, bridge, ir-1')
  expect(output).toContain('Nothing new was found.')
  // Where nothing differs there is nothing to agree to.
  expect(output).not.toContain('Write this?')
})

test('existing keys stay, and the previous file is kept as a backup', async () => {
  const mine = '# mine\nstate: kept # here\ndrivers:\n  memory: { type: virtual } # to play\n'
  writeFileSync(file(), mine)
  await typed(['jp', '-', 'n', 'n', 'n', '-', 'y'])
  expect(text()).toBe(`${mine}edition: jp\n`)
  const kept = () => readdirSync(folder).filter((name) => name.includes('.before-setup-'))
  expect(kept().map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([mine])
  // The next one keeps what it replaces under a name of its own, the secrets too.
  writeFileSync(join(folder, 'secrets.yaml'), 'family_password: mine # not of the wizard\n', { mode: 0o600 })
  await typed(['kr', '-', 'n', 'n', 'n', 'family', 'long enough', 'long enough', 'y'])
  expect(kept()).toHaveLength(3)
  expect(kept().some((name) => name.startsWith('secrets.yaml.before-setup-'))).toBe(true)
  expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toContain('family_password: mine # not of the wizard\n')
})

test.each<[string, string[]]>([
  ['who says no at the end', [...all.slice(0, -1), 'n']],
  ['who goes in the middle', all.slice(0, 4)],
  ['who was never there', []],
])('%s writes nothing', async (_name, lines) => {
  expect((await typed(lines)).code).toBe(1)
  expect(readdirSync(folder)).toEqual([])
})

test('an invalid answer is asked for again, and a button that was not pressed is reported', async () => {
  const lines = [
    'xx',
    'kr',
    'ht tp://',
    'https://a.example',
    'n',
    'y',
    'bridge',
    'n',
    'me',
    'short',
    'long enough',
    'different',
    'long enough',
    'long enough',
    'y',
  ]
  const { code, output } = await typed(lines, { isButtonPressed: false })
  expect(code).toBe(0)
  for (const word of [
    'write the public address as',
    'It was not added: the button was not pressed',
    'must have 8 characters',
    'not the same',
  ])
    expect(output).toContain(word)
  expect(text()).toContain('drivers: {}')
})

test('an invalid value is reported at once and asked for again', async () => {
  const lines = [
    'us',
    'kr',
    'https://a.example/clova',
    'a.example:8443',
    'a.example',
    'maybe',
    'y',
    '거실 브로커',
    'home',
    'http://notaurl',
    'mqtt://127.0.0.1:1',
    '',
    '',
    'zigbee',
    'zigbee2mqtt',
    'n',
    'n',
    '-',
    'perhaps',
    'y',
  ]
  const { code, output } = await typed(lines, { dependencies: untilAnswered })
  expect(code).toBe(0)
  for (const word of [
    'it is one of kr, jp',
    'server.path is the path there',
    'it is y or n',
    'a name is made of',
    'item 1 of "discover"',
    'In trouble: home: ',
    'ECONNREFUSED',
  ])
    expect(output).toContain(word)
  expect(text()).toContain('https://a.example')
})

test('of an existing connection only the typed values change, after a question', async () => {
  const mine =
    "drivers:\n  home: { type: mqtt, url: 'mqtt://127.0.0.1:1', keepalive: 1m } # mine\n  m: { type: virtual }\n"
  writeFileSync(file(), mine)
  const lines = ['', '-', 'y', 'm', 'home', 'mqtt://127.0.0.1:2', '', '', '', 'n', 'n', 'n', '-', 'y']
  const { output } = await typed(lines)
  expect(output).toContain('m is there already; give another name')
  expect(text()).toBe(mine)
  await typed(lines.with(9, 'y'))
  expect(text()).toBe(mine.replace("'mqtt://127.0.0.1:1'", 'mqtt://127.0.0.1:2'))
})

test('existing errors are reported first, and the typed answers are saved for another try', async () => {
  writeFileSync(file(), 'servr: {}\n')
  const { code, output } = await typed(['kr', '-', ...broker, 'n', 'n', 'me', 'long enough', 'long enough', 'y'])
  expect(code).toBe(1)
  expect(output.indexOf('"servr" is not known')).toBeLessThan(output.indexOf('Which CLOVA'))
  const kept = readFileSync(`${file()}.answers`, 'utf8')
  expect(kept).not.toContain('long enough')
  expect(statSync(`${file()}.answers`).mode & 0o777).toBe(0o600)
  writeFileSync(file(), '# mended\n')
  expect((await typed([], { args: ['--answers', `${file()}.answers`] })).code).toBe(0)
  const { config } = await loadConfig(file(), testLoadContext())
  expect([...(config?.drivers.keys() ?? [])]).toEqual(['home'])
  expect(await verifyPassword('long enough', config?.secrets.find((one) => one.startsWith('$scrypt$')) ?? '')).toBe(
    true,
  )
  expect(readdirSync(folder).filter((name) => name.endsWith('.answers'))).toEqual([])
})

describe('a bridge that speaks plain HTTP only', () => {
  let old: V1Bridge
  beforeEach(async () => {
    old = await v1Bridge()
    old.pressed = true
  })
  afterEach(() => old.close())
  const hue = async () =>
    ({
      scanNetwork: async () => [
        { description: 'an old bridge', keys: { host: '127.0.0.1', port: old.port, bridgeId: '001788fffe0000aa' } },
      ],
      pair: (request, signal) => pair(request, signal, { timings: { intervalMs: 20, answerTimeoutMs: 30_000 } }),
    }) as Partial<Driver> as Driver

  test.each<[string, string[]]>([
    ['yes', ['y', '-', 'none', 'y']],
    ['no', ['n', '-', 'y']],
  ])('is used only after a question: %s', async (_name, answer) => {
    const lines = ['kr', '-', 'y', 'bridge', ...answer]
    const { code, output } = await typed(lines, { drivers: { hue }, dependencies: untilAnswered })
    expect(output).toContain('plain HTTP only: its key would go over the network for all to read')
    const { config, problems } = await loadConfig(file(), testLoadContext())
    expect({ code, problems }).toEqual({ code: 0, problems: [] })
    const options = config?.drivers.get('bridge')?.options
    if (answer[0] === 'n') return expect({ options, asks: old.requestCount }).toEqual({ options: undefined, asks: 0 })
    expect(options).toMatchObject({ host: '127.0.0.1', port: old.port, bridgeId: '001788fffe0000aa', api: 'v1' })
    expect(config?.secrets).toContain('new-key')
    expect(text()).not.toContain('new-key')
  })
})

test.each([
  ['ko', /올바르지 않습니다: 공개 주소는 https/, /올바르지 않습니다: 이름은 영문자/, /이대로 쓰면 설정에 틀린 곳이/],
  ['ja', /正しくありません: 公開アドレスは/, /正しくありません: 名前は英数字/, /このまま書き込むと設定に間違いが/],
])('in %s errors are shown in that language', async (language, url, name, before) => {
  writeFileSync(file(), 'servr: {}\n')
  const lines = [
    'kr',
    'ftp://x',
    'a.example',
    'y',
    '거실',
    'home',
    'mqtt://127.0.0.1:1',
    '',
    '',
    '',
    'n',
    'n',
    '-',
    'y',
  ]
  const [{ output }, complained] = await captureStderr(() => typed(lines, { language }))
  expect(output).toMatch(url)
  expect(output).toMatch(name)
  expect(complained).toMatch(before)
})

test('a broker that refuses the password is reported at once, and only the wrong values have to be typed again', async () => {
  const tried: unknown[] = []
  const tryConnection: SetupDependencies['tryConnection'] = async ({ keys }) => {
    tried.push(keys.password)
    const isWorking = keys.password === 'right'
    return { isWorking, ms: 0, discovered: new Map(), ...(!isWorking && { problem: 'not authorized' }) }
  }
  const first = ['kr', '-', 'y', 'home', 'mqtt://127.0.0.1:1', 'me', 'wrong', '']
  const again = ['y', '', '', 'right', '']
  const { code, output } = await typed([...first, ...again, 'n', 'n', '-', 'y'], { dependencies: { tryConnection } })
  expect({ code, tried }).toEqual({ code: 0, tried: ['wrong', 'right'] })
  expect(output).toMatch(/In trouble: not authorized\n[\s\S]*It works\./)
  const { config } = await loadConfig(file(), testLoadContext())
  expect(config?.drivers.get('home')?.options).toMatchObject({ username: 'me', password: 'right' })
})

test.each([
  ['closed', 'LoadState=loaded\nPrivateDevices=yes\nDevicePolicy=closed\n', true],
  ['open', 'LoadState=loaded\nPrivateDevices=no\nDevicePolicy=auto\n', false],
])(
  'for a service that is %s to a configured device file, the command that permits it is shown only if it is needed',
  async (_name, unit, isTold) => {
    writeFileSync(file(), 'drivers: { ir: { type: ir, transmitter: ir-ctl } }\n')
    const { shown } = await typed(['', '', 'n', 'n', 'n', ''], { unitProperties: unit })
    const message = 'The service may not use /dev/lirc0 yet. To permit it: sudo clova-home service permit'
    expect(shown.includes(message)).toBe(isTold)
  },
)

test('the wizard ends at once when it is stopped during the network scan', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  let ended = false
  // A prompt ends what it writes to, unless that is the output of the process.
  const output: PassThrough = Object.assign(new PassThrough(), { end: () => output })
  // Enter at each of the questions before the search.
  output.on('data', (text) => /\[(kr|-)\]/.test(String(text)) && setImmediate(() => input.write('\r')))
  const looking = async () =>
    ({
      scanNetwork: (_log, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            ended = true
            resolve([])
          })
          input.write('\u0003')
        }),
    }) as Partial<Driver> as Driver
  const command = createSetupCommand({
    ...noService,
    drivers: { looking },
    host: { ...host, program: async () => undefined },
    prompter: () => createPrompter(input, output),
    print: () => {},
    timeouts: { look: 60_000, button: 50 },
  })
  const args = parseWords(command, ['--config', file(), '--language', 'en'])
  if (args === 'help') throw new Error('help')
  const [code, complained] = await captureStderr(() => command.run(args))
  expect({ code, ended, complained }).toEqual({
    code: 130,
    ended: true,
    complained: '\nStopped. Nothing was written.\n',
  })
  expect(readdirSync(folder)).toEqual([])
})

const onOff = { type: 'binary', name: 'state', property: 'state', access: 7, value_on: 'ON', value_off: 'OFF' }
const lamp = (address: string, name: string) => ({
  ieee_address: address,
  friendly_name: name,
  definition: { model: 'LED', vendor: 'IKEA', description: 'A lamp', exposes: [{ type: 'light', features: [onOff] }] },
})

test('discovered devices are shown, chosen and named', async () => {
  const real = await testBroker()
  try {
    const bridge = await zigbee2mqtt(real.url, { devices: [lamp('0xa1', 'desk_lamp'), lamp('0xa2', 'hall_lamp')] })
    const start = ['kr', '-', 'y', 'home', real.url, '', '', 'zigbee2mqtt', 'n', 'n', '-']
    const { code, output } = await typed([...start, '2', '복도 조명', 'y'], { dependencies: untilAnswered })
    rmSync(file())
    const twice = await typed([...start, 'all', '복도 조명', '복도조명', '', 'y'], { dependencies: untilAnswered })
    await bridge.close()
    expect({ code, said: /1 {2}desk_lamp.*\n.*2 {2}hall_lamp/.test(output) }).toEqual({ code: 0, said: true })
    const { config } = await loadConfig(file(), testLoadContext())
    expect(config?.appliances.map(({ description: { name, driver } }) => [name, driver])).toEqual([
      ['복도 조명', 'home'],
      ['hall_lamp', 'home'],
    ])
    // As it is spoken it is the same.
    expect(twice.output).toContain('복도조명 is there already; give another name')
  } finally {
    await real.stop()
  }
})

test('after a user was entered the wizard still asks about devices, and each step prints its result', async () => {
  const [real, empty] = [await testBroker(), await testBroker()]
  try {
    const bridge = await zigbee2mqtt(real.url, { devices: [lamp('0xa1', 'desk_lamp')] })
    const start = ['kr', '-', 'y', 'home', real.url, '', '', 'zigbee2mqtt', 'n', 'n']
    const { code, output } = await typed([...start, 'family', 'long enough', 'long enough', 'all', '', 'y'], {
      dependencies: untilAnswered,
    })
    expect({ code, said: output }).toEqual({ code: 0, said: expect.stringContaining('1  desk_lamp') })
    const { config } = await loadConfig(file(), testLoadContext())
    expect(config?.appliances.map(({ description: { name } }) => name)).toEqual(['desk_lamp'])
    await bridge.close()
    rmSync(file())
    const none = await typed([...start.with(4, empty.url), '-', 'y'], { dependencies: untilAnswered })
    expect(none.output).toContain('The connections found no new device')
  } finally {
    await real.stop()
    await empty.stop()
  }
})

test('devices that a connection already exposes are listed, but cannot be chosen', async () => {
  const real = await testBroker()
  try {
    const bridge = await zigbee2mqtt(real.url, { devices: [lamp('0xa1', 'desk_lamp')] })
    const mine = `drivers:\n  home: { type: mqtt, url: '${real.url}', discover: [zigbee2mqtt], expose: all }\n`
    writeFileSync(file(), mine)
    const { code, output } = await typed(['', '-', 'n', 'n', 'n', '-'], { dependencies: untilAnswered })
    await bridge.close()
    expect({ code, text: text() }).toEqual({ code: 0, text: mine })
    expect(output).toContain('CLOVA sees these already, by "expose": desk_lamp')
    expect(output).not.toContain('Which of these')
  } finally {
    await real.stop()
  }
})

describe('with answers in a file', () => {
  const answers = (more = '') => {
    writeFileSync(
      join(folder, 'answers.yaml'),
      `language: ja\nedition: jp\npublicUrl: https://a.example\nstart: false\nconnections:\n  home: { type: mqtt, url: 'mqtt://127.0.0.1:1', username: me, password: secret-of-broker }\nusers: [{ name: family, password: secret-of-family }]\n${more}`,
    )
    return runCommand('setup', '--answers', join(folder, 'answers.yaml'), '--json', '--config', file())
  }
  test('no question is asked', async () => {
    const { code, stdout, stderr } = await answers()
    expect({ code, stderr, ...JSON.parse(stdout) }).toEqual({
      code: 0,
      stderr: '',
      file: file(),
      written: true,
      secrets: ['home_password', 'family_password', 'linking_client_secret'],
      started: false,
    })
    expect((await runCommand('check', '--config', file())).code).toBe(0)
    expect(text()).not.toContain('secret-of')
    expect(text()).toContain('この家のCLOVA Homeの設定です')
  })
  test.each([
    [
      'ko',
      /사용자\. "node \S+ --config \S+ setup" 을 다시/,
      'CLOVA 개발자 콘솔에 위에서부터',
      '(비워 둡니다)',
      '아직 필요한 것: 로그인할',
    ],
    [
      'ja',
      /利用者。「node \S+ --config \S+ setup」をもう一度/,
      'CLOVAの開発者コンソールに',
      '（空のままにします）',
      'まだ必要なもの: ログインする',
    ],
    [
      'en',
      /Run "node \S+ --config \S+ setup" again/,
      "What to enter in CLOVA's",
      '(leave empty)',
      'Still missing: a user who may',
    ],
  ])(
    'the form of the answers is explained in %s, and a user that was left out creates no secret',
    async (language, ...texts) => {
      const name = join(folder, 'answers.yaml')
      writeFileSync(name, 'publicUrl: https://a.example\nstart: false\n')
      const words = ['--answers', name, '--language', language, '--config', file()]
      const { code, stdout, stderr } = await runCommand('setup', ...words)
      expect(code).toBe(0)
      for (const one of texts) expect(`${stdout}${stderr}`).toMatch(one)
      expect(`${stdout}${stderr}`).not.toContain('linking_client_secret')
      if (language !== 'en') expect(`${stdout}${stderr}`).not.toMatch(/leave empty|missing|any page|must be/)
      expect(readdirSync(folder).sort()).toEqual(['answers.yaml', 'gateway.yaml'])
    },
  )
  test.each([
    ['a key that nobody knows', 'pasword: x\n', /answers\.yaml:8:1: "pasword" is not known here\. Known are language/],
    ['a value of another kind', 'appliances: {}\n', /yaml:8:1: appliances: "appliances" must be a list, and is keys/],
    ['a tunnel of another kind', 'tunnel: { kind: wg }\n', /:8:17: tunnel\.kind: "kind" must be one of cloudflared,/],
    ['a key that stands there twice', 'start: true\n', /answers\.yaml:8:1: this key stands here twice/],
    ['what needs quotes', 'tunnel: *secret-of\n', /answers\.yaml:8:9: .*put a text that begins with \* in quotes/],
    [
      'what would be wrong',
      'appliances: [{ id: a, name: a, type: LAMP, driver: home, device: a }]\n',
      /LAMP という種類はありません/,
    ],
    ['no YAML', 'a: [\nsecret-of', /answers\.yaml:8:4: the \[ that opens here is not closed/],
  ])('%s is reported, and nothing is written', async (_name, more, message) => {
    const { code, stderr } = await answers(more)
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(message) })
    expect(stderr).not.toContain('secret-of')
    expect(readdirSync(folder)).toEqual(['answers.yaml'])
  })
})

describe('going back', () => {
  test('leads from each question to the previous one, with the typed answer as its default', async () => {
    const { code, output } = await typed(['jp', '<', '', 'a.example', '<', 'b.example', 'n', 'n', 'n', '-', 'y'])
    expect(code).toBe(0)
    expect(output).toContain('Which CLOVA is yours? kr (NAVER) or jp (LINE, which ended in 2023) [jp]')
    expect(output).toMatch(/The public address .*\(< goes back\) \[a\.example\]/)
    expect(text()).toContain('edition: jp')
    expect(text()).toContain('publicUrl: https://b.example')
  })

  test('leads over all questions to the first; Enter then repeats every answer, and nothing is searched or paired twice', async () => {
    const counts = { scans: 0, pairings: 0 }
    const hue = async () =>
      ({
        scanNetwork: async () => {
          counts.scans += 1
          return [{ description: 'a bridge', keys: { host: '192.0.2.9', bridgeId: '001788fffe000001' } }]
        },
        pair: async () => {
          counts.pairings += 1
          const keys = { host: '192.0.2.9', bridgeId: '001788fffe000001' }
          const certificate = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n'
          return { what: 'a bridge', id: '1', keys, secrets: { applicationKey: 'key-of-the-bridge', certificate } }
        },
      }) as Partial<Driver> as Driver
    const answers = ['kr', 'home.example.com', 'y', 'bridge', 'family', 'a good password', 'a good password']
    const { code, output } = await typed([...answers, ...answers.map(() => '<'), ...answers.map(() => ''), 'y'], {
      drivers: { hue },
    })
    expect({ code, ...counts }).toEqual({ code: 0, scans: 1, pairings: 1 })
    expect(output).toContain('Its password (8 characters or more) (< goes back) (Enter keeps what you typed)')
    expect(text()).toContain('publicUrl: https://home.example.com')
    const { config } = await loadConfig(file(), testLoadContext())
    const kept = config?.secrets.find((secret) => secret.startsWith('$scrypt$')) ?? ''
    expect(await verifyPassword('a good password', kept)).toBe(true)
  })

  test('undoes an answer: a connection that is not wanted is removed', async () => {
    const { code, output } = await typed(['kr', '-', 'y', 'home', '<', '<', 'n', 'n', 'n', '-', 'y'])
    expect(code).toBe(0)
    expect(text()).toContain('drivers: {}')
    expect(output.match(/Add an MQTT broker\?/g)).toHaveLength(2)
  })

  test.each([
    ['ko', '(<: 이전 질문)'],
    ['ja', '（<: 前の質問）'],
  ])('is explained in %s, and its sign is also accepted in full width', async (language, hint) => {
    const { output } = await typed(['kr', '＜', 'jp', '-', 'n', 'n', 'n', '-', 'y'], { language })
    expect(output).toContain(hint)
    expect(text()).toContain('edition: jp')
  })

  test('is not possible at the first question', async () => {
    const { output } = await typed(['<', 'kr', '-', 'n', 'n', 'n', '-', 'y'])
    expect(output).toContain('That cannot be: it is one of kr, jp')
  })
})
