import { errorsOf, type LocalizedText, localizer } from '../util/translate.ts'

/** Why a backup cannot be made or restored. `{x}` is a placeholder. */
const messages = {
  // Making one
  fileTooLarge: {
    ko: '{name} 이(가) {mib} MiB보다 큽니다. 이런 파일은 백업에 넣지 않습니다',
    ja: '{name} は{mib} MiBより大きいです。このようなファイルはバックアップに入れません',
    en: '{name} is larger than {mib} MiB; such a file is kept in no backup',
  },
  nameImpossible: {
    ko: '{name} 은(는) 백업에 넣을 수 없는 이름입니다. 파일의 이름을 바꾸세요',
    ja: '{name} はバックアップに入れられない名前です。ファイルの名前を変えてください',
    en: '{name} is no name that a backup can have; give the file another',
  },
  tooMuch: {
    ko: '파일이 {files}개나 {mib} MiB를 넘어 백업에 다 들어가지 않습니다',
    ja: 'ファイルが{files}個か{mib} MiBを超え、バックアップに入りきりません',
    en: 'there are more than {files} files or {mib} MiB, which is more than a backup takes',
  },
  namesTooLong: {
    ko: '파일 이름만으로 {mib} MiB가 넘습니다. 더 짧은 이름을 쓰세요',
    ja: 'ファイルの名前だけで{mib} MiBを超えます。もっと短い名前にしてください',
    en: 'the names of the files take more than {mib} MiB; give them shorter ones',
  },
  alwaysChanging: {
    ko: '{file} 옆의 파일이 계속 바뀌고 있습니다. 잠시 뒤 다시 해 보세요',
    ja: '{file} の横のファイルが変わり続けています。1分ほどしてもう一度試してください',
    en: 'files beside {file} change all the time; try it again in a minute',
  },

  // Reading one
  noBackup: {
    ko: 'clova-home의 백업이 아닙니다: 목록(manifest)으로 시작하지 않습니다',
    ja: 'clova-homeのバックアップではありません: 目録（manifest）で始まっていません',
    en: 'it is no backup of clova-home: it does not begin with a manifest',
  },
  manifestTooLarge: {
    ko: '목록(manifest)이 {mib} MiB보다 큽니다',
    ja: '目録（manifest）が{mib} MiBより大きいです',
    en: 'its manifest is larger than {mib} MiB',
  },
  fileTwice: {
    ko: '같은 파일이 두 번 들어 있습니다',
    ja: '同じファイルが2回入っています',
    en: 'a file is in it twice',
  },
  unlistedFile: {
    ko: '목록(manifest)에 없는 {name} 이(가) 들어 있습니다',
    ja: '目録（manifest）にない {name} が入っています',
    en: '{name} is in it, and its manifest does not know it',
  },
  nameUnknown: {
    ko: '{name} 은(는) 백업에 있을 수 없는 이름입니다',
    ja: '{name} はバックアップにあるはずのない名前です',
    en: '{name} is no name that a backup has',
  },
  fileMissing: {
    ko: '{name} 이(가) 빠져 있습니다',
    ja: '{name} が欠けています',
    en: '{name} is missing in it',
  },
  fileDamaged: { ko: '{name} 이(가) 손상되었습니다', ja: '{name} が壊れています', en: '{name} is damaged in it' },
  placeWrong: {
    ko: '{name} 이(가) 있던 곳이 올바르게 적혀 있지 않습니다',
    ja: '{name} のあった場所が正しく書かれていません',
    en: 'where {name} was is not said as it should be',
  },
  archiveTooLarge: {
    ko: '내용이 {mib} MiB를 넘습니다',
    ja: '中身が{mib} MiBを超えています',
    en: 'it holds more than {mib} MiB',
  },
  noGzip: {
    ko: '온전한 .tar.gz 파일이 아닙니다',
    ja: '完全な .tar.gz ファイルではありません',
    en: 'it is no whole .tar.gz file',
  },
  noTar: {
    ko: '온전한 tar 파일이 아닙니다',
    ja: '完全なtarファイルではありません',
    en: 'it is no whole tar archive',
  },
  tooManyFiles: {
    ko: '파일이 {files}개를 넘습니다',
    ja: 'ファイルが{files}個を超えています',
    en: 'it holds more than {files} files',
  },
  noRegularFile: {
    ko: '안에 있는 {name} 이(가) 파일이 아닙니다 ({type})',
    ja: '中の {name} がファイルではありません（{type}）',
    en: '{name} in it is no file ({type})',
  },
  entryTooLarge: {
    ko: '{name} 이(가) {mib} MiB보다 큽니다',
    ja: '{name} は{mib} MiBより大きいです',
    en: '{name} is larger than {mib} MiB',
  },
  manifestNoJson: {
    ko: '목록(manifest)이 JSON이 아닙니다',
    ja: '目録（manifest）がJSONではありません',
    en: 'its manifest is no JSON',
  },
  newerVersion: {
    ko: '더 새로운 clova-home ({version}) 이 만든 것입니다. 먼저 그 버전을 설치하세요',
    ja: 'もっと新しいclova-home（{version}）が作ったものです。先にそのバージョンをインストールしてください',
    en: 'it was made by a newer clova-home ({version}); install that one first',
  },
  manifestWrong: {
    ko: '목록(manifest)의 형식이 다릅니다: {reason}',
    ja: '目録（manifest）の形式が違います: {reason}',
    en: 'its manifest is not as it should be: {reason}',
  },

  // Restoring one
  noConfiguration: {
    ko: '설정 파일이 들어 있지 않습니다',
    ja: '設定ファイルが入っていません',
    en: 'there is no configuration in it',
  },
  inBackup: { ko: '백업 안:', ja: 'バックアップの中:', en: 'in the backup:' },
  configurationWrong: {
    ko: '아무것도 되돌리지 않았습니다: 백업에 있는 설정에 잘못된 곳이 있습니다',
    ja: '何も復元しませんでした: バックアップの設定に間違いがあります',
    en: 'nothing was restored: the configuration in the backup has mistakes',
  },
  strayFile: {
    ko: '아무것도 되돌리지 않았습니다: 백업에 있는 {name} 은(는) 그 설정이 쓰지 않는 파일입니다',
    ja: '何も復元しませんでした: バックアップの {name} は、その設定が使わないファイルです',
    en: 'nothing was restored: {name} is in the backup, and its configuration does not name that file',
  },
  nothingRestored: {
    ko: '아무것도 되돌리지 않았습니다: {reason}',
    ja: '何も復元しませんでした: {reason}',
    en: 'nothing was restored: {reason}',
  },
  notPutBack: {
    ko: '{path} 을(를) 원래대로 돌리지 못했습니다. 남겨 둔 백업에 있습니다',
    ja: '{path} を元に戻せませんでした。残したバックアップにあります',
    en: '{path} could not be put back; it is in the kept backup',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages in all languages. */
export const backupMessage = localizer(messages)

/** One of the messages as an error for the user. */
export const backupError = errorsOf(backupMessage)
