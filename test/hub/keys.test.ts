import { createAccount, createOperator, createUser } from '@nats-io/jwt'
import { keyPairOf, publicKeyOf } from '../../src/hub/keys.ts'

const data = new TextEncoder().encode('a nonce of a server')

test.each([
  ['an operator', createOperator],
  ['an account', createAccount],
  ['a user', createUser],
])('the key of %s has the public key and the signature that the NATS library computes', (_kind, create) => {
  const library = create()
  const seed = new TextDecoder().decode(library.getSeed())
  const pair = keyPairOf(seed)
  expect(publicKeyOf(seed)).toBe(library.getPublicKey())
  expect(pair.getPublicKey()).toBe(library.getPublicKey())
  expect(Buffer.from(pair.sign(data))).toEqual(Buffer.from(library.sign(data)))
})
