import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { applianceKeys } from '../../config/schema.ts'
import { edit } from '../../config/yaml/editor.ts'
import { parseSource } from '../../config/yaml/source.ts'
import type { Caller, ParsedRequestOf, ResponseOf } from '../../control/api.ts'
import { controlError } from '../../control/errors.ts'
import { explain, explainError } from '../../control/explanations/index.ts'
import type { ImportedRemote } from '../../home/codeImport.ts'
import type { CodeTools, ReceivedCode } from '../../home/codeTools.ts'
import type { Driver } from '../../home/driver.ts'
import type { EventStream } from '../../http/admin/events.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import { replaceFile } from '../../storage/replaceFile.ts'
import { isObject } from '../../util/parse.ts'
import { errorText, joinTexts, plainText } from '../../util/translate.ts'
import { type EditableConfig, explainWriteError, indexOfAppliance } from '../configuration/editor.ts'
import type { HomeRuntime } from '../homeRuntime.ts'
import { authorOf } from './configuration.ts'
import { LearningSessions } from './learningSessions.ts'

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
type Remote = ResponseOf<'remote'>
type CodeRequest = ParsedRequestOf<'compareCodes'>['first']

interface RemoteDependencies {
  readonly home: Pick<HomeRuntime, 'connections'>
  settings(): { readonly file: string }
  readonly config: EditableConfig
  readonly events: EventStream
}

/** Where files of codes are, from the folder of the configuration, and how many are listed. */
const codesFolder = 'codes'
const maxFiles = 200

/** The operations on remotes and their codes. What codes mean is known by the driver alone. */
export function createRemoteHandlers({ home, settings, config, events }: RemoteDependencies): RemoteHandlers {
  const learningSessions = new LearningSessions((learning) => events.publish('learning', { learning }))
  const fullName = (file: string) => resolve(dirname(settings().file), file)
  return {
    async remotes() {
      const importers = (await codeDrivers()).flatMap(({ codeImporter }) => codeImporter?.formats ?? [])
      return {
        blasters: home.connections().flatMap(({ name, connection }) => {
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
        }),
        remotes: (await allRemotes()).map((remote) => ({
          ...remote,
          keys: remote.keys.map(({ code: _code, ...key }) => key),
        })),
        imports: importers.map((name) => ({ format: name, name, extensions: [] })),
      }
    },
    async remote({ id }) {
      const found = (await allRemotes()).find((one) => one.id === id)
      if (!found) throw controlError('notFound', explain('noSuchRemote', { id }))
      return found
    },
    keyNames: async ({ type }) => ({ keys: [...(await tools()).keyNames(type)] }),
    async startLearning({ connection, remote, key, isRadio, timeoutMs }) {
      const port = portOf(connection)
      const known = await tools()
      const others = remote === undefined ? undefined : (await allRemotes()).find((one) => one.id === remote)
      return learningSessions.start({
        ...{ connection, port, isRadio, timeoutMs },
        ...(key !== undefined && { key }),
        describe: (received) => ({ ...toPress(known, received), ...duplicateIn(known, received, others, key) }),
      })
    },
    learning: ({ id }) => learningSessions.find(id),
    cancelLearning: ({ id }) => learningSessions.cancel(id),
    async compareCodes({ first, second }) {
      const known = await tools()
      const [one, two] = [toReceivedCode(first), toReceivedCode(second)]
      const { isSame, maxDeviation, differences } = inPlainWords(() => known.compare(one, two))
      return {
        isSame,
        first: toPress(known, one),
        second: toPress(known, two),
        maxDeviation,
        differences: differences.map((difference) => ({ ...difference })),
        explanation: explain(isSame ? 'samePress' : 'otherPress'),
      }
    },
    async sendCode({ connection, code }, signal) {
      const start = performance.now()
      await portOf(connection).send(toReceivedCode(code), signal)
      return { ms: Math.round(performance.now() - start) }
    },
    async importCodes({ text, fileName }) {
      const known = await tools()
      const read = await imported(text, fileName)
      const problems = (read?.problems ?? []).map(({ line, message }) =>
        line === undefined ? plainText(message) : joinTexts(`${line}: `, message),
      )
      // Of a single code the mistake is the reason itself.
      const detail = problems.length === 1 ? problems[0] : undefined
      if (!read || read.remotes.length === 0)
        return { remotes: [], problems, reason: explain('unknownCode', {}, { detail }) }
      return {
        format: read.format,
        remotes: read.remotes.map((remote) => ({
          name: remote.name,
          kind: kindOf(remote),
          ...(remote.climate && 'protocol' in remote.climate && { protocol: remote.climate.protocol }),
          keys: keysToTry(known, remote),
          notes: remote.notes.map(plainText),
        })),
        problems,
      }
    },
    saveRemote: (request, _signal, caller) => save(request, caller),
  }

  /** The drivers that know codes. */
  async function codeDrivers(): Promise<readonly Driver[]> {
    const all = await Promise.all(Object.values(config.context().drivers).map((load) => load()))
    return all.filter(({ codeTools, codeImporter }) => codeTools || codeImporter)
  }

  async function tools(): Promise<CodeTools> {
    const found = (await codeDrivers()).find(({ codeTools }) => codeTools)?.codeTools
    if (!found) throw controlError('conflict', explain('noCodeDriver'))
    return found
  }

  async function imported(text: string, fileName: string | undefined) {
    const importer = (await codeDrivers()).find(({ codeImporter }) => codeImporter)?.codeImporter
    return importer?.read(text, fileName === undefined ? {} : { fileName })
  }

  function portOf(name: string) {
    const found = home.connections().find((one) => one.name === name)
    if (!found?.connection.codes) throw controlError('notFound', explain('noBlaster', { connection: name }))
    return found.connection.codes
  }

  /** The remotes of the configuration, and the files of the folder for codes that no appliance names. */
  async function allRemotes(): Promise<Remote[]> {
    const known = await tools()
    const current = config.editor().read()
    const value = 'text' in current ? parseSource('', current.text).value : undefined
    const { appliances } = (value ?? {}) as { readonly appliances?: unknown }
    const entries = (Array.isArray(appliances) ? appliances : []).filter(isObject)
    const named = entries.flatMap((entry): Remote[] => {
      const own = Object.fromEntries(Object.entries(entry).filter(([key]) => !Object.hasOwn(applianceKeys, key)))
      const file = known.fileOf(own)
      if (file === undefined) return []
      const { id, name, type, driver } = entry
      return [
        {
          ...{ id: String(id), file, appliance: String(id), name: String(name), type: String(type) },
          connection: String(driver),
          ...keysOf(known, file, known.keyNames(String(type))),
        },
      ]
    })
    const used = new Set(named.map(({ file = '' }) => fullName(file)))
    const loose = filesOfCodes().filter((file) => !used.has(fullName(file)))
    return [
      ...named,
      ...loose.flatMap((file): Remote[] => {
        const { keys, problems } = keysOf(known, file, [])
        return keys.length > 0 ? [{ id: file, file, name: file, keys, problems }] : []
      }),
    ]
  }

  function filesOfCodes(): readonly string[] {
    try {
      const names = readdirSync(fullName(codesFolder)).filter((name) => /\.ya?ml$/.test(name))
      return names.slice(0, maxFiles).map((name) => join(codesFolder, name))
    } catch {
      return []
    }
  }

  function keysOf(known: CodeTools, file: string, wanted: readonly string[]): Pick<Remote, 'keys' | 'problems'> {
    try {
      const stored = known.readKeys(readFileSync(fullName(file), 'utf8'), file)
      const names = new Set(stored.map(({ name }) => name))
      const missing = wanted.filter((name) => !names.has(name))
      return {
        keys: [
          ...stored.map(({ name, protocol, code }) => ({
            name,
            state: 'learnt' as const,
            ...(protocol !== undefined && { protocol }),
            ...(code && { code: toWireCode(code) }),
          })),
          ...missing.map((name) => ({ name, state: 'missing' as const })),
        ],
        problems: [],
      }
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const keys = wanted.map((name) => ({ name, state: 'missing' as const }))
      return { keys, problems: isMissing ? [] : [errorText(error)] }
    }
  }

  async function save(
    { id, connection, name, type, keys, file: whole, removed }: ParsedRequestOf<'saveRemote'>,
    caller: Caller,
  ): Promise<ResponseOf<'saveRemote'>> {
    const known = await tools()
    const imports = whole && (await importedRemoteOf(whole))
    if (whole && !imports) return { keys: [], reason: explain('unknownCode') }
    const present = (await allRemotes()).find((one) => one.id === id)
    if (imports?.climate) return saveClimate(imports)
    const file = present?.file ?? join(codesFolder, `${id}.yaml`)
    const target = fullName(file)
    const before = existsSync(target) ? readFileSync(target, 'utf8') : undefined
    const codes = keys.map((key) => ({ name: key.name, code: toReceivedCode(key.code) }))
    let text = ''
    const reason = await attemptWrite(target, () => {
      text = known.writeKeys(imports?.text ?? before, file, codes, removed)
      return text
    })
    if (reason) return { keys: [], reason }
    const written = known.readKeys(text, file).map((key) => key.name)
    if (type === undefined || present?.appliance !== undefined) return { file, keys: written }
    return { file, keys: written, change: await addAppliance({ remote: file }) }

    /** The states of an air conditioner: as the file has them, or by a protocol that is built in, which needs no file. */
    async function saveClimate({ climate, text: states }: ImportedRemote): Promise<ResponseOf<'saveRemote'>> {
      if (!climate || 'protocol' in climate)
        return type === undefined ? { keys: [] } : { keys: [], change: await addAppliance({ climate }) }
      const statesFile = join(codesFolder, `${id}.json`)
      const failure = await attemptWrite(fullName(statesFile), () => states)
      if (failure) return { keys: [], reason: failure }
      if (type === undefined) return { file: statesFile, keys: [] }
      return { file: statesFile, keys: [], change: await addAppliance({ climate: { codes: statesFile } }) }
    }

    /** Adds the appliance with these keys, unless one has its id. */
    function addAppliance(own: object) {
      return config.editor().change(authorOf(caller), (yaml) => {
        if (indexOfAppliance(parseSource('', yaml).value, id) !== -1) return { text: yaml }
        const editor = edit(yaml)
        editor.append(['appliances'], { id, name: name ?? id, type, driver: connection, ...own })
        return { text: editor.text }
      })
    }
  }

  async function importedRemoteOf({
    text,
    fileName,
    remote: wanted,
  }: NonNullable<ParsedRequestOf<'saveRemote'>['file']>): Promise<ImportedRemote | undefined> {
    const remotes = (await imported(text, fileName))?.remotes ?? []
    return wanted === undefined ? remotes[0] : remotes.find((one) => one.name === wanted)
  }
}

/** Writes a file. @param textOf throws Error in plain words if there is nothing to write @returns why it was not written */
async function attemptWrite(target: string, textOf: () => string): Promise<ReturnType<typeof explain> | undefined> {
  try {
    await replaceFile(target, textOf())
    return undefined
  } catch (error) {
    const isOfSystem = (error as NodeJS.ErrnoException).code !== undefined
    return isOfSystem ? explainWriteError(error, target) : explainError(error)
  }
}

/** How many pulses of one imported remote are told, so that its keys can be tried: those of some 500 keys. */
const maxTriedPulses = 50_000

/** The keys of an imported remote, with the codes of those that can be sent as they are. */
function keysToTry(known: CodeTools, { keys, climate, file, text }: ImportedRemote) {
  if (climate && 'codes' in climate)
    return known.sampleStates(text, file).map(({ name, code }) => ({ name, code: toWireCode(code) }))
  const codes = new Map(known.readKeys(text, file).map(({ name, code }) => [name, code]))
  let pulsesLeft = maxTriedPulses
  return keys.map(({ key, original, protocol }) => {
    const code = key === undefined ? undefined : codes.get(key)
    pulsesLeft -= code?.pulses.length ?? 0
    return {
      name: original,
      ...(key !== undefined && { suggested: key }),
      ...(protocol !== undefined && { protocol }),
      ...(code && pulsesLeft >= 0 && { code: toWireCode(code) }),
    }
  })
}

const toWireCode = (code: ReceivedCode) => ({ ...code, pulses: [...code.pulses] })

const kindOf = ({ climate }: ImportedRemote) => (climate ? ('climate' as const) : ('remote' as const))

const toReceivedCode = ({ medium, carrierHz, pulses }: CodeRequest): ReceivedCode => ({
  pulses,
  ...(medium !== undefined && { medium }),
  ...(carrierHz !== undefined && { carrierHz }),
})

function toPress(known: CodeTools, received: ReceivedCode) {
  const meaning = inPlainWords(() => known.describe(received))
  return {
    code: toWireCode(received),
    durationMs: Math.round(received.pulses.reduce((sum, pulse) => sum + pulse, 0) / 100) / 10,
    ...(meaning && { recognised: { ...meaning, fields: { ...meaning.fields } } }),
  }
}

/** The key of a remote that has the same code already; the key itself may be learnt anew. */
function duplicateIn(
  known: CodeTools,
  received: ReceivedCode,
  remote: Remote | undefined,
  key: string | undefined,
): { readonly duplicateOf?: string } {
  const same = remote?.keys.find(
    ({ name, code }) => name !== key && code !== undefined && known.compare(received, toReceivedCode(code)).isSame,
  )
  return same ? { duplicateOf: same.name } : {}
}

/** An error of a code is one of who sent it. @throws controlError `badRequest` */
function inPlainWords<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw controlError('badRequest', explain('badCode', {}, { detail: errorText(error) }))
  }
}
