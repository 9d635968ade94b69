import { isIP } from 'node:net'
import * as z from 'zod'
import { duration } from '../util/parse.ts'
import { homeIdPattern } from './homeId.ts'
import { rule } from './messages.ts'

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, rule('id'))
const name = z.string().trim().min(1).max(100)
const listen = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, rule('listen'))
  .transform((text) => {
    const split = text.lastIndexOf(':')
    return { host: text.slice(0, split).replace(/^\[|\]$/g, ''), port: Number(text.slice(split + 1)) }
  })
  .refine(({ port }) => port < 65536, rule('port'))

const network = z.string().refine((text) => {
  const [address = '', bits = '0', ...more] = text.split('/')
  const maxBits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= maxBits
}, rule('network'))

/** Whether this machine knows the time zone of that name. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Source: CLOVA calls port 443 only (CLOVA's guide, transport). */
export const publicUrl = z.url({ protocol: /^https$/, error: rule('publicUrl') }).refine((url) => {
  // An invalid URL was reported already.
  if (!URL.canParse(url)) return true
  const { port, pathname, search, hash, username } = new URL(url)
  return `${port}${search}${hash}${username}` === '' && pathname === '/'
}, rule('publicUrlNameOnly'))

const server = z.strictObject({
  listen: listen.prefault('127.0.0.1:8710'),
  path: z
    .string()
    .regex(/^\/[A-Za-z0-9/_.-]*$/, rule('path'))
    .refine((path) => !path.startsWith('/oauth/'), rule('oauthPath'))
    .default('/clova'),
  publicUrl: publicUrl.optional(),
  /** the proxy that is trusted to report the client's address */
  trustedProxy: z
    .strictObject({
      header: z.enum(['CF-Connecting-IP', 'X-Forwarded-For', 'X-Real-IP']),
      from: z.array(network).min(1).default(['127.0.0.0/8', '::1']),
    })
    .optional(),
  // CLOVA itself gives up after 8 s.
  deadline: duration
    .refine((ms) => ms >= 100, rule('deadlineMin'))
    .refine((ms) => ms <= 7500, rule('deadlineMax'))
    .prefault('5s'),
})

/** Printable ASCII, which is all that RFC 6749 (appendix A) lets a client be called by; without the colon of HTTP Basic. */
const linking = z.strictObject({
  /** the name of the home on the login page; by default its public address */
  name: name.optional(),
  clientId: z
    .string()
    .regex(/^[\x21-\x39\x3b-\x7e]{1,100}$/, rule('clientId'))
    .default('clova'),
  clientSecret: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, rule('clientSecret'))
    .optional(),
  redirectUris: z
    .array(
      z
        .url({ protocol: /^https$/, error: rule('redirectUri') })
        .refine((uri) => !uri.includes('#'), rule('redirectUriFragment')),
    )
    .min(1)
    .optional(),
  users: z
    .array(
      z.strictObject({
        name,
        // The format of `src/oauth/password.ts`; a cost beyond the memory of a Raspberry Pi is refused.
        password: z
          .string()
          .regex(/^\$scrypt\$ln=1[4-7],r=8,p=[1-4]\$[A-Za-z0-9+/]{22,86}\$[A-Za-z0-9+/]{43,86}$/, rule('passwordHash')),
        /** the appliances that this user may use; without it all */
        appliances: z.array(id).min(1).optional(),
      }),
    )
    .max(50)
    .default([]),
})

/** The dashboard, which no tunnel ever reaches. */
const dashboard = z.strictObject({
  enabled: z.boolean().default(true),
  /** `home`: every address of this machine, for machines of the home network alone */
  listen: listen.prefault('home:8711'),
  /** names by which the page is opened, besides the name of this machine */
  allowedHosts: z
    .array(z.string().regex(/^([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|[0-9A-Fa-f:]+)$/, rule('hostName')))
    .max(50)
    .default([]),
  /** the reverse proxies that may say where a request comes from */
  trustedProxies: z.array(network).max(50).default([]),
  /** the path under which a reverse proxy serves the page */
  basePath: z
    .string()
    .regex(/^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/, rule('basePath'))
    .optional(),
})

/** The keys that every appliance has, whatever its driver. */
export const applianceKeys = {
  id,
  name,
  type: z.string(),
  driver: z.string(),
  description: z.string().max(200).optional(),
  location: z.string().optional(),
  tags: z.array(name).max(100).default([]),
  /** false: CLOVA does not see it; the dashboard and other appliances do */
  expose: z.boolean().default(true),
  /** actions that CLOVA asks about first (jp) */
  confirm: z.array(z.string()).default([]),
  manufacturer: name.optional(),
  model: name.optional(),
  version: name.optional(),
  /** how many commands it takes in which time */
  pace: z.strictObject({ commands: z.number().int().min(1).max(10_000), within: duration }).optional(),
} as const

const scalar = z.union([z.string(), z.number(), z.boolean()])
/** One step of a scene. */
export const sceneAction = z.strictObject({
  appliance: z.string(),
  do: z.string(),
  value: z.union([scalar, z.record(z.string(), scalar)]).optional(),
})
const scene = z.strictObject({
  id,
  name,
  /** CLOVA asks first (jp) */
  confirm: z.boolean().default(false),
  actions: z.array(sceneAction).min(1).max(100),
})

/** A server of the hub's cluster. `tls:` wants a certificate that this machine trusts; `nats:` is for a network of one's own. */
export const hubServer = z.string().regex(/^(tls|nats):\/\/[^\s/@]+$/, rule('hubServer'))
const hub = z.strictObject({
  home: z.string().regex(homeIdPattern, rule('homeId')),
  servers: z.array(hubServer).min(1).max(20),
  /** the certificate authority of the servers (PEM), if it is none that every machine trusts */
  ca: z.string().optional(),
  credentials: z.string().regex(/^\S+ \S+$/, rule('hubCredentials')),
})

/** An appliance; the driver's schema checks the driver's keys. */
const applianceSchema = z.looseObject(applianceKeys)

/** A connection; the driver's schema checks the driver's keys. */
export const driverSchema = z.looseObject({ type: z.string() })

/** The whole configuration, except for the keys of the drivers. */
export const schema = z.strictObject({
  edition: z.enum(['kr', 'jp']).default('kr'),
  language: z.enum(['ko', 'ja', 'en']).optional(),
  /** `always`: every value comes with the one before; `defined`: only where the tables of the edition have it */
  previousState: z.enum(['always', 'defined']).default('always'),
  /** the time zone of spoken times and timestamps; by default that of the edition's country */
  timeZone: z.string().refine(isTimeZone, rule('timeZone')).optional(),
  server: server.prefault({}),
  /** a URL or a PEM file; the edition's own URL without it */
  signature: z
    .strictObject({
      publicKey: z
        .string()
        .min(1)
        .refine((source) => !/^http:\/\/(?!127\.0\.0\.1[:/]|localhost[:/])/.test(source), rule('publicKeyHttps'))
        .optional(),
    })
    .default({}),
  /** which form of configuration this is; without it, the first */
  version: z.number().int().min(1).optional(),
  /** a backup of each day, made by the running gateway */
  backup: z.strictObject({ folder: z.string().min(1), keep: z.number().int().min(1).max(366).default(7) }).optional(),
  /** the folder of the gateway's state */
  state: z.string().optional(),
  linking: linking.optional(),
  /** the hub that forwards CLOVA's requests, as `clova-home join` writes it */
  hub: hub.optional(),
  dashboard: dashboard.prefault({}),
  admin: z.strictObject({ listen: listen.prefault('127.0.0.1:8711'), password: z.string() }).optional(),
  drivers: z.record(id, driverSchema).default({}),
  appliances: z.array(applianceSchema).default([]),
  scenes: z.array(scene).default([]),
})
export type RawConfig = z.infer<typeof schema>
