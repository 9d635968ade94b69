import { join } from 'node:path'
import type { Config } from '../../config/load.ts'
import { createControlClient } from '../../control/client.ts'
import { readConfig } from '../../gateway/environment.ts'
import { readGrants } from '../../oauth/grantSchema.ts'
import { Grants } from '../../oauth/grants.ts'
import { createUnlink, listLinks } from '../../oauth/linkedAccounts.ts'
import { print, printError, table } from '../../util/terminal.ts'
import { type CliCommand, UsageError } from '../command.ts'
import { showForm } from '../consoleForm/form.ts'

const subcommands = { status, revoke } as const

/** `clova-home link [status|revoke [NAME]]` */
export const link: CliCommand = {
  usage: 'link [status|revoke [NAME]]',
  summary: "What to enter in CLOVA's developer console, who has linked, and how to end that",
  help: `  clova-home link                 every field of the console's form, in its order, and what is still missing here
  clova-home link status          who is linked since when, and when it was last used
  clova-home link revoke family   ends the links of a user, or the one of that ID; without a name all of them`,
  argumentCount: [0, 2],
  async run({ positionals: [verb, name], config: file, json }) {
    if (verb === undefined) return showForm(file, json)
    if (!Object.hasOwn(subcommands, verb)) throw new UsageError(`"${verb}" is none of status and revoke`)
    if (verb === 'status' && name !== undefined)
      throw new UsageError(`"${name}" is too much. It is: clova-home link status`)
    const config = await readConfig(file)
    return config ? subcommands[verb as keyof typeof subcommands](config, name, json) : 1
  },
}

/** `clova-home link status`: of the running gateway, else of the file. */
async function status(config: Config, _name: string | undefined, json: boolean): Promise<number> {
  const running = await createControlClient(config).callIfRunning('links', {})
  const links = running?.links ?? listLinks(readGrants(grantsFile(config)), config.linking)
  const whyNot = config.linking
    ? 'no: the user is gone, or has another password now, or it was not used for a year'
    : 'no: account linking is not set up any more, see clova-home link'
  const rows = links.map(({ id, user, since, lastUsed, inForce }) => [
    id,
    user,
    since,
    lastUsed,
    inForce ? 'yes' : whyNot,
  ])
  if (json) print(JSON.stringify(links))
  else if (rows.length === 0) print('Nobody has linked CLOVA yet. What to enter in its console says: clova-home link')
  else print(table([['ID', 'USER', 'SINCE', 'LAST USED', 'IN FORCE'], ...rows]))
  return 0
}

/**
 * `clova-home link revoke [NAME]`. The running gateway does it, since it holds the links in memory and would write them
 * again over a changed file.
 */
async function revoke(config: Config, name: string | undefined, json: boolean): Promise<number> {
  const running = await createControlClient(config).callIfRunning('revokeLinks', name === undefined ? {} : { name })
  const { ended, problem } = running ?? (await createUnlink(openGrants(config))(name ?? ''))
  if (problem !== undefined) {
    printError(`${problem}. Mend the disk and revoke again: until it is written, a restart brings the link back.`)
    return 1
  }
  if (ended === 0 && name !== undefined) throw new Error(`there is no link of "${name}"; see: clova-home link status`)
  if (json) print(JSON.stringify({ ended }))
  else print(ended === 0 ? 'There is no link.' : `${ended === 1 ? 'One link is' : `${ended} links are`} ended.`)
  return 0
}

const grantsFile = ({ state }: Config) => join(state, 'grants.json')

const openGrants = (config: Config) =>
  new Grants({
    file: grantsFile(config),
    warn: (fields, message) => printError(`${message} ${JSON.stringify(fields)}`),
  })
