import { errorsOf, type LocalizedText, sentences } from '../../../src/util/translate.ts'

/** What of an announcement cannot be used. Keys of announcements stay as they are written there. */
const messages = {
  about: { ko: '{what}: {why}', ja: '{what}: {why}', en: '{what}: {why}' },
  unknownUnit: {
    ko: '{name}: 지원하지 않는 단위입니다: {unit}',
    ja: '{name}: 対応していない単位です: {unit}',
    en: '{name}: the unit {unit} is not known',
  },

  // Home Assistant: single keys
  keyMissing: { ko: '{key} 이(가) 없습니다', ja: '{key} がありません', en: '{key} is not there' },
  bothMissing: {
    ko: '{one} 이나 {other} 이(가) 없습니다',
    ja: '{one} か {other} がありません',
    en: '{one} or {other} is not there',
  },
  notText: { ko: '{key} 은(는) 텍스트여야 합니다', ja: '{key} はテキストで書きます', en: '{key} is not a text' },
  notNumber: { ko: '{key} 은(는) 숫자여야 합니다', ja: '{key} は数で書きます', en: '{key} is not a number' },
  notTruth: {
    ko: '{key} 은(는) true나 false여야 합니다',
    ja: '{key} はtrueかfalseで書きます',
    en: '{key} is not true or false',
  },
  notTexts: {
    ko: '{key} 은(는) 텍스트의 목록이어야 합니다',
    ja: '{key} はテキストのリストで書きます',
    en: '{key} is not a list of texts',
  },
  notTopicOfOne: {
    ko: '{key} 은(는) 기기 하나의 토픽이어야 합니다',
    ja: '{key} は1つの機器のトピックで書きます',
    en: '{key} is not a topic of one device',
  },
  notTopic: { ko: '{key} 은(는) 토픽이어야 합니다', ja: '{key} はトピックで書きます', en: '{key} is not a topic' },
  notBelow: {
    ko: '{low} 은(는) {high} 보다 작아야 합니다',
    ja: '{low} は {high} より小さくなければなりません',
    en: '{low} is not below {high}',
  },
  notAboveZero: {
    ko: '{key} 은(는) 0보다 커야 합니다',
    ja: '{key} は0より大きくなければなりません',
    en: '{key} is not above 0',
  },
  belowOne: {
    ko: '{key} 은(는) 1 이상이어야 합니다',
    ja: '{key} は1以上でなければなりません',
    en: '{key} is below 1',
  },
  differ: {
    ko: '{one} 과(와) {other} 이(가) 서로 다릅니다',
    ja: '{one} と {other} が違います',
    en: '{one} and {other} differ',
  },
  sameEnds: {
    ko: '{key} 의 양 끝이 같습니다',
    ja: '{key} の両端が同じです',
    en: 'the two ends of its {key} are the same',
  },
  kind: { ko: '종류', ja: '種類', en: 'its kind' },
  availabilityMode: {
    ko: 'availability_mode는 all, any, latest 가운데 하나여야 합니다',
    ja: 'availability_modeはall、any、latestのどれかで書きます',
    en: 'availability_mode is none of all, any and latest',
  },
  availability: {
    ko: 'availability는 토픽의 목록이어야 합니다',
    ja: 'availabilityはトピックのリストで書きます',
    en: 'availability is no list of topics',
  },
  unknownSchema: {
    ko: '지원하지 않는 schema입니다: {schema}',
    ja: '対応していないschemaです: {schema}',
    en: 'the schema {schema} is not known',
  },
  wantsCode: {
    ko: '코드(code_format)를 요구하므로, 상태를 보는 것만 할 수 있습니다',
    ja: 'コード（code_format）を求めるので、状態を見ることしかできません',
    en: 'it wants a code (code_format), so it can only be looked at',
  },

  // Home Assistant: devices
  tooManyEntities: {
    ko: '기기 하나의 엔티티는 {max}개까지입니다. 나머지는 빠졌습니다',
    ja: '1つの機器のエンティティは{max}個までです。残りは抜けました',
    en: 'a device has at most {max} entities; the others were left out',
  },
  sameUniqueId: {
    ko: '{component} {path}: 먼저 알려 온 {earlier} 과(와) unique_id가 같아서 쓰지 않습니다',
    ja: '{component} {path}: 先に知らせてきた {earlier} とunique_idが同じなので、使いません',
    en: '{component} {path}: it has the unique_id of {earlier}, which was announced first and stays',
  },

  // Tasmota
  halfShutter: {
    ko: '릴레이 {relay} 은(는) 셔터의 절반인데, 나머지 절반이 없습니다',
    ja: 'リレー{relay}はシャッターの片方ですが、もう片方がありません',
    en: 'relay {relay} is half of a shutter, and the other half is missing',
  },
  noTopic: {
    ko: '토픽 {topic} 은(는) 쓸 수 없는 토픽입니다',
    ja: 'トピック {topic} は使えません',
    en: 'its topic {topic} is none',
  },
  sameWords: {
    ko: '켜기와 끄기의 값이 같습니다: {word}',
    ja: 'オンとオフの値が同じです: {word}',
    en: 'its words for off and on are the same: {word}',
  },
  notJson: {
    ko: '{topic} 의 알림이 JSON이 아닙니다. 기기 이름에 따옴표가 있으면 이렇게 됩니다',
    ja: '{topic} の知らせがJSONではありません。機器の名前に引用符があるとこうなります',
    en: 'the announcement on {topic} is no JSON; a quotation mark in the name of a device does that',
  },
  unreadable: {
    ko: '{topic} 의 알림을 읽을 수 없습니다. 읽을 수 없는 곳: {place}',
    ja: '{topic} の知らせを読めません。読めない場所: {place}',
    en: 'the announcement on {topic} is not understood at {place}',
  },
  beginning: { ko: '처음', ja: '先頭', en: 'its beginning' },

  // Zigbee2MQTT
  nameWithWildcard: {
    ko: '{name}: 토픽에는 +나 #을 쓸 수 없어서, 브리지가 이 기기에 대해 아무것도 보내지 않습니다. 브리지에서 다른 이름을 주세요',
    ja: '{name}: トピックに+や#は使えないため、ブリッジはこの機器について何も送りません。ブリッジで別の名前にしてください',
    en: '{name}: no topic can have + or # in it, so the bridge publishes nothing of it; give it another name there',
  },
  colorOnTopics: {
    ko: '{name}: 색상과 채도가 서로 다른 토픽으로 옵니다. 브리지가 JSON으로 보내게 하세요 (advanced.output)',
    ja: '{name}: 色相と彩度が別々のトピックで届きます。ブリッジがJSONで送るようにしてください（advanced.output）',
    en: '{name}: hue and saturation come on a topic each; the bridge must publish JSON (advanced.output)',
  },
  noSetpoint: {
    ko: '바꿀 수 있는 온도와 그 범위를 알려 오지 않았습니다',
    ja: '設定できる温度とその範囲が知らされていません',
    en: 'no temperature that can be set is announced with its range',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages, put into words when it is read. */
export const say = sentences(messages)

/** An error for the user with one of them. */
export const announcementError = errorsOf(say)
