import * as z from 'zod'
import type { Context } from '../../src/home/driver.ts'
import type { Limit } from '../../src/home/spec.ts'
import { isSettable, type State, type Trait, traitNames } from '../../src/home/traits.ts'
import { duration } from '../../src/util/duration.ts'

/** What draws power is on: by the watts of a plug. */
const watts = z
  .strictObject({
    from: z.string(),
    /** it is on when it draws at least so much */
    watts: z.number().positive(),
    /** and off when it draws at most so much; half of it unless said, between the two nothing is concluded */
    off: z.number().nonnegative().optional(),
    /** how long after a command the plug is not believed: it measures late */
    delay: duration.default(30_000),
  })
  .refine(({ watts, off = 0 }) => off < watts, 'off lies below watts')
type Watts = z.infer<typeof watts>

const measured = traitNames.filter((trait) => !isSettable(trait))

/** Readings of other appliances: each a trait and the appliance that has it, `power` by what a plug measures. */
export const borrowSchema = z
  .strictObject({
    ...(Object.fromEntries(measured.map((trait) => [trait, z.string().optional()])) as Record<
      string,
      z.ZodOptional<z.ZodString>
    >),
    power: watts.optional(),
  })
  .default({})
export type Borrow = z.infer<typeof borrowSchema>

/** What another appliance sees for one that is blind. */
export interface Lender {
  /** the traits that are lent */
  readonly traits: { readonly [T in Trait]?: Limit }
  /** it is seen whether it is on */
  readonly seesPower: boolean
  /** A command was sent just now: what the plug measures is older. */
  sent(): void
  /** What is seen now; `power` only where it can be told. Never throws. */
  look(signal: AbortSignal): Promise<State>
}

/** The ids of the appliances that are looked at. */
export const lenders = (borrow: Borrow): readonly string[] =>
  Object.values(borrow).flatMap((from) => (from === undefined ? [] : typeof from === 'string' ? [from] : [from.from]))

/** @param now milliseconds; a clock of its own for tests */
export function lender(
  { power, ...others }: Borrow,
  { look }: Pick<Context, 'look'>,
  now: () => number = () => performance.now(),
): Lender {
  const wanted = Object.entries(others).filter(([, from]) => from !== undefined) as [Trait, string][]
  let last = Number.NEGATIVE_INFINITY
  return {
    traits: Object.fromEntries(wanted.map(([trait]) => [trait, { can: ['read'] as const }])),
    seesPower: power !== undefined,
    sent() {
      last = now()
    },
    async look(signal) {
      const seen = async (id: string): Promise<State> => {
        const reading = await look(id, signal).catch(() => undefined)
        return reading?.online ? reading.state : {}
      }
      const isAsked = power !== undefined && now() - last >= power.delay
      // Once each: one sensor may lend its temperature and its humidity.
      const ids = new Set([...wanted.map(([, from]) => from), ...(isAsked ? [power.from] : [])])
      const states = new Map(await Promise.all([...ids].map(async (id) => [id, await seen(id)] as const)))
      const lent = wanted.map(([trait, from]) => [trait, states.get(from)?.[trait]] as const)
      const drawn = isAsked ? isOn(states.get(power.from) ?? {}, power) : undefined
      const known = lent.filter(([, value]) => value !== undefined)
      return { ...Object.fromEntries(known), ...(drawn !== undefined && { power: drawn }) }
    },
  }
}

/** Watts in each unit of power. */
const units: Readonly<Record<string, number>> = { W: 1, kW: 1000, KW: 1000 }

function isOn({ consumption = [], power }: State, { watts, off = watts / 2 }: Watts): boolean | undefined {
  // A plug that is off lets nothing through.
  if (power === false) return false
  const drawn = consumption.flatMap(({ value, unit }) =>
    Object.hasOwn(units, unit) ? value * (units[unit] ?? 1) : [],
  )[0]
  if (drawn === undefined) return undefined
  return drawn >= watts ? true : drawn <= off ? false : undefined
}
