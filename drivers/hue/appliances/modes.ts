import type { Resource } from '../bridge/resources.ts'

/** What is left when a mode is released: no effect, no scene. CLOVA has no word for it, and needs none. */
export const none = 'none'

/** The effects of lamps for which CLOVA has words. */
const effects: Readonly<Record<string, string>> = { candle: 'rest', prism: 'music' }
/** Those that take their time, in milliseconds: what the Hue app takes for them. */
const timedEffects: Readonly<Record<string, string>> = { sunrise: 'wakeup', sunset: 'sleep' }
const duration = 20 * 60 * 1000

/** CLOVA's words for scenes, by the names that the Hue app gives them in the user's language, and some that people give. */
const scenes: readonly (readonly [mode: string, names: RegExp])[] = [
  ['rest', /^(relax|rest|휴식|릴렉스|くつろぎ|くつろぐ|リラックス|休憩)$/i],
  ['reading', /^(read|reading|독서|読書|読む)$/i],
  ['concentration', /^(concentrate|focus|집중|集中)$/i],
  ['vitality', /^(energi[sz]e|활력|에너지|活力|やる気|元気)$/i],
  ['sleep', /^(night ?light|sleep|취침|수면|야간등|야간 ?조명|おやすみ|常夜灯|ナイトライト)$/i],
  ['wakeup', /^(wake ?up|good morning|기상|아침|目覚め|起床|おはよう)$/i],
  ['movie', /^(movie|movie time|영화|映画)$/i],
  ['music', /^(music|음악|音楽)$/i],
]

/** The mode that a scene of this name is; nothing if CLOVA has no word for it. */
export const modeOfScene = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : scenes.find(([, names]) => names.test(name.trim()))?.[0]

const own = (table: Readonly<Record<string, string>>, effect: string) =>
  Object.hasOwn(table, effect) ? table[effect] : undefined

/** The modes that a lamp can have by its effects; empty if it has none. */
export function modesOfLight(light: Resource): readonly string[] {
  const words = [
    ...effectsOf(light).flatMap((effect) => own(effects, effect) ?? []),
    ...(light.timed_effects?.effect_values ?? []).flatMap((effect) => own(timedEffects, effect) ?? []),
  ]
  return words.length > 0 ? [...new Set(words), none] : []
}

/** The mode that a lamp is in; nothing if it has an effect for which there is no word. */
export function modeOfLight({ effects: old, effects_v2, timed_effects }: Resource): string | undefined {
  const timed = timed_effects?.status
  if (timed !== undefined && timed !== 'no_effect') return own(timedEffects, timed)
  const effect = effects_v2?.status?.effect ?? old?.status
  if (effect === undefined) return undefined
  return effect === 'no_effect' ? none : own(effects, effect)
}

/** What a lamp is told to get into a mode. */
export function modeBody(light: Resource, mode: string): object {
  const timed = (light.timed_effects?.effect_values ?? []).find((effect) => own(timedEffects, effect) === mode)
  if (timed !== undefined) return { timed_effects: { effect: timed, duration } }
  const effect = effectsOf(light).find((one) => own(effects, one) === mode) ?? 'no_effect'
  const isTimed = (light.timed_effects?.status ?? 'no_effect') !== 'no_effect'
  return {
    ...(isTimed && { timed_effects: { effect: 'no_effect' } }),
    ...(light.effects_v2 ? { effects_v2: { action: { effect } } } : light.effects && { effects: { effect } }),
  }
}

const effectsOf = ({ effects: old, effects_v2 }: Resource): readonly string[] =>
  effects_v2?.action?.effect_values ?? old?.effect_values ?? []
