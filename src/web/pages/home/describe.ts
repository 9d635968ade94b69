import type { RequestOf } from '../../../control/api.ts'
import { call } from '../../api/client.ts'
import { errorText } from '../../components/errorText.ts'
import { toast } from '../../components/toast.tsx'
import { language, text } from '../../i18n/index.ts'
import { type ApplianceModel, readHome } from '../../state/home.ts'

type Description = Omit<RequestOf<'editAppliance'>, 'appliance'>

/** Why a change of the configuration was not saved, in words; nothing if it was. */
async function change(model: ApplianceModel, description: Description): Promise<string | undefined> {
  const result = await call('editAppliance', { appliance: model.id, ...description })
  if (result.outcome === 'conflict') return text().appliance.conflict
  if (result.outcome === 'invalid') return result.problems.map(({ message }) => message[language.value]).join(' ')
  if (result.outcome === 'notWritten') return result.reason.text[language.value]
  return result.isApplied ? undefined : result.reason?.text[language.value]
}

/**
 * Changes name, type, place, tags or exposure of an appliance in the configuration, and says how it went.
 * @returns whether it was saved
 */
export async function saveDescription(model: ApplianceModel, description: Description): Promise<boolean> {
  const problem = await change(model, description).catch(errorText)
  if (problem === undefined) {
    toast({ message: text().appliance.saved })
    await readHome().catch(() => {})
    return true
  }
  toast({ message: `${text().appliance.notSaved}. ${problem}`, isFailure: true })
  return false
}
