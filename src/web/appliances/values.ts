import type { ApplianceStatus } from '../../control/api.ts'
import { language, text } from '../i18n/index.ts'
import { momentText } from '../i18n/time.ts'
import { nameOf, unitOf } from '../state/vocabulary.ts'

/** A known state, trait by trait. */
type KnownState = Readonly<Record<string, unknown>>
/** What of an appliance is needed to put its values into words. */
type Subject = Pick<ApplianceStatus, 'fanLevels'>

const number = (value: number, digits = 1) =>
  value.toLocaleString(language.value, { maximumFractionDigits: digits, useGrouping: false })

const percent = (value: number) => `${Math.round(value)}%`
const degrees = (value: number) => `${number(value)}°`

/** CLOVA's speed nearest to the device's own, which is what the user says. */
export function fanLevelOf(value: unknown, { fanLevels }: Subject): number | undefined {
  if (typeof value !== 'number' || !fanLevels || fanLevels.length === 0) return undefined
  // 0 is "off" on a scale that begins above it.
  if (value <= 0 && fanLevels.every(({ device }) => device > 0)) return undefined
  const nearest = [...fanLevels].sort((a, b) => Math.abs(a.device - value) - Math.abs(b.device - value))[0]
  return nearest?.clova
}

/** `PT1H40M` in words. */
function isoDurationText(value: string): string {
  const [, days, hours, minutes, seconds] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value) ?? []
  const words = text().common
  const parts = [
    days && words.days(Number(days)),
    hours && words.hours(Number(hours)),
    minutes && words.minutes(Number(minutes)),
    seconds && words.seconds(Number(seconds)),
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(' ') : value
}

const instantText = (value: string) => {
  const at = Date.parse(value)
  return Number.isNaN(at) ? value : momentText(at)
}

type Formatter = (value: never, subject: Subject) => string | undefined
const formatters: Readonly<Record<string, Formatter>> = {
  brightness: percent,
  humidity: percent,
  posture: percent,
  bodyFat: percent,
  muscle: percent,
  battery: (value: number) => text().traits.battery(Math.round(value)),
  targetTemperature: degrees,
  freezerTemperature: degrees,
  fridgeTemperature: degrees,
  hotwaterTemperature: degrees,
  coldwaterTemperature: degrees,
  currentTemperature: degrees,
  colorTemperature: (value: number) => `${Math.round(value).toLocaleString(language.value)} K`,
  color: ({ hue, saturation }: { hue: number; saturation: number }) => `${Math.round(hue)}° · ${percent(saturation)}`,
  fanSpeed(value: number, subject) {
    const level = fanLevelOf(value, subject)
    return level === undefined ? undefined : text().traits.fan(level)
  },
  mode: (value: string) => nameOf('modes', value),
  volume: (value: number) => text().traits.volume(value),
  channel: (value: number) => text().traits.channel(value),
  oscillation: (value: string) => text().traits.directions[value] ?? value,
  airQuality: (value: string) => text().traits.levels[value] ?? value,
  fineDust: dustText,
  ultraFineDust: dustText,
  remainingTime: isoDurationText,
  keepWarmTime: isoDurationText,
  cleaningCycle: isoDurationText,
  usageTime: isoDurationText,
  asleep: isoDurationText,
  awake: isoDurationText,
  openedAt: instantText,
  closedAt: instantText,
  detectedAt: instantText,
  detections: ({ today }: { today: number }) => text().traits.today(today),
  sittingPeriod: ({ start, end }: { start: string; end: string }) => `${instantText(start)} – ${instantText(end)}`,
  sleepStarts: (value: readonly string[]) => value.map(instantText).join(', '),
  bill: moneyText,
  estimatedBill: moneyText,
  consumption: measuresText,
  estimatedConsumption: measuresText,
  readings: measuresText,
  parts: (parts: readonly { name: string; used?: number; remainingTime?: string }[]) =>
    parts
      .map(({ name, used, remainingTime }) =>
        [name, used === undefined ? remainingTime && isoDurationText(remainingTime) : percent(used)].join(' '),
      )
      .join(', '),
  vehicles: (cars: readonly { name: string; place: string }[]) =>
    cars.map(({ name, place }) => `${name} ${place}`).join(', '),
  weight: (value: number) => `${number(value)} kg`,
}

function dustText({ value, index }: { value?: number; index: string }): string {
  const level = text().traits.levels[index] ?? index
  return value === undefined ? level : `${number(value)} · ${level}`
}

function moneyText({ value, currency }: { value: number; currency: string }): string {
  return `${value.toLocaleString(language.value)} ${currency}`
}

function measuresText(measures: readonly { name: string; value: number | string; unit?: string }[]): string {
  return measures.map(({ name, value, unit }) => `${name} ${value}${unit ? ` ${unit}` : ''}`).join(', ')
}

/** The value of a trait in words; nothing if it cannot be said. A value of an unexpected shape is shown as it is. */
export function valueText(trait: string, value: unknown, subject: Subject): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'boolean') {
    const pair = text().traits.pairs[trait]
    if (pair) return pair[value ? 0 : 1]
    return value ? text().common.on : text().common.off
  }
  try {
    const formatted = (formatters[trait] as ((value: unknown, subject: Subject) => string | undefined) | undefined)?.(
      value,
      subject,
    )
    if (formatted !== undefined || trait === 'fanSpeed') return formatted
  } catch {
    // shown as it is, below
  }
  if (typeof value === 'number') return `${number(value)}${unitOf(trait) && ` ${unitOf(trait)}`}`
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The traits that stand on a tile, the most telling first. */
const tellingTraits = [
  'open',
  'locked',
  'detected',
  'sitting',
  'brightness',
  'mode',
  'targetTemperature',
  'fanSpeed',
  'phase',
  'remainingTime',
  'currentTemperature',
  'humidity',
  'airQuality',
  'channel',
  'volume',
  'inputSource',
  'battery',
  'consumption',
  'bill',
  'notices',
  'packages',
  'vehicles',
]
const maxTileValues = 3

/** The state of an appliance in a line; nothing if nothing is known. What is off has no more to tell. */
export function stateText(status: Subject & { readonly state: KnownState }): string | undefined {
  const { state } = status
  const power = state.power === undefined ? undefined : valueText('power', state.power, status)
  const isOff = state.power === false
  const traits = isOff ? ['currentTemperature', 'humidity', 'battery'] : tellingTraits
  const values = traits.flatMap((trait) => valueText(trait, state[trait], status) ?? [])
  // A device that cools to 24° is on.
  const isPowerImplied = state.power === true && state.mode !== undefined && state.targetTemperature !== undefined
  const words = [...(power && !isPowerImplied ? [power] : []), ...values].slice(0, maxTileValues)
  if (words.length > 0) return words.join(' · ')
  const [first] = Object.entries(state).flatMap(([trait, value]) => valueText(trait, value, status) ?? [])
  return first
}

/** Whether an appliance is drawn as on: it is known to be on, open or at work. */
export const isActive = ({ power, open, detected }: KnownState): boolean =>
  power === undefined ? open === true || detected === true : power === true

/** Before → after of a request, of the traits that it was about. */
export function changeText(
  change: { readonly requested?: KnownState; readonly before?: KnownState; readonly after?: KnownState },
  subject: Subject,
): { readonly before: string | undefined; readonly after: string | undefined; readonly requested: string | undefined } {
  const { requested, before = {}, after = {} } = change
  const differing = Object.keys(after).filter((trait) => JSON.stringify(after[trait]) !== JSON.stringify(before[trait]))
  const traits =
    requested && Object.keys(requested).length > 0 ? Object.keys(requested) : differing.slice(0, maxTileValues)
  const words = (state: KnownState) =>
    traits.flatMap((trait) => valueText(trait, state[trait], subject) ?? []).join(' · ') || undefined
  return { before: words(before), after: words(after), requested: requested && words(requested) }
}
