import type { SetupQuestions } from '../../src/home/connectionSetup.ts'
/** What the wizard asks for a broker. */
export const asking: SetupQuestions = {
  what: { ko: 'MQTT 브로커', ja: 'MQTTブローカー', en: 'an MQTT broker' },
  toDiscover: 'discover: [zigbee2mqtt, homeassistant, tasmota]',
  questions: [
    {
      key: 'url',
      question: { ko: '브로커 주소', ja: 'ブローカーのアドレス', en: 'Its address' },
      defaultValue: 'mqtt://127.0.0.1:1883',
    },
    {
      key: 'username',
      question: {
        ko: '사용자 이름 (없으면 Enter)',
        ja: 'ユーザー名（なければEnter）',
        en: 'User name (Enter if none)',
      },
    },
    {
      key: 'password',
      question: { ko: '비밀번호 (없으면 Enter)', ja: 'パスワード（なければEnter）', en: 'Password (Enter if none)' },
      secret: true,
    },
    {
      key: 'discover',
      question: { ko: '기기를 알리는 방식', ja: '機器の通知方式', en: 'How its devices announce themselves' },
      defaultValue: 'zigbee2mqtt, homeassistant, tasmota',
      list: true,
    },
  ],
}
