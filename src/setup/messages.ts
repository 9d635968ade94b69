import type { LocalizedText } from '../util/translate.ts'
import { localizer, translator } from '../util/translate.ts'

export type { Language } from '../util/translate.ts'

/** Everything that the wizard prints. `{x}` is a placeholder. */
export const wizardMessages = {
  tunnel: {
    ko: '터널은 {listen} 으로 이어져야 하고, {path} 경로를 그대로 전달해야 합니다.',
    ja: 'トンネルは {listen} につなぎ、パス {path} をそのまま渡してください。',
    en: 'The tunnel must end at {listen}, and hand on the path {path} as it is.',
  },
  tunnelKind: {
    ko: '어느 터널을 쓸까요? cloudflared, ssh, frp (직접 하거나 그대로 두려면 -)',
    ja: 'どのトンネルを使いますか？ cloudflared、ssh、frp（自分で用意する、またはそのままなら -）',
    en: 'Which tunnel shall lead there? cloudflared, ssh or frp (- for one of your own, or as it is)',
  },
  tunnelWritten: {
    ko: '터널 설정: {file}',
    ja: 'トンネルの設定: {file}',
    en: 'The settings of the tunnel are in {file}.',
  },
  tunnelMissing: {
    ko: '아직 필요한 파일: {files} ({file} 의 설명을 보세요)',
    ja: 'まだ必要なファイル: {files}（{file} の説明を見てください）',
    en: 'Still missing: {files}; how they are made stands in {file}',
  },
  tunnelInstall: {
    ko: '{program} 이(가) 없습니다. 먼저 설치하세요 (/usr/share/doc/clova-home-gateway/docs/ko/tunnel.md)',
    ja: '{program} がありません。先にインストールしてください（/usr/share/doc/clova-home-gateway/docs/ja/tunnel.md）',
    en: '{program} is not on this machine. Install it first (/usr/share/doc/clova-home-gateway/docs/en/tunnel.md says how)',
  },
  tunnelStarted: { ko: '터널을 시작했습니다.', ja: 'トンネルを起動しました。', en: 'The tunnel is running.' },
  tunnelEnded: {
    ko: '이전 터널 {unit} 은(는) 멈추었고, 더는 시작되지 않습니다.',
    ja: '以前のトンネル {unit} は止めました。もう起動しません。',
    en: 'The tunnel before, {unit}, was stopped, and starts no more.',
  },
  tunnelNoUrl: {
    ko: '터널에는 공개 주소가 필요합니다: 답에 publicUrl 을 쓰거나 {file} 의 server: 아래에 쓰세요',
    ja: 'トンネルには公開アドレスが必要です: 回答に publicUrl を書くか、{file} の server: の下に書いてください',
    en: 'a tunnel needs the public address: answer publicUrl, or write it under server: in {file}',
  },
  tunnelNoExample: {
    ko: '예제 {example} 이(가) 없습니다. clova-home-gateway 패키지를 설치하세요',
    ja: '例 {example} がありません。パッケージ clova-home-gateway をインストールしてください',
    en: 'there is no example {example}; install the package clova-home-gateway',
  },
  tunnelOtherExample: {
    ko: '{example} 이(가) 설치된 것과 다릅니다. 패키지를 다시 설치하세요',
    ja: '{example} がインストールしたものと違います。パッケージをもう一度インストールしてください',
    en: '{example} is another one than it was installed as; install the package again',
  },
  tunnelOld: {
    ko: '터널 설정에 아직 이전 주소 {host} 가 있습니다: {files}. 고치거나, 설정을 다시 실행해 터널을 고르세요',
    ja: 'トンネルの設定にまだ以前のアドレス {host} があります: {files}。直すか、もう一度設定してトンネルを選んでください',
    en: 'The settings of a tunnel still have the old name {host}: {files}. Mend them, or run setup again and choose the tunnel',
  },
  tunnelStart: {
    ko: '터널을 시작하려면: {command}',
    ja: 'トンネルを起動するには: {command}',
    en: 'To start the tunnel: {command}',
  },
  started: { ko: '서비스를 시작했습니다.', ja: 'サービスを起動しました。', en: 'The service is running.' },
  notStarted: {
    ko: '{unit} 이(가) 시작되지 않았습니다: {why}',
    ja: '{unit} が起動しませんでした: {why}',
    en: '{unit} did not start: {why}',
  },
  start: { ko: '시작하려면: {command}', ja: '起動するには: {command}', en: 'To start it: {command}' },
  permit: {
    ko: '서비스는 아직 {what} 을(를) 쓸 수 없습니다. 허용하려면: {command}',
    ja: 'サービスはまだ {what} を使えません。許可するには: {command}',
    en: 'The service may not use {what} yet. To permit it: {command}',
  },
  welcome: {
    ko: 'CLOVA Home 게이트웨이를 설정합니다. Enter를 누르면 [괄호] 안의 값이 됩니다. 마지막에 확인하기 전에는 아무것도 쓰지 않습니다.',
    ja: 'CLOVA Homeゲートウェイを設定します。Enterだけなら [ ] の値になります。最後に確認するまで何も書き込みません。',
    en: 'This sets up the CLOVA Home gateway. Enter takes what stands in [brackets]. Nothing is written before you agree at the end.',
  },
  goBack: { ko: '(<: 이전 질문)', ja: '（<: 前の質問）', en: '(< goes back)' },
  keepsSecret: {
    ko: '(입력한 대로 두려면 Enter)',
    ja: '（入力したままならEnter）',
    en: '(Enter keeps what you typed)',
  },
  edition: {
    ko: '어느 CLOVA입니까? kr(네이버) 또는 jp(LINE, 2023년에 종료)',
    ja: 'どのCLOVAですか？ kr（NAVER）または jp（LINE、2023年に終了）',
    en: 'Which CLOVA is yours? kr (NAVER) or jp (LINE, which ended in 2023)',
  },
  publicUrl: {
    ko: '터널의 공개 주소 (예: https://home.example.com, 허브에 참가하려면 hub, 나중에 하려면 -)',
    ja: 'トンネルの公開アドレス（例: https://home.example.com、ハブに参加するなら hub、後にするなら -）',
    en: 'The public address of your tunnel (such as https://home.example.com; hub to join a hub; - for later)',
  },
  joinLine: {
    ko: '허브의 운영자가 준 한 줄 (clova-home: 으로 시작, 그만두려면 -)',
    ja: 'ハブの運営者から受け取った1行（clova-home: で始まる、やめるなら -）',
    en: "The line of the hub's operator (it begins with clova-home:; - to leave it)",
  },
  hubTried: {
    ko: '허브가 이 집을 받았습니다. CLOVA 앱이 묻는 우리 집 코드: {code}',
    ja: 'ハブがこの家を受け付けました。CLOVAアプリが尋ねるわが家のコード: {code}',
    en: 'The hub lets this home in. The CLOVA app asks for the code of this home: {code}',
  },
  there: { ko: '이미 있는 연결: {names}', ja: '既にある接続: {names}', en: 'Connections that are there: {names}' },
  add: { ko: '{what}를 추가할까요?', ja: '{what}を追加しますか？', en: 'Add {what}?' },
  name: { ko: '연결의 이름', ja: '接続の名前', en: 'A name for it' },
  takeOut: { ko: '(지우려면 -)', ja: '（消すなら -）', en: '(- takes it out)' },
  hasOne: {
    ko: '(이미 있음: 그대로 두려면 Enter, 지우려면 -)',
    ja: '（既にあります: そのままならEnter、消すなら -）',
    en: '(there is one: Enter leaves it, - takes it out)',
  },
  looking: {
    ko: '네트워크에서 브리지와 IR 허브를 찾는 중…',
    ja: 'ネットワークでブリッジとスマートリモコンを探しています…',
    en: 'Looking for bridges and blasters on the network …',
  },
  trying: { ko: '연결해 보는 중…', ja: '接続してみています…', en: 'Trying the connection …' },
  works: { ko: '연결됩니다.', ja: '接続できます。', en: 'It works.' },
  typeAgain: {
    ko: '다시 입력할까요? (n: 이대로 계속)',
    ja: '入力し直しますか？（n: このまま続ける）',
    en: 'Type it again? (n: go on as it is)',
  },
  foundNone: { ko: '새로 찾은 것이 없습니다.', ja: '新しいものは見つかりません。', en: 'Nothing new was found.' },
  found: {
    ko: '찾았습니다: {what}. 추가할까요?',
    ja: '見つかりました: {what}。追加しますか？',
    en: 'Found: {what}. Add it?',
  },
  button: {
    ko: '지금 기기의 버튼을 누르세요 ({seconds}초).',
    ja: '今、機器のボタンを押してください（{seconds}秒）。',
    en: 'Press the button on it now ({seconds} s).',
  },
  plain: {
    ko: '암호화되지 않은 HTTP로만 통신하는 오래된 기기인 것 같습니다. 그러면 네트워크의 누구나 키를 읽을 수 있습니다. 그래도 추가할까요?',
    ja: '暗号化されていないHTTPでしか通信できない古い機器のようです。その場合、ネットワーク内の誰でもキーを読めます。それでも追加しますか？',
    en: 'It seems to be an old one that speaks plain HTTP only: its key would go over the network for all to read. Add it all the same?',
  },
  failed: { ko: '추가하지 못했습니다: {why}', ja: '追加できませんでした: {why}', en: 'It was not added: {why}' },
  devices: {
    ko: '어느 기기를 CLOVA에 보일까요? all, none, 또는 번호 (1,3)',
    ja: 'どの機器をCLOVAに見せますか？ all、none、または番号（1,3）',
    en: 'Which of these shall CLOVA see? all, none, or numbers (1,3)',
  },
  devicesNone: {
    ko: '연결에서 새 기기를 찾지 못했습니다. 나중에 찾으려면: sudo clova-home discover --write',
    ja: '接続に新しい機器は見つかりませんでした。後で探すには: sudo clova-home discover --write',
    en: 'The connections found no new device. To look for them later: sudo clova-home discover --write',
  },
  devicesSkipped: {
    ko: '설정에 틀린 곳이 있어 기기를 찾지 않았습니다 ({why}). 고친 다음: sudo clova-home discover --write',
    ja: '設定に間違いがあるため、機器を探しませんでした（{why}）。直してから: sudo clova-home discover --write',
    en: 'No devices were looked for, since the configuration has a mistake ({why}). Once it is mended: sudo clova-home discover --write',
  },
  exposed: {
    ko: 'expose 로 이미 보이는 기기: {names}',
    ja: 'expose で既に見えている機器: {names}',
    en: 'CLOVA sees these already, by "expose": {names}',
  },
  called: { ko: '"{device}"을(를) 부를 이름', ja: '「{device}」の呼び名', en: 'What you say for "{device}"' },
  user: {
    ko: 'CLOVA 앱에서 연결할 때 로그인할 사용자 이름 (나중에 하려면 -)',
    ja: 'CLOVAアプリで連携するときのユーザー名（後にするなら -）',
    en: 'A name to log in with when you link in the CLOVA app (- for later)',
  },
  password: { ko: '비밀번호 (8자 이상)', ja: 'パスワード（8文字以上）', en: 'Its password (8 characters or more)' },
  newSecret: {
    ko: '클라이언트 secret (linking.clientSecret) 을 쓸 수 없습니다. 새로 만들까요? 개발자 콘솔에도 다시 입력해야 합니다',
    ja: 'クライアントのsecret（linking.clientSecret）が使えません。新しく作りますか？ 開発者コンソールにも入れ直してください',
    en: "The client's secret (linking.clientSecret) cannot be used. Make a new one? It is to be entered in the console, too",
  },
  again: { ko: '한 번 더', ja: 'もう一度', en: 'Once more' },
  different: { ko: '두 번이 서로 다릅니다.', ja: '一致しません。', en: 'The two are not the same.' },
  short: { ko: '8자 이상이어야 합니다.', ja: '8文字以上にしてください。', en: 'It must have 8 characters or more.' },
  long: { ko: '200자까지입니다.', ja: '200文字までです。', en: 'It may have 200 characters at most.' },
  wrong: { ko: '올바르지 않습니다: {why}', ja: '正しくありません: {why}', en: 'That cannot be: {why}' },
  urlRule: {
    ko: '공개 주소는 https://home.example.com 처럼 https:// 와 이름만 쓰세요. CLOVA는 443 포트로만 오고, 경로는 server.path 입니다',
    ja: '公開アドレスは https://home.example.com のように https:// と名前だけを書いてください。CLOVAはポート443にだけ来て、パスは server.path です',
    en: 'write the public address as https://home.example.com and no more: CLOVA comes to port 443, and server.path is the path there',
  },
  nameRule: {
    ko: '이름은 영문자, 숫자, 점, 콜론, 붙임표, 밑줄로 100자까지입니다',
    ja: '名前は英数字、ピリオド、コロン、ハイフン、アンダースコアで100文字までです',
    en: 'a name is made of letters, digits, dot, colon, dash and underscore, 100 at most',
  },
  yesOrNo: { ko: 'y 또는 n', ja: 'y か n', en: 'it is y or n' },
  oneOf: { ko: '{all} 가운데 하나', ja: '{all} のどれか', en: 'it is one of {all}' },
  numbers: {
    ko: 'all, none, 또는 1에서 {most} 까지의 번호',
    ja: 'all、none、または1から{most}までの番号',
    en: 'it is all, none, or numbers from 1 to {most}',
  },
  otherName: {
    ko: '{name} 은(는) 이미 있습니다. 다른 이름을 쓰세요',
    ja: '{name} は既にあります。別の名前にしてください',
    en: '{name} is there already; give another name',
  },
  replace: {
    ko: '{name} 연결이 이미 있습니다. 입력한 값으로 바꿀까요?',
    ja: '接続 {name} は既にあります。入力した値に変えますか？',
    en: '{name} is there already. Change it to what you typed?',
  },
  mistakes: {
    ko: '지금 설정에 틀린 곳이 있습니다. 고치거나 여기서 다시 입력해야 쓸 수 있습니다:',
    ja: '今の設定に間違いがあります。直すか、ここで入れ直すまで書き込めません:',
    en: 'The present configuration has mistakes. Nothing can be written until they are mended, or typed anew here:',
  },
  mendFirst: {
    ko: '먼저 고쳐야 합니다. 그 전에는 아무것도 쓸 수 없습니다:',
    ja: '先に直してください。それまで何も書き込めません:',
    en: 'This is to be mended first; nothing can be written until then:',
  },
  changed: {
    ko: '그 사이에 누군가 {file} 또는 secrets.yaml 을 바꾸었습니다. 그 내용은 그대로 두고 답을 거기에 넣습니다.',
    ja: 'その間に {file} か secrets.yaml が変更されました。その内容は残し、回答をそこに入れます。',
    en: 'Somebody has changed {file} or its secrets.yaml meanwhile. That stays, and the answers go into it.',
  },
  changedNow: {
    ko: '{file} 또는 secrets.yaml 이 바로 지금 바뀌었습니다. 다시 실행하세요',
    ja: '{file} か secrets.yaml がちょうど今変更されました。もう一度実行してください',
    en: '{file} or its secrets.yaml was changed just now. Run it again',
  },
  keptNowhere: {
    ko: '입력한 것을 어디에도 둘 수 없었습니다.',
    ja: '入力したものはどこにも残せませんでした。',
    en: 'What you typed could be kept nowhere.',
  },
  wouldBeWrong: {
    ko: '이대로 쓰면 설정에 틀린 곳이 생깁니다:',
    ja: 'このまま書き込むと設定に間違いが残ります:',
    en: 'Written like this, the configuration would have mistakes:',
  },
  interrupted: {
    ko: '중단했습니다. 아무것도 쓰지 않았습니다.',
    ja: '中断しました。何も書き込みませんでした。',
    en: 'Stopped. Nothing was written.',
  },
  keptAnswers: {
    ko: '입력한 것은 {file} 에 있습니다. 위의 잘못을 고친 다음: clova-home setup --answers {file} --config {config}',
    ja: '入力したものは {file} にあります。上の間違いを直してから: clova-home setup --answers {file} --config {config}',
    en: 'What you typed is kept in {file}. Mend the mistakes above, then: clova-home setup --answers {file} --config {config}',
  },
  trouble: { ko: '문제: {why}', ja: '問題: {why}', en: 'In trouble: {why}' },
  write: { ko: '이대로 쓸까요?', ja: 'このまま書き込みますか？', en: 'Write this?' },
  same: { ko: '바뀐 것이 없습니다.', ja: '変わるものはありません。', en: 'Nothing is to be changed.' },
  nothing: { ko: '아무것도 쓰지 않았습니다.', ja: '何も書き込みませんでした。', en: 'Nothing was written.' },
  written: { ko: '{file} 에 썼습니다.', ja: '{file} に書き込みました。', en: '{file} is written.' },
  kept: {
    ko: '이전 것은 {file} 에 있습니다.',
    ja: '以前のものは {file} にあります。',
    en: 'The one before is kept as {file}.',
  },
  next: {
    ko: '다음: "{sudo}clova-home doctor" 로 전체를 확인하고, "{sudo}clova-home link" 에 나오는 값을 CLOVA 개발자 콘솔에 입력하세요.',
    ja: '次に: 「{sudo}clova-home doctor」で全体を確認し、「{sudo}clova-home link」の値をCLOVAの開発者コンソールに入力してください。',
    en: 'Next: "{sudo}clova-home doctor" looks at the whole way, and "{sudo}clova-home link" shows what to enter in the CLOVA developer console.',
  },
  remarkTop: {
    ko: '이 집의 CLOVA Home 설정입니다. "clova-home check" 가 틀린 곳을 모두 알려 줍니다.',
    ja: 'この家のCLOVA Homeの設定です。「clova-home check」が間違いをすべて教えます。',
    en: 'The home of clova-home-gateway. "clova-home check" says all that is wrong with it.',
  },
  remarkEdition: { ko: 'kr(네이버) 또는 jp(LINE)', ja: 'kr（NAVER）または jp（LINE）', en: 'kr (NAVER) or jp (LINE)' },
  remarkLanguage: {
    ko: '사용자가 듣는 말: ko, ja, en',
    ja: '利用者が聞く言葉: ko, ja, en',
    en: 'what the user hears: ko, ja or en',
  },
  remarkListen: { ko: '터널이 이어지는 곳', ja: 'トンネルがつながる所', en: 'what the tunnel reaches' },
  remarkDrivers: {
    ko: '브로커, 브리지, 송신기: 이름은 마음대로',
    ja: 'ブローカー、ブリッジ、送信機: 名前は自由',
    en: 'brokers, bridges and blasters; the names are yours',
  },
  remarkAppliances: { ko: 'CLOVA가 보는 기기', ja: 'CLOVAから見える機器', en: 'what CLOVA sees' },
} as const satisfies Readonly<Record<string, LocalizedText>>

export type MessageKey = keyof typeof wizardMessages

/** A text in all languages. */
export const wizardText = localizer<MessageKey>(wizardMessages)

/** The texts in one language. */
export const wizardTranslator = translator<MessageKey>(wizardMessages)
