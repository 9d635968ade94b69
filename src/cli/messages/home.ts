import type { LocalizedText } from '../../util/translate.ts'

/** What `appliances`, `check`, `discover`, `doctor` and `say` print around what they found. `{x}` is a placeholder. */
export const homeMessages = {
  // check
  configRight: {
    ko: '{file} 은(는) 올바릅니다: edition {edition}, 드라이버 {drivers}개, 기기 {appliances}개, 장면 {scenes}개.',
    ja: '{file} は正しく書かれています: edition {edition}、ドライバー{drivers}個、機器{appliances}個、シーン{scenes}個。',
    en: '{file} is right: edition {edition}, {drivers} driver(s), {appliances} appliance(s), {scenes} scene(s).',
  },
  mistakes: {
    ko: '{file}: 잘못된 곳 {count}개.',
    ja: '{file}: 間違い{count}か所。',
    en: '{file}: {count} mistake(s).',
  },
  runFix: { ko: '{message}. 실행하세요: {fix}', ja: '{message}。実行してください: {fix}', en: '{message}; run: {fix}' },

  // doctor
  levelOk: { ko: '정상', ja: '正常', en: 'ok' },
  levelWarning: { ko: '주의', ja: '注意', en: 'warning' },
  levelFailure: { ko: '오류', ja: '異常', en: 'FAILURE' },
  nothingFails: {
    ko: '오류 없음, 주의 {warnings}개.',
    ja: '異常なし、注意{warnings}件。',
    en: 'Nothing fails, {warnings} warning(s).',
  },
  thingsFail: {
    ko: '오류 {failures}개, 주의 {warnings}개.',
    ja: '異常{failures}件、注意{warnings}件。',
    en: '{failures} thing(s) fail, {warnings} warning(s).',
  },

  // appliances and say
  notInForce: {
    ko: '설정이 적용되지 않았습니다: {reason}',
    ja: '設定は反映されていません: {reason}',
    en: 'the configuration is not in force: {reason}',
  },
  nothingKnown: { ko: '알려진 것 없음', ja: '不明', en: 'nothing is known' },
  withoutGateway: {
    ko: '이 설정으로 실행 중인 게이트웨이가 없어, 게이트웨이 없이 볼 수 있는 것만 보여 줍니다:',
    ja: 'この設定で動いているゲートウェイがないので、ゲートウェイなしで分かることだけを表示します:',
    en: 'No gateway runs with this configuration, so this is what can be seen without one:',
  },
  noAppliances: { ko: '기기가 없습니다.', ja: '機器がありません。', en: 'There are no appliances.' },
  columnName: { ko: '이름', ja: '名前', en: 'NAME' },
  columnType: { ko: '종류', ja: '種類', en: 'TYPE' },
  columnDriver: { ko: '연결', ja: '接続', en: 'DRIVER' },
  columnFrom: { ko: '출처', ja: '出どころ', en: 'FROM' },
  columnOnline: { ko: '온라인', ja: 'オンライン', en: 'ONLINE' },
  columnState: { ko: '상태', ja: '状態', en: 'STATE' },
  columnActions: { ko: '동작', ja: '動作', en: 'ACTIONS' },
  fromConfiguration: { ko: '설정', ja: '設定', en: 'configuration' },
  yes: { ko: '예', ja: 'はい', en: 'yes' },
  no: { ko: '아니요', ja: 'いいえ', en: 'no' },
  assumedState: { ko: '{state} (추정)', ja: '{state}（推定）', en: '{state} (assumed)' },
  takenToBe: {
    ko: '{appliance} 의 상태로 정했습니다: {state}',
    ja: '{appliance} の状態をこうしました: {state}',
    en: '{appliance} is taken to be: {state}',
  },
  noSuchAppliance: {
    ko: '"{target}" 라는 기기가 없습니다.{hint}',
    ja: '"{target}" という機器はありません。{hint}',
    en: 'there is no appliance "{target}".{hint}',
  },
  listsAppliances: {
    ko: ' 있는 것은 clova-home appliances 로 볼 수 있습니다.',
    ja: ' あるものは clova-home appliances で見られます。',
    en: ' clova-home appliances lists those that there are.',
  },
  resultBefore: { ko: '전', ja: '前', en: 'before' },
  resultAfter: { ko: '후', ja: '後', en: 'after' },
  resultAnswer: { ko: '응답', ja: '応答', en: 'answer' },
  resultReason: { ko: '이유', ja: '理由', en: 'because' },
  resultTime: { ko: '시간', ja: '時間', en: 'time' },
  stepVerify: { ko: '서명 확인', ja: '署名の確認', en: 'verify' },
  stepWait: { ko: '대기', ja: '順番待ち', en: 'wait' },
  stepRead: { ko: '읽기', ja: '読み取り', en: 'read' },
  stepApply: { ko: '실행과 확인', ja: '実行と確認', en: 'apply' },
  stepTotal: { ko: '전체', ja: '全体', en: 'total' },

  // discover
  discoverNothing: { ko: '찾은 것이 없습니다.', ja: '何も見つかりませんでした。', en: 'Nothing was found.' },
  discoverNoDrivers: {
    ko: '찾은 것이 없습니다. 설정에 연결(drivers:)이 없습니다.',
    ja: '何も見つかりませんでした。設定に接続（drivers:）がありません。',
    en: 'Nothing was found: there are no drivers in the configuration.',
  },
  discoverHow: {
    ko: '찾은 것이 없습니다. 기기를 찾도록 설정한 연결이 있습니까?',
    ja: '何も見つかりませんでした。機器を探すように設定した接続はありますか？',
    en: 'Nothing was found. Does a driver look around?',
  },
  discoverHowOf: { ko: '{type}: {how}', ja: '{type}: {how}', en: 'For {type}: {how}' },
  discoverColumnAppliance: { ko: '기기 ID', ja: '機器ID', en: 'APPLIANCE' },
  discoverColumnModel: { ko: '모델', ja: 'モデル', en: 'MODEL' },
  discoverColumnTraits: { ko: '속성', ja: '属性', en: 'TRAITS' },
  discoverFound: {
    ko: '찾았습니다: {what}. drivers: 아래에 이렇게 씁니다\n  원하는-이름: {entry}',
    ja: '見つかりました: {what}。drivers: の下にこう書きます\n  好きな名前: {entry}',
    en: 'Found: {what}. Under drivers: it would be\n  a-name-of-yours: {entry}',
  },
  discoverNotAdded: {
    ko: '{name} 은(는) 추가하지 않았습니다: {why}',
    ja: '{name} は追加しませんでした: {why}',
    en: '{name} was not added: {why}',
  },
  discoverAllThere: {
    ko: '아무것도 쓰지 않았습니다: 쓸 수 있는 것은 모두 이미 설정에 있습니다.',
    ja: '何も書き込みませんでした: 書けるものはすべてすでに設定にあります。',
    en: 'Nothing was written: all that could be stands in the configuration already.',
  },
  discoverWouldBeWrong: {
    ko: '아무것도 쓰지 않았습니다. 쓰면 파일이 틀리게 됩니다: {mistake}',
    ja: '何も書き込みませんでした。書くとファイルが間違ったものになります: {mistake}',
    en: 'nothing was written, since the file would be wrong then: {mistake}',
  },
  discoverConnectionsAdded: {
    ko: '{file} 의 drivers: 아래에 추가했습니다: {names}. 기기에서는 이렇게 씁니다: driver: {first}',
    ja: '{file} の drivers: の下に追加しました: {names}。機器ではこう書きます: driver: {first}',
    en: 'Added to {file} under drivers: {names}. Name it in an appliance: driver: {first}',
  },
  discoverAppliancesAdded: {
    ko: '{file} 에 기기 {count}개를 추가했습니다. 부를 이름을 각각 정하세요.',
    ja: '{file} に機器を{count}個追加しました。それぞれ呼び名を付けてください。',
    en: '{count} appliance(s) added to {file}. Give each the name that you say.',
  },

  // What is typed for say
  sayNoAction: {
    ko: '"{action}" 라는 동작은 없습니다.{hint}',
    ja: '"{action}" という動作はありません。{hint}',
    en: 'there is no action "{action}".{hint}',
  },
  sayActionsAre: {
    ko: ' 기기마다 할 수 있는 동작: clova-home appliances',
    ja: ' 機器ごとにできる動作: clova-home appliances',
    en: ' What each appliance can do: clova-home appliances',
  },
  sayNoValue: {
    ko: '{action} 에는 값을 쓰지 않는데 "{value}" 이(가) 있습니다',
    ja: '{action} に値は書きませんが、"{value}" があります',
    en: '{action} takes no value, and "{value}" is one',
  },
  sayNeedsValue: {
    ko: '{action} 에는 값이 필요합니다. 쓰는 법: clova-home say {target} {action} VALUE',
    ja: '{action} には値が必要です。使い方: clova-home say {target} {action} VALUE',
    en: '{action} needs a value. It is: clova-home say {target} {action} VALUE',
  },
  sayNotJson: {
    ko: '{text} 은(는) JSON이 아닙니다',
    ja: '{text} はJSONではありません',
    en: '{text} is not JSON',
  },
  sayAssumption: {
    ko: '무엇으로 볼지 trait=value 로 쓰세요. 예: power=on',
    ja: 'どの状態とみなすかを trait=value で書いてください。例: power=on',
    en: 'write what is to be assumed as trait=value, such as power=on',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
