import { type BinaryLike, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** The cost of a hash: it takes 128 · 2^ln · r bytes of memory, and p times the work of one pass over them. */
export interface PasswordCost {
  readonly ln: number
  readonly r: number
  readonly p: number
}

/** One of the costs that OWASP's Password Storage Cheat Sheet recommends: 32 MiB, three passes; half a second on a Raspberry Pi 4. */
const defaultCost: PasswordCost = { ln: 15, r: 8, p: 3 }

/** The fewest characters of a new password. At 20 attempts an hour, guessing eight random letters takes longer than a life. */
export const minPasswordLength = 8

/** The most characters of a password. */
export const maxPasswordLength = 200

/** `$scrypt$ln=15,r=8,p=3$salt$hash`: the PHC string format, Base64 without padding. */
const phcFormat = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43,86})$/

interface Parts extends PasswordCost {
  readonly salt: Buffer
  readonly hash: Buffer
}

function partsOf(text: string): Parts | undefined {
  const match = phcFormat.exec(text)
  if (!match) return undefined
  const [, ln, r, p, salt, hash] = match
  return {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(String(salt), 'base64'),
    hash: Buffer.from(String(hash), 'base64'),
  }
}

const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

/** Some keyboards send a Hangul syllable or a kana as one character, others as its parts. */
const composed = (password: string) => password.normalize('NFC')

/** The hash of a password, in the PHC string format. */
export async function hashPassword(password: string, cost: PasswordCost = defaultCost): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(composed(password), salt, 32, cost)
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${plain(salt)}$${plain(hash)}`
}

/** True if the password is that of the hash. The hashes are compared in constant time. */
export async function verifyPassword(password: string, hashed: string): Promise<boolean> {
  const parts = partsOf(hashed)
  if (!parts) return false
  return timingSafeEqual(await derive(composed(password), parts.salt, parts.hash.length, parts), parts.hash)
}

/** A hash of the same cost that no password has. */
export function decoyHash(hashed: string): string {
  const { ln, r, p } = partsOf(hashed) ?? defaultCost
  return `$scrypt$ln=${ln},r=${r},p=${p}$${plain(randomBytes(16))}$${plain(randomBytes(32))}`
}

/** Works in Node's thread pool, so commands are answered meanwhile. */
function derive(password: BinaryLike, salt: Buffer, length: number, { ln, r, p }: PasswordCost): Promise<Buffer> {
  const N = 2 ** ln
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r + 1024 * 1024 }
  return new Promise((resolve, reject) =>
    scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key))),
  )
}
