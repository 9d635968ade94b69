import * as z from 'zod'

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

/** Things by their numbers; one that cannot be read is left out. */
const all = <T extends z.ZodType>(schema: T) =>
  z.record(z.string().max(100), z.unknown()).transform((record) =>
    Object.entries(record).flatMap(([id, value]) => {
      const parsed = schema.safeParse(value)
      return parsed.success ? [[id, parsed.data] as readonly [string, z.infer<T>]] : []
    }),
  )

/** All that a bridge of CLIP v1 has, as it answers to `GET /api/<key>`. */
export const datastore = z.object({
  lights: all(light),
  groups: all(group).catch([]),
  scenes: all(scene).catch([]),
  sensors: all(sensor).catch([]),
  config: z.object({ bridgeid: text, name: text, modelid: text, swversion: text }).catch({}),
})
export type Datastore = z.infer<typeof datastore>
export type Light = z.infer<typeof light>
export type Group = z.infer<typeof group>
export type Sensor = z.infer<typeof sensor>
