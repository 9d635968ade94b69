import * as z from 'zod'
import { irRule } from './messages.ts'
import { tuyaVersions } from './tuya/frames.ts'

/** As devices are compared: small letters and colons, however it was written. */
const mac = z
  .string()
  .regex(/^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$|^[0-9A-Fa-f]{12}$/, irRule('mac'))
  .transform((text) => (text.match(/[0-9A-Fa-f]{2}/g) ?? []).join(':').toLowerCase())
const host = z.string().min(1).max(253)
const topic = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => !/[+#\0]/.test(text), irRule('wildcard'))

/** What sends the light, by the word behind `transmitter:`. */
const transmitterKeys = {
  /** a Broadlink RM, by its address, or by its MAC wherever it moves */
  broadlink: {
    host: host.optional(),
    mac: mac.optional(),
    port: z.number().int().min(1).max(65535).optional(),
    /** how one of a type that is in no list is spoken to: as an RM pro or mini 3 (old), or as an RM4 (new) */
    framing: z.enum(['old', 'new']).optional(),
  },
  /** lircd, by its socket or its address, and a lamp on the Pi's own pin for codes that lircd has no name for */
  lirc: {
    socket: z.string().optional(),
    host: z
      .string()
      .regex(/^.+:\d+$/, irRule('lircHost'))
      .optional(),
    device: z.string().optional(),
  },
  /** a lamp on the Pi's own pin, by ir-ctl */
  'ir-ctl': { device: z.string().default('/dev/lirc0') },
  /** a blaster that Zigbee2MQTT knows, on the broker of another connection */
  zigbee2mqtt: { broker: z.string(), topic },
  /** a node that runs ESPHome and takes infrared over MQTT, see docs/en/infrared.md */
  esphome: { broker: z.string(), topic },
  /** a Nature Remo, by its address in the home network */
  'nature-remo': { host, port: z.number().int().min(1).max(65535).optional() },
  /** a Tuya blaster on Wi-Fi, in the home network: docs/en/infrared.md says where its id and key are shown */
  tuya: {
    host,
    port: z.number().int().min(1).max(65535).optional(),
    deviceId: z.string().regex(/^[\w-]{10,64}$/, irRule('tuyaDeviceId')),
    /** it changes whenever the device is paired anew */
    localKey: z.string().regex(/^[\x21-\x7e]{16}$/, irRule('tuyaLocalKey')),
    version: z.enum(tuyaVersions).default('3.3'),
    /** how it is built, where it does not show that itself: its commands go to data point 201, or to those from 1 on */
    dataPoints: z.union([z.literal(1), z.literal(201)]).optional(),
  },
  /** a blaster that runs Tasmota */
  tasmota: {
    broker: z.string(),
    topic,
    /** as its command FullTopic has it, if that was changed */
    fullTopic: z
      .string()
      .max(500)
      .refine(
        (text) => text.includes('%prefix%') && text.includes('%topic%') && !/[+#\0]/.test(text),
        irRule('fullTopic'),
      )
      .optional(),
  },
} as const
export type TransmitterKind = keyof typeof transmitterKeys

const schemaOf = <K extends TransmitterKind>(kind: K) =>
  z.strictObject({ transmitter: z.literal(kind), ...transmitterKeys[kind] })

/** The connection to one blaster. */
export const irConfigSchema = z
  .discriminatedUnion('transmitter', [
    schemaOf('broadlink'),
    schemaOf('lirc'),
    schemaOf('ir-ctl'),
    schemaOf('zigbee2mqtt'),
    schemaOf('tasmota'),
    schemaOf('esphome'),
    schemaOf('nature-remo'),
    schemaOf('tuya'),
  ])
  .superRefine((config, context) => {
    if (config.transmitter === 'broadlink' && config.host === undefined && config.mac === undefined)
      context.addIssue({
        code: 'custom',
        path: ['transmitter'],
        message: irRule('noBroadlinkAddress'),
      })
    if (config.transmitter === 'lirc' && config.socket !== undefined && config.host !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['host'],
        message: irRule('lircTwice'),
      })
  })
export type IrConfig = z.infer<typeof irConfigSchema>
