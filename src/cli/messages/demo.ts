import type { LocalizedText } from '../../util/translate.ts'

/** What the demo prints. `{x}` is a placeholder. */
export const demoMessages = {
  demoTitle: {
    ko: 'clova-home-gateway의 데모: 내장 브로커에 연결된 가상의 집입니다.',
    ja: 'clova-home-gatewayのデモ: 内蔵ブローカーにつながった仮想の家です。',
    en: 'clova-home-gateway, the demo: a home that is not there, on a broker of its own.',
  },
  demoGateway: { ko: '게이트웨이', ja: 'ゲートウェイ', en: 'gateway' },
  demoBroker: { ko: '브로커', ja: 'ブローカー', en: 'broker' },
  demoDashboard: { ko: '대시보드', ja: 'ダッシュボード', en: 'dashboard' },
  demoHome: { ko: '설정', ja: '設定', en: 'home' },
  demoCode: {
    ko: '{url}   일회용 코드 {code}',
    ja: '{url}   1回だけ使えるコード {code}',
    en: '{url}   with the one-time code {code}',
  },
  demoSpoken: {
    ko: '누군가 "책상 조명 밝기 40으로 해줘"라고 말합니다. CLOVA가 보내는 요청:',
    ja: 'だれかが「책상 조명 밝기 40으로 해줘」（机の照明の明るさを40にして）と言います。CLOVAが送るリクエスト:',
    en: 'Somebody says "책상 조명 밝기 40으로 해줘" (set the desk lamp to 40). CLOVA sends:',
  },
  demoChecks: {
    ko: '게이트웨이가 서명과 토큰을 확인하고 조명을 바꾸면, 조명이 새 상태를 알려 옵니다:',
    ja: 'ゲートウェイが署名とトークンを確かめて照明を変えると、照明が新しい状態を知らせます:',
    en: 'The gateway checks the signature and the token, and moves the lamp, which says its new state:',
  },
  demoAnswers: {
    ko: '그다음에야, 요청을 받고 {ms} ms 뒤에 대답합니다:',
    ja: 'そこではじめて、リクエストの{ms} ms後に答えます:',
    en: 'Only then it answers, {ms} ms after it was asked:',
  },
  demoTry: {
    ko: '데모는 Ctrl-C를 누를 때까지 계속됩니다. 다른 터미널에서, 이 폴더에서 실행해 보세요:',
    ja: 'デモはCtrl-Cを押すまで続きます。別のターミナルで、このフォルダーから試してみてください:',
    en: 'It stays up until Ctrl-C. From another terminal, in this folder, try:',
  },
  demoOwnHome: {
    ko: '우리 집을 쓰려면 config/gateway.example.yaml을 config/gateway.yaml로 복사해 고치세요. 그다음부터 npm start가 그것을 실행합니다.',
    ja: '自分の家にするには、config/gateway.example.yamlをconfig/gateway.yamlにコピーして直してください。その後はnpm startがそれを動かします。',
    en: 'For a home of your own, copy config/gateway.example.yaml to config/gateway.yaml; npm start then runs that.',
  },
  demoEnds: { ko: '데모를 끝냅니다.', ja: 'デモを終わります。', en: 'The demo ends.' },
} as const satisfies Readonly<Record<string, LocalizedText>>
