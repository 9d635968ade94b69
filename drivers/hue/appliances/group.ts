import { Failure } from '../../../src/home/failure.ts'
import type { State } from '../../../src/home/traits.ts'
import type { Resource } from '../bridge/resources.ts'
import { say } from '../messages.ts'
import {
  type HueApplianceKind,
  type HueCommand,
  type KnownState,
  nameOfLight,
  primaryResource,
  reachableLights,
  resourcesOf,
  unsupported,
} from './command.ts'
import { distance } from './gamut.ts'
import {
  colorOf,
  isBrightnessApplied,
  isLightApplied,
  kelvinOf,
  type LastCommand,
  lampCommand,
  tolerance,
} from './light.ts'
import type { HueAppliance } from './listAppliances.ts'
import { isShown, recallScene } from './scene.ts'

/**
 * A group of so few lamps is set lamp by lamp: a bridge takes ten commands a second for lamps and one for groups, so
 * that several small rooms at once would have to wait for each other.
 */
const maxLampsSetSingly = 2

/**
 * A room, a zone or the whole home. What it shows is what its lamps show that the bridge reaches: the `grouped_light` of
 * a bridge counts lamps without power by their last state, changes late, and in some programs never.
 */
export const group: HueApplianceKind = {
  state(appliance, known) {
    const lamps = reachableLights(appliance, known)
    const isKnown = lamps.length > 0 && lamps.every(({ on }) => on?.on !== undefined)
    const lit = lamps.filter(({ on }) => on?.on)
    const sent = known.sent.get(appliance.commandResource ?? '')
    const brightness = brightnessOf(lit.length > 0 ? lit : lamps, sent)
    const color = common(lit.filter(canColor), sent, (one) => colorOf(one, sent), isNearInColor)
    const kelvin = common(lit.filter(canWhite), sent, (one) => kelvinOf(one, sent))
    const mode = Object.keys(appliance.scenes).find((name) => {
      const scene = known.resources.get(appliance.scenes[name] ?? '')
      return scene && isShown(scene, lamps)
    })
    return {
      ...(isKnown && { power: lit.length > 0 }),
      ...(brightness !== undefined && { brightness }),
      ...(color && { color: { ...color, ...(brightness !== undefined && { brightness }) } }),
      ...(kelvin !== undefined && { colorTemperature: kelvin }),
      ...(mode !== undefined && { mode }),
    }
  },
  command(appliance, patch, known, options) {
    if (patch.mode === undefined) return setLamps(appliance, patch, known)
    const scene = known.resources.get(appliance.scenes[patch.mode] ?? '')
    if (!scene) throw unsupported(appliance)
    return recallScene(scene, appliance, known, options)
  },
}

/** Sets the lamps of a group: those that are on, or all if it is to be switched on or off by that. */
export function setLamps(appliance: HueAppliance, patch: State, known: KnownState): HueCommand {
  const grouped = primaryResource(appliance, known)
  const lamps = reachableLights(appliance, known)
  if (lamps.length === 0) throw new Failure('offline', say('reachesNone'))
  const lit = lamps.filter(({ on }) => on?.on)
  const isForAll = patch.power !== undefined || !lit.some((lamp) => canShow(lamp, patch))
  const targets = isForAll ? lamps : lit
  const { body, sent } = lampCommand(patch, !isForAll, resourcesOf(appliance.lights, known))
  const targetIds = new Set(targets.map(({ id }) => id))
  const isComplete = lamps.length === appliance.lights.length
  const requests =
    isComplete && lamps.length <= maxLampsSetSingly
      ? targets.map((lamp) => ({
          type: 'light',
          id: lamp.id,
          body: lampCommand(partFor(lamp, patch), !isForAll, [lamp]).body,
          rate: 'light' as const,
        }))
      : [{ type: 'grouped_light', id: grouped.id, body, rate: 'group' as const }]
  return {
    requests,
    sent: [[grouped.id, sent], ...targets.map(({ id }) => [id, sent] as const)],
    confirmedBy: targets.map(({ id }) => ['light', id] as const),
    missing() {
      // By a command that does not arrive the bridge may learn that it does not reach a lamp.
      const present = reachableLights(appliance, known).filter(({ id }) => targetIds.has(id))
      if (present.length === 0) return [appliance.name]
      return present.filter((lamp) => !isLightApplied(lamp, patch, sent)).map(nameOfLight)
    },
    isForSeveral: true,
  }
}

const canColor = ({ color }: Resource) => color !== undefined
const canWhite = ({ color_temperature }: Resource) => color_temperature !== undefined
/** Whether anything of a patch can be seen at a lamp. */
const canShow = (lamp: Resource, { color, colorTemperature }: State) =>
  color ? canColor(lamp) : colorTemperature === undefined || canWhite(lamp)

/** What of a patch a lamp can take. */
function partFor(lamp: Resource, { brightness = undefined, color, colorTemperature, ...rest }: State): State {
  const level = brightness ?? color?.brightness
  return {
    ...rest,
    ...(level !== undefined && lamp.dimming && { brightness: level }),
    ...(color && canColor(lamp) && { color }),
    ...(colorTemperature !== undefined && canWhite(lamp) && { colorTemperature }),
  }
}

/** The mean of what the lamps show, in whole percent; what was sent while each shows that as nearly as it can. */
function brightnessOf(lamps: readonly Resource[], sent: LastCommand | undefined): number | undefined {
  const dimmable = lamps.filter(({ dimming }) => dimming)
  const levels = dimmable.flatMap(({ dimming }) => dimming?.brightness ?? [])
  if (levels.length === 0 || levels.length < dimmable.length) return undefined
  const isAsSent = sent?.brightness !== undefined && dimmable.every((one) => isBrightnessApplied(one, sent.brightness))
  return isAsSent ? sent.brightness : Math.round(levels.reduce((sum, level) => sum + level, 0) / levels.length)
}

/** So many different values of the lamps of a group are compared with those of the others. No room shows as many. */
const maxDistinct = 64

/** What most lamps show. If there is no such value, and each is as near to the white that was sent as it can be: that white. */
function common<T>(
  lamps: readonly Resource[],
  sent: LastCommand | undefined,
  value: (lamp: Resource) => T | undefined,
  isAlike: (a: Resource, b: Resource) => boolean = () => false,
): T | undefined {
  const values: { readonly like: Resource; readonly value: T; readonly text: string; count: number }[] = []
  for (const lamp of lamps) {
    const shown = value(lamp)
    if (shown === undefined) continue
    const text = JSON.stringify(shown)
    const same = values.find((one) => one.text === text || isAlike(one.like, lamp))
    if (same) same.count += 1
    else if (values.length < maxDistinct) values.push({ like: lamp, value: shown, text, count: 1 })
  }
  const largest = values.reduce<(typeof values)[number] | undefined>(
    (a, b) => (a && a.count >= b.count ? a : b),
    undefined,
  )
  if (!largest || largest.count * 2 > lamps.length) return largest?.value
  const white = sent?.white
  if (!white || !lamps.every((one) => isLightApplied(one, {}, sent))) return undefined
  const exact = values.find(({ like }) => like.color_temperature?.mirek === white.mirek)
  return (exact ?? largest).value
}

const isNearInColor = ({ color: a }: Resource, { color: b }: Resource) =>
  a?.xy !== undefined && b?.xy !== undefined && distance(a.xy, b.xy) <= 2 * tolerance.color
