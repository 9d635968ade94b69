import { join } from 'node:path'
import type { Config } from '../../config/load.ts'
import { createControlClient } from '../../control/client.ts'
import { readConfig } from '../../gateway/environment.ts'
import { createToken, type StoredToken, tokensSchema } from '../../oauth/accessTokens.ts'
import { openStore } from '../../storage/jsonStore.ts'
import { fileErrorMessage } from '../../util/fileErrors.ts'
import { duration } from '../../util/parse.ts'
import { print, printError, table } from '../../util/terminal.ts'
import { type Args, type CliCommand, UsageError } from '../command.ts'

const subcommands = { create, list, revoke } as const

/** `clova-home token create|list|revoke NAME` */
export const token: CliCommand = {
  usage: 'token create|list|revoke [NAME]',
  summary: "An access token by hand, for the developer console's tests",
  help: `  clova-home token create console                 shown once, and kept only as its hash
  clova-home token create console --expires 30d   (else a year)
  clova-home token list
  clova-home token revoke console`,
  argumentCount: [1, 2],
  options: ['expires'],
  async run(args) {
    const [verb = '', name] = args.positionals
    const work = Object.hasOwn(subcommands, verb) ? subcommands[verb as keyof typeof subcommands] : undefined
    if (!work) throw new UsageError(`"${verb}" is none of create, list and revoke`)
    if (verb !== 'list' && name === undefined)
      throw new UsageError(`the token needs a name: clova-home token ${verb} NAME`)
    const config = await readConfig(args.config)
    if (!config) return 1
    return work(openTokens(config), name ?? '', args)
  },
}

/** Ten years, in milliseconds. */
const maxLifetimeMs = 3650 * 86_400_000

const tokensFile = (state: string) => join(state, 'tokens.json')

/** Opens the file of access tokens. @throws Error in plain words if it cannot be read; saving would lose its content */
function openTokens({ state, hub }: Pick<Config, 'state' | 'hub'>) {
  let unread: unknown
  const file = openStore<StoredToken[]>({
    file: tokensFile(state),
    schema: tokensSchema,
    empty: [],
    warn: (fields, message) => {
      const { reason } = fields as { readonly reason?: unknown }
      unread ??= reason
      if (reason === undefined) printError(`${message} ${JSON.stringify(fields)}`)
    },
  })
  if (unread !== undefined) throw new Error(fileErrorMessage({ code: unread }, 'read', tokensFile(state)))
  // A hub finds the home by what its tokens begin with.
  return { ...file, state, tokenPrefix: hub ? `${hub.home}.` : '' }
}
type File = ReturnType<typeof openTokens>

async function create(file: File, name: string, { option: { expires = '365d' }, json }: Args): Promise<number> {
  const lifetime = duration.safeParse(expires)
  if (!lifetime.success) throw new UsageError(`--expires ${expires}: write a time as 12h or 30d`)
  if (lifetime.data <= 0 || lifetime.data > maxLifetimeMs)
    throw new UsageError(`--expires ${expires}: at least 1ms and at most 3650d`)
  if (!/^\S.{0,98}\S$|^\S$/.test(name)) throw new UsageError('the name of a token has 1 to 100 characters')
  if (file.value.some((entry) => entry.name === name))
    throw new Error(`there is a token "${name}" already; revoke it first, or take another name`)
  const { token, entry } = createToken(name, lifetime.data, Date.now(), file.tokenPrefix)
  file.value.push(entry)
  const code = await saveTokens(file)
  if (code !== 0) return code
  print(
    json
      ? JSON.stringify({ name, token, expires: new Date(entry.expires) })
      : `${token}\n\nThis is the access token "${name}". It is shown only now; it is good until ${new Date(entry.expires).toISOString()}.`,
  )
  return 0
}

async function list({ value }: File, _name: string, { json }: Args): Promise<number> {
  const rows = value.map(({ name, created, expires }) => ({
    name,
    created: new Date(created),
    expires: new Date(expires),
    expired: expires <= Date.now(),
  }))
  if (json) print(JSON.stringify(rows))
  else if (rows.length === 0) print('There are no access tokens. Make one with: clova-home token create NAME')
  else
    print(
      table([
        ['NAME', 'CREATED', 'EXPIRES'],
        ...rows.map(({ name, created, expires, expired }) => [
          name,
          created.toISOString(),
          `${expires.toISOString()}${expired ? ' (expired)' : ''}`,
        ]),
      ]),
    )
  return 0
}

async function revoke(file: File, name: string): Promise<number> {
  const at = file.value.findIndex((entry) => entry.name === name)
  if (at === -1) throw new Error(`there is no token "${name}"; see: clova-home token list`)
  file.value.splice(at, 1)
  const code = await saveTokens(file)
  if (code === 0) print(`The token "${name}" is revoked.`)
  return code
}

async function saveTokens(file: File): Promise<number> {
  file.markChanged()
  await file.flush()
  const problem = file.problem()
  if (problem === undefined) {
    // The gateway watches the file; asked, it applies the change before this command ends.
    await createControlClient(file)
      .callIfRunning('reloadTokens', {})
      .catch(() => undefined)
    return 0
  }
  const code = /\((E\w+)\)/.exec(problem)?.[1]
  printError(
    `nothing was changed: ${code === undefined ? problem : fileErrorMessage({ code }, 'written', tokensFile(file.state))}`,
  )
  return 1
}
