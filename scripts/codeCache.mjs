// Fills dist/code-cache with what V8 compiles of the program, by a demo and some commands to it. Without it each start works,
// and takes longer.
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const commands = [
  ['say', 'desk-lamp', 'TurnOff'],
  ['say', 'living-aircon', 'IncrementTargetTemperature', '2'],
  ['say', 'living-air', 'GetHumidity'],
  ['appliances'],
]
const timeoutMs = 60_000

export async function writeCodeCache(launcher) {
  const folder = join(dirname(launcher), 'code-cache')
  const source = join(folder, 'source')
  // The launcher names the program by what is in it, and sets flags of V8, which takes what was compiled with others for invalid.
  const digest = createHash('sha256').update(`${process.version} ${readFileSync(launcher)}`).digest('hex')
  if (existsSync(source) && readFileSync(source, 'utf8') === digest) return
  rmSync(folder, { recursive: true, force: true })
  const env = { ...process.env, NODE_OPTIONS: '', CLOVA_HOME_CODE_CACHE: folder }
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    await runDemo(launcher, env, signal)
    writeFileSync(source, digest)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    process.stderr.write(`the code cache was not made, so a start takes longer: ${error.message}\n`)
  }
}

async function runDemo(launcher, env, signal) {
  const demo = spawn(process.execPath, [launcher, 'demo', '--language', 'en'], { env, signal, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve, reject) => demo.once('exit', resolve).once('error', reject))
  const home = await Promise.race([homeOf(demo), ended])
  if (typeof home !== 'string') throw new Error('the demo did not start')
  try {
    for (const words of commands)
      await promisify(execFile)(process.execPath, [launcher, ...words, '--config', home], { env, signal })
  } finally {
    demo.kill('SIGTERM')
    await ended
  }
}

/** The configuration of the demo, once it has answered its own request. */
function homeOf(demo) {
  let output = ''
  return new Promise((resolve) => {
    demo.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
      const [, home] = /^ +home +(\S+)$/m.exec(output) ?? []
      if (home && output.includes('Only then it answers')) resolve(home)
    })
  })
}
