import { join } from 'node:path'
import type { Config } from '../../config/load.ts'
import { createControlClient } from '../../control/client.ts'
import { readConfig, writtenLanguageOf } from '../../gateway/environment.ts'
import { readGrants } from '../../oauth/grantSchema.ts'
import { Grants } from '../../oauth/grants.ts'
import { createUnlink, listLinks } from '../../oauth/linkedAccounts.ts'
import { headedTable, print, printError } from '../../util/terminal.ts'
import { localizedError } from '../../util/translate.ts'
import { type CliCommand, UsageError } from '../command.ts'
import { showForm } from '../consoleForm/form.ts'
import { formatMoment } from '../format.ts'
import { type CommandTranslate, commandText, commandTranslator } from '../messages/index.ts'

const subcommands = { status, revoke } as const

/** `clova-home link [status|revoke [NAME]]` */
export const link: CliCommand = {
  usage: 'link [status|revoke NAME|revoke --all]',
  summary: {
    ko: 'CLOVA 개발자 콘솔에 입력할 값, 누가 연결했는지, 연결을 끊는 방법',
    ja: 'CLOVAの開発者コンソールに入力する値、だれが連携しているか、連携の終わらせ方',
    en: "What to enter in CLOVA's developer console, who has linked, and how to end that",
  },
  help: {
    ko: `  clova-home link                 콘솔의 입력란을 순서대로, 그리고 아직 필요한 것.
                                  허브를 쓰면: 우리 집 코드
  clova-home link status          누가 언제 연결했고 마지막으로 언제 썼는지
  clova-home link revoke family   그 사용자의 연결, 또는 그 ID의 연결을 끊습니다
  clova-home link revoke --all    모든 연결을 끊습니다`,
    ja: `  clova-home link                 コンソールの入力欄を順に、そしてまだ必要なもの。
                                  ハブを使うなら: わが家のコード
  clova-home link status          だれがいつ連携し、最後にいつ使ったか
  clova-home link revoke family   その利用者の連携、またはそのIDの連携を終わらせます
  clova-home link revoke --all    すべての連携を終わらせます`,
    en: `  clova-home link                 every field of the console's form, in its order, and what is still missing here;
                                  behind a hub: the code of this home
  clova-home link status          who is linked since when, and when it was last used
  clova-home link revoke family   ends the links of a user, or the one of that ID
  clova-home link revoke --all    ends all links`,
  },
  argumentCount: [0, 2],
  flags: ['all'],
  async run({ positionals: [verb, name], config: file, json, languageFor, flag }) {
    const language = languageFor(writtenLanguageOf(file))
    if (verb === undefined) return showForm(file, json, { language })
    if (!Object.hasOwn(subcommands, verb))
      throw new UsageError(commandText('noSuchVerb', { verb, verbs: 'status, revoke', usage: this.usage }))
    if (verb === 'status' && name !== undefined)
      throw new UsageError(commandText('tooManyWords', { word: name, usage: 'link status' }))
    if (verb === 'revoke' && (name === undefined) !== flag.has('all')) throw new UsageError(commandText('revokeWhich'))
    const config = await readConfig(file, languageFor)
    const t = commandTranslator(language)
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
    formatMoment(Date.parse(since), config.timeZone),
    formatMoment(Date.parse(lastUsed), config.timeZone),
    inForce ? t('inForce') : whyNot,
  ])
  if (json) print(JSON.stringify(links))
  else if (rows.length === 0) print(t('nobodyLinked'))
  else print(headedTable(['ID', t('columnUser'), t('columnSince'), t('columnLastUsed'), t('columnInForce')], rows))
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
  if (ended === 0 && name !== undefined) throw localizedError(commandText('noSuchLink', { name }))
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
