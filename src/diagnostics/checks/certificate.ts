import type { PeerCertificate } from 'node:tls'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { fromInside } from './hairpin.ts'

const day = 86_400_000
/** Who renews at all has renewed by then. Source: Let's Encrypt advises 30 of 90 days. */
const soon = 14 * day

/** The certificate that is shown at the public address: the name, the time, and that its chain is whole. */
export const certificate: Check = {
  name: 'certificate',
  ms: 20_000,
  async look(scene) {
    const visit = await scene.front()
    if (scene.endpoint === undefined) return []
    const { certificate, distrust } = 'error' in visit ? (visit.error.shown ?? {}) : { ...visit, distrust: undefined }
    if (!certificate) return []
    const { hostname } = new URL(scene.endpoint)
    return [await fromInside(scene, judged(distrust, certificate, hostname, scene.outside.now()))]
  },
}

function judged(distrust: string | undefined, certificate: PeerCertificate, host: string, now: number): Finding {
  const until = new Date(certificate.valid_to)
  const left = Math.floor((until.getTime() - now) / day)
  if (distrust !== undefined)
    return failure('certificate', ...(reasons[distrust] ?? otherReason)(certificate, host, distrust))
  if (until.getTime() - now < soon)
    return warning('certificate', `it is good for ${left} more day(s) only, and was not renewed`, renew)
  return ok('certificate', `good for ${host} until ${until.toISOString().slice(0, 10)}, by ${issuer(certificate)}`)
}

const issuer = ({ issuer }: PeerCertificate) => String(issuer?.O ?? issuer?.CN ?? 'nobody named')
const renew = 'sudo certbot renew (a tunnel with a certificate of its own renews it by itself: restart it)'
const trusted = "take one of a public authority, such as Let's Encrypt; tunnels bring their own"

type Reason = (certificate: PeerCertificate, host: string, code: string) => readonly [says: string, mend: string]

/** What OpenSSL says, for people. Source: its verification codes (`openssl verify`), Node's `tls`. */
const reasons: Readonly<Record<string, Reason>> = {
  CERT_HAS_EXPIRED: ({ valid_to }) => [`it, or one of its chain, has run out (${valid_to})`, renew],
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
      : [`${issuer(certificate)}, who signed it, is no authority that everybody knows`, trusted],
  DEPTH_ZERO_SELF_SIGNED_CERT: () => ['it is signed by itself', trusted],
  SELF_SIGNED_CERT_IN_CHAIN: (certificate) => [
    `${issuer(certificate)}, who signed it, is no authority that everybody knows`,
    trusted,
  ],
}

const otherReason: Reason = (certificate, _host, code) => [
  `nobody would trust it (${code}); it is signed by ${issuer(certificate)}`,
  trusted,
]
