import { errorText, type LocalizedText } from '../../../../src/util/translate.ts'
import type { AnnouncedDevice, Description, TraitDescription } from '../announcement.ts'
import { type ApplianceKind, typeOf } from '../applianceTypes.ts'
import { combineMeasurements, type Measurement } from '../measurements.ts'
import { say } from '../messages.ts'
import { isOptionSet, type TasmotaConfig, type Topics, topicsOf } from './config.ts'
import { lightTraits } from './lights.ts'
import { deviceName, namesOf } from './names.ts'
import { fanTraits, power, relaysOf, shutter } from './relays.ts'
import { sensors } from './sensors.ts'

/** One appliance of a device. */
interface Part {
  /** the end of its key, after the MAC: the number of its first relay, or a word */
  readonly part: string
  readonly name: string
  readonly kind?: ApplianceKind | undefined
  readonly description: Description
}

/** Names of modules that are plugs. */
const plugModules = /plug|socket|outlet|strip|steckdose|prise|enchufe|플러그|콘센트|\bS(20|26|31|60)\b|\bA1[TZ]\b/i

/**
 * The appliances of one device: each relay, light and shutter, the fan of an iFan, and a sensor for measurements that belong
 * to none of these.
 * @param id the MAC, 12 digits in lower case
 * @param sn the example of its telemetry, if it was received
 */
export function partsOf(device: TasmotaConfig, id: string, sn: unknown): readonly AnnouncedDevice[] {
  const { md, sw } = device
  const about = { manufacturer: 'Tasmota', ...(md && { model: md }), ...(sw && { version: sw }) }
  const aliases = [id, id.match(/../g)?.join(':') ?? id]
  const { parts, problems } = partsAndProblems(device, id, sn)
  const whole: Part = { part: '1', name: deviceName(device), description: {} }
  return (parts.length === 0 && problems.length > 0 ? [whole] : parts).map(
    ({ part, name, kind, description }, index): AnnouncedDevice => ({
      key: `${id}_${part}`,
      name,
      ...(kind && { type: typeOf(kind) }),
      about,
      aliases,
      description,
      // The problems are those of the whole device, so they are reported once.
      problems: index === 0 ? problems.map((why) => say('about', { what: deviceName(device), why })) : [],
    }),
  )
}

interface Parts {
  readonly parts: readonly Part[]
  readonly problems: readonly LocalizedText[]
}

function partsAndProblems(device: TasmotaConfig, id: string, sn: unknown): Parts {
  const [off, on] = device.state
  if (off.toLowerCase() === on.toLowerCase()) return { parts: [], problems: [say('sameWords', { word: off })] }
  try {
    return splitIntoParts(device, topicsOf(device, id), sn)
  } catch (error) {
    return { parts: [], problems: [errorText(error)] }
  }
}

function splitIntoParts(device: TasmotaConfig, topics: Topics, sn: unknown): Parts {
  const { switched, shutters, problems } = relaysOf(device)
  const { room, meter } = sensors(sn, device, topics)
  const names = namesOf(device)
  const isFan = device.if === 1
  const isOnly = switched.length + shutters.length === 1 && !isFan
  const isMetered = isOnly && meter.length > 0
  // The fan has the name of the device; its light has the name of the relay.
  const fan: readonly Part[] = isFan
    ? [
        {
          part: 'fan',
          name: names.other('fan'),
          kind: 'fan',
          description: describePart(device, topics, fanTraits(device, topics), 'state'),
        },
      ]
    : []
  const relays = switched.map((relay): Part => {
    const kind = kindOf(device, relay, isMetered)
    const used = kind === 'plug' && isMetered ? combineMeasurements(meter).traits : {}
    const light = device.rl[relay] === 2 && !isFan ? lightTraits(device, topics, relay) : {}
    const traits = { power: power(device, topics, relay), ...light, ...used }
    const description = describePart(device, topics, traits, used.consumption ? 'both' : 'state')
    return { part: String(relay + 1), name: names.relay(relay, isOnly), kind, description }
  })
  const curtains = shutters.map((relay, index): Part => {
    const verbs = { stop: { command: `${topics.cmnd}ShutterStop${index + 1}`, payload: '' } }
    const description = { ...describePart(device, topics, { open: shutter(device, topics, index) }, 'sensors'), verbs }
    return { part: String(relay + 1), name: names.relay(relay, isOnly), kind: 'curtain', description }
  })
  const own = (part: string, what: string, of: readonly Measurement[]): readonly Part[] => {
    const { traits, kinds } = combineMeasurements(of)
    if (Object.keys(traits).length === 0) return []
    return [
      { part, name: names.other(what), kind: kinds[0], description: describePart(device, topics, traits, 'sensors') },
    ]
  }
  const isMeterUsed = relays.some(({ description }) => description.traits?.consumption)
  const sensorParts = [...own('sensors', 'sensor', room), ...(isMeterUsed ? [] : own('meter', 'meter', meter))]
  return { parts: [...relays, ...curtains, ...fan, ...sensorParts], problems }
}

function kindOf(device: TasmotaConfig, relay: number, isMetered: boolean): ApplianceKind {
  if (device.rl[relay] === 2 || isOptionSet(device, 30)) return 'light'
  return isMetered || plugModules.test(device.md) ? 'plug' : 'switch'
}

/** The commands that make a device publish the state of a part. */
const stateRequests = {
  state: { command: 'STATE', payload: '' },
  sensors: { command: 'STATUS', payload: '10' },
  both: { command: 'Backlog', payload: 'NoDelay;State;NoDelay;Status 10' },
} as const

function describePart(
  { dslp, onln, ofln }: TasmotaConfig,
  { cmnd, tele }: Topics,
  traits: Record<string, TraitDescription>,
  stateRequest: keyof typeof stateRequests,
): Description {
  // A device in deep sleep leaves its last will behind each time, and receives no request.
  if (dslp) return { traits }
  const { command, payload } = stateRequests[stateRequest]
  return {
    traits,
    availability: { topic: `${tele}LWT`, online: onln, offline: ofln },
    ask: { topic: `${cmnd}${command}`, payload },
  }
}
