import { once } from 'node:events'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { jest } from '@jest/globals'
import { runCheck } from '../../src/cli/commands/check.ts'
import { host } from '../../src/util/host.ts'
import { freePort } from '../support/broker.ts'
import { runCommand } from '../support/commandLine.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { clovaHome, type Running, start } from '../support/process.ts'

const folder = makeFolder()
const file = join(folder, 'gateway.yaml')
const config = ['--config', file]
afterAll(() => removeFolder(folder))

const home = (port: number) => `
server: { listen: '127.0.0.1:${port}' }
dashboard: { enabled: false }
signature: { publicKey: none.pem }
drivers: { memory: { type: virtual } }
appliances:
  - { id: lamp, name: 책상 조명, type: LIGHT, driver: memory, traits: { power: { value: false }, brightness: { value: 80 } } }
  - { id: slow, name: 느린 조명, type: LIGHT, driver: memory, traits: { power: { value: false } }, fault: { kind: slow, delay: 700ms } }
scenes:
  - { id: night, name: 밤, actions: [{ appliance: lamp, do: TurnOff }] }
`

describe('the command line', () => {
  test.each([
    ['nothing', [], 2, 'clova-home: CLOVA Home'],
    ['help', ['--help'], 0, 'say APPLIANCE ACTION [VALUE]'],
    ['help of a command', ['say', '--help'], 0, 'clova-home say desk-lamp SetBrightness 40'],
  ] as const)('%s: lists the commands', async (_what, words, code, text) => {
    const answer = await runCommand(...words)
    expect(answer).toMatchObject({ code, stderr: '' })
    expect(answer.stdout).toContain(text)
  })

  test('the program prints the version of its package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(await clovaHome('--version')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining(version),
    })
  })

  test.each([
    ['an unknown command', ['chekc'], 'Did you mean "check"?'],
    ['an unknown option', ['check', '--verbose'], 'there is no option "--verbose". Try: clova-home check --help'],
    ['a misspelt option', ['check', '--jsno'], 'Did you mean "--json"?'],
    ['too little', ['say', 'lamp'], 'clova-home say APPLIANCE ACTION [VALUE]'],
    ['too much', ['check', 'this'], '"this" is too much'],
    ['an unknown action', ['say', 'lamp', 'TurnOnn'], 'Did you mean "TurnOn"?'],
    [
      'no value where one goes',
      ['say', 'lamp', 'SetBrightness'],
      /needs a value\. It is: node \S+ say lamp SetBrightness VALUE/,
    ],
    ['a value where none goes', ['say', 'lamp', 'TurnOn', '7'], 'takes no value'],
    ['broken JSON', ['say', 'lamp', 'SetColor', '{'], 'is not JSON'],
    ['a token verb that is none', ['token', 'make', 'x'], 'none of create, list, revoke'],
    ['a token without a name', ['token', 'create'], 'needs a name'],
  ])('%s: is refused as wrong usage with a hint', async (_what, words, text) => {
    const answer = await runCommand(...words)
    expect(answer).toMatchObject({ code: 2, stdout: '' })
    // A text is contained, a pattern matched.
    expect(answer.stderr).toMatch(text)
    expect(answer.stderr).not.toContain('    at ')
  })
})

describe('check', () => {
  test('reports all mistakes, with file, line and column', async () => {
    const broken = join(folder, 'broken.yaml')
    writeFileSync(broken, 'edition: kr\nservr: {}\nappliances:\n  - { id: a, name: A, type: LAMP, driver: nobody }\n')
    const { code, stderr } = await runCommand('check', '--config', broken)
    expect(code).toBe(1)
    expect(stderr).toContain(`${broken}:4:29: error: there is no type LAMP.`)
    expect(stderr).toContain(`${broken}:2:1: error: "servr" is not known here. Did you mean "server"?`)
    expect(stderr).toContain(`${broken}:4:43: error: there is no driver named "nobody"`)
    const json = await runCommand('check', '--json', '--config', broken)
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      problems: [{ line: 2, column: 1 }, { line: 4 }, { line: 4 }],
    })
  })
  test('reports a missing file, and what to do', async () => {
    const { code, stderr } = await runCommand('check', '--config', join(folder, 'no.yaml'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/there is no such file; to make one: node \S+ --config \S+\/no\.yaml setup/)
  })
  test('finds no mistake in the example', async () => {
    const { code, stdout } = await runCommand(
      'check',
      '--config',
      join(import.meta.dirname, '../../config/gateway.example.yaml'),
    )
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('is right: edition kr') })
  })
})

test('as root reports the files that the user of the gateway cannot read', async () => {
  const own = join(folder, 'own')
  mkdirSync(join(own, 'state'), { recursive: true })
  const secret = join(own, 'gateway.yaml')
  writeFileSync(secret, 'state: state\n', { mode: 0o600 })
  const answers: Readonly<Record<string, string>> = {
    '-u': '64999',
    '-G': '64999',
    '-nu': 'clova-home',
    '-gn': 'clova-home',
    '-g': '64999',
  }
  const program = async (name: string, words: readonly string[]) =>
    name === 'id' ? answers[words[0] ?? ''] : undefined
  const written: string[] = []
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  try {
    expect(await runCheck({ config: secret, json: false, languageFor: () => 'en' }, { ...host, program }, true)).toBe(1)
  } finally {
    spy.mockRestore()
  }
  expect(written.join('')).toMatch(
    /the gateway runs as clova-home, which cannot read .*gateway\.yaml.*chgrp clova-home/,
  )
})

describe('a running gateway', () => {
  let gateway: Running
  let port: number
  beforeAll(async () => {
    port = await freePort()
    writeFileSync(file, home(port))
    const early = await runCommand('say', 'lamp', 'TurnOn', ...config)
    expect(early).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/start it with: node .+ --config .+ run$/m),
    })
    gateway = start(['run', ...config])
    await gateway.untilOutput('the gateway is listening')
  })
  afterAll(() => gateway.child.kill('SIGKILL'))

  test('carries out the command, and shows before, after and the time of each step', async () => {
    const { code, stdout } = await runCommand('say', 'lamp', 'SetBrightness', '40', ...config)
    expect(code).toBe(0)
    expect(stdout).toMatch(/before {3}power false, brightness 80\n {2}after {4}power false, brightness 40\n/)
    expect(stdout).toContain(
      'SetBrightnessConfirmation {"brightness":{"value":40},"previousState":{"brightness":{"value":80}}}',
    )
    expect(stdout).toMatch(/wait [\d.]+ ms, read [\d.]+ ms, apply [\d.]+ ms, total [\d.]+ ms/)
  })
  test('reports why it failed, and ends with 1', async () => {
    const { code, stdout } = await runCommand('say', 'lamp', 'SetBrightness', '140', '--language', 'ko', ...config)
    expect(code).toBe(1)
    expect(stdout).toContain('ValueOutOfRangeError {"minimumValue":0,"maximumValue":100}')
    expect(stdout).toContain('이유     0에서 100까지만 할 수 있습니다 (brightness: 0에서 100까지입니다)')
    expect(stdout).toMatch(/시간 {5}대기 [\d.]+ ms, 읽기 [\d.]+ ms, 전체 [\d.]+ ms/)
  })
  test.each([
    [['say', '책상', 'TurnOn', '--language', 'ko'], '"책상" 라는 기기가 없습니다. 혹시 "lamp" 입니까?'],
    [['say', 'lampe', 'TurnOn'], 'there is no appliance "lampe". Did you mean "lamp"?'],
    [['say', 'dishwasher', 'TurnOn'], /there is no appliance "dishwasher"\. node \S+ --config \S+ appliances lists/],
    [['say', 'lampe', 'assume', 'power=on'], 'there is no appliance "lampe". Did you mean "lamp"?'],
    [
      ['say', 'dishwasher', 'assume', 'power=on'],
      /there is no appliance "dishwasher"\. "node \S+ --config \S+ appliances" lists/,
    ],
  ])('%j: the error suggests a similar name, or the command that lists the names', async (words, message) => {
    const { code, stderr } = await runCommand(...words, ...config)
    expect(code).toBe(1)
    expect(stderr).toMatch(message)
  })
  test('takes the name of an appliance for its id, and prints JSON for scripts', async () => {
    const { stdout } = await runCommand('say', '책상 조명', 'GetDeviceState', '--json', ...config)
    expect(JSON.parse(stdout)).toMatchObject({
      answer: { header: { name: 'GetDeviceStateResponse' } },
      record: { ms: { total: expect.any(Number) } },
    })
    expect(stdout).not.toContain('accessToken')
  })
  test('lists its appliances', async () => {
    const { code, stdout, stderr } = await runCommand('appliances', ...config)
    // And what is wrong with the gateway itself: here, that it has no key of CLOVA's.
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/\(the public key .*none\.pem cannot be used: ENOENT\)\n$/),
    })
    expect(stdout).toMatch(
      /^lamp\s+책상 조명\s+LIGHT\s+memory\s+configuration\s+yes\s+power false, brightness \d+\s+.*SetBrightness/m,
    )
    expect(JSON.parse((await runCommand('appliances', '--json', ...config)).stdout)).toHaveLength(2)
  })
  test('accepts a token that is made while it runs, until the token is revoked', async () => {
    const made = await runCommand('token', 'create', 'console', '--expires', '30d', ...config)
    const token = made.stdout.split('\n')[0] ?? ''
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const kept = join(folder, 'state', 'tokens.json')
    expect(readFileSync(kept, 'utf8')).not.toContain(token)
    expect(statSync(kept).mode & 0o777).toBe(0o600)
    expect((await runCommand('token', 'list', ...config)).stdout).toMatch(
      /^console\s+\d{4}-\d\d-\d\d \d\d:\d\d\s+\d{4}-\d\d-\d\d \d\d:\d\d$/m,
    )
    expect(await runCommand('token', 'create', 'console', ...config)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already'),
    })
    expect(await runCommand('token', 'revoke', 'console', ...config)).toMatchObject({ code: 0 })
    expect(await runCommand('token', 'revoke', 'console', ...config)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('token list'),
    })
  })
  test('a second gateway does not start with the state of the first', async () => {
    expect(await clovaHome('run', ...config)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('another gateway runs with the state folder'),
    })
  })
  test('finishes running commands after SIGTERM, and stops', async () => {
    const running = request({
      ...{ socketPath: join(folder, 'state', 'admin.sock'), method: 'POST', path: '/commands' },
      headers: { 'Content-Type': 'application/json', Expect: '100-continue' },
    })
    running.flushHeaders()
    // The gateway handles the request, and waits for its body.
    await once(running, 'continue')
    running.end(JSON.stringify({ action: 'TurnOn', payload: { appliance: { applianceId: 'slow' } } }))
    const response = once(running, 'response') as Promise<[IncomingMessage]>
    const started = performance.now()
    gateway.child.kill('SIGTERM')
    expect(await gateway.finished).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') })
    expect(performance.now() - started).toBeLessThan(5000)
    expect(await json((await response)[0])).toMatchObject({ answer: { header: { name: 'TurnOnConfirmation' } } })
  })
  test('is reported as not running after it has ended', async () => {
    const { code, stderr } = await runCommand('say', 'lamp', 'TurnOn', ...config)
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/start it with: node .+ --config .+ run$/m),
    })
    const alone = await runCommand('appliances', ...config)
    expect(alone.stderr).toContain('No gateway runs with this configuration')
    expect(alone.stdout).toContain('lamp')
  })
})
