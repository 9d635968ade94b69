import * as z from 'zod'
import { hueRule } from './messages.ts'

/** The connection to one bridge. */
export const hueConfigSchema = z
  .strictObject({
    /** where the bridge is; without it, it is found by its id */
    host: z
      .string()
      .max(253)
      .regex(/^[^\s/@]+$/, hueRule('hostAlone'))
      .optional(),
    port: z.number().int().min(1).max(65535).optional(),
    /** the bridge's own id, 16 hexadecimal digits as on its page and in its certificate; with it another bridge at the address is refused */
    bridgeId: z
      .string()
      .regex(/^[0-9A-Fa-f]{16}$/, hueRule('bridgeId'))
      .transform((id) => id.toLowerCase())
      .optional(),
    /** the id of the bridge whose place this one took: what was moved from there keeps its ids */
    replaces: z
      .string()
      .regex(/^[0-9A-Fa-f]{16}$/, hueRule('bridgeId'))
      .transform((id) => id.toLowerCase())
      .optional(),
    /** what the bridge gave at pairing */
    applicationKey: z.string().regex(/^[\x21-\x7e]{1,200}$/, hueRule('applicationKey')),
    /** SHA-256 of the bridge's certificate as it was at pairing, in hexadecimal, with or without colons */
    fingerprint: z
      .string()
      .transform((text) => text.replaceAll(':', '').toLowerCase())
      .pipe(z.string().regex(/^[0-9a-f]{64}$/, hueRule('fingerprint')))
      .optional(),
    /** the bridge's certificate as it was at pairing: a PEM file, or its text; it does what `fingerprint` does, and spares one connection at start */
    certificate: z.string().optional(),
    /** a PEM file of the authority that signed the certificate; the name in it must be the bridge id then */
    ca: z.string().optional(),
    /** `v1`: an old round bridge, or another program that speaks like one, over plain HTTP */
    api: z.enum(['v2', 'v1']).default('v2'),
    /** which of its lights, rooms and sensors are appliances without being described: all (but scenes), none, or those of these names; "scene:NAME" for a scene */
    expose: z.union([z.enum(['all', 'none']), z.array(z.string().min(1))]).default('none'),
  })
  .superRefine(({ host, bridgeId, api, fingerprint, certificate, ca }, context) => {
    const complain = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    if (host === undefined && bridgeId === undefined) complain('host', hueRule('noAddress'))
    if (api === 'v1') return
    if (fingerprint === undefined && certificate === undefined && ca === undefined)
      complain('fingerprint', hueRule('noTrust'))
    if (ca !== undefined && certificate === undefined && bridgeId === undefined)
      complain('bridgeId', hueRule('caNeedsId'))
  })
export type HueConfig = z.infer<typeof hueConfigSchema>
