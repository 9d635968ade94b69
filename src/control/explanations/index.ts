import { errorText, type Language, localizer, plainText, type Text } from '../../util/translate.ts'
import type { Explanation } from '../operations/shapes.ts'
import { configurationTexts } from './configuration.ts'
import { connectionTexts } from './connections.ts'
import { gatewayTexts } from './gateway.ts'
import { hubTexts } from './hub.ts'
import { refusalTexts } from './refusals.ts'
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
  ...refusalTexts,
} as const

export type ExplanationCode = keyof typeof texts
const localize = localizer<ExplanationCode>(texts)

/**
 * An explanation for the user.
 * @param values what the sentence is about; one that is a text of its own is in `values` of the explanation in English
 * @param more what the driver says of it or the device or system said itself, and the command that mends it
 */
export function explain(
  code: ExplanationCode,
  values: Readonly<Record<string, number | Text>> = {},
  more: { readonly detail?: Text | undefined; readonly command?: string | undefined } = {},
): Explanation {
  const { command } = more
  const detail = more.detail === undefined ? undefined : plainText(more.detail)
  return {
    code,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? value.en : value]),
    ),
    text: { ...localize(code, { ...values, ...(detail !== undefined && { detail }) }) },
    ...(detail !== undefined && { detail }),
    ...(command !== undefined && { command }),
  }
}

/** An error whose message is for the user, in three languages where it has them. */
export const explainError = (error: unknown): Explanation => explain('other', { reason: errorText(error) })

/** An explanation in one line: what it says, and what the system or a driver said, if that is more. */
export const formatExplanation = ({ text, detail }: Explanation, language: Language): string =>
  detail === undefined || text[language].includes(detail[language])
    ? text[language]
    : `${text[language]} (${detail[language]})`
