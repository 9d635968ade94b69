import { encodePress } from '../../drivers/ir/codes/index.ts'
import { codeTools } from '../../drivers/ir/codeTools.ts'
import { gatewayBlaster } from '../../src/cli/gatewayBlaster.ts'
import type { ResponseOf } from '../../src/control/api.ts'
import type { ControlClient } from '../../src/control/client.ts'
import { explain } from '../../src/control/explanations/index.ts'
import type { Dialogue } from '../../src/home/learning.ts'
import { keyOf, nec } from '../drivers/ir/learnFixture.ts'

const { carrierHz, pulses } = encodePress(keyOf(nec(1)))
const code = { carrierHz, pulses: [...pulses] }
const listening = { id: '7', connection: 'rm', state: 'listening', endsAt: 0 } as const
const received = { ...listening, state: 'received', press: { code, durationMs: 68 } } as const

/** A running gateway with one blaster, whose learning goes through these states; it notes what it was asked. */
function gateway(states: readonly ResponseOf<'learning'>[] = [received]) {
  const asked: [name: string, request: unknown][] = []
  let next = 0
  const answers: Readonly<Record<string, () => unknown>> = {
    remotes: () => ({
      blasters: [{ connection: 'rm', isConnected: true, canLearn: true, hasRadio: false }],
      remotes: [],
      imports: [],
    }),
    startLearning: () => listening,
    learning: () => states[Math.min(next++, states.length - 1)],
    cancelLearning: () => ({ ...listening, state: 'cancelled' }),
    sendCode: () => ({ ms: 3 }),
  }
  const call = (async (name: string, request: unknown) => {
    asked.push([name, request])
    return answers[name]?.()
  }) as ControlClient['call']
  return { client: { call, callIfRunning: call as ControlClient['callIfRunning'] }, asked }
}

const open = async ({ client }: ReturnType<typeof gateway>) => {
  const blaster = await gatewayBlaster(client, 'rm')
  if (!blaster) throw new Error('there is no blaster')
  return blaster
}
const namesOf = ({ asked }: ReturnType<typeof gateway>) => asked.map(([name]) => name)

test('the running gateway receives and sends codes for the command line', async () => {
  const running = gateway([listening, received])
  const blaster = await open(running)
  const { signal } = new AbortController()
  expect(await blaster.learn(false, signal, () => {})).toEqual(code)
  await blaster.send(code, signal)
  expect(running.asked.slice(1)).toEqual([
    ['startLearning', { connection: 'rm', isRadio: false, timeoutMs: 60_000 }],
    ['learning', { id: '7' }],
    ['learning', { id: '7' }],
    ['sendCode', { connection: 'rm', code }],
  ])
})

test('a key press that was not received is reported in the language of the user', async () => {
  const blaster = await open(gateway([{ ...listening, state: 'failed', reason: explain('cannotLearn') }]))
  await expect(blaster.learn(false, new AbortController().signal, () => {})).rejects.toMatchObject({
    text: { ko: '이 송신기는 배우지 못합니다', en: 'This blaster cannot learn' },
  })
})

test('the gateway stops receiving when the command line stops waiting', async () => {
  const running = gateway([listening])
  const blaster = await open(running)
  const stop = new AbortController()
  const learning = blaster.learn(false, stop.signal, () => {})
  stop.abort(new Error('enough'))
  await expect(learning).rejects.toThrow()
  expect(namesOf(running).at(-1)).toBe('cancelLearning')
})

test('no blaster is found without a gateway, or when the gateway does not have it', async () => {
  expect(await gatewayBlaster(gateway().client, 'other')).toBeUndefined()
  const client = { ...gateway().client, callIfRunning: async () => undefined }
  expect(await gatewayBlaster(client, 'rm')).toBeUndefined()
})

test('a key is learnt through the running gateway, sent for a test, and saved', async () => {
  const running = gateway()
  const saved: string[] = []
  const dialogue: Dialogue = {
    print: () => {},
    ask: async () => '',
    withCountdown: async (_line, _ms, _words, work) => ({ done: await work(new AbortController().signal) }),
    save: async (_file, text) => void saved.push(text),
  }
  const request = { name: 'fan', type: 'FAN', keys: ['on'], radio: false, pressTimeoutMs: 1000 }
  const port = await open(running)
  await codeTools.learn(request, dialogue, { connection: 'rm', port, resolveFile: (name) => `/nowhere/${name}` })
  expect(saved.at(-1)).toContain('on: { nec: { address: 4, command: 1 } }')
  expect(namesOf(running)).toEqual(['remotes', 'startLearning', 'learning', 'sendCode'])
})
