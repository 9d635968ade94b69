import type { Knowledge } from '../components/knowledge.tsx'
import { text } from '../i18n/index.ts'
import { agoText, momentText, sinceText } from '../i18n/time.ts'
import type { ApplianceModel } from '../state/home.ts'
import { lastFailureOf } from '../state/lastRequests.ts'

/** How the state of an appliance is known, and the words and the time that say so. */
export function knowledgeOf(model: ApplianceModel): { readonly known: Knowledge; readonly words: string } {
  const { online, offlineSince, assumed, assumedAt, reportedAt, state } = model.status.value
  const words = text().appliance
  const sent = model.sent.value
  if (sent && !sent.end) return { known: 'pending', words: words.confirming }
  if (!online)
    return {
      known: 'offline',
      words: offlineSince === undefined ? words.offlineForUnknownTime : sinceText(offlineSince),
    }
  const failedAt = lastFailureOf(model)
  if (failedAt !== undefined) return { known: 'failed', words: words.failed(agoText(failedAt)) }
  if (Object.keys(state).length === 0) return { known: 'unknown', words: words.noValueYet }
  if (assumed)
    return {
      known: 'assumed',
      words: assumedAt === undefined ? words.assumed : words.assumedAt(momentText(assumedAt)),
    }
  return { known: 'known', words: reportedAt === undefined ? words.reported : agoText(reportedAt) }
}
