import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { protocols as climateProtocols } from '../../../drivers/ir/climate/protocols/index.ts'
import { encodePress, toBroadlink } from '../../../drivers/ir/codes/index.ts'
import { codeTools } from '../../../drivers/ir/codeTools.ts'
import type { ResponseOf } from '../../../src/control/api.ts'
import { ConfigInForce } from '../../../src/gateway/configuration/configInForce.ts'
import { editableConfig } from '../../../src/gateway/configuration/editor.ts'
import { createRemoteHandlers } from '../../../src/gateway/control/remotes/index.ts'
import { loadContext } from '../../../src/gateway/environment.ts'
import type { CodePort, ReceivedCode } from '../../../src/home/codeTools.ts'
import { Failure } from '../../../src/home/failure.ts'
import { closeBeforeRemoval, inFolder } from '../../support/folder.ts'

const owner = { role: 'owner', user: 'family' } as const
const signal = new AbortController().signal
const yaml = `drivers: { living: { type: ir, transmitter: broadlink, host: 127.0.0.1 } }
appliances: []
`

const necOf = (command: number): ReceivedCode => {
  const { carrierHz, pulses } = encodePress({ protocol: 'nec', fields: { address: 4, command } })
  return { carrierHz, pulses: [...pulses] }
}
const [mute, louder] = [necOf(8), necOf(9)]
const asRequest = ({ carrierHz = 38_000, pulses }: ReceivedCode) => ({ carrierHz, pulses: [...pulses] })

function open(folder: string, learn: CodePort['learn'] = async () => mute) {
  const file = join(folder, 'gateway.yaml')
  writeFileSync(file, yaml)
  const config = new ConfigInForce({ text: yaml }, true, join(folder, 'versions.json'), () => {})
  closeBeforeRemoval(folder, () => config.versions.flush())
  config.follow({ file, context: loadContext, reload: async () => undefined })
  const sent: ReceivedCode[] = []
  const port: CodePort = {
    ...{ canLearn: true, hasRadio: false, model: 'RM4 mini', isOnline: () => true, learn },
    send: async (code) => void sent.push(code),
  }
  let tell: (learning: ResponseOf<'learning'>) => void = () => {}
  const ended = new Promise<ResponseOf<'learning'>>((resolve) => {
    tell = (learning) => learning.state !== 'listening' && resolve(learning)
  })
  const handlers = createRemoteHandlers({
    home: { connections: () => [{ name: 'living', connection: { codes: port } }] as never },
    settings: () => ({ file }),
    config: editableConfig(config),
    events: {
      publish: (_name: string, { learning }: { learning: ResponseOf<'learning'> }) => tell(learning),
    } as never,
  })
  return {
    handlers,
    ended,
    sent,
    text: () => readFileSync(file, 'utf8'),
    codes: (name: string) => readFileSync(join(folder, name), 'utf8'),
  }
}

const start = { connection: 'living', isRadio: false, timeoutMs: 5000 }

test('a key press is received, recognised, sent and saved; it becomes an appliance that is listed as a remote', () =>
  inFolder(async (folder) => {
    const { handlers, ended, sent, text, codes } = open(folder)
    const { id } = (await handlers.startLearning?.({ ...start, key: 'mute' }, signal, owner)) ?? {}
    const { press } = await ended
    expect(press).toMatchObject({ recognised: { protocol: 'nec', isClimate: false }, durationMs: expect.any(Number) })
    expect(await handlers.learning?.({ id: id ?? '' }, signal, owner)).toMatchObject({ state: 'received', key: 'mute' })
    await handlers.sendCode?.({ connection: 'living', code: asRequest(mute) }, signal, owner)
    expect(sent).toEqual([mute])
    const saved = await handlers.saveRemote?.(
      {
        ...{ id: 'tv', connection: 'living', name: '거실 TV', type: 'SMARTTV', removed: [] },
        keys: [
          { name: 'mute', code: asRequest(mute) },
          { name: 'volumeUp', code: asRequest(louder) },
          { name: 'on', code: asRequest(necOf(1)) },
        ],
      },
      signal,
      owner,
    )
    expect(saved).toMatchObject({
      file: 'codes/tv.yaml',
      keys: ['mute', 'volumeUp', 'on'],
      change: { outcome: 'saved' },
    })
    expect(text()).toContain('remote: codes/tv.yaml')
    expect(codes('codes/tv.yaml')).toContain('nec')
    const { remotes = [], blasters } = (await handlers.remotes?.({}, signal, owner)) ?? {}
    expect(blasters).toEqual([
      { connection: 'living', model: 'RM4 mini', isConnected: true, canLearn: true, hasRadio: false },
    ])
    expect(remotes).toMatchObject([{ id: 'tv', file: 'codes/tv.yaml', type: 'SMARTTV', connection: 'living' }])
    expect(remotes[0]?.keys.filter(({ state }) => state === 'learnt').map(({ name }) => name)).toEqual(saved?.keys)
    expect(remotes[0]?.keys.some(({ state }) => state === 'missing')).toBe(true)
    await handlers.saveRemote?.({ id: 'tv', connection: 'living', keys: [], removed: ['mute'] }, signal, owner)
    const { keys } = (await handlers.remote?.({ id: 'tv' }, signal, owner)) ?? { keys: [] }
    expect(keys.find(({ name }) => name === 'volumeUp')?.code?.pulses.length).toBeGreaterThan(60)
    expect(keys.find(({ name }) => name === 'mute')?.state).not.toBe('learnt')
  }))

test('two presses of one key are equal within the tolerance; two keys differ, with the positions of the differences', () =>
  inFolder(async (folder) => {
    const { handlers } = open(folder)
    const shaken = { ...mute, pulses: mute.pulses.map((pulse, i) => pulse + (i % 2 === 0 ? 30 : -20)) }
    const same = await handlers.compareCodes?.({ first: asRequest(mute), second: asRequest(shaken) }, signal, owner)
    expect(same).toMatchObject({ isSame: true, differences: [], explanation: { code: 'samePress' } })
    const other = await handlers.compareCodes?.({ first: asRequest(mute), second: asRequest(louder) }, signal, owner)
    expect(other).toMatchObject({ isSame: false, explanation: { code: 'otherPress' } })
    expect(other?.differences.map(({ bit }) => bit)).toContain(16)
  }))

test.each<[string, CodePort['learn'], number, object]>([
  [
    'a blaster that cannot learn',
    async () => {
      throw new Failure('unsupported')
    },
    5000,
    { state: 'failed', reason: { code: 'cannotLearn' } },
  ],
  [
    'a press that does not come',
    (_radio, limit) => new Promise((_, reject) => limit.addEventListener('abort', () => reject(limit.reason))),
    5,
    { state: 'failed', reason: { code: 'nothingReceived' } },
  ],
])('%s is reported in three languages', (_name, learn, timeoutMs, expected) =>
  inFolder(async (folder) => {
    const { handlers, ended } = open(folder, learn)
    await handlers.startLearning?.({ ...start, timeoutMs }, signal, owner)
    expect(await ended).toMatchObject(expected)
  }),
)

test('a file of another program is read without saving it, then saved; a text that is no such file is refused with the reason', () =>
  inFolder(async (folder) => {
    const { handlers, codes } = open(folder)
    const flipper = `Filetype: IR signals file
Version: 1
#
name: Mute
type: parsed
protocol: NEC
address: 04 00 00 00
command: 08 00 00 00
`
    expect(await handlers.importCodes?.({ text: flipper, fileName: 'tv.ir' }, signal, owner)).toMatchObject({
      format: expect.stringMatching(/flipper/i),
      remotes: [{ keys: [{ name: 'Mute', suggested: 'mute', code: { pulses: expect.any(Array) } }] }],
    })
    expect(await handlers.importCodes?.({ text: 'hello' }, signal, owner)).toMatchObject({
      reason: { code: 'unknownCode' },
      remotes: [],
    })
    const saved = await handlers.saveRemote?.(
      { id: 'old-tv', connection: 'living', keys: [], removed: [], file: { text: flipper, format: 'x' } },
      signal,
      owner,
    )
    expect(saved).toMatchObject({ file: 'codes/old-tv.yaml' })
    expect(codes('codes/old-tv.yaml')).toContain('keys:')
  }))

test('each remote of a file with several is listed with its protocol, and saved by its name', () =>
  inFolder(async (folder) => {
    const { handlers, sent, text, codes } = open(folder)
    const remote = (name: string, bits: string) =>
      `begin remote\n name ${name}\n bits 32\n flags SPACE_ENC|CONST_LENGTH\n eps 30\n aeps 100\n header 9000 4500\n one 560 1690\n` +
      ` zero 560 560\n ptrail 560\n gap 108000\n begin codes\n KEY_POWER ${bits}\n end codes\nend remote\n`
    const drawer = `${remote('living-tv', '0x20DF10EF')}${remote('old-vcr', '0x20DF906F')}`
    const read = await handlers.importCodes?.({ text: drawer, fileName: 'lircd.conf' }, signal, owner)
    expect(read?.remotes).toEqual(
      ['living-tv', 'old-vcr'].map((name) => ({
        ...{ name, kind: 'remote', notes: [] },
        keys: [{ name: 'KEY_POWER', suggested: 'power', protocol: 'nec', code: expect.anything() }],
      })),
    )
    const code = { pulses: read?.remotes[1]?.keys[0]?.code?.pulses ?? [] }
    await handlers.sendCode?.({ connection: 'living', code }, signal, owner)
    expect(codeTools.compare(sent[0] ?? code, louder).isSame).toBe(true)
    const file = { text: drawer, format: 'lircd.conf', fileName: 'lircd.conf', remote: 'old-vcr' }
    const request = { id: 'vcr', connection: 'living', type: 'SMARTTV', keys: [], removed: [] }
    expect(await handlers.saveRemote?.({ ...request, file }, signal, owner)).toMatchObject({
      file: 'codes/vcr.yaml',
      keys: ['power'],
    })
    expect(codes('codes/vcr.yaml')).toContain('command: 9')
    expect(text()).toContain('remote: codes/vcr.yaml')
    const unknown = { ...request, file: { ...file, remote: 'radio' } }
    expect(await handlers.saveRemote?.(unknown, signal, owner)).toMatchObject({ reason: { code: 'unknownCode' } })
  }))

test('the states of an air conditioner of SmartIR are saved unchanged, and a built-in protocol needs no file', () =>
  inFolder(async (folder) => {
    const { handlers, text, codes } = open(folder)
    const leaf = toBroadlink(encodePress({ protocol: 'nec', fields: { address: 1, command: 2 } }))
    const states = JSON.stringify({
      ...{ supportedController: 'Broadlink', commandsEncoding: 'Base64', minTemperature: 24, maxTemperature: 24 },
      ...{
        precision: 1,
        operationModes: ['cool'],
        fanModes: ['low'],
        commands: { off: leaf, cool: { low: { 24: leaf } } },
      },
    })
    const frame = climateProtocols['lg-ac']?.encode({ power: true, mode: 'cool', targetTemperature: 22, fanSpeed: 2 })
    const request = { connection: 'living', type: 'AIRCONDITIONER', keys: [], removed: [] }
    const save = (id: string, written: string) =>
      handlers.saveRemote?.({ ...request, id, file: { text: written, format: 'any' } }, signal, owner)
    expect(await handlers.importCodes?.({ text: states }, signal, owner)).toMatchObject({
      remotes: [{ kind: 'climate', keys: [{ name: 'cool', code: expect.anything() }, { name: 'off' }] }],
    })
    expect(await save('air', states)).toMatchObject({ file: 'codes/air.json', change: { outcome: 'saved' } })
    expect(JSON.parse(codes('codes/air.json'))).toEqual(JSON.parse(states))
    const pulses = frame?.pulses.join(' ') ?? ''
    const flipper = `Filetype: IR signals file\nVersion: 1\n#\nname: Cool_22\ntype: raw\nfrequency: 38000\nduty_cycle: 0.33\ndata: ${pulses}\n`
    expect(await handlers.importCodes?.({ text: flipper }, signal, owner)).toMatchObject({
      remotes: [{ kind: 'climate', protocol: 'lg-ac' }],
    })
    expect((await save('bedroom-air', flipper))?.file).toBeUndefined()
    expect(text()).toMatch(/codes: codes\/air\.json[\s\S]*protocol: lg-ac/)
  }))

test('a code that no remote can send is refused', () =>
  inFolder(async (folder) => {
    const { handlers } = open(folder)
    const wrong = { pulses: [9_000_000, 9_000_000] }
    await expect(async () =>
      handlers.compareCodes?.({ first: wrong, second: wrong }, signal, owner),
    ).rejects.toMatchObject({ code: 'badRequest' })
  }))
