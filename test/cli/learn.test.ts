import { spawn } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { jest } from '@jest/globals'
import { toBroadlink } from '../../drivers/ir/codes/index.ts'
import { readKeys } from '../../drivers/ir/remote/file.ts'
import { createDialogue } from '../../src/cli/terminal/dialogue.ts'
import { keyOf, nec, pressed } from '../drivers/ir/learnFixture.ts'
import { type Blaster, blaster } from '../support/broadlink.ts'
import { freePort } from '../support/broker.ts'
import { runCommand } from '../support/commandLine.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'

const folder = makeFolder()
const file = join(folder, 'gateway.yaml')
const main = join(import.meta.dirname, '../../dist/clova-home.cjs')
let device: Blaster
beforeAll(async () => {
  device = await blaster('rm4mini')
  const nobody = await freePort()
  writeFileSync(
    file,
    `
drivers:
  living-rm: { type: ir, transmitter: broadlink, host: 127.0.0.1, port: ${device.port} }
  memory: { type: virtual }
  away: { type: ir, transmitter: broadlink, host: 127.0.0.1, port: ${nobody} }
  hook: { type: ir, transmitter: lirc, socket: no-such-lircd }
appliances:
  - { id: living-fan, name: 선풍기, type: FAN, driver: living-rm, remote: codes/living-fan.yaml }
  - { id: lamp, name: 조명, type: LIGHT, driver: memory, traits: { power: {} } }
scenes: [{ id: x, name: x, actions: [{ appliance: nobody, do: TurnOn }] }]
`,
  )
})
afterAll(async () => {
  await device.close()
  removeFolder(folder)
})

/** Runs it with pipes; `does` is called with the whole output at each new output, until it returns true. */
function learn(words: readonly string[], steps: readonly (readonly [told: string, does: () => unknown])[]) {
  const child = spawn(process.execPath, [main, 'learn', ...words, '--config', file], {
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const left = [...steps]
  let stdout = ''
  let stderr = ''
  let at = 0
  child.stderr.on('data', (data) => {
    stderr += data
  })
  child.stdout.on('data', (data) => {
    stdout += data
    for (;;) {
      const [step] = left
      const found = step ? stdout.indexOf(step[0], at) : -1
      if (!step || found < 0) return
      at = found + step[0].length
      left.shift()
      step[1]()
    }
  })
  const finished = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  )
  return { child, finished, type: (text: string) => child.stdin.write(`${text}\n`) }
}

/** Presses a key as soon as the blaster listens. */
async function press(command: number) {
  const code = Buffer.from(toBroadlink(pressed(nec(command))), 'base64')
  while (!device.press(code)) await device.obeyed(3, device.orders.filter((one) => one === 3).length + 1)
}

test('the keys of an appliance without codes are learnt, and sent for a test, with answers from a pipe', async () => {
  const run = learn(
    ['living-fan'],
    [
      ['1 of 8  on', () => press(1)],
      ['Did it work?', () => run.type('')],
      ['2 of 8  off', () => run.type('s')],
      ['3 of 8  power', () => run.type('s')],
      ['4 of 8  fanUp', () => run.child.stdin.end()],
    ],
  )
  const { code, stdout, stderr } = await run.finished
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('1 key was learnt; codes/living-fan.yaml holds on.')
  const codes = join(folder, 'codes/living-fan.yaml')
  expect(readFileSync(codes, 'utf8')).toBe(
    '# The keys of living-fan, learnt with clova-home learn\nkeys:\n  on: { nec: { address: 4, command: 1 } }\n',
  )
  expect(readKeys(codes).keys).toEqual({ on: keyOf(nec(1)) })
  expect(statSync(codes).mode & 0o777).toBe(0o600)
  expect(device.sent).toHaveLength(1)
})

test('a new remote is saved to a new file; Ctrl-C keeps the keys that were learnt', async () => {
  const run = learn(
    ['new-tv', '--driver', 'living-rm', '--type', 'SMARTTV', '--file', 'my/tv.yaml', '--keys', 'mute,input.HDMI1'],
    [
      ['1 of 2  mute', () => press(3)],
      ['Did it work?', () => run.type('y')],
      ['2 of 2  input.HDMI1', () => run.child.kill('SIGINT')],
    ],
  )
  const { code, stdout } = await run.finished
  expect(code).toBe(0)
  expect(stdout).toContain(
    '{ id: new-tv, name: a name that you say, type: SMARTTV, driver: living-rm, remote: my/tv.yaml }',
  )
  expect(Object.keys(readKeys(join(folder, 'my/tv.yaml')).keys)).toEqual(['mute'])
})

test.each([
  [['nobody'], 2, /For one that is none yet: node \S+ --config \S+ learn nobody --driver CONNECTION --type TYPE/],
  [['living-fna'], 2, 'Did you mean "living-fan"?'],
  [['tv', '--driver', 'living-rn', '--type', 'SMARTTV'], 1, 'Did you mean "living-rm"?'],
  [['tv', '--driver', 'living-rm', '--type', 'SMARTV'], 2, 'Did you mean "SMARTTV"?'],
  [['living-fan', '--type', 'FAN'], 2, 'leave out --driver and --type'],
  [['living-fan', '--wait', '1h'], 2, '--wait lies between'],
  [['living-fan', '--radio'], 1, 'no radio'],
  [['lamp'], 1, 'learns nothing'],
  [['tv', '--driver', 'away', '--type', 'SMARTTV'], 1, 'away: nothing answers at 127.0.0.1'],
  [['tv', '--driver', 'hook', '--type', 'SMARTTV'], 1, 'hook: '],
])('%j: is refused with the reason', async (words, code, text) => {
  const answer = await runCommand('learn', ...words, '--config', file)
  expect(`${answer.stdout}${answer.stderr}`).toMatch(text)
  expect(answer.code).toBe(code)
})

describe('a dialogue', () => {
  const open = (isTTY = false) => {
    const input = Object.assign(new PassThrough(), { isTTY })
    let told = ''
    const write = (text: string) => {
      told += text
    }
    return { input, told: () => told, talk: createDialogue(input, { write, isTTY }, async () => {}, 'en') }
  }
  const forever = () => new Promise<never>(() => {})

  test('accepts answers that were typed before the question, in their order', async () => {
    const { input, talk } = open()
    input.end('One\n\n')
    expect([await talk.ask('?'), await talk.ask('?'), await talk.ask('?')]).toEqual(['one', '', undefined])
  })

  test('ends a waiting step when its word is typed, and keeps other words for the next question', async () => {
    const { input, talk } = open()
    input.write('s\nr\n')
    expect(await talk.withCountdown('it', 1000, ['s', 'q'], (signal) => until(signal))).toEqual({ typedWord: 's' })
    const done = talk.withCountdown('it', 1000, ['s', 'q'], async () => 7)
    expect(await done).toEqual({ done: 7 })
    expect(await talk.ask('?')).toBe('r')
    talk.close()
    expect(await talk.withCountdown('it', 1000, ['s'], (signal) => until(signal))).toEqual({ typedWord: undefined })
  })

  test('at a terminal counts down in one line, and ignores what was typed before the question', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
    const { input, talk, told } = open(true)
    input.write('\nx\n')
    const work = talk
      .withCountdown('press it', 3000, ['s'], (signal) => until(signal))
      .catch((error: Error) => error.message)
    await jest.advanceTimersByTimeAsync(3000)
    expect(await work).toBe('nothing came within 3 s')
    jest.useRealTimers()
    expect(told().split('\r\u001b[K').slice(0, 4)).toEqual([
      '',
      ...[3, 2, 1].map((left) => expect.stringContaining(`press it … ${left} s`)),
    ])
    const answer = talk.ask('?')
    input.write('later\n')
    expect(await answer).toBe('later')
    talk.close()
  })

  /** Ends only with the signal. */
  const until = (signal: { addEventListener(type: 'abort', listener: () => void): void; readonly reason: unknown }) =>
    Promise.race([
      forever(),
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ])
})
