import type { Resource } from '../bridge/resources.ts'
import { all, isCut, isShown, type Kind, type Known, main, must, recall, unsupported } from './command.ts'
import { distance } from './gamut.ts'
import { type Asked, colorOf, isLightThere, kelvinOf, lampWish, percent, slack } from './light.ts'
import type { Thing } from './things.ts'

/** A room or zone: told at once, and what its lamps have in common. */
export const group: Kind = {
  state(thing, known) {
    const grouped = main(thing, known)
    const lit = all(thing.lights, known).filter(({ on }) => on?.on)
    const asked = known.asked.get(thing.main ?? '')
    const brightness = grouped && percent(grouped)
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
  order(thing, patch, known) {
    const grouped = must(main(thing, known))
    if (patch.mode !== undefined) {
      const scene = known.resources.get(thing.scenes[patch.mode] ?? '')
      if (!scene) throw unsupported(thing)
      return recall(scene, grouped.id, known)
    }
    const { body, asked } = lampWish(patch, grouped.on?.on, all(thing.lights, known))
    const lamps = concerned(thing, asked, known)
    return {
      type: 'grouped_light',
      id: grouped.id,
      body,
      lane: 'group',
      asked,
      isThere() {
        const { on, dimming } = known.resources.get(grouped.id) ?? {}
        const { power = true, brightness = patch.color?.brightness } = patch
        if (on?.on !== power) return false
        if (!power) return true
        const level = dimming?.brightness ?? -100
        if (brightness !== undefined && Math.abs(level - brightness) > slack.brightness) return false
        if (!asked.color && !asked.white) return true
        // Those that were off hear nothing, unless all were switched on.
        const told = all(lamps, known).filter((one) => body.on !== undefined || one.on?.on)
        return told.length > 0 && told.every((one) => isLightThere(one, {}, asked))
      },
      says: [['grouped_light', grouped.id], ...lamps.map((id) => ['light', id] as const)],
    }
  },
}

const canColor = ({ color }: Resource) => color !== undefined
const canWhite = ({ color_temperature }: Resource) => color_temperature !== undefined

/** The lamps that a colour or a white shows in, by their ids: those that can have it, and hear. */
function concerned(thing: Thing, { color, white }: Asked, known: Known): readonly string[] {
  if (!color && !white) return []
  const deaf = new Set(
    all(thing.radios, known)
      .filter(isCut)
      .map(({ owner }) => owner?.rid),
  )
  return all(thing.lights, known)
    .filter((one) => (color ? canColor(one) : canWhite(one)) && !deaf.has(one.owner?.rid))
    .map(({ id }) => id)
}

/** What most lamps have. If there is no such thing, and each is as near to what was asked as it can be: what was asked. */
function common<T>(
  lamps: readonly Resource[],
  asked: Asked | undefined,
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
  if (!asked || !lamps.every((one) => isLightThere(one, {}, asked))) return undefined
  const exact = kinds.find(({ like }) => like.color_temperature?.mirek === asked.white?.mirek)
  return (exact ?? most).value
}

const isNear = (a: Resource, b: Resource) =>
  a.color?.xy && b.color?.xy
    ? distance(a.color.xy, b.color.xy) <= 2 * slack.color
    : a.color_temperature?.mirek === b.color_temperature?.mirek
