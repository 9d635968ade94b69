import { join } from 'node:path'
import { loadConfigOrLastGood } from '../../config/lastGood.ts'
import { setupConfig } from '../../config/setupConfig.ts'
import type { ResponseOf } from '../../control/api.ts'
import { createControlClient } from '../../control/client.ts'
import { loadContext } from '../../gateway/environment.ts'
import { accountsFileName, DashboardAccounts } from '../../http/dashboard/accounts.ts'
import { columnWidth, print, printError } from '../../util/terminal.ts'
import type { Language } from '../../util/translate.ts'
import { type CliCommand, UsageError } from '../command.ts'
import { formatMoment } from '../format.ts'
import { commandText, commandTranslator } from '../messages/index.ts'

/** `clova-home dashboard [reset]` */
export const dashboard: CliCommand = {
  usage: 'dashboard [reset]',
  summary: {
    ko: '대시보드의 주소와, 첫 비밀번호를 정하는 일회용 코드',
    ja: 'ダッシュボードのアドレスと、最初のパスワードを決めるための1回限りのコード',
    en: 'Where the dashboard is, and the one-time code with which its first password is set',
  },
  help: {
    ko: `  clova-home dashboard         주소. 비밀번호가 아직 없으면 10분 동안 쓸 수 있는 코드도 알려 주고, 그동안
                               집 안의 네트워크에서 페이지를 열 수 있습니다
  clova-home dashboard reset   소유자의 비밀번호를 지우고 모든 로그인을 끝낸 다음, 위와 같이 합니다`,
    ja: `  clova-home dashboard         アドレス。パスワードがまだなければ10分間使えるコードも表示し、その間は
                               家のネットワークからページを開けます
  clova-home dashboard reset   持ち主のパスワードを消してすべてのログインを終わらせ、あとは上と同じです`,
    en: `  clova-home dashboard         its address; while it has no password also a code, good for ten minutes, during which
                               the home network may open the page
  clova-home dashboard reset   forgets the owner's password and ends every login; then as above`,
  },
  argumentCount: [0, 1],
  async run({ positionals: [verb], config: file, json, languageFor }) {
    if (verb !== undefined && verb !== 'reset')
      throw new UsageError(commandText('noSuchVerb', { verb, verbs: 'reset', usage: this.usage }))
    // The page in which a configuration is corrected must work while that configuration has mistakes.
    const config = (await loadConfigOrLastGood(file, loadContext)).config ?? (await setupConfig(file, loadContext))
    const reset = verb === 'reset'
    const running = await createControlClient(config).callIfRunning('openDashboard', { reset })
    const access = running ?? (await openStopped(config.state, reset))
    if (json) print(JSON.stringify(access))
    else show(access, reset, languageFor(config.language), config.timeZone)
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
    problem: commandText('dashboardStopped').en,
  }
}

function show(
  { urls, code, expiresAt, problem }: Access,
  isReset: boolean,
  language: Language,
  timeZone: string,
): void {
  const t = commandTranslator(language)
  const width = Math.max(6, columnWidth(t('dashboardOpen')))
  const line = (label: string, text: string) => `${' '.repeat(width - columnWidth(label))}${label}   ${text}`
  if (isReset) print(`${t('dashboardReset')}\n`)
  for (const [i, url] of urls.entries()) print(line(t(i === 0 ? 'dashboardOpen' : 'dashboardOr'), url))
  if (code !== undefined && expiresAt !== undefined) {
    print(`${line(t('dashboardCode'), code)}\n`)
    print(t('dashboardCodeUntil', { time: formatMoment(expiresAt, timeZone).slice(-5) }))
  } else print(`\n${t('dashboardLogIn')}`)
  const stopped = commandText('dashboardStopped')
  if (problem !== undefined) printError(problem === stopped.en ? stopped[language] : problem)
}
