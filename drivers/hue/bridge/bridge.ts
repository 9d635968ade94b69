import type { LocalizedText } from '../../../src/util/translate.ts'
import type { BridgeClient } from './client.ts'
import type { ResourceStore } from './resourceStore.ts'

/**
 * `streaming`: everything known is current; `polling`: the bridge answers, and tells nothing by itself, so it is asked
 * whenever something is read; `offline`: it does not answer.
 */
export type BridgeState = 'streaming' | 'polling' | 'offline'

/** One bridge of either API, and what it has, kept current. */
export interface Bridge extends Pick<ResourceStore, 'resources' | 'onChange' | 'refresh'> {
  /** Resolves, and never rejects, once the first try to connect is over. */
  readonly ready: Promise<void>
  readonly state: BridgeState
  readonly put: BridgeClient['put']
  /** Calls back whenever the bridge goes offline. @returns what ends that */
  onLost(listener: () => void): () => void
  /** Something happened that the event stream has not told yet: if it tells nothing soon, it is opened anew. */
  expectEvent(): void
  /** Why the bridge cannot be used, or is used with less comfort. */
  problem(): LocalizedText | undefined
  /** What its owner should change although it can be used. */
  notice?(): LocalizedText | undefined
  close(): Promise<void>
}
