import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { createMigrateCommand } from '../../src/cli/commands/migrate.ts'
import { loadConfig } from '../../src/config/load.ts'
import { type Migration, migrate, migrations } from '../../src/config/migrations.ts'
import { unifiedDiff } from '../../src/util/lineDiff.ts'
import { inFolder } from '../support/folder.ts'
import { testLoadContext } from './loadFixture.ts'

/** Invented: `bind` became `server.listen`, and `house` was dropped. */
const table: readonly Migration[] = [
  {
    what: 'bind: is server.listen',
    change(it) {
      const bind = it.get(['bind'])
      if (bind === undefined) return
      it.set(['server', 'listen'], bind)
      it.remove(['bind'])
    },
  },
  { what: 'house: is gone', change: (it) => it.remove(['house']) },
]

const old = `# my home
bind: 127.0.0.1:8711   # the tunnel
house: mine

server:
  path: /clova   # as it was
drivers: { m: { type: virtual } }
`
const present = `# my home

server:
  path: /clova   # as it was
  listen: 127.0.0.1:8711
drivers: { m: { type: virtual } }
version: 3
`

test.each<[string, string, string, readonly string[]]>([
  ['of the first version', old, present, ['bind: is server.listen', 'house: is gone']],
  ['of the one between', old.replace(/bind.*\n/, 'version: 2\n'), 'version: 3', ['house: is gone']],
  ['of the present one', present, present, []],
  ['with nothing in it', '', 'version: 3\n', ['bind: is server.listen', 'house: is gone']],
])('a configuration %s is migrated to the current version', (_name, text, after, done) => {
  const migrated = migrate(text, table)
  expect(migrated.done).toEqual(done)
  expect(migrated.text).toContain(after)
  expect(migrate(migrated.text, table)).toEqual({ from: 3, to: 3, text: migrated.text, done: [] })
})

test.each([
  ['of a version to come', 'version: 9\n', /of version 9, and this clova-home knows 3 at most/],
  ['of no version', 'a: 1\nversion: 0\n', /line 2: "version" must be a whole number from 1 to 3, and is 0/],
  ['of a word for a version', 'version: "x"\n', /"version" must be .*, and is "x"; without the key it is 1/],
  ['of a version that is empty', 'version:\n', /"version" must be .*, and is null/],
  ['of half a version', 'version: 1.5\n', /"version" must be .*, and is 1\.5/],
  ['that is no YAML', 'a: [\n', /line 1: the \[ that opens here is not closed/],
])('a configuration %s is refused', (_name, text, message) => expect(() => migrate(text, table)).toThrow(message))

describe('an older configuration', () => {
  const older = { ...testLoadContext(), migrations: table }
  const at = (folder: string, text: string) => {
    writeFileSync(join(folder, 'gateway.yaml'), text)
    return join(folder, 'gateway.yaml')
  }
  test('is loaded as the current version, with a warning', () =>
    inFolder(async (folder) => {
      const { config, problems } = await loadConfig(at(folder, old), older)
      expect(config?.server.listen.port).toBe(8711)
      expect(problems).toMatchObject([{ severity: 'warning', message: expect.stringContaining('clova-home migrate') }])
    }))
  test('a newer version is an error with its line and column', () =>
    inFolder(async (folder) => {
      const { config, problems } = await loadConfig(at(folder, 'edition: kr\nversion: 4\n'), older)
      expect(config).toBeUndefined()
      expect(problems).toMatchObject([{ line: 2, message: expect.stringContaining('install a newer one') }])
    }))
  test('errors of the configuration are reported', () =>
    inFolder(async (folder) => {
      const { config, problems } = await loadConfig(at(folder, `${old}edition: xx\n`), older)
      expect(config).toBeUndefined()
      expect(problems.map(({ severity }) => severity)).toContain('error')
    }))
  test('a configuration without a version is version 1, and later versions have a version key', () =>
    inFolder(async (folder) => {
      for (const text of ['edition: kr\n', `version: ${migrations.length + 1}\n`])
        expect((await loadConfig(at(folder, text), testLoadContext())).config).toBeDefined()
    }))
})

describe('clova-home migrate', () => {
  const run = (folder: string, ...flags: string[]) =>
    createMigrateCommand(table).run({
      positionals: [],
      config: join(folder, 'gateway.yaml'),
      json: true,
      typed: [],
      languageFor: () => 'en' as const,
      option: {},
      flag: new Set(flags),
    })
  test('the previous file is kept and the differences are printed', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'gateway.yaml')
      writeFileSync(file, old)
      await run(folder, 'dry-run')
      expect(readFileSync(file, 'utf8')).toBe(old)
      expect(await run(folder)).toBe(0)
      expect(readFileSync(file, 'utf8')).toBe(present)
      expect(readFileSync(`${file}.v1`, 'utf8')).toBe(old)
      expect(await run(folder)).toBe(0)
      expect(readFileSync(`${file}.v1`, 'utf8')).toBe(old)
    }))
  test('keeps the owner, the mode and a link; an older copy is not overwritten', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'gateway.yaml')
      writeFileSync(join(folder, 'mine.yaml'), old)
      chmodSync(join(folder, 'mine.yaml'), 0o644)
      symlinkSync('mine.yaml', file)
      writeFileSync(`${file}.v1`, 'from before')
      expect(await run(folder)).toBe(0)
      expect(lstatSync(file).isSymbolicLink()).toBe(true)
      expect(readFileSync(file, 'utf8')).toBe(present)
      expect(readFileSync(`${file}.v1`, 'utf8')).toBe('from before')
      expect(readFileSync(`${file}.v1.2`, 'utf8')).toBe(old)
      for (const one of ['mine.yaml', 'gateway.yaml.v1.2']) expect(statSync(join(folder, one)).mode & 0o777).toBe(0o644)
    }))
  test('no secret is printed, and --quiet prints nothing if the file is current', () =>
    inFolder(async (folder) => {
      const output: string[] = []
      const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => output.push(String(text)) > 0)
      try {
        const secret = 'drivers: { m: { type: mqtt, password: hunter-22 } }\n'
        writeFileSync(join(folder, 'gateway.yaml'), `bind: 127.0.0.1:8711\n${secret}`)
        const args = {
          positionals: [],
          config: join(folder, 'gateway.yaml'),
          json: false,
          typed: [],
          languageFor: () => 'en' as const,
          option: {},
          flag: new Set(['quiet']),
        }
        await createMigrateCommand(table).run(args)
        expect(output.join('')).toContain('password: [removed]')
        expect(output.join('')).toMatch(/from version 1 to 3[\s\S]*kept as .*gateway\.yaml\.v1\./)
        output.length = 0
        await createMigrateCommand(table).run(args)
        expect(output).toEqual([])
      } finally {
        write.mockRestore()
      }
    }))
  test('a configuration with errors is not written', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'gateway.yaml')
      writeFileSync(file, `${old}edition: xx\n`)
      await expect(run(folder)).rejects.toThrow(/nothing was written: the configuration has mistakes/)
      expect(readdirSync(folder)).toEqual(['gateway.yaml'])
    }))
})

test.each([
  ['nothing', 'a\nb\n', 'a\nb\n', ''],
  ['a line', 'a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nD\ne\nf\n', '…\n  b\n  c\n- d\n+ D\n  e\n  f\n…'],
  ['one more', 'a\nc\n', 'a\nb\nc\n', '  a\n+ b\n  c\n  '],
  ['one less', 'a\nb\nc', 'a\nc', '  a\n- b\n  c'],
])('the unified diff: %s', (_name, before, after, diff) => expect(unifiedDiff(before, after)).toBe(diff))
