import { execFile } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inFolder } from './support/folder.ts'

const program = join(import.meta.dirname, '../dist/clova-home.cjs')

/** Runs the shortest command. @param codeCache where it may keep what V8 has compiled */
async function version(codeCache: string, launcher = program): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '', CLOVA_HOME_CODE_CACHE: codeCache }
  const { stdout } = await promisify(execFile)(process.execPath, [launcher, '--version'], { env })
  return stdout
}

/** The program without what the build has compiled, in a folder of its own. */
function copyProgram(folder: string): string {
  const launcher = join(folder, 'clova-home.cjs')
  cpSync(program, launcher)
  cpSync(program.replace('.cjs', ''), join(folder, 'clova-home'), { recursive: true })
  return launcher
}

test('the code cache is saved, used while it is intact, and replaced if it is damaged', () =>
  inFolder(async (folder) => {
    const launcher = copyProgram(folder)
    const cache = join(folder, 'cache')
    expect(await version(cache, launcher)).toMatch(/^\d/)
    const [core = ''] = readdirSync(cache).filter((name) => name.startsWith('core-'))
    const file = join(cache, core)
    const written = readFileSync(file)
    const { ino } = statSync(file)
    // Of a version of the program that is gone, and what is none of ours.
    writeFileSync(join(cache, 'core-OLD.cjs.1234'), '')
    writeFileSync(join(cache, 'notes'), '')

    await version(cache, launcher)
    expect(statSync(file).ino).toBe(ino)
    expect(readdirSync(cache).sort()).toEqual([core, 'notes'].sort())

    const damaged = Buffer.from(written)
    damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 1
    writeFileSync(file, damaged)
    expect(await version(cache, launcher)).toMatch(/^\d/)
    expect(statSync(file).ino).not.toBe(ino)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  }))

test('the program runs without a code cache if its folder cannot be written', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'file'), '')
    expect(await version(join(folder, 'file', 'cache'))).toMatch(/^\d/)
  }))

test('an error names the missing part of the program', () =>
  inFolder(async (folder) => {
    const launcher = copyProgram(folder)
    const [core = ''] = readdirSync(join(folder, 'clova-home')).filter((name) => name.startsWith('core-'))
    rmSync(join(folder, 'clova-home', core))
    await expect(version(join(folder, 'cache'), launcher)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`ERR_MODULE_NOT_FOUND`),
    })
  }))
