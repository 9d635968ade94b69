import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { bits, constraints, der, ecdsaWithSha256, oid, sequence, text, time } from './hue/bridgeCertificate.ts'

/** A certificate authority: its certificate (PEM), its name and its private key. */
export interface Authority {
  readonly cert: string
  readonly name: string
  readonly key: KeyObject
}

const day = 86_400_000
const distinguishedName = (cn: string) => sequence(der(0x31, sequence(oid('550403'), text(cn))))
const ia5 = (tag: number, value: string) => der(tag, Buffer.from(value, 'latin1'))
/** subjectAltName with one DNS name or IPv4 address */
const subjectAltName = (host: string) => {
  const name = isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : ia5(0x82, host)
  return sequence(oid('551d11'), der(0x04, sequence(name)))
}
/** authorityInfoAccess: the address of the issuer's certificate, as public authorities write it */
const authorityInfoAccess = sequence(
  oid('2b06010505070101'),
  der(0x04, sequence(sequence(oid('2b06010505073002'), ia5(0x86, 'http://ca.test/issuer.crt')))),
)

interface CertificateOptions {
  readonly cn: string
  readonly isAuthority: boolean
  readonly issuer?: Authority
  /** how many days from now it ends */
  readonly days?: number
  readonly extensions?: readonly Buffer[]
}

function createCertificate({ cn, isAuthority, issuer, days = 60, extensions = [] }: CertificateOptions) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    distinguishedName(issuer?.name ?? cn),
    sequence(time(new Date(Date.now() - 90 * day)), time(new Date(Date.now() + days * day))),
    distinguishedName(cn),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(constraints(isAuthority), ...extensions)),
  )
  const body = sequence(tbs, ecdsaWithSha256, bits(sign('sha256', tbs, issuer?.key ?? privateKey))).toString('base64')
  const cert = `-----BEGIN CERTIFICATE-----\n${body.replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`
  return { cert, privateKey }
}

/** Creates a certificate authority; without an issuer its certificate is self-signed. */
export function createAuthority(name: string, issuer?: Authority): Authority {
  const { cert, privateKey } = createCertificate({ cn: name, isAuthority: true, ...(issuer && { issuer }) })
  return { cert, name, key: privateKey }
}

/** Creates a certificate for a host and its key, PEM; without an issuer it is self-signed. */
export function certificateFor(
  host: string,
  issuer?: Authority,
  days = 60,
): { readonly cert: string; readonly key: string } {
  const { cert, privateKey } = createCertificate({
    cn: host,
    isAuthority: false,
    days,
    extensions: [subjectAltName(host), authorityInfoAccess],
    ...(issuer && { issuer }),
  })
  return { cert, key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }
}
