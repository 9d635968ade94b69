import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { loadContext, writtenLanguageOf } from '../../gateway/environment.ts'
import type { CodeImport, CodeImporter, ImportedRemote } from '../../home/codeImport.ts'
import { fileError, isForRoot } from '../../util/fileErrors.ts'
import { suggestion } from '../../util/suggest.ts'
import { print, printError } from '../../util/terminal.ts'
import { localizedError } from '../../util/translate.ts'
import { saveCodeFile } from '../codeFile.ts'
import { type Args, type CliCommand, UsageError } from '../command.ts'
import { type CommandTranslate, commandText, commandTranslator } from '../messages/index.ts'
import { ownerForRoot, runAsOwner } from '../ownerRights.ts'

/** `clova-home ir import FILE` */
export const ir: CliCommand = {
  usage: 'ir import FILE [--name NAME] [--remote REMOTE] [--output FILE]',
  summary: {
    ko: '다른 프로그램의 적외선 코드를 가져옵니다',
    ja: '別のプログラムの赤外線コードを取り込みます',
    en: 'Imports remote control codes that you have from another program',
  },
  help: {
    ko: `  clova-home ir import Samsung.ir                 설정 옆에 codes/samsung.yaml 을 씁니다
  clova-home ir import lircd.conf --name living   들어 있는 리모컨을 모두 codes/living-….yaml 로
  clova-home ir import -                          붙여 넣거나 파이프로 보낸 것을 읽습니다
  --name NAME     리모컨의 이름. 없으면 파일 이름
  --remote REMOTE 파일에 리모컨이 여럿이면 그 이름의 하나만
  --output FILE   쓸 곳. - 이면 화면에 보여 주고, 리모컨이 여럿이면 폴더
형식은 스스로 알아냅니다. 가져오지 못한 것은 줄 번호와 함께 알려 줍니다. 있는 파일은 덮어쓰지 않습니다.`,
    ja: `  clova-home ir import Samsung.ir                 設定の横に codes/samsung.yaml を書きます
  clova-home ir import lircd.conf --name living   入っているリモコンをすべて codes/living-….yaml に
  clova-home ir import -                          貼り付けたもの、パイプで送ったものを読みます
  --name NAME     リモコンの名前。なければファイル名
  --remote REMOTE ファイルにリモコンがいくつもあれば、その名前の1つだけ
  --output FILE   書く場所。- なら表示し、リモコンがいくつもあればフォルダー
形式は自動で見分けます。取り込めなかったものは行番号とともに表示します。すでにあるファイルは上書きしません。`,
    en: `  clova-home ir import Samsung.ir                 writes codes/samsung.yaml beside the configuration
  clova-home ir import lircd.conf --name living   every remote of it, as codes/living-….yaml
  clova-home ir import -                          reads what is pasted or piped
  --name NAME     what the remote is called, if not as the file is
  --remote REMOTE of several remotes in one file only this one, by its name
  --output FILE   where to write it; - prints it; of several remotes a folder
It tells the format by itself. What could not be taken is told with its line. A file that exists is not overwritten.`,
  },
  argumentCount: [1, 2],
  options: ['name', 'remote', 'output'],
  keepsRootRights: true,
  async run(args) {
    const [verb, file] = args.positionals
    if (verb !== 'import')
      throw new UsageError(commandText('noSuchVerb', { verb: verb ?? '', verbs: 'import', usage: this.usage }))
    const importer = await loadImporter()
    if (file === undefined) throw new UsageError(commandText('irNoFile', { formats: importer.formats.join(', ') }))
    const text = readInput(isForRoot() ? '-' : file)
    // The codes may be where only root can read them. What is written elsewhere than in the home is of root.
    const owner = args.option.output === undefined ? await ownerForRoot(resolve(args.config)) : undefined
    if (owner) return (await runAsOwner(owner, args, { input: Buffer.from(text) })).code
    const t = commandTranslator(args.languageFor(writtenLanguageOf(args.config)))
    const fileName = file === '-' ? undefined : basename(file)
    const { name } = args.option
    const result = chooseRemote(
      await importer.read(text, {
        ...(fileName !== undefined && { fileName }),
        ...(name !== undefined && { name }),
      }),
      args.option.remote,
    )
    if (args.json) print(JSON.stringify(result))
    else reportProblems(result, file, t)
    if (result.remotes.length === 0) {
      if (!args.json) printError(t('irNothing', { formats: importer.formats.join(', ') }))
      return 1
    }
    return args.json ? 0 : write(result, args, t)
  },
}

/** All remotes of a file, or the one that is asked for. @throws UsageError with the names if there is none of that name */
function chooseRemote(read: CodeImport, requestedName: string | undefined): CodeImport {
  if (requestedName === undefined || read.remotes.length === 0) return read
  const remotes = read.remotes.filter(({ name, original }) => name === requestedName || original === requestedName)
  if (remotes.length > 0) return { ...read, remotes }
  const names = read.remotes.map(({ name }) => name)
  const meant = suggestion(requestedName, names)
  throw new UsageError(
    commandText('irNoRemote', {
      name: requestedName,
      hint: meant.en === '' ? commandText('irRemotesThere', { names: names.join(', ') }) : meant,
    }),
  )
}

/** The importer of the driver whose appliances receive codes. */
async function loadImporter(): Promise<CodeImporter> {
  for (const load of Object.values(loadContext.drivers)) {
    const { codeImporter } = await load()
    if (codeImporter) return codeImporter
  }
  throw localizedError(commandText('irNoImporter'))
}

/** Larger files are none that people have. */
const maxInputBytes = 16 * 1024 * 1024

/** @throws Error in plain words */
function readInput(file: string): string {
  try {
    if (file !== '-' && statSync(file).size > maxInputBytes)
      throw localizedError(commandText('irTooLarge', { file, mib: maxInputBytes / 1024 / 1024 }))
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw fileError(error, 'read', file)
  }
}

function reportProblems({ format, problems, remotes }: CodeImport, file: string, t: CommandTranslate): void {
  for (const { line, message } of problems)
    printError(t('irNotTaken', { place: `${file}${line === undefined ? '' : `:${line}`}`, reason: message }))
  if (remotes.length > 0) print(t(file === '-' ? 'irFormatPasted' : 'irFormat', { file, format }))
}

/** How many names of remotes are told. */
const maxNamesShown = 20

async function write(
  { remotes }: CodeImport,
  { config, option: { output } }: Args,
  t: CommandTranslate,
): Promise<number> {
  if (output === '-') {
    for (const { text } of remotes) print(text.trimEnd())
    return 0
  }
  if (remotes.length > 1) {
    const names = remotes.slice(0, maxNamesShown).map(({ name }) => name)
    const others = remotes.length > names.length ? t('irMore', { count: remotes.length - names.length }) : ''
    print(t('irSeveral', { count: remotes.length, names: names.join(', '), others }))
  }
  const targets = remotes.map((remote) => ({ remote, target: targetOf(remote, output, config, remotes.length > 1) }))
  const taken = targets.find(({ target }) => existsSync(target))
  if (taken) throw localizedError(commandText('irExists', { file: taken.target }))
  for (const { remote, target } of targets) {
    try {
      await saveCodeFile(target, remote.text)
    } catch (error) {
      throw fileError(error, 'written', target)
    }
    describe(remote, target, t)
  }
  return 0
}

function targetOf(
  { file, name }: ImportedRemote,
  output: string | undefined,
  config: string,
  isOneOfMany: boolean,
): string {
  if (output === undefined) return resolve(dirname(config), file)
  return isOneOfMany ? join(output, basename(file)) : resolve(output || name)
}

function describe({ keys, configuration, notes }: ImportedRemote, target: string, t: CommandTranslate): void {
  const named = keys.flatMap(({ key }) => key ?? [])
  const recognised = keys.flatMap(({ protocol }) => protocol ?? [])
  const protocols = [...new Set(recognised)].join(', ')
  print(`\n${t('irWritten', { file: target })}`)
  if (keys.length > 0)
    print(
      `  ${t('irKeys', {
        count: keys.length,
        known: recognised.length,
        protocols: protocols === '' ? '' : ` (${protocols})`,
        raw: keys.length - recognised.length,
      })}`,
    )
  if (named.length > 0) print(`  ${named.join(', ')}`)
  for (const note of notes) print(`  ${note}`)
  print(`  ${t('irUse')}\n    ${configuration}`)
}
