import type { ParsedRequestOf, ResponseOf } from '../../../control/api.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { CodeImporter } from '../../../home/codeImport.ts'
import type { CodeTools, ReceivedCode } from '../../../home/codeTools.ts'
import { errorText } from '../../../util/translate.ts'
import type { EditableConfig } from '../../configuration/editor.ts'

type CodeRequest = ParsedRequestOf<'compareCodes'>['first']

/** The drivers that know codes. */
async function codeDrivers(config: EditableConfig) {
  const drivers = await Promise.all(Object.values(config.context().drivers).map((load) => load()))
  return drivers.filter(({ codeTools, codeImporter }) => codeTools || codeImporter)
}

/** @throws controlError `conflict` if no driver knows codes */
export async function loadCodeTools(config: EditableConfig): Promise<CodeTools> {
  const found = (await codeDrivers(config)).find(({ codeTools }) => codeTools)?.codeTools
  if (!found) throw controlError('conflict', explain('noCodeDriver'))
  return found
}

export async function loadCodeImporters(config: EditableConfig): Promise<readonly CodeImporter[]> {
  return (await codeDrivers(config)).flatMap(({ codeImporter }) => codeImporter ?? [])
}

/** A code as the API has it. */
export const toWireCode = (code: ReceivedCode) => ({ ...code, pulses: [...code.pulses] })

/** A code of the API as the drivers have it. */
export const toReceivedCode = ({ medium, carrierHz, pulses }: CodeRequest): ReceivedCode => ({
  pulses,
  ...(medium !== undefined && { medium }),
  ...(carrierHz !== undefined && { carrierHz }),
})

/** Describes a received code: its duration, and its protocol and fields where a driver recognises them. */
export function describePress(tools: CodeTools, received: ReceivedCode) {
  const meaning = refusingBadCodes(() => tools.describe(received))
  return {
    code: toWireCode(received),
    durationMs: Math.round(received.pulses.reduce((sum, pulse) => sum + pulse, 0) / 100) / 10,
    ...(meaning && { recognised: { ...meaning, fields: { ...meaning.fields } } }),
  }
}

/** Compares two presses of one key. */
export function comparePresses(tools: CodeTools, first: CodeRequest, second: CodeRequest): ResponseOf<'compareCodes'> {
  const codes = [toReceivedCode(first), toReceivedCode(second)] as const
  const { isSame, maxDeviation, differences } = refusingBadCodes(() => tools.compare(...codes))
  return {
    isSame,
    first: describePress(tools, codes[0]),
    second: describePress(tools, codes[1]),
    maxDeviation,
    differences: differences.map((difference) => ({ ...difference })),
    explanation: explain(isSame ? 'samePress' : 'otherPress'),
  }
}

/** The client is told of an error in a code that it sent. @throws controlError `badRequest` */
function refusingBadCodes<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw controlError('badRequest', explain('badCode', {}, { detail: errorText(error) }))
  }
}
