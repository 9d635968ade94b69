import type { Signal } from './deadline.ts'
/** A way for messages that one connection lends to another: a blaster that hangs on a broker needs no broker of its own. */
export interface Bus {
  readonly connected: boolean
  /** Sends now or not at all. @param sure wait until it is known to have arrived @throws Failure `offline` */
  publish(topic: string, payload: string, sure: boolean, signal: Signal): Promise<void>
  /** Hears a topic from now on. @returns what ends that */
  subscribe(topic: string, listener: (payload: Buffer, retained: boolean) => void): () => void
}
