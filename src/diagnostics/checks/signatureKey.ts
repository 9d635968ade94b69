import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { configProtocol } from '../../clova/configProtocol.ts'
import { Failure } from '../../home/failure.ts'
import { describeNetworkError } from '../../home/networkErrors.ts'
import { cacheFileName } from '../../http/clova/publicKey.ts'
import { readPublicKey } from '../../http/clova/signature.ts'
import { reasonFor } from '../../util/fileErrors.ts'
import type { LocalizedText } from '../../util/translate.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { probeKeyServer } from '../context.ts'
import type { ProbeError } from '../httpProbe.ts'
import { say } from '../messages.ts'

/** The public key that verifies CLOVA's signatures: whether it can be fetched, and whether a copy is saved. */
export const signatureKeyCheck: Check = {
  name: 'signature key',
  timeoutMs: 10_000,
  async run(context) {
    const { publicKey: source, edition, state } = context.config
    const clovaKeyUrl = configProtocol.publicKey(edition)
    const findings: Finding[] = []
    if (source !== clovaKeyUrl)
      findings.push(warning('signature key', say('foreignKey', { source }), say('removeSignature')))
    if (!/^https?:/.test(source)) return [...findings, checkKeyFile(source)]
    const copy = readCopy(join(state, cacheFileName(source)))
    const fetched = await probeKeyServer(context)
      .then(({ status, body }) => {
        return status === 200 ? { pem: body, bits: keyBits(body) } : say('keyStatus', { status })
      })
      .catch((error: ProbeError) =>
        error.shown
          ? say('keyCertificate', { code: error.shown.untrustedReason ?? '' })
          : error instanceof Failure
            ? say('noAnswerInTime')
            : describeNetworkError(error),
      )
    return [...findings, assess(source, fetched, copy)]
  },
}

interface KeyCopy {
  readonly pem: string
  readonly savedAt: Date
}
/** The key, or why it could not be fetched. */
type Fetched = { readonly pem: string; readonly bits: number } | string | LocalizedText

function assess(source: string, fetched: Fetched, copy: KeyCopy | undefined): Finding {
  if (typeof fetched === 'string' || !('pem' in fetched)) {
    const about = { source, reason: fetched }
    const look = `curl -v ${source}`
    return copy
      ? warning('signature key', say('keyNotGiven', { ...about, date: copy.savedAt.toISOString().slice(0, 10) }), look)
      : failure('signature key', say('keyNotGivenNoCopy', about), look)
  }
  const { pem, bits } = fetched
  if (!copy) return ok('signature key', say('keyGood', { bits }))
  return copy.pem === pem
    ? ok('signature key', say('keyGoodWithCopy', { bits }))
    : ok('signature key', say('keyNew', { bits }))
}

function checkKeyFile(file: string): Finding {
  try {
    return ok('signature key', say('keyFile', { file, bits: keyBits(readFileSync(file, 'utf8')) }))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return failure(
      'signature key',
      say('keyFileUnusable', { file, reason: reasonFor(code) ?? code ?? message }),
      `ls -l ${file}`,
    )
  }
}

const keyBits = (pem: string): number => readPublicKey(pem).asymmetricKeyDetails?.modulusLength ?? 0

function readCopy(file: string): KeyCopy | undefined {
  try {
    const pem = readFileSync(file, 'utf8')
    keyBits(pem)
    return { pem, savedAt: statSync(file).mtime }
  } catch {
    return undefined
  }
}
