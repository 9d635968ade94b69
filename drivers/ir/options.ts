import * as z from 'zod'
import { isSettable, type State, traitNames, traits } from '../../src/home/traits.ts'
import { duration } from '../../src/util/parse.ts'
import { suggestion } from '../../src/util/suggest.ts'
import { type LocalizedText, schemaIssue } from '../../src/util/translate.ts'
import { borrowedReadingsSchema } from './borrowedReadings.ts'
import { protocolOf, protocols, protocolWords } from './climate/protocols/index.ts'
import { irRule, say } from './messages.ts'
import { keysSchema, levelsSchema } from './remote/file.ts'

const settable = traitNames.filter(isSettable)

function notBuiltIn(name: string): LocalizedText {
  const meant = suggestion(name, protocolWords)
  const hint = meant.en === '' ? say('builtInAre', { names: Object.keys(protocols).join(', ') }) : meant
  return say('notBuiltIn', { name, hint })
}

/** The keys of an appliance of this driver. */
export const irApplianceSchema = z
  .strictObject({
    /** an air conditioner: a built-in protocol, or a file of SmartIR */
    climate: z
      .union([
        z.strictObject({
          protocol: z.string().superRefine((name, context) => {
            if (protocolOf(name) === undefined) context.addIssue(schemaIssue(notBuiltIn(name)))
          }),
        }),
        z.strictObject({
          codes: z.string().min(1),
          /** its code for off also turns it on */
          toggle: z.literal(true).optional(),
        }),
      ])
      .optional(),
    /** anything with a remote control: a file of its keys, or the keys themselves */
    remote: z.union([z.string().min(1), keysSchema]).optional(),
    /** what the blaster itself measures: temperature, and humidity where it has that */
    sensors: z.literal(true).optional(),
    /** names of channels and their numbers */
    channels: z.record(z.string().min(1).max(100), z.number().int().nonnegative()).default({}),
    /** inputs in the order in which one key goes through them */
    inputs: z.array(z.string().min(1).max(100)).max(50).default([]),
    /** what the keys of a light go through, the least first: brightness in percent, colour temperature in kelvin */
    levels: levelsSchema.optional(),
    /** the pause between two presses */
    gap: duration.refine((ms) => ms >= 20 && ms <= 2000, irRule('gap')).default(100),
    /** readings of other appliances, and whether it is on by what a plug measures */
    borrow: borrowedReadingsSchema,
    /** what is taken for true where nothing is remembered */
    assume: z
      .strictObject(Object.fromEntries(settable.map((trait) => [trait, traits[trait].optional()])))
      .default({})
      .transform((state) => state as State),
  })
  .superRefine(({ climate, remote, sensors }, context) => {
    if ([climate, remote, sensors].filter((one) => one !== undefined).length !== 1)
      context.addIssue({
        code: 'custom',
        message: irRule('oneOf'),
      })
  })
export type IrOptions = z.infer<typeof irApplianceSchema>
