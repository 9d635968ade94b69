import { createRedactor } from '../../src/config/redact.ts'
import { resolveSecrets } from '../../src/config/secrets.ts'
import { parseSource } from '../../src/config/yaml/source.ts'
import { createLogger } from '../../src/util/logger.ts'
import { isSecretKey } from '../../src/util/secretKeys.ts'

const secretKeys = [
  ...['password', 'passwort', 'passwd', 'passphrase', 'user_pass', 'pwd', 'wifiPsk', 'password2', 'passwordOfTheUser'],
  ...['token', 'accessToken', 'refresh_token', 'tokens', 'clientSecret', 'client_secret', 'secretOfTheHub'],
  ...['credentials', 'applicationKey', 'hue-application-key', 'localKey', 'network_key', 'apiKey', 'privateKey'],
  ...['SignatureCEK', 'Authorization', 'set-cookie', 'pin', '비밀번호', '비번', 'パスワード', '暗証番号', '토큰'],
]
const otherKeys = ['publicKey', 'key', 'spin', 'pinned', 'compassion', 'cookies', 'user', 'monkey', 'path', 'code']
const secret = 'S3cr3tS3cr3t'
const source = (text: string) => parseSource('/nowhere/gateway.yaml', text)
const logged = (fields: object): string => {
  const lines: string[] = []
  createLogger([], 'info', (line) => void lines.push(line)).info(fields, 'a message')
  return lines.join('')
}

/** What each place that may show a value to others does with one under this key. */
const shownBy: Readonly<Record<string, (key: string) => string>> = {
  'a field of the log': (key) => logged({ [key]: secret }),
  'a field deep in the log': (key) => logged({ a: [{ [key]: secret }] }),
  'a report in JSON': (key) => createRedactor('/nowhere/gateway.yaml')(JSON.stringify({ [key]: secret })),
  'the line of a mistake in the configuration': (key) => {
    const text = `drivers:\n  a: { ${key}: ${secret} }\n`
    return source(text).problem(['drivers', 'a'], { en: '', ko: '', ja: '' }).source ?? ''
  },
  'a log that the value of the configuration gets into': (key) => {
    const { secrets } = resolveSecrets(source(`drivers:\n  a: { ${key}: [{ b: ${secret} }] }\n`), {})
    const lines: string[] = []
    createLogger(secrets, 'info', (line) => void lines.push(line)).info(`refused: ${secret}`)
    return lines.join('')
  },
}

describe.each(Object.entries(shownBy))('%s', (_what, show) => {
  test.each(secretKeys)('hides the value of %s', (key) => {
    expect(isSecretKey(key)).toBe(true)
    expect(show(key)).not.toBe('')
    expect(show(key)).not.toContain(secret)
  })
})

test.each(otherKeys)('the value of %s stays in the log', (key) => {
  expect(isSecretKey(key)).toBe(false)
  expect(logged({ [key]: 'whatever' })).toContain('"whatever"')
})

test('a number is hidden like a text, and the line stays valid JSON', () => {
  const line = logged({ pin: 4711, networkKey: -1.5e10, ms: 3, 'a"token': 'p"q\\' })
  expect(JSON.parse(line)).toMatchObject({ pin: '[secret]', networkKey: '[secret]', ms: 3 })
})

test('a line of many quotation marks and names is redacted in linear time', () => {
  const before = process.cpuUsage()
  for (const part of ['token', '":', '"token":"', '\\":', 'pass":']) logged({ a: part.repeat(100_000) })
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(2000)
})
