import { join } from 'node:path'
import { loadConfigOrLastGood } from '../../config/lastGood.ts'
import { setupConfig } from '../../config/setupConfig.ts'
import type { ResponseOf } from '../../control/api.ts'
import { createControlClient } from '../../control/client.ts'
import { loadContext } from '../../gateway/environment.ts'
import { accountsFileName, DashboardAccounts } from '../../http/dashboard/accounts.ts'
import { print, printError } from '../../util/terminal.ts'
import { type CliCommand, UsageError } from '../command.ts'

/** `clova-home dashboard [reset]` */
export const dashboard: CliCommand = {
  usage: 'dashboard [reset]',
  summary: 'Where the dashboard is, and the one-time code with which its first password is set',
  help: `  clova-home dashboard         its address; while it has no password also a code, good for ten minutes, during which
                               the home network may open the page
  clova-home dashboard reset   forgets the owner's password and ends every login; then as above`,
  argumentCount: [0, 1],
  async run({ positionals: [verb], config: file, json }) {
    if (verb !== undefined && verb !== 'reset')
      throw new UsageError(`"${verb}" is too much. It is: clova-home dashboard [reset]`)
    // The page in which a configuration is corrected must work while that configuration has mistakes.
    const config = (await loadConfigOrLastGood(file, loadContext)).config ?? (await setupConfig(file, loadContext))
    const reset = verb === 'reset'
    const running = await createControlClient(config).callIfRunning('openDashboard', { reset })
    const access = running ?? (await openStopped(config.state, reset))
    if (json) print(JSON.stringify(access))
    else show(access, reset)
    return access.urls.length > 0 ? 0 : 1
  },
}

type Access = ResponseOf<'openDashboard'>

/** Without a running gateway the code is written down for its next start. */
async function openStopped(state: string, reset: boolean): Promise<Access> {
  const warn = (fields: object, message: string) => printError(`${message} ${JSON.stringify(fields)}`)
  const accounts = new DashboardAccounts(join(state, accountsFileName), warn)
  if (reset) accounts.reset()
  const code = accounts.hasPassword() ? undefined : accounts.offerCode(true)
  await accounts.save()
  return {
    urls: [],
    ...(code && { code: code.text, expiresAt: code.expires }),
    problem: 'no gateway runs; start it with: sudo systemctl start clova-home',
  }
}

function show({ urls, code, expiresAt, problem }: Access, isReset: boolean): void {
  if (isReset) print('The password is forgotten, and every login has ended.\n')
  const [url, ...others] = urls
  if (url !== undefined) print(`  open   ${url}${others.map((other) => `\n     or  ${other}`).join('')}`)
  if (code !== undefined && expiresAt !== undefined) {
    print(`  code   ${code}\n`)
    const until = new Date(expiresAt).toTimeString().slice(0, 5)
    print(`The code is good once, until ${until}. Then: sudo clova-home dashboard`)
  } else print('\nLog in with the password. If it is forgotten: sudo clova-home dashboard reset')
  if (problem !== undefined) printError(problem)
}
