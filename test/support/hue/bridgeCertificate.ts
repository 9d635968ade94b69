import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate and what it is used with, in PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

export const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}
export const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts)
export const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
export const text = (value: string) => der(0x0c, Buffer.from(value, 'utf8'))
export const time = (at: Date) => der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
export const bits = (value: Buffer) => der(0x03, Buffer.from([0]), value)
export const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))

/** C=NL, O=Philips Hue, CN=…: a bridge has no other names, and its id is the CN, in small letters. */
const nameOf = (cn: string) =>
  sequence(
    ...[
      ['550406', 'NL'],
      ['55040a', 'Philips Hue'],
      ['550403', cn],
    ].map(([kind = '', value = '']) => der(0x31, sequence(oid(kind), text(value)))),
  )

/** basicConstraints, critical */
export const constraints = (isAuthority: boolean) =>
  sequence(oid('551d13'), der(0x01, Buffer.from([0xff])), der(0x04, sequence(...(isAuthority ? [yes] : []))))
const yes = der(0x01, Buffer.from([0xff]))

const year = 365 * 24 * 3600 * 1000

interface Signer {
  readonly name: string
  readonly key: KeyObject
}

function made(cn: string, isAuthority: boolean, signer?: Signer, from = Date.now() - year) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(signer?.name ?? cn),
    sequence(time(new Date(from)), time(new Date(from + 11 * year))),
    nameOf(cn),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(constraints(isAuthority))),
  )
  const signature = sign('sha256', tbs, signer?.key ?? privateKey)
  const body = sequence(tbs, ecdsaWithSha256, bits(signature)).toString('base64')
  const cert = `-----BEGIN CERTIFICATE-----\n${body.replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`
  return { cert, key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), privateKey }
}

/** What signs bridges: Signify's root stands in its place. */
export interface Authority {
  /** PEM */
  readonly cert: string
  sign(bridgeId: string): Certificate
}

/** An authority of one's own, by the name of the one that signs bridges. */
export function authority(name = 'root-bridge'): Authority {
  const { cert, privateKey } = made(name, true)
  return { cert, sign: (bridgeId) => made(bridgeId.toLowerCase(), false, { name, key: privateKey }) }
}

/** A certificate that a bridge has signed itself, as early ones have it. @param from when it begins to be valid, in ms */
export const selfSigned = (bridgeId: string, from?: number): Certificate =>
  made(bridgeId.toLowerCase(), false, undefined, from)
