import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRedactor } from '../../src/config/redact.ts'
import { inFolder } from '../support/folder.ts'

const clean = createRedactor('/nowhere/gateway.yaml')

test.each([
  'token=S3cr3tS3cr3t',
  'GET /api?token=S3cr3tS3cr3t&x=1',
  '{"apiKey":"S3cr3tS3cr3t"}',
  '{"apiKey": "S3cr3tS3cr3t with words"}',
  'frpc --token S3cr3tS3cr3t --x 1',
  'psk: S3cr3tS3cr3t',
  'wpa_psk=S3cr3tS3cr3t',
  'passphrase: "S3cr3tS3cr3t"',
  'pwd=S3cr3tS3cr3t',
  'x-api-key: S3cr3tS3cr3t',
  '{"msg":"x","payload":"{\\"password\\":\\"S3cr3tS3cr3t\\",\\"a\\":1}"}',
  "payload '{'token': 'S3cr3tS3cr3t'}'",
  'Authorization: Basic S3cr3tS3cr3t',
  'Authorization: S3cr3tS3cr3t',
  'Bearer S3cr3tS3cr3t',
  'auth.token = "S3cr3tS3cr3t"',
  'client_secret: S3cr3tS3cr3t # r',
  'wrong password S3cr3tS3cr3t',
  'password S3cr3t',
  'Passwort S3cr3t was typed',
  'password: correct horse S3cr3t',
  'password: S3cr3t, user: me',
  'password = S3cr3t horse S3cr3t',
  'x --password "A S3cr3t" --y',
  "--password 'A S3cr3t'",
  '{"msg":"x --password \\"A S3cr3t\\" y"}',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJTM2NyM3QifQ.S3cr3tS3cr3t',
  'is eyJS3cr3tS3cr3tS3cr3t good',
  'Cookie: session=S3cr3t; id=S3cr3t',
  '{"set-cookie":"session=S3cr3t; HttpOnly"}',
  'PIN: S3cr3t',
  'app_key=S3cr3t',
  'localKey: S3cr3t',
  'networkKey: S3cr3t',
  'network_key: [S3cr3t, S3cr3t]',
  '비밀번호: S3cr3t',
  '비밀번호 S3cr3t',
  'パスワード: S3cr3t',
  'パスワード：S3cr3t',
])('%s: the secret is replaced by a mark', (text) => {
  expect(clean(text)).not.toContain('S3cr3t')
  expect(clean(text)).toContain('[removed]')
})

test.each([
  'the broker refuses the username or password: it knows no such user',
  'it wants basic authentication, and the bearer of it is not known',
  'HTTP Basic (Recommended)',
  'the access token: none is there',
  'clova-home token create console',
  'the secret "broker" is not in secrets.yaml',
  'password: !secret broker_password',
  '"password" must be a text',
  'access tokens     there is none',
  'token: 3 tokens are left',
  'password: !secret broker_password, username: me',
  'its secret: by its name',
  'the password of the user is not known',
  'write your password under drivers:',
  'spin: fast',
  'the publicKey: https://example.com/key.pem',
  'clova-home token revoke console && clova-home token create console',
])('%s: the text stays unchanged', (text) => expect(clean(text)).toBe(text))

test.each([
  ['password=S3cr3t connected to 192.168.1.2', 'password=[removed] connected to 192.168.1.2'],
  ['password: S3cr3t, user: me', 'password: [removed], user: me'],
  ['password: S3cr3t user: me', 'password: [removed] user: me'],
  ['x --password "A S3cr3t" --y', 'x --password "[removed]" --y'],
  ['PIN: 4711', 'PIN: [removed]'],
])('%s: the text around the secret stays unchanged', (text, left) => expect(clean(text)).toBe(left))

test.each([['password: '], ['--password '], ['Cookie: '], ['eyJ'], ['"token":"']])(
  'a long line of %j is redacted in linear time',
  (part) => {
    // Processor time, since other programs may use this machine too.
    const before = process.cpuUsage()
    clean(part.repeat(20_000))
    clean(`${part}${'a '.repeat(50_000)}`)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(2000)
  },
)

test.each([
  ['a user by name and password', 'linking: { users: [{ family: S3CRETword }] }'],
  ['a misspelt key of a user', 'linking: { users: [{ name: a, pw1: S3CRETword }] }'],
  ['users as a map', 'linking: { users: { family: S3CRETword } }'],
  ['users as texts', 'linking: { users: ["family:S3CRETword"] }'],
  ['a text where keys belong', 'linking: S3CRETword'],
  ['an unknown key of the server', 'server: { pasword_of_x: [{ a: S3CRETword }] }'],
  ['an unknown key at the top', 'gw_pw: S3CRETword'],
  ['a value that its key cannot have', 'server: { listen: S3CRETword }'],
  ['a secret in place of its name', 'drivers: { b: { type: mqtt, password: !secret S3CRETword } }'],
  ['an unknown key of a scene', 'scenes: [{ id: a, name: a, actions: [], x: { y: S3CRETword } }]'],
])('a secret under a wrong key of the configuration is redacted: %s', (_what, yaml) =>
  inFolder((folder) => {
    const file = join(folder, 'gateway.yaml')
    writeFileSync(file, `edition: kr\n${yaml}\n`)
    const text = 'the broker says S3CRETword, family:S3CRETword and "S3CRETword"'
    expect(createRedactor(file)(text)).not.toContain('S3CRET')
  }),
)

test.each([
  'edition: kr\nlinking: { clientId: clova, redirectUris: [https://clova.example/cb] }\n',
  'drivers: { broker: { type: mqtt, password: !secret broker_password } }\n',
  'server: { deadline: 5, path: /clova }\n',
])('nothing but secrets is redacted in the configuration %j', (yaml) =>
  inFolder((folder) => {
    const file = join(folder, 'gateway.yaml')
    writeFileSync(file, yaml)
    const text = 'clova at https://clova.example/cb: broker, mqtt, broker_password, /clova, 5 s, kr'
    expect(createRedactor(file)(text)).toBe(text)
  }),
)

test.each([
  ...[
    'a',
    'a.',
    'a-',
    'pass',
    'token',
    'token ',
    'token: a ',
    '--token ',
    'key',
    '-',
    '"',
    '":',
    'a://',
    'eyJabcdefgh.',
  ],
  ...['-----BEGIN ', 'cookie: ', 'authorization: ', 'Bearer a', 'password\\', '비밀번호'],
])('a long text of "%s" is cleaned in a time that grows with its length', (part) => {
  const text = part.repeat(100_000 / part.length)
  const before = process.cpuUsage()
  clean(text)
  const { user, system } = process.cpuUsage(before)
  // A search that begins anew at each character takes minutes.
  expect((user + system) / 1000).toBeLessThan(2000)
})

test.each([
  ['te', 'the tested text has te, "te": te.', 'the tested text has [removed], "[removed]": [removed].'],
  ['te', 'te을 te에서 te-x x.te', '[removed]을 [removed]에서 te-x x.te'],
  ['집', '집안 집', '집안 [removed]'],
  ['hunter', 'xhunterx', 'x[removed]x'],
])('the secret %s is removed where it stands, and short ones not within words: %s', (secret, text, shown) =>
  expect(createRedactor('/nowhere/gateway.yaml', [secret])(text)).toBe(shown),
)
