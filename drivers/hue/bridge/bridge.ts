import type { LocalizedText } from '../../../src/util/translate.ts'
import type { BridgeClient } from './client.ts'
import type { ResourceStore } from './resourceStore.ts'

/**
 * `streaming`: everything known is current; `polling`: the bridge answers and sends no events, so it is
 * read whenever an appliance is read; `offline`: it does not answer.
 */
export type BridgeState = 'streaming' | 'polling' | 'offline'

/** One bridge of either API, and its current resources. */
export interface Bridge extends Pick<ResourceStore, 'resources' | 'onChange' | 'refresh'> {
  /** Resolves, and never rejects, once the first try to connect is over. */
  readonly ready: Promise<void>
  readonly state: BridgeState
  readonly put: BridgeClient['put']
  /** Calls back whenever the bridge goes offline. @returns what ends that */
  onLost(listener: () => void): () => void
  /** A change is known of which no event has come yet: if none comes soon, the event stream is opened anew. */
  expectEvent(): void
  /** Why the bridge cannot be used, or is used with less comfort. */
  problem(): LocalizedText | undefined
  /** What its owner should change although it can be used. */
  notice?(): LocalizedText | undefined
  close(): Promise<void>
}
