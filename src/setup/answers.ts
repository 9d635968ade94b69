import { readFileSync } from 'node:fs'
import * as z from 'zod'
import type { Problem } from '../config/problem.ts'
import { publicUrl } from '../config/schema.ts'
import { parseSource } from '../config/yaml/source.ts'
import { maxPasswordLength, minPasswordLength } from '../oauth/password.ts'
import { fileErrorMessage } from '../util/fileErrors.ts'
import { describeZodIssues } from '../util/zodIssues.ts'
import { tunnelSchema } from './tunnelKinds.ts'

/** A valid name of a connection or id of an appliance. */
export const connectionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'a name is made of letters, digits, dot, colon, dash and underscore')

/** A valid password of a user. */
export const password = z
  .string()
  .min(minPasswordLength, `a password has at least ${minPasswordLength} characters`)
  .max(maxPasswordLength, `a password has at most ${maxPasswordLength} characters`)

const answersSchema = z.strictObject({
  language: z.enum(['ko', 'ja', 'en']).optional(),
  edition: z.enum(['kr', 'jp']).optional(),
  publicUrl: publicUrl.optional(),
  tunnel: tunnelSchema.optional(),
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
        if (names.indexOf(name) < i)
          context.addIssue({ code: 'custom', path: [i, 'name'], message: `there is a user "${name}" already` })
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

/** Replaces the message of the YAML parser, which quotes the text and perhaps a password. */
const yamlErrorWithoutText = '$1; a text with signs in it, such as a password, needs quotes'

/**
 * Reads the answers from a YAML file.
 * @throws Error in plain words with all mistakes and their positions, without passwords
 */
export function readAnswers(file: string): Answers {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(fileErrorMessage(error, 'read', file))
  }
  const source = parseSource(file, text)
  const value = source.value ?? {}
  const { data, error } = answersSchema.safeParse(value)
  const at = ({ line, column }: Problem, path: readonly PropertyKey[], message: string) =>
    `${file}:${line}:${column}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`
  if (source.problems.length > 0)
    throw new Error(
      source.problems
        .map((one) => at(one, [], one.message.replace(/^(this is not YAML): .*$/, yamlErrorWithoutText)))
        .join('\n'),
    )
  if (data) return data
  const all = describeZodIssues(answersSchema, value, error?.issues ?? [])
  throw new Error(
    all
      .map(({ path, key, message }) =>
        at(source.problem(path, message, key === undefined ? {} : { key }), path, message),
      )
      .join('\n'),
  )
}
