import { Failure } from '../home/failure.ts'
import { plan } from '../home/plan.ts'
import { allowedWords, type Spec } from '../home/spec.ts'
import type { Trait } from '../home/traits.ts'
import { errorText, type LocalizedText, localizer } from '../util/translate.ts'
import { actionNamed } from './actions/index.ts'
import { actionsOf, isForbidden, typesOf } from './applianceTypes.ts'
import { type Edition, languageOf, locationsOf, publicKeyOf, redirectUriOf, timeZoneOf } from './edition.ts'
import { fanSpeedProblem } from './fanSpeed.ts'
import { payloadOf } from './handler.ts'
import { gatewayModes } from './modes.ts'
import { offeredActions } from './offeredActions.ts'

/** What the configuration is checked against. */
export const configProtocol = {
  types: typesOf,
  locations: (edition: Edition) => locationsOf[edition],
  actions: actionsOf,
  modes: gatewayModes,
  offered: offeredActions,
  limitations,
  validateSceneAction,
  language: (edition: Edition) => languageOf[edition],
  timeZone: (edition: Edition) => timeZoneOf[edition],
  publicKey: (edition: Edition) => publicKeyOf[edition],
  redirectUri: (edition: Edition) => redirectUriOf[edition],
}

const messages = {
  preheat: {
    ko: 'Preheat 에는 preheat 라는 모드가 필요합니다. 없으면 CLOVA에 제공되지 않습니다.',
    ja: 'Preheat には preheat というモードが必要です。ないとCLOVAには提供されません。',
    en: 'Preheat needs a mode named preheat; without one CLOVA is not offered it.',
  },
  singleFanSpeed: {
    ko: '바람 세기가 하나뿐이라 CLOVA에 SetFanSpeed 가 제공되지 않습니다. CLOVA의 세기는 약(1), 중(2), 강(3)입니다',
    ja: '風量が1つしかないので、CLOVAに SetFanSpeed は提供されません。CLOVAの風量は弱（1）、中（2）、強（3）です',
    en: 'its fan speed has a single value, so CLOVA is offered no SetFanSpeed; CLOVA knows weak (1), medium (2) and strong (3)',
  },
  twoFanSpeeds: {
    ko: '바람 세기가 두 가지라 CLOVA에서는 약(1)과 강(3)이 됩니다. 중(2)은 거절됩니다',
    ja: '風量が2つなので、CLOVAでは弱（1）と強（3）になります。中（2）は断られます',
    en: 'it has two fan speeds, which are weak (1) and strong (3) for CLOVA; "medium" (2) is refused',
  },
  editionWithoutAction: {
    ko: 'edition {edition} 에는 동작 {action} 이(가) 없습니다',
    ja: 'edition {edition} には動作 {action} がありません',
    en: 'the edition {edition} has no action {action}',
  },
  typeWithoutAction: {
    ko: 'edition {edition} 의 종류 {type} 에는 동작 {action} 이(가) 없습니다',
    ja: 'edition {edition} の種類 {type} には動作 {action} がありません',
    en: 'the type {type} has no action {action} in {edition}',
  },
  changesNothing: {
    ko: '{action} 은(는) 아무것도 바꾸지 않아서 장면에 쓸모가 없습니다',
    ja: '{action} は何も変えないので、シーンでは役に立ちません',
    en: '{action} changes nothing, so a scene has no use for it',
  },
  deviceCannot: {
    ko: '이 기기는 {action} 을(를) 할 수 없습니다',
    ja: 'この機器は {action} ができません',
    en: 'this device cannot do {action}',
  },
  takesNoValue: {
    ko: '{action} 에는 값을 쓰지 않습니다',
    ja: '{action} に値は書きません',
    en: '{action} takes no value',
  },
  needsValue: {
    ko: '{action} 에는 값이 필요합니다',
    ja: '{action} には値が必要です',
    en: '{action} needs a value',
  },
  badValue: {
    ko: '{action} 에는 값 {value} 을(를) 쓸 수 없습니다',
    ja: '{action} に値 {value} は使えません',
    en: '{action} cannot take the value {value}',
  },
  forbiddenByVoice: {
    ko: 'CLOVA의 가이드는 종류 {type} 에 이것을 음성으로 하는 것을 금지합니다',
    ja: 'CLOVAのガイドは、種類 {type} にこれを音声ですることを禁じています',
    en: 'the guide forbids to do this by voice to the type {type}',
  },
  refused: {
    ko: '기기가 이 값을 받지 않습니다 ({reason})',
    ja: '機器がこの値を受け付けません（{reason}）',
    en: '{reason}',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
const say = localizer<keyof typeof messages>(messages)

/** What CLOVA cannot do with a device of this type, in words for the user, and the trait that it is about. */
function limitations(edition: Edition, type: string, spec: Spec): readonly { trait?: Trait; message: LocalizedText }[] {
  const listed = actionsOf(edition, type)
  const fan = listed?.has('SetFanSpeed') ? fanSpeedProblem(spec) : undefined
  const canPreheat = allowedWords(spec, 'mode')?.includes('preheat')
  return [
    ...(fan === undefined ? [] : [{ trait: 'fanSpeed' as const, message: say(fan) }]),
    ...(listed?.has('Preheat') && !canPreheat ? [{ message: say('preheat') }] : []),
  ]
}

/**
 * Checks one action of a scene against the spec of its device, without knowing the device's present state.
 * @returns the key that is wrong (`do` or `value`) and a message for the user; undefined if the action is valid
 */
function validateSceneAction(edition: Edition, type: string, spec: Spec, action: string, value: unknown) {
  const actionProblem = (message: LocalizedText) => ({ at: 'do', message }) as const
  const valueProblem = (message: LocalizedText) => ({ at: value === undefined ? 'do' : 'value', message }) as const
  const row = actionNamed(action)
  if (!row?.editions.includes(edition)) return actionProblem(say('editionWithoutAction', { edition, action }))
  if (!actionsOf(edition, type)?.has(action)) return actionProblem(say('typeWithoutAction', { type, action, edition }))
  if (row.kind !== 'control') return actionProblem(say('changesNothing', { action }))
  if (!row.isOffered(spec, edition)) return actionProblem(say('deviceCannot', { action }))
  if (value !== undefined && !row.composePayload) return valueProblem(say('takesNoValue', { action }))
  const parsed = row.request.safeParse(payloadOf({ appliance: '', do: action, value }))
  if (!parsed.success) {
    return valueProblem(
      value === undefined ? say('needsValue', { action }) : say('badValue', { action, value: JSON.stringify(value) }),
    )
  }
  const context = {
    edition,
    language: languageOf[edition],
    timeZone: timeZoneOf[edition],
    previousState: 'always',
    type,
    spec,
  } as const
  try {
    const command = row.buildCommand(parsed.data, spec, {}, context)
    if (command.kind === 'set' && isForbidden(edition, type, command.patch)) {
      return valueProblem(say('forbiddenByVoice', { type }))
    }
    plan(command, {}, spec)
    return undefined
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // Whether the present state allows it is checked when the scene runs.
    return error.reason.code === 'unknownValue' ? undefined : valueProblem(say('refused', { reason: errorText(error) }))
  }
}
