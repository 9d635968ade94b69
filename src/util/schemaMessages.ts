import { type LocalizedText, localizer } from './translate.ts'

/** The parts of the messages about values that a schema does not accept. `{name}` is a key in quotes, or an item of a list. */
const messages = {
  wholeFile: { ko: '파일 전체', ja: 'ファイル全体', en: 'the file' },
  item: { ko: '{list} 의 {n}번째 항목', ja: '{list} の{n}番目の項目', en: 'item {n} of {list}' },
  or: { ko: ' 또는 ', ja: 'または', en: ' or ' },

  unknownKey: {
    ko: '"{key}" 은(는) 여기서 쓸 수 없는 키입니다.',
    ja: '"{key}" はここでは使えないキーです。',
    en: '"{key}" is not known here.',
  },
  knownKeys: { ko: ' 쓸 수 있는 키: {keys}.', ja: ' 使えるキー: {keys}。', en: ' Known are {keys}.' },
  didYouMean: { ko: ' 혹시 "{word}" 입니까?', ja: ' もしかして "{word}" ですか？', en: ' Did you mean "{word}"?' },

  missing: {
    ko: '{name} 이(가) 없습니다. {expected} 이(가) 필요합니다',
    ja: '{name} がありません。{expected}が必要です',
    en: '{name} is missing; it is {expected}',
  },
  wrongType: {
    ko: '{name} 은(는) {expected} 형식이어야 하는데 지금은 {actual}입니다',
    ja: '{name} には{expected}が必要ですが、{actual}です',
    en: '{name} must be {expected}, and is {actual}',
  },
  missingOneOf: {
    ko: '{name} 이(가) 없습니다. 다음 중 하나가 필요합니다: {values}',
    ja: '{name} がありません。次のどれかが必要です: {values}',
    en: '{name} is missing; it is one of {values}',
  },
  notOneOf: {
    ko: '{name} 에는 다음 중 하나를 써야 합니다: {values}',
    ja: '{name} には次のどれかを書いてください: {values}',
    en: '{name} must be one of {values}',
  },
  tooSmall: {
    ko: '{name} 은(는) {limit} 이상이어야 합니다',
    ja: '{name} は{limit}以上でなければなりません',
    en: '{name} must be at least {limit}',
  },
  tooBig: {
    ko: '{name} 은(는) {limit} 이하여야 합니다',
    ja: '{name} は{limit}以下でなければなりません',
    en: '{name} must be at most {limit}',
  },
  tooShort: {
    ko: '{name} 은(는) {limit}자 이상이어야 합니다',
    ja: '{name} は{limit}文字以上でなければなりません',
    en: '{name} must be at least {limit} characters long',
  },
  tooLong: {
    ko: '{name} 은(는) {limit}자 이하여야 합니다',
    ja: '{name} は{limit}文字以下でなければなりません',
    en: '{name} must be at most {limit} characters long',
  },
  tooFewItems: {
    ko: '{name} 에는 항목이 {limit}개 이상 있어야 합니다',
    ja: '{name} には項目が{limit}個以上必要です',
    en: '{name} must have at least {limit} item(s)',
  },
  tooManyItems: {
    ko: '{name} 에는 항목이 {limit}개까지만 올 수 있습니다',
    ja: '{name} に書ける項目は{limit}個までです',
    en: '{name} must have at most {limit} item(s)',
  },
  wrongForm: {
    ko: '{name} 의 형식이 잘못되었습니다 ({reason})',
    ja: '{name} の形式が正しくありません（{reason}）',
    en: '{name} is not written in the right form ({reason})',
  },

  // Types of values
  string: { ko: '글', ja: '文字列', en: 'a text' },
  number: { ko: '숫자', ja: '数', en: 'a number' },
  int: { ko: '정수', ja: '整数', en: 'a whole number' },
  boolean: { ko: 'true 또는 false', ja: 'trueまたはfalse', en: 'true or false' },
  array: { ko: '목록', ja: 'リスト', en: 'a list' },
  object: { ko: '키와 값', ja: 'キーと値', en: 'keys and values' },
  empty: { ko: '비어 있는 값', ja: '空', en: 'empty' },
} as const satisfies Readonly<Record<string, LocalizedText>>

export type SchemaMessage = keyof typeof messages

/** One of the messages in all languages, with values put in. */
export const schemaIssueMessage = localizer<SchemaMessage>(messages)
