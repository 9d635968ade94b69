import { type BinaryLike, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** What hashing costs: the memory is 128 · 2^ln · r bytes, the time follows from that and p. */
export interface Cost {
  readonly ln: number
  readonly r: number
  readonly p: number
}

/** 32 MiB three times over, one of the equals of OWASP's Password Storage Cheat Sheet; half a second on a Raspberry Pi 4. */
const usual: Cost = { ln: 15, r: 8, p: 3 }

/** The least characters of a new password: with 20 tries an hour it stands for longer than anybody lives. */
export const shortest = 8

/** The most characters that are looked at. */
export const longest = 200

/** `$scrypt$ln=15,r=8,p=3$salt$hash`: the PHC string format, Base64 without padding. */
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43,86})$/

interface Parts extends Cost {
  readonly salt: Buffer
  readonly hash: Buffer
}

function partsOf(text: string): Parts | undefined {
  const [, ln, r, p, salt = '', hash = ''] = form.exec(text) ?? []
  return ln === undefined
    ? undefined
    : {
        ln: Number(ln),
        r: Number(r),
        p: Number(p),
        salt: Buffer.from(salt, 'base64'),
        hash: Buffer.from(hash, 'base64'),
      }
}

const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

/** A Hangul or a kana may be typed as one character or as its parts. */
const composed = (password: string) => password.normalize('NFC')

/** The hash of a password, with what it cost and its salt in it. */
export async function hashPassword(password: string, cost: Cost = usual): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(composed(password), salt, 32, cost)
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${plain(salt)}$${plain(hash)}`
}

/** True if this is the password of the hash; the time that it takes does not tell how nearly it was. */
export async function isPassword(password: string, hashed: string): Promise<boolean> {
  const parts = partsOf(hashed)
  if (!parts) return false
  return timingSafeEqual(await derive(composed(password), parts.salt, parts.hash.length, parts), parts.hash)
}

/** A hash that costs as much as this one, and is that of no password that anybody knows. */
export function decoyOf(hashed: string): string {
  const { ln, r, p } = partsOf(hashed) ?? usual
  return `$scrypt$ln=${ln},r=${r},p=${p}$${plain(randomBytes(16))}$${plain(randomBytes(32))}`
}

/** In Node's pool of threads: commands are answered meanwhile. */
function derive(password: BinaryLike, salt: Buffer, length: number, { ln, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** ln
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r + 1024 * 1024 }
  return new Promise((resolve, reject) =>
    scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key))),
  )
}
