import * as z from 'zod'
import type { DriverContext } from '../../src/home/driver.ts'
import type { Limit } from '../../src/home/spec.ts'
import { isSettable, type State, type Trait, traitNames } from '../../src/home/traits.ts'
import { duration } from '../../src/util/parse.ts'
import { irRule } from './messages.ts'

/** What draws power is on: by the watts of a plug. */
const powerByConsumption = z
  .strictObject({
    from: z.string(),
    /** it is on when it draws at least so much */
    watts: z.number().positive(),
    /** and off when it draws at most so much; half of it unless said, between the two nothing is concluded */
    off: z.number().nonnegative().optional(),
    /** how long after a command the plug is not believed: it measures late */
    delay: duration.default(30_000),
  })
  .refine(({ watts, off = 0 }) => off < watts, irRule('watts'))
type PowerByConsumption = z.infer<typeof powerByConsumption>

const readOnlyTraits = traitNames.filter((trait) => !isSettable(trait))

/** Readings of other appliances: each a trait and the appliance that has it, `power` by what a plug measures. */
export const borrowedReadingsSchema = z
  .strictObject({
    ...(Object.fromEntries(readOnlyTraits.map((trait) => [trait, z.string().optional()])) as Record<
      string,
      z.ZodOptional<z.ZodString>
    >),
    power: powerByConsumption.optional(),
  })
  .default({})
export type BorrowedReadings = z.infer<typeof borrowedReadingsSchema>

/** What another appliance sees for one that is blind. */
export interface ReadingSource {
  /** the traits that are lent */
  readonly traits: { readonly [T in Trait]?: Limit }
  /** it is seen whether it is on */
  readonly seesPower: boolean
  /** A command was sent just now: what the plug measures is older. */
  commandSent(): void
  /** What is seen now; `power` only where it can be told. Never throws. @param needed see `ReadQuery` */
  readState(signal: AbortSignal, needed?: readonly Trait[]): Promise<State>
}

/** The ids of the appliances that are looked at. */
export const sourceIds = (borrow: BorrowedReadings): readonly string[] =>
  Object.values(borrow).flatMap((from) => (from === undefined ? [] : typeof from === 'string' ? [from] : [from.from]))

/** @param now milliseconds; a clock of its own for tests */
export function createReadingSource(
  { power, ...others }: BorrowedReadings,
  { readAppliance }: Pick<DriverContext, 'readAppliance'>,
  now: () => number = () => performance.now(),
): ReadingSource {
  const traitSources = Object.entries(others).filter(([, from]) => from !== undefined) as [Trait, string][]
  let lastCommandAtMs = Number.NEGATIVE_INFINITY
  return {
    traits: Object.fromEntries(traitSources.map(([trait]) => [trait, { can: ['read'] as const }])),
    seesPower: power !== undefined,
    commandSent() {
      lastCommandAtMs = now()
    },
    async readState(signal, needed = []) {
      const readingOf = async (id: string): Promise<State> => {
        const ofSource = traitSources.flatMap(([trait, from]) => (from === id && needed.includes(trait) ? [trait] : []))
        const isMeasured = power?.from === id && needed.includes('power') && !ofSource.includes('consumption')
        const traitsToRead: readonly Trait[] = isMeasured ? [...ofSource, 'consumption'] : ofSource
        const reading = await readAppliance(id, signal, traitsToRead).catch(() => undefined)
        return reading?.online ? reading.state : {}
      }
      const readsPower = power !== undefined && now() - lastCommandAtMs >= power.delay
      // Once each: one sensor may lend its temperature and its humidity.
      const ids = new Set([...traitSources.map(([, from]) => from), ...(readsPower ? [power.from] : [])])
      const states = new Map(await Promise.all([...ids].map(async (id) => [id, await readingOf(id)] as const)))
      const borrowed = traitSources.map(([trait, from]) => [trait, states.get(from)?.[trait]] as const)
      const isPowered = readsPower ? isDrawingPower(states.get(power.from) ?? {}, power) : undefined
      const known = borrowed.filter(([, value]) => value !== undefined)
      return { ...Object.fromEntries(known), ...(isPowered !== undefined && { power: isPowered }) }
    },
  }
}

/** Watts in each unit of power. */
const wattsPerUnit: Readonly<Record<string, number>> = { W: 1, kW: 1000, KW: 1000 }

function isDrawingPower(
  { consumption = [], power }: State,
  { watts, off = watts / 2 }: PowerByConsumption,
): boolean | undefined {
  // A plug that is off lets nothing through.
  if (power === false) return false
  const drawn = consumption.flatMap(({ value, unit }) =>
    Object.hasOwn(wattsPerUnit, unit) ? value * (wattsPerUnit[unit] ?? 1) : [],
  )[0]
  if (drawn === undefined) return undefined
  return drawn >= watts ? true : drawn <= off ? false : undefined
}
