import * as z from 'zod'
import { readStoreFile } from '../storage/jsonStore.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const text = z.string().min(1).max(2000)
const scope = z.array(text).optional()

/**
 * The most entries of each kind: codes and grants of one user and in all; and of one grant the access tokens, the refresh
 * tokens in force (as many as can be requested at once) and the refresh tokens that were used in the last minute.
 */
export const limits = {
  codes: 10,
  allCodes: 500,
  grants: 20,
  allGrants: 1000,
  access: 16,
  refresh: 16,
  spent: 20,
} as const

/** The last entries of a list: a file with more than the limit is read all the same. */
const last = <T extends z.ZodType>(schema: T, count: number) => z.array(schema).transform((list) => list.slice(-count))

/**
 * The pending grant of a code, until the code is used. Only hashes of codes and tokens are stored; times are in
 * milliseconds since 1970.
 */
const code = z.object({
  hash,
  family: hash,
  client: text,
  user: text,
  /** see `accountId` */
  account: text,
  redirectUri: text,
  scope,
  expires: z.number(),
})

/** One link of the CLOVA app to this home. */
const grant = z.object({
  /** shown to the owner, who ends the link by it; not a secret */
  id: text,
  family: hash,
  client: text,
  user: text,
  account: text,
  scope,
  created: z.number(),
  used: z.number(),
  /** the refresh tokens in force; more than one while it is not known which of them reached the client */
  refresh: last(hash, limits.refresh),
  /** the refresh tokens that were used in the last minute */
  spent: last(z.object({ hash, at: z.number() }), limits.spent),
  /** the last access tokens, oldest first, expired ones too */
  access: last(z.object({ hash, expires: z.number() }), limits.access),
})

/** What `grants.json` holds. */
export const grantsSchema = z.object({ codes: last(code, limits.allCodes), grants: last(grant, limits.allGrants) })
export type GrantsFile = z.infer<typeof grantsSchema>
export type AuthorizationCode = GrantsFile['codes'][number]
export type Grant = GrantsFile['grants'][number]

export const emptyGrants = (): GrantsFile => ({ codes: [], grants: [] })

/**
 * Reads the grants while no gateway has the file open. The file is not changed.
 * @throws Error in plain words if it is damaged or cannot be read
 */
export function readGrants(file: string): readonly Grant[] {
  const found = readStoreFile<GrantsFile>({ file, schema: grantsSchema, empty: emptyGrants() })
  if ('value' in found) return found.value.grants
  throw new Error(
    found.problem === 'damaged'
      ? `${file} is damaged or of a newer version, so it is not known who is linked. Put back a backup of it; else the gateway sets it aside when it starts, and all must link anew`
      : `${file} cannot be read (${found.problem}), so it is not known who is linked; look at whose it is`,
  )
}
