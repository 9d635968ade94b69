import { isObject } from '../../../src/util/parse.ts'
import { type LocalizedText, mapText } from '../../../src/util/translate.ts'
import { readSmartIrKeys } from '../remote/file.ts'
import { parseClimate } from '../smartir/climate.ts'
import { parseJson } from '../smartir/file.ts'
import { attempt, type ForeignKey, type ForeignRemote, type ImportFormat, withProtocol } from './format.ts'

/** Codes by their protocol, where they are one. */
function* recognisedKeys(keys: ReturnType<typeof readSmartIrKeys>['keys']): Generator<ForeignKey> {
  for (const { name, ours, key } of keys)
    yield { name, line: 1, key: 'code' in key ? withProtocol(key) : key, ...(ours !== undefined && { ours }) }
}

/** Files of both repositories of SmartIR. The name of the file is not known here, so that messages begin with the place in it. */
export const smartIr: ImportFormat = {
  name: 'SmartIR',
  matches: (text) => /^\s*\{/.test(text) && /"commands"\s*:\s*\{/.test(text) && /"commandsEncoding"\s*:/.test(text),
  read(text, report) {
    const file = 'the file'
    const tell = (problem: LocalizedText) =>
      report(
        undefined,
        mapText(problem, (text) => text.replace(/^the file:\s*/, '')),
      )
    return (
      attempt(undefined, '', report, (): readonly ForeignRemote[] => {
        const head = parseJson(text, file)
        const name = isObject(head) ? nameOf(head) : undefined
        if (isObject(head) && head.operationModes !== undefined) {
          const { problems } = parseClimate(text, file)
          for (const problem of problems) tell(problem)
          return [{ ...(name !== undefined && { name }), keys: [], climate: { text: `${text.trimEnd()}\n` } }]
        }
        const { keys, levels, problems } = readSmartIrKeys(text, file)
        for (const problem of problems) tell(problem)
        return [
          {
            ...(name !== undefined && { name }),
            keys: recognisedKeys(keys),
            levels,
          },
        ]
      }) ?? []
    )
  },
}

function nameOf({ manufacturer, supportedModels }: Readonly<Record<string, unknown>>): string | undefined {
  const model = Array.isArray(supportedModels) ? supportedModels[0] : undefined
  const words = [manufacturer, model].filter((word) => typeof word === 'string')
  return words.length > 0 ? words.join(' ') : undefined
}
