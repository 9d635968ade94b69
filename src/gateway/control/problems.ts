import { type ExplanationCode, explain } from '../../control/explanations/index.ts'
import type { Explanation } from '../../control/operations/shapes.ts'
import type { Text } from '../../util/translate.ts'

/** A part of the gateway that may have a problem, in words for the user. */
interface Part {
  problem(): Text | undefined
}

/** What a problem of each kind of part means for the user. */
const codes = {
  state: 'stateNotWritten',
  signatureKey: 'noSignatureKey',
  backup: 'backupFailed',
  adminSocket: 'adminSocketClosed',
  dashboard: 'dashboardClosed',
} as const satisfies Readonly<Record<string, ExplanationCode>>

/** The problems that parts of the gateway have now, each with the words of the part as its detail. */
export const explainProblems = (
  parts: Readonly<Record<keyof typeof codes, readonly (Part | undefined)[]>>,
): readonly Explanation[] =>
  (Object.keys(codes) as (keyof typeof codes)[]).flatMap((kind) =>
    parts[kind].flatMap((part) => {
      const detail = part?.problem()
      return detail === undefined
        ? []
        : [explain(codes[kind], {}, { detail, command: 'journalctl -u clova-home -n 50 --no-pager' })]
    }),
  )
