import type { Resource } from '../bridge/resources.ts'
import {
  type ApplianceKind,
  isShown,
  isUnreachable,
  type KnownState,
  primaryResource,
  recallScene,
  required,
  resourcesOf,
  unsupported,
} from './command.ts'
import { distance } from './gamut.ts'
import { brightnessOf, colorOf, isLightApplied, kelvinOf, type LastCommand, lampCommand, tolerance } from './light.ts'
import type { HueThing } from './things.ts'

/** A room or zone: told at once, and what its lamps have in common. */
export const group: ApplianceKind = {
  state(thing, known) {
    const grouped = primaryResource(thing, known)
    const lit = resourcesOf(thing.lights, known).filter(({ on }) => on?.on)
    const asked = known.sent.get(thing.primary ?? '')
    const brightness = grouped && brightnessOf(grouped)
    const color = common(lit.filter(canColor), asked, (one) => colorOf(one, asked))
    const kelvin = common(lit.filter(canWhite), asked, (one) => kelvinOf(one, asked))
    const shown = Object.keys(thing.scenes).find((mode) =>
      isShown(known.resources.get(thing.scenes[mode] ?? ''), grouped),
    )
    return {
      ...(grouped?.on?.on !== undefined && { power: grouped.on.on }),
      ...(brightness !== undefined && thing.spec.traits.brightness && { brightness }),
      ...(color && { color: { ...color, ...(brightness !== undefined && { brightness }) } }),
      ...(kelvin !== undefined && { colorTemperature: kelvin }),
      ...(shown !== undefined && { mode: shown }),
    }
  },
  command(thing, patch, known) {
    const grouped = required(primaryResource(thing, known))
    if (patch.mode !== undefined) {
      const scene = known.resources.get(thing.scenes[patch.mode] ?? '')
      if (!scene) throw unsupported(thing)
      return recallScene(scene, grouped.id, known)
    }
    const { body, asked } = lampCommand(patch, grouped.on?.on, resourcesOf(thing.lights, known))
    const lamps = concerned(thing, asked, known)
    return {
      type: 'grouped_light',
      id: grouped.id,
      body,
      rate: 'group',
      asked,
      isApplied() {
        const { on, dimming } = known.resources.get(grouped.id) ?? {}
        const { power = true, brightness = patch.color?.brightness } = patch
        if (on?.on !== power) return false
        if (!power) return true
        const level = dimming?.brightness ?? -100
        if (brightness !== undefined && Math.abs(level - brightness) > tolerance.brightness) return false
        if (!asked.color && !asked.white) return true
        // Those that were off hear nothing, unless all were switched on.
        const told = resourcesOf(lamps, known).filter((one) => body.on !== undefined || one.on?.on)
        return told.length > 0 && told.every((one) => isLightApplied(one, {}, asked))
      },
      confirmedBy: [['grouped_light', grouped.id], ...lamps.map((id) => ['light', id] as const)],
    }
  },
}

const canColor = ({ color }: Resource) => color !== undefined
const canWhite = ({ color_temperature }: Resource) => color_temperature !== undefined

/** The lamps that a colour or a white shows in, by their ids: those that can have it, and hear. */
function concerned(thing: HueThing, { color, white }: LastCommand, known: KnownState): readonly string[] {
  if (!color && !white) return []
  const deaf = new Set(
    resourcesOf(thing.radios, known)
      .filter(isUnreachable)
      .map(({ owner }) => owner?.rid),
  )
  return resourcesOf(thing.lights, known)
    .filter((one) => (color ? canColor(one) : canWhite(one)) && !deaf.has(one.owner?.rid))
    .map(({ id }) => id)
}

/** What most lamps have. If there is no such thing, and each is as near to what was asked as it can be: what was asked. */
function common<T>(
  lamps: readonly Resource[],
  asked: LastCommand | undefined,
  value: (lamp: Resource) => T | undefined,
): T | undefined {
  const kinds: { readonly like: Resource; readonly value: T; count: number }[] = []
  for (const lamp of lamps) {
    const has = value(lamp)
    if (has === undefined) continue
    const kind = kinds.find((one) => JSON.stringify(one.value) === JSON.stringify(has) || isNear(one.like, lamp))
    if (kind) kind.count += 1
    else kinds.push({ like: lamp, value: has, count: 1 })
  }
  const most = kinds.reduce<(typeof kinds)[number] | undefined>((a, b) => (a && a.count >= b.count ? a : b), undefined)
  if (!most || most.count * 2 > lamps.length) return most?.value
  if (!asked || !lamps.every((one) => isLightApplied(one, {}, asked))) return undefined
  const exact = kinds.find(({ like }) => like.color_temperature?.mirek === asked.white?.mirek)
  return (exact ?? most).value
}

const isNear = (a: Resource, b: Resource) =>
  a.color?.xy && b.color?.xy
    ? distance(a.color.xy, b.color.xy) <= 2 * tolerance.color
    : a.color_temperature?.mirek === b.color_temperature?.mirek
