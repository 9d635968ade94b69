// `npm run test:browser [-- --shots FOLDER --only WORDS]`: the page of the dashboard in a real browser.
import { parseArgs } from 'node:util'
import { startBrowser } from '../support/browser.ts'
import { controls } from './scenarios/controls.ts'
import { faults } from './scenarios/faults.ts'
import { health } from './scenarios/health.ts'
import { keyboard } from './scenarios/keyboard.ts'
import { log } from './scenarios/log.ts'
import { login } from './scenarios/login.ts'
import { looks } from './scenarios/looks.ts'
import { names } from './scenarios/names.ts'
import { realHome } from './scenarios/realHome.ts'
import { realLearning } from './scenarios/realLearning.ts'
import { realSetup } from './scenarios/realSetup.ts'
import { remotes } from './scenarios/remotes.ts'
import { settings } from './scenarios/settings.ts'
import { setup } from './scenarios/setup.ts'
import { weight } from './scenarios/weight.ts'
import { ScenarioContext } from './support/scenario.ts'

/** How long a scenario may take, in milliseconds. */
const scenarioTimeoutMs = 180_000

const scenarios = [
  ...login,
  ...controls,
  ...keyboard,
  ...log,
  ...faults,
  ...names,
  ...health,
  ...remotes,
  ...settings,
  ...setup,
  ...weight,
  ...realHome,
  ...realSetup,
  ...realLearning,
  ...looks,
]

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { shots: { type: 'string' }, only: { type: 'string', default: '' } } })
  const browser = await startBrowser()
  const failed: string[] = []
  for (const { name, run } of scenarios.filter((scenario) => scenario.name.includes(values.only))) {
    const context = new ScenarioContext(browser, values.shots)
    const start = performance.now()
    let timer: NodeJS.Timeout | undefined
    try {
      const timeout = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`it took longer than ${scenarioTimeoutMs} ms`)), scenarioTimeoutMs)
      })
      await Promise.race([run(context), timeout])
      await context.end()
      process.stdout.write(`ok     ${name} (${Math.round(performance.now() - start)} ms)\n`)
    } catch (error) {
      await context.end().catch(() => {})
      failed.push(name)
      process.stdout.write(`FAILED ${name}\n${(error as Error).stack}\n`)
    } finally {
      clearTimeout(timer)
    }
  }
  await browser.close()
  process.stdout.write(failed.length > 0 ? `\n${failed.length} failed:\n${failed.join('\n')}\n` : '\nall went well\n')
  process.exitCode = failed.length > 0 ? 1 : 0
}

void main()
