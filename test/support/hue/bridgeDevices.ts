import { createHash } from 'node:crypto'

/** A resource as the bridge tells it; its keys are those of CLIP v2. */
export interface Resource {
  id: string
  type: string
  id_v1?: string
  owner?: Ref
  [key: string]: unknown
}
export interface Ref {
  readonly rid: string
  readonly rtype: string
}

/** An id that is the same whenever it is made of the same words. */
export const uuid = (...words: readonly string[]): string =>
  createHash('sha1')
    .update(words.join('/'))
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')

const macOf = (name: string) =>
  `00:17:88:01:${uuid(name)
    .slice(0, 11)
    .replace(/-/, '')
    .replace(/(..)(?=.)/g, '$1:')}`
export const ref = ({ id: rid, type: rtype }: Resource): Ref => ({ rid, rtype })

export const gamuts = {
  A: { red: { x: 0.704, y: 0.296 }, green: { x: 0.2151, y: 0.7106 }, blue: { x: 0.138, y: 0.08 } },
  B: { red: { x: 0.675, y: 0.322 }, green: { x: 0.409, y: 0.518 }, blue: { x: 0.167, y: 0.04 } },
  C: { red: { x: 0.6915, y: 0.3083 }, green: { x: 0.17, y: 0.7 }, blue: { x: 0.1532, y: 0.0475 } },
} as const

const models = {
  color: ['LCA001', 'Hue color lamp', 'sultan_bulb'],
  ambiance: ['LTA001', 'Hue ambiance lamp', 'sultan_bulb'],
  white: ['LWA001', 'Hue white lamp', 'classic_bulb'],
  plug: ['LOM001', 'Hue smart plug', 'plug'],
  motion: ['SML001', 'Hue motion sensor', 'unknown_archetype'],
  contact: ['SOC001', 'Hue secure contact sensor', 'unknown_archetype'],
  dimmer: ['RWL022', 'Hue dimmer switch', 'unknown_archetype'],
  bridge: ['BSB002', 'Philips hue', 'bridge_v2'],
} as const

const effectValues = ['no_effect', 'candle', 'fire', 'prism', 'sparkle', 'opal', 'glisten']

/** A device and what it consists of; each service is owned by it, and it names each. */
export function device(
  kind: keyof typeof models,
  name: string,
  v1: string | undefined,
  services: readonly object[],
): Resource[] {
  const [model_id, product_name, product_archetype] = models[kind]
  const id = uuid('device', name)
  const owner = { rid: id, rtype: 'device' }
  const same = v1 === undefined ? {} : { id_v1: v1 }
  const counts = new Map<string, number>()
  const parts = services.map((service) => {
    const { type } = service as Resource
    const count = counts.get(type) ?? 0
    counts.set(type, count + 1)
    return { id: uuid(type, name, String(count)), ...same, owner, ...service } as Resource
  })
  const metadata = { name, archetype: product_archetype }
  const certified = { model_id, manufacturer_name: 'Signify Netherlands B.V.', product_name, product_archetype }
  const product_data = {
    ...certified,
    certified: true,
    software_version: '1.116.3',
    hardware_platform_type: '100b-118',
  }
  return [{ id, type: 'device', ...same, product_data, metadata, identify: {}, services: parts.map(ref) }, ...parts]
}

export const connectivity = (name: string, status: string) => ({
  type: 'zigbee_connectivity',
  status,
  mac_address: macOf(name),
})

export interface LampOptions {
  readonly kind?: 'color' | 'ambiance' | 'white' | 'plug'
  readonly on?: boolean
  readonly brightness?: number
  readonly gamut?: keyof typeof gamuts
  readonly mirek?: readonly [least: number, most: number]
  /** the status of its radio: connected, disconnected, connectivity_issue */
  readonly status?: string
  /** as `/lights/1` */
  readonly v1?: string
  /** without the newer way of effects */
  readonly old?: boolean
}

/** A lamp or a plug: its device, its light and its radio. The light is the second. */
export function lamp(name: string, options: LampOptions = {}): Resource[] {
  const { kind = 'color', on = false, brightness = 100, gamut = 'C', mirek: [least, most] = [153, 500] } = options
  const { status = 'connected', v1, old = false } = options
  const isColor = kind === 'color'
  const light = {
    type: 'light',
    metadata: { name, archetype: models[kind][2], function: kind === 'plug' ? 'functional' : 'mixed' },
    product_data: { function: 'mixed' },
    identify: {},
    service_id: 0,
    on: { on },
    ...(kind !== 'plug' && { dimming: { brightness, min_dim_level: 0.2 }, dimming_delta: {} }),
    ...((isColor || kind === 'ambiance') && {
      color_temperature: {
        mirek: 366,
        mirek_valid: true,
        mirek_schema: { mirek_minimum: least, mirek_maximum: most },
      },
      color_temperature_delta: {},
    }),
    ...(isColor && { color: { xy: { x: 0.4575, y: 0.4099 }, gamut: gamuts[gamut], gamut_type: gamut } }),
    dynamics: { status: 'none', status_values: ['none', 'dynamic_palette'], speed: 0, speed_valid: false },
    alert: { action_values: ['breathe'] },
    signaling: { signal_values: ['no_signal', 'on_off'] },
    mode: 'normal',
    ...(isColor && {
      effects: { status_values: effectValues, status: 'no_effect', effect_values: effectValues },
      ...(!old && {
        effects_v2: {
          action: { effect_values: effectValues },
          status: { effect: 'no_effect', effect_values: effectValues },
        },
      }),
    }),
    powerup: { preset: 'safety', configured: true, on: { mode: 'on', on: { on: true } } },
  }
  return device(kind, name, v1, [light, connectivity(name, status)])
}
