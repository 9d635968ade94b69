import type { LocalizedText } from '../../util/translate.ts'

/** Why an appliance or a connection is not there. `{x}` is a value of the explanation. */
export const connectionTexts = {
  noAnswer: {
    ko: '제시간에 대답하지 않았습니다',
    ja: '時間内に答えませんでした',
    en: 'It did not answer in time',
  },
  notConfirmed: {
    ko: '명령을 보냈지만 기기가 했다고 알려 오지 않았습니다',
    ja: '送りましたが、機器から実行の知らせがありませんでした',
    en: 'It was sent, and the appliance did not report that it did it',
  },
  deviceAway: {
    ko: '기기가 자리를 비웠습니다. 전원과 무선을 확인하세요',
    ja: '機器が離れています。電源と無線を確認してください',
    en: 'The device is away. Look at its power and at its radio',
  },
  neverSeen: {
    ko: '이 기기는 아직 한 번도 알려 오지 않았습니다. 이름을 확인하세요',
    ja: 'この機器からはまだ一度も知らせがありません。名前を確認してください',
    en: 'This device has never reported anything. Is its name right?',
  },
  brokerAway: {
    ko: '브로커에 연결되어 있지 않습니다',
    ja: 'ブローカーにつながっていません',
    en: 'The broker is not connected',
  },
  bridgeAway: {
    ko: '브리지에 연결되어 있지 않습니다',
    ja: 'ブリッジにつながっていません',
    en: 'The bridge is not connected',
  },
  bridgeCannotReach: {
    ko: '브리지가 이 기기에 닿지 못합니다. 벽 스위치가 꺼져 있는지 보세요',
    ja: 'ブリッジがこの機器に届きません。壁のスイッチが切れていないか見てください',
    en: 'The bridge cannot reach it. Is it switched off at the wall?',
  },
  removedFromBridge: {
    ko: '브리지에 더 이상 없습니다',
    ja: 'ブリッジにもうありません',
    en: 'The bridge does not have it any more',
  },
  wrongCredentials: {
    ko: '사용자 이름이나 비밀번호를 받지 않았습니다',
    ja: 'ユーザー名またはパスワードが受け付けられませんでした',
    en: 'The username or the password was refused',
  },
  refusedConnection: {
    ko: '그 주소가 연결을 거절합니다',
    ja: 'そのアドレスは接続を拒みます',
    en: 'That address refuses the connection',
  },
  connectionClosed: {
    ko: '저쪽에서 연결을 끊었습니다',
    ja: '相手が接続を切りました',
    en: 'The other side closed the connection',
  },
  noTls: {
    ko: '그 주소에서는 암호화(TLS)된 연결을 받지 않습니다. 주소와 포트를 확인하세요',
    ja: 'そのアドレスは暗号化（TLS）された接続を受け付けません。アドレスとポートを確認してください',
    en: 'That address takes no encrypted (TLS) connection. Are the address and the port right?',
  },
  otherCertificateName: {
    ko: '인증서가 다른 이름의 것입니다. 주소를 확인하세요',
    ja: '証明書が別の名前のものです。アドレスを確認してください',
    en: 'Its certificate is made out to another name. Is the address right?',
  },
  unknownHost: {
    ko: '그런 이름을 아무도 모릅니다. 주소를 확인하세요',
    ja: 'その名前はどこにもありません。アドレスを確認してください',
    en: 'Nobody knows that name. Is the address right?',
  },
  unreachableHost: {
    ko: '그 주소에서 대답이 없습니다. 켜져 있고 같은 네트워크에 있는지 보세요',
    ja: 'そのアドレスから返事がありません。電源と、同じネットワークかを見てください',
    en: 'Nothing answers there. Is it switched on, and in the same network?',
  },
  untrustedCertificate: {
    ko: '인증서를 믿을 수 없습니다',
    ja: '証明書を信頼できません',
    en: 'Its certificate is not trusted',
  },
  pairAgain: {
    ko: '브리지가 이 게이트웨이를 더 이상 모릅니다. 다시 연결하세요',
    ja: 'ブリッジがこのゲートウェイを覚えていません。もう一度ペアリングしてください',
    en: 'The bridge does not know this gateway any more. Pair with it again',
  },
  buttonNotPressed: {
    ko: '시간 안에 버튼이 눌리지 않았습니다',
    ja: '時間内にボタンが押されませんでした',
    en: 'The button was not pressed in time',
  },
  deviceLocked: {
    ko: '기기가 잠겨 있습니다. 제조사 앱에서 잠금을 푸세요',
    ja: '機器がロックされています。メーカーのアプリで解除してください',
    en: "The device is locked. Unlock it in its maker's app",
  },
  cannotLearn: {
    ko: '이 송신기는 배우지 못합니다',
    ja: 'この送信機は学習できません',
    en: 'This blaster cannot learn',
  },
  nothingReceived: {
    ko: '시간 안에 아무것도 들리지 않았습니다. 리모컨을 송신기 앞 5–10 cm에 두고 짧게 누르세요',
    ja: '時間内に何も届きませんでした。リモコンを送信機の前5〜10 cmに置いて、短く押してください',
    en: 'Nothing was heard in time. Hold the remote 5 to 10 cm before the blaster, and press shortly',
  },
  pressAgainForRadio: {
    ko: '주파수를 찾았습니다. 키를 놓고 다시 한 번 짧게 누르세요',
    ja: '周波数が見つかりました。キーを離して、もう一度短く押してください',
    en: 'Its frequency is found. Let the key go, and press it once more, shortly',
  },
  driverFailed: {
    ko: '연결이 시작하지 못했습니다',
    ja: '接続を始められませんでした',
    en: 'The connection could not start',
  },
  other: { ko: '{reason}', ja: '{reason}', en: '{reason}' },
} as const satisfies Readonly<Record<string, LocalizedText>>
