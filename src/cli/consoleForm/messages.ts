import type { LocalizedText } from '../../util/translate.ts'

/** The text around the fields of the console's form. `{x}` is a placeholder. */
export const formMessages = {
  homeCode: {
    ko: '이 집은 허브로 연결됩니다. 콘솔에 입력할 것은 없습니다.\nCLOVA 앱에서 허브 운영자의 extension을 고르고 이 코드를 입력하십시오: {code}',
    ja: 'この家はハブでつながります。コンソールに入力するものはありません。\nCLOVAアプリでハブの運営者のextensionを選び、このコードを入力してください: {code}',
    en: 'This home is reached through a hub. Nothing has to be entered in the console.\nIn the CLOVA app choose the extension of the operator of the hub, and enter this code: {code}',
  },
  head: {
    ko: 'CLOVA 개발자 콘솔에 위에서부터 차례로 입력할 값:',
    ja: 'CLOVAの開発者コンソールに上から順に入力する値:',
    en: "What to enter in CLOVA's developer console, from top to bottom:",
  },
  below: {
    ko: '— (아직 없음, 아래를 보세요)',
    ja: '— （まだありません。下を見てください）',
    en: '— (missing, see below)',
  },
  redirect: {
    ko: '콘솔에 Redirect URL이 나옵니다. 한 글자도 다르지 않게 이것이어야 합니다:',
    ja: 'コンソールにリダイレクトURLが表示されます。一字一句これと同じでなければなりません:',
    en: 'The console shows a redirect URL. It must be, to the character, this:',
  },
  redirects: {
    ko: '콘솔에 Redirect URL이 나옵니다. 한 글자도 다르지 않게 이 가운데 하나여야 합니다:',
    ja: 'コンソールにリダイレクトURLが表示されます。一字一句これらのどれかと同じでなければなりません:',
    en: 'The console shows a redirect URL. It must be, to the character, one of:',
  },
  otherRedirect: {
    ko: "다른 것이 나오면 (vendorId가 붙는 등) 그것을 linking: 아래에 이렇게 쓰세요: redirectUris: ['https://…']",
    ja: "別のものが表示されたら（vendorIdが付くなど）、それを linking: の下にこう書いてください: redirectUris: ['https://…']",
    en: "If it shows another (with a vendorId, say), write that under linking: as redirectUris: ['https://…'].",
  },
  missing: { ko: '아직 필요한 것: {what}', ja: 'まだ必要なもの: {what}', en: 'Still missing: {what}' },
  url: {
    ko: "터널의 공개 주소. 설정의 server: 아래에 쓰세요: publicUrl: 'https://home.example.com'",
    ja: "トンネルの公開アドレス。設定の server: の下に書いてください: publicUrl: 'https://home.example.com'",
    en: "the address of your tunnel. Write it under server: in the configuration, as publicUrl: 'https://home.example.com'",
  },
  port: {
    ko: '포트 443: CLOVA는 다른 포트로 오지 않는데, publicUrl에 다른 포트가 있습니다',
    ja: 'ポート443: CLOVAは他のポートには来ませんが、publicUrlに別のポートがあります',
    en: 'port 443: CLOVA comes to no other, and the publicUrl has one',
  },
  secret: {
    ko: `클라이언트 secret. 방금 하나를 만들었습니다. secrets.yaml에 넣고:
      linking_client_secret: {secret}
    설정의 linking: 아래에 쓰세요:
      clientSecret: !secret linking_client_secret`,
    ja: `クライアントのsecret。今ひとつ作りました。secrets.yamlに入れて:
      linking_client_secret: {secret}
    設定の linking: の下に書いてください:
      clientSecret: !secret linking_client_secret`,
    en: `the client's secret. This one was just made for you; put it into secrets.yaml:
      linking_client_secret: {secret}
    and under linking: write
      clientSecret: !secret linking_client_secret`,
  },
  user: {
    ko: `로그인할 사용자. 비밀번호의 해시를 만드세요: clova-home password
    나온 것을 작은따옴표로 묶어 secrets.yaml에 넣고:
      family_password: '$scrypt$…'
    설정의 linking: 아래에 쓰세요:
      users: [{ name: family, password: !secret family_password }]`,
    ja: `ログインする利用者。パスワードのハッシュを作ってください: clova-home password
    出たものを一重引用符で囲んでsecrets.yamlに入れて:
      family_password: '$scrypt$…'
    設定の linking: の下に書いてください:
      users: [{ name: family, password: !secret family_password }]`,
    en: `a user who may log in. Hash a password with: clova-home password
    put what it prints into secrets.yaml, in single quotes:
      family_password: '$scrypt$…'
    and under linking: write
      users: [{ name: family, password: !secret family_password }]`,
  },
  userBySetup: {
    ko: '로그인할 사용자. "clova-home setup" 을 다시 실행해 사용자 이름과 비밀번호를 입력하면 클라이언트 secret과 함께 만들어집니다',
    ja: 'ログインする利用者。「clova-home setup」をもう一度実行し、ユーザー名とパスワードを入れると、クライアントのsecretと一緒に作られます',
    en: 'a user who may log in. Run "clova-home setup" again and give a name and a password: the client\'s secret is made along with it',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
