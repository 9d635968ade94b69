import type { ResponseOf } from '../../../control/api.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { CodeTools, ReceivedCode } from '../../../home/codeTools.ts'
import type { EventStream } from '../../../http/admin/events.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { plainText } from '../../../util/translate.ts'
import type { HomeRuntime } from '../../homeRuntime.ts'
import { comparePresses, describePress, loadCodeImporters, loadCodeTools, toReceivedCode } from './codes.ts'
import { type CollectionDependencies, listRemotes, type Remote } from './collection.ts'
import { importCodes } from './imports.ts'
import { LearningSessions } from './learningSessions.ts'
import { saveRemote } from './saveRemote.ts'

type RemoteHandlers = Pick<
  ControlHandlers,
  | 'remotes'
  | 'remote'
  | 'keyNames'
  | 'startLearning'
  | 'learning'
  | 'cancelLearning'
  | 'compareCodes'
  | 'sendCode'
  | 'importCodes'
  | 'saveRemote'
>

interface RemoteDependencies extends CollectionDependencies {
  readonly home: Pick<HomeRuntime, 'connections'>
  readonly events: EventStream
}

/** The operations on remotes and their codes. Only the driver interprets codes. */
export function createRemoteHandlers(gateway: RemoteDependencies): RemoteHandlers {
  const { home, config, events } = gateway
  const learningSessions = new LearningSessions((learning) => events.publish('learning', { learning }))
  return {
    async remotes() {
      const [remotes, importers] = await Promise.all([listRemotes(gateway), loadCodeImporters(config)])
      return {
        blasters: blastersOf(home),
        remotes: remotes.map((remote) => ({ ...remote, keys: remote.keys.map(({ code: _code, ...key }) => key) })),
        imports: importers.flatMap(({ formats }) => formats.map((name) => ({ format: name, name, extensions: [] }))),
      }
    },
    async remote({ id }) {
      const found = (await listRemotes(gateway)).find((remote) => remote.id === id)
      if (!found) throw controlError('notFound', explain('noSuchRemote', { id }))
      return found
    },
    keyNames: async ({ type }) => ({ keys: [...(await loadCodeTools(config)).keyNames(type)] }),
    async startLearning({ connection, remote: id, key, isRadio, timeoutMs }) {
      const port = portOf(home, connection)
      const tools = await loadCodeTools(config)
      const remote = id === undefined ? undefined : (await listRemotes(gateway)).find((one) => one.id === id)
      return learningSessions.start({
        ...{ connection, port, isRadio, timeoutMs },
        ...(key !== undefined && { key }),
        describe: (received) => ({ ...describePress(tools, received), ...findDuplicate(tools, received, remote, key) }),
      })
    },
    learning: ({ id }) => learningSessions.find(id),
    cancelLearning: ({ id }) => learningSessions.cancel(id),
    compareCodes: async ({ first, second }) => comparePresses(await loadCodeTools(config), first, second),
    async sendCode({ connection, code }, signal) {
      const start = performance.now()
      await portOf(home, connection).send(toReceivedCode(code), signal)
      return { ms: Math.round(performance.now() - start) }
    },
    importCodes: (request, signal) => importCodes(config, request, signal),
    saveRemote: (request, _signal, caller) => saveRemote(gateway, request, caller),
  }
}

/** The connections that send codes. */
const blastersOf = (home: RemoteDependencies['home']): ResponseOf<'remotes'>['blasters'] =>
  home.connections().flatMap(({ name, connection }) => {
    const { codes: port } = connection
    if (!port) return []
    const [problem] = connection.problems?.() ?? []
    return [
      {
        connection: name,
        ...(port.model !== undefined && { model: port.model }),
        isConnected: port.isOnline() !== false,
        canLearn: port.canLearn,
        hasRadio: port.hasRadio,
        ...(problem !== undefined && { problem: plainText(problem) }),
      },
    ]
  })

/** @throws controlError `notFound` if no connection of this name sends codes */
function portOf(home: RemoteDependencies['home'], name: string) {
  const port = home.connections().find((one) => one.name === name)?.connection.codes
  if (!port) throw controlError('notFound', explain('noBlaster', { connection: name }))
  return port
}

/** Finds the key of a remote that has the same code already; the key itself may be learnt again. */
function findDuplicate(
  tools: CodeTools,
  received: ReceivedCode,
  remote: Remote | undefined,
  key: string | undefined,
): { readonly duplicateOf?: string } {
  const same = remote?.keys.find(
    ({ name, code }) => name !== key && code !== undefined && tools.compare(received, toReceivedCode(code)).isSame,
  )
  return same ? { duplicateOf: same.name } : {}
}
