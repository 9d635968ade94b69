import type { PeerCertificate } from 'node:tls'
import { type LocalizedText, untranslated } from '../../util/translate.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { say } from '../messages.ts'
import { allowForHairpin } from './hairpin.ts'

const dayMs = 86_400_000
/** An automatic renewal happens earlier. Source: Let's Encrypt advises 30 days before the end of 90. */
const expiryWarningMs = 14 * dayMs

/** The certificate at the public address: host name, validity and completeness of the chain. */
export const certificateCheck: Check = {
  name: 'certificate',
  timeoutMs: 20_000,
  async run(context) {
    const response = await context.probePublicUrl()
    if (context.endpoint === undefined) return []
    const { certificate, untrustedReason } =
      'error' in response ? (response.error.shown ?? {}) : { ...response, untrustedReason: undefined }
    if (!certificate) return []
    const { hostname } = new URL(context.endpoint)
    return [await allowForHairpin(context, assess(untrustedReason, certificate, hostname, context.host.now()))]
  },
}

function assess(untrustedReason: string | undefined, certificate: PeerCertificate, host: string, now: number): Finding {
  const expiresAt = new Date(certificate.valid_to)
  const daysLeft = Math.floor((expiresAt.getTime() - now) / dayMs)
  if (untrustedReason !== undefined)
    return failure(
      'certificate',
      ...(explanations[untrustedReason] ?? explainUnknown)(certificate, host, untrustedReason),
    )
  if (expiresAt.getTime() - now < expiryWarningMs)
    return warning('certificate', say('certificateEnds', { days: daysLeft }), say('renewCertificate'))
  return ok(
    'certificate',
    say('certificateGood', { host, date: expiresAt.toISOString().slice(0, 10), issuer: issuer(certificate) }),
  )
}

const issuer = ({ issuer }: PeerCertificate) => {
  const name = issuer?.O ?? issuer?.CN
  return name === undefined ? say('nobodyNamed') : String(name)
}
const publicAuthorityFix = say('takePublicAuthority')

type Explanation = (
  certificate: PeerCertificate,
  host: string,
  code: string,
) => readonly [message: LocalizedText, fix: LocalizedText]

/** Explanations of the verification codes. Source: `openssl verify`, Node's `tls`. */
const explanations: Readonly<Record<string, Explanation>> = {
  CERT_HAS_EXPIRED: ({ valid_to }) => [say('certificateExpired', { date: valid_to }), say('renewCertificate')],
  CERT_NOT_YET_VALID: ({ valid_from }) => [
    say('certificateNotYet', { date: valid_from }),
    untranslated('sudo timedatectl set-ntp true'),
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: ({ subjectaltname }, host) => [
    say('certificateOtherName', { names: subjectaltname?.slice(0, 200) ?? say('nobodyNamed'), host }),
    say('certificateForHost', { host }),
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: (certificate) =>
    certificate.infoAccess?.['CA Issuers - URI']
      ? [say('chainIncomplete', { issuer: issuer(certificate) }), say('serveFullChain')]
      : [say('unknownAuthority', { issuer: issuer(certificate) }), publicAuthorityFix],
  DEPTH_ZERO_SELF_SIGNED_CERT: () => [say('selfSigned'), publicAuthorityFix],
  SELF_SIGNED_CERT_IN_CHAIN: (certificate) => [
    say('unknownAuthority', { issuer: issuer(certificate) }),
    publicAuthorityFix,
  ],
}

const explainUnknown: Explanation = (certificate, _host, code) => [
  say('notTrusted', { code, issuer: issuer(certificate) }),
  publicAuthorityFix,
]
