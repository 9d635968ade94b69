import type { ParsedRequestOf } from '../../control/api.ts'
import { assumableTraits, valueFailure } from '../../home/allowedValues.ts'
import { Failure } from '../../home/failure.ts'
import type { Home } from '../../home/home.ts'
import type { Spec } from '../../home/spec.ts'
import { isSettable, parseTrait, type State, type Trait, traitNames, valueKind } from '../../home/traits.ts'
import { suggestion } from '../../util/suggest.ts'
import { type LocalizedText, sentences } from '../../util/translate.ts'

/** Why nothing is assumed of an appliance. */
const messages = {
  noAppliance: {
    ko: '"{appliance}" 기기가 없습니다.{hint} "clova-home appliances" 가 모두 보여 줍니다',
    ja: '機器"{appliance}"はありません。{hint} "clova-home appliances" がすべて表示します',
    en: 'there is no appliance "{appliance}".{hint} "clova-home appliances" lists them',
  },
  tellsItself: {
    ko: '{appliance} 은(는) 상태를 스스로 알려 주므로, 가정할 것이 없습니다',
    ja: '{appliance}は状態を自分で知らせるので、仮定するものがありません',
    en: '{appliance} tells its state itself; nothing of it is assumed',
  },
  notAssumable: {
    ko: '"{name}" 은(는) 가정할 수 있는 것이 아닙니다.{hint} 쓸 수 있는 것: {all}',
    ja: '"{name}"は仮定できるものではありません。{hint} 使えるもの: {all}',
    en: '"{name}" is nothing that can be assumed.{hint} There are {all}',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
const say = sentences(messages)

/**
 * Corrects the assumed state of an appliance, without sending anything to it.
 * @returns the new assumed state
 * @throws Failure for the user, with the possible values
 */
export function setAssumedState({ appliance, state, unknown }: ParsedRequestOf<'assume'>, { appliances }: Home): State {
  const found = appliances.get(appliance)
  if (!found) {
    throw new Failure(
      'noSuchAppliance',
      say('noAppliance', { appliance, hint: suggestion(appliance, appliances.keys()) }),
    )
  }
  const { device } = found
  if (!device.assume) throw new Failure('unsupported', say('tellsItself', { appliance }))
  const cleared = unknown.map((name) => traitOf(name, device.spec))
  return device.assume(parseAssumedState(state, device.spec), cleared)
}

/** Parses the traits that the user wrote. @throws Failure with the traits or values that the device has */
function traitOf(name: string, spec: Spec): Trait {
  const trait = traitNames.find((one) => one === name)
  if (trait && isSettable(trait)) return trait
  const all = assumableTraits(spec)
  throw new Failure('badValue', say('notAssumable', { name, hint: suggestion(name, all), all: all.join(', ') }))
}

function parseAssumedState(state: Readonly<Record<string, unknown>>, spec: Spec): State {
  return Object.fromEntries(
    Object.entries(state).map(([name, written]) => {
      const trait = traitOf(name, spec)
      const value = parseTrait(trait, parseOnOff(trait, written))
      if (value === undefined) throw valueFailure(trait, written, spec)
      return [trait, value]
    }),
  )
}

/** `on` and `off`, as people write a boolean. */
function parseOnOff(trait: Trait, written: unknown): unknown {
  if (valueKind(trait) !== 'boolean') return written
  return written === 'on' ? true : written === 'off' ? false : written
}
