import type { ProblemRow } from '../home/offlineCause.ts'
import { sentences } from '../util/translate.ts'

/** Why a request of CLOVA is not done, before any device is asked. */
const messages = {
  noMessageId: {
    ko: 'messageId가 없습니다',
    ja: 'messageIdがありません',
    en: 'the messageId is missing',
  },
  longMessageId: {
    ko: 'messageId가 {max}자보다 깁니다',
    ja: 'messageIdが{max}文字を超えています',
    en: 'the messageId is longer than {max} characters',
  },
  repeated: {
    ko: '이미 왔던 요청이라 다시 실행하지 않습니다',
    ja: 'すでに来た要求なので、もう一度は実行しません',
    en: 'the request came before and is not executed again',
  },
  allRunning: {
    ko: '요청 {running}개를 처리하는 중이고 {waiting}개가 기다립니다',
    ja: '要求を{running}件処理中で、{waiting}件が待っています',
    en: '{running} requests run, and {waiting} wait',
  },
  noneEnded: {
    ko: '요청 {running}개를 처리하는 중이고, 제시간에 끝난 것이 없습니다',
    ja: '要求を{running}件処理中で、時間内に終わったものがありません',
    en: '{running} requests run, and none of them ended in time',
  },

  // Action and appliance
  noActionInEdition: {
    ko: '이 판에는 그런 동작이 없습니다',
    ja: 'このエディションにその動作はありません',
    en: 'the edition has no such action',
  },
  sceneOnlyOn: {
    ko: '장면은 켤 수만 있습니다',
    ja: 'シーンはオンにすることしかできません',
    en: 'a scene can only be turned on',
  },
  noScene: { ko: '이런 장면이 없습니다', ja: 'このようなシーンはありません', en: 'there is no such scene' },
  noAppliance: { ko: '이런 기기가 없습니다', ja: 'このような機器はありません', en: 'there is no such appliance' },
  neverSeen: {
    ko: '아직 한 번도 알려 오지 않은 기기입니다',
    ja: 'まだ一度も知らせがない機器です',
    en: 'the device was never seen',
    cause: 'neverSeen',
  },
  notOffered: {
    ko: '이 기기에는 그런 동작이 없습니다',
    ja: 'この機器にその動作はありません',
    en: 'the appliance does not offer it',
  },
  forbiddenByVoice: {
    ko: '안전을 위해 말로는 할 수 없게 되어 있습니다',
    ja: '安全のため、声ではできないことになっています',
    en: 'the guide forbids to do this by voice',
  },

  // Values
  badPayload: {
    ko: '이 동작이 받는 값이 아닙니다',
    ja: 'この動作が受け付ける値ではありません',
    en: 'the payload is not what this action takes',
  },
  takesNumber: { ko: '숫자를 쓰세요', ja: '数を書いてください', en: 'it takes a number' },
  takesRange: {
    ko: '{min}에서 {max}까지의 숫자를 쓰세요',
    ja: '{min}から{max}までの数を書いてください',
    en: 'it takes a number from {min} to {max}',
  },
  takesAtLeast: {
    ko: '{min} 이상의 숫자를 쓰세요',
    ja: '{min}以上の数を書いてください',
    en: 'it takes a number of at least {min}',
  },
  takesOneOf: {
    ko: '다음 가운데 하나를 쓰세요: {values}',
    ja: '次のどれかを書いてください: {values}',
    en: 'it takes one of {values}',
  },
  takesWord: { ko: '단어를 쓰세요', ja: '言葉を書いてください', en: 'it takes a word' },
  takesColor: {
    ko: '색을 이렇게 쓰세요: {example}',
    ja: '色をこう書いてください: {example}',
    en: 'it takes a color, such as {example}',
  },
  takesPeriod: {
    ko: '기간을 이렇게 쓰세요: {example}',
    ja: '期間をこう書いてください: {example}',
    en: 'it takes a period, such as {example}',
  },
  neverMeasured: {
    ko: '{trait}: 잰 적이 없습니다',
    ja: '{trait}: 測られたことがありません',
    en: '{trait} was never measured',
  },
  notTellable: {
    ko: '{trait}: CLOVA에 알려 줄 수 있는 값이 아닙니다',
    ja: '{trait}: CLOVAに伝えられる値ではありません',
    en: '{trait} has no value that CLOVA can be told',
  },
  nothingReported: {
    ko: '기기가 아직 아무것도 알려 오지 않았습니다',
    ja: '機器からまだ何も知らせがありません',
    en: 'the device has not reported anything yet',
  },
  powerNotReported: {
    ko: '기기가 켜져 있는지 알려 주지 않습니다',
    ja: '機器がオンかどうかを知らせません',
    en: 'the device does not say whether it is on',
  },
  severalTemperatures: {
    ko: '온도가 여러 가지인데, 요청에 어느 것인지가 없습니다',
    ja: '温度がいくつかあり、要求にどれかがありません',
    en: 'it has several temperatures, and the request does not say which',
  },
  noSuchMode: { ko: '그런 모드가 없습니다', ja: 'そのモードはありません', en: 'it has no such mode' },
  noModeOfType: {
    ko: '{type} 종류에는 {mode} 모드가 없습니다',
    ja: '種類{type}に{mode}モードはありません',
    en: 'the type {type} has no mode {mode}',
  },

  // Fan speeds
  fanRange: {
    ko: '풍량은 1에서 3까지입니다',
    ja: '風量は1から3までです',
    en: 'fanSpeed goes from 1 to 3',
  },
  noFanSpeed: {
    ko: 'CLOVA의 풍량 {speed}이(가) 이 기기에는 없습니다',
    ja: 'CLOVAの風量{speed}はこの機器にありません',
    en: 'the device has no fan speed {speed} of CLOVA',
  },
  fanNotStep: {
    ko: '풍량을 {by}만큼 바꿀 수 없습니다',
    ja: '風量を{by}だけ変えることはできません',
    en: 'the fan speed cannot be stepped by {by}',
  },
  fanUnknown: {
    ko: '지금 풍량을 몰라서 한 단계 바꿀 수 없습니다',
    ja: '今の風量が分からないので、段階的に変えられません',
    en: 'the fan speed is not known, so it cannot be stepped',
  },
  fanAtLimit: {
    ko: '풍량이 이미 끝입니다',
    ja: '風量はすでに限界です',
    en: 'fanSpeed is at its limit',
  },
} as const satisfies Readonly<Record<string, ProblemRow>>

/** One of the messages, put into words when it is read. */
export const say = sentences(messages)
