import * as z from 'zod'
import { parseBoundedJson } from '../util/boundedJson.ts'
import { isHomeId } from './homeId.ts'
import { hubServer, publicUrl } from './schema.ts'
import { YamlTextEditor } from './yaml/editor.ts'
import { Secret } from './yaml/source.ts'

/** Everything that a home needs to join a hub: `hub add` prints it as one line and `join` reads it. It contains secrets. */
const joinLine = z.object({
  version: z.literal(1),
  home: z.string().refine(isHomeId),
  servers: z.array(hubServer).min(1).max(20),
  /** the certificate authority of the servers (PEM), if it is none that every machine trusts */
  ca: z.string().max(20_000).optional(),
  jwt: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  seed: z.string().regex(/^SU[A-Z2-7]{56}$/),
  publicUrl,
  clientId: z.string().min(1).max(200),
  clientSecret: z.string().min(16).max(200),
})
export type JoinLine = z.infer<typeof joinLine>

/** The line that `hub add` prints: `clova-home:` and the JSON in base64url. */
export const formatJoinLine = (line: JoinLine): string =>
  `clova-home:${Buffer.from(JSON.stringify(line)).toString('base64url')}`

/** Reads the line that the user typed. @returns undefined if it is not a complete line of `hub add` */
export function parseJoinLine(typed: string): JoinLine | undefined {
  const [, encoded] = /^(?:(?:sudo )?clova-home join )?clova-home:([\w-]+)$/.exec(typed.trim()) ?? []
  if (encoded === undefined) return undefined
  try {
    return joinLine.parse(parseBoundedJson(Buffer.from(encoded, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

/** The names under which the secrets of a hub are stored. Those of the home's own account linking stay, for a home that leaves. */
const secretNames = { credentials: 'hub_credentials', clientSecret: 'hub_client_secret', ca: 'hub_ca' } as const

/**
 * Puts a hub into the text of a configuration; every other character stays.
 * @returns the text, and the secrets to add to the secrets file
 * @throws Error in plain words if something there is written in a form that cannot be changed
 */
export function withHub(
  text: string,
  { home, servers, ca, jwt, seed, publicUrl, clientId, clientSecret }: JoinLine,
): { readonly text: string; readonly secrets: Readonly<Record<string, string>> } {
  const editor = new YamlTextEditor(text)
  editor.set(['server', 'publicUrl'], publicUrl)
  editor.set(['hub', 'home'], home)
  editor.set(['hub', 'servers'], servers)
  editor.set(['hub', 'credentials'], new Secret(secretNames.credentials))
  if (ca !== undefined) editor.set(['hub', 'ca'], new Secret(secretNames.ca))
  else if (editor.get(['hub', 'ca']) !== undefined) editor.remove(['hub', 'ca'])
  editor.set(['linking', 'clientId'], clientId)
  editor.set(['linking', 'clientSecret'], new Secret(secretNames.clientSecret))
  return {
    text: editor.text,
    secrets: {
      [secretNames.credentials]: `${jwt} ${seed}`,
      [secretNames.clientSecret]: clientSecret,
      ...(ca !== undefined && { [secretNames.ca]: ca }),
    },
  }
}
