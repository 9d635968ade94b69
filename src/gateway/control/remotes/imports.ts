import type { ParsedRequestOf, ResponseOf } from '../../../control/api.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { CodeImport, ImportedRemote } from '../../../home/codeImport.ts'
import type { CodeTools } from '../../../home/codeTools.ts'
import { joinTexts, plainText } from '../../../util/translate.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import { loadCodeImporters, loadCodeTools, toWireCode } from './codes.ts'

/** The codes of how many pulses one imported remote has, so that its keys can be tried: those of some 500 keys. */
const maxPulses = 50_000

/** Reads a file of another program, or pasted text; nothing is saved. @throws the signal's reason */
export async function importCodes(
  config: EditableConfig,
  { text, fileName }: ParsedRequestOf<'importCodes'>,
  signal: AbortSignal,
): Promise<ResponseOf<'importCodes'>> {
  const tools = await loadCodeTools(config)
  const result = await readImport(config, text, { fileName, signal })
  const problems = (result?.problems ?? []).map(({ line, message }) =>
    line === undefined ? plainText(message) : joinTexts(`${line}: `, message),
  )
  // Of a single code the mistake is the reason itself.
  const detail = problems.length === 1 ? problems[0] : undefined
  if (!result || result.remotes.length === 0)
    return { remotes: [], problems, reason: explain('unknownCode', {}, { detail }) }
  return {
    format: result.format,
    remotes: result.remotes.map((remote) => ({
      name: remote.name,
      kind: remote.climate ? ('climate' as const) : ('remote' as const),
      ...(remote.climate && 'protocol' in remote.climate && { protocol: remote.climate.protocol }),
      keys: importedKeys(tools, remote),
      notes: remote.notes.map(plainText),
    })),
    problems,
  }
}

/** One remote of a file of another program: the first, unless a name is requested; undefined if there is none. */
export async function findImportedRemote(
  config: EditableConfig,
  { text, fileName, remote: requested }: NonNullable<ParsedRequestOf<'saveRemote'>['file']>,
): Promise<ImportedRemote | undefined> {
  const remotes = (await readImport(config, text, { fileName }))?.remotes ?? []
  return requested === undefined ? remotes[0] : remotes.find(({ name }) => name === requested)
}

async function readImport(
  config: EditableConfig,
  text: string,
  { fileName, signal }: { readonly fileName: string | undefined; readonly signal?: AbortSignal },
): Promise<CodeImport | undefined> {
  const [importer] = await loadCodeImporters(config)
  return importer?.read(text, { ...(fileName !== undefined && { fileName }), ...(signal && { signal }) })
}

/** The keys of an imported remote, with the codes of those that can be sent as they are. */
function importedKeys(tools: CodeTools, { keys, climate, file, text }: ImportedRemote) {
  if (climate && 'codes' in climate)
    return tools.sampleStates(text, file).map(({ name, code }) => ({ name, code: toWireCode(code) }))
  const codes = new Map(tools.readKeys(text, file).map(({ name, code }) => [name, code]))
  let pulsesLeft = maxPulses
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
