import { type LocalizedText, localizer, schemaMessage } from '../util/translate.ts'

/** Messages about the files of the configuration; those about YAML itself are in `yaml/messages.ts`. */
const messages = {
  noFile: {
    ko: '이 파일이 없습니다. 만들려면: clova-home setup',
    ja: 'このファイルがありません。作るには: clova-home setup',
    en: 'there is no such file; to make one: clova-home setup',
  },
  unreadable: {
    ko: '이 파일을 읽을 수 없습니다 ({code})',
    ja: 'このファイルは読めません（{code}）',
    en: 'this file cannot be read ({code})',
  },
  noMap: {
    ko: '설정은 "server:" 같은 키로 이루어지는데, 이 파일에는 키가 없습니다',
    ja: '設定は "server:" のようなキーでできていますが、このファイルにはキーがありません',
    en: 'a configuration is made of keys, such as "server:", and this is none',
  },
  olderVersion: {
    ko: '이전 버전의 설정입니다. 지금 버전으로 바꾸려면: clova-home migrate',
    ja: '以前のバージョンの設定です。今のバージョンに変えるには: clova-home migrate',
    en: 'this configuration is of an older version; bring it to the present one: clova-home migrate',
  },
  newerVersion: {
    ko: '이 설정은 버전 {theirs} 인데, 이 clova-home 은 {ours} 까지만 압니다. 더 새로운 것을 설치하세요',
    ja: 'この設定はバージョン {theirs} ですが、このclova-homeが扱えるのは {ours} までです。新しいものをインストールしてください',
    en: 'this configuration is of version {theirs}, and this clova-home knows {ours} at most: install a newer one',
  },
  nothingDone: {
    ko: '{file}: 잘못된 곳 {count}개. 아무것도 하지 않았습니다.',
    ja: '{file}: 間違い{count}か所。何もしませんでした。',
    en: '{file}: {count} mistake(s); nothing was done.',
  },
  nothingStarted: {
    ko: '{file}: 잘못된 곳 {count}개. 아무것도 시작하지 않았습니다.',
    ja: '{file}: 間違い{count}か所。何も起動しませんでした。',
    en: '{file}: {count} mistake(s); nothing was started.',
  },
  onlyDashboardStarted: {
    ko: '{file}: 잘못된 곳 {count}개. 대시보드만 시작했습니다.',
    ja: '{file}: 間違い{count}か所。ダッシュボードだけを起動しました。',
    en: '{file}: {count} mistake(s); only the dashboard was started.',
  },
  moreMistakes: {
    ko: '여기서부터 잘못된 곳이 더 있습니다. 위의 것부터 고치세요',
    ja: 'ここから先にも間違いがあります。まず上のものを直してください',
    en: 'there are more mistakes from here on; correct those above first',
  },
  emptyKey: {
    ko: ' 이 키에 속한 줄은 아래에 들여쓰고, 속한 것이 없으면 키를 지우세요. 예: {shape}',
    ja: ' このキーに属する行は下に字下げし、何もなければキーを消してください。例: {shape}',
    en: ' Indent what belongs to it below it; if nothing does, take the key out. It looks like this: {shape}',
  },
  otherShape: { ko: ' 예: {shape}', ja: ' 例: {shape}', en: ' It looks like this: {shape}' },

  // Drivers
  unknownDriverType: {
    ko: '"{type}" 라는 드라이버는 없습니다. 쓸 수 있는 것: {names}.',
    ja: '"{type}" というドライバーはありません。使えるもの: {names}。',
    en: 'there is no driver "{type}". Known are {names}.',
  },
  noDriver: {
    ko: '"{name}" 라는 이름의 연결이 없습니다.',
    ja: '"{name}" という名前の接続はありません。',
    en: 'there is no driver named "{name}".',
  },
  ownDriver: {
    ko: '"{name}" 은(는) 이 연결 자신입니다.',
    ja: '"{name}" はこの接続自身です。',
    en: '"{name}" is this connection itself.',
  },
  driversThere: {
    ko: ' drivers: 아래에 있는 것: {names}.',
    ja: ' drivers: の下にあるもの: {names}。',
    en: ' Under drivers: stand {names}.',
  },
  noDriversYet: {
    ko: ' drivers: 아래에 아직 아무것도 없습니다.',
    ja: ' drivers: の下にはまだ何もありません。',
    en: ' Nothing stands under drivers: yet.',
  },
  noOtherDriversYet: {
    ko: ' drivers: 아래에 아직 다른 것이 없습니다.',
    ja: ' drivers: の下にはまだほかに何もありません。',
    en: ' Nothing else stands under drivers: yet.',
  },

  // Appliances
  idTaken: {
    ko: '다른 기기의 id가 이미 {id} 입니다',
    ja: '別の機器のidがすでに{id}です',
    en: 'another appliance has the id {id} already',
  },
  typeNotInEdition: {
    ko: '{edition} 판에는 {type} 종류가 없습니다',
    ja: '{edition} 版に {type} という種類はありません',
    en: 'the edition {edition} has no type {type}',
  },
  nothingUsable: {
    ko: '이 기기가 알려 오는 것 가운데 쓸 수 있는 것이 없습니다',
    ja: 'この機器が知らせてくるもののうち、使えるものがありません',
    en: 'nothing that it says can be used',
  },
  applianceIdTwice: {
    ko: '다른 기기가 이미 id "{id}" 를 쓰고 있습니다. 기기마다 다른 id를 쓰세요.',
    ja: '別の機器がすでに id "{id}" を使っています。機器ごとに別の id を付けてください。',
    en: 'another appliance has the id "{id}" already; each needs its own.',
  },
  unspeakableName: {
    ko: '"{name}" 은(는) 말로 부를 수 없는 이름입니다. 글자나 숫자로 된 이름을 쓰세요.',
    ja: '"{name}" は声に出して呼べない名前です。文字か数字の名前を付けてください。',
    en: 'nobody can say the name "{name}"; write one of letters or digits.',
  },
  nameTwice: {
    ko: '기기 "{other}" 의 이름도 "{name}" 이라서 CLOVA가 구별할 수 없습니다. 각각 다른 이름을 붙이세요.',
    ja: '機器 "{other}" の名前も "{name}" なので、CLOVAが区別できません。それぞれ別の名前を付けてください。',
    en: 'the appliance "{other}" has the name "{name}" too, so CLOVA cannot tell them apart; give each a name of its own.',
  },
  noAppliance: {
    ko: '"{appliance}" 라는 기기가 없습니다.{hint}',
    ja: '"{appliance}" という機器はありません。{hint}',
    en: 'there is no appliance "{appliance}".{hint}',
  },
  noApplianceWithId: {
    ko: 'id가 "{id}" 인 기기가 없습니다.{hint}',
    ja: 'id が "{id}" の機器はありません。{hint}',
    en: 'no appliance has the id "{id}".{hint}',
  },
  noReferredAppliance: {
    ko: '이 기기가 참조하는 id "{id}" 의 기기가 없습니다.{hint}',
    ja: 'この機器が参照する id "{id}" の機器はありません。{hint}',
    en: 'no appliance has the id "{id}" that this one looks at.{hint}',
  },
  locationElsewhere: {
    ko: 'edition {edition} 에는 위치 {location} 이(가) 없습니다. {other} 에만 있습니다.',
    ja: 'edition {edition} には場所 {location} がありません。{other} だけにあります。',
    en: 'the edition {edition} has no location {location}; only {other} has it.',
  },
  noLocation: {
    ko: '{location} 이라는 위치는 없습니다.{hint}',
    ja: '{location} という場所はありません。{hint}',
    en: 'there is no location {location}.{hint}',
  },
  typeElsewhere: {
    ko: 'edition {edition} 에는 종류 {type} 이(가) 없습니다. {other} 에만 있습니다.',
    ja: 'edition {edition} には種類 {type} がありません。{other} だけにあります。',
    en: 'the edition {edition} has no type {type}; only {other} has it.',
  },
  noType: {
    ko: '{type} 은(는) 없는 종류입니다.{hint}',
    ja: '{type} という種類はありません。{hint}',
    en: 'there is no type {type}.{hint}',
  },
  thereAre: { ko: ' 있는 것: {names}.', ja: ' あるもの: {names}。', en: ' There are {names}.' },
  typeWithoutAction: {
    ko: '종류 {type} 에는 동작 {action} 이(가) 없습니다.{hint}',
    ja: '種類 {type} には動作 {action} がありません。{hint}',
    en: 'the type {type} has no action {action}.{hint}',
  },
  neverAsked: {
    ko: 'CLOVA는 {action} 전에 묻지 않습니다. 지우세요.',
    ja: 'CLOVAは {action} の前に確認しません。消してください。',
    en: 'CLOVA never asks before {action}; take it out.',
  },
  onlyJpAsks: {
    ko: '먼저 묻는 것은 edition jp 뿐이라, 여기서는 효과가 없습니다.',
    ja: '先に確認するのは edition jp だけなので、ここでは効果がありません。',
    en: 'only the edition jp asks first; here this has no effect.',
  },
  noMode: {
    ko: 'edition {edition} 의 종류 {type} 에는 모드 "{mode}" 가 없습니다.{hint} 있는 것: {modes}. 다른 모드를 해제했을 때 남는 모드는 rest로 이름을 정할 수 있습니다.',
    ja: 'edition {edition} の種類 {type} にはモード "{mode}" がありません。{hint} あるもの: {modes}。ほかのモードを解除したときに残るモードは、restで名前を付けられます。',
    en: 'the type {type} has no mode "{mode}" in {edition}.{hint} There are {modes}; the one that is left when another is released may be named by rest.',
  },
  offersNothing: {
    ko: '"{name}" 에는 종류 {type} 으로 CLOVA가 요청할 수 있는 것이 없습니다. 이 종류의 동작: {actions}.',
    ja: '"{name}" には、種類 {type} としてCLOVAが要求できることがありません。この種類の動作: {actions}。',
    en: '"{name}" offers nothing that CLOVA could ask of the type {type}; it can be asked: {actions}.',
  },

  // Scenes
  sceneIdTwice: {
    ko: '다른 장면이 이미 id "{id}" 를 쓰고 있습니다. 장면마다 다른 id를 쓰세요.',
    ja: '別のシーンがすでに id "{id}" を使っています。シーンごとに別の id を付けてください。',
    en: 'another scene has the id "{id}" already; each needs its own.',
  },
  sceneBeyondPace: {
    ko: '"{id}" 에 대한 동작이 {count}개인데, 이 기기는 {seconds}초에 {max}개까지 받습니다 (pace).',
    ja: '"{id}" への動作が{count}個ありますが、この機器が受けるのは{seconds}秒に{max}個までです（pace）。',
    en: '{count} actions are for "{id}", which takes {max} in {seconds} s (its pace).',
  },
  sceneValue: {
    ko: '사용자 지정 명령에는 값이 없어서, 이 장면을 그렇게 쓰는 곳에서 CLOVA는 {action} 을(를) 뺍니다.',
    ja: 'カスタムコマンドには値がないため、このシーンをそう使うところではCLOVAは {action} を省きます。',
    en: 'a custom command carries no value, so CLOVA leaves {action} out where it uses this scene as one.',
  },
  sceneValueJp: {
    ko: '사용자 지정 명령에는 값이 없어서, 이 장면을 그렇게 쓰는 곳에서 CLOVA는 {action} 을(를) 뺍니다. 장면으로는 모두 실행됩니다.',
    ja: 'カスタムコマンドには値がないため、このシーンをそう使うところではCLOVAは {action} を省きます。シーンとしてはすべて実行されます。',
    en: 'a custom command carries no value, so CLOVA leaves {action} out where it uses this scene as one; as a scene it is whole.',
  },

  // Account linking and the server
  linkingIncomplete: {
    ko: '아직 아무도 연결할 수 없습니다. linking 아래에 없는 것: {missing}. 확인: clova-home link',
    ja: 'まだだれも連携できません。linking の下に足りないもの: {missing}。確認: clova-home link',
    en: 'nobody can link yet: under linking is missing: {missing}. See: clova-home link',
  },
  redirectUriTooLong: {
    ko: 'redirect URI는 2000자까지입니다.',
    ja: 'redirect URIは2000文字までです。',
    en: 'a redirect URI has 2000 characters at most.',
  },
  redirectUriNotEncoded: {
    ko: 'redirect URI는 공백 없이 퍼센트 인코딩으로 씁니다. 이렇게 쓰세요: {uri}',
    ja: 'redirect URIは空白なしでパーセントエンコーディングで書きます。こう書いてください: {uri}',
    en: 'a redirect URI is percent-encoded, without blanks: write {uri}',
  },
  userTwice: {
    ko: '사용자 "{name}" 이(가) 이미 있습니다.',
    ja: '利用者 "{name}" はもういます。',
    en: 'there is a user "{name}" already.',
  },
  adminHasNoEffect: {
    ko: '"admin" 은 효과가 없습니다. 페이지는 "dashboard" 아래에서 설정합니다.',
    ja: '"admin" には効果がありません。ページは "dashboard" の下で設定します。',
    en: '"admin" has no effect; the page is set up under "dashboard".',
  },
  addressNotName: {
    ko: '이것은 IP 주소인데, CLOVA가 요구하는 인증서는 이름에만 있습니다. 터널의 이름을 쓰세요. 예: https://home.example.com',
    ja: 'これはIPアドレスですが、CLOVAが求める証明書は名前のためのものです。トンネルの名前を書いてください。例: https://home.example.com',
    en: 'a certificate is for a name, which CLOVA wants, and this is an address; write the name of your tunnel, as https://home.example.com',
  },
  localName: {
    ko: 'CLOVA는 인터넷에서 오는데, 거기서는 이 이름을 찾을 수 없습니다. 터널의 이름을 쓰세요. 예: https://home.example.com',
    ja: 'CLOVAはインターネットから来ますが、そこではこの名前が見つかりません。トンネルの名前を書いてください。例: https://home.example.com',
    en: 'CLOVA comes from the internet, where nobody knows this name; write the name of your tunnel, as https://home.example.com',
  },
  noKeyFile: {
    ko: '{file} 파일이 없습니다. 키가 없으면 CLOVA의 모든 요청이 거부됩니다',
    ja: 'ファイル {file} がありません。鍵がないと、CLOVAのすべてのリクエストが拒否されます',
    en: 'there is no file {file}; without the key every request of CLOVA is refused',
  },

  // Secrets
  secretsOpen: {
    ko: '다른 사용자가 이 파일을 읽을 수 있습니다. 실행하세요: {command}',
    ja: '他のユーザーがこのファイルを読めます。実行してください: {command}',
    en: 'others can read this file; run: {command}',
  },
  secretsUnreadable: {
    ko: '이 파일을 읽을 수 없습니다({code}). 게이트웨이를 실행하는 사용자의 파일이어야 합니다',
    ja: 'このファイルは読めません（{code}）。ゲートウェイを実行するユーザーのファイルでなければなりません',
    en: 'this file cannot be read ({code}); it must belong to whom the gateway runs as',
  },
  secretsForeignLink: {
    ko: '{link} 은(는) 다른 사용자가 만든 링크이고 그 사용자의 것이 아닌 파일로 이어져서 root가 따라가지 않습니다. 지우세요: sudo rm {link}',
    ja: '{link} は別の利用者が作ったリンクで、その利用者のものではないファイルに続くため、rootはたどりません。消してください: sudo rm {link}',
    en: '{link} is a link that another user made, to a file that is not of that user, and root does not follow it; remove it: sudo rm {link}',
  },
  secretsForm: {
    ko: '각 줄은 이름, 콜론, 비밀 값이어야 합니다. 예: mqtt_password: abc123',
    ja: '各行は名前、コロン、秘密の値でなければなりません。例: mqtt_password: abc123',
    en: 'each line must be a name, a colon and the secret, as mqtt_password: abc123',
  },
  quoteSecret: {
    ko: "이 비밀 값은 따옴표로 감싸세요. 예: mqtt_password: 'abc #123'. 값 안의 '는 두 번 쓰세요. 비밀이 아니라 설명이라면 # 뒤에 공백을 두세요",
    ja: "この秘密の値は引用符で囲んでください。例: mqtt_password: 'abc #123'。値の中の'は2回書いてください。秘密ではなく注釈なら、#の後に空白を置いてください",
    en: "put this secret in quotes, as mqtt_password: 'abc #123'; write a ' in it twice. If a remark is meant, put a space behind the #",
  },
  emptySecret: {
    ko: '이 이름 뒤에 비밀 값이 없습니다',
    ja: 'この名前の後に秘密の値がありません',
    en: 'no secret stands behind this name',
  },
  unnamedSecret: {
    ko: '!secret 뒤에 비밀의 이름이 필요합니다. 예: !secret mqtt_password',
    ja: '!secretの後に秘密の名前が必要です。例: !secret mqtt_password',
    en: '!secret needs the name of the secret behind it, such as !secret mqtt_password',
  },
  unknownSecret: {
    ko: '이 비밀은 {file}, $CREDENTIALS_DIRECTORY, 환경 변수 어디에도 없습니다.{hint}',
    ja: 'この秘密は {file} にも $CREDENTIALS_DIRECTORY にも環境変数にもありません。{hint}',
    en: 'this secret is not in {file}, not in $CREDENTIALS_DIRECTORY and not in the environment.{hint}',
  },
  lastGoodUsed: {
    ko: 'FAILURE: {file} 을(를) 쓸 수 없어, {savedAt}에 저장한 마지막 올바른 설정으로 실행합니다. 파일을 고치면 바로 적용됩니다. 확인: clova-home check',
    ja: 'FAILURE: {file} が使えないため、{savedAt} に保存した最後の正しい設定で動いています。ファイルを直すとすぐに反映されます。確認: clova-home check',
    en: 'FAILURE: {file} cannot be used, so the gateway runs with the last configuration that was right, saved at {savedAt}. Correct the file, and it is applied at once; to see what is wrong: clova-home check',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages in all languages, with values put in. */
export const localize = localizer(messages)

/** What the schema of the configuration says of a value that it refuses. */
const rules = {
  id: {
    ko: 'id는 영문자, 숫자, 점, 콜론, 하이픈, 밑줄로 씁니다',
    ja: 'idは英字、数字、ピリオド、コロン、ハイフン、アンダースコアで書きます',
    en: 'an id is made of letters, digits, dot, colon, dash and underscore',
  },
  listen: {
    ko: '연결을 받을 주소를 이렇게 쓰세요: 127.0.0.1:8710',
    ja: '接続を受けるアドレスはこう書いてください: 127.0.0.1:8710',
    en: 'write where to listen as 127.0.0.1:8710',
  },
  port: { ko: '포트는 65535까지입니다', ja: 'ポートは65535までです', en: 'a port is at most 65535' },
  network: {
    ko: '주소는 127.0.0.1, 네트워크는 192.168.1.0/24 처럼 쓰세요',
    ja: 'アドレスは127.0.0.1、ネットワークは192.168.1.0/24のように書いてください',
    en: 'write an address as 127.0.0.1, or a network as 192.168.1.0/24',
  },
  publicUrl: {
    ko: '공개 주소는 이렇게 쓰세요: https://home.example.com',
    ja: '公開アドレスはこう書いてください: https://home.example.com',
    en: 'write the public address as https://home.example.com',
  },
  publicUrlNameOnly: {
    ko: 'CLOVA는 443 포트로 오고 경로는 server.path 입니다. https:// 와 이름만 쓰세요. 예: https://home.example.com',
    ja: 'CLOVAはポート443に来て、パスはserver.pathです。https://と名前だけを書いてください。例: https://home.example.com',
    en: 'CLOVA comes to port 443, and server.path is the path there: write only https:// and the name, as https://home.example.com',
  },
  path: {
    ko: '경로는 /로 시작합니다. 예: /clova',
    ja: 'パスは/で始まります。例: /clova',
    en: 'a path begins with a slash, such as /clova',
  },
  oauthPath: {
    ko: '/oauth/ 로 시작하는 경로는 계정 연결에 쓰입니다',
    ja: '/oauth/で始まるパスはアカウント連携に使われます',
    en: 'what begins with /oauth/ is for account linking',
  },
  deadlineMin: {
    ko: 'deadline은 100ms 이상이어야 합니다',
    ja: 'deadlineは100ms以上でなければなりません',
    en: 'the deadline must be at least 100ms',
  },
  deadlineMax: {
    ko: 'deadline은 7.5s 이하여야 합니다',
    ja: 'deadlineは7.5s以下でなければなりません',
    en: 'the deadline must be at most 7.5s',
  },
  clientId: {
    ko: 'clientId는 영문자, 숫자, 기호로 쓰고 공백과 콜론은 쓰지 않습니다',
    ja: 'clientIdは英字、数字、記号で書き、空白とコロンは使いません',
    en: 'a clientId is made of letters, digits and signs, without blanks and colons',
  },
  clientSecret: {
    ko: 'clientSecret은 영문자, 숫자, 기호 16자 이상입니다. 만들려면: openssl rand -hex 32',
    ja: 'clientSecretは英字、数字、記号で16文字以上です。作るには: openssl rand -hex 32',
    en: 'a clientSecret has at least 16 letters, digits and signs, as `openssl rand -hex 32` makes it',
  },
  redirectUri: {
    ko: 'redirect URI는 https://로 시작합니다',
    ja: 'redirect URIはhttps://で始まります',
    en: 'a redirect URI begins with https://',
  },
  redirectUriFragment: {
    ko: 'redirect URI에는 #을 쓸 수 없습니다',
    ja: 'redirect URIに#は使えません',
    en: 'a redirect URI has no #',
  },
  passwordHash: {
    ko: '비밀번호의 해시가 아닙니다. 만들려면: clova-home password',
    ja: 'パスワードのハッシュではありません。作るには: clova-home password',
    en: 'this is not the hash of a password; make one with: clova-home password',
  },
  hostName: {
    ko: '이름만 쓰세요. http:// 와 포트는 쓰지 않습니다. 예: home.example.com',
    ja: '名前だけを書いてください。http://とポートは要りません。例: home.example.com',
    en: 'write a name as home.example.com, without http:// and port',
  },
  basePath: {
    ko: '경로는 /clova-home 처럼 쓰고, 끝에 / 를 붙이지 마세요',
    ja: 'パスは/clova-homeのように書き、終わりに/を付けないでください',
    en: 'write a path as /clova-home, without a slash at its end',
  },
  homeId: {
    ko: '집의 id는 "clova-home join" 이 쓰는 값이어야 합니다',
    ja: '家のidは"clova-home join"が書く値でなければなりません',
    en: 'a home has the id that "clova-home join" writes',
  },
  hubServer: {
    ko: '서버는 이렇게 쓰세요: tls://nats.example.com:4222',
    ja: 'サーバーはこう書いてください: tls://nats.example.com:4222',
    en: 'write a server as tls://nats.example.com:4222',
  },
  hubCredentials: {
    ko: '허브의 자격 증명이 아닙니다. "clova-home join" 이 씁니다',
    ja: 'ハブの資格情報ではありません。"clova-home join"が書きます',
    en: 'these are no credentials of a hub: "clova-home join" writes them',
  },
  timeZone: {
    ko: '시간대는 Asia/Seoul 처럼 쓰세요',
    ja: 'タイムゾーンはAsia/Tokyoのように書いてください',
    en: 'write a time zone as Asia/Seoul or Europe/Berlin',
  },
  publicKeyHttps: {
    ko: '모든 신뢰의 바탕인 키는 https로만 받습니다',
    ja: 'すべての信頼のもとになる鍵は、httpsでだけ受け取ります',
    en: 'the key that all trust hangs on comes by https only',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the rules, as a message for zod. */
export const rule = (word: keyof typeof rules): string => schemaMessage(rules[word])
