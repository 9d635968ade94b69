import type { LocalizedText } from '../../util/translate.ts'

/** What the command line says of itself and of what was typed. `{x}` is a placeholder. */
export const usageMessages = {
  overviewTitle: {
    ko: 'clova-home: 이 집의 기기를 위한 CLOVA Home',
    ja: 'clova-home: この家の機器のためのCLOVA Home',
    en: 'clova-home: CLOVA Home for the things of this house',
  },
  overviewEvery: { ko: '모든 명령:', ja: 'どのコマンドでも:', en: 'Every command:' },
  overviewAlone: { ko: '명령 없이:', ja: 'コマンドなしで:', en: 'Without one:' },
  optionConfig: {
    ko: '설정 파일 (없으면 /etc/clova-home/gateway.yaml, 그다음 config/gateway.yaml)',
    ja: '設定ファイル（なければ /etc/clova-home/gateway.yaml、次に config/gateway.yaml）',
    en: 'the configuration (else /etc/clova-home/gateway.yaml, else config/gateway.yaml)',
  },
  optionJson: {
    ko: '보여 줄 것이 있으면 스크립트가 읽을 수 있는 형식으로',
    ja: '表示するものがあれば、スクリプトが読める形式で',
    en: 'what a script can read, where there is something to read',
  },
  optionLanguage: {
    ko: 'ko, ja, en 가운데 하나 (없으면 터미널의 언어, 그다음 설정의 언어)',
    ja: 'ko、ja、enのどれか（なければターミナルの言語、次に設定の言語）',
    en: 'ko, ja or en (else that of the terminal, else that of the configuration)',
  },
  optionHelp: { ko: '이 도움말', ja: 'このヘルプ', en: 'this' },
  optionVersion: { ko: '버전', ja: 'バージョン', en: 'which this is' },

  nothingTyped: { ko: '아무것도 입력하지 않았습니다', ja: '何も入力されませんでした', en: 'nothing was typed' },
  nothingUsable: {
    ko: '쓸 수 있는 것을 입력하지 않았습니다',
    ja: '使えるものが入力されませんでした',
    en: 'nothing that could be was typed',
  },
  terminalClosed: { ko: '터미널이 닫혔습니다', ja: 'ターミナルが閉じられました', en: 'the terminal was closed' },
  stopped: { ko: '중단했습니다', ja: '中断しました', en: 'stopped' },

  ownerCannotRun: {
    ko: 'root는 다른 사용자의 집에서 그 소유자(uid {uid})의 권한으로 일하는데, 그 소유자가 프로그램 {file} 을(를) 읽을 수 없습니다. 모두가 읽을 수 있는 곳에 설치하세요: Debian 패키지나 "sudo npm install --global"',
    ja: 'rootはほかの利用者の家ではその所有者（uid {uid}）の権限で動きますが、その所有者がプログラム {file} を読めません。だれでも読める場所にインストールしてください: Debianパッケージか "sudo npm install --global"',
    en: 'in a home of another user, root has the rights of that owner (uid {uid}), who cannot read the program {file}; install it where everybody can read it: by the Debian package, or "sudo npm install --global"',
  },
  ownerTooSlow: {
    ko: '"clova-home {words}" 이(가) 제때 끝나지 않았습니다. 다시 해 보세요',
    ja: '"clova-home {words}" が時間内に終わりませんでした。もう一度試してください',
    en: '"clova-home {words}" did not end in time; try it again',
  },
  ownerTooMuch: {
    ko: '"clova-home {words}" 이(가) 보낸 것이 너무 큽니다',
    ja: '"clova-home {words}" が送ったものが大きすぎます',
    en: '"clova-home {words}" sent more than it may',
  },

  unknownOption: {
    ko: '"{option}" 라는 옵션은 없습니다.{hint} 있는 것: {help}',
    ja: '"{option}" というオプションはありません。{hint} あるもの: {help}',
    en: 'there is no option "{option}".{hint} Try: {help}',
  },
  optionWithoutValue: {
    ko: '{option} 뒤에 값이 필요합니다',
    ja: '{option} の後に値が必要です',
    en: '{option} needs a value behind it',
  },
  noSuchLanguage: {
    ko: '--language {language}: ko, ja, en 가운데 하나입니다',
    ja: '--language {language}: ko、ja、enのどれかです',
    en: '--language {language}: it is ko, ja or en',
  },
  noSuchCommand: {
    ko: '"{name}" 라는 명령은 없습니다.{hint} 있는 것: clova-home --help',
    ja: '"{name}" というコマンドはありません。{hint} あるもの: clova-home --help',
    en: 'there is no command "{name}".{hint} Try: clova-home --help',
  },
  noSuchVerb: {
    ko: '"{verb}" 은(는) 없습니다. 쓸 수 있는 것: {verbs}. 쓰는 법: clova-home {usage}',
    ja: '"{verb}" はありません。使えるもの: {verbs}。使い方: clova-home {usage}',
    en: '"{verb}" is none of {verbs}. It is: clova-home {usage}',
  },
  tooFewWords: {
    ko: '빠진 것이 있습니다. 쓰는 법: clova-home {usage}',
    ja: '足りないものがあります。使い方: clova-home {usage}',
    en: 'something is missing. It is: clova-home {usage}',
  },
  tooManyWords: {
    ko: '"{word}" 은(는) 필요 없습니다. 쓰는 법: clova-home {usage}',
    ja: '"{word}" は余分です。使い方: clova-home {usage}',
    en: '"{word}" is too much. It is: clova-home {usage}',
  },
  configUnreadable: {
    ko: '{file} 을(를) 읽을 수 없습니다 ({code}). 이렇게 해 보세요: sudo clova-home {command} … (다른 파일이면: --config FILE)',
    ja: '{file} を読めません（{code}）。こうしてみてください: sudo clova-home {command} …（別のファイルなら: --config FILE）',
    en: '{file} cannot be read ({code}); try: sudo clova-home {command} … (another one: --config FILE)',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
