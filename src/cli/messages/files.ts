import type { LocalizedText } from '../../util/translate.ts'

/** What `backup`, `restore`, `migrate` and `support` print. `{x}` is a placeholder. */
export const fileMessages = {
  // backup
  backupNoFolder: {
    ko: '{name} 폴더가 없습니다. 그 폴더가 있는 장치를 연결하거나, {name}.tar.gz 처럼 파일 이름을 쓰세요',
    ja: 'フォルダー {name} がありません。そのフォルダーがある装置をつなぐか、{name}.tar.gz のようにファイル名を書いてください',
    en: 'there is no folder {name}: plug in what it is on, or name a file, as {name}.tar.gz',
  },
  backupExists: {
    ko: '{name} 이(가) 이미 있습니다. 다른 이름을 쓰거나 --force 를 쓰세요',
    ja: '{name} がすでにあります。別の名前にするか、--force を付けてください',
    en: '{name} is there already; give another name, or --force',
  },
  backupMakeFolder: {
    ko: '{folder} 폴더가 없습니다. 그 폴더가 있는 장치를 연결하거나 만드세요: mkdir -p {folder}',
    ja: 'フォルダー {folder} がありません。そのフォルダーがある装置をつなぐか、作ってください: mkdir -p {folder}',
    en: 'there is no folder {folder}: plug in what it is on, or make it with: mkdir -p {folder}',
  },
  backupOverPart: {
    ko: '{name} 은(는) 이 집의 파일이라 백업으로 덮어쓸 수 없습니다. 다른 이름을 쓰세요',
    ja: '{name} はこの家のファイルなので、バックアップで上書きできません。別の名前にしてください',
    en: '{name} is a part of this house, and no backup takes its place; give another name',
  },
  backupMade: {
    ko: '{name} 에 파일 {count}개를 넣었습니다 ({kib} KiB). 비밀번호와 키도 들어 있으니 안전하게 보관하세요.',
    ja: '{name} にファイル{count}個を入れました（{kib} KiB）。パスワードや鍵も入っているので、安全に保管してください。',
    en: '{count} files are in {name} ({kib} KiB), and secrets among them: keep it safe.',
  },
  backupMissing: {
    ko: '다음 비밀값은 systemd나 환경 변수에서 오므로 들어 있지 않습니다: {names}',
    ja: '次の秘密の値はsystemdか環境変数から来るため、入っていません: {names}',
    en: 'These secrets come from elsewhere (systemd, the environment) and are not in it: {names}',
  },
  backupNotFlushed: {
    ko: '실행 중인 게이트웨이에 물어볼 수 없어 상태가 몇 초 전의 것일 수 있습니다: {reason}',
    ja: '動いているゲートウェイに尋ねられないため、状態は数秒前のものかもしれません: {reason}',
    en: 'the running gateway cannot be asked, so its state may be some seconds old: {reason}',
  },

  // restore
  restoreRefused: {
    ko: '{source} 을(를) 되돌릴 수 없습니다: {reason}',
    ja: '{source} は復元できません: {reason}',
    en: '{source} cannot be restored: {reason}',
  },
  restoreNoFile: {
    ko: '{source} 은(는) 파일이 아닙니다',
    ja: '{source} はファイルではありません',
    en: '{source} is no file',
  },
  restoreTooLarge: {
    ko: '{source} 이(가) {mib} MiB보다 큽니다',
    ja: '{source} は{mib} MiBより大きいです',
    en: '{source} is larger than {mib} MiB',
  },
  restoreWouldWrite: { ko: '쓸 파일: {path}', ja: '書き込むファイル: {path}', en: 'would be written: {path}' },
  restored: {
    ko: '파일 {count}개, {created} 에 clova-home {version} 이 만든 것입니다.',
    ja: 'ファイル{count}個、{created} にclova-home {version} が作ったものです。',
    en: '{count} files of {created}, by clova-home {version}.',
  },
  nothingWritten: {
    ko: '아무것도 쓰지 않았습니다.',
    ja: '何も書き込みませんでした。',
    en: 'Nothing was written.',
  },
  restoreKept: {
    ko: '있던 것은 {file} 에 두었습니다.',
    ja: 'あったものは {file} に残しました。',
    en: 'What was there is kept in {file}.',
  },
  restoreWouldRemove: {
    ko: '백업에 없어 지울 파일: {paths}',
    ja: 'バックアップにないので消すファイル: {paths}',
    en: 'Would be taken away, since the backup does not have it: {paths}',
  },
  restoreRemoved: {
    ko: '백업에 없어 지운 파일: {paths}',
    ja: 'バックアップにないので消したファイル: {paths}',
    en: 'Taken away, since the backup does not have it: {paths}',
  },
  restoreStays: {
    ko: '백업에 없지만 그대로 둔 파일 (지우려면 --exact): {paths}',
    ja: 'バックアップにないが残したファイル（消すには --exact）: {paths}',
    en: 'Not in the backup, and left as it is (--exact takes it away): {paths}',
  },
  restoreOutside: {
    ko: '다른 곳에 있던 파일이라 되돌리지 않았습니다 (되돌리려면 --outside): {paths}',
    ja: '別の場所にあったファイルなので戻していません（戻すには --outside）: {paths}',
    en: 'These stood elsewhere and are not there now; --outside puts them back: {paths}',
  },
  restoreMissing: {
    ko: '다음 비밀값은 처음부터 백업에 없었습니다. systemd나 환경 변수에 있던 것입니다: {names}',
    ja: '次の秘密の値はもともとバックアップにありません。systemdか環境変数にあったものです: {names}',
    en: 'These secrets were never in the backup; systemd or the environment gave them: {names}',
  },
  restoreNext: {
    ko: '"clova-home check" 로 확인한 다음: sudo systemctl start clova-home',
    ja: '「clova-home check」で確かめてから: sudo systemctl start clova-home',
    en: 'Look at it with "clova-home check", then: sudo systemctl start clova-home',
  },
  restoreRunning: {
    ko: '{address} 에서 무언가 실행 중입니다. 게이트웨이라면 되돌린 상태를 덮어씁니다. 먼저 멈추세요: sudo systemctl stop clova-home',
    ja: '{address} で何かが動いています。ゲートウェイなら、戻した状態を上書きしてしまいます。先に止めてください: sudo systemctl stop clova-home',
    en: 'something listens on {address}, which is most likely the gateway: it would write its own state over the old one. Stop it first: sudo systemctl stop clova-home',
  },

  // migrate
  migrateNothing: {
    ko: '{file} 은(는) 이미 버전 {to} 입니다. 바꿀 것이 없습니다.',
    ja: '{file} はすでにバージョン {to} です。変えるものはありません。',
    en: '{file} is of version {to} already; nothing is to be done.',
  },
  migrated: {
    ko: '{file}: 버전 {from} 에서 {to} (으)로',
    ja: '{file}: バージョン {from} から {to} へ',
    en: '{file}: from version {from} to {to}',
  },
  migrateKept: {
    ko: '이전 것은 {file} 에 있습니다.',
    ja: '以前のものは {file} にあります。',
    en: 'The one before is kept as {file}.',
  },
  migrateMistakesBefore: {
    ko: '아무것도 쓰지 않았습니다: 설정에 잘못된 곳이 있습니다. 먼저 고치세요 (clova-home check)',
    ja: '何も書き込みませんでした: 設定に間違いがあります。先に直してください（clova-home check）',
    en: 'nothing was written: the configuration has mistakes; mend them first (clova-home check)',
  },
  migrateMistakesAfter: {
    ko: '아무것도 쓰지 않았습니다: 바꾸면 설정에 잘못된 곳이 생깁니다. 보고서를 만들어 알려 주세요: clova-home support',
    ja: '何も書き込みませんでした: 変えると設定に間違いができます。報告書を作って知らせてください: clova-home support',
    en: 'nothing was written: it would have mistakes then. Please tell us: clova-home support',
  },

  // support
  reportExists: {
    ko: '{file} 이(가) 이미 있습니다. 보고서에 다른 이름을 쓰세요',
    ja: '{file} がすでにあります。報告書に別の名前を付けてください',
    en: '{file} is there already; give the report another name',
  },
  reportHead: {
    ko: 'clova-home support, {time}. 비밀번호와 키는 지웠습니다: [removed]. 제목 아래의 내용은 도와줄 사람이 읽도록 영어로 되어 있습니다.',
    ja: 'clova-home support, {time}。パスワードや鍵は消しました: [removed]。見出しの下の内容は、助ける人が読めるように英語で書いてあります。',
    en: 'clova-home support, {time}. Secrets were removed: [removed].',
  },
  reportMachine: { ko: '이 컴퓨터', ja: 'このマシン', en: 'this machine' },
  reportConfiguration: { ko: '설정 {file}', ja: '設定 {file}', en: 'configuration {file}' },
  reportState: { ko: '상태 폴더', ja: '状態のフォルダー', en: 'state folder' },
  reportJournal: { ko: '시스템 로그 (journal)', ja: 'システムのログ（journal）', en: 'journal' },
  reportFailed: { ko: '알아낼 수 없었습니다: {why}', ja: '調べられませんでした: {why}', en: 'could not be had: {why}' },
  reportMade: {
    ko: '보고서는 {file} 에 있습니다. 비밀번호와 키는 모두 지웠지만 기기 이름은 남아 있습니다. 보내기 전에 읽어 보세요.',
    ja: '報告書は {file} にあります。パスワードや鍵はすべて消しましたが、機器の名前は残っています。送る前に読んでください。',
    en: 'The report is in {file}. Every secret was removed; the names of your devices were not. Read it before you send it.',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
