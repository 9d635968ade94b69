import { resolve } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { problemPrinter } from '../../config/problem.ts'
import { unreadableFiles } from '../../diagnostics/checks/fileAccess.ts'
import { loadContext } from '../../gateway/environment.ts'
import { isRoot } from '../../systemd/systemctl.ts'
import { type HostAccess, host } from '../../util/host.ts'
import { print, printError } from '../../util/terminal.ts'
import type { Args, CliCommand } from '../command.ts'
import { commandTranslator } from '../messages/index.ts'

/** `clova-home check` */
export const check: CliCommand = {
  usage: 'check',
  summary: {
    ko: '설정을 읽고 잘못된 곳을 한 번에 모두 알려 줍니다',
    ja: '設定を読み、間違いを一度にすべて表示します',
    en: 'Reads the configuration and says all that is wrong with it at once',
  },
  argumentCount: [0, 0],
  keepsRootRights: true,
  run: (args) => runCheck(args, host, isRoot()),
}

/**
 * Root can read everything, so what the gateway's own user cannot read is reported as well.
 * @returns the exit code
 */
export async function runCheck(
  { config: file, json, languageFor }: Pick<Args, 'config' | 'json' | 'languageFor'>,
  system: HostAccess,
  asRoot: boolean,
): Promise<number> {
  const { config, problems, language: written } = await loadConfig(file, loadContext)
  const language = languageFor(written)
  const t = commandTranslator(language)
  const denied =
    config && asRoot ? await unreadableFiles({ file: resolve(file), stateFolder: config.state, host: system }) : []
  if (json) {
    const files = denied.map(({ localized: _localized, isFixCommand: _isFixCommand, ...finding }) => finding)
    print(JSON.stringify({ ok: config !== undefined && denied.length === 0, problems, files }))
  } else {
    for (const text of problems.map(problemPrinter(language))) printError(text)
    for (const { localized } of denied)
      printError(t('runFix', { message: localized.message[language], fix: localized.fix?.[language] ?? '' }))
    if (config && denied.length === 0) {
      const { appliances, drivers, scenes, edition } = config
      const counts = { drivers: drivers.size, appliances: appliances.length, scenes: scenes.length }
      print(t('configRight', { file, edition, ...counts }))
    } else if (!config)
      printError(`\n${t('mistakes', { file, count: problems.filter(({ severity }) => severity === 'error').length })}`)
  }
  return config && denied.length === 0 ? 0 : 1
}
