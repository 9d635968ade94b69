import type { ProblemRow } from '../../src/home/offlineCause.ts'
import { errorsOf, type LocalizedText, schemaMessage, sentences } from '../../src/util/translate.ts'

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

/** Which remedy of `remedy.ts` mends a problem. */
export type IrFix =
  | 'mac'
  | 'address'
  | 'connection'
  | 'gap'
  | 'nothing'
  | 'lock'
  | 'lirc'
  | 'video'
  | 'restart'
  | 'remo'
  | 'localKey'
  | 'dataPoints'
  | 'tuya'
  | 'silent'
  | 'codes'

/** Why a blaster or an appliance of it cannot be used, and what its owner can do. */
const failures = {
  // Any blaster
  blasterAway: {
    ko: '송신기에 닿지 않습니다',
    ja: '送信機に届きません',
    en: 'its blaster cannot be reached',
  },
  blasterAwayBecause: {
    ko: '송신기에 닿지 않습니다: {why}',
    ja: '送信機に届きません: {why}',
    en: 'its blaster cannot be reached: {why}',
    cause: 'unreachableHost',
  },
  unused: { ko: '더 이상 쓰지 않습니다', ja: 'もう使われていません', en: 'it is no longer used' },
  unusedOne: {
    ko: '{name} 을(를) 더 이상 쓰지 않습니다',
    ja: '{name}はもう使われていません',
    en: '{name} is no longer used',
  },
  closed: { ko: '연결을 닫았습니다', ja: '接続を閉じました', en: 'it has been closed' },
  hungUp: {
    ko: '연결을 끊었습니다',
    ja: '接続を切りました',
    en: 'it hung up',
    cause: 'connectionClosed',
  },
  silent: { ko: '대답하지 않습니다', ja: '答えません', en: 'it does not answer', cause: 'noAnswer' },
  noRadio: {
    ko: '이 송신기에는 무선(RF)이 없습니다',
    ja: 'この送信機に無線（RF）はありません',
    en: 'this blaster has no radio',
  },
  noRadioIn: {
    ko: '{name} 에는 무선(RF)이 없고 적외선만 있습니다',
    ja: '{name}に無線（RF）はなく、赤外線だけです',
    en: 'the {name} sends and learns no radio, only light',
  },
  cannotLearn: {
    ko: '이 송신기로는 배울 수 없습니다',
    ja: 'この送信機では学習できません',
    en: 'this blaster cannot learn that',
  },
  learningAlready: {
    ko: '이미 배우는 중입니다',
    ja: 'すでに学習しています',
    en: 'it is learning already',
  },
  noPress: {
    ko: '{seconds}초 안에 키가 눌리지 않았습니다',
    ja: '{seconds}秒以内にキーが押されませんでした',
    en: 'no key was pressed within {seconds} s',
  },
  cannotEncode: {
    ko: '이 송신기로 보낼 수 없는 코드입니다: {why}',
    ja: 'この送信機では送れないコードです: {why}',
    en: '{why}',
  },
  noCodeReceived: {
    ko: '받은 것이 코드가 아닙니다: {why}',
    ja: '受け取ったものがコードではありません: {why}',
    en: 'it heard something that is no code: {why}',
  },
  noCodeReceivedBy: {
    ko: '{name} 이(가) 받은 것이 코드가 아닙니다: {why}',
    ja: '{name}が受け取ったものがコードではありません: {why}',
    en: 'what {name} received is no code: {why}',
  },

  // Broadlink
  goneAgain: {
    ko: '{name} 과(와)의 연결이 다시 끊겼습니다',
    ja: '{name}との接続がまた切れました',
    en: '{name} is gone again',
  },
  didNotAnswer: {
    ko: '{name} 이(가) {tries}번 물어도 대답하지 않았습니다',
    ja: '{name}に{tries}回尋ねても答えませんでした',
    en: '{name} did not answer {tries} times',
    cause: 'noAnswer',
  },
  noSession: {
    ko: '{name} 이(가) 세션을 받지 않습니다: {why}. 껐다가 켜고, Broadlink 앱에서 "기기 잠금"이 꺼져 있는지 보세요',
    ja: '{name}がセッションを受け付けません: {why}。電源を入れ直し、Broadlinkアプリで「デバイスのロック」がオフか見てください',
    en: '{name} takes no session: {why}; switch it off and on, and see in the Broadlink app that "Lock device" is off',
    fix: 'restart',
  },
  givesNoKey: { ko: '키를 주지 않습니다', ja: '鍵を渡しません', en: 'it gives no key' },
  locked: {
    ko: '{name} 이(가) 잠겨 있습니다. Broadlink 앱에서 그 기기의 속성을 열고 "기기 잠금"을 끄세요',
    ja: '{name}がロックされています。Broadlinkアプリで機器のプロパティを開き、「デバイスのロック」をオフにしてください',
    en: '{name} is locked: in the Broadlink app open its properties and switch "Lock device" off',
    cause: 'deviceLocked',
    fix: 'lock',
  },
  error: { ko: '{words} ({code})', ja: '{words}（{code}）', en: '{words} ({code})' },
  errorKey: {
    ko: '이 게이트웨이의 키를 받지 않습니다',
    ja: 'このゲートウェイの鍵を受け付けません',
    en: 'it refuses the key of this gateway',
  },
  errorLoggedOut: {
    ko: '이 게이트웨이를 로그아웃시켰습니다',
    ja: 'このゲートウェイをログアウトさせました',
    en: 'it has logged this gateway out',
  },
  errorOffline: {
    ko: '자신이 오프라인이라고 합니다',
    ja: '自分はオフラインだと言います',
    en: 'it says that it is offline',
    cause: 'deviceAway',
  },
  errorUnknownCommand: {
    ko: '이 명령을 모릅니다',
    ja: 'このコマンドを知りません',
    en: 'it does not know this command',
  },
  errorFull: {
    ko: '저장 공간이 찼다고 합니다',
    ja: '保存領域がいっぱいだと言います',
    en: 'it says that its storage is full',
  },
  errorPacket: {
    ko: '패킷을 알아듣지 못했습니다',
    ja: 'パケットを理解できませんでした',
    en: 'it did not understand the packet',
  },
  errorKeyExpired: {
    ko: '키가 만료되었다고 합니다',
    ja: '鍵の期限が切れたと言います',
    en: 'it says that the key has expired',
  },
  errorSend: { ko: '보내지 못했습니다', ja: '送れませんでした', en: 'it could not send' },
  errorWrite: { ko: '쓰지 못했습니다', ja: '書き込めませんでした', en: 'it could not write' },
  errorRead: { ko: '읽지 못했습니다', ja: '読み取れませんでした', en: 'it could not read' },
  errorOther: { ko: '오류로 대답합니다', ja: 'エラーと答えます', en: 'it answers an error' },
  noKeyAtIt: {
    ko: '{seconds}초 안에 송신기 앞에서 키가 눌리지 않았습니다',
    ja: '{seconds}秒以内に送信機の前でキーが押されませんでした',
    en: 'no key was pressed at it within {seconds} s',
  },
  noRadioRemote: {
    ko: '{seconds}초 안에 무선 리모컨이 들리지 않았습니다',
    ja: '{seconds}秒以内に無線リモコンの信号が届きませんでした',
    en: 'no radio remote was heard within {seconds} s',
  },
  noRadioAgain: {
    ko: '{seconds}초 안에 무선 리모컨이 다시 들리지 않았습니다',
    ja: '{seconds}秒以内に無線リモコンの信号がもう一度届きませんでした',
    en: 'the radio remote was not heard again within {seconds} s',
  },
  unknownHost: {
    ko: '{host} 라는 이름을 아무도 모릅니다 ({code}). 이름 대신 주소를 쓰세요',
    ja: '{host}という名前はどこにもありません（{code}）。名前の代わりにアドレスを書いてください',
    en: 'nobody knows the name {host} ({code}): write its address in its place',
    cause: 'unknownHost',
    fix: 'address',
  },
  otherMac: {
    ko: '{host} 에서는 MAC이 {other} 인 다른 기기가 대답하고, {mac} 은(는) 어디에도 없습니다. mac을 고치거나 빼세요',
    ja: '{host} ではMACが{other}の別の機器が答え、{mac}はどこにもありません。macを直すか、外してください',
    en: 'another device, MAC {other}, answers at {host}, and {mac} is nowhere: correct the mac, or leave it out',
    fix: 'mac',
  },
  macNowhere: {
    ko: '{mac} 이(가) 어디에도 없습니다. {why}',
    ja: '{mac}はどこにもありません。{why}',
    en: '{mac} is nowhere, and {why}',
  },
  nothingAnswers: {
    ko: '{place} 에서 대답이 없습니다. 켜져 있고 같은 네트워크에 있습니까?',
    ja: '{place} から返事がありません。電源が入っていて、同じネットワークにありますか？',
    en: 'nothing answers at {place}: is it switched on, and in the same network?',
    cause: 'unreachableHost',
    fix: 'silent',
  },
  foundBlaster: { ko: '{model} ({address})', ja: '{model}（{address}）', en: '{model} at {address}' },
  foundUnknown: {
    ko: '{model} ({address}), 모르는 종류라서 송신기가 아닐 수도 있습니다',
    ja: '{model}（{address}）、知らない種類で、送信機ではないかもしれません',
    en: '{model} at {address} (of a type that is not known; it may be no blaster)',
  },

  // ir-ctl, lircd
  ledNoRadio: {
    ko: '적외선 LED로는 무선(RF)을 보낼 수 없습니다',
    ja: '赤外線LEDでは無線（RF）を送れません',
    en: 'an IR LED sends no radio',
  },
  frameTooLong: {
    ko: '코드의 한 프레임이 Linux가 한 번에 보내는 500 ms보다 깁니다',
    ja: 'コードの1フレームが、Linuxが一度に送る500 msより長いです',
    en: 'a frame of the code is longer than the 500 ms that Linux sends at once',
  },
  hangs: {
    ko: '{command} 이(가) 멈춰 있습니다. 다른 것이 {device} 을(를) 쓰고 있습니까?',
    ja: '{command} が止まっています。{device} はほかで使われていますか？',
    en: '{command} hangs; is {device} in use?',
  },
  programFailed: {
    ko: '{command} 이(가) 실패했습니다: {output}',
    ja: '{command} が失敗しました: {output}',
    en: '{command} failed: {output}',
  },
  exitStatus: { ko: '종료 코드 {status}', ja: '終了コード {status}', en: 'exit status {status}' },
  notInstalled: {
    ko: '{command} 이(가) 설치되어 있지 않습니다: apt install v4l-utils',
    ja: '{command} がインストールされていません: apt install v4l-utils',
    en: '{command} is not installed: apt install v4l-utils',
  },
  cannotRun: {
    ko: '이 사용자는 {command} 을(를) 실행할 수 없습니다',
    ja: 'この利用者は {command} を実行できません',
    en: '{command} cannot be run by this user',
  },
  noDevice: {
    ko: '{device} 이(가) 없습니다. 오버레이 gpio-ir-tx를 불러왔습니까?',
    ja: '{device} がありません。オーバーレイ gpio-ir-tx は読み込まれていますか？',
    en: '{device} is not there: is the overlay gpio-ir-tx loaded?',
  },
  deviceForbidden: {
    ko: '이 사용자는 {device} 을(를) 쓸 수 없습니다. video 그룹에 넣으세요',
    ja: 'この利用者は {device} を使えません。videoグループに加えてください',
    en: '{device} may not be used by this user: add it to the group video',
    fix: 'video',
  },
  lircOnlyNames: {
    ko: 'lircd는 자기 설정에 있는 키만 보냅니다. 코드 대신 lircd의 리모컨과 키의 이름을 쓰세요',
    ja: 'lircdは自分の設定にあるキーだけを送ります。コードの代わりに、lircdのリモコンとキーの名前を書いてください',
    en: 'lircd sends only keys that stand in its own configuration: name its remote and key instead of a code',
  },
  lircRefuses: { ko: 'lircd가 거절합니다: {words}', ja: 'lircdが断ります: {words}', en: 'lircd refuses: {words}' },
  noReason: { ko: '이유를 말하지 않습니다', ja: '理由を言いません', en: 'no reason given' },
  lircAway: {
    ko: '{address} 의 lircd에 닿지 않습니다: {why}',
    ja: '{address} のlircdに届きません: {why}',
    en: 'lircd at {address} cannot be reached: {why}',
    cause: 'unreachableHost',
    fix: 'lirc',
  },
  lircStrange: {
    ko: '대답이 lircd의 것이 아닙니다: {why}',
    ja: '答えがlircdのものではありません: {why}',
    en: 'what it says is no answer of lircd: {why}',
  },
  lircNoSocket: {
    ko: '소켓이 없습니다 (ENOENT). lircd가 실행 중입니까?',
    ja: 'ソケットがありません（ENOENT）。lircdは動いていますか？',
    en: 'there is no such socket; is lircd running?',
  },
  lircNobody: {
    ko: '그곳에 연결을 받는 프로그램이 없습니다 (ECONNREFUSED). lircd가 실행 중입니까?',
    ja: 'そこに接続を受けるプログラムがありません（ECONNREFUSED）。lircdは動いていますか？',
    en: 'nobody listens there; is lircd running?',
    cause: 'refusedConnection',
  },
  lircForbidden: {
    ko: '이 사용자는 그 소켓을 쓸 수 없습니다. lircd를 --permission=666으로 시작하세요',
    ja: 'この利用者はそのソケットを使えません。lircdを --permission=666 で起動してください',
    en: 'this user may not use its socket; start lircd with --permission=666',
  },
  lircName: {
    ko: 'lircd에는 리모컨 "{remote}" 의 키 "{key}" 이(가) 있을 수 없습니다. 이름은 짧은 한 단어입니다',
    ja: 'lircdにリモコン「{remote}」のキー「{key}」はありえません。名前は短い1語です',
    en: 'lircd can have no remote "{remote}" with a key "{key}": a name is one short word',
  },

  // Over MQTT, Nature Remo, Tuya
  noConnection: {
    ko: '"{broker}" 연결이 없거나, 브로커처럼 메시지를 주고받는 연결이 아닙니다',
    ja: '接続「{broker}」がないか、ブローカーのようにメッセージを受け取る接続ではありません',
    en: 'the connection "{broker}" is not there, or is none that takes messages, such as a broker',
  },
  connectionAway: {
    ko: '"{broker}" 연결이 끊겨 있습니다',
    ja: '接続「{broker}」が切れています',
    en: 'the connection "{broker}" is away',
  },
  partOffline: {
    ko: '{part} 이(가) 오프라인입니다',
    ja: '{part}がオフラインです',
    en: '{part} is offline',
    cause: 'deviceAway',
  },
  neverSaid: {
    ko: '브로커 "{broker}" 에서 {name} 이(가) 한 번도 알려 오지 않았습니다. 토픽이 맞습니까 ({topic})?',
    ja: 'ブローカー「{broker}」で{name}から一度も知らせがありません。トピックは正しいですか（{topic}）？',
    en: '{name} has never said anything on the broker "{broker}": is the topic right ({topic})?',
    cause: 'neverSeen',
  },
  notSaidSent: {
    ko: '{name} 이(가) 코드를 보냈다고 알려 오지 않았습니다',
    ja: '{name}から、コードを送ったという知らせがありませんでした',
    en: '{name} did not say that it had sent the code',
    cause: 'notConfirmed',
  },
  tasmotaTooLong: {
    ko: 'Tasmota 송신기로는 보낼 수 없는 코드입니다: 마크와 스페이스 {count}개가 가장 짧게 써도 {bytes}바이트인데, {max}바이트까지 됩니다. 이 코드에는 다른 송신기를 쓰세요',
    ja: 'Tasmotaの送信機では送れないコードです: マークとスペース{count}個がいちばん短い形でも{bytes}バイトで、{max}バイトまでです。このコードには別の送信機を使ってください',
    en: 'a Tasmota blaster cannot take it: its {count} marks and spaces are {bytes} bytes in the shortest form, and {max} can be; use another blaster for this code',
  },
  esphomeTooLong: {
    ko: 'ESPHome 노드로는 보낼 수 없는 코드입니다: 마크와 스페이스가 {count}개인데, {max}개까지 됩니다',
    ja: 'ESPHomeのノードでは送れないコードです: マークとスペースが{count}個あり、{max}個までです',
    en: 'an ESPHome node cannot take it: it has {count} marks and spaces, and {max} can be',
  },
  receivedTooLong: {
    ko: '받은 코드가 버퍼보다 길어 끝이 없습니다. 키를 더 짧게 누르세요',
    ja: '受け取ったコードがバッファーより長く、終わりがありません。キーをもっと短く押してください',
    en: 'what it received is longer than its buffer, so the end is missing: hold the key more shortly',
  },
  onlyLircKeys: {
    ko: '키를 이름으로 아는 것은 lircd뿐인데, 이 연결은 lircd가 아니라 {transmitter} 입니다',
    ja: 'キーを名前で知っているのはlircdだけで、この接続はlircdではなく{transmitter}です',
    en: 'only lircd knows keys by name, and this connection is no lircd but {transmitter}',
  },
  onlyBroadlinkSensors: {
    ko: '센서는 Broadlink 송신기에만 있는데, 이 연결은 {transmitter} 입니다',
    ja: 'センサーがあるのはBroadlinkの送信機だけで、この接続は{transmitter}です',
    en: 'only Broadlink blasters have sensors, and this connection is {transmitter}',
  },
  lircNeedsDevice: {
    ko: 'lircd는 자기 설정에 있는 키만 보냅니다. { lirc: REMOTE KEY } 로 쓰거나, 연결에 /dev/lirc0 같은 device를 쓰세요',
    ja: 'lircdは自分の設定にあるキーだけを送ります。{ lirc: REMOTE KEY } と書くか、接続に/dev/lirc0のようなdeviceを書いてください',
    en: 'lircd sends only keys that stand in its own configuration: write { lirc: REMOTE KEY }, or give the connection a device, such as /dev/lirc0',
  },
  radioOnLight: {
    ko: '무선(RF) 코드인데, 이 연결({transmitter})은 적외선만 보냅니다',
    ja: '無線（RF）のコードですが、この接続（{transmitter}）は赤外線だけを送ります',
    en: 'it is a radio code, and this connection ({transmitter}) sends only light',
  },
  frameOfItTooLong: {
    ko: '한 프레임이 Linux가 한 번에 보내는 500 ms보다 깁니다',
    ja: '1フレームが、Linuxが一度に送る500 msより長いです',
    en: 'a frame of it is longer than the 500 ms that Linux sends at once',
  },
  otherCarrier: {
    ko: '반송파가 {khz} kHz인데, 이 송신기({transmitter})는 38 kHz로만 보냅니다. Tasmota나 적외선 LED를 쓰세요',
    ja: '搬送波が{khz} kHzですが、この送信機（{transmitter}）は38 kHzだけで送ります。Tasmotaか赤外線LEDを使ってください',
    en: 'its carrier is {khz} kHz, and this blaster ({transmitter}) only sends at 38 kHz: use Tasmota or an IR LED for it',
  },
  keysWithoutUse: {
    ko: '{file}: {names}: 이 키로 할 수 있는 것이 없어서 쓰지 않습니다',
    ja: '{file}: {names}: このキーでできることがないので、使いません',
    en: '{file}: {names}: nothing of ours does that; it is not offered',
    fix: 'nothing',
  },
  answersWords: {
    ko: '보내지 않고 {words} 라고 대답합니다',
    ja: '送らずに {words} と答えます',
    en: 'it answers {words}',
  },
  bridgeReports: {
    ko: 'Zigbee2MQTT가 코드를 보내지 못했다고 알려 왔습니다: "{words}"',
    ja: 'Zigbee2MQTTがコードを送れなかったと知らせています: "{words}"',
    en: 'Zigbee2MQTT reports: {words}',
  },
  says: { ko: '{name}: {words}', ja: '{name}: {words}', en: '{name}: {words}' },
  remoNoRadio: {
    ko: 'Nature Remo에는 무선(RF)이 없습니다',
    ja: 'Nature Remoに無線（RF）はありません',
    en: 'a Nature Remo has no radio',
  },
  remoRefuses: {
    ko: 'Nature Remo가 거절합니다: {status} (으)로 대답합니다',
    ja: 'Nature Remoが断ります: {status}と答えます',
    en: 'the Nature Remo refuses: it answers {status}',
  },
  remoAway: {
    ko: '{host} 의 Nature Remo에 닿지 않습니다: {why}',
    ja: '{host} のNature Remoに届きません: {why}',
    en: 'the Nature Remo at {host} cannot be reached: {why}',
    cause: 'unreachableHost',
    fix: 'remo',
  },
  tuyaKind: {
    ko: 'Tuya 기기가 어떤 종류인지 보여 주지 않습니다. dataPoints: 201 을, 안 되면 1을 쓰세요',
    ja: 'Tuya機器がどの種類かを示しません。dataPoints: 201 と、動かなければ1を書いてください',
    en: 'the Tuya device does not show of which kind it is: write dataPoints: 201, or 1 if that does not work',
    fix: 'dataPoints',
  },
  tuyaInfrared: {
    ko: '이 송신기로는 적외선만 보냅니다',
    ja: 'この送信機は赤外線だけを送ります',
    en: 'this blaster is told infrared only',
  },
  tuyaRefuses: { ko: '거절합니다: {words}', ja: '断ります: {words}', en: 'it refuses: {words}' },
  tuyaAway: {
    ko: '{host} 의 Tuya 기기에 닿지 않습니다: {why}',
    ja: '{host} のTuya機器に届きません: {why}',
    en: 'the Tuya device at {host} cannot be reached: {why}',
    cause: 'unreachableHost',
    fix: 'tuya',
  },
  tuyaAwayKey: {
    ko: '{host} 의 Tuya 기기에 닿지 않습니다: {why}. localKey가 마지막으로 페어링한 것이고, 버전 {version} 을(를) 쓰는 기기입니까?',
    ja: '{host} のTuya機器に届きません: {why}。localKeyは最後のペアリングのもので、バージョン{version}の機器ですか？',
    en: 'the Tuya device at {host} cannot be reached: {why}; is the localKey that of its last pairing, and does it speak version {version}?',
    cause: 'unreachableHost',
    fix: 'localKey',
  },
  tuyaLocalKey: {
    ko: 'localKey가 이 기기의 것이 아닙니다. 마지막으로 페어링한 것을 쓰세요',
    ja: 'localKeyがこの機器のものではありません。最後のペアリングのものを使ってください',
    en: 'it does not have this localKey: take the one of its last pairing',
    fix: 'localKey',
  },

  tuyaCannotDecrypt: {
    ko: '메시지를 풀 수 없습니다. localKey가 마지막으로 페어링했을 때의 것입니까?',
    ja: 'メッセージを復号できません。localKeyは最後にペアリングしたときのものですか？',
    en: 'its messages cannot be decrypted: is the localKey that of this device, as it was paired last?',
    fix: 'localKey',
  },
  tuyaOtherVersion: {
    ko: 'Tuya 프로토콜의 버전 {version} 을(를) 쓰지 않습니다',
    ja: 'Tuyaプロトコルのバージョン{version}を使っていません',
    en: "it does not speak version {version} of Tuya's protocol",
    fix: 'localKey',
  },
  tuyaTooLong: {
    ko: '{count}바이트짜리 메시지를 보내려고 합니다',
    ja: '{count}バイトのメッセージを送ろうとしています',
    en: 'it announces a message of {count} bytes',
  },
  tuyaCutOff: {
    ko: '잘린 메시지를 보냅니다',
    ja: '途中で切れたメッセージを送ってきます',
    en: 'it sends a message that is cut off',
  },
  tuyaChecksum: {
    ko: '보낸 메시지의 체크섬이 틀립니다',
    ja: '送られたメッセージのチェックサムが違います',
    en: 'it sends a message whose checksum is wrong',
  },

  // Codes
  codeUnreadable: {
    ko: '{format} 코드를 읽을 수 없습니다: {why}',
    ja: '{format}のコードを読めません: {why}',
    en: 'the {format} code cannot be read: {why}',
  },
  codeUnknown: {
    ko: '"{text}": 아는 형식이 아닙니다. 쓸 수 있는 것: µs 목록, Pronto hex, Global Caché, Broadlink (Base64, 16진수), Tuya 코드',
    ja: '"{text}": 知っている形式ではありません。使えるもの: µsの一覧、Pronto hex、Global Caché、Broadlink（Base64、16進数）、Tuyaのコード',
    en: '"{text}" is none of the known formats: a list of times in µs, Pronto hex, Global Caché, Broadlink Base64 or hex, a Tuya code',
  },
  prontoPairs: {
    ko: '머리에는 {said}쌍이라고 되어 있지만 {count}쌍이 있습니다. 잘렸거나 다른 것의 머리입니다',
    ja: '先頭には{said}組とありますが、{count}組あります。途中で切れたか、別のものの先頭です',
    en: 'its head says {said} pairs, and there are {count}; it is cut off or not its own',
  },

  // Appliances
  onlySet: {
    ko: '값을 정하는 것만 할 수 있습니다',
    ja: '値を設定することしかできません',
    en: 'it can only be set',
  },
  onlyRead: {
    ko: '읽는 것만 할 수 있습니다',
    ja: '読み取ることしかできません',
    en: 'it can only be read',
  },
  noMode: { ko: '{mode} 모드가 없습니다', ja: 'モード{mode}がありません', en: 'it has no mode {mode}' },
  noSureKey: {
    ko: '확실히 그렇게 하는 키가 없습니다',
    ja: '確実にそうするキーがありません',
    en: 'it has no key that surely does that',
  },
  noKey: { ko: '{key} 키가 없습니다', ja: 'キー{key}がありません', en: 'it has no key {key}' },
  onlyLirc: {
    ko: '키를 이름으로 아는 것은 lircd뿐입니다',
    ja: 'キーを名前で知っているのはlircdだけです',
    en: 'only lircd knows keys by name',
  },
  tooManyPresses: {
    ko: '{count}번 눌러야 해서 {seconds}초가 걸리는데, {max}초까지만 됩니다. 아무것도 보내지 않았습니다. 한 번에 조금씩 바꾸거나 gap을 줄이세요',
    ja: '{count}回押すことになり{seconds}秒かかりますが、{max}秒までです。何も送っていません。一度に少しずつ変えるか、gapを短くしてください',
    en: 'that would be {count} presses, which take {seconds} s, and at most {max} s may pass: nothing was sent; ask for less at once, or set a shorter gap',
  },
  levelsUnused: {
    ko: '{up} 과(와) {down} 을(를) 쓰지 않습니다. "levels: { {trait}: [2700, 4600, 6500] }" 이 있으면 정할 수 있습니다',
    ja: '{up}と{down}は使われません。"levels: { {trait}: [2700, 4600, 6500] }" があれば設定できます',
    en: '{up} and {down} are not used: with "levels: { {trait}: [2700, 4600, 6500] }" it could be set',
    fix: 'nothing',
  },
  levelsTooSlow: {
    ko: '{trait}: 정할 수 없습니다. {count}단계에 {seconds}초까지 걸리는데 {max}초까지만 됩니다. 두 번 누르는 사이를 gap: {gap}ms 처럼 줄이면 될 수 있습니다',
    ja: '{trait}: 設定できません。{count}段階に最大{seconds}秒かかりますが、{max}秒までです。gap: {gap}ms のように、押す間隔を短くするとできるかもしれません',
    en: '{trait} cannot be set: its {count} levels would take up to {seconds} s, and at most {max} s may pass; a shorter pause between two presses, such as gap: {gap}ms, may mend that',
    fix: 'gap',
  },
  unpaired: {
    ko: '{present} 은(는) 있고 {missing} 이(가) 없어서, 쓸 수 없습니다',
    ja: '{present}があり{missing}がないので、使えません',
    en: 'there is {present} without {missing}, so it is not offered',
    fix: 'codes',
  },
  missingDigits: {
    ko: '숫자 가운데 {missing} 이(가) 없어서, 번호로 채널을 고를 수 없습니다',
    ja: '数字のうち{missing}がないので、番号でチャンネルを選べません',
    en: 'there are digits without {missing}, so choosing a channel by its number is not offered',
    fix: 'codes',
  },
  inFile: { ko: '{file}: {why}', ja: '{file}: {why}', en: '{file}: {why}' },
  keysUnsendable: {
    ko: '{names} 은(는) 보낼 수 없어서 쓰지 않습니다: {why}',
    ja: '{names}は送れないので使いません: {why}',
    en: '{names} cannot be sent, so it is not offered: {why}',
    fix: 'connection',
  },
  protocolUnsendable: {
    ko: '{name} 은(는) 보낼 수 없어서 아무것도 쓸 수 없습니다: {why}',
    ja: '{name}は送れないので何も使えません: {why}',
    en: '{name} cannot be sent, so nothing is offered: {why}',
    fix: 'connection',
  },
  noProtocol: {
    ko: '{name} 프로토콜은 들어 있지 않습니다',
    ja: 'プロトコル{name}は組み込まれていません',
    en: 'no protocol {name} is built in',
  },
  noSensors: {
    ko: '송신기의 센서를 보여 주어야 하는데 센서가 없습니다: {why}',
    ja: '送信機のセンサーを表示するはずですが、センサーがありません: {why}',
    en: 'it is to show the sensors of its blaster, and there are none: {why}',
    fix: 'connection',
  },
  radioKeys: {
    ko: '{id} 에는 무선(RF) 코드의 키가 있는데, {name} 은(는) 적외선만 보냅니다',
    ja: '{id}には無線（RF）のコードのキーがありますが、{name}は赤外線だけを送ります',
    en: '{id} has keys that are radio codes, and the {name} sends only light',
    fix: 'connection',
  },
  modelNoSensors: {
    ko: '{id} 은(는) {name} 이(가) 재는 것을 보여 주어야 하는데, 센서가 없습니다',
    ja: '{id}は{name}が測るものを表示するはずですが、センサーがありません',
    en: '{id} is to show what the {name} measures, and that has no sensors',
    fix: 'connection',
  },
  andMore: { ko: '그 밖에 {count}개', ja: 'ほか{count}件', en: 'and {count} more' },
  powerUnknown: {
    ko: '켜져 있는지 알 수 없는데, 코드 하나로 켜고 끕니다',
    ja: 'オンかどうか分からず、1つのコードでオンとオフを切り替えます',
    en: 'it is not known whether it is on, and one code turns it on and off',
  },
  powerUnseen: {
    ko: '켜기와 끄기가 한 코드이고 어느 쪽인지 알 수 없어서, 켜고 끌 수 없습니다. 전력을 재는 플러그로 "borrow: { power: … }" 를 쓰면 할 수 있습니다',
    ja: 'オンとオフが1つのコードで、どちらか分からないので、オン・オフはできません。電力を測るプラグで "borrow: { power: … }" と書けばできます',
    en: 'on and off are one code, and nobody sees which of them it is: turning on and off is not offered; with "borrow: { power: … }", a plug that measures, it would be',
    fix: 'nothing',
  },
  notInMode: {
    ko: '{trait}: {mode} 모드에서는 {value} 값을 쓸 수 없습니다',
    ja: '{trait}: {mode}モードでは{value}にできません',
    en: '{trait} cannot be {value} in the mode {mode}',
  },
  noCodeFor: {
    ko: '{file} 에는 {wanted} 의 코드가 없습니다',
    ja: '{file} に{wanted}のコードがありません',
    en: '{file} has no code for {wanted}',
  },
  noOffCode: {
    ko: '{file} 에는 보낼 수 있는 끄기 코드가 없습니다',
    ja: '{file} に、送れるオフのコードがありません',
    en: '{file} has no code for off that can be sent',
    fix: 'codes',
  },
  unreadable: {
    ko: '{file} 을(를) 읽을 수 없습니다 ({code})',
    ja: '{file} を読めません（{code}）',
    en: '{file} cannot be read ({code})',
  },
  noFile: {
    ko: '파일 {file} 이(가) 없습니다. "clova-home learn" 으로 키를 배우거나 직접 쓰세요',
    ja: 'ファイル {file} がありません。"clova-home learn" でキーを学習するか、自分で書いてください',
    en: 'there is no file {file}; learn its keys with "clova-home learn", or write it',
  },
  tooDeepAt: {
    ko: '{line}행 {column}열에서 너무 깊이 겹쳐 있습니다',
    ja: '{line}行{column}列で入れ子が深すぎます',
    en: 'it is nested too deep at line {line}, column {column}',
  },
  notBuiltIn: {
    ko: '프로토콜 {name} 은(는) 들어 있지 않습니다.{hint}',
    ja: 'プロトコル {name} は組み込まれていません。{hint}',
    en: 'the protocol {name} is not built in.{hint}',
  },
  builtInAre: {
    ko: ' 있는 것: {names}. 다른 것은 SmartIR 파일로 쓰거나 배우게 하세요',
    ja: ' あるもの: {names}。ほかのものはSmartIRのファイルを使うか、学習させてください',
    en: ' There are {names}; any other by a file of SmartIR, or learnt',
  },
  notKeys: {
    ko: '키의 파일이 아닙니다',
    ja: 'キーのファイルではありません',
    en: 'it is no file of keys',
  },
  noSuchKey: {
    ko: 'keys.{key}: 리모컨에 이런 키는 없습니다.{hint}',
    ja: 'keys.{key}: リモコンにこのキーはありません。{hint}',
    en: 'keys.{key}: a remote has no such key.{hint}',
  },
  keysAre: {
    ko: ' 있는 것: {keys}, 그리고 {forms}',
    ja: ' あるもの: {keys}、そして{forms}',
    en: ' There are {keys}, and {forms}',
  },
  notYaml: {
    ko: '{file} 은(는) YAML이 아닙니다: {why}',
    ja: '{file} はYAMLではありません: {why}',
    en: '{file} is not YAML: {why}',
  },

  // What mends it
  fixMac: {
    ko: '설정의 mac을 고치거나 빼세요. "clova-home discover" 가 있는 것을 보여 줍니다',
    ja: '設定のmacを直すか、外してください。"clova-home discover" があるものを表示します',
    en: 'in the configuration: the right mac, or none; clova-home discover shows what is there',
  },
  fixAddress: {
    ko: '설정에 이름 대신 주소를 쓰세요',
    ja: '設定に、名前の代わりにアドレスを書いてください',
    en: 'in the configuration: the address in place of the name',
  },
  fixConnection: {
    ko: '설정에서 다른 연결을 쓰거나 다른 코드를 쓰세요',
    ja: '設定で、別の接続か別のコードにしてください',
    en: 'in the configuration: another connection for it, or other codes',
  },
  fixGap: {
    ko: '설정의 gap을 줄이세요',
    ja: '設定のgapを短くしてください',
    en: 'in the configuration: a shorter gap',
  },
  fixNothing: {
    ko: '아무것도 하지 않아도 됩니다. 나머지는 됩니다',
    ja: '何もしなくてかまいません。残りは使えます',
    en: 'nothing must be done: the rest works',
  },
  fixLock: {
    ko: 'Broadlink 앱: 기기, 속성, "기기 잠금"을 끄기',
    ja: 'Broadlinkアプリ: 機器、プロパティ、「デバイスのロック」をオフ',
    en: 'in the Broadlink app: the device, its properties, "Lock device" off',
  },
  fixRestart: {
    ko: '송신기를 껐다가 켜세요',
    ja: '送信機の電源を入れ直してください',
    en: 'switch the blaster off and on',
  },
  fixRemo: {
    ko: 'Nature Remo를 켜세요. 주소는 공유기의 설정에 있습니다',
    ja: 'Nature Remoの電源を入れてください。アドレスはルーターの設定にあります',
    en: 'switch the Nature Remo on; its address stands in the settings of the router',
  },
  fixLocalKey: {
    ko: '설정에 기기의 version과 마지막으로 페어링했을 때의 localKey를 쓰세요. 어디에 있는지는 docs/ko/infrared.md에 있습니다',
    ja: '設定に、機器のversionと、最後にペアリングしたときのlocalKeyを書いてください。どこにあるかは docs/ja/infrared.md にあります',
    en: 'in the configuration: its version, and the localKey that it got when it was paired last; docs/en/infrared.md says where both are shown',
  },
  fixDataPoints: {
    ko: '설정에 dataPoints: 201 또는 1을 쓰세요',
    ja: '設定に dataPoints: 201 か1を書いてください',
    en: 'in the configuration: dataPoints: 201, or 1',
  },
  fixTuya: {
    ko: '송신기를 껐다가 켜세요. 주소는 공유기의 설정에 있습니다',
    ja: '送信機の電源を入れ直してください。アドレスはルーターの設定にあります',
    en: 'switch the blaster off and on; its address stands in the settings of the router',
  },
  fixSilent: {
    ko: '송신기를 껐다가 켜세요. 어디 있는지는 "clova-home discover" 가 보여 줍니다',
    ja: '送信機の電源を入れ直してください。どこにあるかは "clova-home discover" が表示します',
    en: 'switch the blaster off and on; clova-home discover shows where it is',
  },
  fixCodes: {
    ko: '잘못된 코드는 "clova-home learn" 으로 다시 배우세요',
    ja: '壊れたコードは "clova-home learn" で学習し直してください',
    en: 'clova-home learn, for the codes that are broken',
  },
} as const satisfies Readonly<Record<string, ProblemRow<IrFix>>>

/** One of them, put into words when it is read. */
export const say = sentences(failures)

/** An error for the user with one of them. */
export const irError = errorsOf(say)
