import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoConfig } from '../../src/cli/demo/home.ts'
import { loadConfig, parseConfig } from '../../src/config/load.ts'
import { inFolder } from '../support/folder.ts'
import { loadFiles, testLoadContext } from './loadFixture.ts'

const whole = `edition: jp
language: en
previousState: defined
server:
  listen: 0.0.0.0:8710
  path: /home/clova
  publicUrl: https://home.example.com
  deadline: 4.5s
signature:
  publicKey: keys/clova.pem
state: kept
drivers:
  broker:
    type: mqtt
    url: mqtts://broker.local:8883
    username: gateway
    password: !secret mqtt_password
    keepalive: 1m
  memory: { type: virtual }
appliances:
  - id: desk-lamp
    name: 책상 조명
    type: LIGHT
    location: JAPANESE_STYLE_ROOM
    tags: [저녁]
    confirm: [TurnOff]
    model: L1
    driver: broker
    availability: { topic: desk/lamp/status }
    traits:
      power: { state: desk/lamp, path: $.state, command: desk/lamp/set, payload: '{"state":"\${value}"}' }
      brightness: { state: desk/lamp, path: $.brightness, range: [0, 254], command: desk/lamp/set }
  - id: living-aircon
    name: 거실 에어컨
    type: AIRCONDITIONER
    driver: memory
    traits:
      power: { value: false }
      mode: { values: [auto, cool, fan] }
scenes:
  - id: good-night
    name: 좋은밤
    confirm: true
    actions: [{ appliance: desk-lamp, do: TurnOff }, { appliance: living-aircon, do: TurnOff }]
`

describe('a valid configuration', () => {
  test('has the values of its file', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'secrets.yaml'), 'mqtt_password: hunter22secret\nother: hunter33secret\n', {
        mode: 0o600,
      })
      mkdirSync(join(folder, 'keys'))
      writeFileSync(join(folder, 'keys', 'clova.pem'), 'a key')
      const { config, problems } = await parseConfig(join(folder, 'gateway.yaml'), whole, testLoadContext())
      expect(problems).toEqual([])
      expect(config).toMatchObject({
        file: join(folder, 'gateway.yaml'),
        edition: 'jp',
        language: 'en',
        previousState: 'defined',
        server: {
          listen: { host: '0.0.0.0', port: 8710 },
          path: '/home/clova',
          publicUrl: 'https://home.example.com',
          deadline: 4500,
        },
        publicKey: join(folder, 'keys/clova.pem'),
        state: join(folder, 'kept'),
        secrets: ['hunter22secret'],
      })
      const broker = {
        url: 'mqtts://broker.local:8883',
        username: 'gateway',
        password: 'hunter22secret',
        keepalive: 60_000,
      }
      expect([...(config?.drivers ?? [])]).toMatchObject([
        ['broker', { type: 'mqtt', options: broker }],
        ['memory', { type: 'virtual', options: {} }],
      ])
      const lamp = {
        id: 'desk-lamp',
        name: '책상 조명',
        type: 'LIGHT',
        driver: 'broker',
        location: 'JAPANESE_STYLE_ROOM',
      }
      expect(config?.appliances).toMatchObject([
        {
          description: { ...lamp, tags: ['저녁'], confirm: ['TurnOff'], model: 'L1' },
          options: {
            availability: {
              mode: 'all',
              topics: [{ topic: 'desk/lamp/status', online: 'online', offline: 'offline' }],
            },
            settle: 1000,
          },
        },
        { description: { id: 'living-aircon', tags: [], confirm: [] } },
      ])
      expect(config?.scenes).toEqual([
        {
          id: 'good-night',
          name: '좋은밤',
          confirm: true,
          actions: [
            { appliance: 'desk-lamp', do: 'TurnOff' },
            { appliance: 'living-aircon', do: 'TurnOff' },
          ],
        },
      ])
    }))

  test.each([
    ['kr', 'ko', /^https:\/\/clova\.ai\//],
    ['jp', 'ja', /^https:\/\/clova-cek-requests\.line\.me\//],
  ])('has the language and the public key of its edition %s by default', async (edition, language, publicKey) => {
    const { config } = await loadFiles({ text: `edition: ${edition}\n` })
    expect(config).toMatchObject({
      edition,
      language,
      publicKey: expect.stringMatching(publicKey),
      previousState: 'always',
      server: { listen: { host: '127.0.0.1', port: 8710 }, path: '/clova', deadline: 5000 },
      appliances: [],
      scenes: [],
    })
  })

  test('keeps its state beside its file, but the installed one below /var/lib', async () => {
    const beside = await parseConfig('/home/pi/gateway.yaml', '', testLoadContext())
    const installed = await parseConfig('/etc/clova-home/gateway.yaml', '', testLoadContext())
    expect([beside.config?.state, installed.config?.state]).toEqual(['/home/pi/state', '/var/lib/clova-home'])
  })
})

describe('a secret', () => {
  const text = 'drivers: { b: { type: mqtt, username: !secret user, password: !secret mqtt_password } }\n'
  const user = { user: 'me' }

  test.each([
    ['secrets.yaml', { secrets: 'mqtt_password: file\nuser: me\n', credentials: { mqtt_password: 'systemd' } }],
    ['$CREDENTIALS_DIRECTORY', { credentials: { mqtt_password: 'systemd\n' }, env: { ...user, mqtt_password: 'env' } }],
    ['the environment', { env: { ...user, mqtt_password: 'env', MQTT_PASSWORD: 'ENV' } }],
    ['the environment, in capitals', { env: { ...user, MQTT_PASSWORD: 'ENV' } }],
  ])('of %s takes precedence over the sources behind it', async (place, files) => {
    const { config } = await loadFiles({ text, ...files })
    const expected =
      { 'secrets.yaml': 'file', $CREDENTIALS_DIRECTORY: 'systemd', 'the environment': 'env' }[place] ?? 'ENV'
    expect(config?.drivers.get('b')?.options).toMatchObject({ username: 'me', password: expected })
    expect(config?.secrets).toEqual(['me', expected])
  })

  test('that is a number is read as text', async () => {
    const { config } = await loadFiles({ text, secrets: 'mqtt_password: 12345678\nuser: me\n' })
    expect(config?.drivers.get('b')?.options).toMatchObject({ password: '12345678' })
  })

  test('is never read from outside $CREDENTIALS_DIRECTORY', async () => {
    const { problems } = await loadFiles({
      text: 'drivers: { b: { type: mqtt, password: !secret ../gateway.yaml } }\n',
      credentials: {},
    })
    expect(problems).toMatchObject([{ message: expect.stringContaining('this secret is not in') }])
  })
})

describe('a file', () => {
  test('that does not exist is reported', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'gateway.yaml')
      const { config, problems } = await loadConfig(file, testLoadContext())
      expect(config).toBeUndefined()
      expect(problems).toMatchObject([
        { severity: 'error', file, line: 1, column: 1, message: expect.stringContaining('there is no such file') },
      ])
    }))

  test('that cannot be read is reported', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'gateway.yaml')
      mkdirSync(file)
      const { problems } = await loadConfig(file, testLoadContext())
      expect(problems).toMatchObject([{ message: 'this file cannot be read (EISDIR)' }])
    }))

  test('that is shipped as the example is valid', async () => {
    const text = readFileSync('config/gateway.example.yaml', 'utf8')
    const { config, problems } = await loadFiles({ text, secrets: readFileSync('config/secrets.example.yaml', 'utf8') })
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(config?.appliances.length).toBeGreaterThan(0)
  })

  test('of the demo home is valid', async () => {
    const { config, problems } = await loadFiles({
      text: demoConfig('127.0.0.1:0', 'mqtt://127.0.0.1:1883', '127.0.0.1:0'),
    })
    // The demo makes its key when it starts.
    expect(problems).toMatchObject([{ severity: 'warning', message: expect.stringContaining('public-key.pem') }])
    expect(config?.appliances.length).toBeGreaterThan(0)
  })
})

test.each([
  [
    'by default both spellings of CLOVA’s redirect URI',
    '',
    ['https://prod-ni-cic.clova.ai/v1/al/token/', 'https://prod-ni-cic.clova.ai/v1/al/token'],
  ],
  [
    'those that are written and no others',
    ", redirectUris: ['https://clova.example/cb/']",
    ['https://clova.example/cb/'],
  ],
])('account linking accepts %s', async (_what, more, redirectUris) => {
  const hash = `$scrypt$ln=14,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
  const text = `linking: { clientSecret: hunter22-hunter22, users: [{ name: family, password: '${hash}' }]${more} }\n`
  expect((await loadFiles({ text })).config?.linking?.redirectUris).toEqual(redirectUris)
})

test('a secret of a letter does not mangle the messages', async () => {
  const text = 'bogus: 1\ndrivers: { m: { type: mqtt, url: "mqtt://h", username: u, password: n } }\n'
  const { problems } = await parseConfig('/home/pi/gateway.yaml', text, testLoadContext())
  expect(problems[0]?.message).toContain('"bogus" is not known here')
})
