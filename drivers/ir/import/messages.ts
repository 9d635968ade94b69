import { errorsOf, type LocalizedText, sentences } from '../../../src/util/translate.ts'

/** What of a file or text of another program cannot be taken. Keys of such files stay as they are written there. */
const messages = {
  // Any text
  empty: { ko: '비어 있습니다', ja: '空です', en: 'it is empty' },
  tooManyCharacters: {
    ko: '{count}자입니다. {max}자까지 읽습니다',
    ja: '{count}文字あります。{max}文字まで読みます',
    en: 'it has {count} characters; at most {max} are read',
  },
  lineTooLong: {
    ko: '이 줄이 {max}자를 넘습니다',
    ja: 'この行が{max}文字を超えています',
    en: 'this line has more than {max} characters',
  },
  tooManyLines: { ko: '{max}줄을 넘습니다', ja: '{max}行を超えています', en: 'it has more than {max} lines' },
  tooDeep: { ko: '너무 깊이 겹쳐 있습니다', ja: '入れ子が深すぎます', en: 'it is nested too deep' },
  tooManyKeys: {
    ko: '키가 {max}개를 넘습니다. 앞의 {max}개를 가져옵니다',
    ja: 'キーが{max}個を超えています。最初の{max}個を取り込みます',
    en: 'it has more than {max} keys; the first {max} are taken',
  },
  tooManyRemotes: {
    ko: '리모컨이 {max}개를 넘습니다. 앞의 {max}개를 가져옵니다',
    ja: 'リモコンが{max}個を超えています。最初の{max}個を取り込みます',
    en: 'it has more than {max} remotes; the first {max} are taken',
  },
  more: { ko: '그 밖에 {count}개', ja: 'ほか{count}件', en: 'and {count} more' },
  notYaml: { ko: 'YAML이 아닙니다: {why}', ja: 'YAMLではありません: {why}', en: 'it is not YAML: {why}' },
  missing: { ko: '{field} 이(가) 없습니다', ja: '{field} がありません', en: 'its {field} is missing' },
  notNumber: { ko: '{field} 은(는) 숫자가 아닙니다', ja: '{field} が数ではありません', en: 'its {field} is no number' },
  notList: { ko: '{field} 은(는) 목록이 아닙니다', ja: '{field} が一覧ではありません', en: 'its {field} is no list' },
  unknownProtocol: {
    ko: '지원하지 않는 프로토콜입니다: {protocol}',
    ja: '対応していないプロトコルです: {protocol}',
    en: 'the protocol "{protocol}" is not known',
  },
  noProtocol: { ko: '프로토콜이 없습니다', ja: 'プロトコルがありません', en: 'it names no protocol' },

  // Flipper Zero, IRDB
  notFourBytes: {
    ko: '{field} 은(는) 바이트 네 개의 목록이 아닙니다: {words}',
    ja: '{field} が4バイトの一覧ではありません: {words}',
    en: 'its {field} is no list of four bytes: {words}',
  },
  notTimes: {
    ko: 'data가 µs 단위의 시간 목록이 아닙니다',
    ja: 'dataがµsの時間の一覧ではありません',
    en: 'its data is no list of times in µs',
  },
  unknownType: {
    ko: 'type이 "{type}" 입니다. 쓸 수 있는 것은 raw와 parsed입니다',
    ja: 'typeが「{type}」です。使えるのはrawとparsedです',
    en: 'its type is "{type}"; raw and parsed are known',
  },
  deviceOrFunction: {
    ko: 'device나 function이 숫자가 아닙니다',
    ja: 'deviceかfunctionが数ではありません',
    en: 'its device or its function is no number',
  },

  // ESPHome, Tasmota
  unknownAction: {
    ko: 'transmit_{action} 은(는) 지원하지 않습니다. raw의 시간이면 가져올 수 있습니다',
    ja: 'transmit_{action} には対応していません。rawの時間なら取り込めます',
    en: 'transmit_{action} is not known; its raw times can be imported',
  },
  hvacCommand: {
    ko: 'IRhvac 명령입니다. 에어컨은 climate에 프로토콜로 쓰세요',
    ja: 'IRhvacのコマンドです。エアコンはclimateにプロトコルで書いてください',
    en: 'it is a command of IRhvac: write the air conditioner as climate, by its protocol',
  },
  notObject: {
    ko: '{field} 은(는) JSON 객체가 아닙니다',
    ja: '{field} がJSONのオブジェクトではありません',
    en: '{field} is no object',
  },

  // lircd
  otherFile: {
    ko: '{file}: 다른 파일은 읽지 않습니다. 그 파일도 가져오세요',
    ja: '{file}: 別のファイルは読みません。そのファイルも取り込んでください',
    en: '{file}: other files are not read; import it as well',
  },
  remoteCutOff: {
    ko: '리모컨 {name} 의 끝이 없습니다. 잘린 파일입니다',
    ja: 'リモコン {name} の終わりがありません。途中で切れています',
    en: 'the remote {name} has no end: it is cut off',
  },
  noCode: {
    ko: '{name}: 이름 뒤에 코드가 없습니다',
    ja: '{name}: 名前の後にコードがありません',
    en: '{name}: there is no code behind the name',
  },
  timesNoNumbers: {
    ko: '{name}: 시간이 숫자가 아닙니다',
    ja: '{name}: 時間が数ではありません',
    en: '{name}: its times are no numbers',
  },
  unknownFlag: {
    ko: '리모컨 {name} 을(를) 가져오지 않습니다. 플래그 {flags} 은(는) 지원하지 않습니다',
    ja: 'リモコン {name} は取り込みません。フラグ {flags} に対応していません',
    en: 'the remote {name} is not taken: its flag {flags} is not known',
  },
  codesWithoutTimes: {
    ko: '리모컨 {name} 을(를) 가져오지 않습니다. 시간 없이 코드만 알려 주는 수신기용입니다',
    ja: 'リモコン {name} は取り込みません。時間なしでコードだけを伝える受信機用です',
    en: 'the remote {name} is not taken: it is for a receiver that tells codes without their times',
  },
  tooManyBits: {
    ko: '리모컨이 {bits}비트를 씁니다. {max}비트까지 됩니다',
    ja: 'リモコンが{bits}ビットを使います。{max}ビットまでです',
    en: 'its remote has {bits} bits; at most {max} are known',
  },
  tooLongCodes: {
    ko: '코드가 {bits}비트입니다. {max}비트까지 보낼 수 있습니다',
    ja: 'コードが{bits}ビットです。送れるのは{max}ビットまでです',
    en: 'its codes have {bits} bits; at most {max} are sent',
  },
  noMultiple: {
    ko: '비트의 수가 {size}의 배수가 아닙니다',
    ja: 'ビットの数が{size}の倍数ではありません',
    en: 'its bits are no multiple of {size}',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages, put into words when it is read. */
export const say = sentences(messages)

/** An error for the user with one of them. */
export const importError = errorsOf(say)
