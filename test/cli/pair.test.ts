import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { pair } from '../../drivers/hue/pairing/pairing.ts'
import { parse as parseWords } from '../../src/cli/command.ts'
import { createPairCommand } from '../../src/cli/commands/pair.ts'
import { addSecrets } from '../../src/config/additions.ts'
import type { Driver } from '../../src/home/driver.ts'
import { inFolder } from '../support/folder.ts'
import { type Bridge, hueBridge } from '../support/hue/bridge.ts'

const nothing = async () => ({}) as Driver
const drivers = {
  hue: async () =>
    ({
      // Every bridge here answers, on a busy machine after seconds.
      pair: (request, signal) => pair(request, signal, { timings: { intervalMs: 20, answerTimeoutMs: 30_000 } }),
    }) as Driver,
  virtual: nothing,
}

async function typed(words: readonly string[], buttonTimeoutMs = 200) {
  const lines: string[] = []
  const command = createPairCommand(drivers, { buttonTimeoutMs, show: (line) => void lines.push(line) })
  const args = parseWords(command, words)
  if (args === 'help') throw new Error('help')
  const outcome = await command.run(args).then(
    (code) => ({ code, error: '' }),
    (error: Error) => ({ code: undefined, error: error.message, kind: error.constructor.name }),
  )
  return { ...outcome, said: lines.join('\n') }
}

async function paired<T>(work: (bridge: Bridge, folder: string, words: string[]) => Promise<T>): Promise<T> {
  const bridge = await hueBridge()
  try {
    return await inFolder((folder) =>
      work(bridge, folder, ['hue', '--host', `127.0.0.1:${bridge.port}`, '--config', join(folder, 'gateway.yaml')]),
    )
  } finally {
    await bridge.close()
  }
}

const secretsOf = (folder: string): Record<string, string> => parse(readFileSync(join(folder, 'secrets.yaml'), 'utf8'))

describe('pair', () => {
  test('writes the secrets beside the configuration, and shows what to write into it', () =>
    paired(async (bridge, folder, words) => {
      bridge.pressed = true
      const { code, said } = await typed(words)
      expect(code).toBe(0)
      const secrets = secretsOf(folder)
      expect(Object.keys(secrets)).toEqual(['hue_123456_application_key', 'hue_123456_certificate'])
      expect(secrets.hue_123456_certificate?.trim()).toBe(bridge.certificate.trim())
      expect(statSync(join(folder, 'secrets.yaml')).mode & 0o777).toBe(0o600)
      expect(said).toContain(
        `hue-123456: { type: hue, host: 127.0.0.1, port: ${bridge.port}, bridgeId: 001788fffe123456, applicationKey: !secret hue_123456_application_key, certificate: !secret hue_123456_certificate }`,
      )
      expect(said).not.toContain(secrets.hue_123456_application_key)
      expect(readdirSync(folder)).toEqual(['secrets.yaml'])
    }))

  test('keeps the other secrets and the file mode, also behind a link; pairing again replaces the key', () =>
    paired(async (bridge, folder, words) => {
      bridge.pressed = true
      mkdirSync(join(folder, 'real'))
      writeFileSync(join(folder, 'real', 'all.yaml'), '# mine\nmqtt_password: "a b" # of the broker\n')
      chmodSync(join(folder, 'real', 'all.yaml'), 0o640)
      symlinkSync(join('real', 'all.yaml'), join(folder, 'secrets.yaml'))
      await typed(words)
      const first = secretsOf(folder)
      await typed(words)
      const second = secretsOf(folder)
      expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toMatch(
        /^# mine\nmqtt_password: "a b" # of the broker\nhue_123456_application_key: /,
      )
      expect(Object.keys(second)).toEqual(['mqtt_password', 'hue_123456_application_key', 'hue_123456_certificate'])
      expect(second.hue_123456_application_key).not.toBe(first.hue_123456_application_key)
      expect(statSync(join(folder, 'real', 'all.yaml')).mode & 0o777).toBe(0o640)
    }))

  test('prints JSON without secrets for scripts', () =>
    paired(async (bridge, folder, words) => {
      bridge.pressed = true
      const { said } = await typed([...words, '--json'])
      expect(JSON.parse(said)).toEqual({
        what: expect.stringContaining('Hue Bridge'),
        name: 'hue-123456',
        keys: { type: 'hue', host: '127.0.0.1', port: bridge.port, bridgeId: '001788fffe123456' },
        secrets: { applicationKey: 'hue_123456_application_key', certificate: 'hue_123456_certificate' },
        file: join(folder, 'secrets.yaml'),
      })
    }))

  test('writes nothing if the button is not pressed', () =>
    paired(async (_bridge, folder, words) => {
      const { error, said } = await typed(words)
      expect(error).toMatch(/button was not pressed/)
      expect(said).toMatch(/Press the button on Hue Bridge/)
      expect(said).toMatch(/1 s left/)
      expect(existsSync(join(folder, 'secrets.yaml'))).toBe(false)
    }))

  test.each<[string, string]>([
    ['no YAML', 'a: "b\nc: ['],
    ['a list', '- a\n- b\n'],
    ['no list at all', 'a b'],
  ])('reports, before it asks for the button, that the secrets file is %s', (_name, text) =>
    paired(async (bridge, folder, words) => {
      writeFileSync(join(folder, 'secrets.yaml'), text)
      bridge.pressed = true
      const { error } = await typed(words)
      expect(error).toMatch(/secrets\.yaml is not the list of "name: secret" lines/)
      expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toBe(text)
      expect(bridge.requests.filter(({ method }) => method === 'POST')).toEqual([])
    }),
  )

  test.each<[string, string[], RegExp]>([
    ['an unknown driver', ['huw'], /no driver "huw".* Did you mean "hue"/],
    ['a driver whose devices need none', ['virtual'], /"virtual" needs no pairing/],
    ['which can be paired with, besides an unknown one', ['foo'], /no driver "foo"\. .* paired with: hue\.$/],
    ['which can be paired with, besides one that needs none', ['virtual'], /Devices of these do: hue$/],
    ['no folder', ['hue', '--config', '/nowhere/at/all/gateway.yaml'], /there is no folder \/nowhere\/at\/all/],
  ])('%s is reported', async (_name, words, expectedText) => {
    expect((await typed(words)).error).toMatch(expectedText)
  })
})

test.each([
  ['virtual', /"box" is a connection of the driver virtual .* its devices need no pairing.* do: hue$/],
  ['hue', /"box" is a connection of the driver hue .* names a driver and no connection.* with: hue$/],
])('the name of a connection of %s is distinguished from the name of a driver', (type, words) =>
  inFolder(async (folder) => {
    const config = join(folder, 'gateway.yaml')
    writeFileSync(config, `drivers:\n  box: { type: ${type} }\n`)
    expect((await typed(['box', '--config', config])).error).toMatch(words)
  }),
)

test.each<[string, string, Record<string, string>, string]>([
  ['an empty file', '', { a: 'b' }, 'a: b\n'],
  ['only a remark', '# mine', { a: 'b' }, '# mine\na: b\n'],
  ['no last line end', 'x: 1', { a: 'b' }, 'x: 1\na: b\n'],
  ['one that looks like a number', 'x: y\n', { a: '0123' }, 'x: y\na: "0123"\n'],
  ['several lines', 'x: y\n', { a: 'b\nc\n' }, 'x: y\na: |\n  b\n  c\n'],
  ['replaced between others', 'x: y\na: |\n  1\n  2\nz: 3 # w\n', { a: 'new' }, 'x: y\na: new\nz: 3 # w\n'],
  ['replaced at the end', 'x: y\na: 1', { a: 'n\nm\n' }, 'x: y\na: |\n  n\n  m\n'],
  ['nothing yet behind it', 'a:\nx: y\n', { a: 'b' }, 'a: b\nx: y\n'],
])('secrets are added: %s', (_name, text, secrets, after) => {
  expect(addSecrets(text, secrets)).toBe(after)
})
