import type { BridgeClient } from './client.ts'
import type { ResourceStore } from './resourceStore.ts'

/** One bridge: what it has, kept current by its events. */
export interface Bridge extends Pick<ResourceStore, 'resources' | 'onChange' | 'refresh'> {
  /** Resolves once the first try to connect is over, whichever way. */
  readonly ready: Promise<void>
  /** `live`: everything known is current; `mute`: it answers, and tells nothing by itself; `away`: it does not answer */
  readonly state: 'live' | 'mute' | 'away'
  readonly put: BridgeClient['put']
  /** Tells whoever waits that the bridge is gone. */
  onLost(listener: () => void): () => void
  /** The stream did not tell of something that happened: if it goes on in silence, it is opened anew. */
  expectEvent(): void
  /** Why the bridge cannot be used, or is used with less comfort, in plain words. */
  problem(): string | undefined
  /** What its owner should change although it can be used. */
  notice?(): string | undefined
  close(): Promise<void>
}
