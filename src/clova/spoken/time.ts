import type { Language } from '../edition.ts'

const twoDigits = (n: number) => String(n).padStart(2, '0')

/** `YYYY-MM-DDThh:mm:ss±hh:mm`, in the time zone of this machine: the form of every timestamp of the protocol. */
export function timestamp(at: Date): string {
  const offset = -at.getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(Math.abs(offset) / 60))}:${twoDigits(Math.abs(offset) % 60)}`
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`
  return `${date}T${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}:${twoDigits(at.getSeconds())}${zone}`
}

/** How a language writes times. Not taken from Intl: its words change between versions of Node. */
interface TimeWords {
  readonly days: readonly [today: string, yesterday: string]
  date(at: Date, withYear: boolean): string
  clock(hour: number, minute: string, isMorning: boolean): string
  /** the units of a duration: days, hours, minutes, seconds */
  readonly units: readonly [string, string, string, string]
  readonly times: string
}

const months = 'January February March April May June July August September October November December'.split(' ')

const timeWords: Readonly<Record<Language, TimeWords>> = {
  ko: {
    days: ['오늘', '어제'],
    date: (at, withYear) => `${withYear ? `${at.getFullYear()}년 ` : ''}${at.getMonth() + 1}월 ${at.getDate()}일`,
    clock: (hour, minute, isMorning) => `${isMorning ? '오전' : '오후'} ${hour}:${minute}`,
    units: ['일', '시간', '분', '초'],
    times: '건',
  },
  ja: {
    days: ['今日', '昨日'],
    date: (at, withYear) => `${withYear ? `${at.getFullYear()}年` : ''}${at.getMonth() + 1}月${at.getDate()}日`,
    clock: (hour, minute, isMorning) => `${isMorning ? '午前' : '午後'}${hour % 12}:${minute}`,
    units: ['日', '時間', '分', '秒'],
    times: '件',
  },
  en: {
    days: ['today', 'yesterday'],
    date: (at, withYear) => `${months[at.getMonth()]} ${at.getDate()}${withYear ? `, ${at.getFullYear()}` : ''}`,
    clock: (hour, minute, isMorning) => `${hour}:${minute} ${isMorning ? 'AM' : 'PM'}`,
    units: [' d', ' h', ' min', ' s'],
    times: '',
  },
}

const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()

/** A time as it is spoken: `어제 오후 10:00`, `昨日 午後10:00`, `yesterday 10:00 PM`; older ones by their date. */
export function spokenTime(at: Date, language: Language, now = new Date()): string {
  const { days, date, clock } = timeWords[language]
  const daysAgo = Math.round((midnight(now) - midnight(at)) / 86_400_000)
  const day = days[daysAgo] ?? date(at, at.getFullYear() !== now.getFullYear())
  return `${day} ${clock(at.getHours() % 12 || 12, twoDigits(at.getMinutes()), at.getHours() < 12)}`
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
  const said = parts?.flatMap((n, i) =>
    n === undefined || Number(n) === 0 ? [] : `${Number(n)}${timeWords[language].units[i]}`,
  )
  if (!said) return duration
  return said.length > 0 ? said.join(' ') : `0${timeWords[language].units[2]}`
}
