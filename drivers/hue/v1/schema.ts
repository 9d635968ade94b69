import * as z from 'zod'
import { isObject } from '../../../src/util/parse.ts'
import type { Steps } from '../../../src/util/slices.ts'

/** A value that cannot be read counts as absent: every emulation leaves something out. */
const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)
const number = maybe(z.number())
const text = maybe(z.string().max(1000))
const yesNo = maybe(z.boolean())
const object = <S extends z.ZodRawShape>(shape: S) => maybe(z.object(shape))

/** What a lamp shows, or what a group was sent last. */
const state = object({
  on: yesNo,
  /** 1–254; some emulations tell null while a lamp is off */
  bri: maybe(z.number().nullable()),
  xy: maybe(z.tuple([z.number(), z.number()]).nullable()),
  /** 0–65535 around the circle; 0–254 */
  hue: number,
  sat: number,
  /** mirek */
  ct: maybe(z.number().nullable()),
  colormode: text,
  reachable: yesNo,
})

const light = z.object({
  name: z.string().max(200),
  type: text,
  modelid: text,
  manufacturername: text,
  productname: text,
  swversion: text,
  uniqueid: text,
  state,
  capabilities: object({
    control: object({
      ct: object({ min: number, max: number }),
      colorgamut: maybe(
        z.tuple([
          z.tuple([z.number(), z.number()]),
          z.tuple([z.number(), z.number()]),
          z.tuple([z.number(), z.number()]),
        ]),
      ),
    }),
  }),
})

const group = z.object({
  name: z.string().max(200),
  type: text,
  lights: z.array(z.string()).max(2000).catch([]),
  /** it serves a switch or an app for a while, and is no room of the user */
  recycle: yesNo,
  state: object({ any_on: yesNo, all_on: yesNo }),
  action: state,
})

const scene = z.object({ name: z.string().max(200), group: text, recycle: yesNo })

/** A scene as `GET /scenes/<id>` answers it. */
export const sceneWithStates = z.object({
  lightstates: z.record(z.string().max(100), z.object({ on: yesNo, bri: number })).optional(),
})
export type SceneStates = NonNullable<z.infer<typeof sceneWithStates>['lightstates']>

const sensor = z.object({
  name: z.string().max(200),
  type: z.string().max(100),
  uniqueid: text,
  modelid: text,
  manufacturername: text,
  productname: text,
  swversion: text,
  config: object({ on: yesNo, reachable: yesNo, battery: number }),
  state: object({
    lastupdated: text,
    presence: yesNo,
    /** hundredths of °C */
    temperature: number,
    lightlevel: number,
    open: yesNo,
    buttonevent: number,
  }),
})

/** By the numbers of a bridge; one that cannot be read is left out. */
type Numbered<T> = readonly (readonly [id: string, value: T])[]
export type Light = z.infer<typeof light>
export type Group = z.infer<typeof group>
export type Sensor = z.infer<typeof sensor>

/** All that a bridge of CLIP v1 has, as it answers to `GET /api/<key>`. */
export interface Datastore {
  readonly lights: Numbered<Light>
  readonly groups: Numbered<Group>
  readonly scenes: Numbered<z.infer<typeof scene>>
  readonly sensors: Numbered<Sensor>
  readonly config: z.infer<typeof config>
  /** how many there are besides, which are not taken */
  readonly leftOut: number
}

const config = z.object({ bridgeid: text, name: text, modelid: text, swversion: text }).catch({})

/** How many of each kind are taken. A round bridge has 63 lamps and 200 scenes; programs that speak like one have no limit. */
const maxOfKind = 2500
const maxIdCharacters = 100

/** Reads the answer of a bridge, entry by entry. @returns nothing if it is no such answer */
export function* readDatastore(answer: unknown): Steps<Datastore | undefined> {
  if (!isObject(answer) || !isObject(answer.lights)) return undefined
  let leftOut = 0
  const lights = yield* readAll(light, answer.lights)
  const groups = yield* readAll(group, answer.groups)
  const scenes = yield* readAll(scene, answer.scenes)
  const sensors = yield* readAll(sensor, answer.sensors)
  return { lights, groups, scenes, sensors, config: config.parse(answer.config), leftOut }

  function* readAll<T>(schema: z.ZodType<T>, list: unknown): Steps<Numbered<T>> {
    const read: (readonly [string, T])[] = []
    if (!isObject(list)) return read
    let count = 0
    // A list of all entries would take too long to make, where there are tens of thousands.
    for (const id in list) {
      count += 1
      if (count > maxOfKind) continue
      const parsed = schema.safeParse(list[id])
      if (parsed.success && id.length <= maxIdCharacters) read.push([id, parsed.data])
      yield
    }
    leftOut += Math.max(0, count - maxOfKind)
    return read
  }
}
