import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Code, defaultCarrierHz } from '../../../drivers/ir/codes/index.ts'
import { irctl, splitIntoChunks } from '../../../drivers/ir/transmitters/irctl.ts'
import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { untranslated } from '../../../src/util/translate.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { runs } from '../../support/randomRuns.ts'
import { eventually } from '../driverContract.ts'
import { beginning, reasonOf, volume } from './broadlinkFixture.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const { signal } = new AbortController()
const ends = beginning()
const light = (...pulses: number[]): Code => ({ medium: 'ir', carrierHz: defaultCarrierHz, pulses })

/** An ir-ctl of a few lines of shell: it records its arguments and the files to send. */
async function open(then: string, options: Parameters<typeof irctl>[0] = {}) {
  const folder = makeFolder()
  const [command, device, log] = ['ir-ctl', 'lirc0', 'log'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const keep = `for arg in "$@"; do if [ -f "$arg" ] && [ "$arg" != "${device}" ]; then cat "$arg" >> "${log}"; fi; done`
  const names = `for arg in "$@"; do names="$names \${arg##*/}"; done; echo "\${names# }" >> "${log}"`
  await writeFile(command, `#!/bin/sh\n${names}\n${keep}\n${then}\n`)
  await chmod(command, 0o755)
  await writeFile(device, '')
  await writeFile(log, '')
  const transmitter = irctl({ command, device, ...options })
  ends.push({ close: async () => removeFolder(folder) }, transmitter)
  await transmitter.ready
  return { transmitter, folder, said: () => readFile(log, 'utf8') }
}

test('a code is sent as a file of pulses, with its carrier', async () => {
  const { transmitter, said } = await open('exit 0')
  expect([transmitter.online(), transmitter.problem()?.en]).toEqual([undefined, undefined])
  await transmitter.send({ ...light(2400, 600, 1200, 25_000), carrierHz: 40_000 }, 0, signal)
  expect(await said()).toBe('-d lirc0 --send 0\ncarrier 40000\npulse 2400\nspace 600\npulse 1200\n')
})

test('repeats and the gaps between them are in one file', async () => {
  const { transmitter, said } = await open('exit 0')
  await transmitter.send(light(900, 400, 500, 20_000), 2, signal)
  const frame = 'pulse 900\nspace 400\npulse 500\n'
  expect(await said()).toBe(`-d lirc0 --send 0\ncarrier 38000\n${[frame, frame, frame].join('space 20000\n')}`)
})

test('a signal that is longer than Linux sends at once is sent in several parts', async () => {
  const { transmitter, said } = await open('exit 0')
  await transmitter.send(light(9000, 4500, 560, 96_000), 5, signal)
  expect((await said()).split('\n')[0]).toBe('-d lirc0 --send 0 --gap 96000 --send 1')
})

test('the next press waits for the gap after the last one', async () => {
  const { transmitter } = await open('exit 0')
  const start = performance.now()
  await transmitter.send(light(900, 400, 500, 300_000), 0, signal)
  await transmitter.send(light(900, 400, 500, 300_000), 0, signal)
  expect(performance.now() - start).toBeGreaterThan(300)
})

test.each([
  ['echo "/dev/lirc0: cannot open: No such file or directory" >&2; exit 66', 'offline', /lirc0 is not there/, false],
  ['echo "/dev/lirc0: cannot open: Permission denied" >&2; exit 66', 'offline', /add it to the group video/, false],
  ['echo "/dev/lirc0: device cannot send" >&2; exit 69', 'deviceFault', /failed: .*device cannot send/, undefined],
  ['exit 3', 'deviceFault', /failed: exit status 3/, undefined],
  ['kill -9 $$', 'deviceFault', /failed/, undefined],
])('%s is reported with a clear message', async (then, reason, words, online) => {
  const { transmitter } = await open(then)
  expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe(reason)
  expect(transmitter.problem()?.en).toMatch(words)
  expect(transmitter.online()).toBe(online)
})

test.each([
  [{ command: '/nowhere/ir-ctl' }, /is not installed: apt install v4l-utils/],
  [{ command: '/etc/passwd' }, /cannot be run by this user/],
])('%p is offline', async (options, words) => {
  const { transmitter } = await open('', options)
  expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('offline')
  expect([transmitter.problem()?.en, transmitter.online()]).toEqual([expect.stringMatching(words), false])
})

test('a missing device is noticed before anything is sent', async () => {
  const { transmitter } = await open('exit 0', { device: '/nowhere/lirc0' })
  expect([transmitter.problem()?.en, transmitter.online()]).toEqual([
    expect.stringContaining('/nowhere/lirc0 is not there'),
    false,
  ])
})

test('a problem ends when sending works again', async () => {
  const { transmitter, folder } = await open('[ -e "$(dirname "$0")/broken" ] && exit 3; exit 0')
  await writeFile(join(folder, 'broken'), '')
  expect(await reasonOf(transmitter.send(volume, 0, signal))).toBe('deviceFault')
  await rm(join(folder, 'broken'))
  await transmitter.send(volume, 0, signal)
  expect(transmitter.problem()).toBeUndefined()
})

test('a program that hangs is killed', async () => {
  const { transmitter } = await open('exec sleep 60', { processTimeoutMs: 100 })
  const failed = transmitter.send(volume, 0, signal)
  await expect(failed).rejects.toThrow(/hangs/)
})

test('an aborted request ends the program, and no file is left', async () => {
  const { transmitter, said, folder } = await open('exec sleep 60')
  const user = new AbortController()
  const usual = process.env.TMPDIR
  process.env.TMPDIR = folder
  const failed = transmitter.send(volume, 0, user.signal)
  await eventually(async () => (await said()).includes('pulse'))
  process.env.TMPDIR = usual
  if (usual === undefined) delete process.env.TMPDIR
  user.abort(new Failure('offline', untranslated('too late')))
  await expect(failed).rejects.toThrow('too late')
  expect((await readdir(folder)).sort()).toEqual(['ir-ctl', 'lirc0', 'log'])
})

test.each([
  ['radio', { medium: 'rf433', carrierHz: 0, pulses: [300, 900] } as Code],
  ['a frame of more than 500 ms', light(...Array.from({ length: 101 }, () => 5001))],
  ['a frame of more than 1,023 edges', light(...Array.from({ length: 1025 }, () => 100))],
])('%s is refused', async (_, code) => {
  const { transmitter, said } = await open('exit 0')
  expect([await reasonOf(transmitter.send(code, 0, signal)), await said()]).toEqual(['unsupported', ''])
})

describe('learning', () => {
  test('returns the next key', async () => {
    const { transmitter, said } = await open('printf "pulse 9024\\nspace 4512\\npulse 560\\n"')
    expect(await transmitter.learn(signal)).toEqual(light(9024, 4512, 560))
    expect(await said()).toBe('-d lirc0 --receive --one-shot --mode2\n')
  })

  test('receives at another device if one is configured', async () => {
    const { transmitter, said } = await open('printf "pulse 9024\\n"', { receiver: '/dev/lirc1' })
    await transmitter.learn(signal)
    expect(await said()).toMatch(/^-d lirc1 /)
  })

  test('ends when no key is pressed', async () => {
    const { transmitter } = await open('exec sleep 60', { learnTimeoutMs: 100 })
    expect(await reasonOf(transmitter.learn(signal))).toBe('actionFailed')
  })

  test('ends with the request', async () => {
    const { transmitter } = await open('exec sleep 60')
    const limit = createDeadline(50)
    await expect(transmitter.learn(limit.signal)).rejects.toThrow('no answer within 50 ms')
  })

  test('ends when the transmitter is closed', async () => {
    const { transmitter } = await open('exec sleep 60')
    const learnt = reasonOf(transmitter.learn(signal))
    await transmitter.close()
    expect(await learnt).toBe('offline')
  })

  test('does not accept noise as a code', async () => {
    const { transmitter } = await open('echo hello')
    expect(await reasonOf(transmitter.learn(signal))).toBe('deviceFault')
  })
})

test('pieces hold every pulse in its order, and none is longer than Linux takes', () => {
  const time = fc.integer({ min: 100, max: 14_000 })
  const frame = fc
    .tuple(fc.array(fc.tuple(time, time), { maxLength: 15 }), time, fc.integer({ min: 15_000, max: 120_000 }))
    .map(([pairs, last, gap]) => [...pairs.flat(), last, gap])
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 4 }), fc.nat({ max: 5 }), (frames, repeats) => {
      const code = light(...frames.flat())
      const all = splitIntoChunks(code, repeats) ?? []
      const back = all.flatMap(({ pulses, gapUs: gap }) => [...pulses, gap])
      expect(back).toEqual(Array.from({ length: repeats + 1 }, () => code.pulses).flat())
      for (const { pulses } of all) {
        expect(pulses.length % 2).toBe(1)
        expect(pulses.length).toBeLessThan(1024)
        expect(pulses.reduce((sum, pulse) => sum + pulse, 0)).toBeLessThanOrEqual(500_000)
      }
    }),
  )
})
