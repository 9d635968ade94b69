import { errorsOf, type LocalizedText, sentences } from '../../../../src/util/translate.ts'

/** What can be wrong with a template, or with what it is given. */
const messages = {
  // Reading a template
  tooDeep: {
    ko: '템플릿이 너무 깊이 겹쳐 있습니다',
    ja: 'テンプレートの入れ子が深すぎます',
    en: 'the template is nested too deep',
  },
  templateTooLong: {
    ko: '템플릿은 {max}자까지입니다',
    ja: 'テンプレートは{max}文字までです',
    en: 'a template has at most {max} characters',
  },
  tooManyTokens: {
    ko: '템플릿에는 낱말과 기호를 {max}개까지 쓸 수 있습니다',
    ja: 'テンプレートに書ける語と記号は{max}個までです',
    en: 'a template has at most {max} words and signs',
  },
  commentNoEnd: {
    ko: '템플릿이 도중에 끝납니다: 주석이 닫히지 않았습니다',
    ja: 'テンプレートが途中で終わっています: コメントが閉じられていません',
    en: 'the template ends too early: a comment has no end',
  },
  endsEarly: {
    ko: '템플릿이 도중에 끝납니다',
    ja: 'テンプレートが途中で終わっています',
    en: 'the template ends too early',
  },
  missingEnd: {
    ko: '템플릿이 도중에 끝납니다: {end} 이(가) 없습니다',
    ja: 'テンプレートが途中で終わっています: {end} がありません',
    en: 'the template ends too early: {end} is missing',
  },
  noBeginning: {
    ko: '"{word}" 앞에 여는 것이 없습니다',
    ja: '"{word}" の前に、始まりがありません',
    en: '"{word}" has no beginning',
  },
  unreadable: {
    ko: '"{word}" 을(를) 알 수 없습니다',
    ja: '"{word}" が分かりません',
    en: '"{word}" is not understood',
  },
  unreadableHere: {
    ko: '"{word}" 은(는) 여기에 올 수 없습니다',
    ja: '"{word}" はここに書けません',
    en: '"{word}" is not understood here',
  },
  unreadableAfterPoint: {
    ko: '점 뒤에 "{word}" 은(는) 올 수 없습니다',
    ja: '点の後に "{word}" は書けません',
    en: '"{word}" is not understood after a point',
  },
  expected: {
    ko: '"{wanted}" 이(가) 있어야 할 곳에 "{found}" 이(가) 있습니다',
    ja: '"{wanted}" があるはずの場所に "{found}" があります',
    en: '"{wanted}" is expected, and there is "{found}"',
  },
  nameExpected: {
    ko: '이름이 있어야 할 곳에 "{found}" 이(가) 있습니다',
    ja: '名前があるはずの場所に "{found}" があります',
    en: 'a name is expected, and there is "{found}"',
  },
  testAfterTest: {
    ko: '테스트(is) 뒤에 또 테스트를 쓸 수 없습니다',
    ja: 'テスト（is）の後に、さらにテストは書けません',
    en: 'a test cannot follow a test',
  },
  placeAfterName: {
    ko: '이름 있는 인수 뒤에는 이름 없는 인수를 쓸 수 없습니다',
    ja: '名前のある引数の後に、名前のない引数は書けません',
    en: 'an argument by its place cannot follow one by its name',
  },
  numberWrittenTooLarge: {
    ko: '숫자 {number} 은(는) 너무 큽니다',
    ja: '数 {number} は大きすぎます',
    en: 'the number {number} is too large',
  },

  // Functions, filters, tests, macros
  unknownFilter: {
    ko: '필터 "{name}" 은(는) 없습니다',
    ja: 'フィルター "{name}" はありません',
    en: 'the filter "{name}" is not known',
  },
  unknownTest: {
    ko: '테스트 "{name}" 은(는) 없습니다',
    ja: 'テスト "{name}" はありません',
    en: 'the test "{name}" is not known',
  },
  unknownMethod: {
    ko: '메서드 "{name}" 은(는) 없습니다',
    ja: 'メソッド "{name}" はありません',
    en: 'the method "{name}" is not known',
  },
  unknownFunction: {
    ko: '함수 "{name}" 은(는) 없습니다',
    ja: '関数 "{name}" はありません',
    en: 'the function "{name}" is not known',
  },
  unknownOperator: {
    ko: '연산자 {operator} 은(는) 없습니다',
    ja: '演算子 {operator} はありません',
    en: 'the operator {operator} is not known',
  },
  tooManyArguments: {
    ko: '"{name}" 에 인수가 너무 많습니다',
    ja: '"{name}" の引数が多すぎます',
    en: '"{name}" has too many arguments',
  },
  noArgument: {
    ko: '"{name}" 에 "{key}" 라는 인수가 없습니다',
    ja: '"{name}" に "{key}" という引数はありません',
    en: '"{name}" has no argument "{key}"',
  },
  macrosTooDeep: {
    ko: '매크로가 서로를 너무 많이 부릅니다',
    ja: 'マクロが互いを呼び出しすぎています',
    en: 'too many macros are running inside each other',
  },
  notMacro: {
    ko: '{name} 은(는) 매크로가 아닙니다',
    ja: '{name} はマクロではありません',
    en: '{name} is no macro',
  },
  onlyCalled: {
    ko: '부를 수 있는 것은 함수와 메서드뿐입니다',
    ja: '呼び出せるのは関数とメソッドだけです',
    en: 'only functions and methods can be called',
  },
  onlyNamespace: {
    ko: '필드를 정할 수 있는 것은 namespace뿐입니다',
    ja: 'フィールドを設定できるのはnamespaceだけです',
    en: 'only a field of a namespace can be set',
  },
  valuesForNames: {
    ko: '이름은 {names}개인데 값이 {values}개입니다',
    ja: '名前は{names}個ですが、値は{values}個です',
    en: 'there are {values} values for {names} names',
  },

  // Values
  absent: { ko: '없는 값', ja: '存在しない値', en: 'what is not there' },
  notNumber: { ko: '{value} 은(는) 숫자가 아닙니다', ja: '{value} は数ではありません', en: '{value} is no number' },
  notTruth: {
    ko: '{value} 은(는) 참도 거짓도 아닙니다',
    ja: '{value} は真でも偽でもありません',
    en: '{value} is no truth value',
  },
  notText: { ko: '{value} 은(는) 텍스트가 아닙니다', ja: '{value} はテキストではありません', en: '{value} is no text' },
  notList: { ko: '{value} 은(는) 목록이 아닙니다', ja: '{value} はリストではありません', en: '{value} is no list' },
  notJson: { ko: '{value} 은(는) JSON이 아닙니다', ja: '{value} はJSONではありません', en: '{value} is no JSON' },
  noValue: { ko: '값이 없습니다', ja: '値がありません', en: 'there is no value' },
  noLength: { ko: '{value} 에는 길이가 없습니다', ja: '{value} に長さはありません', en: '{value} has no length' },
  noKey: {
    ko: '{value} 은(는) 키가 될 수 없습니다',
    ja: '{value} はキーにできません',
    en: '{value} cannot be a key',
  },
  listNoKey: {
    ko: '목록은 키가 될 수 없습니다',
    ja: 'リストはキーにできません',
    en: 'a list cannot be a key',
  },
  onlyDictionary: {
    ko: '키와 값은 사전(dict)에만 있습니다',
    ja: 'キーと値があるのは辞書（dict）だけです',
    en: 'only a dictionary has keys and values',
  },
  absentNoParts: {
    ko: '없는 값에는 부분도 없습니다',
    ja: '存在しない値に部分はありません',
    en: 'something that is not there has no parts',
  },
  absentNoJson: {
    ko: '없는 값은 JSON으로 쓸 수 없습니다',
    ja: '存在しない値はJSONにできません',
    en: 'what is not there cannot be JSON',
  },
  notPrintable: {
    ko: '매크로와 namespace는 출력할 수 없습니다',
    ja: 'マクロとnamespaceは出力できません',
    en: 'a macro or a namespace cannot be printed',
  },
  numberTooLarge: { ko: '숫자가 너무 큽니다', ja: '数が大きすぎます', en: 'the number is too large' },
  tooManyCharacters: {
    ko: '만들어지는 글이 {max}자를 넘습니다',
    ja: '作られる文字列が{max}文字を超えます',
    en: 'it makes more than {max} characters',
  },
  notComparable: {
    ko: '{one} 과(와) {other} 은(는) 비교할 수 없습니다',
    ja: '{one} と {other} は比べられません',
    en: '{one} and {other} cannot be compared',
  },
  onlyTextInText: {
    ko: '텍스트 안에는 텍스트만 있을 수 있습니다',
    ja: 'テキストの中にあるのはテキストだけです',
    en: 'only a text can be in a text',
  },
  notInText: { ko: '텍스트에 그것이 없습니다', ja: 'テキストにそれがありません', en: 'it is not in the text' },
  divisionByZero: {
    ko: '0으로 나눌 수 없습니다',
    ja: '0で割ることはできません',
    en: 'nothing can be divided by zero',
  },
  repeatedWhole: {
    ko: '텍스트와 목록은 정수 번만 되풀이할 수 있습니다',
    ja: 'テキストとリストを繰り返せるのは整数回だけです',
    en: 'a text or a list can be repeated a whole number of times',
  },
  onlySliced: {
    ko: '잘라 낼 수 있는 것은 텍스트와 목록뿐입니다',
    ja: '切り出せるのはテキストとリストだけです',
    en: 'only a text or a list can be sliced',
  },
  sliceStep: {
    ko: '잘라 내는 간격은 0이 아닌 정수입니다',
    ja: '切り出す間隔は0でない整数です',
    en: 'a slice needs a step that is a whole number and not 0',
  },

  // Patterns and formats
  patternTooLong: {
    ko: '패턴은 {max}자까지입니다',
    ja: 'パターンは{max}文字までです',
    en: 'a pattern has at most {max} characters',
  },
  patternUnreadable: {
    ko: '패턴 {pattern} 을(를) 알 수 없습니다',
    ja: 'パターン {pattern} が分かりません',
    en: 'the pattern {pattern} is not understood',
  },
  patternTooLarge: { ko: '패턴이 너무 큽니다', ja: 'パターンが大きすぎます', en: 'the pattern is too large' },
  patternNotFound: {
    ko: '패턴에 맞는 것이 없습니다',
    ja: 'パターンに合うものがありません',
    en: 'the pattern was not found',
  },
  formatUnknown: {
    ko: '형식 "{format}" 은(는) 없습니다',
    ja: '書式 "{format}" はありません',
    en: 'the format "{format}" is not known',
  },
  formatTooWide: { ko: '너비가 너무 큽니다', ja: '幅が大きすぎます', en: 'the width is too large' },
  formatTooFew: {
    ko: '형식에 필요한 값이 모자랍니다',
    ja: '書式に必要な値が足りません',
    en: 'the format asks for more values than there are',
  },
  formatTooMany: {
    ko: '형식에 쓰이지 않는 값이 있습니다',
    ja: '書式で使われない値があります',
    en: 'there are more values than the format asks for',
  },
  formatDictionary: {
    ko: '이 형식에는 사전(dict)이 필요합니다',
    ja: 'この書式には辞書（dict）が必要です',
    en: 'the format needs a dictionary',
  },
  formatNumber: {
    ko: '이 형식에는 숫자가 필요합니다',
    ja: 'この書式には数が必要です',
    en: 'the format needs a number',
  },
  formatOfNumber: {
    ko: '형식 "{format}" 에는 숫자가 필요합니다',
    ja: '書式 "{format}" には数が必要です',
    en: 'the format "{format}" needs a number',
  },
  formatBrace: {
    ko: '형식에 짝이 없는 중괄호가 있습니다',
    ja: '書式に、対になっていない波括弧があります',
    en: 'the format has a brace without its other',
  },

  // Work
  tooMuchWork: {
    ko: '템플릿이 하는 일이 너무 많습니다',
    ja: 'テンプレートの処理が多すぎます',
    en: 'its template takes too much work',
  },
  switchedOff: {
    ko: '템플릿이 하는 일이 너무 많아서 더 쓰지 않습니다',
    ja: 'テンプレートの処理が多すぎるため、もう使いません',
    en: 'its template took too much work and is switched off',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** The key of a message. */
export type JinjaMessage = keyof typeof messages

/** One of the messages, put into words when it is read. */
export const say = sentences(messages)

/** An error for the user with one of them. */
export const jinjaError = errorsOf(say)
