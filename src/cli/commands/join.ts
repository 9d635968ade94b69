import { existsSync, readFileSync } from 'node:fs'
import { addSecrets } from '../../config/additions.ts'
import { secretsFile } from '../../config/secretsFile.ts'
import { edit } from '../../config/yaml/editor.ts'
import { Secret } from '../../config/yaml/source.ts'
import type { JoinLine } from '../../hub/joinLine.ts'
import { replaceFile } from '../../storage/replaceFile.ts'
import { print } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'

/** `clova-home join LINE` */
export const join: CliCommand = {
  usage: 'join LINE',
  summary: 'Joins a hub: tries the way to it, and writes what "clova-home hub add" printed into the configuration',
  help: `  The line begins with "clova-home:". The hub's address becomes server.publicUrl, its credentials go to secrets.yaml.
  Users and their passwords stay at home: clova-home password, clova-home link`,
  argumentCount: [1, 1],
  async run({ positionals: [typed = ''], config: file }) {
    // The client of NATS takes a tenth of a second to load, and most commands do not need it.
    const [{ parseJoinLine }, { groupedHomeId }, { formatCredentials }] = await Promise.all([
      import('../../hub/joinLine.ts'),
      import('../../hub/homeId.ts'),
      import('../../hub/connection.ts'),
    ])
    const line = parseJoinLine(typed)
    await tryWay(line)
    const secrets = secretsFile(file)
    await replaceFile(
      secrets,
      addSecrets(read(secrets), {
        hub_credentials: formatCredentials(line),
        hub_client_secret: line.clientSecret,
      }),
    )
    await replaceFile(file, withHub(read(file), line))
    print(`This home joined the hub at ${line.publicUrl}. The running gateway connects within a second.
When users link the CLOVA app they are asked for the code of this home: ${groupedHomeId(line.home)}
Then: clova-home doctor`)
    return 0
  },
}

const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** @throws Error in plain words, before anything is written */
async function tryWay({ servers, jwt, seed }: JoinLine): Promise<void> {
  const { connectToCluster } = await import('../../hub/connection.ts')
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  try {
    const connection = await connectToCluster(
      servers,
      { jwt, seed },
      { name: 'join', log: silent, waitOnFirstConnect: false },
    )
    await connection.close()
  } catch (error) {
    throw new Error(
      `the hub cannot be reached at ${servers.join(', ')}: ${(error as Error).message}. Nothing was written; this home needs a way out to these addresses`,
      { cause: error },
    )
  }
}

/** The configuration with the hub in it; every other character stays. */
function withHub(text: string, { home, servers, publicUrl, clientId }: JoinLine): string {
  const editor = edit(text)
  editor.set(['server', 'publicUrl'], publicUrl)
  editor.set(['hub', 'home'], home)
  editor.set(['hub', 'servers'], servers)
  editor.set(['hub', 'credentials'], new Secret('hub_credentials'))
  editor.set(['linking', 'clientId'], clientId)
  editor.set(['linking', 'clientSecret'], new Secret('hub_client_secret'))
  return editor.text
}
