import type { ProblemRow } from '../../src/home/offlineCause.ts'
import { type LocalizedText, localizer, schemaMessage, sentences } from '../../src/util/translate.ts'

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

/** Which remedy of `remedy.ts` mends a problem. */
export type MqttFix = 'file' | 'acl' | 'topic' | 'words' | 'names'

/** Why a broker or a device behind it cannot be used, and what its owner can do. */
const failures = {
  // The connection
  brokerAway: {
    ko: '브로커에 연결되어 있지 않습니다',
    ja: 'ブローカーにつながっていません',
    en: 'the broker is away',
    cause: 'brokerAway',
  },
  brokerWent: {
    ko: '브로커와의 연결이 끊겼습니다',
    ja: 'ブローカーとの接続が切れました',
    en: 'the broker went away',
    cause: 'brokerAway',
  },
  notTaken: {
    ko: '브로커가 메시지를 받지 않았습니다',
    ja: 'ブローカーがメッセージを受け取りませんでした',
    en: 'the broker did not take the message',
    cause: 'brokerAway',
  },
  unreachable: {
    ko: '브로커 {url} 에 닿지 않습니다: {why}',
    ja: 'ブローカー {url} に届きません: {why}',
    en: 'the broker {url} cannot be reached: {why}',
    cause: 'unreachableHost',
  },
  refusesLogin: {
    ko: '사용자 이름이나 비밀번호를 받지 않습니다',
    ja: 'ユーザー名またはパスワードを受け付けません',
    en: 'it refuses the username or password',
    cause: 'wrongCredentials',
  },
  connectionClosed: {
    ko: '연결이 닫혔습니다',
    ja: '接続が閉じられました',
    en: 'the connection was closed',
    cause: 'connectionClosed',
  },
  silent: {
    ko: '브로커가 연결 요청에 대답하지 않습니다',
    ja: 'ブローカーが接続の要求に答えません',
    en: 'it does not answer to the request to connect',
    cause: 'unreachableHost',
  },
  unreadableFile: {
    ko: '파일 {path} ({use})을(를) 읽을 수 없습니다: {why}',
    ja: 'ファイル {path} ({use}) を読めません: {why}',
    en: 'the file {path} ({use}) cannot be read: {why}',
    fix: 'file',
  },
  noFile: { ko: '파일이 없습니다', ja: 'ファイルがありません', en: 'no such file' },
  noPermission: { ko: '권한이 없습니다', ja: '権限がありません', en: 'no permission' },
  topicRefused: {
    ko: '브로커가 이 토픽을 듣지 못하게 합니다: {topics}',
    ja: 'ブローカーがこれらのトピックを受信させません: {topics}',
    en: 'the broker does not let us hear {topics}',
    fix: 'acl',
  },
  topicUnused: {
    ko: '토픽 {topic} 을(를) 쓰지 않습니다: {why}',
    ja: 'トピック {topic} を使いません: {why}',
    en: 'the topic {topic} is not used: {why}',
    fix: 'topic',
  },
  topicEndsConnection: {
    ko: '구독하면 브로커가 연결을 끊습니다',
    ja: '購読するとブローカーが接続を切ります',
    en: 'the broker ends the connection when it is subscribed to',
  },

  // Messages that were not used
  ignored: {
    ko: '쓰지 않은 메시지: {parts}',
    ja: '使わなかったメッセージ: {parts}',
    en: 'messages were ignored: {parts}',
  },
  tooLarge: {
    ko: '너무 큰 것 {count}개',
    ja: '大きすぎるもの{count}件',
    en: '{count} larger than a device has reason to send',
  },
  notText: { ko: 'UTF-8이 아닌 것 {count}개', ja: 'UTF-8でないもの{count}件', en: '{count} no UTF-8' },
  failed: {
    ko: '처리하지 못한 것 {count}개',
    ja: '処理できなかったもの{count}件',
    en: '{count} could not be taken',
  },
  unparsed: {
    ko: '{topic} 의 메시지 {count}개를 알 수 없습니다: {why}',
    ja: '{topic} のメッセージ{count}件の意味が分かりません: {why}',
    en: '{count} messages on {topic} meant nothing: {why}',
    fix: 'words',
  },
  unparsedOnce: {
    ko: '{topic} 의 메시지 1개를 알 수 없습니다: {why}',
    ja: '{topic} のメッセージ1件の意味が分かりません: {why}',
    en: '1 message on {topic} meant nothing: {why}',
    fix: 'words',
  },
  noJson: { ko: 'JSON이 아닙니다', ja: 'JSONではありません', en: 'it is no JSON' },
  notValue: {
    ko: '{trait}: {word} 값은 없습니다',
    ja: '{trait}: {word}という値はありません',
    en: '{trait} cannot be {word}',
  },

  // Devices
  deviceAway: {
    ko: '기기가 자리에 없다고 알려 왔습니다',
    ja: '機器が離れていると知らせています',
    en: 'the device says that it is not there',
    cause: 'deviceAway',
  },
  deviceFault: {
    ko: '기기가 "{fault}" 라고 알려 왔습니다',
    ja: '機器が「{fault}」と知らせています',
    en: 'the device says "{fault}"',
  },
  noAnswer: {
    ko: '기기가 대답하지 않습니다',
    ja: '機器が答えません',
    en: 'the device does not answer',
    cause: 'noAnswer',
  },
  refuses: {
    ko: '기기가 거절합니다 ({status})',
    ja: '機器が断ります（{status}）',
    en: 'the device refuses it ({status})',
  },
  bridgeCannotSend: {
    ko: '브리지가 보내지 못했습니다',
    ja: 'ブリッジが送れませんでした',
    en: 'the bridge could not send it',
  },
  bridgeSays: {
    ko: '브리지가 하지 못했다고 알려 왔습니다: "{words}"',
    ja: 'ブリッジができなかったと知らせています: "{words}"',
    en: '{words}',
  },
  hasNoKey: { ko: '기기에 {key} 이(가) 없습니다', ja: '機器に{key}がありません', en: 'it has no {key}' },
  notAnnounced: {
    ko: '{name} 이라고 알려 온 기기가 없습니다',
    ja: '{name}と知らせてきた機器がありません',
    en: 'no device announces itself as {name}',
    cause: 'neverSeen',
    fix: 'names',
  },
  notAnnouncedName: {
    ko: '"{name}" 이라고 알려 온 기기가 없습니다',
    ja: '「{name}」と知らせてきた機器がありません',
    en: 'no device announces itself as "{name}"',
    cause: 'neverSeen',
    fix: 'names',
  },
  sameNames: {
    ko: '이름이 "{name}" 인 기기가 여럿입니다. 말로 구별할 수 있도록 하나의 이름을 바꾸세요',
    ja: '「{name}」という名前の機器がいくつかあります。声で区別できるように、1つの名前を変えてください',
    en: 'several appliances have the name "{name}"; give one of them another name, so that a voice can tell them apart',
  },
  tooManyDevices: {
    ko: '{max}개가 넘는 기기가 알려 왔습니다. 그 가운데 {count}개는 설정에 이름을 써야 기기가 됩니다',
    ja: '{max}を超える機器が知らせてきました。そのうち{count}個は、設定に名前を書いたときだけ機器になります',
    en: 'more than {max} devices announce themselves; {count} of them are appliances only where the configuration names them',
  },
  droppedAnnouncements: {
    ko: '알림 {count}개가 읽는 것보다 빨리 와서 빠졌습니다',
    ja: '知らせ{count}件が読むより速く届き、抜けました',
    en: '{count} announcements came faster than they could be read, and were left out',
  },
  largeList: {
    ko: 'Zigbee2MQTT의 {list} 가운데 {count}개가 너무 커서 빠졌습니다',
    ja: 'Zigbee2MQTTの{list}のうち{count}個が大きすぎるため、抜けました',
    en: '{count} of the {list} of Zigbee2MQTT are larger than any, and were left out',
  },

  // Commands
  onlySet: {
    ko: '값을 정하는 것만 할 수 있습니다',
    ja: '値を設定することしかできません',
    en: 'it can only be set',
  },
  cannotPerform: { ko: '{verb} 동작이 없습니다', ja: '{verb}の動作がありません', en: 'it cannot {verb}' },
  noCommandTopic: {
    ko: '{trait} 에 command 토픽이 없습니다',
    ja: '{trait} にcommandトピックがありません',
    en: '{trait} has no command topic',
  },
  otherState: {
    ko: '{trait}: {wanted}(으)로 바꾸려고 했지만 {now} 입니다',
    ja: '{trait}: {wanted}にしようとしましたが、{now}です',
    en: '{trait} was to be {wanted}, and it is {now}',
  },
  unknownState: {
    ko: '{trait}: {wanted}(으)로 바꾸려고 했지만 지금 값을 모릅니다',
    ja: '{trait}: {wanted}にしようとしましたが、今の値が分かりません',
    en: '{trait} was to be {wanted}, and it is not known what it is',
  },
  stillMoving: {
    ko: '멈추지 않고 계속 움직입니다',
    ja: '止まらずに動き続けています',
    en: 'it goes on moving',
  },

  // What mends it
  fixLogin: {
    ko: '브로커에 있는 username과 password를 쓰세요 (password는 secrets.yaml에). mosquitto: sudo mosquitto_passwd /etc/mosquitto/passwd USER',
    ja: 'ブローカーにあるusernameとpasswordを書いてください（passwordはsecrets.yamlに）。mosquitto: sudo mosquitto_passwd /etc/mosquitto/passwd USER',
    en: 'write username and password as the broker knows them (a secret in secrets.yaml); mosquitto: sudo mosquitto_passwd /etc/mosquitto/passwd USER',
  },
  fixUrl: {
    ko: 'url을 고치세요: {host} 라는 이름을 찾을 수 없습니다 (ping {host})',
    ja: 'urlを直してください: {host} という名前が見つかりません（ping {host}）',
    en: 'correct url: the name {host} is not known (ping {host})',
  },
  fixName: {
    ko: 'url에는 브로커의 인증서에 있는 이름을 쓰세요. 이 명령이 보여 줍니다: {command}',
    ja: 'urlには、ブローカーの証明書にある名前を書いてください。このコマンドで表示されます: {command}',
    en: 'write in url: one of the names in the certificate of the broker; they are shown by: {command}',
  },
  fixFile: {
    ko: '경로를 고치거나, 게이트웨이의 사용자가 읽을 수 있게 하세요: sudo chgrp clova-home FILE && sudo chmod g+r FILE',
    ja: 'パスを直すか、ゲートウェイの利用者が読めるようにしてください: sudo chgrp clova-home FILE && sudo chmod g+r FILE',
    en: 'correct the path, or let the user of the gateway read it: sudo chgrp clova-home FILE && sudo chmod g+r FILE',
  },
  fixAuthority: {
    ko: 'ca에 인증서를 발급한 곳을 쓰세요. 이 명령이 보여 줍니다: {command}',
    ja: 'caに、証明書の発行元を書いてください。このコマンドで表示されます: {command}',
    en: 'write as ca: who signed its certificate; it is shown by: {command}',
  },
  fixAcl: {
    ko: '브로커의 acl_file에서 이 사용자가 이 토픽을 읽을 수 있게 하세요',
    ja: 'ブローカーのacl_fileで、この利用者がこれらのトピックを読めるようにしてください',
    en: 'give the user read access to these topics in the acl_file of the broker',
  },
  fixTopic: {
    ko: '설정의 토픽이나, 기기가 알려 오는 토픽을 고치세요',
    ja: '設定のトピックか、機器が知らせるトピックを直してください',
    en: 'correct the topic in the configuration, or in what the device announces',
  },
  fixWords: {
    ko: '기기의 값과 path를 기기가 보내는 것과 맞춰 보세요: mosquitto_sub -v -t TOPIC',
    ja: '機器の値とpathを、機器が送るものと比べてください: mosquitto_sub -v -t TOPIC',
    en: 'compare the words and the path of the appliance with what its device says: mosquitto_sub -v -t TOPIC',
  },
  showNames: {
    ko: '"clova-home discover" 가 있는 이름을 보여 줍니다',
    ja: '"clova-home discover" があるものの名前を表示します',
    en: 'clova-home discover shows the names that there are',
  },
} as const satisfies Readonly<Record<string, ProblemRow<MqttFix>>>

/** One of them, put into words when it is read. */
export const say = sentences(failures)
