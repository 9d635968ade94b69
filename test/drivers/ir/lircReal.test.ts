import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromMode2 } from '../../../drivers/ir/codes/index.ts'
import { freePort } from '../../support/broker.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { killed, start } from '../../support/process.ts'
import { eventually } from '../driverContract.ts'
import { keyOf, startHome, type TestHome } from './testHome.ts'

/** Where lircd is. @throws Error that names what to install */
function findLircd(): string {
  try {
    return execFileSync('sh', ['-c', 'PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v lircd'], {
      encoding: 'utf8',
    }).trim()
  } catch {
    throw new Error('this test needs a real lircd: apt-get install lirc (.ci/run does it)')
  }
}

const address = 0x04fb
const commands = { power: 8, volumeUp: 2, volumeDown: 3 }
const lircNames = { power: 'KEY_POWER', volumeUp: 'KEY_VOLUMEUP', volumeDown: 'KEY_VOLUMEDOWN' } as const
/** Bits as they come, the lowest of each byte first; so lircd writes them. */
const backwards = (byte: number) => Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2)
const codeOf = (command: number) =>
  [address & 0xff, address >> 8, command, command ^ 0xff].map((byte) => backwards(byte).toString(16).padStart(2, '0'))

/** A remote as lircd has it: NEC, by lircd.conf(5). */
const remotes = `begin remote
  name living-tv
  bits 32
  flags SPACE_ENC|CONST_LENGTH
  eps 30
  aeps 100
  header 9000 4500
  one 560 1690
  zero 560 560
  ptrail 560
  gap 108000
  frequency 38000
  begin codes
${Object.entries(lircNames)
  .map(([key, name]) => `    ${name} 0x${codeOf(commands[key as keyof typeof commands]).join('')}`)
  .join('\n')}
  end codes
end remote
`

/** A real lircd of Debian, whose lamp is a file. */
interface RealLircd {
  readonly socket: string
  /** the frames that it has sent, in their order */
  frames(): readonly (readonly number[])[]
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

async function realLircd(): Promise<RealLircd> {
  const program = findLircd()
  const folder = makeFolder()
  const file = (name: string) => join(folder, name)
  const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '')
  writeFileSync(file('remotes.conf'), remotes)
  writeFileSync(file('out.txt'), '')
  let child: ChildProcess | undefined
  const self: RealLircd = {
    socket: file('lircd.sock'),
    frames: () =>
      read('out.txt')
        .split(/^(?=pulse 9\d{3}$)/m)
        .flatMap((text) => (text.includes('pulse') ? [fromMode2(text).pulses] : [])),
    async start() {
      rmSync(file('lircd.log'), { force: true })
      const options = ['driver=file', `device=${file('out.txt')}`, `output=${self.socket}`]
      const more = [`pidfile=${file('lircd.pid')}`, `logfile=${file('lircd.log')}`, 'options-file=/dev/null']
      child = spawn(program, ['--nodaemon', ...[...options, ...more].map((one) => `--${one}`), file('remotes.conf')], {
        stdio: 'ignore',
      })
      await eventually(() => read('lircd.log').includes('lircd(file) ready'))
    },
    async stop() {
      const dying = child
      child = undefined
      await killed(dying)
      rmSync(self.socket, { force: true })
    },
    async close() {
      await self.stop()
      removeFolder(folder)
    },
  }
  await self.start()
  return self
}

describe('a real lircd', () => {
  let lircd: RealLircd
  let home: TestHome
  const keys = Object.entries(lircNames).map(([key, name]) => `${key}: { lirc: living-tv ${name} }`)
  beforeAll(async () => {
    lircd = await realLircd()
    const yaml = `drivers: { lamp: { type: ir, transmitter: lirc, socket: '${lircd.socket}' } }
appliances:
  - { id: living-tv, name: TV, type: SMARTTV, driver: lamp, gap: 20ms, remote: { ${keys.join(', ')} } }
  - { id: other, name: 다른 TV, type: SMARTTV, driver: lamp, remote: { on: { lirc: living-tv KEY_NO }, off: { lirc: living-tv KEY_NEITHER }, mute: { nec: 1 } } }
`
    home = await startHome(yaml, {}, await freePort())
  })
  afterAll(async () => {
    await home?.close()
    await lircd?.close()
  })
  const sent = () => lircd.frames().map((pulses) => keyOf(commands, pulses))

  test('say living-tv IncrementVolume 3 puts three frames into its file', async () => {
    const words = ['say', 'living-tv', 'IncrementVolume', '3', '--config', join(home.folder, 'gateway.yaml')]
    expect(sent()).toEqual([])
    expect(await start(words).finished).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('IncrementVolumeConfirmation'),
    })
    expect(sent()).toEqual(['volumeUp', 'volumeUp', 'volumeUp'])
    expect(lircd.frames().map(({ length }) => length)).toEqual([68, 68, 68])
  })

  test('a key that lircd does not know fails, and codes are not offered', async () => {
    const before = sent().length
    expect(await home.say('TurnOn', 'other')).toMatchObject({ name: 'DeviceFailureError' })
    expect(await home.say('Mute', 'other')).toMatchObject({ name: 'UnsupportedOperationError' })
    expect(home.problems()).toEqual([
      expect.stringMatching(/mute cannot be sent, so it is not offered: lircd sends only/),
    ])
    expect(sent()).toHaveLength(before)
  })

  test('a lircd that ended is offline, and commands of that time are not sent when it is back', async () => {
    const down = () => home.say('DecrementVolume', 'living-tv', { deltaVolume: { value: 2 } })
    const before = sent().length
    await lircd.stop()
    await eventually(async () => (await home.say('HealthCheck', 'living-tv')).payload.isReachable === false)
    expect(await down()).toMatchObject({ name: 'TargetOfflineError' })
    await lircd.start()
    // Whether it is on is not known, so HealthCheck answers with an error, which has no isReachable.
    await eventually(async () => (await home.say('HealthCheck', 'living-tv')).payload.isReachable !== false)
    expect(await down()).toMatchObject({ name: 'DecrementVolumeConfirmation' })
    expect(sent().slice(before)).toEqual(['volumeDown', 'volumeDown'])
  })
})
