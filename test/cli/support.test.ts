import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { createReport, runSupport } from '../../src/cli/commands/support.ts'
import { createRedactor } from '../../src/config/redact.ts'
import { openLocalKey } from '../../src/control/localKey.ts'
import { host } from '../../src/util/host.ts'
import { inFolder } from '../support/folder.ts'

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

async function packed(wrong: string, work: (text: string, folder: string, token: string) => void | Promise<void>) {
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
      const { token } = await openLocalKey(join(folder, 'state'))
      const key = readFileSync(join(folder, 'state', 'local-key.pem'), 'utf8')
      const log = [
        ...Object.entries(planted)
          .filter(
            ([name]) => !['remark', 'misspelt', 'short', 'bearer', 'code', 'push', 'inUrl', 'user'].includes(name),
          )
          .flatMap(([, secret]) => forms(secret).map((form) => `{"level":"warn","msg":"x ${form} y"}`)),
        `pin ${planted.short} was typed, 14711 times`,
        `Authorization: Bearer ${planted.bearer}`,
        `GET /authorize?state=x&code=${planted.code}&client_id=clova`,
        `{"password":"${planted.push}","accessToken":"${token}"}`,
        `connecting to mqtt://${planted.inUrl}@broker:1883`,
        `user ${planted.user}`,
        pem,
        key,
      ].join('\n')
      const program = async (name: string) => (name === 'journalctl' ? log : undefined)
      await work(await createReport(file, { ...host, program }), folder, token)
    } finally {
      process.env = before
    }
  })
}

describe('the report', () => {
  test.each([
    ['of what is right', ''],
    ['of what has mistakes', `, pasword: ${planted.misspelt}`],
  ])('%s holds no secret, in no form', (_name, wrong) =>
    packed(wrong, (text, folder, token) => {
      const all = [...Object.entries(planted), ['token', token] as const]
      const found = all.flatMap(([name, secret]) =>
        (name === 'short' ? [` ${secret} `, `: ${secret}`] : forms(secret))
          .filter((form) => text.includes(form))
          .map((form) => [name, form]),
      )
      expect(found).toEqual([])
      expect(text).not.toMatch(/url-pass|secondLineOfTheKey|MIIE|BEGIN PRIVATE/)
      // It says something all the same.
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

  test('is a file of its own, for its owner only, and takes the place of none', () =>
    packed('', async (_text, folder) => {
      const args = { words: [join(folder, 'report.txt')], config: join(folder, 'gateway.yaml'), json: true }
      const program = async () => undefined
      expect(await runSupport(args, { ...host, program })).toBe(0)
      expect(statSync(join(folder, 'report.txt')).mode & 0o777).toBe(0o600)
      await expect(runSupport(args, { ...host, program })).rejects.toThrow('is there already')
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
    }))

  test('is made of what there is, also where there is next to nothing', () =>
    inFolder(async (folder) => {
      const text = await createReport(join(folder, 'gateway.yaml'), { ...host, program: async () => undefined })
      expect(text).toMatch(/== configuration.*\n\ncannot be read \(ENOENT\)/)
      expect(text).toMatch(/== journal\n\nthere is none, or it cannot be read/)
    }))
})

test('whatever a secret of six characters or more is, no text keeps it', () => {
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
