import * as z from 'zod'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const text = z.string().min(1).max(2000)
const scope = z.array(text).optional()

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
  refresh: z.array(hash).max(10),
  /** those that were used a moment ago */
  spent: z.array(z.object({ hash, at: z.number() })).max(100),
  /** the last few, oldest first, also when they have expired */
  access: z.array(z.object({ hash, expires: z.number() })).max(20),
})

/** What `grants.json` holds. */
export const keptSchema = z.object({ codes: z.array(code).max(1000), grants: z.array(grant).max(1000) })
export type Kept = z.infer<typeof keptSchema>
export type Code = Kept['codes'][number]
export type Grant = Kept['grants'][number]

export const empty = (): Kept => ({ codes: [], grants: [] })
