import type { Asking } from '../../src/home/setupQuestions.ts'

/** What the wizard asks for a broker. */
export const asking: Asking = {
  what: { ko: 'MQTT 브로커', ja: 'MQTTブローカー', en: 'an MQTT broker' },
  toDiscover: 'discover: [zigbee2mqtt, homeassistant, tasmota]',
  questions: [
    {
      key: 'url',
      words: { ko: '브로커 주소', ja: 'ブローカーのアドレス', en: 'Its address' },
      usual: 'mqtt://127.0.0.1:1883',
    },
    {
      key: 'username',
      words: { ko: '사용자 이름 (없으면 Enter)', ja: 'ユーザー名（なければEnter）', en: 'User name (Enter if none)' },
    },
    {
      key: 'password',
      words: { ko: '비밀번호 (없으면 Enter)', ja: 'パスワード（なければEnter）', en: 'Password (Enter if none)' },
      secret: true,
    },
    {
      key: 'discover',
      words: { ko: '기기를 알리는 방식', ja: '機器の通知方式', en: 'How its devices announce themselves' },
      usual: 'zigbee2mqtt, homeassistant, tasmota',
      list: true,
    },
  ],
}
