import * as z from 'zod'
import { duration } from '../../src/util/parse.ts'
import { schemaIssue } from '../../src/util/translate.ts'
import { topicProblem } from './broker/topics.ts'
import { mqttMessage, mqttRule } from './messages.ts'
import { topic } from './payload/traitOptions.ts'

/** How devices announce themselves, by the names the user writes. */
const conventionNames = ['zigbee2mqtt', 'homeassistant', 'tasmota'] as const
export type ConventionName = (typeof conventionNames)[number]

/** One convention to listen for: its name, or its name with the topic that its announcements begin with. */
const convention = z.union([
  z.enum(conventionNames).transform((name) => ({ name, base: undefined })),
  z
    .partialRecord(z.enum(conventionNames), topic)
    .refine((convention) => Object.keys(convention).length === 1, mqttRule('oneConvention'))
    .transform((convention) => {
      const [name, base] = Object.entries(convention)[0] as [ConventionName, string]
      return { name, base: base.replace(/\/+$/, '') }
    }),
])

/** The URL of a broker of which only `host` or `host:port` was written; 8883 is the port of MQTT over TLS. */
const withScheme = (url: string) => (url.includes('://') ? url : `${/:8883\/?$/.test(url) ? 'mqtts' : 'mqtt'}://${url}`)

/** The connection to one broker. */
export const mqttConfigSchema = z
  .strictObject({
    url: z
      .string()
      .regex(/^((mqtts?|tcp|ssl|tls):\/\/)?[^\s/@]+\/?$/, mqttRule('brokerUrl'))
      .default('mqtt://127.0.0.1:1883')
      .transform(withScheme),
    /** a broker inside the gateway, listening at `url` */
    embedded: z.boolean().default(false),
    username: z.string().optional(),
    password: z.string().optional(),
    /** PEM files */
    ca: z.string().optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    keepalive: duration.refine((ms) => ms >= 1000 && ms <= 3_600_000, mqttRule('keepalive')).default(15_000),
    /** the gateway says on `clova-home/<name>/status` whether it is there */
    name: z
      .string()
      .regex(/^[^/+#]{1,100}$/, mqttRule('oneLevel'))
      .refine((name) => topicProblem(name, 'name') === undefined, mqttRule('controlCharacter'))
      .optional(),
    /** the conventions by which devices announce themselves; of two that tell of one device the first counts */
    discover: z.array(convention).max(10).default([]),
    /** which of these devices are appliances without being described: all, none, or those of these names */
    expose: z.union([z.enum(['all', 'none']), z.array(z.string().min(1))]).default('none'),
    /** sends `online` on `homeassistant/status` at each connection: some bridges announce their devices only then */
    birth: z.boolean().default(false),
  })
  .superRefine(({ url, embedded, username, password }, context) => {
    const complain = (key: string, message: 'port' | 'embeddedTls' | 'embeddedLogin') =>
      context.addIssue(schemaIssue(mqttMessage(message), [key]))
    if (Number(/:(\d+)\/?$/.exec(url)?.[1] ?? 1) > 65535) complain('url', 'port')
    if (embedded && /^(mqtts|ssl|tls):/.test(url)) complain('url', 'embeddedTls')
    if (embedded && (username === undefined) !== (password === undefined)) complain('embedded', 'embeddedLogin')
  })
export type MqttConfig = z.infer<typeof mqttConfigSchema>
