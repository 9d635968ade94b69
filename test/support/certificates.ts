import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { bits, constraints, der, ecdsaWithSha256, oid, sequence, text, time } from './hue/bridgeCertificate.ts'

/** Who can sign certificates, and the certificate by which that is known, PEM. */
export interface Authority {
  readonly cert: string
  readonly name: string
  readonly key: KeyObject
}

const day = 86_400_000
const named = (cn: string) => sequence(der(0x31, sequence(oid('550403'), text(cn))))
const ia5 = (tag: number, value: string) => der(tag, Buffer.from(value, 'latin1'))
/** subjectAltName with one DNS name */
const alternative = (host: string) => sequence(oid('551d11'), der(0x04, sequence(ia5(0x82, host))))
/** authorityInfoAccess: where whoever signed it can be had, as public authorities write it */
const issuers = sequence(
  oid('2b06010505070101'),
  der(0x04, sequence(sequence(oid('2b06010505073002'), ia5(0x86, 'http://ca.test/issuer.crt')))),
)

interface Wanted {
  readonly cn: string
  readonly isAuthority: boolean
  readonly by?: Authority
  /** how many days from now it ends */
  readonly days?: number
  readonly extensions?: readonly Buffer[]
}

function made({ cn, isAuthority, by, days = 60, extensions = [] }: Wanted) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    named(by?.name ?? cn),
    sequence(time(new Date(Date.now() - 90 * day)), time(new Date(Date.now() + days * day))),
    named(cn),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(constraints(isAuthority), ...extensions)),
  )
  const body = sequence(tbs, ecdsaWithSha256, bits(sign('sha256', tbs, by?.key ?? privateKey))).toString('base64')
  const cert = `-----BEGIN CERTIFICATE-----\n${body.replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`
  return { cert, privateKey }
}

/** An authority that signs; by itself known to nobody, or vouched for by another. */
export function signs(name: string, by?: Authority): Authority {
  const { cert, privateKey } = made({ cn: name, isAuthority: true, ...(by && { by }) })
  return { cert, name, key: privateKey }
}

/** A certificate for a host and its key, PEM; signed by itself if by nobody. */
export function certificateFor(
  host: string,
  by?: Authority,
  days = 60,
): { readonly cert: string; readonly key: string } {
  const { cert, privateKey } = made({
    cn: host,
    isAuthority: false,
    days,
    extensions: [alternative(host), issuers],
    ...(by && { by }),
  })
  return { cert, key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }
}
