import fc from 'fast-check'
import {
  type Code,
  code,
  encodePress,
  type Key,
  keySchema,
  type ProtocolKey,
} from '../../../../drivers/ir/codes/index.ts'
import { describeZodIssues } from '../../../../src/util/zodIssues.ts'

/** The key that a user wrote. */
export const keyOf = (written: unknown): Key => keySchema.parse(written)

/** The message about a wrong key, as the owner of the file reads it. */
export function complaint(written: unknown): string | undefined {
  const { error } = keySchema.safeParse(written)
  return (
    error &&
    describeZodIssues(keySchema, written, error.issues)
      .map(({ message }) => message.en)
      .join(' ')
  )
}

const byte = fc.nat(255)
const fields: { readonly [P in ProtocolKey['protocol']]: fc.Arbitrary<Record<string, unknown>> } = {
  nec: fc.record({ address: fc.nat(0xffff), command: byte }),
  samsung: fc.record({ address: byte, command: byte }),
  samsung36: fc.record({ device: byte, subdevice: byte, extra: fc.nat(15), command: byte }),
  lg: fc.record({ address: byte, command: fc.nat(0xffff) }),
  panasonic: fc.record({ device: byte, subdevice: byte, command: byte }),
  aeha: fc.oneof(
    fc.record({ maker: fc.nat(0xffff), address: fc.nat(0xfff), command: byte }),
    // Longer ones with the parity of their maker right: Mitsubishi's.
    fc.array(byte, { minLength: 4, maxLength: 16 }).map((rest) => ({ bytes: [0x23, 0xcb, 0x26, ...rest] })),
  ),
  sony: fc.oneof(
    fc.record({ bits: fc.constant(12), address: fc.nat(31), command: fc.nat(127) }),
    fc.record({ bits: fc.constant(15), address: byte, command: fc.nat(127) }),
    fc.record({ bits: fc.constant(20), address: fc.nat(31), command: fc.nat(127), extended: byte }),
  ),
  rc5: fc.record({ address: fc.nat(31), command: fc.nat(127) }),
  rc6: fc.record({ address: byte, command: byte }),
  rc6a: fc.oneof(
    fc.nat(0xffff).map((data) => ({ bits: 32, data: 0x800f0000 + (data & 0x7fff) })),
    fc.record({ bits: fc.constant(20), data: fc.nat(0xfffff) }),
    fc.record({ bits: fc.constant(24), data: fc.nat(0xffffff) }),
  ),
  rcmm: fc.oneof(
    fc.record({ bits: fc.constant(12), data: fc.nat(0xfff) }),
    fc.record({ bits: fc.constant(24), data: fc.nat(0xffffff) }),
    fc.nat(0x7fffffff).map((data) => ({ bits: 32, data: data - (data & 0x8000) })),
  ),
  denon: fc.record({ address: fc.nat(31), command: byte }),
  jvc: fc.record({ address: byte, command: byte }),
  sharp: fc.record({ address: fc.nat(31), command: byte }),
  mitsubishi: fc.record({ address: byte, command: byte }),
}

/** A key of any protocol, as `keySchema` gives it. */
export const anyKey = fc
  .constantFrom(...(Object.keys(fields) as ProtocolKey['protocol'][]))
  .chain((name) => fields[name].map((given) => keyOf({ [name]: given }) as ProtocolKey))

/** A key of one protocol. */
export const keyIn = (name: ProtocolKey['protocol']) =>
  fields[name].map((given) => keyOf({ [name]: given }) as ProtocolKey)

/** What a learner makes of a code: each pulse up to a tenth longer or shorter. */
export const jittered = (sent: Code): fc.Arbitrary<Code> =>
  fc
    .array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), {
      minLength: sent.pulses.length,
      maxLength: sent.pulses.length,
    })
    .map((factors) => ({ ...sent, pulses: sent.pulses.map((pulse, i) => Math.round(pulse * (factors[i] ?? 1))) }))

/** A press of any protocol as a receiver records it. */
export const receivedPulses = fc
  .tuple(anyKey, fc.integer({ min: 1, max: 4 }), fc.boolean())
  .chain(([key, times, toggle]) => jittered(encodePress(key, { times, toggle })).map((code) => ({ key, code })))

/** Any code that a remote could send. */
export const anyCode = fc
  .tuple(
    fc.array(fc.integer({ min: 20, max: 60_000 }), { minLength: 1, maxLength: 24 }),
    fc.integer({ min: 30_000, max: 60_000 }),
  )
  .map(([pulses, carrier]) => code(pulses, carrier))
