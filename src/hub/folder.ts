import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { readSchemaFile } from '../config/yaml/schemaFile.ts'
import { writeAtomically } from '../storage/replaceFile.ts'
import { fileError } from '../util/fileErrors.ts'
import { schemaIssue } from '../util/translate.ts'
import { hubError, hubMessages } from './errors.ts'
import { type HubState, hubState } from './state.ts'

/** Where a hub keeps its settings and its keys, if no other folder is named. */
export const defaultHubFolder = '/etc/clova-home-hub'

/** `HOST:PORT` or `[ADDRESS]:PORT` */
const listen = z.string().transform((text, context) => {
  const [, address, name, port] = /^(?:\[([\da-f:]+)\]|([a-z\d.-]+)):(\d+)$/i.exec(text) ?? []
  const host = address ?? name
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) }
  context.addIssue(schemaIssue(hubMessages.listenRule))
  return z.NEVER
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

const settingsFile = (folder: string) => join(folder, 'hub.yaml')
const stateFile = (folder: string) => join(folder, 'keys.json')

/** @throws Error for the user that names the file, and where it is wrong */
export function readHubSettings(folder: string): HubSettingsFile {
  const file = settingsFile(folder)
  return madeByInit(file, () => readSchemaFile(file, hubSettings))
}

/** Whether the folder has the keys of a hub. */
export const hasHubState = (folder: string): boolean => existsSync(stateFile(folder))

/** @throws Error for the user that names the file */
export function readHubState(folder: string): HubState {
  const file = stateFile(folder)
  const text = madeByInit(file, () => readText(file))
  try {
    return hubState.parse(JSON.parse(text))
  } catch {
    throw hubError('keysDamaged', { file })
  }
}

/** The certificate authority of the servers. @returns undefined if it is one that every machine trusts @throws Error for the user */
export const readCertificateAuthority = (folder: string, { ca }: HubSettingsFile): string | undefined =>
  ca === undefined ? undefined : readText(resolve(folder, ca))

/** Reads a file; that it is not there means that the hub is not set up. */
function madeByInit<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const { cause } = error as { readonly cause?: NodeJS.ErrnoException }
    throw cause?.code === 'ENOENT' ? hubError('notMade', { file }) : error
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw fileError(error, 'read', file)
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
