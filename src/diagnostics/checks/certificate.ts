import type { PeerCertificate } from 'node:tls'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
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
    return warning('certificate', `it is good for ${daysLeft} more day(s) only, and was not renewed`, renewFix)
  return ok('certificate', `good for ${host} until ${expiresAt.toISOString().slice(0, 10)}, by ${issuer(certificate)}`)
}

const issuer = ({ issuer }: PeerCertificate) => String(issuer?.O ?? issuer?.CN ?? 'nobody named')
const renewFix = 'sudo certbot renew (a tunnel with a certificate of its own renews it by itself: restart it)'
const publicAuthorityFix = "take one of a public authority, such as Let's Encrypt; tunnels bring their own"

type Explanation = (certificate: PeerCertificate, host: string, code: string) => readonly [message: string, fix: string]

/** Explanations of the verification codes. Source: `openssl verify`, Node's `tls`. */
const explanations: Readonly<Record<string, Explanation>> = {
  CERT_HAS_EXPIRED: ({ valid_to }) => [`it, or one of its chain, has run out (${valid_to})`, renewFix],
  CERT_NOT_YET_VALID: ({ valid_from }) => [
    `it is not good before ${valid_from}; or the clock of this machine is wrong`,
    'sudo timedatectl set-ntp true',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: ({ subjectaltname }, host) => [
    `it is made out to ${subjectaltname?.slice(0, 200) ?? 'nobody'} and not to ${host}`,
    `have one made for ${host}, or mend server.publicUrl`,
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: (certificate) =>
    certificate.infoAccess?.['CA Issuers - URI']
      ? [
          `the chain is not complete: the certificate of ${issuer(certificate)} between it and its root is not sent along (browsers forgive that, CLOVA does not)`,
          'serve the whole chain: fullchain.pem in place of cert.pem',
        ]
      : [`${issuer(certificate)}, who signed it, is no authority that everybody knows`, publicAuthorityFix],
  DEPTH_ZERO_SELF_SIGNED_CERT: () => ['it is signed by itself', publicAuthorityFix],
  SELF_SIGNED_CERT_IN_CHAIN: (certificate) => [
    `${issuer(certificate)}, who signed it, is no authority that everybody knows`,
    publicAuthorityFix,
  ],
}

const explainUnknown: Explanation = (certificate, _host, code) => [
  `nobody would trust it (${code}); it is signed by ${issuer(certificate)}`,
  publicAuthorityFix,
]
