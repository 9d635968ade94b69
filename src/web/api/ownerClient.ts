import type { OperationName, RequestOf, ResponseOf } from '../../control/api.ts'
import { callEndpoint, download, type Endpoints, upload } from './client.ts'

/** The operations that only pages of the owner ask for; they are loaded with those pages. */
const endpoints = {
  addAppliances: 'POST /discovery/add',
  allowRedirectUri: 'POST /console-form/redirect-uri/allow',
  apiTokens: 'GET /api-tokens',
  backups: 'GET /backups',
  cancelLearning: 'POST /learning/{id}/cancel',
  cancelPairing: 'POST /setup/pairings/{id}/cancel',
  charts: 'GET /charts',
  checkRedirectUri: 'POST /console-form/redirect-uri',
  compareCodes: 'POST /codes/compare',
  compareConfiguration: 'POST /configuration/compare',
  configuration: 'GET /configuration',
  configurationSchema: 'GET /configuration/schema',
  createApiToken: 'POST /api-tokens',
  connectionKinds: 'GET /setup/connection-kinds',
  connections: 'GET /connections',
  consoleForm: 'GET /console-form',
  diagnosis: 'GET /diagnosis',
  discovery: 'GET /discovery',
  importCodes: 'POST /remotes/import',
  joinHub: 'POST /hub/join',
  issueTestToken: 'POST /tokens/test',
  keyNames: 'POST /remotes/key-names',
  makeBackup: 'POST /backups/make',
  members: 'GET /members',
  remote: 'GET /remotes/{id}',
  remotes: 'GET /remotes',
  removeConnection: 'POST /setup/connections/{name}/remove',
  removeMember: 'POST /members/remove',
  removeUser: 'POST /users/{name}/remove',
  restoreBackup: 'POST /backups/restore',
  revokeLinks: 'POST /links/revoke',
  revokeApiToken: 'POST /api-tokens/revoke',
  restoreVersion: 'POST /configuration/versions/{id}/restore',
  runDiagnosis: 'POST /diagnosis/run',
  saveConfiguration: 'POST /configuration/save',
  saveConnection: 'POST /setup/connections',
  saveRemote: 'POST /remotes/save',
  saveUser: 'POST /users',
  scan: 'POST /setup/scan',
  sendCode: 'POST /codes/send',
  serviceLog: 'POST /service-log/search',
  setAddress: 'POST /setup/address',
  setEdition: 'POST /setup/edition',
  setMember: 'POST /members',
  setup: 'GET /setup',
  startLearning: 'POST /learning',
  startPairing: 'POST /setup/pairings',
  tryAddress: 'POST /setup/address/try',
  tryConnection: 'POST /setup/connections/try',
  tunnelKinds: 'GET /setup/tunnels',
  users: 'GET /users',
  validateConfiguration: 'POST /configuration/validate',
  version: 'GET /configuration/versions/{id}',
  versions: 'GET /configuration/versions',
} as const satisfies Endpoints

type OwnerOperation = keyof typeof endpoints & OperationName

/**
 * Asks the gateway for an operation of the owner.
 * @throws RequestError with the reason in the three languages where the gateway gave one
 */
export const callOwner = <N extends OwnerOperation>(
  name: N,
  request: RequestOf<N>,
  signal?: AbortSignal,
): Promise<ResponseOf<N>> => callEndpoint(endpoints[name], request, signal) as Promise<ResponseOf<N>>

const archives = {
  backup: 'GET /backup',
  downloadBackup: 'GET /backups/{name}',
  supportReport: 'POST /support-report',
} as const satisfies Endpoints

/** Fetches an archive and saves it under a name, as the browser saves downloads. @throws RequestError */
export async function saveArchive<N extends keyof typeof archives>(
  name: N,
  request: RequestOf<N>,
  fileName: string,
): Promise<void> {
  const url = URL.createObjectURL(await download(archives[name], request))
  Object.assign(document.createElement('a'), { href: url, download: fileName }).click()
  // The browser has begun to read by then; the archive would otherwise stay in memory as long as the page.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

const inspectBackupEndpoint: NonNullable<Endpoints['inspectBackup']> = 'POST /backups/inspect'

/** Sends a backup to the gateway, which says what putting it back would change. @throws RequestError */
export const inspectBackup = (file: Blob): Promise<ResponseOf<'inspectBackup'>> =>
  upload(inspectBackupEndpoint, file) as Promise<ResponseOf<'inspectBackup'>>
