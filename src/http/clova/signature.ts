import { createPublicKey, type KeyObject, verify } from 'node:crypto'

/** The length of a signature by a key of 8192 bits, in Base64. */
const maxHeaderLength = 1368

/** The bytes of a `SignatureCEK` header; nothing if it is missing or malformed. */
export function parseSignatureHeader(header: string | readonly string[] | undefined): Buffer | undefined {
  if (typeof header !== 'string' || header === '' || header.length > maxHeaderLength) return undefined
  const bytes = Buffer.from(header, 'base64')
  // Node skips what is no Base64. Encoded again, the text is the same only if there was nothing of that in it.
  return bytes.toString('base64') === header ? bytes : undefined
}

/** True if this is the key's RSASSA-PKCS1-v1_5 SHA-256 signature over exactly these bytes (CLOVA's guide, transport). */
export function isSignedBy(body: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  try {
    // By this name OpenSSL finds it a tenth of a signature sooner than by RSA-SHA256; the key says that it is RSA.
    return verify('sha256', body, key, signature)
  } catch {
    return false
  }
}

/**
 * The key in a PEM.
 * @throws Error in plain words if it is no RSA public key of at least 2048 bits
 */
export function readPublicKey(pem: string): KeyObject {
  let key: KeyObject
  try {
    key = createPublicKey(pem)
  } catch {
    throw new Error('it is not a public key in PEM form')
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`it is a key of the kind ${key.asymmetricKeyType}, not RSA`)
  if (bits < 2048) throw new Error(`it has ${bits} bits; at least 2048 are needed`)
  return key
}
