import { type LocalizedText, schemaMessage } from '../../src/util/translate.ts'

/** What can be wrong with a blaster or an appliance of it in the configuration. */
const messages = {
  mac: {
    ko: 'MAC은 e8:70:72:01:02:03 처럼 쓰세요',
    ja: 'MACはe8:70:72:01:02:03のように書いてください',
    en: 'write a MAC as e8:70:72:01:02:03',
  },
  wildcard: {
    ko: '기기 하나의 토픽에는 와일드카드(+ 또는 #)를 쓸 수 없습니다',
    ja: '1つの機器のトピックにワイルドカード（+や#）は使えません',
    en: 'a topic of one device has no wildcard (+ or #) in it',
  },
  lircHost: {
    ko: '192.168.1.5:8765 처럼 쓰세요',
    ja: '192.168.1.5:8765のように書いてください',
    en: 'write it as 192.168.1.5:8765',
  },
  fullTopic: {
    ko: 'Tasmota에 있는 FullTopic을 %prefix% 와 %topic% 을 넣어 그대로 쓰세요',
    ja: 'TasmotaのFullTopicを、%prefix%と%topic%を含めてそのまま書いてください',
    en: 'write the full topic as Tasmota has it, with %prefix% and %topic% in it',
  },
  noBroadlinkAddress: {
    ko: 'Broadlink는 host 또는 mac으로 찾습니다. "clova-home discover" 가 둘 다 보여 줍니다',
    ja: 'Broadlinkはhostかmacで見つけます。"clova-home discover" が両方を表示します',
    en: 'a Broadlink blaster is found by its host or its mac; "clova-home discover" shows both',
  },
  tuyaDeviceId: {
    ko: '기기 ID를 그대로 쓰세요: bf90851a27705b2de3rwll 같은 문자와 숫자입니다',
    ja: 'デバイスIDをそのまま書いてください: bf90851a27705b2de3rwllのような文字と数字です',
    en: 'write the device id as it is, letters and digits such as bf90851a27705b2de3rwll',
  },
  tuyaLocalKey: {
    ko: 'localKey는 16자입니다. 따옴표로 감싸거나 !secret 으로 쓰세요',
    ja: 'localKeyは16文字です。引用符で囲むか !secret で書いてください',
    en: 'a localKey has 16 characters; write it in quotes, or as a !secret',
  },
  lircTwice: {
    ko: 'lircd에는 socket과 host 가운데 하나만 쓰세요',
    ja: 'lircdにはsocketかhostのどちらか1つだけを書いてください',
    en: 'lircd is reached by its socket or its host, not both',
  },
  gap: {
    ko: 'gap은 20ms에서 2s까지입니다',
    ja: 'gapは20msから2sまでです',
    en: 'a gap lies between 20ms and 2s',
  },
  oneOf: {
    ko: 'climate(에어컨), remote(리모컨), sensors(송신기가 재는 것) 가운데 하나가 필요합니다',
    ja: 'climate（エアコン）、remote（リモコン）、sensors（送信機が測るもの）のどれか1つが必要です',
    en: 'it needs one of climate (an air conditioner), remote (a remote control) and sensors (what the blaster measures)',
  },
  lircKey: {
    ko: '리모컨과 키를 lircd에 있는 대로 쓰세요: living-tv KEY_POWER',
    ja: 'リモコンとキーをlircdにあるとおりに書いてください: living-tv KEY_POWER',
    en: 'write the remote and the key as lircd has them: living-tv KEY_POWER',
  },
  ascending: {
    ko: 'levels는 가장 작은 것부터 차례로 씁니다',
    ja: 'levelsは小さいものから順に書きます',
    en: 'the levels stand in their order, the least first',
  },
  codeNumber: {
    ko: '코드는 0x20DF10EF 같은 숫자로 쓰세요',
    ja: 'コードは0x20DF10EFのような数で書いてください',
    en: 'write a code as a number such as 0x20DF10EF',
  },
  watts: {
    ko: 'off는 watts보다 작아야 합니다',
    ja: 'offはwattsより小さくなければなりません',
    en: 'off lies below watts',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages, for a schema. */
export const irRule = (word: keyof typeof messages): string => schemaMessage(messages[word])
