import { type LocalizedText, localizer, schemaMessage } from '../../src/util/translate.ts'

/** What can be wrong with a connection to a broker, and with an appliance behind it, in the configuration. */
const messages = {
  // Topics
  emptyTopic: { ko: '토픽은 비어 있을 수 없습니다', ja: 'トピックは空にできません', en: 'a topic cannot be empty' },
  controlCharacter: {
    ko: '토픽에는 제어 문자를 쓸 수 없습니다',
    ja: 'トピックに制御文字は使えません',
    en: 'a topic has no control characters in it',
  },
  topicBytes: {
    ko: '토픽은 {max}바이트까지입니다',
    ja: 'トピックは{max}バイトまでです',
    en: 'a topic has at most {max} bytes',
  },
  topicLevels: {
    ko: '토픽은 {max}단계까지입니다',
    ja: 'トピックは{max}階層までです',
    en: 'a topic has at most {max} levels',
  },
  sharedTopic: {
    ko: '공유 구독($share)의 토픽은 여기서 쓸 수 없습니다',
    ja: '共有サブスクリプション（$share）のトピックはここでは使えません',
    en: 'a topic of a shared subscription ($share) cannot be used here',
  },
  wildcardInName: {
    ko: '기기 하나의 토픽에는 와일드카드(+ 또는 #)를 쓸 수 없습니다',
    ja: '1つの機器のトピックにワイルドカード（+や#）は使えません',
    en: 'a topic of one device has no wildcard (+ or #) in it',
  },
  misplacedWildcard: {
    ko: '와일드카드 +와 #은 토픽의 한 단계 전체를, #은 마지막 단계를 뜻합니다',
    ja: 'ワイルドカードの+と#はトピックの階層全体を表し、#は最後にだけ置けます',
    en: 'the wildcards + and # stand for whole levels of a topic, and # for the last ones',
  },

  // The connection
  brokerUrl: {
    ko: '브로커는 mqtt://host:1883 또는 mqtts://host:8883 으로 쓰고, username과 password는 따로 키로 쓰세요',
    ja: 'ブローカーは mqtt://host:1883 か mqtts://host:8883 と書き、usernameとpasswordは別のキーに書いてください',
    en: 'write the broker as mqtt://host:1883 or mqtts://host:8883, and username and password under keys of their own',
  },
  oneConvention: {
    ko: '방식 하나와 그 토픽을 쓰세요. 예: { zigbee2mqtt: upstairs }',
    ja: '方式1つとそのトピックを書いてください。例: { zigbee2mqtt: upstairs }',
    en: 'write one convention with its topic, such as { zigbee2mqtt: upstairs }',
  },
  keepalive: {
    ko: 'keepalive는 1s에서 1h까지입니다',
    ja: 'keepaliveは1sから1hまでです',
    en: 'a keepalive lies between 1s and 1h',
  },
  oneLevel: {
    ko: '토픽의 한 단계입니다. /, +, # 은 쓸 수 없습니다',
    ja: 'トピックの1階層です。/、+、# は使えません',
    en: 'it is one level of a topic: no /, + or #',
  },
  port: { ko: '포트는 65535까지입니다', ja: 'ポートは65535までです', en: 'a port is at most 65535' },
  embeddedTls: {
    ko: '내장 브로커는 mqtt:// 만 씁니다',
    ja: '内蔵ブローカーは mqtt:// だけを使います',
    en: 'a broker of our own speaks mqtt:// only',
  },
  embeddedLogin: {
    ko: '내장 브로커에는 username과 password가 둘 다 있거나 둘 다 없어야 합니다',
    ja: '内蔵ブローカーにはusernameとpasswordの両方を書くか、どちらも書かないでください',
    en: 'a broker of our own needs both username and password, or neither',
  },

  // Appliances
  noTopic: {
    ko: '{trait} 에는 state 토픽이나 command 토픽, 또는 둘 다 필요합니다',
    ja: '{trait} にはstateトピックかcommandトピック、またはその両方が必要です',
    en: '{trait} needs a state topic, a command topic or both',
  },
  readOnly: {
    ko: '{trait} 은(는) 읽을 수만 있어서 command가 없습니다',
    ja: '{trait} は読み取り専用で、commandはありません',
    en: '{trait} can only be read; it has no command',
  },
  sameTopic: {
    ko: 'state 토픽과 command 토픽이 같으면, 게이트웨이가 보낸 것을 기기의 상태로 착각합니다',
    ja: 'stateトピックとcommandトピックが同じだと、ゲートウェイが送ったものを機器の状態と取り違えます',
    en: 'the state topic and the command topic are the same, so that our own word would be taken for its state',
  },
  sameWord: {
    ko: 'on과 off가 같은 값({word})이라 기기의 상태를 알 수 없습니다',
    ja: 'onとoffが同じ値（{word}）なので、機器の状態が分かりません',
    en: 'on and off are the same word, {word}: what it says means nothing',
  },
  keyOfOtherTrait: {
    ko: '{trait} 에는 {key} 을(를) 쓸 수 없습니다',
    ja: '{trait} に {key} は使えません',
    en: '{trait} has no {key}',
  },
  settle: {
    ko: 'settle은 7.5s까지만 뜻이 있습니다',
    ja: 'settleは7.5sまでしか意味がありません',
    en: 'it is of no use to settle for longer than 7.5s',
  },
  sameEnds: {
    ko: 'range의 양 끝은 서로 달라야 합니다',
    ja: 'rangeの両端は別の値でなければなりません',
    en: 'the two ends of a range are different',
  },
  samePositions: {
    ko: '닫힘과 열림의 위치는 서로 달라야 합니다',
    ja: '閉と開の位置は別の値でなければなりません',
    en: 'closed and open are different positions',
  },
  constantPayload: {
    ko: '이 payload에는 ${value} 가 없어서, {trait} 의 모든 값에 같은 것이 보내집니다. 이렇게 쓰세요: {"state": "${value}"}',
    ja: 'このpayloadには${value}がないので、{trait} のどの値にも同じものが送られます。こう書いてください: {"state": "${value}"}',
    en: 'this payload holds no ${value}, so the device is sent the same for every value of {trait}; write it as {"state": "${value}"}',
  },
  pathStart: {
    ko: '경로는 $로 시작합니다. 예: $.state. {path} 은(는) 그렇지 않습니다',
    ja: 'パスは$で始まります。例: $.state。{path} はそうなっていません',
    en: 'a path begins with $, such as $.state; {path} does not',
  },
  pathUnreadable: {
    ko: '경로 {path} 을(를) "{rest}" 부터 읽을 수 없습니다. $.state, $[\'a b\'], $[0] 처럼 쓰세요',
    ja: 'パス {path} は "{rest}" から読めません。$.state、$[\'a b\']、$[0] のように書いてください',
    en: 'the path {path} cannot be read from "{rest}" on; write $.state, $[\'a b\'] or $[0]',
  },
  unknownPlaceholder: {
    ko: '{placeholder} 은(는) 여기서 쓸 수 없습니다. 쓸 수 있는 것: {known}',
    ja: '{placeholder} はここでは使えません。使えるもの: {known}',
    en: '{placeholder} is not known here; use {known}',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages in all languages, with values put in. */
export const mqttMessage = localizer(messages)

/** One of the messages without values, for a schema. */
export const mqttRule = (word: keyof typeof messages): string => schemaMessage(messages[word])
