import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { formatJoinLine } from '../config/joinLine.ts'
import { writeAtomically } from '../storage/replaceFile.ts'
import { parseBoundedJson } from '../util/boundedJson.ts'
import { errorText } from '../util/translate.ts'
import { askStatus } from './askHome.ts'
import { type Credentials, connectOnce } from './connection.ts'
import {
  accountJwt,
  clientSecretOfHome,
  createHubState,
  enrol,
  hubCredentials,
  revoke,
  systemCredentials,
} from './credentials.ts'
import { hubError } from './errors.ts'
import {
  hasHubState,
  readCertificateAuthority,
  readHubSettings,
  readHubState,
  writeHubSettings,
  writeHubState,
} from './folder.ts'
import { publicKeyOf } from './keys.ts'
import { type ClusterServer, serverConfig } from './serverConfig.ts'
import type { HubState } from './state.ts'

const clusterTimeoutMs = 5000
const statusTimeoutMs = 2000

/**
 * Makes keys, settings and the configuration of each server of a new cluster.
 * @returns the files of the servers
 * @throws Error in plain words if the folder has keys already
 */
export async function initHub(
  folder: string,
  {
    publicUrl,
    servers,
    urls,
  }: { readonly publicUrl: string; readonly servers: readonly ClusterServer[]; readonly urls: readonly string[] },
): Promise<readonly string[]> {
  if (hasHubState(folder)) throw hubError('madeAlready', { folder })
  const state = createHubState(urls)
  await writeHubState(folder, state)
  await writeHubSettings(folder, { publicUrl, clientSecret: randomBytes(32).toString('hex') })
  const files: string[] = []
  for (const server of servers) {
    const file = join(folder, 'nats', `${server.name}.conf`)
    await writeAtomically(file, await serverConfig(state, server, servers, `/var/lib/nats/${server.name}/jwt`))
    files.push(file)
  }
  return files
}

/** Enrols a home. @returns the line for `clova-home join`, which is shown once and kept nowhere */
export async function addHome(folder: string, name: string): Promise<string> {
  const settings = readHubSettings(folder)
  const before = readHubState(folder)
  if (before.homes.some((one) => one.name === name)) throw hubError('homeExists', { name })
  const { state, home, credentials } = await enrol(before, name)
  const ca = readCertificateAuthority(folder, settings)
  await writeHubState(folder, state)
  return formatJoinLine({
    version: 1,
    home: home.home,
    servers: state.servers,
    ca,
    ...credentials,
    publicUrl: settings.publicUrl,
    clientId: settings.clientId,
    clientSecret: clientSecretOfHome(state.homeSecretKey, home.home),
  })
}

/** A home of the list; `status` is absent if it cannot be reached. */
export interface ListedHome {
  readonly name: string
  readonly home: string
  readonly enrolledAt: number
  readonly status?: { readonly version: string; readonly connectedSince: number }
}

/** All homes, and whether each is connected now. @throws Error in plain words if the cluster cannot be reached */
export async function listHomes(folder: string): Promise<readonly ListedHome[]> {
  const state = readHubState(folder)
  const connection = await open(folder, state, await hubCredentials(state))
  try {
    return await Promise.all(
      state.homes.map(async ({ name, home, enrolledAt }) => {
        const status = await askStatus(() => connection, home, statusTimeoutMs)
        return { name, home, enrolledAt, ...(status && { status }) }
      }),
    )
  } finally {
    await connection.close()
  }
}

/**
 * Takes a home away: its credentials count nowhere in the cluster from then on, and its connection is closed.
 * @throws Error for the user, also if the cluster could not be told
 */
export async function removeHome(folder: string, name: string): Promise<void> {
  const state = revoke(readHubState(folder), name)
  // On disk first: a cluster that is not there gets the revocation later, by "clova-home hub push".
  await writeHubState(folder, state)
  await pushRevocations(folder).catch((error: Error) => {
    throw hubError('removedHereOnly', { name, reason: errorText(error) })
  })
}

/**
 * Gives the revocations to the cluster. A server stores no JWT that is older than its own, though it reports success, and
 * would let removed homes in after its next start: with the clock behind, that is an error.
 * @throws Error in plain words if the cluster did not take them
 */
export async function pushRevocations(folder: string): Promise<void> {
  const state = readHubState(folder)
  const connection = await open(folder, state, await systemCredentials(state))
  try {
    const subject = `$SYS.REQ.ACCOUNT.${publicKeyOf(state.accountSeed)}.CLAIMS.LOOKUP`
    const before = await connection.request(subject, '', { timeout: clusterTimeoutMs })
    const jwt = await accountJwt(state)
    const reply = await connection.request('$SYS.REQ.CLAIMS.UPDATE', jwt, { timeout: clusterTimeoutMs })
    const { error, data } = JSON.parse(reply.string())
    if (error || data?.code !== 200) throw hubError('clusterRefused', { reason: error?.description ?? reply.string() })
    const [issuedAt, storedAt] = [issuedAtOf(jwt), issuedAtOf(before.string())]
    if (issuedAt !== undefined && storedAt !== undefined && storedAt > issuedAt)
      throw hubError('clockBehind', { time: new Date(storedAt * 1000).toISOString() })
  } finally {
    await connection.close()
  }
}

const issued = z.object({ iat: z.int().nonnegative().max(8.64e12) })

/** When a JWT was signed, in seconds since 1970. @returns undefined if it is none */
function issuedAtOf(jwt: string): number | undefined {
  try {
    return issued.parse(parseBoundedJson(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))).iat
  } catch {
    return undefined
  }
}

async function open(folder: string, state: HubState, credentials: Credentials) {
  const { servers } = state
  const ca = readCertificateAuthority(folder, readHubSettings(folder))
  try {
    return await connectOnce({ servers, credentials, ca }, 'clova-home hub')
  } catch (error) {
    throw hubError('clusterUnreachable', { servers: servers.join(', '), reason: (error as Error).message })
  }
}
