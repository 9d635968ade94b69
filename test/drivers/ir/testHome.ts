import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recogniseClimate } from '../../../drivers/ir/climate/protocols/index.ts'
import { recognise } from '../../../drivers/ir/codes/index.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { formatProblem } from '../../../src/config/problem.ts'
import { ConfigWatcher } from '../../../src/gateway/configReload.ts'
import { loadContext } from '../../../src/gateway/environment.ts'
import { type Gateway, startGateway } from '../../../src/gateway/gateway.ts'
import { createLogger } from '../../../src/util/logger.ts'
import { envelope, pem, postTo, signed } from '../../support/clova.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { writeTokens } from '../../support/gateway.ts'
import { eventually } from '../driverContract.ts'

/** What CLOVA is answered. */
interface Told {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** A gateway that can be started again on what it kept, and whose files may change while it runs. */
export interface TestHome {
  readonly folder: string
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  /** Asks as CLOVA would. */
  say(action: string, appliance: string, payload?: object): Promise<Told>
  /** What the gateway knows of an appliance. */
  state(appliance: string): object
  problems(): readonly string[]
  /** Changes a file, and waits until that counts. */
  change(name: string, text: string): Promise<void>
  restart(): Promise<void>
  close(): Promise<void>
}

/** A folder with a configuration and the files that it names. */
function folderOf(yaml: string, files: Readonly<Record<string, string>>, port = 0): { folder: string; file: string } {
  const folder = makeFolder()
  const all = {
    'clova.pem': pem,
    'gateway.yaml': `server: { listen: '127.0.0.1:${port}' }\nsignature: { publicKey: clova.pem }\n${yaml}`,
    ...files,
  }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text)
  return { folder, file: join(folder, 'gateway.yaml') }
}

/** All that `check` reports of a configuration: with its place, without the folder. */
export async function checked(yaml: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { folder, file } = folderOf(yaml, files)
  try {
    const { problems } = await loadConfig(file, { ...loadContext, env: {} })
    return problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ''))
  } finally {
    removeFolder(folder)
  }
}

/**
 * @param yaml what stands below `signature:` in the configuration
 * @param port where it listens, for who asks it by the command line; any unless given
 */
export async function startHome(
  yaml: string,
  files: Readonly<Record<string, string>> = {},
  port = 0,
): Promise<TestHome> {
  const { folder, file } = folderOf(`dashboard: { enabled: false }\n${yaml}`, files, port)
  const lines: Record<string, unknown>[] = []
  let token = ''
  let running: { gateway: Gateway; changes: { close(): void } } | undefined
  const now = () => {
    if (!running) throw new Error('the gateway does not run')
    return running.gateway
  }
  await start()
  return {
    folder,
    lines,
    async say(action, appliance, payload = {}) {
      const { hostname, port } = new URL(`http://${now().address()}`)
      const body = envelope(`${action}Request`, {
        accessToken: token,
        ...(appliance && { appliance: { applianceId: appliance } }),
        ...payload,
      })
      const answer = await postTo({ host: hostname, port }, body, { signaturecek: signed(body) })
      if (answer.status !== 200) throw new Error(`status ${answer.status}: ${JSON.stringify(lines.slice(-3))}`)
      const { header, payload: answerPayload } = JSON.parse(answer.body)
      return { name: header.name, payload: answerPayload }
    },
    state: (appliance) => now().runtime.memories.of(appliance).get(),
    problems: () =>
      now()
        .runtime.problems()
        .map(({ connection, text }) => `${connection}: ${text.en}`),
    async change(name, text) {
      const inForce = () => lines.filter(({ msg }) => String(msg).includes('is in force')).length
      const before = inForce()
      writeFileSync(join(folder, `${name}.new`), text)
      renameSync(join(folder, `${name}.new`), join(folder, name))
      await eventually(() => inForce() > before)
    },
    async restart() {
      await stop()
      await start()
    },
    async close() {
      await stop()
      removeFolder(folder)
    },
  }

  async function start() {
    const { config, problems } = await loadConfig(file, { ...loadContext, env: {} })
    if (!config) throw new Error(problems.map((one) => formatProblem(one)).join('\n'))
    const log = createLogger(config.secrets, 'debug', (line) => void lines.push(JSON.parse(line)))
    token = writeTokens(config.state)
    const gateway = await startGateway(config, log)
    running = { gateway, changes: new ConfigWatcher(gateway, config, { ...loadContext, env: {} }, log, []) }
    await gateway.runtime.ready()
  }
  async function stop() {
    running?.changes.close()
    await running?.gateway.close()
    running = undefined
  }
}

/** The name of the key that light is of; of NEC keys, each its command. */
export const keyOf = (keys: Readonly<Record<string, number>>, pulses: readonly number[]): string => {
  const key = recognise({ medium: 'ir', carrierHz: 38_000, pulses })
  const { command } = (key?.fields ?? {}) as { command?: number }
  return Object.keys(keys).find((name) => keys[name] === command) ?? `no key: ${JSON.stringify(key)}`
}

/** What an air conditioner receives by infrared. */
export const climateOf = (pulses: readonly number[]) => {
  const { protocol, state } = recogniseClimate({ medium: 'ir', carrierHz: 38_000, pulses }) ?? {}
  return { protocol: protocol?.name, ...state }
}
