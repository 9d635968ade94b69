import type { Config } from '../../config/load.ts'
import type { ResponseOf } from '../../control/api.ts'
import { createControlClient } from '../../control/client.ts'
import { explain } from '../../control/explanations/index.ts'
import { accessTokenName, maxTokenLifetimeMs } from '../../control/operations/linking.ts'
import { readConfig } from '../../gateway/environment.ts'
import { TokenFile } from '../../oauth/tokenFile.ts'
import { duration } from '../../util/parse.ts'
import { print, printError, table } from '../../util/terminal.ts'
import { errorText, localizedError } from '../../util/translate.ts'
import { type Args, type CliCommand, UsageError } from '../command.ts'
import { formatMoment } from '../format.ts'
import { type CommandTranslate, commandText, commandTranslator } from '../messages/index.ts'

const subcommands = { create, list, revoke } as const

/** `clova-home token create|list|revoke NAME` */
export const token: CliCommand = {
  usage: 'token create|list|revoke [NAME]',
  summary: {
    ko: '개발자 콘솔의 테스트에 쓸 액세스 토큰을 직접 만듭니다',
    ja: '開発者コンソールのテストに使うアクセストークンを自分で作ります',
    en: "An access token by hand, for the developer console's tests",
  },
  help: {
    ko: `  clova-home token create console                 한 번만 보여 주고, 해시만 저장합니다
  clova-home token create console --expires 30d   (없으면 1년)
  clova-home token list
  clova-home token revoke console`,
    ja: `  clova-home token create console                 1回だけ表示し、ハッシュだけを保存します
  clova-home token create console --expires 30d   （なければ1年）
  clova-home token list
  clova-home token revoke console`,
    en: `  clova-home token create console                 shown once, and kept only as its hash
  clova-home token create console --expires 30d   (else a year)
  clova-home token list
  clova-home token revoke console`,
  },
  argumentCount: [1, 2],
  options: ['expires'],
  async run(args) {
    const [verb = '', name] = args.positionals
    const work = Object.hasOwn(subcommands, verb) ? subcommands[verb as keyof typeof subcommands] : undefined
    if (!work)
      throw new UsageError(commandText('noSuchVerb', { verb, verbs: 'create, list, revoke', usage: this.usage }))
    if (verb !== 'list' && name === undefined) throw new UsageError(commandText('tokenNeedsName', { verb }))
    const config = await readConfig(args.config, args.languageFor)
    if (!config) return 1
    const t = commandTranslator(args.languageFor(config.language))
    await work(openTokens(config), name ?? '', args, { t, timeZone: config.timeZone })
    return 0
  },
}

/** How the home is told of what was done. */
interface Output {
  readonly t: CommandTranslate
  readonly timeZone: string
}

/** The tokens, by the running gateway or in their file. */
interface Tokens {
  list(): Promise<ResponseOf<'accessTokens'>['tokens']>
  issue(name: string, lifetimeMs: number): Promise<ResponseOf<'issueAccessToken'>>
  revoke(name: string): Promise<void>
}

/** Asks the running gateway, else works on the file. @throws Error in plain words; then nothing was changed */
function openTokens(config: Pick<Config, 'state' | 'hub'>): Tokens {
  const gateway = createControlClient(config)
  const file = () =>
    new TokenFile(config.state, config.hub?.home, (fields, message) =>
      printError(`${message} ${JSON.stringify(fields)}`),
    )
  return {
    list: async () =>
      (await gateway.callIfRunning('accessTokens', {}))?.tokens ??
      file()
        .list()
        .map(({ name, created, expires }) => ({ name, createdAt: created, expiresAt: expires })),
    async issue(name, lifetimeMs) {
      const issued = await gateway.callIfRunning('issueAccessToken', { name, lifetimeMs })
      if (issued) return issued
      const tokens = file()
      if (tokens.has(name)) throw localizedError(explain('tokenExists', { name }).text)
      return unlessChanged(tokens.issue(name, lifetimeMs))
    },
    async revoke(name) {
      if (await gateway.callIfRunning('revokeAccessToken', { name })) return
      if (!(await unlessChanged(file().revoke(name)))) throw localizedError(explain('noSuchToken', { name }).text)
    },
  }
}

/** Says of an error that nothing was changed. */
const unlessChanged = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown): never => {
    throw localizedError(commandText('nothingChanged', { problem: errorText(error) }))
  })

async function create(
  tokens: Tokens,
  name: string,
  { option: { expires = '365d' }, json }: Args,
  { t, timeZone }: Output,
): Promise<void> {
  const lifetime = duration.safeParse(expires)
  if (!lifetime.success) throw new UsageError(commandText('tokenLifetime', { expires }))
  if (lifetime.data <= 0 || lifetime.data > maxTokenLifetimeMs)
    throw new UsageError(commandText('tokenLifetimeRange', { expires }))
  if (!accessTokenName.safeParse(name).success) throw new UsageError(commandText('tokenNameRule'))
  const { token, expiresAt } = await tokens.issue(name, lifetime.data)
  if (json) print(JSON.stringify({ name, token, expires: new Date(expiresAt) }))
  else print(`${token}\n\n${t('tokenMade', { name, expires: formatMoment(expiresAt, timeZone) })}`)
}

async function list(tokens: Tokens, _name: string, { json }: Args, { t, timeZone }: Output): Promise<void> {
  const rows = (await tokens.list()).map(({ name, createdAt, expiresAt }) => ({
    name,
    created: new Date(createdAt),
    expires: new Date(expiresAt),
    expired: expiresAt <= Date.now(),
  }))
  if (json) print(JSON.stringify(rows))
  else if (rows.length === 0) print(t('noTokens'))
  else
    print(
      table([
        [t('columnName'), t('columnCreated'), t('columnExpires')],
        ...rows.map(({ name, created, expires, expired }) => {
          const time = formatMoment(expires.getTime(), timeZone)
          return [name, formatMoment(created.getTime(), timeZone), expired ? t('tokenExpired', { time }) : time]
        }),
      ]),
    )
}

async function revoke(tokens: Tokens, name: string, _args: Args, { t }: Output): Promise<void> {
  await tokens.revoke(name)
  print(t('tokenRevoked', { name }))
}
