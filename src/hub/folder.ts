import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { writeAtomically } from '../storage/replaceFile.ts'
import { type HubState, hubState } from './state.ts'

/** Where a hub keeps its settings and its keys, if no other folder is named. */
export const defaultHubFolder = '/etc/clova-home-hub'

const listen = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, 'write where to listen as 127.0.0.1:8720')
  .transform((text) => {
    const colon = text.lastIndexOf(':')
    return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) }
  })

/** The keys of `hub.yaml`. */
const hubSettings = z.strictObject({
  /** where CLOVA and the app of users come in, as `https://hub.example.com` */
  publicUrl: z.url({ protocol: /^https$/ }),
  edition: z.enum(['kr', 'jp']).default('kr'),
  path: z
    .string()
    .regex(/^\/[A-Za-z0-9/_.-]*$/)
    .default('/clova'),
  listen: listen.prefault('127.0.0.1:8720'),
  /** `/metrics`, `/healthz` and `/readyz` */
  monitor: listen.prefault('127.0.0.1:8721'),
  /** CLOVA's public key: a PEM file or an https address; without it that of the edition */
  publicKey: z.string().optional(),
  clientId: z.string().min(1).default('clova'),
  clientSecret: z.string().min(16),
  /** a PEM file: the certificate authority of the servers, if it is none that every machine trusts */
  ca: z.string().optional(),
  trustedProxy: z
    .strictObject({ header: z.string(), from: z.array(z.string()).default(['127.0.0.1', '::1']) })
    .optional(),
})
export type HubSettingsFile = z.infer<typeof hubSettings>

const isMadeByInit = (file: string) => /\/(hub\.yaml|keys\.json)$/.test(file)
const settingsFile = (folder: string) => join(folder, 'hub.yaml')
const stateFile = (folder: string) => join(folder, 'keys.json')

/** @throws Error in plain words that names the file */
export function readHubSettings(folder: string): HubSettingsFile {
  const file = settingsFile(folder)
  const parsed = hubSettings.safeParse(parse(readText(file)) ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`${file}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`)
}

/** @throws Error in plain words that names the file */
export function readHubState(folder: string): HubState {
  const file = stateFile(folder)
  try {
    return hubState.parse(JSON.parse(readText(file)))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw new Error(`${file} is damaged: restore it from a backup`)
    throw error
  }
}

/** The certificate authority of the servers. @returns undefined if it is one that every machine trusts @throws Error in plain words */
export const readCertificateAuthority = (folder: string, { ca }: HubSettingsFile): string | undefined =>
  ca === undefined ? undefined : readText(resolve(folder, ca))

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && isMadeByInit(file)) throw new Error(`${file} is not there; "clova-home hub init" makes it`)
    throw new Error(`${file} cannot be read (${code})`)
  }
}

/** Writes the keys and the list of homes. */
export const writeHubState = (folder: string, state: HubState): Promise<void> =>
  writeAtomically(stateFile(folder), `${JSON.stringify(state, null, 2)}\n`)

/** Writes the settings of a new hub. */
export const writeHubSettings = (
  folder: string,
  { publicUrl, clientSecret }: Pick<HubSettingsFile, 'publicUrl' | 'clientSecret'>,
) =>
  writeAtomically(
    settingsFile(folder),
    `# The hub: one public address for many homes. docs/en/hub.md tells what each key means.
publicUrl: ${publicUrl}
listen: 127.0.0.1:8720          # put a web server with TLS in front of it
monitor: 127.0.0.1:8721         # /metrics, /healthz, /readyz
clientId: clova                 # these two are entered in CLOVA's developer console
clientSecret: ${clientSecret}
# ca: ca.pem                    # if the certificates of the servers are from an authority of your own
# trustedProxy: { header: X-Forwarded-For, from: [127.0.0.1] }
`,
  )
