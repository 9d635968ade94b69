import { onStopSignal } from '../../gateway/lifecycle.ts'
import { defaultHubFolder } from '../../hub/folder.ts'
import { createLogger } from '../../util/logger.ts'
import { print, table } from '../../util/terminal.ts'
import { setV8Flags } from '../../util/v8Flags.ts'
import { type Args, type CliCommand, UsageError } from '../command.ts'
import { formatMoment } from '../format.ts'
import { commandText, commandTranslator } from '../messages/index.ts'

const subcommands = { run, init, add, list, remove, push } as const

/** `clova-home hub [init|add|list|remove|push]` */
export const hub: CliCommand = {
  usage: 'hub [init|add|list|remove|push] [NAME]',
  summary: {
    ko: '여러 집을 위한 하나의 공개 주소: 허브를 실행하고 집을 등록합니다',
    ja: '何軒もの家のための1つの公開アドレス: ハブを動かし、家を登録します',
    en: 'One public address for many homes: runs the hub, and enrols homes',
  },
  help: {
    ko: `  clova-home hub init --url https://hub.example.com --servers nats1.example.com,nats2.example.com,nats3.example.com
                             키와 설정, nats-server마다의 설정 파일을 만듭니다
  clova-home hub             폴더의 설정으로 허브를 실행합니다
  clova-home hub add NAME    집을 등록하고 "clova-home join" 에 쓸 줄을 한 번만 보여 줍니다
  clova-home hub list        모든 집: 연결 여부, 연결한 때, 버전
  clova-home hub remove NAME 집을 없앱니다. 클러스터 전체에 곧바로 적용됩니다
  clova-home hub push        클러스터에 닿지 못하는 동안 없앤 것을 알려 줍니다
  --folder FOLDER            설정과 키 (없으면 ${defaultHubFolder})
  --url URL                  공개 주소
  --servers HOST,HOST,…      클러스터의 호스트. 포트가 4222가 아니면 HOST:PORT`,
    ja: `  clova-home hub init --url https://hub.example.com --servers nats1.example.com,nats2.example.com,nats3.example.com
                             鍵と設定、nats-serverごとの設定ファイルを作ります
  clova-home hub             フォルダーの設定でハブを動かします
  clova-home hub add NAME    家を登録し、"clova-home join" に使う行を1回だけ表示します
  clova-home hub list        すべての家: 接続しているか、接続した日時、バージョン
  clova-home hub remove NAME 家を取り除きます。クラスター全体にすぐ反映されます
  clova-home hub push        クラスターに届かない間に取り除いたものを知らせます
  --folder FOLDER            設定と鍵（なければ ${defaultHubFolder}）
  --url URL                  公開アドレス
  --servers HOST,HOST,…      クラスターのホスト。ポートが4222でなければ HOST:PORT`,
    en: `  clova-home hub init --url https://hub.example.com --servers nats1.example.com,nats2.example.com,nats3.example.com
                             makes keys, settings and the configuration of each nats-server
  clova-home hub             runs the public side, on the settings of the folder
  clova-home hub add NAME    enrols a home, and prints the line for "clova-home join"; it is shown once
  clova-home hub list        every home: connected, since when, its version
  clova-home hub remove NAME takes a home away, at once in the whole cluster
  clova-home hub push        gives the cluster what was removed while it could not be reached
  --folder FOLDER            settings and keys (else ${defaultHubFolder})
  --url URL                  the public address
  --servers HOST,HOST,…      the hosts of the cluster; HOST:PORT for another port than 4222`,
  },
  argumentCount: [0, 2],
  keepsRootRights: true,
  options: ['folder', 'url', 'servers'],
  async run(args) {
    const [verb = 'run'] = args.positionals
    if (!Object.hasOwn(subcommands, verb))
      throw new UsageError(
        commandText('noSuchVerb', { verb, verbs: 'init, add, list, remove, push', usage: this.usage }),
      )
    return subcommands[verb as keyof typeof subcommands](args.option.folder ?? defaultHubFolder, args)
  },
}

/** The client of NATS takes a tenth of a second to load, so it is loaded only by the commands that need it. */
const enrolment = () => import('../../hub/enrolment.ts')

async function run(folder: string): Promise<number> {
  const stop = onStopSignal()
  const { startHub } = await import('../../hub/process.ts')
  const log = createLogger([])
  const running = await startHub(folder, log)
  setV8Flags('manyRequests')
  log.info({ reason: await stop }, 'the hub stops')
  await running.close()
  return 0
}

/** The ports of a nats-server, for clients and for the other servers. */
const clientPort = 4222
const routePort = 6222

/** A name or an IPv4 address, and perhaps a port. It is written into configurations of nats-server. */
function isHostWithPort(text: string): boolean {
  const [, port = '1'] = /^[a-z\d](?:[a-z\d.-]*[a-z\d])?(?::(\d{1,5}))?$/i.exec(text) ?? [undefined, '0']
  return Number(port) >= 1 && Number(port) <= 65_535
}

async function init(folder: string, { option: { url, servers }, languageFor }: Args): Promise<number> {
  if (url === undefined || servers === undefined) throw new UsageError(commandText('hubInitWords'))
  if (!/^https:\/\/[^/\s]+$/.test(url)) throw new UsageError(commandText('hubUrlRule', { url }))
  const hosts = servers.split(',').map((one) => one.trim())
  const wrong = hosts.find((host) => !isHostWithPort(host))
  if (wrong !== undefined) throw new UsageError(commandText('hubServerRule', { server: wrong }))
  const twice = hosts.find((host, i) => hosts.indexOf(host) !== i)
  if (twice !== undefined) throw new UsageError(commandText('hubServerTwice', { server: twice }))
  const cluster = hosts.map((host, i) => {
    const [name = '', port = String(clientPort)] = host.split(':')
    return { name: `nats${i + 1}`, clientAddress: `0.0.0.0:${port}`, routeAddress: `${name}:${routePort}` }
  })
  const urls = hosts.map((host) => `tls://${host.includes(':') ? host : `${host}:${clientPort}`}`)
  const files = await (await enrolment()).initHub(folder, { publicUrl: url, servers: cluster, urls })
  const list = files.map((file, i) => `  ${hosts[i]}  ${file}`).join('\n')
  print(commandText('hubMade', { folder, files: list })[languageFor()])
  return 0
}

async function add(folder: string, args: Args): Promise<number> {
  const name = nameOf(args)
  if (!/^\P{Cc}{1,60}$/u.test(name)) throw new UsageError(commandText('hubNameRule'))
  const line = await (await enrolment()).addHome(folder, name)
  print(args.json ? JSON.stringify({ line }) : commandText('hubAdded', { line })[args.languageFor()])
  return 0
}

async function list(folder: string, { json, languageFor }: Args): Promise<number> {
  const t = commandTranslator(languageFor())
  const homes = await (await enrolment()).listHomes(folder)
  if (json) print(JSON.stringify(homes))
  else if (homes.length === 0) print(t('hubNoHomes'))
  else
    print(
      table([
        [t('columnName'), t('hubColumnHome'), t('hubColumnConnected'), t('hubColumnVersion'), t('hubColumnEnrolled')],
        ...homes.map(({ name, home, enrolledAt, status }) => [
          name,
          home,
          status ? t('hubConnectedSince', { time: formatMoment(status.connectedSince) }) : t('no'),
          status?.version ?? '',
          formatMoment(enrolledAt),
        ]),
      ]),
    )
  return 0
}

async function remove(folder: string, args: Args): Promise<number> {
  const name = nameOf(args)
  await (await enrolment()).removeHome(folder, name)
  print(commandText('hubRemoved', { name })[args.languageFor()])
  return 0
}

async function push(folder: string, { languageFor }: Args): Promise<number> {
  await (await enrolment()).pushRevocations(folder)
  print(commandText('hubPushed')[languageFor()])
  return 0
}

/** The name of a home as it is typed on any machine: some write 한 as three letters. */
function nameOf({ positionals: [verb, typed = ''] }: Args): string {
  const name = typed.trim().normalize('NFC')
  if (name === '') throw new UsageError(commandText('hubNeedsName', { verb: verb ?? '' }))
  return name
}
