import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { createReport, runSupport } from '../../src/cli/commands/support.ts'
import { createRedactor } from '../../src/config/redact.ts'
import { host } from '../../src/util/host.ts'
import { inFolder } from '../support/folder.ts'
import { runs } from '../support/randomRuns.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

/** Each is somewhere where a secret may be. */
const planted = {
  used: 'q7-Used/Password+é',
  unused: 'never-used-0815',
  short: '4711',
  inline: 'inline "quoted" pass',
  misspelt: 'hidden-behind-a-slip',
  remark: 'in-a-remark-99',
  client: 'client-secret-xyz',
  user: '$scrypt$ln=15,r=8,p=3$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2hoYXM',
  environment: 'from-environment-1',
  credential: 'from-systemd-22',
  inUrl: 'url-user:url-pass',
  bearer: 'bearer-0123456789abcdef',
  code: 'code-of-linking-42',
  push: 'password-in-a-log',
}
const pem = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nsecondLineOfTheKey0123456789abcd\n-----END PRIVATE KEY-----\n`

const yaml = (wrong = '') => `
# the password was ${planted.remark}
state: state
server: { listen: '127.0.0.1:1' } # ${planted.remark}
linking:
  clientId: clova
  clientSecret: ${planted.client}
  redirectUris: ['https://prod-ni-cic.clova.ai/v1/al/token/?token=${planted.code}']
  users: [{ name: family, password: '${planted.user}' }]
drivers:
  broker: { type: mqtt, url: 'mqtt://127.0.0.1:1', username: gateway, password: !secret used ${wrong} }
  other: { type: mqtt, url: 'mqtt://127.0.0.1:1', username: gateway, password: '${planted.inline}' }
  third: { type: mqtt, url: 'mqtt://127.0.0.1:1', username: gateway, password: !secret of_env }
  fourth: { type: mqtt, url: 'mqtt://127.0.0.1:1', username: gateway, password: !secret of_systemd }
  fifth: { type: mqtt, url: 'mqtt://127.0.0.1:1', username: gateway, password: !secret short }
appliances:
  - { id: lamp, name: 거실 조명, type: LIGHT, driver: broker, description: 'see https://${planted.inUrl}@example.com/', traits: { power: { state: lamp/state, command: lamp/set } } }
`

/** All ways in which something may stand in a log. */
const forms = (secret: string) => [
  secret,
  JSON.stringify(secret),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
]

async function packed(wrong: string, work: (text: string, folder: string) => void | Promise<void>) {
  await inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    writeFileSync(file, yaml(wrong))
    writeFileSync(
      join(folder, 'secrets.yaml'),
      `used: '${planted.used}'\nunused: ${planted.unused}\nshort: ${planted.short}\nkey: |\n${pem.replace(/^/gm, '  ')}`,
    )
    chmodSync(join(folder, 'secrets.yaml'), 0o600)
    mkdirSync(join(folder, 'credentials'))
    writeFileSync(join(folder, 'credentials', 'of_systemd'), planted.credential)
    const before = { ...process.env }
    Object.assign(process.env, { CREDENTIALS_DIRECTORY: join(folder, 'credentials'), of_env: planted.environment })
    try {
      mkdirSync(join(folder, 'state'), { mode: 0o700 })
      const log = [
        ...Object.entries(planted)
          .filter(
            ([name]) => !['remark', 'misspelt', 'short', 'bearer', 'code', 'push', 'inUrl', 'user'].includes(name),
          )
          .flatMap(([, secret]) => forms(secret).map((form) => `{"level":"warn","msg":"x ${form} y"}`)),
        `pin ${planted.short} was typed, 14711 times`,
        `Authorization: Bearer ${planted.bearer}`,
        `GET /authorize?state=x&code=${planted.code}&client_id=clova`,
        `{"password":"${planted.push}"}`,
        `connecting to mqtt://${planted.inUrl}@broker:1883`,
        `user ${planted.user}`,
        pem,
      ].join('\n')
      const program = async (name: string) => (name === 'journalctl' ? log : undefined)
      await work(await createReport(file, { ...host, program }), folder)
    } finally {
      process.env = before
    }
  })
}

describe('the support report', () => {
  test.each([
    ['of what is right', ''],
    ['of what has mistakes', `, pasword: ${planted.misspelt}`],
  ])('%s holds no secret, in no form', (_name, wrong) =>
    packed(wrong, (text, folder) => {
      const all = Object.entries(planted)
      const found = all.flatMap(([name, secret]) =>
        (name === 'short' ? [` ${secret} `, `: ${secret}`] : forms(secret))
          .filter((form) => text.includes(form))
          .map((form) => [name, form]),
      )
      expect(found).toEqual([])
      expect(text).not.toMatch(/url-pass|secondLineOfTheKey|MIIE|BEGIN PRIVATE/)
      // It has output all the same.
      for (const word of [
        '거실 조명',
        'lamp/state',
        'mqtt://127.0.0.1:1',
        'username: gateway',
        '!secret used',
        '14711 times',
        'client_id=clova',
        folder,
      ])
        expect(text).toContain(word)
      expect(text.match(/^== .*$/gm)).toHaveLength(7)
      if (wrong !== '') expect(text).toContain('pasword: "[removed]"')
    }),
  )

  test('is a new file readable by its owner only, and replaces no file', () =>
    packed('', async (_text, folder) => {
      const args = {
        positionals: [join(folder, 'report.txt')],
        config: join(folder, 'gateway.yaml'),
        json: true,
        languageFor: () => 'en' as const,
      }
      const program = async () => undefined
      expect(await runSupport(args, { ...host, program })).toBe(0)
      expect(statSync(join(folder, 'report.txt')).mode & 0o777).toBe(0o600)
      await expect(runSupport(args, { ...host, program })).rejects.toThrow('is there already')
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
    }))

  test('is also made if nearly everything is missing', () =>
    inFolder(async (folder) => {
      const text = await createReport(join(folder, 'gateway.yaml'), { ...host, program: async () => undefined })
      expect(text).toMatch(/== configuration.*\n\ncannot be read \(ENOENT\)/)
      expect(text).toMatch(/== journal\n\nthere is none, or it cannot be read/)
    }))
})

/** A password at a place where the configuration has none. */
const misplaced = [
  ['a user by its name', 'linking: { users: [{ family: S3CRET77 }] }'],
  ['a misspelt key of a user', 'linking: { users: [{ name: a, pw1: S3CRET77 }] }'],
  ['users as keys', 'linking: { users: { family: S3CRET77 } }'],
  ['a key in the place of a text', 'linking: { name: { S3CRET77: } }'],
  ['a user as a text', "linking: { users: ['family:S3CRET77'] }"],
  ['users as a text', 'linking: { users: S3CRET77 }'],
  ['an unknown key of a trait', 'traits: { power: { state: a/b, pw1: S3CRET77 } }'],
  ['an unknown key deep in a trait', 'traits: { power: { state: a/b, more: { deep: [{ pw1: S3CRET77 }] } } }'],
  ['an unknown key of an availability', 'availability: { topic: a/b, pw1: S3CRET77 }'],
  [
    'an unknown key of a scene',
    'scenes: [{ id: s, name: s, actions: [{ appliance: lamp, do: TurnOn, pw1: S3CRET77 }] }]',
  ],
  ['a list in place of a text', 'username: [gw, S3CRET77]'],
  ['a password behind the tag', 'password: !secret S3CRET77'],
  [
    'a code in a payload',
    `traits: { power: { state: a/b, command: c, payload: '{"code":"S3CRET77","state":"\${value}"}' } }`,
  ],
  ['an unknown key at the top', 'pw1: { a: S3CRET77 }'],
  ['a connection as a text', 'drivers: S3CRET77'],
] as const

test.each(misplaced)('a password at a wrong place is not in the report: %s', (_name, line) =>
  inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    const [key = ''] = line.split(':', 1)
    const isOfAppliance = ['traits', 'availability'].includes(key)
    const isOfConnection = ['username', 'password'].includes(key)
    const connection = `url: 'mqtt://127.0.0.1:1'${isOfConnection ? `, ${line}` : ''}`
    const appliance = `id: lamp, name: lamp, type: LIGHT, driver: broker${isOfAppliance ? `, ${line}` : ''}`
    const yaml = [
      ...(key === 'drivers' ? [] : [`drivers: { broker: { type: mqtt, ${connection} } }`]),
      `appliances: [{ ${appliance} }]`,
      ...(isOfAppliance || isOfConnection ? [] : [line]),
    ]
    writeFileSync(file, `${yaml.join('\n')}\n`, { mode: 0o600 })
    const text = await createReport(file, { ...host, program: async () => undefined })
    expect(text).not.toContain('S3CRET77')
    expect(text).toContain('[removed]')
    // What the schema knows is still there.
    expect(text).toContain('driver: broker')
  }),
)

test('any secret of six characters or more is removed from every text', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6, maxLength: 40 }), fc.string({ maxLength: 40 }), (secret, around) => {
      fc.pre(!'[removed]'.includes(secret) && secret.trim() !== '')
      const clean = createRedactor('/nowhere/gateway.yaml', [secret])
      for (const form of forms(secret)) {
        const text = clean(`${around} ${form} ${around}`)
        if (!around.includes(secret)) expect(text.includes(secret)).toBe(false)
      }
    }),
  )
})

test('the name of a device cannot change how the text around it is displayed', () =>
  packed('', async (_, folder) => {
    const file = join(folder, 'hostile.yaml')
    const name = 'a\u202Eb\u001b[2Jc'
    writeFileSync(file, `state: state\nappliances: [{ id: x, name: ${JSON.stringify(name)}, driver: none }]\n`)
    const text = await createReport(file, { ...host, program: async () => `journal ${name}` })
    expect(text).toContain('a\\u202eb\\u001b[2Jc')
    for (const character of ['\u202E', '\u001b']) expect(text).not.toContain(character)
  }))
