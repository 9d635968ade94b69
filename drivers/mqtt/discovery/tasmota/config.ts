import * as z from 'zod'
import { announcementError } from '../messages.ts'

const text = z.string().max(200)
const flag = z.union([z.number(), z.boolean()]).transform(Number)
/** A list whose invalid entries get the default of their schema, since the index of an entry is its meaning. */
const list = <T extends z.ZodType>(entry: T, maxEntries: number) => z.array(entry).max(maxEntries)

/**
 * The payload of `<base>/<MAC>/config`, with the keys that the gateway needs.
 * Source: arendst/Tasmota `tasmota_xdrv_driver/xdrv_12_discovery.ino`.
 */
export const tasmotaConfigSchema = z.object({
  /** device name, and the friendly name of each relay */
  dn: text.catch(''),
  fn: list(text.nullable().catch(null), 64).catch([]),
  /** host name, module, version, topic, full topic, and the prefixes of commands, results and telemetry */
  hn: text.catch(''),
  md: text.catch(''),
  sw: text.catch(''),
  t: text.min(1),
  ft: text.min(1),
  tp: z.tuple([text, text, text]),
  /** the payloads of its last will and of its birth message */
  ofln: text.min(1).catch('Offline'),
  onln: text.min(1).catch('Online'),
  /** the words for off, on, toggle and hold */
  state: z
    .tuple([text.min(1), text.min(1)])
    .rest(z.unknown())
    .catch(['OFF', 'ON']),
  /** the use of each relay: 0 none, 1 relay, 2 light, 3 half of a shutter */
  rl: list(z.number().catch(0), 64).catch([]),
  /** a module with a Tuya MCU; a Sonoff iFan */
  ty: flag.catch(0),
  if: flag.catch(0),
  /** the channels of its light: 0 none, 1 white, 2 cold and warm, 3 RGB, 4 RGBW, 5 RGBCW; white and colour are one lamp */
  lt_st: z.number().int().min(0).max(5).catch(0),
  lk: flag.catch(1),
  /** it runs on a battery; it sleeps between two messages */
  bat: flag.catch(0),
  dslp: flag.catch(0),
  /** the options of each shutter; bit 0: it reports how far it is closed */
  sho: list(z.number().int().catch(0), 32).catch([]),
  /** SetOptions by their numbers */
  so: z.record(z.string().max(10), z.unknown()).catch({}),
})
export type TasmotaConfig = z.infer<typeof tasmotaConfigSchema>

/** True if a SetOption is on. */
export const isOptionSet = ({ so }: TasmotaConfig, number: 4 | 30 | 68 | 82): boolean =>
  Object.hasOwn(so, number) && Number(so[number]) === 1

/** The prefixes of a device's topics, each with a slash at its end. */
export interface Topics {
  readonly cmnd: string
  readonly stat: string
  readonly tele: string
}

/**
 * The topic prefixes of a device, composed of its full topic and prefixes as the firmware does it (`GetTopic_P`).
 * @param id the MAC of 12 digits
 * @throws Error for the user if nobody could subscribe to them
 */
export function topicsOf({ ft, tp, t, hn }: TasmotaConfig, id: string): Topics {
  const [cmnd, stat, tele] = tp
  const full = (prefix: string, defaultPrefix: string, isCommand: boolean) => {
    // Where the full topic has no prefix, the firmware appends one to commands so that it does not receive its own messages.
    const pattern = isCommand && !ft.includes('%prefix%') ? `${ft}/%prefix%` : ft
    const topic = [
      ['%prefix%', prefix || defaultPrefix],
      ['%topic%', t],
      ['%hostname%', hn],
      ['%id%', id.toUpperCase()],
      ['#', ''],
    ].reduce((text, [mark = '', value = '']) => text.replaceAll(mark, value), pattern)
    const whole = `${topic}/`.replaceAll(/\/{2,}/g, '/')
    if (/[+#\0]/.test(whole) || whole === '/') throw announcementError('noTopic', { topic: JSON.stringify(whole) })
    return whole
  }
  return { cmnd: full(cmnd, 'cmnd', true), stat: full(stat, 'stat', false), tele: full(tele, 'tele', false) }
}

/**
 * The topics of the answers to these commands, and of the whole state: RESULT, or with SetOption4 one topic a command.
 */
export function resultTopics(device: TasmotaConfig, { stat, tele }: Topics, commands: readonly string[]): string[] {
  const answers = isOptionSet(device, 4) ? [...commands, 'STATE'] : ['RESULT']
  return [...new Set(answers)].map((name) => `${stat}${name}`).concat(`${tele}STATE`)
}
