import { type LocalizedText, localizer } from '../util/translate.ts'

/** Messages about the files of the configuration; those about YAML itself are in `yaml/messages.ts`. */
const messages = {
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
