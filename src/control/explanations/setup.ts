import type { LocalizedText } from '../../util/translate.ts'

/** Linking, the first run, remotes and backups. `{x}` is a value of the explanation. */
export const setupTexts = {
  wrongLogin: {
    ko: '이름이나 비밀번호가 틀렸습니다',
    ja: '名前かパスワードが違います',
    en: 'The name or the password was wrong',
  },
  tooManyLogins: {
    ko: '로그인을 너무 여러 번 시도했습니다',
    ja: 'ログインの試行が多すぎます',
    en: 'There were too many tries to log in',
  },
  wrongRedirect: {
    ko: '콘솔의 Redirect URL이 여기의 것과 다릅니다',
    ja: 'コンソールのリダイレクトURLがここのものと違います',
    en: 'The redirect URL of the console differs from the one here',
  },
  wrongClient: {
    ko: '클라이언트 ID나 secret이 콘솔의 것과 다릅니다',
    ja: 'クライアントIDまたはsecretがコンソールのものと違います',
    en: 'The client id or the secret differs from that of the console',
  },
  badLinkingRequest: {
    ko: '연결 요청이 올바르지 않습니다',
    ja: '連携の要求が正しくありません',
    en: 'The request to link was not right',
  },
  codeRefused: {
    ko: '코드가 끝났거나 이미 쓰였습니다. CLOVA 앱에서 다시 연결하세요',
    ja: 'コードが切れたか、もう使われました。CLOVAアプリでもう一度連携してください',
    en: 'The code had expired or was used already. Link again in the CLOVA app',
  },
  strangers: {
    ko: 'CLOVA의 서명이 없는 요청입니다. 모두 거부했습니다',
    ja: 'CLOVAの署名がない要求です。すべて断りました',
    en: 'Requests that CLOVA did not sign; all were refused',
  },
  missingPublicUrl: {
    ko: '터널의 공개 주소가 필요합니다',
    ja: 'トンネルの公開アドレスが必要です',
    en: 'The public address of your tunnel is needed',
  },
  missingPort443: {
    ko: 'CLOVA는 443 포트로만 옵니다. 공개 주소에 다른 포트가 있습니다',
    ja: 'CLOVAは443番ポートにしか来ません。公開アドレスに別のポートがあります',
    en: 'CLOVA comes to port 443 only, and the public address has another',
  },
  missingSecret: {
    ko: '클라이언트 secret이 필요합니다. 연결할 사람을 더하면 만들어집니다',
    ja: 'クライアントのsecretが必要です。連携する人を加えると作られます',
    en: "The client's secret is needed; it is made when somebody who may link is added",
  },
  missingUser: {
    ko: '연결할 수 있는 사람이 아직 없습니다',
    ja: '連携できる人がまだいません',
    en: 'Nobody may link yet',
  },
  redirectNotHttps: {
    ko: 'https://로 시작하고 #이 없는 주소여야 합니다',
    ja: 'https://で始まり、#のないアドレスでなければなりません',
    en: 'It must begin with https:// and have no #',
  },
  badPublicUrl: {
    ko: '공개 주소는 https://home.example.com 처럼 포트와 경로 없이 씁니다',
    ja: '公開アドレスは https://home.example.com のように、ポートとパスなしで書きます',
    en: 'Write the public address as https://home.example.com, without a port and a path',
  },
  passwordLength: {
    ko: '비밀번호는 {min}자에서 {max}자까지입니다',
    ja: 'パスワードは{min}文字から{max}文字までです',
    en: 'A password has {min} to {max} characters',
  },
  passwordNeeded: {
    ko: '새 사람에게는 비밀번호가 필요합니다',
    ja: '新しい人にはパスワードが必要です',
    en: 'Somebody new needs a password',
  },
  notReached: {
    ko: '공개 주소로 보낸 시험이 돌아오지 않았습니다. 터널을 확인하세요',
    ja: '公開アドレスに送った試験が戻りませんでした。トンネルを確認してください',
    en: 'The test that was sent to the public address did not come back. Look at the tunnel',
  },
  summaryEdition: { ko: '{edition}', ja: '{edition}', en: '{edition}' },
  summaryAddress: { ko: '{address}', ja: '{address}', en: '{address}' },
  summaryConnections: { ko: '연결 {count}개', ja: '接続{count}件', en: '{count} connections' },
  summaryAppliances: { ko: '기기 {count}개', ja: '機器{count}台', en: '{count} appliances' },
  summaryUsers: { ko: '{count}명', ja: '{count}人', en: '{count} people' },
  summaryConsole: {
    ko: '여섯 단계 가운데 {count}단계를 마쳤습니다',
    ja: '6段階のうち{count}段階が終わりました',
    en: '{count} of the steps are done',
  },
  samePress: { ko: '두 번 누른 것이 같습니다', ja: '2回とも同じです', en: 'Both presses are the same' },
  otherPress: {
    ko: '두 번이 다릅니다. 다른 키를 눌렀거나, 누를 때마다 바뀌는 리모컨입니다',
    ja: '2回が違います。別のキーを押したか、押すたびに変わるリモコンです',
    en: 'The presses differ: another key was pressed, or the remote changes with each press',
  },
  unknownCode: {
    ko: '알아볼 수 없는 파일이나 코드입니다',
    ja: '読み取れないファイルまたはコードです',
    en: 'This is no file or code that is known here',
  },
  notABackup: {
    ko: '이 파일은 쓸 수 있는 백업이 아닙니다: {reason}',
    ja: 'このファイルは使えるバックアップではありません: {reason}',
    en: 'This file is no backup that can be used: {reason}',
  },
  backupReplaces: {
    ko: '파일 {count}개가 바뀌거나 더해집니다. 지금 것은 백업으로 남습니다',
    ja: 'ファイル{count}個が変わるか加わります。今のものはバックアップとして残ります',
    en: '{count} files change or are added; what is there now is kept as a backup',
  },
  backupRestarts: {
    ko: '게이트웨이가 한 번 다시 시작합니다',
    ja: 'ゲートウェイが一度再起動します',
    en: 'The gateway restarts once',
  },
  restoreLinks: {
    ko: 'CLOVA와의 연결도 백업할 때의 것이 됩니다. 그 뒤에 연결했거나 오래된 백업이면 CLOVA 앱에서 다시 연결해야 할 수 있습니다',
    ja: 'CLOVAとの連携もバックアップしたときのものになります。その後に連携した場合や古いバックアップの場合は、CLOVAアプリで連携し直すことがあります',
    en: 'The link with CLOVA becomes that of the time of the backup. If it is older, you may have to link again in the CLOVA app',
  },
  restoreNoPassword: {
    ko: '백업에는 이 페이지의 비밀번호가 없습니다. 일회용 코드로 새로 정할 때까지 게이트웨이가 있는 컴퓨터에서만 열립니다',
    ja: 'バックアップにこのページのパスワードがありません。1回限りのコードで決め直すまで、ゲートウェイのあるコンピューターでしか開けません',
    en: 'The backup has no password for this page: until one is set with a one-time code, only the machine of the gateway opens it',
  },
  restoreOtherPassword: {
    ko: '이 페이지의 비밀번호가 백업할 때의 것이 됩니다. 지금의 로그인은 끝납니다',
    ja: 'このページのパスワードがバックアップしたときのものになります。今のログインは終わります',
    en: 'The password of this page becomes that of the time of the backup, and the logins of now end',
  },
  restoreEndsLogins: {
    ko: '백업한 뒤에 한 로그인은 끝납니다. 같은 비밀번호로 다시 로그인합니다',
    ja: 'バックアップの後のログインは終わります。同じパスワードでもう一度ログインします',
    en: 'Logins since the backup end; log in again with the same password',
  },
  restoreOtherUsers: {
    ko: '가족의 로그인과 API 토큰도 백업할 때의 것이 됩니다',
    ja: '家族のログインとAPIトークンもバックアップしたときのものになります',
    en: 'The logins of the family and the API tokens become those of the time of the backup, too',
  },
  restoreLockOut: {
    ko: '페이지에 들어오지 못하게 되면, 게이트웨이가 있는 컴퓨터에서 이 명령으로 주소와 새 코드를 얻습니다',
    ja: 'ページに入れなくなったら、ゲートウェイのあるコンピューターでこのコマンドを実行すると、アドレスと新しいコードがわかります',
    en: 'If you are locked out, this command on the machine of the gateway gives the address and a new code',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
