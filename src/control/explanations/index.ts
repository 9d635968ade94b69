import { localizer } from '../../util/translate.ts'
import type { Explanation } from '../operations/shapes.ts'
import { configurationTexts } from './configuration.ts'
import { connectionTexts } from './connections.ts'
import { gatewayTexts } from './gateway.ts'
import { hubTexts } from './hub.ts'
import { requestTexts } from './requests.ts'
import { setupTexts } from './setup.ts'

/** What is told to the user, by its code, in the three languages. */
const texts = {
  ...requestTexts,
  ...connectionTexts,
  ...configurationTexts,
  ...gatewayTexts,
  ...setupTexts,
  ...hubTexts,
} as const

export type ExplanationCode = keyof typeof texts
const localize = localizer<ExplanationCode>(texts)

/**
 * An explanation for the user.
 * @param more what the device, driver or system said itself, and the command that mends it
 */
export function explain(
  code: ExplanationCode,
  values: Readonly<Record<string, string | number>> = {},
  more: { readonly detail?: string | undefined; readonly command?: string | undefined } = {},
): Explanation {
  const { detail, command } = more
  return {
    code,
    values: { ...values },
    text: { ...localize(code, { ...values, ...(detail !== undefined && { detail }) }) },
    ...(detail !== undefined && { detail }),
    ...(command !== undefined && { command }),
  }
}
