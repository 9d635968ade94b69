import { join } from 'node:path'
import * as z from 'zod'
import type { Config } from '../../config/load.ts'
import { localKey, send } from '../../control/signedClient.ts'
import { readConfig } from '../../gateway/environment.ts'
import { readGrants } from '../../oauth/grantSchema.ts'
import { openGrants } from '../../oauth/grants.ts'
import { createUnlink, type Links, listLinks } from '../../oauth/linkedAccounts.ts'
import { answers } from '../../util/network.ts'
import { complain, print, table } from '../../util/terminal.ts'
import { type Command, UsageError } from '../command.ts'
import { showForm } from '../consoleForm/form.ts'

/** What the gateway answers, before it is believed: it may be of another version. */
const linksSchema = z.array(
  z.object({ id: z.string(), user: z.string(), since: z.string(), lastUsed: z.string(), inForce: z.boolean() }),
)
const endedSchema = z.object({ ended: z.number(), problem: z.string().optional() })

/** `clova-home link status` */
export async function status(config: Config, _name: string, json: boolean): Promise<number> {
  const links =
    (await askGateway(config, 'links', '{}', linksSchema)) ?? listLinks(readGrants(grantsFile(config)), config.linking)
  const whyNot = config.linking
    ? 'no: the user is gone, or has another password now, or it was not used for a year'
    : 'no: account linking is not set up any more, see clova-home link'
  if (json) print(JSON.stringify(links))
  else if (links.length === 0) print('Nobody has linked CLOVA yet. What to enter in its console says: clova-home link')
  else print(table([['ID', 'USER', 'SINCE', 'LAST USED', 'IN FORCE'], ...links.map(toRow(whyNot))]))
  return 0
}

const toRow =
  (whyNot: string) =>
  ({ id, user, since, lastUsed, inForce }: Links[number]) => [id, user, since, lastUsed, inForce ? 'yes' : whyNot]

/** `clova-home link revoke [NAME]` */
export async function revoke(config: Config, name: string, json: boolean): Promise<number> {
  const { ended, problem } =
    (await askGateway(config, 'unlink', name, endedSchema)) ?? (await createUnlink(open(config))(name))
  if (problem !== undefined) {
    complain(`${problem}. Mend the disk and revoke again: until it is written, a restart brings the link back.`)
    return 1
  }
  if (ended === 0 && name !== '') throw new Error(`there is no link of "${name}"; see: clova-home link status`)
  if (json) print(JSON.stringify({ ended }))
  else print(ended === 0 ? 'There is no link.' : `${ended === 1 ? 'One link is' : `${ended} links are`} ended.`)
  return 0
}

const grantsFile = ({ state }: Config) => join(state, 'grants.json')

const open = (config: Config) =>
  openGrants({
    file: grantsFile(config),
    warn: (fields, message) => complain(`${message} ${JSON.stringify(fields)}`),
  })

/**
 * Asks the running gateway, which holds the links in memory: what is written beside it would be lost.
 * @returns nothing if none runs
 */
async function askGateway<T>(
  config: Config,
  question: string,
  body: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const { listen, path } = config.server
  if (!(await answers(listen))) return undefined
  const answer = await send(listen, path, localKey(config), body, question)
  if (answer.status !== 200)
    throw new Error(`the gateway refused it with status ${answer.status}; it may run with another configuration`)
  const parsed = schema.safeParse(JSON.parse(answer.body === '' ? 'null' : answer.body))
  if (!parsed.success)
    throw new Error('the gateway that runs is of another version and cannot be asked this; restart it')
  return parsed.data
}

const verbs = { status, revoke } as const

/** `clova-home link [status|revoke [NAME]]` */
export const link: Command = {
  usage: 'link [status|revoke [NAME]]',
  summary: "What to enter in CLOVA's developer console, who has linked, and how to end that",
  help: `  clova-home link                 every field of the console's form, in its order, and what is still missing here
  clova-home link status          who is linked since when, and when it was last used
  clova-home link revoke family   ends the links of a user, or the one of that ID; without a name all of them`,
  levelWords: [0, 2],
  async run({ words: [verb, name], config: file, json }) {
    const work = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb as keyof typeof verbs] : undefined
    if (verb !== undefined && !work) throw new UsageError(`"${verb}" is none of status and revoke`)
    if (verb === 'status' && name !== undefined)
      throw new UsageError(`"${name}" is too much. It is: clova-home link status`)
    if (!work) return showForm(file, json)
    const config = await readConfig(file)
    return config ? work(config, name ?? '', json) : 1
  },
}
