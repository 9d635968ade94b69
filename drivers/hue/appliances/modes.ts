import type { Resource } from '../bridge/resources.ts'

/** The mode of a lamp without an effect. It is not one of CLOVA's modes: it is the value after a mode is released. */
const noEffectMode = 'none'

/** CLOVA's modes for the effects of lamps, by effect. */
const effectModes: Readonly<Record<string, string>> = { candle: 'rest', prism: 'music' }
/** CLOVA's modes for timed effects, by effect. */
const timedEffectModes: Readonly<Record<string, string>> = { sunrise: 'wakeup', sunset: 'sleep' }
/** The duration of timed effects; the Hue app uses the same. */
const timedEffectDurationMs = 20 * 60 * 1000

/** CLOVA's modes for scenes, by the names of the Hue app's default scenes in English, Korean and Japanese, and common names. */
const sceneModes: readonly (readonly [mode: string, names: RegExp])[] = [
  ['rest', /^(relax|rest|휴식|릴렉스|くつろぎ|くつろぐ|リラックス|休憩)$/i],
  ['reading', /^(read|reading|독서|読書|読む)$/i],
  ['concentration', /^(concentrate|focus|집중|集中)$/i],
  ['vitality', /^(energi[sz]e|활력|에너지|活力|やる気|元気)$/i],
  ['sleep', /^(night ?light|sleep|취침|수면|야간등|야간 ?조명|おやすみ|常夜灯|ナイトライト)$/i],
  ['wakeup', /^(wake ?up|good morning|기상|아침|目覚め|起床|おはよう)$/i],
  ['movie', /^(movie|movie time|영화|映画)$/i],
  ['music', /^(music|음악|音楽)$/i],
]

/** The mode of a scene of this name; undefined if CLOVA has no such mode. */
export const modeOfScene = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : sceneModes.find(([, names]) => names.test(name.trim()))?.[0]

const ownValue = (table: Readonly<Record<string, string>>, effect: string) =>
  Object.hasOwn(table, effect) ? table[effect] : undefined

/** The modes of a lamp by the effects that it supports; empty if it supports none of them. */
export function modesOfLight(light: Resource): readonly string[] {
  const modes = [
    ...effectsOf(light).flatMap((effect) => ownValue(effectModes, effect) ?? []),
    ...(light.timed_effects?.effect_values ?? []).flatMap((effect) => ownValue(timedEffectModes, effect) ?? []),
  ]
  return modes.length > 0 ? [...new Set(modes), noEffectMode] : []
}

/** The current mode of a lamp; undefined if its effect has no mode of CLOVA. */
export function modeOfLight({ effects: old, effects_v2, timed_effects }: Resource): string | undefined {
  const timed = timed_effects?.status
  if (timed !== undefined && timed !== 'no_effect') return ownValue(timedEffectModes, timed)
  const effect = effects_v2?.status?.effect ?? old?.status
  if (effect === undefined) return undefined
  return effect === 'no_effect' ? noEffectMode : ownValue(effectModes, effect)
}

/** The body of the command that sets a mode. */
export function modeBody(light: Resource, mode: string): object {
  const timed = (light.timed_effects?.effect_values ?? []).find((effect) => ownValue(timedEffectModes, effect) === mode)
  if (timed !== undefined) return { timed_effects: { effect: timed, duration: timedEffectDurationMs } }
  const effect = effectsOf(light).find((one) => ownValue(effectModes, one) === mode) ?? 'no_effect'
  const isTimed = (light.timed_effects?.status ?? 'no_effect') !== 'no_effect'
  return {
    ...(isTimed && { timed_effects: { effect: 'no_effect' } }),
    ...(light.effects_v2 ? { effects_v2: { action: { effect } } } : light.effects && { effects: { effect } }),
  }
}

const effectsOf = ({ effects: old, effects_v2 }: Resource): readonly string[] =>
  effects_v2?.action?.effect_values ?? old?.effect_values ?? []
