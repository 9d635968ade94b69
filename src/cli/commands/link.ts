import { join } from 'node:path'
import type { Config } from '../../config/load.ts'
import { createControlClient } from '../../control/client.ts'
import { readConfig, writtenLanguageOf } from '../../gateway/environment.ts'
import { readGrants } from '../../oauth/grantSchema.ts'
import { Grants } from '../../oauth/grants.ts'
import { createUnlink, listLinks } from '../../oauth/linkedAccounts.ts'
import { print, printError, table } from '../../util/terminal.ts'
import { type CliCommand, UsageError } from '../command.ts'
import { showForm } from '../consoleForm/form.ts'
import { type CommandTranslate, commandTranslator } from '../messages.ts'
import { chooseLanguage } from '../terminal/language.ts'

const subcommands = { status, revoke } as const

/** `clova-home link [status|revoke [NAME]]` */
export const link: CliCommand = {
  usage: 'link [status|revoke NAME|revoke --all] [--language ko|ja|en]',
  summary: "What to enter in CLOVA's developer console, who has linked, and how to end that",
  help: `  clova-home link                 every field of the console's form, in its order, and what is still missing here;
                                  behind a hub: the code of this home
  clova-home link status          who is linked since when, and when it was last used
  clova-home link revoke family   ends the links of a user, or the one of that ID
  clova-home link revoke --all    ends all links`,
  argumentCount: [0, 2],
  options: ['language'],
  flags: ['all'],
  async run({ positionals: [verb, name], config: file, json, option, flag }) {
    const language = chooseLanguage(option.language, writtenLanguageOf(file))
    if (verb === undefined) return showForm(file, json, { language })
    if (!Object.hasOwn(subcommands, verb)) throw new UsageError(`"${verb}" is none of status and revoke`)
    if (verb === 'status' && name !== undefined)
      throw new UsageError(`"${name}" is too much. It is: clova-home link status`)
    const t = commandTranslator(language)
    if (verb === 'revoke' && (name === undefined) !== flag.has('all')) throw new UsageError(t('revokeWhich'))
    const config = await readConfig(file)
    return config ? subcommands[verb as keyof typeof subcommands](config, t, name, json) : 1
  },
}

/** `clova-home link status`: of the running gateway, else of the file. */
async function status(config: Config, t: CommandTranslate, _name: string | undefined, json: boolean): Promise<number> {
  const running = await createControlClient(config).callIfRunning('links', {})
  const links = running?.links ?? listLinks(readGrants(grantsFile(config)), config.linking)
  const whyNot = t(config.linking ? 'linkEndedByUser' : 'linkingGone')
  const rows = links.map(({ id, user, since, lastUsed, inForce }) => [
    id,
    user,
    since,
    lastUsed,
    inForce ? t('inForce') : whyNot,
  ])
  if (json) print(JSON.stringify(links))
  else if (rows.length === 0) print(t('nobodyLinked'))
  else print(table([['ID', t('columnUser'), t('columnSince'), t('columnLastUsed'), t('columnInForce')], ...rows]))
  return 0
}

/**
 * `clova-home link revoke NAME`, or `--all`. The running gateway does it, since it holds the links in memory and would write them
 * again over a changed file.
 */
async function revoke(config: Config, t: CommandTranslate, name: string | undefined, json: boolean): Promise<number> {
  const running = await createControlClient(config).callIfRunning('revokeLinks', name === undefined ? {} : { name })
  const { ended, problem } = running ?? (await createUnlink(openGrants(config))(name ?? ''))
  if (problem !== undefined) {
    printError(t('revokeDiskFailed', { problem }))
    return 1
  }
  if (ended === 0 && name !== undefined) throw new Error(t('noSuchLink', { name }))
  if (json) print(JSON.stringify({ ended }))
  else print(t(ended === 0 ? 'noLink' : ended === 1 ? 'oneLinkEnded' : 'linksEnded', { count: ended }))
  return 0
}

const grantsFile = ({ state }: Config) => join(state, 'grants.json')

const openGrants = (config: Config) =>
  new Grants({
    file: grantsFile(config),
    warn: (fields, message) => printError(`${message} ${JSON.stringify(fields)}`),
  })
