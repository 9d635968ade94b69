import type { Config } from '../config/load.ts'
import { createDeadline } from '../home/deadline.ts'
import { isForRoot } from '../util/fileErrors.ts'
import { openHttp, requestHttp } from '../util/httpRequest.ts'
import { byLanguage, type LocalizedText, localizedError, localizer, untranslated } from '../util/translate.ts'
import {
  type ControlEvent,
  type EventName,
  errorBody,
  events as eventSchemas,
  eventsPath,
  type OperationName,
  operations,
  pathKeys,
  type RequestOf,
  type ResponseOf,
} from './api.ts'
import { formatExplanation } from './explanations/index.ts'
import { adminSocketPaths, serviceState, usablePath } from './socketPath.ts'

/** Why the gateway could not be asked. `{x}` is a placeholder. */
const clientText = localizer({
  noGateway: {
    ko: '상태 폴더 {state} 로 실행 중인 게이트웨이가 없습니다. 시작하려면: sudo systemctl start clova-home 또는 clova-home run',
    ja: '状態フォルダー {state} で動いているゲートウェイがありません。起動するには: sudo systemctl start clova-home または clova-home run',
    en: 'no gateway runs with the state folder {state}; start it with: sudo systemctl start clova-home, or clova-home run',
  },
  notAllowed: {
    ko: '이 사용자는 게이트웨이에 물어볼 수 없습니다 ({path}). sudo를 붙이거나 게이트웨이의 사용자로 실행하세요',
    ja: 'この利用者はゲートウェイに尋ねられません（{path}）。sudoを付けるか、ゲートウェイの利用者で実行してください',
    en: "this user may not ask the gateway ({path}); run it with sudo, or as the gateway's user",
  },
  ownerNotAllowed: {
    ko: '설정의 소유자는 게이트웨이에 물어볼 수 없습니다 ({path}). root도 그 소유자의 권한으로 물어봅니다. 소유자를 그 그룹에 넣으세요: sudo adduser USER clova-home',
    ja: '設定の所有者はゲートウェイに尋ねられません（{path}）。rootもその所有者の権限で尋ねます。所有者をそのグループに入れてください: sudo adduser USER clova-home',
    en: 'the owner of the configuration may not ask the gateway ({path}), and root asks with the rights of that owner; put the owner into its group: sudo adduser USER clova-home',
  },
  noAnswerInTime: {
    ko: '게이트웨이가 "{name}" 에 제때 대답하지 않았습니다',
    ja: 'ゲートウェイが "{name}" に時間内に答えませんでした',
    en: 'the gateway did not answer to "{name}" in time',
  },
  otherVersion: {
    ko: '실행 중인 게이트웨이가 이 명령보다 오래되었거나 버전이 달라 물어볼 수 없습니다. 다시 시작하세요: sudo systemctl restart clova-home',
    ja: '動いているゲートウェイがこのコマンドより古いか、バージョンが違うため尋ねられません。再起動してください: sudo systemctl restart clova-home',
    en: 'the running gateway is older than this command, or another version, and cannot be asked this; restart it: sudo systemctl restart clova-home',
  },
  otherVersionByHand: {
    ko: '실행 중인 게이트웨이가 이 명령보다 오래되었거나 버전이 달라 물어볼 수 없습니다. 멈춘 뒤(Ctrl-C) 다시 시작하세요: clova-home run',
    ja: '動いているゲートウェイがこのコマンドより古いか、バージョンが違うため尋ねられません。止めてから（Ctrl-C）起動し直してください: clova-home run',
    en: 'the running gateway is older than this command, or another version, and cannot be asked this; stop it (Ctrl-C) and start it again: clova-home run',
  },
  refusedStatus: {
    ko: '게이트웨이가 상태 {status} (으)로 거절했습니다',
    ja: 'ゲートウェイが状態 {status} で断りました',
    en: 'the gateway refused it with status {status}',
  },
})

/** How long an operation may take, in milliseconds: more than any deadline of a command. */
const operationTimeoutMs = 10_000
const backupTimeoutMs = 60_000

/** How long a response may be, in bytes: 10,000 appliances have some 10 MiB. A backup has at most 64 MiB. */
const maxResponseBytes = 32 * 2 ** 20
const maxBackupBytes = 72 * 2 ** 20

/** The codes of the errors that the client throws. */
const noGateway = 'ERR_NO_GATEWAY'
const notAllowed = 'ERR_NOT_ALLOWED'

/** True if an error says that no gateway runs with this configuration. */
export const isNoGateway = (error: unknown): boolean => (error as NodeJS.ErrnoException | undefined)?.code === noGateway

/** The running gateway of one state folder, as its owner may ask it. */
export interface ControlClient {
  /**
   * Asks for one operation.
   * @throws Error in plain words; `isNoGateway` tells whether that is since none runs
   */
  call<N extends OperationName>(name: N, request: RequestOf<N>, signal?: AbortSignal): Promise<ResponseOf<N>>
  /** The same, or nothing if no gateway runs. */
  callIfRunning<N extends OperationName>(
    name: N,
    request: RequestOf<N>,
    signal?: AbortSignal,
  ): Promise<ResponseOf<N> | undefined>
  /** What happens in the gateway, until the signal aborts or the gateway ends. @throws as `call`, the signal's reason */
  events(signal: AbortSignal): AsyncGenerator<ControlEvent, void, void>
}

/** The client of the gateway that runs with this configuration, if one does. Nothing is connected before it is asked. */
export function createControlClient({ state }: Pick<Config, 'state'>): ControlClient {
  const self: ControlClient = {
    async call(name, request, signal) {
      const { method, path, response } = operations[name]
      const isBackup = response === 'archive'
      const limit = createDeadline(isBackup ? backupTimeoutMs : operationTimeoutMs, signal)
      const inPath = pathKeys(path)
      const entries = Object.entries(request as Readonly<Record<string, unknown>>)
      const body = Object.fromEntries(entries.filter(([key]) => !inPath.includes(key)))
      const values = new Map(entries)
      const target = path.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(String(values.get(key))))
      const answer = await reach(state, (socketPath) =>
        requestHttp(`http://localhost${target}`, {
          method,
          ...(method === 'POST' && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
          signal: limit.signal,
          maxBytes: isBackup ? maxBackupBytes : maxResponseBytes,
          connection: { socketPath },
        }),
      )
        .catch((error: unknown) => {
          if (!limit.signal.aborted || signal?.aborted) throw error
          throw localizedError(clientText('noAnswerInTime', { name }))
        })
        .finally(limit.end)
      if (answer.status !== 200) throw refusalOf(answer.body, answer.status, state)
      if (response === 'archive') return answer.body as unknown as ResponseOf<typeof name>
      const parsed = response.safeParse(parseJson(answer.body))
      if (!parsed.success) throw otherVersion(state)
      return parsed.data as ResponseOf<typeof name>
    },
    async callIfRunning(name, request, signal) {
      try {
        return await self.call(name, request, signal)
      } catch (error) {
        if (isNoGateway(error)) return undefined
        throw error
      }
    },
    async *events(signal) {
      const response = await reach(state, (socketPath) =>
        openHttp(`http://localhost${eventsPath}`, { signal, connection: { socketPath } }),
      )
      if (response.statusCode !== 200) {
        response.destroy()
        throw otherVersion(state)
      }
      const { createParser } = await import('eventsource-parser')
      const waiting: ControlEvent[] = []
      const parser = createParser({
        onEvent({ event, data }) {
          const schema = event !== undefined && Object.hasOwn(eventSchemas, event) && eventSchemas[event as EventName]
          const parsed = schema ? schema.safeParse(parseJson(data)) : undefined
          if (parsed?.success) waiting.push({ name: event, data: parsed.data } as ControlEvent)
        },
      })
      response.setEncoding('utf8')
      try {
        for await (const chunk of response as AsyncIterable<string>) {
          parser.feed(chunk)
          yield* waiting.splice(0)
        }
      } catch (error) {
        throw signal.aborted ? signal.reason : error
      }
    },
  }
  return self
}

/** Tries each place where the socket can be. @throws Error in plain words */
async function reach<T>(state: string, work: (socketPath: string) => Promise<T>): Promise<T> {
  for (const path of adminSocketPaths(state)) {
    try {
      const usable = usablePath(path)
      try {
        return await work(usable.path)
      } finally {
        usable.close()
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // Not there, or left behind by a process that has ended.
      if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') continue
      if (code === 'EACCES' || code === 'EPERM')
        throw coded(notAllowed, clientText(isForRoot() ? 'ownerNotAllowed' : 'notAllowed', { path }))
      throw error
    }
  }
  throw coded(noGateway, clientText('noGateway', { state }))
}

const coded = (code: string, text: LocalizedText): Error => Object.assign(localizedError(text), { code })

const otherVersion = (state: string) =>
  localizedError(clientText(state === serviceState ? 'otherVersion' : 'otherVersionByHand'))

/** What the gateway says of why it did not do it, in the three languages if it has them. */
function refusalOf(body: Buffer, status: number, state: string): Error {
  const { data } = errorBody.safeParse(parseJson(body))
  if (!data) return status === 404 ? otherVersion(state) : localizedError(clientText('refusedStatus', { status }))
  const { explanation } = data
  // One without explanations is of a version before them.
  if (explanation ? explanation.code === 'noSuchOperation' : data.code === 'notFound') return otherVersion(state)
  return coded(
    data.code,
    explanation ? byLanguage((language) => formatExplanation(explanation, language)) : untranslated(data.message),
  )
}

function parseJson(text: Buffer | string): unknown {
  try {
    return JSON.parse(text.toString())
  } catch {
    return undefined
  }
}
