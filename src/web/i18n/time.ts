import { signal } from '@preact/signals'
import { language, text } from './index.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** How often relative times are drawn anew. */
const tickMs = 10_000

/** The present time in milliseconds since 1970, in steps that suffice for "2 min ago". */
export const now = signal(Date.now())

/** Lets relative times go on; only while somebody looks at the page. */
export function startClock(): void {
  const tick = () => {
    if (!document.hidden) now.value = Date.now()
  }
  setInterval(tick, tickMs)
  document.addEventListener('visibilitychange', tick)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = `${language.value} ${JSON.stringify(options)}`
  const found = formats.get(key) ?? new Intl.DateTimeFormat(language.value, { hourCycle: 'h23', ...options })
  formats.set(key, found)
  return found.format(at)
}

const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString()

/** `14:02` */
export const clockTime = (at: number): string => format(at, { hour: '2-digit', minute: '2-digit' })

/** `14:02:31` */
export const clockTimeWithSeconds = (at: number): string =>
  format(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `14:02`, `yesterday 23:58`, or a date. */
export function momentText(at: number): string {
  if (sameDay(at, now.value)) return clockTime(at)
  if (sameDay(at, now.value - dayMs)) return text().common.yesterday(clockTime(at))
  return format(at, { month: 'long', day: 'numeric' })
}

/** A moment to the second; with the date unless it was today. */
export const exactMoment = (at: number): string => (sameDay(at, now.value) ? clockTimeWithSeconds(at) : fullTime(at))

/** Date and time in full. */
export const fullTime = (at: number): string => format(at, { dateStyle: 'medium', timeStyle: 'medium' })

/** `just now`, `2 min ago`; from an hour on a clock time. */
export function agoText(at: number): string {
  const age = now.value - at
  if (age < minuteMs) return text().common.justNow
  return age < hourMs ? text().common.minutesAgo(Math.floor(age / minuteMs)) : momentText(at)
}

/** `since 14:02` */
export const sinceText = (at: number): string => text().common.since(momentText(at))

/** A duration in its greatest unit: `31 min`, `2 h`. */
export function durationText(ms: number): string {
  const { seconds, minutes, hours, days } = text().common
  if (ms < minuteMs) return seconds(Math.max(0, Math.round(ms / 1000)))
  if (ms < hourMs) return minutes(Math.round(ms / minuteMs))
  return ms < 2 * dayMs ? hours(Math.round(ms / hourMs)) : days(Math.round(ms / dayMs))
}

/** `226 ms`, `5,007.8 ms` */
export const formatMs = (ms: number, digits = ms < 10 ? 1 : 0): string =>
  `${ms.toLocaleString(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`
