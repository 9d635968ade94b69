import * as z from 'zod'
import { hueRule } from './messages.ts'

/** The keys by which an appliance names what of the bridge it is. */
export const kinds = ['light', 'room', 'zone', 'home', 'scene', 'sensor', 'device'] as const
export type Kind = (typeof kinds)[number]

/** a name as the Hue app shows it, or the id of the bridge */
const name = z.string().min(1).max(200).optional()

/** The keys of an appliance of this driver: one of them. `device` is any of the others. */
export const hueApplianceSchema = z
  .strictObject({
    light: name,
    room: name,
    zone: name,
    /** all lamps of the bridge: `all`, or its id */
    home: name,
    scene: name,
    sensor: name,
    device: name,
    /** of a scene: its lamps keep what it sets (`static`), or go on changing colours (`dynamic`); as the app has it without this */
    recall: z.enum(['static', 'dynamic']).optional(),
    /** its lamps obey although the bridge calls them disconnected, as it does some of other makers */
    alwaysReachable: z.boolean().optional(),
  })
  .refine((options) => kinds.filter((kind) => options[kind] !== undefined).length === 1, {
    message: hueRule('oneKind'),
  })
  .refine(({ scene, device, recall }) => recall === undefined || scene !== undefined || device !== undefined, {
    path: ['recall'],
    message: hueRule('onlyScenes'),
  })
export type HueOptions = z.infer<typeof hueApplianceSchema>

/** How a reference is written where only a text can be: a lamp and a room may have one name. */
export const refOf = (kind: Kind, name: string): string => `${kind}:${name}`

/** What kind of appliance of the bridge is named, and its name or id. */
export function targetOf(options: HueOptions): { readonly kind: Kind; readonly name: string } {
  const kind = kinds.find((one) => options[one] !== undefined) ?? 'device'
  return { kind, name: options[kind] ?? '' }
}
