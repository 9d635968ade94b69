// What goes with the bundle into the npm package: the manual page and what shells complete, in dist/.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { completions } from '../packaging/completions.mjs'
import { manual } from '../packaging/manual.mjs'

process.chdir(join(import.meta.dirname, '..'))
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const commands = JSON.parse(execFileSync(process.execPath, ['dist/clova-home.cjs', 'help', '--json', '--language', 'en'], { encoding: 'utf8' }))
const epoch = process.env.SOURCE_DATE_EPOCH
const date = (epoch ? new Date(Number(epoch) * 1000) : new Date()).toISOString().slice(0, 10)

writeFileSync('dist/clova-home.1', manual(commands, { version, date }))
mkdirSync('dist/completions', { recursive: true })
for (const [shell, write] of Object.entries(completions))
  writeFileSync(`dist/completions/clova-home.${shell}`, write(commands))
