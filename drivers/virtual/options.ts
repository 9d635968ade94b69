import * as z from 'zod'
import { type Spec, verbs } from '../../src/home/spec.ts'
import { defaultAccess, limitKeys, limitOf } from '../../src/home/traitLimits.ts'
import { type State, type Trait, traitNames, traits } from '../../src/home/traits.ts'
import { duration } from '../../src/util/parse.ts'
import { errorText, schemaIssue } from '../../src/util/translate.ts'

/** What goes wrong with a device, on demand. */
const fault = z.discriminatedUnion('kind', [
  /** it cannot be reached */
  z.strictObject({ kind: z.literal('offline') }),
  /** it carries out a command only after this delay */
  z.strictObject({ kind: z.literal('slow'), delay: duration }),
  /** it receives commands, does nothing and never answers */
  z.strictObject({ kind: z.literal('silent') }),
  /** it answers that it cannot; with `state`, a condition that the user can hear */
  z.strictObject({ kind: z.literal('failing'), state: z.string().optional() }),
])
export type Fault = z.infer<typeof fault>

/** One trait: its limits, what can be done with it, and the value it begins with (without one it is unknown). */
const trait = <T extends Trait>(name: T) =>
  z
    .strictObject({
      value: traits[name].optional(),
      can: z
        .array(z.enum(['read', 'set', 'step', 'cycle']))
        .min(1)
        .optional(),
      ...limitKeys,
    })
    .superRefine((domain, context) => {
      try {
        limitOf(name, domain.can ?? defaultAccess(name), domain)
      } catch (error) {
        context.addIssue(schemaIssue(errorText(error)))
      }
    })

/** The keys of an appliance of this driver. */
export const virtualApplianceSchema = z.strictObject({
  traits: z.strictObject(Object.fromEntries(traitNames.map((name) => [name, trait(name).optional()]))).default({}),
  verbs: z.array(z.enum(verbs)).default([]),
  /** nobody sees what it does: its state is what it was last told, kept on disk */
  assumed: z.boolean().default(false),
  fault: fault.optional(),
})
export type VirtualOptions = z.infer<typeof virtualApplianceSchema>

type VirtualTrait = z.infer<ReturnType<typeof trait>>
const traitEntries = (options: VirtualOptions) => Object.entries(options.traits) as [Trait, VirtualTrait][]

/** What a device so described can do. */
export const describe = (options: VirtualOptions): Spec => ({
  ...(options.assumed && { assumed: true }),
  traits: Object.fromEntries(
    traitEntries(options).map(([name, g]) => [name, limitOf(name, g.can ?? defaultAccess(name), g)]),
  ),
  verbs: options.verbs,
})

/** The values a device begins with. */
export const initial = (options: VirtualOptions): State =>
  Object.fromEntries(traitEntries(options).flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])))
