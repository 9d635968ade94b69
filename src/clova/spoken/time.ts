import type { Language } from '../../util/translate.ts'

const twoDigits = (n: number) => String(n).padStart(2, '0')

/** A point in time as a clock of some time zone shows it. */
interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** One formatter for each time zone: creating one takes longer than everything else here. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function localTime(at: Date, timeZone: string): LocalTime {
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, calendar: 'iso8601', hourCycle: 'h23' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    })
  formatters.set(timeZone, formatter)
  const parts = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  return { year, month, day, hour, minute, second }
}

const utcOf = ({ year, month, day, hour, minute, second }: LocalTime) =>
  Date.UTC(year, month - 1, day, hour, minute, second)

/** `YYYY-MM-DDThh:mm:ss±hh:mm`, the form of every timestamp of the protocol. */
export function timestamp(at: Date, timeZone: string): string {
  const local = localTime(at, timeZone)
  const offset = Math.round((utcOf(local) - at.getTime()) / 60_000)
  const zone = `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(Math.abs(offset) / 60))}:${twoDigits(Math.abs(offset) % 60)}`
  const date = `${local.year}-${twoDigits(local.month)}-${twoDigits(local.day)}`
  return `${date}T${twoDigits(local.hour)}:${twoDigits(local.minute)}:${twoDigits(local.second)}${zone}`
}

/** How a language writes times. Not taken from Intl: its words change between versions of Node. */
interface TimeWords {
  readonly days: readonly [today: string, yesterday: string]
  date(at: LocalTime, withYear: boolean): string
  clock(hour: number, minute: string, isMorning: boolean): string
  /** the units of a duration: days, hours, minutes, seconds */
  readonly units: readonly [string, string, string, string]
  readonly times: string
}

const months = 'January February March April May June July August September October November December'.split(' ')

const timeWords: Readonly<Record<Language, TimeWords>> = {
  ko: {
    days: ['오늘', '어제'],
    date: (at, withYear) => `${withYear ? `${at.year}년 ` : ''}${at.month}월 ${at.day}일`,
    clock: (hour, minute, isMorning) => `${isMorning ? '오전' : '오후'} ${hour}:${minute}`,
    units: ['일', '시간', '분', '초'],
    times: '건',
  },
  ja: {
    days: ['今日', '昨日'],
    date: (at, withYear) => `${withYear ? `${at.year}年` : ''}${at.month}月${at.day}日`,
    clock: (hour, minute, isMorning) => `${isMorning ? '午前' : '午後'}${hour % 12}:${minute}`,
    units: ['日', '時間', '分', '秒'],
    times: '件',
  },
  en: {
    days: ['today', 'yesterday'],
    date: (at, withYear) => `${months[at.month - 1]} ${at.day}${withYear ? `, ${at.year}` : ''}`,
    clock: (hour, minute, isMorning) => `${hour}:${minute} ${isMorning ? 'AM' : 'PM'}`,
    units: [' d', ' h', ' min', ' s'],
    times: '',
  },
}

const dayNumber = ({ year, month, day }: LocalTime) => Date.UTC(year, month - 1, day) / 86_400_000

/** A time as it is spoken: `어제 오후 10:00`, `昨日 午後10:00`, `yesterday 10:00 PM`; older ones by their date. */
export function spokenTime(at: Date, language: Language, timeZone: string, now = new Date()): string {
  const { days, date, clock } = timeWords[language]
  const [then, today] = [localTime(at, timeZone), localTime(now, timeZone)]
  const day = days[dayNumber(today) - dayNumber(then)] ?? date(then, then.year !== today.year)
  return `${day} ${clock(then.hour % 12 || 12, twoDigits(then.minute), then.hour < 12)}`
}

/** A number of detections: `어제 2건, 오늘 1건`, in the form of the guide's example. */
export function spokenCount(
  { today, yesterday }: { today: number; yesterday?: number | undefined },
  language: Language,
): string {
  const { days, times } = timeWords[language]
  const past = yesterday === undefined ? [] : [`${days[1]} ${yesterday}${times}`]
  return [...past, `${days[0]} ${today}${times}`].join(', ')
}

/** A duration as it is spoken: `1시간 15분`. A duration that is not of the form `P1DT2H3M4S` is returned unchanged. */
export function spokenDuration(duration: string, language: Language): string {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration)?.slice(1)
  const spokenParts = parts?.flatMap((n, i) =>
    n === undefined || Number(n) === 0 ? [] : `${Number(n)}${timeWords[language].units[i]}`,
  )
  if (!spokenParts) return duration
  return spokenParts.length > 0 ? spokenParts.join(' ') : `0${timeWords[language].units[2]}`
}
