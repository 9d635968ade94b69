import * as z from 'zod'
import { isHomeId } from './homeId.ts'

/** Everything that a home needs to join a hub: `hub add` prints it as one line and `join` reads it. It contains secrets. */
const joinLine = z.object({
  version: z.literal(1),
  home: z.string().refine(isHomeId),
  servers: z.array(z.string()).min(1).max(20),
  jwt: z.string(),
  seed: z.string(),
  publicUrl: z.url(),
  clientId: z.string(),
  clientSecret: z.string(),
})
export type JoinLine = z.infer<typeof joinLine>

/** The line that `hub add` prints: `clova-home:` and the JSON in base64url. */
export const formatJoinLine = (line: JoinLine): string =>
  `clova-home:${Buffer.from(JSON.stringify(line)).toString('base64url')}`

/** Reads the line that the user typed. @throws Error for the user if it is not a complete line of `hub add` */
export function parseJoinLine(typed: string): JoinLine {
  const [, encoded] = /^clova-home:([\w-]+)$/.exec(typed.trim()) ?? []
  try {
    return joinLine.parse(JSON.parse(Buffer.from(String(encoded), 'base64url').toString('utf8')))
  } catch {
    throw new Error('this is no line of "clova-home hub add": copy it whole, from "clova-home:" to its end')
  }
}
