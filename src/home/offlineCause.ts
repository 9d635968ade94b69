import { type LocalizedText, marksOf, type Text } from '../util/translate.ts'

/** Why something is not there, whatever its driver. `src/control/explanations/connections.ts` explains each. */
const offlineCauses = [
  'noAnswer',
  'wrongCredentials',
  'pairAgain',
  'buttonNotPressed',
  'deviceLocked',
  'refusedConnection',
  'connectionClosed',
  'unknownHost',
  'unreachableHost',
  'noTls',
  'untrustedCertificate',
  'otherCertificateName',
  'deviceAway',
  'neverSeen',
  'bridgeCannotReach',
  'removedFromBridge',
  'brokerAway',
  'bridgeAway',
  'notConfirmed',
  'driverFailed',
] as const
export type OfflineCause = (typeof offlineCauses)[number]

/** A row of a table of problems: the sentence, why something is not there, and the remedy of the driver that mends it. */
export type ProblemRow<Fix extends string = never> = LocalizedText & {
  readonly cause?: OfflineCause
  readonly fix?: Fix
}

/** Why something is not there, by the rows that a text was made of; undefined for words of no such row. */
export const causeOf = (text: Text): OfflineCause | undefined =>
  marksOf(text)
    .flatMap(({ cause }) => offlineCauses.find((one) => one === cause) ?? [])
    .at(0)

/** Finds what mends a problem, by the rows that it was made of: the remedy that a row names, else that of its cause. */
export const remedyFor = <Remedy>(
  remedies: Readonly<Partial<Record<string, Remedy>>>,
  problem: Text,
): Remedy | undefined =>
  marksOf(problem)
    .flatMap(({ fix, cause }) => [fix, cause].flatMap((key) => (key === undefined ? [] : (remedies[key] ?? []))))
    .at(0)
