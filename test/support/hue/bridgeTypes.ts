import type { Mode } from './bridgeAnswers.ts'
import type { Authority, Certificate } from './bridgeCertificate.ts'
import type { Resource } from './bridgeHouse.ts'
import type { Stream } from './bridgeStream.ts'

/**
 * A Hue bridge that speaks CLIP v2 over real TLS, for tests: written from what Signify publishes and what bridges are
 * seen to do, and knowing nothing of the driver.
 */
export interface Bridge {
  readonly port: number
  /** sixteen hex digits in small letters */
  readonly id: string
  /** one that it takes from the beginning */
  readonly key: string
  /** its certificate, in PEM */
  readonly certificate: string
  readonly resources: Map<string, Resource>
  readonly stream: Stream
  /** every request that came, in its order; `at` in ms */
  readonly requests: { readonly at: number; readonly method: string; readonly path: string; readonly body?: unknown }[]
  /** what it does with all requests of CLIP v2 but the stream */
  mode: Mode
  /** how often that is done; then it is `ok` again */
  times: number
  /** the link button was pressed */
  pressed: boolean
  /** what it answers to POST /api instead, if anything */
  refusal: object | undefined
  /** the number of its software */
  software: string
  /** what happens when a PUT has come and before it is done */
  beforePut: ((target: Resource | undefined) => void | Promise<void>) | undefined
  add(...resources: readonly Resource[]): void
  /** A device leaves, and its services with it. */
  remove(deviceId: string): void
  /** Something changes by itself, and is told. */
  change(id: string, patch: Record<string, unknown>): void
  rename(deviceId: string, name: string): void
  /** A device cannot be reached any more; `deaf`: and the bridge takes orders for it as if it could. */
  cut(deviceId: string, how?: 'told' | 'untold' | 'deaf'): void
  restore(deviceId: string): void
  revoke(key?: string): void
  /** Another bridge stands at its address, or the same with another certificate. */
  become(id: string, certificate?: Certificate): void
  /** Every connection breaks off. */
  drop(): void
  /** how many have begun to connect */
  handshakes: number
  /** The PUTs of a type. */
  puts(type: string): readonly Bridge['requests'][number][]
  /** The most PUTs of a type within any second. */
  rate(type: string): number
  close(): Promise<void>
}

export interface BridgeOptions {
  readonly id?: string
  readonly port?: number
  readonly address?: string
  /** signs its certificate; without it that is self-signed */
  readonly authority?: Authority
  readonly resources?: readonly (readonly Resource[])[]
  /** ms between two batches of events; 1000 in reality */
  readonly batch?: number
  /** ms by which groups say later than their lamps what these have become; some hundred in reality */
  readonly lag?: number
  /** ms after which every stream ends; 0 never */
  readonly lasts?: number
  /** ms that every answer takes */
  readonly delay?: number
  /** how many PUTs a second it takes of lights and of groups, before it answers 429 */
  readonly limit?: { readonly light: number; readonly grouped_light: number }
  readonly model?: string
}
