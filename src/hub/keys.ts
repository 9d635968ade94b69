import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { fromSeed } from '@nats-io/jwt'
import type { KeyPair } from '@nats-io/nkeys'

/**
 * Keys of NATS («nkeys») are ed25519 keys. Node signs with them: the ed25519 of the NATS client is plain JavaScript and takes a
 * hundred times as long, which a hub with thousands of homes on one machine would feel.
 *
 * As text a key is base32 of one or two bytes for its kind, 32 bytes, and a CRC-16. A seed begins with two bytes, of which the
 * last three bits of the first and the first five of the second are the kind. Source: github.com/nats-io/nkeys, README.
 */

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** How PKCS #8 wraps the 32 bytes of an ed25519 seed. Source: RFC 8410, section 7. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

function decodeBase32(encoded: string): Buffer {
  let bits = ''
  for (const char of encoded) bits += base32.indexOf(char).toString(2).padStart(5, '0')
  return Buffer.from(Array.from(bits.matchAll(/.{8}/g), ([byte]) => Number.parseInt(byte, 2)))
}

/** @param bytes a multiple of five, as 35 of a public key */
function encodeBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from(bits.matchAll(/.{5}/g), ([five]) => base32[Number.parseInt(five, 2)]).join('')
}

/** CRC-16 with the polynomial x^16 + x^12 + x^5 + 1, least significant byte first. */
function checksum(bytes: Uint8Array): Buffer {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return Buffer.from([crc & 0xff, crc >> 8])
}

const privateKeyOf = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8Head, seed.subarray(2, 34)]), format: 'der', type: 'pkcs8' })

/** A function that signs with the key of a seed, such as `SUA…`. */
export function signer(seed: string): (data: Uint8Array) => Buffer {
  const key = privateKeyOf(decodeBase32(seed))
  return (data) => sign(null, data, key)
}

/** The public key of a seed, as text. */
export function publicKeyOf(seed: string): string {
  const bytes = decodeBase32(seed)
  const [first = 0, second = 0] = bytes
  const publicKey = createPublicKey(privateKeyOf(bytes)).export({ format: 'der', type: 'spki' }).subarray(-32)
  const key = Buffer.concat([Buffer.from([((first & 0b111) << 5) | (second >> 3)]), publicKey])
  return encodeBase32(Buffer.concat([key, checksum(key)]))
}

/** The key pair of a seed, for the functions that make JWTs. */
export function keyPairOf(seed: string): KeyPair {
  const publicKey = publicKeyOf(seed)
  return Object.assign(fromSeed(new TextEncoder().encode(seed)), {
    sign: signer(seed),
    getPublicKey: () => publicKey,
  })
}
