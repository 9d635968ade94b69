import * as z from 'zod'
import { look } from '../storage/jsonStore.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const text = z.string().min(1).max(2000)
const scope = z.array(text).optional()

/**
 * The most that is kept, so that what is written can be read again: codes and grants of one user and of all, and of one grant
 * access tokens, refresh tokens in force (as many as may be asked for at once) and those that were used a moment ago.
 */
export const most = {
  codes: 10,
  allCodes: 500,
  grants: 20,
  allGrants: 1000,
  access: 16,
  refresh: 16,
  spent: 20,
} as const

/** The last of a list. A file with more of them is no reason to lose all. */
const last = <T extends z.ZodType>(schema: T, count: number) => z.array(schema).transform((list) => list.slice(-count))

/** What a code stands for, until it is used. Of codes and tokens only hashes are kept; times are in milliseconds since 1970. */
const code = z.object({
  hash,
  family: hash,
  client: text,
  user: text,
  /** the digest of the user's password hash: of another password it is another account */
  account: text,
  redirectUri: text,
  scope,
  expires: z.number(),
})

/** One link of the CLOVA app to this house. */
const grant = z.object({
  /** what its owner calls it by; no secret */
  id: text,
  family: hash,
  client: text,
  user: text,
  account: text,
  scope,
  created: z.number(),
  used: z.number(),
  /** the refresh tokens in force: more than one only while it is not known which of them arrived */
  refresh: last(hash, most.refresh),
  /** those that were used a moment ago */
  spent: last(z.object({ hash, at: z.number() }), most.spent),
  /** the last few, oldest first, also when they have expired */
  access: last(z.object({ hash, expires: z.number() }), most.access),
})

/** What `grants.json` holds. */
export const keptSchema = z.object({ codes: last(code, most.allCodes), grants: last(grant, most.allGrants) })
export type Kept = z.infer<typeof keptSchema>
export type Code = Kept['codes'][number]
export type Grant = Kept['grants'][number]

export const empty = (): Kept => ({ codes: [], grants: [] })

/**
 * The grants of a file that nobody has open, which is left as it is.
 * @throws Error in plain words if it is damaged or cannot be read
 */
export function readGrants(file: string): readonly Grant[] {
  const found = look<Kept>({ file, schema: keptSchema, empty: empty() })
  if ('value' in found) return found.value.grants
  throw new Error(
    found.problem === 'damaged'
      ? `${file} is damaged or of a newer version, so it is not known who is linked. Put back a backup of it; else the gateway sets it aside when it starts, and all must link anew`
      : `${file} cannot be read (${found.problem}), so it is not known who is linked; look at whose it is`,
  )
}
