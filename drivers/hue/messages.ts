import type { ProblemRow } from '../../src/home/offlineCause.ts'
import { type LocalizedText, schemaMessage, sentences } from '../../src/util/translate.ts'

/** What can be wrong with a bridge or an appliance behind it in the configuration. */
const messages = {
  hostAlone: {
    ko: '호스트만 쓰세요. 예: 192.168.1.20',
    ja: 'ホストだけを書いてください。例: 192.168.1.20',
    en: 'write the host alone, such as 192.168.1.20',
  },
  bridgeId: {
    ko: '브리지 id는 16진수 16자리입니다. 예: 001788fffe123456',
    ja: 'ブリッジidは16進数16桁です。例: 001788fffe123456',
    en: 'a bridge id is 16 hexadecimal digits, such as 001788fffe123456',
  },
  applicationKey: {
    ko: '애플리케이션 키에는 공백이 없습니다. "clova-home pair hue" 가 만듭니다',
    ja: 'アプリケーションキーに空白はありません。"clova-home pair hue" が作ります',
    en: 'an application key has no spaces; "clova-home pair hue" makes one',
  },
  fingerprint: {
    ko: 'fingerprint는 인증서의 SHA-256으로, 16진수 64자리입니다',
    ja: 'fingerprintは証明書のSHA-256で、16進数64桁です',
    en: 'a fingerprint is the SHA-256 of the certificate: 64 hexadecimal digits',
  },
  noAddress: {
    ko: '브리지는 host 또는 bridgeId로 찾습니다. "clova-home discover" 가 둘 다 보여 줍니다',
    ja: 'ブリッジはhostかbridgeIdで見つけます。"clova-home discover" が両方を表示します',
    en: 'a bridge is found by its host or its bridgeId; "clova-home discover" shows both',
  },
  noTrust: {
    ko: 'fingerprint, certificate, ca 가운데 하나가 없으면 이 집의 브리지인지 알 수 없습니다. "clova-home pair hue" 가 인증서를 저장합니다',
    ja: 'fingerprint、certificate、caのどれかがないと、この家のブリッジか分かりません。"clova-home pair hue" が証明書を保存します',
    en: 'without fingerprint, certificate or ca nobody knows whether it is your bridge; "clova-home pair hue" keeps its certificate',
  },
  caNeedsId: {
    ko: 'ca를 쓰면 bridgeId도 필요합니다. 인증서에 적힌 이름입니다',
    ja: 'caを使うときはbridgeIdも必要です。証明書に書かれている名前です',
    en: 'with a ca the bridgeId is needed too: it is the name in the certificate',
  },
  oneKind: {
    ko: '무엇인지 light, room, zone, home, scene, sensor, device 가운데 하나로 쓰세요. 예: light: Living lamp',
    ja: '何かを light, room, zone, home, scene, sensor, device のどれか1つで書いてください。例: light: Living lamp',
    en: 'write what it is by one of light, room, zone, home, scene, sensor, device, such as light: Living lamp',
  },
  onlyScenes: {
    ko: 'recall은 장면에만 쓸 수 있습니다',
    ja: 'recallはシーンにだけ使えます',
    en: 'only a scene is recalled',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages, for a schema. */
export const hueRule = (word: keyof typeof messages): string => schemaMessage(messages[word])

/** Which remedy of `remedy.ts` mends a problem. */
export type HueFix = 'bridges' | 'pair' | 'names' | 'clock' | 'write' | 'unused' | 'wait'

/** Why a bridge or an appliance behind it cannot be used, and what its owner can do. */
const failures = {
  // The connection
  closed: { ko: '연결을 닫았습니다', ja: '接続を閉じました', en: 'the connection is closed' },
  bridgeAway: {
    ko: '브리지에 연결되어 있지 않습니다',
    ja: 'ブリッジにつながっていません',
    en: 'the bridge is away',
    cause: 'bridgeAway',
  },
  bridgeWent: {
    ko: '브리지와의 연결이 끊겼습니다',
    ja: 'ブリッジとの接続が切れました',
    en: 'the bridge went away',
    cause: 'bridgeAway',
  },
  givenUp: {
    ko: '브리지와의 연결을 그만두었습니다',
    ja: 'ブリッジとの接続をやめました',
    en: 'the connection to the bridge was given up',
    cause: 'bridgeAway',
  },
  nobodyWaits: {
    ko: '기다리는 요청이 더 없습니다',
    ja: '待っている要求がもうありません',
    en: 'nobody waits for it any more',
  },
  unreachable: {
    ko: '{address} 의 브리지에 닿지 않습니다: {why}',
    ja: '{address} のブリッジに届きません: {why}',
    en: 'the bridge at {address} cannot be reached: {why}',
    cause: 'unreachableHost',
  },
  timeout: {
    ko: '{address} 의 브리지가 {seconds}초 안에 대답하지 않습니다',
    ja: '{address} のブリッジが{seconds}秒以内に答えません',
    en: 'the bridge at {address} does not answer within {seconds} s',
    cause: 'noAnswer',
  },
  timeoutSomewhere: {
    ko: '브리지가 {seconds}초 안에 대답하지 않습니다',
    ja: 'ブリッジが{seconds}秒以内に答えません',
    en: 'the bridge does not answer within {seconds} s',
    cause: 'noAnswer',
  },
  notFound: {
    ko: '네트워크에서 id가 {id} 인 브리지가 대답하지 않습니다',
    ja: 'ネットワークにidが{id}のブリッジの返事がありません',
    en: 'no bridge of the id {id} answers on the network',
    cause: 'unreachableHost',
  },
  moved: {
    ko: '브리지 {id} 의 주소가 {before} 에서 {address} (으)로 바뀌었습니다. drivers 아래에 host: {host} (으)로 쓰세요',
    ja: 'ブリッジ{id}のアドレスが{before}から{address}に変わりました。driversの下にhost: {host}と書いてください',
    en: 'the bridge {id} has moved from {before} to {address}; write host: {host} under drivers',
    fix: 'write',
  },
  leftOut: {
    ko: '브리지에는 게이트웨이가 받는 {max}개 말고도 리소스가 {count}개 더 있습니다. 거기에 딸린 것은 여기에 없습니다',
    ja: 'ブリッジには、受け取る{max}個のほかにリソースが{count}個あります。それに属するものはここにありません',
    en: 'the bridge has {count} resources besides the {max} that are taken; what belongs to them is missing here',
    fix: 'unused',
  },
  wrongClock: {
    ko: '이 기계의 시계가 틀립니다: {time} (으)로 되어 있지만, 브리지의 인증서는 그보다 나중 것입니다',
    ja: 'このマシンの時計が違います: {time}になっていますが、ブリッジの証明書はそれより後のものです',
    en: 'the clock of this machine is wrong: it says {time}, and the certificate of the bridge is of a later time',
    fix: 'clock',
  },

  // Certificates
  mismatch: {
    ko: '브리지의 주소에 있는 것은 페어링한 브리지가 아닙니다: {why}',
    ja: 'ブリッジのアドレスにあるのは、ペアリングしたブリッジではありません: {why}',
    en: 'whoever is at the address of the bridge is not who was paired with: {why}',
    fix: 'bridges',
  },
  otherFingerprint: {
    ko: 'fingerprint가 {fingerprint} 입니다',
    ja: 'fingerprintが{fingerprint}です',
    en: 'it shows the fingerprint {fingerprint}',
  },
  otherName: {
    ko: '인증서가 {name} 의 것입니다',
    ja: '証明書が{name}のものです',
    en: 'its certificate is made out to {name}',
  },
  noBridgeCertificate: {
    ko: '{address} 이(가) 브리지의 것이 아닌 인증서를 보입니다',
    ja: '{address} がブリッジのものではない証明書を示します',
    en: '{address} shows a certificate that is not made out to a bridge',
  },
  newCertificate: {
    ko: '{address} 의 브리지 {id} 이(가) 페어링할 때와 다른 인증서를 보입니다. 직접 초기화했다면: {pair}',
    ja: '{address} のブリッジ{id}が、ペアリングのときと違う証明書を示します。自分で初期化したのなら: {pair}',
    en: 'the bridge {id} at {address} shows another certificate than at pairing; if you reset it yourself: {pair}',
  },
  otherBridge: {
    ko: '{address} 에는 다른 브리지 {id} 이(가) 있습니다. 새 브리지라면: {pair}',
    ja: '{address} には別のブリッジ{id}があります。新しいブリッジなら: {pair}',
    en: 'another bridge is at {address}: {id}; if it is your new one: {pair}',
  },
  otherBridgeThan: {
    ko: '{address} 에는 {expected} 이(가) 아닌 다른 브리지 {id} 이(가) 있습니다. 새 브리지라면: {pair}',
    ja: '{address} には{expected}ではなく別のブリッジ{id}があります。新しいブリッジなら: {pair}',
    en: 'another bridge is at {address}: {id} and not {expected}; if it is your new one: {pair}',
  },
  otherBridgeAnswers: {
    ko: '그 주소에는 {expected} 이(가) 아닌 다른 브리지 {id} 이(가) 있습니다. 새 브리지라면 다시 페어링하세요: clova-home pair hue',
    ja: 'そのアドレスには{expected}ではなく別のブリッジ{id}があります。新しいブリッジなら、もう一度ペアリングしてください: clova-home pair hue',
    en: 'another bridge is at the address: {id} and not {expected}; if it is your new one, pair again: clova-home pair hue',
    fix: 'bridges',
  },
  noCertificate: {
    ko: '{host} 이(가) 인증서를 보이지 않습니다',
    ja: '{host} が証明書を示しません',
    en: '{host} shows no certificate',
  },
  noCertificateBecause: {
    ko: '{host} 이(가) 인증서를 보이지 않습니다: {why}',
    ja: '{host} が証明書を示しません: {why}',
    en: '{host} shows no certificate: {why}',
  },
  hungUp: {
    ko: '{host} 이(가) 연결을 끊었습니다',
    ja: '{host} が接続を切りました',
    en: '{host} closed the connection',
  },
  pemText: { ko: '"{key}" 에 쓴 글', ja: '"{key}"の内容', en: 'the text of "{key}"', fix: 'pair' },
  pemFile: {
    ko: '"{key}" 이(가) 가리키는 파일 {file}',
    ja: '"{key}"が指すファイル {file}',
    en: 'the file {file}, which "{key}" names,',
    fix: 'pair',
  },
  noPem: {
    ko: '{where}: PEM 인증서가 아닙니다. "clova-home pair hue" 가 브리지의 인증서를 저장합니다',
    ja: '{where}: PEM形式の証明書ではありません。"clova-home pair hue" がブリッジの証明書を保存します',
    en: '{where} is no certificate in PEM; "clova-home pair hue" keeps the one of your bridge',
  },
  pemMissing: { ko: '{where}: 없습니다', ja: '{where}: ありません', en: '{where} is not there' },
  pemUnreadable: {
    ko: '{where}: 읽을 수 없습니다 ({code})',
    ja: '{where}: 読めません（{code}）',
    en: '{where} cannot be read ({code})',
  },

  // Answers of the bridge
  keyUnknown: {
    ko: '브리지가 애플리케이션 키를 (더 이상) 모릅니다. 실행하세요: clova-home pair hue',
    ja: 'ブリッジがアプリケーションキーを（もう）覚えていません。実行してください: clova-home pair hue',
    en: 'the bridge does not know the application key (any more); run: clova-home pair hue',
    cause: 'pairAgain',
    fix: 'pair',
  },
  tooBusy: {
    ko: '브리지가 너무 바쁩니다 ({status}). 잠시 뒤에 다시 하세요',
    ja: 'ブリッジが忙しすぎます（{status}）。少し待ってからもう一度どうぞ',
    en: 'the bridge has too much to do ({status}); try it again in a moment',
    fix: 'wait',
  },
  starting: {
    ko: '브리지가 시작하는 중입니다',
    ja: 'ブリッジが起動しています',
    en: 'the bridge is starting',
    fix: 'wait',
  },
  notJson: {
    ko: '브리지의 대답이 JSON이 아닙니다',
    ja: 'ブリッジの答えがJSONではありません',
    en: 'what the bridge answers is not JSON',
  },
  answersStatus: {
    ko: '브리지가 {status} (으)로 대답합니다',
    ja: 'ブリッジが{status}と答えます',
    en: 'the bridge answers {status}',
  },
  answersStatusSaying: {
    ko: '브리지가 {status} (으)로 대답합니다: {words}',
    ja: 'ブリッジが{status}と答えます: {words}',
    en: 'the bridge answers {status}: {words}',
  },
  invalidAnswer: {
    ko: '브리지의 대답({status})이 올바르지 않습니다',
    ja: 'ブリッジの答え（{status}）が正しくありません',
    en: 'the bridge answers {status} with no valid answer',
  },
  noEvents: {
    ko: '이벤트를 물으면 브리지가 {status} (으)로 대답합니다',
    ja: 'イベントを尋ねると、ブリッジが{status}と答えます',
    en: 'the bridge answers {status} when it is asked for its events',
  },
  tooManyEvents: {
    ko: '브리지를 읽는 동안 이벤트가 너무 많이 왔습니다',
    ja: 'ブリッジを読む間に、イベントが多すぎました',
    en: 'too many events came while the bridge was read',
  },
  refusedStatus: { ko: '상태 {status}', ja: '状態 {status}', en: 'status {status}' },
  said: { ko: '브리지의 말: {words}', ja: 'ブリッジの言葉: {words}', en: '{words}' },
  queueFull: {
    ko: '명령 {waiting}개가 브리지를 기다립니다. 브리지는 {ms} ms에 {max}개를 받습니다',
    ja: 'コマンド{waiting}件がブリッジを待っています。ブリッジは{ms} msに{max}件を受け取ります',
    en: '{waiting} commands wait for the bridge, which takes {max} in {ms} ms',
  },
  v1NoKind: {
    ko: '이 기기에는 그런 것이 없습니다',
    ja: 'この機器にそのようなものはありません',
    en: 'it has nothing of that kind',
  },
  v1BadValue: {
    ko: '기기가 그 값을 받지 않습니다',
    ja: '機器がその値を受け付けません',
    en: 'it does not take that value',
  },
  v1NotPressed: {
    ko: '링크 버튼이 눌리지 않았습니다. 실행하세요: clova-home pair hue',
    ja: 'リンクボタンが押されていません。実行してください: clova-home pair hue',
    en: 'the link button was not pressed; run: clova-home pair hue',
    cause: 'buttonNotPressed',
    fix: 'pair',
  },
  v1Off: {
    ko: '꺼져 있어서, 켜질 때까지 아무것도 받지 않습니다',
    ja: 'オフなので、オンになるまで何も受け付けません',
    en: 'it is off, and takes nothing until it is on',
  },
  v1Inside: {
    ko: '브리지 안에서 오류가 났습니다',
    ja: 'ブリッジの中でエラーが起きました',
    en: 'the bridge has an error inside',
  },
  v1Error: {
    ko: '브리지가 오류 {code} (으)로 대답합니다',
    ja: 'ブリッジがエラー{code}と答えます',
    en: 'the bridge answers with error {code}',
  },
  v1Silent: {
    ko: '브리지가 대답하지 않습니다',
    ja: 'ブリッジが答えません',
    en: 'the bridge does not answer',
    cause: 'noAnswer',
  },
  v1Answers: {
    ko: '{address} 의 브리지가 {status} (으)로 대답합니다',
    ja: '{address} のブリッジが{status}と答えます',
    en: 'the bridge at {address} answers {status}',
  },
  v1Strange: {
    ko: '브리지의 대답이 브리지의 것이 아닙니다',
    ja: 'ブリッジの答えがブリッジのものではありません',
    en: 'what the bridge answers is not what a bridge has',
  },
  v1Cannot: {
    ko: 'CLIP v1 브리지로는 할 수 없는 일입니다',
    ja: 'CLIP v1のブリッジではできないことです',
    en: 'a bridge of CLIP v1 cannot be told that',
  },

  // Appliances
  noReach: {
    ko: '브리지가 이 기기에 닿지 못합니다',
    ja: 'ブリッジがこの機器に届きません',
    en: 'the bridge does not reach it',
    cause: 'bridgeCannotReach',
  },
  cannotReach: {
    ko: '브리지가 이 기기에 닿지 못합니다',
    ja: 'ブリッジがこの機器に届きません',
    en: 'the bridge cannot reach it',
    cause: 'bridgeCannotReach',
  },
  reachesNone: {
    ko: '브리지가 여기에 있는 등에 하나도 닿지 못합니다',
    ja: 'ブリッジがここの照明のどれにも届きません',
    en: 'the bridge reaches none of its lamps',
    cause: 'bridgeCannotReach',
  },
  hasNothing: {
    ko: '브리지에 "{name}" 이(가) 없습니다',
    ja: 'ブリッジに「{name}」がありません',
    en: 'the bridge has nothing called "{name}"',
    cause: 'removedFromBridge',
    fix: 'names',
  },
  hasNo: {
    ko: '브리지에 "{name}" 이라는 {kind} 이(가) 없습니다',
    ja: 'ブリッジに「{name}」という{kind}がありません',
    en: 'the bridge has no {kind} called "{name}"',
    cause: 'removedFromBridge',
    fix: 'names',
  },
  noLonger: {
    ko: '브리지에 더 이상 없습니다',
    ja: 'ブリッジにもうありません',
    en: 'the bridge no longer has it',
    cause: 'removedFromBridge',
  },
  removed: {
    ko: '브리지에서 지워졌습니다',
    ja: 'ブリッジから削除されました',
    en: 'it was removed from the bridge',
    cause: 'removedFromBridge',
  },
  cannotBeSet: {
    ko: '{name} 은(는) 그렇게 바꿀 수 없습니다',
    ja: '{name}はそのようにできません',
    en: '{name} cannot be set to that',
  },
  onlySet: {
    ko: '값을 정하는 것만 할 수 있습니다',
    ja: '値を設定することしかできません',
    en: 'it can only be set',
  },
  outcomeUnknown: {
    ko: '브리지가 {traits} 의 결과를 알려 주지 않습니다',
    ja: 'ブリッジが{traits}の結果を知らせません',
    en: 'the bridge does not tell what came of the {traits}',
  },
  notFollowed: {
    ko: '보냈지만 따르지 않은 것이 있습니다: {names}',
    ja: '送りましたが、従わなかったものがあります: {names}',
    en: 'it was sent, and not followed by: {names}',
  },

  // Names that the user wrote
  renamed: {
    ko: '"{name}" 은(는) 이제 브리지에서 "{now}" 이고, 같은 기기로 남습니다',
    ja: '「{name}」は今ブリッジで「{now}」と呼ばれ、同じ機器のままです',
    en: 'what was called "{name}" is called "{now}" on the bridge now, and stays what it was',
    fix: 'write',
  },
  renamedTaken: {
    ko: '"{name}" 은(는) 이제 브리지에서 "{now}" 이고, 같은 기기로 남습니다. 지금 "{name}" 인 것은 다른 {kind} 입니다',
    ja: '「{name}」は今ブリッジで「{now}」と呼ばれ、同じ機器のままです。今「{name}」と呼ばれるのは別の{kind}です',
    en: 'what was called "{name}" is called "{now}" on the bridge now, and stays what it was; another {kind} is called "{name}" now',
    fix: 'write',
  },
  namesakes: {
    ko: '브리지에 "{name}" 이(가) {count}개 있어서 첫째 것을 씁니다. 어느 것인지 쓰세요: {names}',
    ja: 'ブリッジに「{name}」が{count}個あり、最初のものを使います。どれかを書いてください: {names}',
    en: 'the bridge has {count} of the name "{name}", and the first is meant; write which one: {names}',
    fix: 'write',
  },
  noType: {
    ko: '"{name}" 에는 저절로 정해지는 CLOVA의 종류가 없습니다. appliances에 type과 함께 쓰세요',
    ja: '「{name}」には自動で決まるCLOVAの種類がありません。appliancesにtypeとともに書いてください',
    en: '"{name}" has no type of CLOVA by itself; describe it under appliances, with a type of yours',
    fix: 'write',
  },

  // What mends it
  showBridges: {
    ko: '"clova-home discover" 가 브리지를 보여 줍니다. host나 bridgeId를 고치거나 실행하세요: clova-home pair hue',
    ja: '"clova-home discover" がブリッジを表示します。hostかbridgeIdを直すか、実行してください: clova-home pair hue',
    en: 'clova-home discover shows the bridges; write host or bridgeId of yours, or: clova-home pair hue',
  },
  showNames: {
    ko: '"clova-home discover" 가 있는 이름을 보여 줍니다',
    ja: '"clova-home discover" があるものの名前を表示します',
    en: 'clova-home discover shows the names that there are',
  },
  setClock: {
    ko: '실행하고 1분 뒤에 다시 보세요: timedatectl set-ntp true',
    ja: '実行して、1分後にもう一度見てください: timedatectl set-ntp true',
    en: 'timedatectl set-ntp true, and look again in a minute',
  },
  writeThat: {
    ko: 'gateway.yaml에 그렇게 쓰세요',
    ja: 'gateway.yamlにそう書いてください',
    en: 'write that in gateway.yaml',
  },
  removeUnused: {
    ko: '브리지의 앱에서 쓰지 않는 장면, 방, 액세서리를 지우세요',
    ja: 'ブリッジのアプリで、使っていないシーン、部屋、アクセサリーを消してください',
    en: 'in the app of the bridge: remove scenes, rooms and accessories that nobody uses',
  },
  waitMinute: {
    ko: '1분 기다린 뒤에 다시 보세요',
    ja: '1分待ってから、もう一度見てください',
    en: 'wait a minute, and look again',
  },
  findBridge: {
    ko: 'ping -c 3 {host}; 어디 있는지는 "clova-home discover" 가 보여 줍니다',
    ja: 'ping -c 3 {host}; どこにあるかは "clova-home discover" が表示します',
    en: 'ping -c 3 {host}; clova-home discover shows where it is',
  },

  // Searching and pairing
  foundBridge: {
    ko: 'Hue 브리지 {id} ({address})',
    ja: 'Hueブリッジ {id}（{address}）',
    en: 'Hue bridge {id} at {address}',
  },
  foundModel: {
    ko: 'Hue 브리지 {id} ({model}, {address})',
    ja: 'Hueブリッジ {id}（{model}、{address}）',
    en: 'Hue bridge {id} ({model}) at {address}',
  },
  foundOld: {
    ko: 'Hue 브리지 {id} ({address}), 아마 오래된 것',
    ja: 'Hueブリッジ {id}（{address}）、おそらく古いもの',
    en: 'Hue bridge {id} at {address}, perhaps an old one',
  },
  pressAndPair: {
    ko: '버튼을 누르고 "clova-home pair hue --host {host}" 를 실행하세요. 키를 받고, 설정에 쓸 줄을 보여 줍니다',
    ja: 'ボタンを押して "clova-home pair hue --host {host}" を実行してください。鍵を受け取り、設定に書く行を表示します',
    en: 'press its button and run "clova-home pair hue --host {host}": that gets its key, and says the whole line',
  },
  pressAndPairOld: {
    ko: '버튼을 누르고 "clova-home pair hue --host {host}" 를 실행하세요 (안내가 나오면 --plain을 붙여서). 키를 받고, 설정에 쓸 줄을 보여 줍니다',
    ja: 'ボタンを押して "clova-home pair hue --host {host}" を実行してください（案内が出たら--plainを付けて）。鍵を受け取り、設定に書く行を表示します',
    en: 'press its button and run "clova-home pair hue --host {host}" (with --plain if it says so): that gets its key, and says the whole line',
  },
  searching: {
    ko: '네트워크에서 브리지를 찾는 중…',
    ja: 'ネットワークでブリッジを探しています…',
    en: 'Looking for bridges on the network…',
  },
  foundNone: {
    ko: '네트워크에서 브리지를 찾지 못했습니다. 켜져 있고 이 컴퓨터와 같은 네트워크에 있습니까? 그렇다면 주소를 알려 주세요: --host 192.168.1.20',
    ja: 'ネットワークでブリッジが見つかりませんでした。電源が入っていて、このコンピューターと同じネットワークにありますか？ そうなら、アドレスを指定してください: --host 192.168.1.20',
    en: 'no bridge was found on the network. Is it on, and in the same network as this computer? If so, give its address: --host 192.168.1.20',
  },
  pressNow: {
    ko: '이제 {what} 의 버튼을 누르세요.',
    ja: '{what} のボタンを押してください。',
    en: 'Press the button on {what} now.',
  },
  described: {
    ko: '{name} ({model}, {id}, {host})',
    ja: '{name}（{model}、{id}、{host}）',
    en: '{name} ({model}, {id}) at {host}',
  },
  describedPlain: {
    ko: '{name} ({model}, {id}, {host}, HTTPS 없음)',
    ja: '{name}（{model}、{id}、{host}、HTTPSなし）',
    en: '{name} ({model}, {id}) at {host}, which speaks plain HTTP',
  },
  addPlain: {
    ko: '{why}. 오래된 둥근 브리지이거나 그렇게 말하는 프로그램이면 --plain을 붙이세요. 그러면 키가 네트워크의 누구나 읽을 수 있게 오갑니다',
    ja: '{why}。古い丸型のブリッジか、そのように話すプログラムなら、--plainを付けてください。鍵はネットワークのだれもが読める形で流れます',
    en: '{why}. If it is an old round bridge, or a program that speaks like one, add --plain: then its key goes over the network for all to read',
  },
  tryingPlain: {
    ko: '{why}. --plain이 있으므로 HTTPS 없이 해 봅니다.',
    ja: '{why}。--plainがあるので、HTTPSなしで試します。',
    en: '{why}. Trying plain HTTP, as --plain says.',
  },
  plainFails: {
    ko: '{why}. HTTPS 없이 해도: {plain}',
    ja: '{why}。HTTPSなしでも: {plain}',
    en: '{why}, and over plain HTTP: {plain}',
  },
  replaces: {
    ko: `다른 브리지를 바꾸는 것이라면, 그 브리지의 키 자리에 이 키를 쓰고 replaces:에 옛 브리지의 id를 쓰세요.
그러면 옮겨 온 것이 같은 기기로 남습니다.`,
    ja: `別のブリッジと入れ替えるのなら、そのブリッジの鍵の場所にこの鍵を書き、replaces: に古いブリッジのidを書いてください。
そうすると、移したものは同じ機器のままです。`,
    en: `If it takes the place of another bridge: write its keys in place of that one's, and replaces: with the id of that one.
What was moved from there then stays the same appliance.`,
  },
  fingerprintIs: {
    ko: '인증서의 fingerprint (SHA-256): {fingerprint}',
    ja: '証明書のfingerprint（SHA-256）: {fingerprint}',
    en: 'The fingerprint of its certificate (SHA-256) is {fingerprint}',
  },
  notPressed: {
    ko: '{seconds}초 안에 버튼이 눌리지 않아 아무것도 쓰지 않았습니다. 다시 실행하고, 초를 세는 동안 브리지의 버튼을 한 번 누르세요',
    ja: '{seconds}秒以内にボタンが押されなかったので、何も書き込みませんでした。もう一度実行し、秒を数える間にブリッジのボタンを1回押してください',
    en: 'the button was not pressed within {seconds} seconds, and nothing was written. Try again, and press the button on the bridge once while it counts down',
    cause: 'buttonNotPressed',
  },
  refused: {
    ko: '{what} 이(가) 거절했습니다: {words} (오류 {code})',
    ja: '{what} が断りました: {words}（エラー {code}）',
    en: '{what} refused: {words} (error {code})',
  },
  noAnswerAtAll: {
    ko: '{what} 의 대답이 올바르지 않습니다',
    ja: '{what} の答えが正しくありません',
    en: '{what} gave an answer that is none',
  },
  notSpeaking: {
    ko: '{host} 에서 대답하는 것은 Hue 브리지가 아닙니다: 브리지처럼 대답하지 않습니다',
    ja: '{host} で答えるものはHueブリッジではありません: ブリッジのように答えません',
    en: 'what answers at {host} is no Hue bridge: it does not speak like one',
  },
  notAddress: {
    ko: '"{host}" 은(는) 주소가 아닙니다. 호스트만 쓰세요. 예: 192.168.1.20',
    ja: '"{host}" はアドレスではありません。ホストだけを書いてください。例: 192.168.1.20',
    en: '"{host}" is no address: write the host alone, such as 192.168.1.20',
  },
  nothingLikeBridge: {
    ko: '{host} 에서 브리지일 수 있는 것이 대답하지 않습니다: {why}',
    ja: '{host} から、ブリッジと思われるものの返事がありません: {why}',
    en: 'nothing that could be a bridge answers at {host}: {why}',
  },
  otherMadeOut: {
    ko: '{host} 에서 대답하는 것은 Hue 브리지가 아닙니다: 인증서가 브리지의 id로 되어 있지 않습니다',
    ja: '{host} で答えるものはHueブリッジではありません: 証明書がブリッジのidのものではありません',
    en: 'what answers at {host} is no Hue bridge: its certificate is not made out to the id of one',
  },
  otherThanAnnounced: {
    ko: '{host} 에서 다른 브리지가 대답합니다: {id} 이고, 거기 있다고 알려진 {expected} 이(가) 아닙니다',
    ja: '{host} で別のブリッジが答えます: {id}で、そこにあるとされる{expected}ではありません',
    en: 'another bridge answers at {host}: {id}, and not {expected}, which is said to be there',
  },
  contradicts: {
    ko: '{host} 에서 대답하는 것은 자신을 {id} 라고 하지만, 인증서는 {name} 입니다',
    ja: '{host} で答えるものは自分を{id}と言いますが、証明書は{name}です',
    en: 'what answers at {host} says that it is {id}, and its certificate says {name}',
  },
  tooOld: {
    ko: '{host} 의 브리지 소프트웨어가 너무 오래되었습니다 ({software}). 먼저 Hue 앱에서 업데이트하세요',
    ja: '{host} のブリッジのソフトウェアが古すぎます（{software}）。先にHueアプリで更新してください',
    en: 'the software of the bridge at {host} is too old ({software}): update it in the Hue app first',
  },
  noAnswer: {
    ko: '{host} 의 브리지가 대답하지 않습니다: {why}',
    ja: '{host} のブリッジが答えません: {why}',
    en: 'the bridge at {host} does not answer: {why}',
  },
  answerTooLong: { ko: '대답이 너무 깁니다', ja: '答えが長すぎます', en: 'its answer is too long' },
} as const satisfies Readonly<Record<string, ProblemRow<HueFix>>>

/** One of them, put into words when it is read. */
export const say = sentences(failures)
