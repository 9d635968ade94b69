import { join } from 'node:path'
import * as z from 'zod'
import type { Config } from '../config/load.ts'
import { grants } from '../linking/grants.ts'
import { readGrants } from '../linking/kept.ts'
import { type Links, linksOf, unlinker } from '../linking/links.ts'
import { answers, localKey, send } from './client.ts'
import { complain, print, table } from './command.ts'

/** What the gateway answers, before it is believed: it may be of another version. */
const linksSchema = z.array(
  z.object({ id: z.string(), user: z.string(), since: z.string(), lastUsed: z.string(), inForce: z.boolean() }),
)
const endedSchema = z.object({ ended: z.number(), problem: z.string().optional() })

/** `clova-home link status` */
export async function status(config: Config, _name: string, json: boolean): Promise<number> {
  const links = (await ask(config, 'links', '{}', linksSchema)) ?? linksOf(readGrants(fileOf(config)), config.linking)
  const whyNot = config.linking
    ? 'no: the user is gone, or has another password now, or it was not used for a year'
    : 'no: account linking is not set up any more, see clova-home link'
  if (json) print(JSON.stringify(links))
  else if (links.length === 0) print('Nobody has linked CLOVA yet. What to enter in its console says: clova-home link')
  else print(table([['ID', 'USER', 'SINCE', 'LAST USED', 'IN FORCE'], ...links.map(cells(whyNot))]))
  return 0
}

const cells =
  (whyNot: string) =>
  ({ id, user, since, lastUsed, inForce }: Links[number]) => [id, user, since, lastUsed, inForce ? 'yes' : whyNot]

/** `clova-home link revoke [NAME]` */
export async function end(config: Config, name: string, json: boolean): Promise<number> {
  const { ended, problem } = (await ask(config, 'unlink', name, endedSchema)) ?? (await unlinker(open(config))(name))
  if (problem !== undefined) {
    complain(`${problem}. Mend the disk and revoke again: until it is written, a restart brings the link back.`)
    return 1
  }
  if (ended === 0 && name !== '') throw new Error(`there is no link of "${name}"; see: clova-home link status`)
  if (json) print(JSON.stringify({ ended }))
  else print(ended === 0 ? 'There is no link.' : `${ended === 1 ? 'One link is' : `${ended} links are`} ended.`)
  return 0
}

const fileOf = ({ state }: Config) => join(state, 'grants.json')

const open = (config: Config) =>
  grants({
    file: fileOf(config),
    warn: (fields, message) => complain(`${message} ${JSON.stringify(fields)}`),
  })

/**
 * Asks the running gateway, which holds the links in memory: what is written beside it would be lost.
 * @returns nothing if none runs
 */
async function ask<T>(config: Config, question: string, body: string, schema: z.ZodType<T>): Promise<T | undefined> {
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
