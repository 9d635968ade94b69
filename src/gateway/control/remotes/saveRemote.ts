import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { YamlTextEditor } from '../../../config/yaml/editor.ts'
import { parseSource } from '../../../config/yaml/source.ts'
import type { Caller, ParsedRequestOf, ResponseOf } from '../../../control/api.ts'
import { explain, explainError } from '../../../control/explanations/index.ts'
import type { ImportedRemote } from '../../../home/codeImport.ts'
import { replaceFile } from '../../../storage/replaceFile.ts'
import { readUtf8File } from '../../../util/utf8.ts'
import { explainWriteError, indexOfAppliance } from '../../configuration/editor.ts'
import { authorOf } from '../configuration/changes.ts'
import { loadCodeTools, toReceivedCode } from './codes.ts'
import { type CollectionDependencies, codesFolder, listRemotes, resolveFile } from './collection.ts'
import { findImportedRemote } from './imports.ts'

type SaveRequest = ParsedRequestOf<'saveRemote'>
type SaveResponse = ResponseOf<'saveRemote'>

/** Writes keys into the file of a remote; with a type, an appliance of this remote is added to the configuration. */
export async function saveRemote(
  gateway: CollectionDependencies,
  request: SaveRequest,
  caller: Caller,
): Promise<SaveResponse> {
  const tools = await loadCodeTools(gateway.config)
  const imported = request.file && (await findImportedRemote(gateway.config, request.file))
  if (request.file && !imported) return { keys: [], reason: explain('unknownCode') }
  if (imported?.climate) return saveClimate(gateway, request, imported, caller)
  const existing = (await listRemotes(gateway)).find(({ id }) => id === request.id)
  const file = existing?.file ?? join(codesFolder, `${request.id}.yaml`)
  const target = resolveFile(gateway, file)
  const codes = request.keys.map(({ name, code }) => ({ name, code: toReceivedCode(code) }))
  let text = ''
  const reason = await attemptWrite(target, () => {
    const before = imported?.text ?? (existsSync(target) ? readUtf8File(target) : undefined)
    text = tools.writeKeys(before, file, codes, request.removed)
    return text
  })
  if (reason) return { keys: [], reason }
  const keys = tools.readKeys(text, file).map(({ name }) => name)
  if (request.type === undefined || existing?.appliance !== undefined) return { file, keys }
  return { file, keys, change: await addAppliance(gateway, request, { remote: file }, caller) }
}

/** Saves the states of an air conditioner: as the file has them, or by a protocol that is built in, which needs no file. */
async function saveClimate(
  gateway: CollectionDependencies,
  request: SaveRequest,
  { climate, text }: ImportedRemote,
  caller: Caller,
): Promise<SaveResponse> {
  const { id, type } = request
  if (!climate || 'protocol' in climate)
    return type === undefined
      ? { keys: [] }
      : { keys: [], change: await addAppliance(gateway, request, { climate }, caller) }
  const file = join(codesFolder, `${id}.json`)
  const reason = await attemptWrite(resolveFile(gateway, file), () => text)
  if (reason) return { keys: [], reason }
  if (type === undefined) return { file, keys: [] }
  return { file, keys: [], change: await addAppliance(gateway, request, { climate: { codes: file } }, caller) }
}

/** Adds the appliance with the options of its codes, unless one has its id. */
function addAppliance(
  { config }: CollectionDependencies,
  { id, name, type, connection }: SaveRequest,
  options: object,
  caller: Caller,
) {
  return config.editor().change(authorOf(caller), (text) => {
    if (indexOfAppliance(parseSource('', text).value, id) !== -1) return { text }
    const editor = new YamlTextEditor(text)
    editor.append(['appliances'], { id, name: name ?? id, type, driver: connection, ...options })
    return { text: editor.text }
  })
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
