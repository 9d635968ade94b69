import type { ProblemRow } from '../../../src/home/offlineCause.ts'
import { sentences } from '../../../src/util/translate.ts'
import type { IrFix } from '../messages.ts'

/** What is wrong with a file of SmartIR, or cannot be used of it. `{path}` is a place in the file. */
const messages = {
  noCodes: {
    ko: '{file}: 리모컨 코드의 파일이 아닙니다: {why}. 다른 파일을 쓰세요',
    ja: '{file}: リモコンのコードのファイルではありません: {why}。別のファイルにしてください',
    en: '{file} is no file of remote codes: {why}; take another file',
  },
  notJson: {
    ko: '{file}: JSON이 아닙니다: {why}. 그곳을 고치거나 다른 파일을 쓰세요',
    ja: '{file}: JSONではありません: {why}。そこを直すか、別のファイルにしてください',
    en: '{file} is not JSON: {why}; correct it there, or take another file',
  },
  otherFile: {
    ko: '{file}: 여기에 필요한 SmartIR 파일이 아닙니다:{where} {why}',
    ja: '{file}: ここで必要なSmartIRのファイルではありません:{where} {why}',
    en: '{file} is no file of SmartIR as is wanted here:{where} {why}',
  },
  forClimate: {
    ko: '{file} 은(는) 에어컨용입니다. climate로 쓰세요',
    ja: '{file} はエアコン用です。climateとして書いてください',
    en: '{file} is for an air conditioner; write it as climate',
  },
  nothingUsable: {
    ko: '{file}: 보낼 수 있는 코드가 어느 모드에도 없습니다',
    ja: '{file}: どのモードにも、送れるコードがありません',
    en: '{file} has no code that can be sent in any mode',
  },
  inFile: { ko: '{file}: {what}', ja: '{file}: {what}', en: '{file}: {what}' },
  notOffered: {
    ko: '{file}: commands.{path}: {why}. 그래서 쓰지 않습니다',
    ja: '{file}: commands.{path}: {why}。そのため使いません',
    en: '{file}: commands.{path}: {why}; it is not offered',
    fix: 'codes',
  },
  missing: {
    ko: '{file}: commands.{path} 에 {names} 이(가) 없어서 쓸 수 없습니다',
    ja: '{file}: commands.{path} に{names}がないので使えません',
    en: '{file}: commands.{path} has no {names}; it is not offered',
    fix: 'codes',
  },
  empty: { ko: '비어 있습니다', ja: '空です', en: 'it is empty' },
  noCode: { ko: '코드가 없습니다', ja: 'コードがありません', en: 'there is no code' },
  somethingElse: {
    ko: '코드가 아니라 다른 것입니다',
    ja: 'コードではなく別のものです',
    en: 'it is no code but something else',
  },
  protocolInstead: {
    ko: '시간이 있어야 할 곳에 프로토콜이 있습니다',
    ja: '時間があるはずの場所に、プロトコルがあります',
    en: 'it names a protocol, where times are wanted',
  },
  tooManyCodes: {
    ko: '코드가 {count}개 들어 있습니다. {max}개까지 보낼 수 있습니다',
    ja: 'コードが{count}個入っています。送れるのは{max}個までです',
    en: 'it holds {count} codes; at most {max} can be sent',
  },
  turnsOff: {
    ko: '끄는 코드입니다: {name} 의 끄기 코드입니다',
    ja: 'オフにするコードです: {name}のオフのコードです',
    en: 'it turns off: it is a code of {name} for off',
    fix: 'codes',
  },
  unknownSwings: {
    ko: 'swingModes: {words}: 그때 바람 방향이 어떻게 되는지 알 수 없습니다',
    ja: 'swingModes: {words}: そのとき風向きがどうなるか分かりません',
    en: 'swingModes: {words}: it is not known what the flaps do then',
  },
  unknownPresets: {
    ko: 'presetModes: {words}: CLOVA에 이런 모드가 없어서 쓸 수 없습니다',
    ja: 'presetModes: {words}: CLOVAにこのモードがないので使えません',
    en: 'presetModes: {words}: CLOVA has no word for it; it is not offered',
    fix: 'codes',
  },
} as const satisfies Readonly<Record<string, ProblemRow<IrFix>>>

/** One of the messages, put into words when it is read. */
export const say = sentences(messages)
