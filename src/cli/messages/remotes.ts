import type { LocalizedText } from '../../util/translate.ts'

/** What `ir` and `learn` print; what learning itself says stands with the driver. `{x}` is a placeholder. */
export const remoteMessages = {
  nothingCame: {
    ko: '{seconds}초 동안 아무것도 오지 않았습니다',
    ja: '{seconds}秒間、何も届きませんでした',
    en: 'nothing came within {seconds} s',
  },

  // ir import
  irNoFile: {
    ko: '파일을 쓰세요: clova-home ir import FILE. 읽을 수 있는 형식: {formats}',
    ja: 'ファイルを書いてください: clova-home ir import FILE。読める形式: {formats}',
    en: 'write the file: clova-home ir import FILE. These are known: {formats}',
  },
  irNothing: {
    ko: '가져온 것이 없습니다. 읽을 수 있는 형식: {formats}.',
    ja: '取り込んだものはありません。読める形式: {formats}。',
    en: 'Nothing was taken. These formats are known: {formats}.',
  },
  irNoRemote: {
    ko: '"{name}" 라는 리모컨이 들어 있지 않습니다.{hint}',
    ja: '"{name}" というリモコンは入っていません。{hint}',
    en: 'there is no remote "{name}" in it.{hint}',
  },
  irRemotesThere: { ko: ' 있는 것: {names}', ja: ' あるもの: {names}', en: ' There are {names}' },
  irNoImporter: {
    ko: '코드를 가져올 수 있는 드라이버가 없습니다',
    ja: 'コードを取り込めるドライバーがありません',
    en: 'no driver imports codes',
  },
  irTooLarge: {
    ko: '{file} 은(는) {mib} MiB보다 커서 코드 파일로 볼 수 없습니다',
    ja: '{file} は{mib} MiBより大きく、コードのファイルとは考えられません',
    en: '{file} is larger than {mib} MiB, and no file of codes',
  },
  irNotTaken: {
    ko: '{place}: 가져오지 못했습니다: {reason}',
    ja: '{place}: 取り込めませんでした: {reason}',
    en: '{place}: not taken: {reason}',
  },
  irFormat: { ko: '{file}: {format} 형식입니다.', ja: '{file}: {format} 形式です。', en: '{file} is {format}.' },
  irFormatPasted: { ko: '{format} 형식입니다.', ja: '{format} 形式です。', en: 'It is {format}.' },
  irSeveral: {
    ko: '리모컨이 {count}개 있습니다: {names}{others}. 하나만 가져오려면 --remote 를 쓰세요.',
    ja: 'リモコンが{count}個あります: {names}{others}。1つだけ取り込むには --remote を使ってください。',
    en: 'It has {count} remotes: {names}{others}. --remote takes one of them.',
  },
  irMore: { ko: ' 외 {count}개', ja: ' ほか{count}個', en: ' and {count} more' },
  irExists: {
    ko: '{file} 이(가) 이미 있습니다. --name 이나 --output 으로 다른 이름을 쓰거나 지우세요',
    ja: '{file} がすでにあります。--name か --output で別の名前にするか、消してください',
    en: '{file} exists; give another --name or --output, or remove it',
  },
  irWritten: { ko: '{file} 에 썼습니다.', ja: '{file} に書き込みました。', en: '{file} is written.' },
  irKeys: {
    ko: '키 {count}개: 아는 프로토콜 {known}개{protocols}, 파형 그대로 {raw}개',
    ja: 'キー{count}個: 既知のプロトコル{known}個{protocols}、波形のまま{raw}個',
    en: '{count} key(s): {known} of a known protocol{protocols}, {raw} as their pulses',
  },
  irUse: {
    ko: '기기에서 이렇게 씁니다',
    ja: '機器ではこう使います',
    en: 'An appliance uses it with',
  },

  // learn
  learnWait: {
    ko: '--wait 는 1s에서 30s까지입니다',
    ja: '--wait は1sから30sまでです',
    en: '--wait lies between 1s and 30s',
  },
  learnGiven: {
    ko: '{name} 은(는) 설정에 드라이버와 종류가 이미 있습니다. --driver 와 --type 을 빼세요',
    ja: '{name} のドライバーと種類は設定にあります。--driver と --type を外してください',
    en: '{name} stands in the configuration with its driver and its type; leave out --driver and --type',
  },
  learnNoAppliance: {
    ko: '"{name}" 라는 기기가 없습니다.{hint} 아직 없는 기기라면: clova-home learn {name} --driver CONNECTION --type TYPE',
    ja: '"{name}" という機器はありません。{hint} まだない機器なら: clova-home learn {name} --driver CONNECTION --type TYPE',
    en: 'there is no appliance "{name}".{hint} For one that is none yet: clova-home learn {name} --driver CONNECTION --type TYPE',
  },
  learnMistakes: {
    ko: '{file}: 위의 것을 고쳐야 배울 수 있습니다.',
    ja: '{file}: 上のものを直すまで学習できません。',
    en: '{file}: nothing can be learnt before that is right.',
  },
  noConnection: {
    ko: '"{name}" 라는 연결이 없습니다.{hint}',
    ja: '"{name}" という接続はありません。{hint}',
    en: 'there is no driver named "{name}".{hint}',
  },
  noType: {
    ko: '"{type}" 라는 종류는 없습니다.{hint}',
    ja: '"{type}" という種類はありません。{hint}',
    en: 'there is no type "{type}".{hint}',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
