import { onStopSignal } from '../../gateway/lifecycle.ts'
import { defaultHubFolder } from '../../hub/folder.ts'
import { createLogger } from '../../util/logger.ts'
import { print, table } from '../../util/terminal.ts'
import { type Args, type CliCommand, UsageError } from '../command.ts'

const subcommands = { run, init, add, list, remove, push } as const

/** `clova-home hub [init|add|list|remove|push]` */
export const hub: CliCommand = {
  usage: 'hub [init|add|list|remove|push] [NAME]',
  summary: 'One public address for many homes: runs the hub, and enrols homes',
  help: `  clova-home hub init --url https://hub.example.com --servers nats1.example.com,nats2.example.com,nats3.example.com
                             makes keys, settings and the configuration of each nats-server
  clova-home hub             runs the public side, on the settings of the folder
  clova-home hub add NAME    enrols a home, and prints the line for "clova-home join"; it is shown once
  clova-home hub list        every home: connected, since when, its version
  clova-home hub remove NAME takes a home away, at once in the whole cluster
  clova-home hub push        gives the cluster what was removed while it could not be reached
  --folder FOLDER            settings and keys (else ${defaultHubFolder})
  --url URL                  the public address
  --servers HOST,HOST,…      the hosts of the cluster; HOST:PORT for another port than 4222`,
  argumentCount: [0, 2],
  options: ['folder', 'url', 'servers'],
  async run(args) {
    const [verb = 'run'] = args.positionals
    if (!Object.hasOwn(subcommands, verb)) throw new UsageError(`"${verb}" is none of init, add, list, remove and push`)
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
  log.info({ reason: await stop }, 'the hub stops')
  await running.close()
  return 0
}

/** The ports of a nats-server, for clients and for the other servers. */
const clientPort = 4222
const routePort = 6222

async function init(folder: string, { option: { url, servers } }: Args): Promise<number> {
  if (url === undefined || servers === undefined)
    throw new UsageError('write both: clova-home hub init --url https://hub.example.com --servers HOST,HOST,HOST')
  if (!/^https:\/\/[^/\s]+$/.test(url)) throw new UsageError(`"${url}" is no address such as https://hub.example.com`)
  const hosts = servers.split(',').map((one) => one.trim())
  const cluster = hosts.map((host, i) => {
    const [name = '', port = String(clientPort)] = host.split(':')
    return { name: `nats${i + 1}`, clientAddress: `0.0.0.0:${port}`, routeAddress: `${name}:${routePort}` }
  })
  const urls = hosts.map((host) => `tls://${host.includes(':') ? host : `${host}:${clientPort}`}`)
  const files = await (await enrolment()).initHub(folder, { publicUrl: url, servers: cluster, urls })
  print(`${folder} has the keys and settings of the hub. Keep a copy of keys.json in a safe place.
Copy each of these to its server, add its certificate (tls), and start nats-server with it:
${files.map((file, i) => `  ${hosts[i]}  ${file}`).join('\n')}
Then: clova-home hub add NAME`)
  return 0
}

async function add(folder: string, args: Args): Promise<number> {
  const line = await (await enrolment()).addHome(folder, nameOf(args))
  print(args.json ? JSON.stringify({ line }) : `On the gateway of this home, as root:\n\n  clova-home join ${line}\n`)
  return 0
}

async function list(folder: string, { json }: Args): Promise<number> {
  const homes = await (await enrolment()).listHomes(folder)
  if (json) print(JSON.stringify(homes))
  else if (homes.length === 0) print('No home is enrolled yet: clova-home hub add NAME')
  else
    print(
      table([
        ['NAME', 'HOME', 'CONNECTED', 'VERSION', 'ENROLLED'],
        ...homes.map(({ name, home, enrolledAt, status }) => [
          name,
          home,
          status ? `since ${new Date(status.connectedSince).toISOString()}` : 'no',
          status?.version ?? '',
          new Date(enrolledAt).toISOString(),
        ]),
      ]),
    )
  return 0
}

async function remove(folder: string, args: Args): Promise<number> {
  const name = nameOf(args)
  await (await enrolment()).removeHome(folder, name)
  print(`${name} is removed: its credentials are refused in the whole cluster.`)
  return 0
}

async function push(folder: string): Promise<number> {
  await (await enrolment()).pushRevocations(folder)
  print('The cluster knows every removed home.')
  return 0
}

function nameOf({ positionals: [verb, name] }: Args): string {
  if (name === undefined) throw new UsageError(`the home needs a name: clova-home hub ${verb} NAME`)
  return name
}
