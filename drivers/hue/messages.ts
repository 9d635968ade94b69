import { type LocalizedText, schemaMessage } from '../../src/util/translate.ts'

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
