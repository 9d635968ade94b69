import type { LocalizedText } from '../../util/translate.ts'

/** Why an operation was refused: what it named is not there, who asked may not, or it is not possible now. */
export const refusalTexts = {
  badRequest: {
    ko: '{field}: 받을 수 없는 값입니다',
    ja: '{field}: 受け付けられない値です',
    en: '{field}: this value cannot be taken',
  },
  notAnObject: {
    ko: '요청이 JSON 객체가 아닙니다',
    ja: '要求がJSONオブジェクトではありません',
    en: 'The request is no JSON object',
  },
  requestTooLong: {
    ko: '너무 큽니다. {maxBytes}바이트까지 받습니다',
    ja: '大きすぎます。{maxBytes}バイトまで受け付けます',
    en: 'It is too large. At most {maxBytes} bytes are taken',
  },
  noSuchOperation: {
    ko: '실행 중인 버전은 이 일을 할 줄 모릅니다. 페이지를 새로 고치세요',
    ja: '動いているバージョンにはこの機能がありません。ページを再読み込みしてください',
    en: 'The version that runs has no such operation. Load the page again',
  },
  ownerOnly: {
    ko: '이 집의 주인만 할 수 있습니다',
    ja: 'この家の持ち主だけができます',
    en: 'Only the owner of this home may do that',
  },
  notYourAppliance: {
    ko: '이 기기는 맡겨진 기기가 아닙니다. 집의 주인에게 물어보세요',
    ja: 'この機器は任されていません。家の持ち主に聞いてください',
    en: 'This appliance is not one of yours. Ask the owner of the home',
  },
  loginFirst: { ko: '먼저 로그인하세요', ja: '先にログインしてください', en: 'Log in first' },
  otherSite: {
    ko: '다른 사이트의 페이지에서 온 요청이라 받지 않습니다',
    ja: '別のサイトのページからの要求なので受け付けません',
    en: 'This request comes from a page of another site',
  },
  staleSession: {
    ko: '다른 탭에서 로그인이 바뀌었습니다. 페이지를 새로 고치세요',
    ja: '別のタブでログインが変わりました。ページを再読み込みしてください',
    en: 'The login has changed in another tab. Load the page again',
  },
  tooManyListeners: {
    ko: '열려 있는 페이지가 너무 많습니다. 다른 탭을 닫으세요',
    ja: '開いているページが多すぎます。ほかのタブを閉じてください',
    en: 'Too many pages are open. Close another tab',
  },
  configurationNotFollowed: {
    ko: '이 게이트웨이는 설정 파일 없이 시작했습니다. 설정을 바꾸려면 clova-home run으로 시작하세요',
    ja: 'このゲートウェイは設定ファイルなしで始まりました。設定を変えるには clova-home run で始めてください',
    en: 'This gateway does not follow a configuration file. Start it with clova-home run to change its configuration',
  },
  notStartedByRun: {
    ko: '이 게이트웨이는 clova-home run으로 시작하지 않아서 할 수 없습니다',
    ja: 'このゲートウェイは clova-home run で始まっていないため、できません',
    en: 'This gateway was not started by clova-home run, and cannot do it',
  },
  noSuchApplianceId: {
    ko: '“{id}”(이)라는 기기가 없습니다.{hint}',
    ja: '「{id}」という機器はありません。{hint}',
    en: 'There is no appliance “{id}”.{hint}',
  },
  applianceNotConfigured: {
    ko: '“{id}”은(는) 설정에 따로 적혀 있지 않아 지울 것이 없습니다. 대신 CLOVA에 보이지 않게 하세요',
    ja: '「{id}」は設定に書かれていないので、消すものがありません。代わりにCLOVAに見せないようにしてください',
    en: '“{id}” has no entry in the configuration. Hide it from CLOVA instead',
  },
  noSuchScene: {
    ko: '“{id}”(이)라는 장면이 없습니다',
    ja: '「{id}」というシーンはありません',
    en: 'There is no scene “{id}”',
  },
  noSuchDevice: {
    ko: '연결 {connection}에서 “{device}” 기기를 찾지 못했습니다. 다시 찾아 보세요',
    ja: '接続{connection}に機器「{device}」が見つかりません。もう一度探してください',
    en: 'The connection {connection} has found no device “{device}”. Search again',
  },
  typeNeeded: {
    ko: '“{device}”에 맞는 CLOVA 타입이 저절로 정해지지 않습니다. 타입을 고르세요',
    ja: '「{device}」に合うCLOVAのタイプが自動では決まりません。タイプを選んでください',
    en: 'No type of CLOVA fits “{device}” by itself. Choose one',
  },
  versionGone: {
    ko: '이 버전은 더 이상 보관되어 있지 않습니다',
    ja: 'このバージョンはもう残っていません',
    en: 'This version is not kept any more',
  },
  requestGone: {
    ko: '이 요청은 더 이상 기록에 없습니다',
    ja: 'この要求はもう記録にありません',
    en: 'This request is not in the log any more',
  },
  notResendable: {
    ko: '메시지가 더 이상 남아 있지 않아서 다시 보낼 수 없습니다',
    ja: 'メッセージがもう残っていないので、もう一度送れません',
    en: 'It cannot be sent again: its message is not kept any more',
  },
  unknownDriver: {
    ko: '“{type}”(이)라는 드라이버가 없습니다',
    ja: '「{type}」というドライバーはありません',
    en: 'There is no driver “{type}”',
  },
  noPairingNeeded: {
    ko: '드라이버 {type}의 기기는 페어링이 필요 없습니다',
    ja: 'ドライバー{type}の機器にペアリングは要りません',
    en: 'A device of the driver {type} needs no pairing',
  },
  badConnectionName: {
    ko: '이름에는 영문자, 숫자, 점, 쌍점, 붙임표, 밑줄만 쓸 수 있습니다',
    ja: '名前に使えるのは英数字、ピリオド、コロン、ハイフン、下線だけです',
    en: 'A name is made of letters, digits, dot, colon, dash and underscore',
  },
  badTunnelAnswers: {
    ko: '터널에 쓸 수 없는 값입니다',
    ja: 'トンネルに使えない値です',
    en: 'These values do not fit the tunnel',
  },
  tooManyPairings: {
    ko: '진행 중인 페어링이 너무 많습니다. 끝나기를 기다리세요',
    ja: '進行中のペアリングが多すぎます。終わるまで待ってください',
    en: 'Too many pairings are under way. Wait until they end',
  },
  pairingGone: {
    ko: '이 페어링은 벌써 끝났습니다. 다시 시작하세요',
    ja: 'このペアリングはもう終わっています。始め直してください',
    en: 'This pairing has ended long ago. Start it again',
  },
  noSuchUser: {
    ko: '“{name}”(이)라는 사람이 없습니다',
    ja: '「{name}」という人はいません',
    en: 'There is no user “{name}”',
  },
  ownerNameTaken: {
    ko: '“{name}”은(는) 주인의 이름입니다. 다른 이름을 쓰세요',
    ja: '「{name}」は持ち主の名前です。別の名前にしてください',
    en: '“{name}” is the owner. Take another name',
  },
  noSuchMember: {
    ko: '“{name}”(이)라는 가족이 없습니다',
    ja: '「{name}」という家族はいません',
    en: 'There is no member “{name}”',
  },
  tooManyMembers: {
    ko: '가족은 {max}명까지입니다',
    ja: '家族は{max}人までです',
    en: 'There are {max} members already',
  },
  noSuchApiToken: {
    ko: '“{name}”(이)라는 API 토큰이 없습니다',
    ja: '「{name}」というAPIトークンはありません',
    en: 'There is no API token “{name}”',
  },
  tooManyApiTokens: {
    ko: 'API 토큰이 벌써 {max}개입니다. 쓰지 않는 것을 지우세요',
    ja: 'APIトークンがもう{max}個あります。使わないものを取り消してください',
    en: 'There are {max} API tokens already. Revoke some',
  },
  apiTokenExists: {
    ko: '“{name}”(이)라는 API 토큰이 벌써 있습니다',
    ja: '「{name}」というAPIトークンはもうあります',
    en: 'There is an API token “{name}” already',
  },
  keptInMemoryOnly: {
    ko: '디스크에 쓰지 못했습니다. 다시 시작하면 사라집니다',
    ja: 'ディスクに書き込めませんでした。再起動すると失われます',
    en: 'It could not be written to the disk. A restart loses it',
  },
  noSuchToken: {
    ko: '"{name}" 라는 토큰이 없습니다. 확인: clova-home token list',
    ja: '"{name}" というトークンはありません。確認: clova-home token list',
    en: 'there is no token "{name}"; see: clova-home token list',
  },
  tokenExists: {
    ko: '"{name}" 라는 토큰이 이미 있습니다. 먼저 없애거나 다른 이름을 쓰세요',
    ja: '"{name}" というトークンはすでにあります。先に失効させるか、別の名前にしてください',
    en: 'there is a token "{name}" already; revoke it first, or take another name',
  },
  tokensNotKept: {
    ko: '토큰의 파일을 쓸 수 없어서 토큰을 만들지 않았습니다',
    ja: 'トークンのファイルが使えないので、トークンを作りませんでした',
    en: 'The file of the tokens cannot be used, so no token was made',
  },
  noSuchRemote: {
    ko: '“{id}”(이)라는 리모컨이 없습니다',
    ja: '「{id}」というリモコンはありません',
    en: 'There is no remote “{id}”',
  },
  noBlaster: {
    ko: '연결 “{connection}”은(는) 신호를 보내지 못합니다. 송신기를 고르세요',
    ja: '接続「{connection}」は信号を送れません。送信機を選んでください',
    en: 'The connection “{connection}” sends no codes. Choose a blaster',
  },
  noCodeDriver: {
    ko: '리모컨 신호를 아는 드라이버가 없습니다',
    ja: 'リモコンの信号がわかるドライバーがありません',
    en: 'No driver knows codes of remotes',
  },
  badCode: {
    ko: '보낼 수 있는 신호가 아닙니다',
    ja: '送れる信号ではありません',
    en: 'This is no code that can be sent',
  },
  noSuchKey: {
    ko: '파일에 “{key}” 키가 없습니다',
    ja: 'ファイルに「{key}」のキーがありません',
    en: 'There is no key “{key}” in the file',
  },
  pressGone: {
    ko: '이 누름은 벌써 잊었습니다. 다시 누르세요',
    ja: 'この信号はもう残っていません。もう一度押してください',
    en: 'This press is forgotten already. Press the key again',
  },
  noSuchBackup: {
    ko: '“{name}”(이)라는 백업이 없습니다',
    ja: '「{name}」というバックアップはありません',
    en: 'There is no backup “{name}”',
  },
  backupTooLarge: {
    ko: '{name}은(는) {maxMebibytes} MiB보다 큽니다',
    ja: '{name}は{maxMebibytes} MiBより大きいです',
    en: '{name} is larger than {maxMebibytes} MiB',
  },
  backupNotMade: {
    ko: '백업을 만들지 못했습니다',
    ja: 'バックアップを作れませんでした',
    en: 'The backup could not be made',
  },
  uploadGone: {
    ko: '보낸 백업이 더 이상 없습니다. 다시 보내세요',
    ja: '送られたバックアップはもうありません。もう一度送ってください',
    en: 'This backup is not here any more. Send it again',
  },
  restartByHand: {
    ko: '이 게이트웨이는 다시 시작해 줄 서비스가 없습니다. 게이트웨이를 멈추고 아래 명령을 쓰세요',
    ja: 'このゲートウェイを再び始めるサービスがありません。止めてから下のコマンドを使ってください',
    en: 'Nobody would start this gateway again. Stop it, then use the command below',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
