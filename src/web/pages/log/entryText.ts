import { changeText, valueText } from '../../appliances/values.ts'
import type { IconName } from '../../components/icon.tsx'
import type { Knowledge } from '../../components/knowledge.tsx'
import { language, text } from '../../i18n/index.ts'
import { applianceOf } from '../../state/home.ts'
import type { LogEntry } from '../../state/log.ts'
import { nameOf } from '../../state/vocabulary.ts'

/** What of the appliance is needed to say its values; one that is gone has none. */
const subjectOf = ({ appliance }: LogEntry) => (appliance && applianceOf(appliance)?.status.value) || {}

/** What was asked, in words: `Living room light · Brightness 40%`. */
export function titleOf(entry: LogEntry): { readonly name: string | undefined; readonly what: string } {
  const words = text().log
  const { kind, outcome, count = 1, action, name, appliance, scene, requested } = entry
  if (kind === 'refused') return { name: undefined, what: words.refused(count) }
  if (kind === 'linking') return { name: undefined, what: outcome === 'failed' ? words.linkFailed : words.linked }
  const values = Object.entries(requested ?? {}).flatMap(([trait, value]) =>
    typeof value === 'boolean' ? [] : (valueText(trait, value, subjectOf(entry)) ?? []),
  )
  const what = [action === undefined ? '' : nameOf('actions', action), ...values].join(' ')
  return { name: name ?? appliance ?? scene, what }
}

/** The icon and the colour of an entry. */
export function signOf({ kind, outcome }: LogEntry): {
  readonly icon: IconName
  readonly tone: string
  readonly known: Knowledge
} {
  if (kind === 'refused') return { icon: 'hide', tone: 'soft', known: 'failed' }
  if (outcome === 'failed') return { icon: 'fail', tone: 'bad', known: 'failed' }
  if (outcome === 'assumed') return { icon: 'guess', tone: '', known: 'assumed' }
  return { icon: 'ok', tone: 'good', known: 'known' }
}

/** What came of it, in a line. */
export function resultOf(entry: LogEntry): string {
  const words = text().log
  const { kind, outcome, reason, count, total, after } = entry
  if (kind === 'refused') return words.refusedReason
  if (outcome === 'failed') return reason?.text[language.value] ?? entry.result ?? text().common.failed
  if (kind === 'discovery' && count !== undefined)
    return total === undefined ? words.discovered(count) : words.discoveredOf(count, total)
  const change = changesOf(entry)
  if (kind === 'query') {
    const [shown] = Object.entries(after ?? {}).flatMap(
      ([trait, value]) => valueText(trait, value, subjectOf(entry)) ?? [],
    )
    return shown ?? entry.result ?? ''
  }
  const line = [change.before ?? text().common.unknown, change.after].filter(Boolean).join(' → ')
  if (change.after === undefined) return entry.result ?? ''
  return outcome === 'assumed' ? words.assumedChange(line) : line
}

/** Before, after and requested of an entry, in words. */
export const changesOf = (entry: LogEntry) =>
  changeText(
    {
      ...(entry.requested && { requested: entry.requested }),
      ...(entry.before && { before: entry.before }),
      ...(entry.after && { after: entry.after }),
    },
    subjectOf(entry),
  )

/** Who asked: the user of the link or of the page, else the way it came. */
export function whoOf({ user, source, from }: LogEntry): string {
  const words = text().log
  const ways = {
    clova: words.byClova,
    ownKey: words.byOwnKey,
    admin: words.byHand,
    dashboard: words.byDashboard,
    stranger: words.unknownSource,
  }
  const way = source === 'stranger' && from ? `${ways.stranger} (${from})` : ways[source]
  return user === undefined ? way : source === 'clova' ? user : `${user} · ${way}`
}
