import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { parse, UsageError } from '../../src/cli/command.ts'
import { ir } from '../../src/cli/commands/ir.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'

const folder = makeFolder()
afterAll(() => removeFolder(folder))

const csv = join(folder, 'LG TV.csv')
writeFileSync(csv, 'functionname,protocol,device,subdevice,function\nPOWER,NEC1,4,-1,8\nKEY_X,Quux,1,-1,2\n')
const config = join(folder, 'gateway.yaml')

/** Runs the command, and gives its exit code and what it printed. */
async function run(...argv: string[]) {
  const args = parse(ir, [...argv, '--config', config])
  if (args === 'help') throw new Error('help')
  const printed: string[] = []
  const outputs = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      printed.push(String(text))
      return true
    }),
  )
  try {
    return { exitCode: await ir.run(args), text: printed.join('') }
  } finally {
    for (const output of outputs) output.mockRestore()
  }
}

test('writes a key file beside the configuration, reports the keys that were not imported, and prints the entry for the configuration', async () => {
  const { exitCode, text } = await run('import', csv)
  expect(exitCode).toBe(0)
  expect(text).toContain(`${csv}:3: not taken: KEY_X: the protocol "Quux" is not known`)
  expect(text).toContain('remote: codes/lg-tv.yaml')
  expect(readFileSync(join(folder, 'codes/lg-tv.yaml'), 'utf8')).toContain('power: { nec: { address: 4, command: 8 } }')
  // A second time nothing is overwritten.
  await expect(run('import', csv)).rejects.toThrow(/exists; give another --name/)
  expect((await run('import', csv, '--name', '거실 TV')).text).toContain('codes/거실-tv.yaml')
})

test('lists the names of several remotes, and writes all of them or the requested one', async () => {
  const drawer = join(folder, 'drawer.txt')
  const remote = (name: string) =>
    `begin remote\n name ${name}\n bits 32\n flags SPACE_ENC\n header 9000 4500\n one 560 1690\n zero 560 560\n ptrail 560\n` +
    ` gap 108000\n begin codes\n KEY_MUTE 0x20DF906F\n end codes\nend remote\n`
  writeFileSync(drawer, ['Old_VCR', 'LG-TV', 'radio'].map(remote).join(''))
  const one = await run('import', drawer, '--remote', 'Old_VCR')
  expect(one.text).toContain('1 key(s): 1 of a known protocol (nec), 0 as their pulses')
  expect([existsSync(join(folder, 'codes/old-vcr.yaml')), existsSync(join(folder, 'codes/radio.yaml'))]).toEqual([
    true,
    false,
  ])
  await expect(run('import', drawer, '--remote', 'radoi')).rejects.toThrow(
    /no remote "radoi" in it\. Did you mean "radio"/,
  )
  const all = await run('import', drawer, '--name', 'attic')
  expect(all.text).toContain('It has 3 remotes: attic-old-vcr, attic-lg-tv, attic-radio. --remote takes one of them.')
  expect(existsSync(join(folder, 'codes/attic-radio.yaml'))).toBe(true)
})

test('prints with --output -, and all as JSON with --json', async () => {
  expect((await run('import', csv, '--output', '-')).text).toContain('power: { nec:')
  const { text } = await run('import', csv, '--json')
  expect(JSON.parse(text)).toMatchObject({ format: 'irdb', problems: [{ line: 3 }], remotes: [{ name: 'lg-tv' }] })
})

test('a file without a code ends with exit code 1 and the list of known formats; a missing file is reported', async () => {
  const letter = join(folder, 'letter.txt')
  writeFileSync(letter, 'Dear aunt,')
  const { exitCode, text } = await run('import', letter)
  expect(exitCode).toBe(1)
  expect(text).toMatch(/Nothing was taken\. These formats are known: Flipper, lircd\.conf, irdb/)
  expect(existsSync(join(folder, 'codes/letter.yaml'))).toBe(false)
  await expect(run('import', join(folder, 'none'))).rejects.toThrow(/none cannot be read \(ENOENT\)/)
  await expect(run('export', csv)).rejects.toThrow(UsageError)
})
