import type { Code } from '../codes/code.ts'

/** The modes of the house that air conditioners have. */
export const climateModes = ['auto', 'cool', 'heat', 'dehumidify', 'fan'] as const
export type ClimateMode = (typeof climateModes)[number]

/** The whole of what an air conditioner is told each time. */
export interface ClimateState {
  readonly power: boolean
  readonly mode: ClimateMode
  /** °C; absent in modes that have none */
  readonly targetTemperature?: number
  /** its own levels, the slowest 1; absent: it chooses by itself */
  readonly fanSpeed?: number
  /** absent: as its flaps are */
  readonly oscillation?: 'off' | 'vertical' | 'horizontal'
}

/** What a protocol can say. */
export interface ClimateProtocol {
  /** as the user writes it: lg-ac */
  readonly name: string
  /** °C */
  readonly temperature: { readonly min: number; readonly max: number; readonly step: number }
  /** the modes that it has, and whether they have a temperature */
  readonly modes: { readonly [M in ClimateMode]?: { readonly hasTemperature: boolean } }
  /** how many levels of fan, besides its own choice */
  readonly fanSpeeds: number
  readonly swings: readonly ('off' | 'vertical' | 'horizontal')[]
  /** The frame of a state, all values within what it can say; `before` where it sends only what differs (a power toggle). */
  encode(state: ClimateState, before?: ClimateState): Code
  /** The state of a frame; nothing if it is none of this protocol, or its sum is wrong. */
  decode(pulses: readonly number[]): ClimateState | undefined
}
