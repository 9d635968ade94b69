import type { Announced, Description, TraitDescription } from '../announcement.ts'
import { type Kind, typeOf } from '../applianceTypes.ts'
import { type Measurement, measured } from '../measurements.ts'
import { type Config, option, type Topics, topicsOf } from './config.ts'
import { lightTraits } from './lights.ts'
import { deviceName, namesOf } from './names.ts'
import { fanTraits, power, relaysOf, shutter } from './relays.ts'
import { sensors } from './sensors.ts'

/** A part of a device that is an appliance of its own. */
interface Part {
  /** behind the MAC in its key: the number of its first relay, or what it is */
  readonly part: string
  readonly name: string
  readonly kind?: Kind | undefined
  readonly description: Description
}

/** Modules that something is plugged into. */
const plugs = /plug|socket|outlet|strip|steckdose|prise|enchufe|플러그|콘센트|\bS(20|26|31|60)\b|\bA1[TZ]\b/i

/**
 * The appliances that one device is: each relay, light and shutter, an iFan's fan, and what it measures where no part
 * with a relay is the place for it.
 * @param id the MAC, 12 digits in lower case
 * @param sn what it announced of its sensors, if that has come
 */
export function partsOf(device: Config, id: string, sn: unknown): readonly Announced[] {
  const { md, sw } = device
  const about = { manufacturer: 'Tasmota', ...(md && { model: md }), ...(sw && { version: sw }) }
  const aliases = [id, id.match(/../g)?.join(':') ?? id]
  const { parts, problems } = usable(device, id, sn)
  const whole: Part = { part: '1', name: deviceName(device), description: {} }
  return (parts.length === 0 && problems.length > 0 ? [whole] : parts).map(
    ({ part, name, kind, description }, index): Announced => ({
      key: `${id}_${part}`,
      name,
      ...(kind && { type: typeOf(kind) }),
      about,
      aliases,
      description,
      // They are of the whole device, and told once.
      problems: index === 0 ? problems.map((problem) => `${deviceName(device)}: ${problem}`) : [],
    }),
  )
}

interface Parts {
  readonly parts: readonly Part[]
  readonly problems: readonly string[]
}

function usable(device: Config, id: string, sn: unknown): Parts {
  const [off, on] = device.state
  if (off.toLowerCase() === on.toLowerCase())
    return { parts: [], problems: [`its words for off and on are the same: ${off}`] }
  try {
    return split(device, topicsOf(device, id), sn)
  } catch (error) {
    return { parts: [], problems: [(error as Error).message] }
  }
}

function split(device: Config, topics: Topics, sn: unknown): Parts {
  const { switched, shutters, problems } = relaysOf(device)
  const { room, meter } = sensors(sn, device, topics)
  const names = namesOf(device)
  const isFan = device.if === 1
  const isOnly = switched.length + shutters.length === 1 && !isFan
  const isMetered = isOnly && meter.length > 0
  // A fan with a light is called what the device is called; its light has the name of the relay.
  const fan: readonly Part[] = isFan
    ? [
        {
          part: 'fan',
          name: names.other('fan'),
          kind: 'fan',
          description: described(device, topics, fanTraits(device, topics), 'state'),
        },
      ]
    : []
  const relays = switched.map((relay): Part => {
    const kind = kindOf(device, relay, isMetered)
    const used = kind === 'plug' && isMetered ? measured(meter).traits : {}
    const light = device.rl[relay] === 2 && !isFan ? lightTraits(device, topics, relay) : {}
    const traits = { power: power(device, topics, relay), ...light, ...used }
    const description = described(device, topics, traits, used.consumption ? 'both' : 'state')
    return { part: String(relay + 1), name: names.relay(relay, isOnly), kind, description }
  })
  const curtains = shutters.map((relay, index): Part => {
    const verbs = { stop: { command: `${topics.cmnd}ShutterStop${index + 1}`, payload: '' } }
    const description = { ...described(device, topics, { open: shutter(device, topics, index) }, 'sensors'), verbs }
    return { part: String(relay + 1), name: names.relay(relay, isOnly), kind: 'curtain', description }
  })
  const own = (part: string, what: string, of: readonly Measurement[]): readonly Part[] => {
    const { traits, kinds } = measured(of)
    if (Object.keys(traits).length === 0) return []
    return [
      { part, name: names.other(what), kind: kinds[0], description: described(device, topics, traits, 'sensors') },
    ]
  }
  const isMeterUsed = relays.some(({ description }) => description.traits?.consumption)
  const apart = [...own('sensors', 'sensor', room), ...(isMeterUsed ? [] : own('meter', 'meter', meter))]
  return { parts: [...relays, ...curtains, ...fan, ...apart], problems }
}

function kindOf(device: Config, relay: number, isMetered: boolean): Kind {
  if (device.rl[relay] === 2 || option(device, 30)) return 'light'
  return isMetered || plugs.test(device.md) ? 'plug' : 'switch'
}

/** What makes a device say what a part of it is about. */
const questions = {
  state: { command: 'STATE', payload: '' },
  sensors: { command: 'STATUS', payload: '10' },
  both: { command: 'Backlog', payload: 'NoDelay;State;NoDelay;Status 10' },
} as const

function described(
  { dslp, onln, ofln }: Config,
  { cmnd, tele }: Topics,
  traits: Record<string, TraitDescription>,
  asked: keyof typeof questions,
): Description {
  // A device that sleeps leaves its last will behind each time, and hears no question.
  if (dslp) return { traits }
  const { command, payload } = questions[asked]
  return {
    traits,
    availability: { topic: `${tele}LWT`, online: onln, offline: ofln },
    ask: { topic: `${cmnd}${command}`, payload },
  }
}
