import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { parseJoinLine } from '../config/joinLine.ts'
import { localize } from '../config/messages.ts'
import type { Problem } from '../config/problem.ts'
import { publicUrl } from '../config/schema.ts'
import { parseSource } from '../config/yaml/source.ts'
import { explain } from '../control/explanations/index.ts'
import { maxPasswordLength, minPasswordLength } from '../oauth/password.ts'
import { fileError } from '../util/fileErrors.ts'
import { type Language, schemaIssue, schemaMessage } from '../util/translate.ts'
import { describeZodIssues } from '../util/zodIssues.ts'
import { wizardMessages } from './messages.ts'
import { tunnelSchema } from './tunnelKinds.ts'

/** A valid name of a connection or id of an appliance. */
export const connectionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, schemaMessage(wizardMessages.nameRule))

/** A valid password of a user. */
export const password = z
  .string()
  .min(minPasswordLength, schemaMessage(wizardMessages.short))
  .max(maxPasswordLength, schemaMessage(wizardMessages.long))

const answersSchema = z.strictObject({
  language: z.enum(['ko', 'ja', 'en']).optional(),
  edition: z.enum(['kr', 'jp']).optional(),
  publicUrl: publicUrl.optional(),
  tunnel: tunnelSchema.optional(),
  /** the line of a hub's operator, instead of a public address of one's own; it holds secrets */
  hub: z
    .string()
    .refine((typed) => parseJoinLine(typed) !== undefined, schemaMessage(explain('joinLineMalformed').text))
    .optional(),
  /** as under `drivers:`; secrets go to the secrets file, and null removes a key */
  connections: z.record(connectionName, z.looseObject({ type: z.string() })).default({}),
  /** as under `appliances:` */
  appliances: z
    .array(
      z.strictObject({
        id: connectionName,
        name: z.string(),
        type: z.string(),
        driver: connectionName,
        device: z.string(),
      }),
    )
    .default([]),
  users: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(100), password }))
    .max(50)
    .superRefine((users, context) => {
      const names = users.map(({ name }) => name.normalize('NFC'))
      names.forEach((name, i) => {
        if (names.indexOf(name) < i) context.addIssue(schemaIssue(localize('userTwice', { name }), [i, 'name']))
      })
    })
    .default([]),
  /** `new` creates another client secret, which must then be entered in CLOVA's console */
  clientSecret: z.literal('new').optional(),
  /** true to start the service */
  start: z.boolean().default(true),
})

/** The answers of the user. A missing answer leaves the configuration as it is. */
export type Answers = z.infer<typeof answersSchema>

/** The answers before the first question. */
export const noAnswers: Answers = answersSchema.parse({})

/**
 * Reads the answers from a YAML file.
 * @param language of the messages
 * @throws Error in plain words with all mistakes and their positions, without passwords
 */
export function readAnswers(file: string, language: Language): Answers {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw fileError(error, 'read', file)
  }
  const source = parseSource(file, text)
  const value = source.value ?? {}
  const { data, error } = answersSchema.safeParse(value)
  const textAt = ({ line, column, localized }: Problem, path: readonly PropertyKey[] = []) =>
    `${file}:${line}:${column}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${localized[language]}`
  if (source.problems.length > 0) throw new Error(source.problems.map((one) => textAt(one)).join('\n'))
  if (data) return data
  const all = describeZodIssues(answersSchema, value, error?.issues ?? [])
  throw new Error(
    all
      .map(({ path, key, message }) => textAt(source.problem(path, message, key === undefined ? {} : { key }), path))
      .join('\n'),
  )
}
