import type { Signal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { TextField } from '../../components/field.tsx'
import { language } from '../../i18n/index.ts'

/** Something that a kind of connection or tunnel asks. */
export type SetupQuestion = ResponseOf<'connectionKinds'>['kinds'][number]['questions'][number]
/** What was typed, by the key of its question. */
export type TypedAnswers = Readonly<Record<string, string>>

/** What stands in a field before anything is typed. */
export const answerTo = ({ key, value, defaultValue }: SetupQuestion, typed: TypedAnswers): string =>
  typed[key] ?? value ?? defaultValue ?? ''

/** The questions that must be answered and are not. A secret that is configured may stay empty. */
export const unanswered = (
  questions: readonly SetupQuestion[],
  typed: TypedAnswers,
  isConfigured = false,
): readonly SetupQuestion[] =>
  questions.filter(
    (question) =>
      !question.isOptional && !(question.isSecret && isConfigured) && answerTo(question, typed).trim() === '',
  )

/** The answers as keys of a connection: what is empty is left out, a list is split at its commas. */
export function keysOf(questions: readonly SetupQuestion[], typed: TypedAnswers): Record<string, string | string[]> {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const answer = answerTo(question, typed)
      if (answer.trim() === '') return []
      const list = answer.split(',').flatMap((part) => part.trim() || [])
      return [[question.key, question.isList ? list : question.isSecret ? answer : answer.trim()]]
    }),
  )
}

const plainInput = { autocomplete: 'off', autocapitalize: 'none', spellcheck: false } as const
const secretInput = { type: 'password', autocomplete: 'new-password' } as const

interface QuestionsProps {
  readonly questions: readonly SetupQuestion[]
  readonly typed: Signal<TypedAnswers>
  /** what is wrong with an answer, by its key */
  readonly errors?: Readonly<Record<string, string | undefined>>
}

/** A field for each question; a secret is not shown. */
export const Questions = ({ questions, typed, errors = {} }: QuestionsProps) => (
  <div class="cols two">
    {questions.map((question) => (
      <TextField
        key={question.key}
        label={question.label[language.value]}
        hint={question.rule?.[language.value]}
        error={errors[question.key]}
        value={answerTo(question, typed.value)}
        onValue={(value) => {
          typed.value = { ...typed.value, [question.key]: value }
        }}
        input={question.isSecret ? secretInput : plainInput}
      />
    ))}
  </div>
)
