import type { LocalizedText } from '../../util/translate.ts'

/** What the commands on who may use the home, and by which key, print. `{x}` is a placeholder. */
export const accessMessages = {
  // join
  joined: {
    ko: '이 집이 {url} 의 허브에 참가했습니다. 실행 중인 게이트웨이는 곧 연결합니다.\nCLOVA 앱에서 연결할 때 우리 집 코드를 물어봅니다: {code}\n다음: clova-home password, sudo clova-home doctor',
    ja: 'この家は {url} のハブに参加しました。動いているゲートウェイはすぐに接続します。\nCLOVAアプリで連携するとき、わが家のコードを尋ねられます: {code}\n次に: clova-home password、sudo clova-home doctor',
    en: 'This home joined the hub at {url}. The running gateway connects within a second.\nWhen users link the CLOVA app they are asked for the code of this home: {code}\nThen: clova-home password, sudo clova-home doctor',
  },
  joinFailed: {
    ko: '{problem}. 아무것도 쓰지 않았습니다',
    ja: '{problem}。何も書き込みませんでした',
    en: '{problem}. Nothing was written',
  },

  // link
  nobodyLinked: {
    ko: '아직 CLOVA를 연결한 사람이 없습니다. 콘솔에 입력할 값: sudo clova-home link',
    ja: 'まだだれもCLOVAを連携していません。コンソールに入力する値: sudo clova-home link',
    en: 'Nobody has linked CLOVA yet. What to enter in its console says: sudo clova-home link',
  },
  columnUser: { ko: '사용자', ja: '利用者', en: 'USER' },
  columnSince: { ko: '연결한 때', ja: '連携した日時', en: 'SINCE' },
  columnLastUsed: { ko: '마지막 사용', ja: '最後の使用', en: 'LAST USED' },
  columnInForce: { ko: '유효', ja: '有効', en: 'IN FORCE' },
  inForce: { ko: '예', ja: 'はい', en: 'yes' },
  linkEndedByUser: {
    ko: '아니요: 사용자가 없어졌거나, 비밀번호가 바뀌었거나, 1년 동안 쓰지 않았습니다',
    ja: 'いいえ: 利用者がなくなったか、パスワードが変わったか、1年間使われていません',
    en: 'no: the user is gone, or has another password now, or it was not used for a year',
  },
  linkingGone: {
    ko: '아니요: 계정 연결이 더는 설정되어 있지 않습니다. clova-home link 를 보세요',
    ja: 'いいえ: アカウント連携の設定がもうありません。clova-home link を見てください',
    en: 'no: account linking is not set up any more, see clova-home link',
  },
  revokeDiskFailed: {
    ko: '{problem}. 디스크를 고치고 다시 실행하세요. 기록되기 전에 다시 시작하면 연결이 되살아납니다.',
    ja: '{problem}。ディスクを直してもう一度実行してください。記録される前に再起動すると、連携が戻ります。',
    en: '{problem}. Mend the disk and revoke again: until it is written, a restart brings the link back.',
  },
  noSuchLink: {
    ko: '"{name}" 의 연결은 없습니다. 확인: clova-home link status',
    ja: '"{name}" の連携はありません。確認: clova-home link status',
    en: 'there is no link of "{name}"; see: clova-home link status',
  },
  revokeWhich: {
    ko: '누구의 연결을 끊을지 쓰세요: clova-home link revoke NAME. 모두 끊으려면: clova-home link revoke --all',
    ja: 'だれの連携を終わらせるか書いてください: clova-home link revoke NAME。すべて終わらせるには: clova-home link revoke --all',
    en: 'name whose link is to be ended: clova-home link revoke NAME. To end all of them: clova-home link revoke --all',
  },
  noLink: { ko: '연결이 없습니다.', ja: '連携はありません。', en: 'There is no link.' },
  oneLinkEnded: { ko: '연결 하나를 끊었습니다.', ja: '連携をひとつ終わらせました。', en: 'One link is ended.' },
  linksEnded: {
    ko: '연결 {count}개를 끊었습니다.',
    ja: '連携を{count}個終わらせました。',
    en: '{count} links are ended.',
  },

  // token
  tokenNeedsName: {
    ko: '토큰의 이름이 필요합니다: clova-home token {verb} NAME',
    ja: 'トークンの名前が必要です: clova-home token {verb} NAME',
    en: 'the token needs a name: clova-home token {verb} NAME',
  },
  tokenLifetime: {
    ko: '--expires {expires}: 12h 나 30d 처럼 시간을 쓰세요',
    ja: '--expires {expires}: 12hや30dのように時間を書いてください',
    en: '--expires {expires}: write a time as 12h or 30d',
  },
  tokenLifetimeRange: {
    ko: '--expires {expires}: 1ms에서 3650d까지입니다',
    ja: '--expires {expires}: 1msから3650dまでです',
    en: '--expires {expires}: at least 1ms and at most 3650d',
  },
  tokenNameRule: {
    ko: '토큰의 이름은 1자에서 100자까지입니다',
    ja: 'トークンの名前は1文字から100文字までです',
    en: 'the name of a token has 1 to 100 characters',
  },
  tokenMade: {
    ko: '"{name}" 의 액세스 토큰입니다. 지금만 볼 수 있고 {expires} 까지 쓸 수 있습니다.',
    ja: '"{name}" のアクセストークンです。今だけ表示され、{expires} まで使えます。',
    en: 'This is the access token "{name}". It is shown only now; it is good until {expires}.',
  },
  noTokens: {
    ko: '액세스 토큰이 없습니다. 만들려면: clova-home token create NAME',
    ja: 'アクセストークンはありません。作るには: clova-home token create NAME',
    en: 'There are no access tokens. Make one with: clova-home token create NAME',
  },
  columnCreated: { ko: '만든 때', ja: '作成日時', en: 'CREATED' },
  columnExpires: { ko: '만료', ja: '期限', en: 'EXPIRES' },
  tokenExpired: { ko: '{time} (만료됨)', ja: '{time}（期限切れ）', en: '{time} (expired)' },
  tokenRevoked: {
    ko: '"{name}" 토큰을 없앴습니다.',
    ja: 'トークン "{name}" を失効させました。',
    en: 'The token "{name}" is revoked.',
  },
  nothingChanged: {
    ko: '아무것도 바꾸지 않았습니다: {problem}',
    ja: '何も変えませんでした: {problem}',
    en: 'nothing was changed: {problem}',
  },

  // password
  passwordPrompt: { ko: '비밀번호', ja: 'パスワード', en: 'Password' },
  passwordAgain: { ko: '한 번 더', ja: 'もう一度', en: 'Once more' },
  passwordShort: {
    ko: '비밀번호는 {min}자 이상이어야 합니다. 더 긴 것을 쓰세요',
    ja: 'パスワードは{min}文字以上にしてください。もっと長いものにしてください',
    en: 'a password has at least {min} characters; take a longer one',
  },
  passwordLong: {
    ko: '비밀번호는 {max}자까지입니다',
    ja: 'パスワードは{max}文字までです',
    en: 'a password has at most {max} characters',
  },
  passwordDifferent: {
    ko: '두 번이 서로 다릅니다. 아무것도 만들지 않았습니다',
    ja: '2回の入力が一致しません。何も作りませんでした',
    en: 'the two are not the same; nothing was made',
  },
  passwordNext: {
    ko: '작은따옴표로 묶어 secrets.yaml에 쓰세요: family_password: {hash}',
    ja: '一重引用符で囲んでsecrets.yamlに書いてください: family_password: {hash}',
    en: 'Put it into secrets.yaml, in single quotes: family_password: {hash}',
  },

  // dashboard
  dashboardReset: {
    ko: '비밀번호를 지우고 모든 로그인을 끝냈습니다.',
    ja: 'パスワードを消し、すべてのログインを終わらせました。',
    en: 'The password is forgotten, and every login has ended.',
  },
  dashboardOpen: { ko: '주소', ja: 'アドレス', en: 'open' },
  dashboardOr: { ko: '또는', ja: 'または', en: 'or' },
  dashboardCode: { ko: '코드', ja: 'コード', en: 'code' },
  dashboardCodeUntil: {
    ko: '코드는 {time} 까지 한 번만 쓸 수 있습니다. 지나면 다시: sudo clova-home dashboard',
    ja: 'コードは {time} まで1回だけ使えます。過ぎたらもう一度: sudo clova-home dashboard',
    en: 'The code is good once, until {time}. Then: sudo clova-home dashboard',
  },
  dashboardLogIn: {
    ko: '비밀번호로 로그인하세요. 잊었다면: sudo clova-home dashboard reset',
    ja: 'パスワードでログインしてください。忘れたときは: sudo clova-home dashboard reset',
    en: 'Log in with the password. If it is forgotten: sudo clova-home dashboard reset',
  },
  dashboardStopped: {
    ko: '실행 중인 게이트웨이가 없습니다. 시작하려면: sudo systemctl start clova-home',
    ja: '動いているゲートウェイがありません。起動するには: sudo systemctl start clova-home',
    en: 'no gateway runs; start it with: sudo systemctl start clova-home',
  },

  // pair
  pairNoDriver: {
    ko: '"{type}" 라는 드라이버는 없습니다. 페어링하는 기기의 드라이버: {names}.{hint}',
    ja: '"{type}" というドライバーはありません。ペアリングする機器のドライバー: {names}。{hint}',
    en: 'there is no driver "{type}". Devices of these are paired with: {names}.{hint}',
  },
  pairConnection: {
    ko: '"{name}" 은(는) 설정에 있는 {driver} 연결입니다. 페어링은 연결이 아니라 드라이버로 하고, 페어링하는 드라이버는 {names} 입니다',
    ja: '"{name}" は設定にある{driver}の接続です。ペアリングは接続ではなくドライバーで行い、ペアリングするドライバーは {names} です',
    en: '"{name}" is a connection of the driver {driver} in the configuration. Pairing names a driver and no connection; devices of these drivers are paired with: {names}',
  },
  pairConnectionNotNeeded: {
    ko: '"{name}" 은(는) 설정에 있는 {driver} 연결이고, {driver} 의 기기는 페어링하지 않습니다. 페어링하는 드라이버: {names}',
    ja: '"{name}" は設定にある{driver}の接続で、{driver}の機器にペアリングは要りません。ペアリングするドライバー: {names}',
    en: '"{name}" is a connection of the driver {driver} in the configuration, and its devices need no pairing. Devices of these drivers do: {names}',
  },
  pairNotNeeded: {
    ko: '"{type}" 드라이버의 기기는 페어링하지 않습니다. 페어링하는 것: {names}',
    ja: '"{type}" ドライバーの機器にペアリングは要りません。ペアリングするもの: {names}',
    en: 'a device of the driver "{type}" needs no pairing. Devices of these do: {names}',
  },
  pairNone: { ko: '없음', ja: 'なし', en: 'none' },
  pairNoFolder: {
    ko: 'secrets.yaml을 둘 {folder} 폴더가 없습니다. --config 를 쓰세요',
    ja: 'secrets.yamlを置くフォルダー {folder} がありません。--config を付けてください',
    en: 'there is no folder {folder}, where secrets.yaml is to be; give --config',
  },
  pairLeft: { ko: '{seconds}초 남음', ja: '残り{seconds}秒', en: '{seconds} s left' },
  paired: {
    ko: '{what} 와(과) 페어링했습니다. 키는 {file} 에 있습니다.\n\ndrivers: 아래에 이렇게 쓰세요\n  {name}: {entry}',
    ja: '{what} とペアリングしました。鍵は {file} にあります。\n\ndrivers: の下にこう書いてください\n  {name}: {entry}',
    en: 'Paired with {what}. Its secrets are in {file}.\n\nUnder drivers: write\n  {name}: {entry}',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
