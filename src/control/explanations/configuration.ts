import type { LocalizedText } from '../../util/translate.ts'

/** Files, names, and what saving a configuration does. `{x}` is a value of the explanation. */
export const configurationTexts = {
  diskFull: {
    ko: '디스크가 가득 찼습니다. 자리를 만든 뒤 다시 저장하세요',
    ja: 'ディスクがいっぱいです。空きを作ってから、もう一度保存してください',
    en: 'The disk is full. Make room, then save again',
  },
  readOnlyDisk: {
    ko: '디스크에 쓸 수 없습니다 (읽기 전용)',
    ja: 'ディスクに書き込めません（読み取り専用）',
    en: 'The disk cannot be written; it is read-only',
  },
  notAllowedToWrite: {
    ko: '게이트웨이의 사용자는 {file} 파일을 쓸 수 없습니다. 아래 명령으로 허락하세요',
    ja: 'ゲートウェイのユーザーは {file} に書き込めません。下のコマンドで許可してください',
    en: "The gateway's user may not write {file}. Allow it with the command below",
  },
  notAllowedToRead: {
    ko: '게이트웨이의 사용자는 {file} 파일을 읽을 수 없습니다',
    ja: 'ゲートウェイのユーザーは {file} を読めません',
    en: "The gateway's user may not read {file}",
  },
  fileMissing: {
    ko: '{file} 파일이 없습니다',
    ja: '{file} がありません',
    en: 'There is no file {file}',
  },
  fileFailed: {
    ko: '{file} 파일을 쓸 수 없습니다 ({reason})',
    ja: '{file} に書き込めません（{reason}）',
    en: '{file} cannot be written ({reason})',
  },
  cannotEdit: {
    ko: '이 부분은 파일의 모양 때문에 그 자리에서 바꿀 수 없습니다. 편집기에서 직접 고치세요',
    ja: 'この部分はファイルの書き方のため、その場では変えられません。エディターで直してください',
    en: 'This stands in the file in a form that cannot be changed in place. Change it in the editor',
  },
  notInForce: {
    ko: '저장했지만 아직 쓰이지 않습니다',
    ja: '保存しましたが、まだ有効になっていません',
    en: 'It was saved, and is not in force',
  },
  connectionInUse: {
    ko: '기기 {count}개가 이 연결을 씁니다. 먼저 기기를 지우거나 다른 연결로 옮기세요',
    ja: '機器{count}台がこの接続を使っています。先に機器を消すか、別の接続に移してください',
    en: '{count} appliances use this connection. Take them out, or move them, first',
  },
  unspeakableName: {
    ko: '부를 수 없는 이름입니다. 글자나 숫자로 쓰세요',
    ja: '呼べない名前です。文字か数字で書いてください',
    en: 'Nobody can say this name. Write one of letters or digits',
  },
  sameName: {
    ko: '“{other}”과(와) 똑같이 들립니다. CLOVA가 구별하지 못합니다',
    ja: '「{other}」と同じに聞こえます。CLOVAは区別できません',
    en: 'It sounds just like “{other}”; CLOVA cannot tell them apart',
  },
  alikeName: {
    ko: '“{other}”과(와) 비슷하게 들립니다. 전혀 다르게 부르는 것이 좋습니다',
    ja: '「{other}」と似て聞こえます。まったく違う呼び方にするとよいでしょう',
    en: 'It sounds much like “{other}”; a quite different name is better',
  },
  longName: {
    ko: '이름이 깁니다. 10글자보다 짧으면 CLOVA가 더 잘 알아듣습니다',
    ja: '名前が長いです。10文字より短いと、CLOVAが聞き取りやすくなります',
    en: 'The name is long; CLOVA understands shorter ones better',
  },
  effectRenamed: {
    ko: '{before}의 이름이 {name}이(가) 됩니다',
    ja: '{before}の名前が{name}になります',
    en: '{before} will be called {name}',
  },
  effectAdded: {
    ko: '{name}이(가) 더해집니다',
    ja: '{name}が加わります',
    en: '{name} is added',
  },
  effectRemoved: {
    ko: '{name}이(가) 없어집니다',
    ja: '{name}がなくなります',
    en: '{name} is taken away',
  },
  effectType: {
    ko: '{name}의 타입이 {type}(으)로 바뀝니다',
    ja: '{name}のタイプが{type}に変わります',
    en: '{name} becomes a {type}',
  },
  effectChanged: {
    ko: '{name}의 설정이 바뀝니다',
    ja: '{name}の設定が変わります',
    en: '{name} changes',
  },
  effectConnectionAdded: {
    ko: '연결 {name}이(가) 더해집니다',
    ja: '接続{name}が加わります',
    en: 'The connection {name} is added',
  },
  effectConnectionRemoved: {
    ko: '연결 {name}이(가) 없어집니다',
    ja: '接続{name}がなくなります',
    en: 'The connection {name} is taken away',
  },
  effectConnectionChanged: {
    ko: '연결 {name}을(를) 새로 맺습니다',
    ja: '接続{name}をつなぎ直します',
    en: 'The connection {name} is made anew',
  },
  effectSettings: {
    ko: '{keys} 설정이 바뀝니다',
    ja: '{keys}の設定が変わります',
    en: 'The settings {keys} change',
  },
  effectMore: {
    ko: '그 밖에 {count}가지가 바뀝니다',
    ja: 'ほかに{count}件が変わります',
    en: '{count} more things change',
  },
  effectNone: {
    ko: '움직임은 바뀌지 않습니다 (주석이나 모양만)',
    ja: '動きは変わりません（コメントや書き方だけ）',
    en: 'Nothing changes in what it does; only remarks or form',
  },
  effectNoRestart: {
    ko: '다시 시작하지 않습니다. 다른 기기는 그대로입니다',
    ja: '再起動はしません。ほかの機器はそのままです',
    en: 'Nothing restarts; other appliances stay as they are',
  },
  effectDashboardMoves: {
    ko: '이 페이지의 주소가 {before}에서 {after}(으)로 바뀝니다. 바뀐 뒤의 주소는 이 명령이 알려 줍니다',
    ja: 'このページのアドレスが{before}から{after}に変わります。変わった後のアドレスはこのコマンドでわかります',
    en: 'This page moves from {before} to {after}. Afterwards, this command tells its address',
  },
  effectDashboardHere: {
    ko: '이 페이지가 게이트웨이가 있는 컴퓨터에서만 열리게 됩니다. 휴대폰에서는 열리지 않습니다',
    ja: 'このページは、ゲートウェイのあるコンピューターでしか開けなくなります。スマートフォンでは開けません',
    en: 'Only the machine of the gateway itself will open this page, and no phone',
  },
  effectDashboardOff: {
    ko: '이 페이지가 꺼집니다. 다시 켜려면 게이트웨이가 있는 컴퓨터에서 설정 파일의 dashboard.enabled를 true로 고쳐야 합니다',
    ja: 'このページがなくなります。元に戻すには、ゲートウェイのあるコンピューターで設定ファイルのdashboard.enabledをtrueにします',
    en: 'This page is turned off. To have it back, set dashboard.enabled to true in the settings file on the machine of the gateway',
  },
  effectDashboardNames: {
    ko: '이 페이지를 열 수 있는 이름이나 경로가 바뀝니다 (dashboard의 {keys})',
    ja: 'このページを開ける名前やパスが変わります（dashboardの{keys}）',
    en: 'The names or the path by which this page opens change ({keys} of dashboard)',
  },
  effectSearch: {
    ko: 'CLOVA 앱에서 기기를 다시 검색해야 합니다',
    ja: 'CLOVAアプリで機器をもう一度検索する必要があります',
    en: 'You must search for devices again in the CLOVA app',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
