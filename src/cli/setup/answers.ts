import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import { publicUrl } from '../../config/schema.ts'
import { longest, shortest } from '../../linking/password.ts'
import { tunnelSchema } from './tunnel.ts'

/** The name of a connection, and the id of an appliance. */
export const connectionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'a name is made of letters, digits, dot, colon, dash and underscore')

/** The password of a user. */
export const password = z
  .string()
  .min(shortest, `a password has at least ${shortest} characters`)
  .max(longest, `a password has at most ${longest} characters`)

const answersSchema = z.strictObject({
  language: z.enum(['ko', 'ja', 'en']).optional(),
  edition: z.enum(['kr', 'jp']).optional(),
  publicUrl: publicUrl.optional(),
  tunnel: tunnelSchema.optional(),
  /** as under `drivers:`; what is a secret goes to the secrets file */
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
    .default([]),
  /** whether the service is to be started */
  start: z.boolean().default(true),
})

/** All that was answered. What is left out stays as it is. */
export type Answers = z.infer<typeof answersSchema>

/** Nothing was answered yet. */
export const noAnswers: Answers = answersSchema.parse({})

/** The answers in a file, YAML. @throws Error in plain words, with none of the passwords in it */
export function readAnswers(file: string): Answers {
  let value: unknown
  try {
    value = parse(readFileSync(file, 'utf8'), { logLevel: 'error' }) ?? {}
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(
      code === undefined || !code.startsWith('E') ? `${file} is no YAML` : `${file} cannot be read (${code})`,
    )
  }
  const parsed = answersSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`${file}: ${issue?.path.join('.') || 'it'}: ${issue?.message}`)
}
