import type { LocalizedText } from '../../util/translate.ts'

/** Why a request was not done. `{x}` is a value of the explanation. */
export const requestTexts = {
  noSuchAppliance: {
    ko: '이런 기기나 장면이 없습니다. CLOVA 앱에서 기기를 다시 검색하세요',
    ja: 'このような機器やシーンはありません。CLOVAアプリで機器をもう一度検索してください',
    en: 'There is no such appliance or scene. Search for devices again in the CLOVA app',
  },
  offline: {
    ko: '기기에 닿지 않습니다',
    ja: '機器に届きません',
    en: 'The appliance cannot be reached',
  },
  unsupported: {
    ko: '이 기기가 할 수 없는 일입니다',
    ja: 'この機器にはできないことです',
    en: 'This appliance cannot do that',
  },
  unknownValue: {
    ko: '아직 알려 온 값이 없습니다',
    ja: 'まだ知らせてきた値がありません',
    en: 'The appliance has not reported this value yet',
  },
  badValue: {
    ko: '기기가 받지 않는 값입니다',
    ja: '機器が受け付けない値です',
    en: 'The appliance does not take this value',
  },
  outOfRange: {
    ko: '{min}에서 {max}까지만 할 수 있습니다',
    ja: '{min}から{max}までしかできません',
    en: 'Only {min} to {max} is possible',
  },
  notInThisMode: {
    ko: '지금 모드에서는 할 수 없습니다',
    ja: '今のモードではできません',
    en: 'This is not possible in the present mode',
  },
  conditionsNotMet: {
    ko: '지금은 할 수 없습니다: {state}',
    ja: '今はできません: {state}',
    en: 'This is not possible now: {state}',
  },
  busy: {
    ko: '짧은 시간에 요청이 너무 많습니다. 잠시 뒤에 다시 하세요',
    ja: '短い間に要求が多すぎます。少し待ってからもう一度どうぞ',
    en: 'Too many requests came in a short time. Try again in a moment',
  },
  deviceFault: {
    ko: '기기가 고장을 알렸습니다',
    ja: '機器が故障を知らせました',
    en: 'The appliance reports a fault',
  },
  actionFailed: {
    ko: '기기가 했지만 그 상태가 되지 않았습니다',
    ja: '機器は動きましたが、その状態になりませんでした',
    en: 'The appliance did not reach the state that was asked for',
  },
  internal: {
    ko: '게이트웨이 안에서 오류가 났습니다. 서비스 로그를 보고 알려 주세요',
    ja: 'ゲートウェイの中でエラーが起きました。サービスのログを見て、知らせてください',
    en: 'Something went wrong in the gateway itself. See the service log, and tell us',
  },
  tokenUnknown: {
    ko: 'CLOVA의 연결이 끝났습니다. CLOVA 앱에서 계정을 다시 연결하세요',
    ja: 'CLOVAの連携が切れています。CLOVAアプリでもう一度アカウントを連携してください',
    en: "CLOVA's link has ended. Link the account again in the CLOVA app",
  },
  tokenExpired: {
    ko: 'CLOVA의 토큰이 끝났습니다. CLOVA가 곧 새로 받습니다',
    ja: 'CLOVAのトークンが切れました。CLOVAがすぐに取り直します',
    en: "CLOVA's token has expired. CLOVA fetches another one by itself",
  },
  repeated: {
    ko: '전에 왔던 요청이라 다시 하지 않았습니다',
    ja: '前に来た要求なので、もう一度は実行しませんでした',
    en: 'This request came before, so it was not done again',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
