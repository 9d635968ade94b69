import type { Signal } from '../../src/home/deadline.ts'
import { Failure } from '../../src/home/failure.ts'
import { shownCertificate } from './certificate.ts'
import type { Config } from './config.ts'
import { notWho } from './trust.ts'
import { at } from './unreachable.ts'

/**
 * Who it is that shows another certificate than the one paired with, and what to do; nothing is said to them.
 * @param error what is said if they do not show it again
 */
export async function stranger(
  error: Error,
  place: { readonly host: string; readonly port: number },
  { bridgeId }: Pick<Config, 'bridgeId'>,
  signal: Signal,
): Promise<Error> {
  const shown = await shownCertificate(place.host, place.port, signal).catch(() => undefined)
  if (!shown) return error
  const pair = `clova-home pair hue --host ${at(place)}`
  const isBridge = /^[0-9a-f]{16}$/.test(shown.name)
  const who = !isBridge
    ? `${at(place)} shows a certificate that is not made out to a bridge`
    : shown.name === bridgeId
      ? `the bridge ${shown.name} at ${at(place)} shows another certificate than at pairing; if you reset it yourself: ${pair}`
      : `another bridge is at ${at(place)}: ${shown.name}${bridgeId === undefined ? '' : ` and not ${bridgeId}`}; if it is your new one: ${pair}`
  return Object.assign(new Failure('offline', `${notWho}: ${who}`, { cause: error }), {
    code: 'ERR_TLS_CERT_NOT_PAIRED',
  })
}
