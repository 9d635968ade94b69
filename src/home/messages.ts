import { sentences } from '../util/translate.ts'
import type { ProblemRow } from './offlineCause.ts'

/** Why a command cannot be done, whatever the driver. `{trait}` is the word of the configuration. */
const messages = {
  noAnswer: {
    ko: '{seconds}초 안에 대답하지 않았습니다',
    ja: '{seconds}秒以内に答えませんでした',
    en: 'no answer within {ms} ms',
    cause: 'noAnswer',
  },
  unreachable: {
    ko: '기기에 닿지 않습니다',
    ja: '機器に届きません',
    en: 'the device cannot be reached',
  },
  otherState: {
    ko: '{trait}: {wanted}(으)로 바꾸려고 했지만 {now} 입니다',
    ja: '{trait}: {wanted}にしようとしましたが、{now}です',
    en: '{trait} was to be {wanted} and is {now}',
  },
  queueFull: {
    ko: '이 기기를 기다리는 요청이 {count}개 있습니다',
    ja: 'この機器を待つ要求が{count}件あります',
    en: '{count} requests are waiting for this appliance',
  },
  tooManyCommands: {
    ko: '{seconds}초 동안 명령이 {count}번을 넘었습니다',
    ja: '{seconds}秒間のコマンドが{count}回を超えました',
    en: 'more than {count} commands in {seconds} s',
  },

  // What a device can do
  cannotPerform: { ko: '{verb} 동작이 없습니다', ja: '{verb}の動作がありません', en: 'it cannot {verb}' },
  cannotSet: { ko: '{trait}: 정할 수 없습니다', ja: '{trait}: 設定できません', en: '{trait} cannot be set' },
  cannotStep: {
    ko: '{trait}: 한 단계씩 바꿀 수 없습니다',
    ja: '{trait}: 段階的に変えられません',
    en: '{trait} cannot be stepped',
  },
  cannotCycle: {
    ko: '{trait}: 차례로 바꿀 수 없습니다',
    ja: '{trait}: 順に切り替えられません',
    en: '{trait} cannot be cycled',
  },
  notValue: {
    ko: '{trait}: {value} 값은 쓸 수 없습니다',
    ja: '{trait}: {value}にはできません',
    en: '{trait} cannot be {value}',
  },
  notValueBut: {
    ko: '{trait}: {value} 값은 쓸 수 없습니다. {allowed}',
    ja: '{trait}: {value}にはできません。{allowed}',
    en: '{trait} cannot be {value}: {allowed}',
  },
  notStep: {
    ko: '{trait}: {by}만큼 바꿀 수 없습니다',
    ja: '{trait}: {by}ずつは変えられません',
    en: '{trait} cannot be stepped by {by}',
  },
  notInMode: {
    ko: '{trait}: {mode} 모드에서는 정할 수 없습니다',
    ja: '{trait}: {mode}モードでは設定できません',
    en: '{trait} cannot be set while the mode is {mode}',
  },
  range: {
    ko: '{trait}: {min}에서 {max}까지입니다',
    ja: '{trait}: {min}から{max}までです',
    en: '{trait} goes from {min} to {max}',
  },
  atLimit: { ko: '{trait}: 이미 끝입니다', ja: '{trait}: すでに限界です', en: '{trait} is at its limit' },
  unknownSoNoStep: {
    ko: '{trait}: 지금 값을 몰라서 한 단계 바꿀 수 없습니다',
    ja: '{trait}: 今の値が分からないので、段階的に変えられません',
    en: '{trait} is not known, so it cannot be stepped',
  },
  unknownSoNoNext: {
    ko: '{trait}: 지금 값을 몰라서 다음 값도 모릅니다',
    ja: '{trait}: 今の値が分からないので、次の値も分かりません',
    en: '{trait} is not known, so what comes next is not known',
  },
  unknownValues: {
    ko: '{trait}: 어떤 값이 있는지 모릅니다',
    ja: '{trait}: どの値があるか分かりません',
    en: 'the values of {trait} are not known',
  },

  // What can be assumed of a device
  noTrait: {
    ko: '{trait} 은(는) 없습니다. 있는 것: {all}',
    ja: '{trait}はありません。あるもの: {all}',
    en: 'it has no {trait}; it has {all}',
  },
  nothingToAssume: {
    ko: '가정할 수 있는 것이 없음',
    ja: '仮定できるものはありません',
    en: 'nothing that can be assumed',
  },
  onOrOff: { ko: 'on 또는 off 입니다', ja: 'onかoffです', en: 'it is on or off' },
  oneOf: { ko: '쓸 수 있는 값: {all}', ja: '使える値: {all}', en: 'it is one of {all}' },
  fromTo: { ko: '{min}에서 {max}까지입니다', ja: '{min}から{max}までです', en: 'it goes from {min} to {max}' },
  fromToBy: {
    ko: '{min}에서 {max}까지 {step}씩입니다',
    ja: '{min}から{max}まで{step}きざみです',
    en: 'it goes from {min} to {max} in steps of {step}',
  },
  anyNumber: { ko: '숫자입니다', ja: '数です', en: 'it is any number' },
  anyWord: { ko: '단어입니다', ja: '言葉です', en: 'it is any word' },
} as const satisfies Readonly<Record<string, ProblemRow>>

/** One of the messages, put into words when it is read. */
export const say = sentences(messages)
