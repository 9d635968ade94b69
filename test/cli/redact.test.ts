import { cleaner } from '../../src/cli/redact.ts'

const clean = cleaner('/nowhere/gateway.yaml')

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
])('%s: the secret is gone, and that there was one is told', (text) => {
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
])('%s: stays', (text) => expect(clean(text)).toBe(text))
