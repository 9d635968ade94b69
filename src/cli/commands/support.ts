import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { arch, cpus, freemem, release, totalmem, uptime } from 'node:os'
import { join, resolve } from 'node:path'
import { loadConfig, stateFolder } from '../../config/load.ts'
import { summarizeProblem } from '../../config/problem.ts'
import { createRedactor } from '../../config/redact.ts'
import { createContext } from '../../diagnostics/context.ts'
import { diagnose } from '../../diagnostics/diagnose.ts'
import { redactedConfig } from '../../diagnostics/redactedConfig.ts'
import { loadContext, writtenLanguageOf } from '../../gateway/environment.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { type HostAccess, host } from '../../util/host.ts'
import { print, printable, table } from '../../util/terminal.ts'
import { errorText, type Language, localizedError } from '../../util/translate.ts'
import { version } from '../../util/version.ts'
import type { Args, CliCommand } from '../command.ts'
import { formatDriverProblem, formatHealthProblems, formatState } from '../format.ts'
import { commandText, commandTranslator } from '../messages/index.ts'

/** `clova-home support [FILE]` */
export const support: CliCommand = {
  usage: 'support [FILE]',
  summary: {
    ko: '문제를 찾는 데 필요한 모든 것을 담은 보고서(텍스트 파일). 비밀번호와 키는 모두 지웁니다',
    ja: '原因を探すのに役立つものをすべて入れた報告書（テキストファイル）。パスワードや鍵はすべて消します',
    en: 'A report of everything that helps to find a fault, as a text file, with every secret removed',
  },
  help: {
    ko: `  clova-home support            여기에 clova-home-support-DATE.txt 로
  clova-home support -          화면에
  기기의 이름, 토픽, 집 안 네트워크의 주소는 들어 있습니다. 다른 사람에게 보내기 전에 읽어 보세요.`,
    ja: `  clova-home support            ここに clova-home-support-DATE.txt として
  clova-home support -          画面に
  機器の名前、トピック、家のネットワークのアドレスは入っています。だれかに送る前に読んでください。`,
    en: `  clova-home support            into clova-home-support-DATE.txt here
  clova-home support -          on the screen
  Names of devices, topics and addresses of the home network stand in it: read it before you send it to anybody.`,
  },
  argumentCount: [0, 1],
  keepsRootRights: true,
  run: (args) => runSupport(args, host),
}

/** @returns the exit code */
export async function runSupport(
  {
    positionals: [target],
    config: file,
    json,
    languageFor,
  }: Pick<Args, 'positionals' | 'config' | 'json' | 'languageFor'>,
  system: HostAccess,
): Promise<number> {
  const language = languageFor(writtenLanguageOf(file))
  const text = await createReport(file, system, language)
  if (target === '-') {
    print(text)
    return 0
  }
  const name = resolve(
    target ?? `clova-home-support-${new Date(system.now()).toISOString().slice(0, 19).replace(/\D/g, '')}.txt`,
  )
  if (existsSync(name)) throw localizedError(commandText('reportExists', { file: name }))
  await writeAtomically(name, text)
  print(json ? JSON.stringify({ file: name }) : commandText('reportMade', { file: name })[language])
  return 0
}

/**
 * Creates the whole report, without secrets, and without characters that change how the text around them is shown. A section
 * that fails contains the error, and the other sections are still created.
 * @param language that of the headings, by which the owner sees what is in it; the rest is in English, for whoever helps
 */
export async function createReport(file: string, system: HostAccess, language: Language = 'en'): Promise<string> {
  const t = commandTranslator(language)
  const sections: readonly (readonly [title: string, content: () => string | Promise<string>])[] = [
    [t('reportMachine'), () => describeMachine(system)],
    [t('reportConfiguration', { file: resolve(file) }), () => redactedConfig(file, loadContext)],
    ['clova-home check', () => describeCheck(file)],
    ['clova-home doctor', () => describeDiagnosis(file, system)],
    ['clova-home appliances', () => describeAppliances(file, system)],
    [t('reportState'), () => describeStateFolder(file)],
    [t('reportJournal'), () => readJournal(system)],
  ]
  const parts: string[] = []
  // One after another, so that the sections do not disturb each other's measurements.
  for (const [title, content] of sections) {
    const text = await Promise.resolve()
      .then(content)
      .catch((error: unknown) => t('reportFailed', { why: errorText(error) }))
    parts.push(`== ${title}\n\n${text.trimEnd()}\n`)
  }
  const head = `${t('reportHead', { time: new Date(system.now()).toISOString() })}\n`
  return `${printable(createRedactor(file)([head, ...parts].join('\n')))}\n`
}

const formatMib = (bytes: number) => `${Math.round(bytes / (1 << 20))} MiB`
/** The Debian packages whose versions are of interest. */
const packages = ['clova-home-gateway', 'nodejs', 'mosquitto', 'cloudflared', 'lirc', 'v4l-utils', 'systemd']

async function describeMachine({ program }: HostAccess): Promise<string> {
  const first = (name: string) => {
    try {
      return readFileSync(name, 'utf8').replaceAll('\0', '')
    } catch {
      return ''
    }
  }
  const installed = await program('dpkg-query', ['-W', '-f=${Package} ${Version}\\n', ...packages])
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['clova-home', version],
    ['Node.js', `${process.version}, OpenSSL ${process.versions.openssl}`],
    ['system', /^PRETTY_NAME="?([^"\n]*)/m.exec(first('/etc/os-release'))?.[1]],
    ['kernel', `${release()} ${arch()}`],
    ['machine', first('/proc/device-tree/model') || cpus()[0]?.model],
    ['memory', `${formatMib(freemem())} of ${formatMib(totalmem())} free`],
    ['up for', `${Math.round(uptime() / 3600)} h`],
    ['time zone', Intl.DateTimeFormat().resolvedOptions().timeZone],
    ['packages', installed?.trim().replaceAll('\n', ', ')],
  ]
  return table(rows.filter(([, value]) => value).map(([name, value = '']) => [name, value]))
}

async function describeCheck(file: string): Promise<string> {
  const { config, problems } = await loadConfig(file, loadContext)
  return [...problems.map(summarizeProblem), config ? 'it is right' : 'it has mistakes'].join('\n')
}

async function describeDiagnosis(file: string, system: HostAccess): Promise<string> {
  const { findings } = await diagnose(file, system, () => {})
  return findings.map(({ localized: _localized, ...finding }) => JSON.stringify(finding)).join('\n')
}

async function describeAppliances(file: string, system: HostAccess): Promise<string> {
  const { config } = await loadConfig(file, loadContext)
  if (!config) return 'none, since the configuration has mistakes'
  const running = await createContext(config, system).gateway()
  if (running.status === 'foreign') return running.reason?.en ?? 'another program listens on the address of the gateway'
  const { appliances } = running.inventory
  const problems = [
    ...(running.status === 'running' ? formatHealthProblems(running.health) : []),
    ...running.inventory.problems.map((problem) => formatDriverProblem(problem)),
  ]
  const rows = appliances.map(({ id, type, driver, from, online, assumed, state: known, actions }) => [
    id,
    type,
    driver,
    from,
    online ? 'online' : 'offline',
    `${formatState(known)}${assumed ? ' (assumed)' : ''}`,
    actions.join(' '),
  ])
  return [...problems, rows.length > 0 ? table(rows) : 'none'].join('\n')
}

/** Lists the files of the state folder, never their content. */
async function describeStateFolder(file: string): Promise<string> {
  const { config } = await loadConfig(file, loadContext)
  const folder = config?.state ?? stateFolder(resolve(file))
  const rows = readdirSync(folder).map((name) => {
    const { size, mode, mtime, uid } = statSync(join(folder, name))
    return [name, String(size), (mode & 0o777).toString(8), String(uid), mtime.toISOString()]
  })
  return rows.length > 0 ? table(rows) : `${folder} is empty`
}

/** How many lines of the journal are included. */
const journalLines = 500

async function readJournal({ program }: HostAccess): Promise<string> {
  const words = [
    '-u',
    'clova-home',
    '-u',
    'clova-home-tunnel@*',
    '-n',
    String(journalLines),
    '--no-pager',
    '-o',
    'short-iso',
  ]
  return (
    (await program('journalctl', words)) ?? 'there is none, or it cannot be read by this user: sudo clova-home support'
  )
}
