import { createHmac, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeAtomically } from '../storage/replaceFile.ts'

/**
 * The key by which the command line signs requests to the gateway on the same machine. Who can read it could read
 * everything else of the gateway's too. Its access token follows from it, so that no token stands on disk.
 */
export interface LocalKey {
  readonly public: KeyObject
  readonly token: string
  /** What the forms of the login page are sealed with. */
  readonly formKey: string
  /** `SignatureCEK` over these bytes. */
  sign(body: Uint8Array): string
}

const fileOf = (folder: string) => join(folder, 'local-key.pem')

/**
 * Reads the key of a state folder.
 * @throws NodeJS.ErrnoException if it is not there or not ours to read
 */
export function readLocalKey(folder: string): LocalKey {
  const key = createPrivateKey(readFileSync(fileOf(folder), 'utf8'))
  const secret = key.export({ format: 'der', type: 'pkcs8' })
  const derived = (use: string) => createHmac('sha256', secret).update(use).digest('base64url')
  return {
    public: createPublicKey(key),
    token: derived('clova-home access token'),
    formKey: derived('clova-home login form'),
    sign: (body) => sign('RSA-SHA256', body, key).toString('base64'),
  }
}

/** Reads the key of a state folder, or makes one. */
export async function openLocalKey(folder: string): Promise<LocalKey> {
  try {
    return readLocalKey(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES') throw error
  }
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { format: 'pem', type: 'spki' },
    privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
  })
  await writeAtomically(fileOf(folder), privateKey)
  return readLocalKey(folder)
}

/** The header by which the command line asks for what is not CLOVA's, and the one that tells it what happened. */
export const askHeader = 'x-clova-home-ask'

export const recordHeader = 'x-clova-home-record'
