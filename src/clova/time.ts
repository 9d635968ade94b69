import type { Language } from './dialect.ts'

const two = (n: number) => String(n).padStart(2, '0')

/** `YYYY-MM-DDThh:mm:ss±hh:mm`, in the time zone of this machine: the form of every timestamp of the protocol. */
export function timestamp(at: Date): string {
  const offset = -at.getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}${zone}`
}

const days: Readonly<Record<Language, readonly [today: string, yesterday: string]>> = {
  ko: ['오늘', '어제'],
  ja: ['今日', '昨日'],
  en: ['today', 'yesterday'],
}

const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()

/** A moment as one would say it: `어제 오후 10:00`, `昨日 午後10:00`, `yesterday 10:00 PM`; older ones by their date. */
export function spokenTime(at: Date, language: Language, now = new Date()): string {
  const ago = Math.round((midnight(now) - midnight(at)) / 86_400_000)
  const day = days[language][ago] ?? at.toLocaleDateString(language, { month: 'long', day: 'numeric' })
  return `${day} ${at.toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit', hour12: true })}`
}

/** How often something was detected: `어제 2건, 오늘 1건`, as the guide's example says it. */
export function spokenCount(
  { today, yesterday }: { today: number; yesterday?: number | undefined },
  language: Language,
): string {
  const [now, before] = days[language]
  const unit = { ko: '건', ja: '件', en: '' }[language]
  const past = yesterday === undefined ? [] : [`${before} ${yesterday}${unit}`]
  return [...past, `${now} ${today}${unit}`].join(', ')
}
