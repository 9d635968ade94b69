import type { RequestOf, ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'

type Trial = ResponseOf<'tryConnection'>
type Saved = ResponseOf<'saveConnection'>
type ConnectionRequest = Pick<RequestOf<'saveConnection'>, 'type' | 'name' | 'keys'>

/** How trying and saving a connection ended. */
export type ConnectingOutcome =
  | { readonly kind: 'failed'; readonly trial: Trial }
  | { readonly kind: 'ended'; readonly trial: Trial | undefined; readonly saved: Saved }

/** Tries a connection, and saves it only if it works. @throws RequestError */
export async function tryAndSave(request: ConnectionRequest): Promise<ConnectingOutcome> {
  const trial = await callOwner('tryConnection', request)
  if (!trial.isWorking) return { kind: 'failed', trial }
  return { kind: 'ended', trial, saved: await callOwner('saveConnection', request) }
}
