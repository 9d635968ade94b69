// Becomes `dist/clova-home.cjs`: runs the program in `dist/clova-home` with what V8 compiled of it before, so that neither a
// start nor the first command waits for the compiler (benchmark row "startup": 1.37 -> 1.02 times the floor).
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cachedDataVersionTag } from 'node:v8'
import { Script } from 'node:vm'
import { setV8Flags } from './util/v8Flags.ts'

/** A module of the program while it is evaluated, or after. */
interface Loaded {
  exports: Record<string, unknown>
}

/** A script of which nothing is kept yet, and of which V8 can say later what it has compiled. */
interface Uncached {
  readonly cacheName: string
  readonly script: Script
}

/** The file that holds most of the program; the build writes its name here. */
declare const coreFile: string

const programFolder = join(__dirname, 'clova-home')
/** Where the build puts what it had compiled, and where a gateway may put what it has compiled; the unit names its folder. */
const builtCache = join(__dirname, 'code-cache')
const ownCache = process.env.CLOVA_HOME_CODE_CACHE
/** Long enough for a start to be over, and soon enough that V8 has forgotten none of it. */
const writeAfterMs = 60_000
const digestBytes = 32

setV8Flags('start')
/** Of this version of V8, with these flags, on this kind of processor. */
const versionTag = cachedDataVersionTag().toString(16)

const modules = new Map<string, Loaded>()
const uncached: Uncached[] = []
let core: Record<string, Record<string, unknown>> = {}

if (ownCache) {
  process.once('exit', writeCache)
  setTimeout(writeCache, writeAfterMs).unref()
}
core = evaluate(coreFile).exports.modules as typeof core

/** What a module of the program gets for `require`: other modules of the program, and those of Node. */
function load(name: string): unknown {
  if (!name.startsWith('./')) return require(name)
  const file = name.slice(2)
  return core[file] ?? (modules.get(file) ?? evaluate(file)).exports
}

function evaluate(file: string): Loaded {
  const loaded: Loaded = { exports: {} }
  const run = compile(file).runInThisContext()
  modules.set(file, loaded)
  run(loaded.exports, load, loaded)
  return loaded
}

/** @throws Error with the code ERR_MODULE_NOT_FOUND if the file is gone, after an upgrade under a running gateway */
function compile(file: string): Script {
  const filename = join(programFolder, file)
  const cacheName = `${file}.${versionTag}`
  const cachedData = readCached(cacheName)
  const script = new Script(readSource(filename), { filename, ...(cachedData && { cachedData }) })
  if (ownCache && script.cachedDataRejected !== false) uncached.push({ cacheName, script })
  return script
}

function readSource(filename: string): string {
  try {
    return readFileSync(filename, 'utf8')
  } catch (error) {
    throw Object.assign(new Error(`cannot load ${filename}`, { cause: error }), { code: 'ERR_MODULE_NOT_FOUND' })
  }
}

/** V8 believes what it is given, so what a disk has damaged is recognized here. */
function readCached(name: string): Buffer | undefined {
  for (const folder of [ownCache, builtCache]) {
    if (!folder) continue
    try {
      const file = readFileSync(join(folder, name))
      const data = file.subarray(digestBytes)
      if (file.subarray(0, digestBytes).equals(digest(data))) return data
    } catch {
      // There is none; it costs time and nothing else.
    }
  }
  return undefined
}

/** Keeps what was compiled until now, in place of what other versions kept. A failure costs time at the next start, nothing else. */
function writeCache(): void {
  process.off('exit', writeCache)
  if (!ownCache) return
  // V8 takes what was compiled with other flags for invalid.
  const before = setV8Flags('start')
  try {
    mkdirSync(ownCache, { recursive: true, mode: 0o700 })
    for (const { cacheName, script } of uncached.splice(0)) {
      const data = script.createCachedData()
      const temporary = join(ownCache, `${cacheName}.${process.pid}`)
      writeFileSync(temporary, Buffer.concat([digest(data), data]), { mode: 0o600 })
      renameSync(temporary, join(ownCache, cacheName))
    }
    for (const name of readdirSync(ownCache)) if (isObsolete(name)) rmSync(join(ownCache, name), { force: true })
  } catch {
    // A full disk, or one that is read only.
  } finally {
    setV8Flags(before)
  }
}

/** Whether it is of a file that the program no longer has: the names of its files say what is in them. */
function isObsolete(name: string): boolean {
  const [, file] = /^(.+\.cjs)\./.exec(name) ?? []
  return file !== undefined && !existsSync(join(programFolder, file))
}

function digest(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest()
}
