import * as z from 'zod'
import { parseJoinLine } from '../config/joinLine.ts'
import { localize } from '../config/messages.ts'
import { publicUrl } from '../config/schema.ts'
import { readSchemaFile } from '../config/yaml/schemaFile.ts'
import { explain } from '../control/explanations/index.ts'
import { maxPasswordLength, minPasswordLength } from '../oauth/password.ts'
import { schemaIssue, schemaMessage } from '../util/translate.ts'
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

/** Reads the answers from a YAML file. @throws Error for the user with all mistakes and their positions, without passwords */
export const readAnswers = (file: string): Answers => readSchemaFile(file, answersSchema)
