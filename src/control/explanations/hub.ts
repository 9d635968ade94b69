import type { LocalizedText } from '../../util/translate.ts'

/** The connection of a home to its hub. `{server}` is a server of the hub's cluster. */
export const hubTexts = {
  joinLineMalformed: {
    ko: '허브의 운영자가 준 한 줄이 아닙니다. "clova-home:"부터 끝까지 복사하세요',
    ja: 'ハブの運営者から受け取った1行ではありません。「clova-home:」から最後までコピーしてください',
    en: 'This is not the line of the hub\'s operator: copy it whole, from "clova-home:" to its end',
  },
  hubCredentialsRefused: {
    ko: '허브({server})가 이 집을 받지 않습니다. 운영자에게 이 집이 아직 등록되어 있는지 물어보세요',
    ja: 'ハブ（{server}）がこの家を受け付けません。この家がまだ登録されているか運営者に尋ねてください',
    en: 'The hub ({server}) refuses this home. Ask its operator whether this home is still enrolled',
  },
  hubCertificateExpired: {
    ko: '허브({server})의 인증서가 만료되었습니다. 운영자에게 알리고, 이 기계의 시계도 확인하세요',
    ja: 'ハブ（{server}）の証明書の期限が切れています。運営者に知らせ、このマシンの時計も確かめてください',
    en: 'The certificate of the hub ({server}) has expired. Tell its operator, and check the clock of this machine',
  },
  hubCertificateNotYetValid: {
    ko: '허브({server})의 인증서가 아직 유효하지 않습니다. 이 기계의 시계를 확인하세요',
    ja: 'ハブ（{server}）の証明書はまだ有効ではありません。このマシンの時計を確かめてください',
    en: 'The certificate of the hub ({server}) is not valid yet. Check the clock of this machine',
  },
  hubCertificateOtherName: {
    ko: '{server}의 인증서가 다른 이름의 것입니다. 다른 서버일 수 있어 연결하지 않습니다. 운영자에게 알리세요',
    ja: '{server}の証明書は別の名前のものです。別のサーバーかもしれないため接続しません。運営者に知らせてください',
    en: 'The certificate of {server} is made out to another name. It may be another server, so nothing is sent to it. Tell the operator',
  },
  hubCertificateUntrusted: {
    ko: '{server}의 인증서를 발급한 곳을 믿을 수 없습니다. 다른 서버일 수 있어 연결하지 않습니다. 운영자에게 알리세요',
    ja: '{server}の証明書の発行元を信頼できません。別のサーバーかもしれないため接続しません。運営者に知らせてください',
    en: 'The certificate of {server} is from an authority that is not trusted. It may be another server, so nothing is sent to it. Tell the operator',
  },
  hubWithoutTls: {
    ko: '{server}이(가) 암호화(TLS)를 제공하지 않아 연결하지 않습니다. 운영자에게 알리세요',
    ja: '{server}が暗号化（TLS）を提供しないため接続しません。運営者に知らせてください',
    en: '{server} offers no encryption (TLS), so nothing is sent to it. Tell the operator',
  },
  hubUnknownName: {
    ko: '허브의 이름 {server}을(를) 찾을 수 없습니다. 인터넷 연결을 확인하세요',
    ja: 'ハブの名前 {server} が見つかりません。インターネット接続を確かめてください',
    en: 'The name {server} of the hub is not known. Check the internet connection',
  },
  hubUnreachable: {
    ko: '허브({server})에 닿지 않습니다. 인터넷 연결과, 이 주소로 나가는 길이 막히지 않았는지 확인하세요',
    ja: 'ハブ（{server}）に届きません。インターネット接続と、このアドレスへの経路がふさがれていないか確かめてください',
    en: 'The hub ({server}) cannot be reached. Check the internet connection, and that nothing blocks the way out to this address',
  },
  hubConnectionLost: {
    ko: '허브({server})와의 연결이 끊겼습니다. 게이트웨이가 다시 연결합니다',
    ja: 'ハブ（{server}）との接続が切れました。ゲートウェイが再接続します',
    en: 'The connection to the hub ({server}) was lost. The gateway connects again',
  },
  hubUnusable: {
    ko: '허브 설정을 쓸 수 없습니다. 운영자의 한 줄로 다시 참가하세요: clova-home join',
    ja: 'ハブの設定が使えません。運営者から受け取った1行で参加し直してください: clova-home join',
    en: 'The settings of the hub cannot be used. Join again by the line of its operator: clova-home join',
  },
  summaryHub: { ko: '우리 집 코드 {code}', ja: 'わが家のコード {code}', en: 'Code of this home: {code}' },
} as const satisfies Readonly<Record<string, LocalizedText>>
