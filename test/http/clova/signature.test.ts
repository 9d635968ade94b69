import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { isSignedBy, parseSignatureHeader, readPublicKey } from '../../../src/http/clova/signature.ts'

test.each([
  ['is of Base64', 'AAECAw==', Buffer.from([0, 1, 2, 3])],
  ['has the length of a key of 8192 bits', 'A'.repeat(1368), Buffer.alloc(1026)],
  ['is longer', 'A'.repeat(1372), undefined],
  ['is missing', undefined, undefined],
  ['is empty', '', undefined],
  ['comes twice', ['AAEC', 'AAEC'], undefined],
  ['lacks its padding', 'AAECAw', undefined],
  ['has a blank', 'AAEC AAEC', undefined],
  ['is of the other alphabet', '-_-_', undefined],
])('a header that %s', (_name, header, bytes) => {
  expect(parseSignatureHeader(header)).toEqual(bytes)
})

test('a signature is valid only for exactly its bytes and its key', () => {
  const privateKey = createPrivateKey(process.env.CLOVA_HOME_TEST_KEY ?? '')
  const publicKey = createPublicKey(privateKey)
  const body = Buffer.from('{"a":1}')
  const signature = sign('sha256', body, privateKey)
  expect(isSignedBy(body, signature, publicKey)).toBe(true)
  expect(isSignedBy(Buffer.from('{"a":2}'), signature, publicKey)).toBe(false)
  expect(isSignedBy(body, signature.subarray(1), publicKey)).toBe(false)
  expect(isSignedBy(body, signature, generateKeyPairSync('ed25519').publicKey)).toBe(false)
  expect(readPublicKey(publicKey.export({ format: 'pem', type: 'spki' }) as string).equals(publicKey)).toBe(true)
})
