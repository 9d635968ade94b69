import { type LocalizedText, translator } from '../util/translate.ts'

/** What `appliances`, `check`, `doctor`, `join`, `link`, `say` and `service` print around what they found. `{x}` is a placeholder. */
export const commandMessages = {
  // check
  configRight: {
    ko: '{file} 은(는) 올바릅니다: edition {edition}, 드라이버 {drivers}개, 기기 {appliances}개, 장면 {scenes}개.',
    ja: '{file} は正しく書かれています: edition {edition}、ドライバー{drivers}個、機器{appliances}個、シーン{scenes}個。',
    en: '{file} is right: edition {edition}, {drivers} driver(s), {appliances} appliance(s), {scenes} scene(s).',
  },
  mistakes: {
    ko: '{file}: 잘못된 곳 {count}개.',
    ja: '{file}: 間違い{count}か所。',
    en: '{file}: {count} mistake(s).',
  },
  runFix: { ko: '{message}. 실행하세요: {fix}', ja: '{message}。実行してください: {fix}', en: '{message}; run: {fix}' },

  // doctor
  levelOk: { ko: '정상', ja: '正常', en: 'ok' },
  levelWarning: { ko: '주의', ja: '注意', en: 'warning' },
  levelFailure: { ko: '오류', ja: '異常', en: 'FAILURE' },
  nothingFails: {
    ko: '오류 없음, 주의 {warnings}개.',
    ja: '異常なし、注意{warnings}件。',
    en: 'Nothing fails, {warnings} warning(s).',
  },
  thingsFail: {
    ko: '오류 {failures}개, 주의 {warnings}개.',
    ja: '異常{failures}件、注意{warnings}件。',
    en: '{failures} thing(s) fail, {warnings} warning(s).',
  },

  // appliances and say
  notInForce: {
    ko: '설정이 적용되지 않았습니다: {reason}',
    ja: '設定は反映されていません: {reason}',
    en: 'the configuration is not in force: {reason}',
  },
  nothingKnown: { ko: '알려진 것 없음', ja: '不明', en: 'nothing is known' },
  withoutGateway: {
    ko: '이 설정으로 실행 중인 게이트웨이가 없어, 게이트웨이 없이 볼 수 있는 것만 보여 줍니다:',
    ja: 'この設定で動いているゲートウェイがないので、ゲートウェイなしで分かることだけを表示します:',
    en: 'No gateway runs with this configuration, so this is what can be seen without one:',
  },
  noAppliances: { ko: '기기가 없습니다.', ja: '機器がありません。', en: 'There are no appliances.' },
  columnName: { ko: '이름', ja: '名前', en: 'NAME' },
  columnType: { ko: '종류', ja: '種類', en: 'TYPE' },
  columnDriver: { ko: '연결', ja: '接続', en: 'DRIVER' },
  columnFrom: { ko: '출처', ja: '出どころ', en: 'FROM' },
  columnOnline: { ko: '온라인', ja: 'オンライン', en: 'ONLINE' },
  columnState: { ko: '상태', ja: '状態', en: 'STATE' },
  columnActions: { ko: '동작', ja: '動作', en: 'ACTIONS' },
  yes: { ko: '예', ja: 'はい', en: 'yes' },
  no: { ko: '아니요', ja: 'いいえ', en: 'no' },
  assumedState: { ko: '{state} (추정)', ja: '{state}（推定）', en: '{state} (assumed)' },
  takenToBe: {
    ko: '{appliance} 의 상태로 정했습니다: {state}',
    ja: '{appliance} の状態をこうしました: {state}',
    en: '{appliance} is taken to be: {state}',
  },
  noSuchAppliance: {
    ko: '"{target}" 라는 기기가 없습니다.{hint}',
    ja: '"{target}" という機器はありません。{hint}',
    en: 'there is no appliance "{target}".{hint}',
  },
  listsAppliances: {
    ko: ' 있는 것은 clova-home appliances 로 볼 수 있습니다.',
    ja: ' あるものは clova-home appliances で見られます。',
    en: ' clova-home appliances lists those that there are.',
  },
  resultBefore: { ko: '전', ja: '前', en: 'before' },
  resultAfter: { ko: '후', ja: '後', en: 'after' },
  resultAnswer: { ko: '응답', ja: '応答', en: 'answer' },
  resultReason: { ko: '이유', ja: '理由', en: 'because' },
  resultTime: { ko: '시간', ja: '時間', en: 'time' },

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
    ko: '아직 CLOVA를 연결한 사람이 없습니다. 콘솔에 입력할 값: clova-home link',
    ja: 'まだだれもCLOVAを連携していません。コンソールに入力する値: clova-home link',
    en: 'Nobody has linked CLOVA yet. What to enter in its console says: clova-home link',
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

  // service
  noService: {
    ko: '아직 서비스가 없습니다. 만들려면: sudo clova-home service install',
    ja: 'まだサービスがありません。作るには: sudo clova-home service install',
    en: 'There is no service yet. It is made by: sudo clova-home service install',
  },
  serviceIs: {
    ko: 'clova-home.service: {active}{since}{status}',
    ja: 'clova-home.service: {active}{since}{status}',
    en: 'clova-home.service is {active}{since}{status}',
  },
  serviceSince: { ko: ', {time} 부터', ja: '、{time} から', en: ' since {time}' },
  startsAtBoot: {
    ko: '컴퓨터를 켜면 함께 시작합니다.',
    ja: 'マシンの起動と一緒に始まります。',
    en: 'It starts with the machine.',
  },
  notAtBoot: {
    ko: '컴퓨터를 켜도 시작하지 않습니다: sudo systemctl enable clova-home',
    ja: 'マシンを起動しても始まりません: sudo systemctl enable clova-home',
    en: 'It does not start with the machine: sudo systemctl enable clova-home',
  },
  restarted: {
    ko: '{count}번 다시 시작되었습니다.',
    ja: '{count}回再起動しました。',
    en: 'It was started anew {count} time(s).',
  },
  serviceConfigWrong: {
    ko: '설정이 잘못되었거나 읽을 권한이 없습니다: sudo clova-home check 로 확인해 고친 뒤 sudo systemctl restart clova-home',
    ja: '設定が間違っているか、読む権限がありません: sudo clova-home check で確かめて直し、sudo systemctl restart clova-home',
    en: 'Its configuration is wrong, or it may not read it: sudo clova-home check, mend it, then sudo systemctl restart clova-home',
  },
  serviceEnded: {
    ko: '{result} ({code}) (으)로 끝났습니다. 로그: journalctl -u clova-home -n 50',
    ja: '{result} ({code}) で終わりました。ログ: journalctl -u clova-home -n 50',
    en: 'It ended with {result} ({code}). Its own words: journalctl -u clova-home -n 50',
  },
  needsRoot: {
    ko: 'root만 할 수 있습니다: sudo clova-home service {verb}',
    ja: 'rootだけができます: sudo clova-home service {verb}',
    en: 'only root may do that; try: sudo clova-home service {verb}',
  },
  serviceOfPackage: {
    ko: '서비스는 이미 Debian 패키지에 들어 있습니다: clova-home service status',
    ja: 'サービスはすでにDebianパッケージに入っています: clova-home service status',
    en: 'the Debian package has brought the service already; try: clova-home service status',
  },
  removePackage: {
    ko: '서비스는 Debian 패키지의 것입니다: sudo apt remove clova-home-gateway',
    ja: 'サービスはDebianパッケージのものです: sudo apt remove clova-home-gateway',
    en: 'the service belongs to the Debian package; try: sudo apt remove clova-home-gateway',
  },
  permitted: {
    ko: '이제 서비스가 {names} 을(를) 쓸 수 있습니다.',
    ja: 'サービスが {names} を使えるようになりました。',
    en: 'The service may use {names}.',
  },
  nothingToPermit: {
    ko: '설정에 이 컴퓨터의 장치나 폴더가 없습니다. 서비스는 아무것도 쓸 수 없습니다.',
    ja: '設定にこのマシンの装置やフォルダーはありません。サービスは何も使えません。',
    en: 'The configuration names no device of this machine and no folder; the service may use none.',
  },
  deviceMissing: {
    ko: '{device} 이(가) (아직) 없습니다.',
    ja: '{device} が（まだ）ありません。',
    en: '{device} is not there (yet).',
  },
  folderMissing: {
    ko: '{folder} 이(가) 없습니다. 그 폴더가 있는 장치를 연결하거나 만드세요: sudo mkdir -p {folder}; 그다음 다시: sudo clova-home service permit',
    ja: '{folder} がありません。そのフォルダーがある装置をつなぐか、作ってください: sudo mkdir -p {folder}; その後もう一度: sudo clova-home service permit',
    en: '{folder} is not there: plug in what it is on, or make it with: sudo mkdir -p {folder}; then once more: sudo clova-home service permit',
  },
  folderNotOurs: {
    ko: '{folder} 의 소유자를 서비스로 바꿀 수 없습니다 ({reason}). FAT 스틱은 uid=clova-home 으로 마운트해야 합니다. 그다음 다시: sudo clova-home service permit',
    ja: '{folder} の所有者をサービスに変えられません（{reason}）。FATのスティックは uid=clova-home でマウントしなければなりません。その後もう一度: sudo clova-home service permit',
    en: "{folder} cannot be made the service's own ({reason}); a stick with FAT must be mounted with uid=clova-home, then once more: sudo clova-home service permit",
  },
  serviceInstalled: {
    ko: '게이트웨이가 실행 중이며, 컴퓨터를 켜면 함께 시작합니다.\n  설정  {folder}/gateway.yaml\n  로그  journalctl -u clova-home\n  상태  clova-home service status\n  화면  sudo clova-home dashboard',
    ja: 'ゲートウェイが動いています。マシンの起動と一緒に始まります。\n  設定  {folder}/gateway.yaml\n  ログ  journalctl -u clova-home\n  状態  clova-home service status\n  画面  sudo clova-home dashboard',
    en: 'The gateway runs, and starts with the machine.\n  its home   {folder}/gateway.yaml\n  its log    journalctl -u clova-home\n  how it is  clova-home service status\n  its page   sudo clova-home dashboard',
  },
  noServiceToRemove: {
    ko: '없앨 서비스가 없습니다.',
    ja: '取り除くサービスがありません。',
    en: 'There is no service to take away.',
  },
  serviceRemoved: {
    ko: '서비스를 없앴습니다. {folder} 와 /var/lib/clova-home 은 그대로 있습니다.',
    ja: 'サービスを取り除きました。{folder} と /var/lib/clova-home は残っています。',
    en: 'The service is gone. {folder} and /var/lib/clova-home stay.',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** Looks up a message of the commands in a language. */
export const commandTranslator = translator(commandMessages)
export type CommandTranslate = ReturnType<typeof commandTranslator>
