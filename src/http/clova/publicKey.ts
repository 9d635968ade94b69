import { createHash, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeAtomically } from '../../storage/writeAtomically.ts'
import { download } from '../../util/download.ts'
import { isSigned, readPublicKey } from './signature.ts'

/** How long a download of the key may take, and how often it may be tried, in milliseconds. */
const patience = 3000
const pause = 60_000

/** CLOVA's public key. */
export interface PublicKey {
  /** True if the key in force signed these bytes. */
  verify(body: Uint8Array, signature: Uint8Array): boolean
  /** For when it did not: a key that comes from a URL may have changed. It is looked up, at most once a minute, and tried. */
  again(body: Uint8Array, signature: Uint8Array): Promise<boolean>
  /** Why nothing can be verified, in plain words; nothing if there is a key. */
  problem(): string | undefined
}

interface Options {
  /** a URL, or the full name of a PEM file */
  readonly source: string
  /** where a downloaded key is kept, so that a restart without internet works */
  readonly copy: string
  readonly warn: (fields: object, message: string) => void
}

/** The name of the copy of a key: one for each address, since the key of one must not pass for that of another. */
export const copyOf = (source: string): string =>
  `public-key-${createHash('sha1').update(source).digest('hex').slice(0, 12)}.pem`

/** Opens the key: from its file, or from its copy on disk and its URL. */
export function publicKey({ source, copy, warn }: Options): PublicKey {
  const isUrl = /^https?:/.test(source)
  let problem: string | undefined
  let key = load(isUrl ? copy : source)
  let tried = Number.NEGATIVE_INFINITY
  let fetching: Promise<Key | undefined> | undefined
  if (isUrl && !key) void lookUp().then((found) => found && adopt(found))

  return {
    verify: (body, signature) => key !== undefined && isSigned(body, signature, key.object),
    again,
    problem: () => (key ? undefined : problem),
  }

  function load(file: string): Key | undefined {
    try {
      const pem = readFileSync(file, 'utf8')
      return { pem, object: readPublicKey(pem) }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (isUrl && code === 'ENOENT') return undefined
      problem = `the public key ${file} cannot be used: ${code ?? message}`
      warn({ file, reason: code ?? message }, 'the public key cannot be used; no request is accepted')
      return undefined
    }
  }

  /** The key in force stays so until another has verified a request. */
  async function again(body: Uint8Array, signature: Uint8Array): Promise<boolean> {
    const found = isUrl ? await lookUp() : undefined
    if (!found || !isSigned(body, signature, found.object)) return false
    if (found.pem !== key?.pem) adopt(found)
    return true
  }

  function lookUp(): Promise<Key | undefined> {
    if (fetching) return fetching
    if (performance.now() - tried < pause) return Promise.resolve(undefined)
    tried = performance.now()
    fetching = download(source, patience)
      .then((pem) => ({ pem, object: readPublicKey(pem) }))
      .catch((error: Error) => {
        problem = `the public key cannot be had from ${source}: ${error.message}`
        warn({ url: source, reason: error.message }, 'the public key cannot be had')
        return undefined
      })
      .finally(() => {
        fetching = undefined
      })
    return fetching
  }

  function adopt(found: Key): void {
    key = found
    writeAtomically(copy, found.pem).catch((error: NodeJS.ErrnoException) =>
      warn({ file: copy, reason: error.code }, 'the public key cannot be kept on disk'),
    )
  }
}

interface Key {
  readonly pem: string
  readonly object: KeyObject
}
