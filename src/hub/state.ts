import * as z from 'zod'
import { isHomeId } from '../config/homeId.ts'

const enrolledHome = z.object({
  name: z.string(),
  home: z.string().refine(isHomeId),
  /** the public key of its NATS user */
  user: z.string(),
  /** in milliseconds since 1970 */
  enrolledAt: z.number(),
})
export type EnrolledHome = z.infer<typeof enrolledHome>

/** What `hub init` makes and `hub add` and `hub remove` change; it holds the private keys, so its mode is 0600. */
export const hubState = z.object({
  version: z.literal(1),
  operatorSeed: z.string(),
  accountSeed: z.string(),
  systemAccountSeed: z.string(),
  /** where homes and hubs connect, as `tls://nats1.example.com:4222` */
  servers: z.array(z.string()).min(1),
  /** from this the secret of each home's own OAuth client is derived */
  homeSecretKey: z.string(),
  /** by which the servers know each other; absent: made by a version that had none */
  routePassword: z.string().optional(),
  homes: z.array(enrolledHome),
  /** public keys of users whose credentials no longer count, and since when, in seconds since 1970 */
  revocations: z.record(z.string(), z.number()),
})
export type HubState = z.infer<typeof hubState>
