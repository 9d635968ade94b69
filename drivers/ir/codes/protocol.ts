import * as z from 'zod'
import { errorText, schemaIssue } from '../../../src/util/translate.ts'
import { irRule } from '../messages.ts'

/** What a protocol says: numbers by name, as `address` and `command`. */
export type FrameFields = Readonly<Record<string, number | boolean | readonly number[] | undefined>>

/** What was read of a frame: its fields, or that it is only the sign that the key is still held. */
interface ReadFrame<F> {
  readonly fields?: F
  /** where the next frame begins */
  readonly next: number
}

/** One protocol: a row of the table in `protocols.ts`. */
export interface ProtocolDefinition<F extends FrameFields> {
  /** Hz */
  readonly carrierHz: number
  /** how many frames a press has at least; absent: 1 */
  readonly minFrames?: number
  /** a bit of it changes with every new press */
  readonly hasToggle?: true
  /** What a user may write, parsed to the fields; it takes the fields themselves too. Its issues are in plain words. */
  readonly input: z.ZodType<F>
  /**
   * What a remote sends while a key is held for `times` frames, at least as many as the protocol demands; the gap is behind each.
   * @param toggle of protocols that have such a bit: the one that changes with every new press
   */
  encode(fields: F, times: number, toggle: boolean): number[]
  /** The frame at `at` with all its checks right; nothing if there is none. Only the first is at 0. */
  read(pulses: readonly number[], at: number): ReadFrame<F> | undefined
}

/** A protocol of which it is no longer known what its fields are. */
export interface Protocol extends Omit<ProtocolDefinition<FrameFields>, 'encode'> {
  /** @throws ZodError if these are no fields of it */
  encode(fields: FrameFields, times: number, toggle: boolean): number[]
}

/** The row of a protocol, ready for the table. */
export const defineProtocol = <F extends FrameFields>({ encode, ...row }: ProtocolDefinition<F>): Protocol => ({
  ...row,
  encode: (fields, times, toggle) => encode(row.input.parse(fields), times, toggle),
})

/** A number that has so many bits. */
export const bitField = (bits: number) =>
  z
    .number()
    .int()
    .min(0)
    .max(2 ** bits - 1)

/** Turns what was written into fields; what `turn` throws is the issue. */
export const transformOrIssue =
  <I, F>(convert: (given: I) => F) =>
  (input: I, context: z.RefinementCtx): F => {
    try {
      return convert(input)
    } catch (error) {
      context.addIssue(schemaIssue(errorText(error)))
      return z.NEVER
    }
  }

/** The two ways in which a code is written as a number, 0x20DF10EF as a number or a text, for a union; `turn` makes the fields of it. */
export const printedForms = <F>(bits: number, turn: (code: number) => F) =>
  [
    bitField(bits).transform(transformOrIssue(turn)),
    z
      .string()
      .regex(/^0x[0-9a-f]{1,13}$/i, irRule('codeNumber'))
      .transform(Number)
      .pipe(bitField(bits))
      .transform(transformOrIssue(turn)),
  ] as const

/** A number as it is printed, for people: 0x20DF10EF. */
export const hex = (value: number, digits = 1): string => `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`

/** The frames of a key held for `times`: the first, and the others. */
export const framesOf = (
  first: readonly number[],
  again: readonly number[],
  times: number,
): readonly (readonly number[])[] => [first, ...Array<readonly number[]>(Math.max(1, times) - 1).fill(again)]
