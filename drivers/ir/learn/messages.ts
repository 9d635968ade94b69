import { type LocalizedText, sentences } from '../../../src/util/translate.ts'

/** What learning tells and asks. Lines that begin with two spaces belong to the key that is being learnt. */
const messages = {
  // Each press
  pressAgainForRadio: {
    ko: '  주파수를 찾았습니다. 키를 놓고 다시 한 번 짧게 누르세요.',
    ja: '  周波数が見つかりました。キーを離して、もう一度短く押してください。',
    en: '  Its frequency is found. Let the key go, and press it once more, shortly.',
  },
  problem: { ko: '  {why}', ja: '  {why}', en: '  {why}' },
  again: {
    ko: '  Enter 다시, s 건너뛰기, q 끝내기.',
    ja: '  Enter もう一度、s 飛ばす、q 終える。',
    en: '  Enter tries again, s skips it, q stops.',
  },
  paste: {
    ko: '  코드를 붙여 넣고 (Pronto, Broadlink, Tuya, Tasmota, ESPHome, µs 목록) 빈 줄을 넣으세요:',
    ja: '  コードを貼り付け（Pronto、Broadlink、Tuya、Tasmota、ESPHome、µsの一覧）、空の行を入れてください:',
    en: '  Paste the code (Pronto, Broadlink, Tuya, Tasmota, ESPHome, a list of times), then an empty line:',
  },
  severalCodes: {
    ko: '  코드가 {count}개입니다. 하나만 붙여 넣으세요. "clova-home ir import" 는 모두 가져옵니다.',
    ja: '  コードが{count}個あります。1つだけ貼り付けてください。"clova-home ir import" はすべて取り込みます。',
    en: '  That is {count} codes, and one is wanted; "clova-home ir import" takes them all.',
  },
  noCode: { ko: '코드가 들어 있지 않습니다.', ja: 'コードが入っていません。', en: 'There is no code in it.' },
  notAnswer: {
    ko: '  "{answer}" 은(는) 고를 수 있는 것이 아닙니다.',
    ja: '  "{answer}" は選択肢にありません。',
    en: '  "{answer}" is none of the answers.',
  },
  heard: { ko: '  들은 것: {key}', ja: '  受信: {key}', en: '  heard: {key}' },
  unknownPulses: {
    ko: '모르는 프로토콜, 펄스 {count}개',
    ja: '知らないプロトコル、パルス{count}個',
    en: '{count} pulses of no known protocol',
  },
  radioPulses: { ko: '무선(RF), 펄스 {count}개', ja: '無線（RF）、パルス{count}個', en: '{count} pulses of radio' },
  duplicate: {
    ko: '  {other} 도 이것을 보냅니다. 맞는 키를 눌렀습니까?',
    ja: '  {other} もこれを送ります。正しいキーでしたか？',
    en: '  That is what {other} sends as well. Was it the right key?',
  },
  sameState: {
    ko: '  {other} 과(와) 같습니다. 다시 한 번 누르세요.',
    ja: '  {other} と同じです。もう一度押してください。',
    en: '  That is the same as {other}; press once more.',
  },
  didItWork: {
    ko: '  그대로 보내 보았습니다. 움직였습니까? Enter 예, n 아니요, a 다시 보내기, r 다시 누르기, s 건너뛰기, q 끝내기.',
    ja: '  そのまま送ってみました。動きましたか？ Enter はい、n いいえ、a もう一度送る、r もう一度押す、s 飛ばす、q 終える。',
    en: '  It was sent back. Did it work? Enter yes, n no, a send it again, r press it again, s skip, q stop.',
  },
  notSentBack: {
    ko: '  보내 보지 못했습니다: {why}. Enter 그대로 두기, a 다시 보내기, r 다시 누르기, s 건너뛰기, q 끝내기.',
    ja: '  送ってみることができませんでした: {why}。Enter このまま残す、a もう一度送る、r もう一度押す、s 飛ばす、q 終える。',
    en: '  It could not be sent back: {why}. Enter keeps it, a send it again, r press it again, s skip, q stop.',
  },
  veryPulses: {
    ko: '  그러면 들은 펄스 그대로:',
    ja: '  では、受信したパルスのまま:',
    en: '  Then the very pulses, as they were heard:',
  },
  keptUnproven: {
    ko: '  {key} 을(를) 남깁니다. 움직이는지는 확인되지 않았습니다.',
    ja: '  {key} を残します。動くかどうかは確かめられていません。',
    en: '  {key} is kept, though nobody has said that it works.',
  },

  // The keys of a remote
  goesTo: {
    ko: '배운 것은 {file} 에 들어갑니다. 키마다 바로 보내 보므로, 움직이는지 볼 수 있습니다.',
    ja: '学習したものは {file} に入ります。キーごとにすぐ送ってみるので、動くか確かめられます。',
    en: 'What is learnt goes to {file}. Each key is sent back at once, so that you see whether it works.',
  },
  keysThere: {
    ko: '키 {all}개 가운데 {count}개는 이미 있습니다. --keys NAME,NAME 으로 다시 배웁니다.',
    ja: 'キー{all}個のうち{count}個はもうあります。--keys NAME,NAME で学習し直します。',
    en: '{count} of {all} keys are there already; --keys NAME,NAME learns them anew.',
  },
  whileWaiting: {
    ko: '기다리는 동안: s Enter 없는 키를 건너뛰기, p Enter 붙여 넣은 코드 쓰기, q Enter 끝내기.',
    ja: '待っている間: s Enter ないキーを飛ばす、p Enter 貼り付けたコードを使う、q Enter 終える。',
    en: 'While you are waited for, s and Enter skips a key that it has not, p and Enter takes a code that you paste, q and Enter stops.',
  },
  place: { ko: '{number}/{all}  {name}', ja: '{number}/{all}  {name}', en: '{number} of {all}  {name}' },
  notNeeded: { ko: '{line}: 필요 없음, {why}', ja: '{line}: 不要、{why}', en: '{line}: not needed, {why}' },
  whyOnOff: { ko: 'on과 off로 됩니다', ja: 'onとoffで足ります', en: 'on and off do' },
  whyOpenClose: { ko: 'open과 close로 됩니다', ja: 'openとcloseで足ります', en: 'open and close do' },
  whyDigits: { ko: '숫자 열 개가 다 있어야 합니다', ja: '数字が10個すべて必要です', en: 'it takes all ten digits' },
  pressShortly: {
    ko: '{line}: 송신기를 향해 짧게 누르세요',
    ja: '{line}: 送信機に向けて短く押してください',
    en: '{line}: press it shortly, at the blaster',
  },
  holdNear: {
    ko: '{line}: 송신기 가까이에서 누르고 계세요',
    ja: '{line}: 送信機の近くで押し続けてください',
    en: '{line}: hold it, near to the blaster',
  },
  unusableFile: {
    ko: '파일을 아직 쓸 수 없습니다: {why}',
    ja: 'ファイルはまだ使えません: {why}',
    en: 'The file cannot be used yet: {why}',
  },
  noKey: {
    ko: '리모컨에 "{key}" 라는 키는 없습니다. 있는 것: {keys}, 그리고 {forms}',
    ja: 'リモコンに"{key}"というキーはありません。あるもの: {keys}、そして{forms}',
    en: 'a remote has no key "{key}"; there are {keys}, and {forms}',
  },
  keysInConfiguration: {
    ko: '{name} 의 키는 설정 안에 있습니다. --file codes/{name}.yaml 처럼 파일을 정하고, 설정에는 remote: codes/{name}.yaml 이라고 쓰세요',
    ja: '{name} のキーは設定の中にあります。--file codes/{name}.yaml のようにファイルを指定し、設定には remote: codes/{name}.yaml と書いてください',
    en: 'the keys of {name} stand in the configuration itself; name a file for them, such as --file codes/{name}.yaml, and write remote: codes/{name}.yaml then',
  },
  smartIrFile: {
    ko: '{place} 은(는) SmartIR 파일이라 더할 수 없습니다. --file codes/{name}.yaml 처럼 다른 파일을 정하세요',
    ja: '{place} はSmartIRのファイルなので、加えられません。--file codes/{name}.yaml のように別のファイルを指定してください',
    en: '{place} is a file of SmartIR, to which nothing is added; name another, such as --file codes/{name}.yaml',
  },
  nothingLearnt: { ko: '배운 것이 없습니다.', ja: '学習したものはありません。', en: 'Nothing was learnt.' },
  keyLearnt: {
    ko: '키 1개를 배웠습니다. {place} 에 있는 것: {keys}.',
    ja: 'キー1個を学習しました。{place} にあるもの: {keys}。',
    en: '1 key was learnt; {place} holds {keys}.',
  },
  keysLearnt: {
    ko: '키 {count}개를 배웠습니다. {place} 에 있는 것: {keys}.',
    ja: 'キー{count}個を学習しました。{place} にあるもの: {keys}。',
    en: '{count} keys were learnt; {place} holds {keys}.',
  },
  writeAppliance: {
    ko: 'appliances 아래에 이렇게 쓰세요:\n  - { id: {id}, name: 말로 부를 이름, type: {type}, driver: {driver}, {keys} }',
    ja: 'appliancesの下にこう書いてください:\n  - { id: {id}, name: 声で呼ぶ名前, type: {type}, driver: {driver}, {keys} }',
    en: 'Under appliances: it would be\n  - { id: {id}, name: a name that you say, type: {type}, driver: {driver}, {keys} }',
  },
  writeLine: {
    ko: '설정의 {name} 에 이렇게 쓰세요:\n  {line}',
    ja: '設定の{name}にこう書いてください:\n  {line}',
    en: 'In the configuration write with {name}:\n  {line}',
  },
  writtenAlready: {
    ko: '설정에 이미 이렇게 있습니다:\n  {line}',
    ja: '設定にもうこう書かれています:\n  {line}',
    en: 'That is what the configuration says already:\n  {line}',
  },
  and: { ko: '{first}\n{second}', ja: '{first}\n{second}', en: '{first}\n{second}' },

  // The blaster
  blasterAway: { ko: '{connection}: {why}', ja: '{connection}: {why}', en: '{connection}: {why}' },
  unreachable: {
    ko: '송신기에 닿지 않습니다',
    ja: '送信機に届きません',
    en: 'the blaster cannot be reached',
  },
  learnsNoRadio: {
    ko: '{connection} 은(는) 무선(RF)을 배우지 못합니다. Broadlink RM pro나 RM4 pro는 됩니다',
    ja: '{connection} は無線（RF）を学習できません。Broadlink RM proかRM4 proならできます',
    en: '{connection} learns no radio; a Broadlink RM pro or RM4 pro does',
  },
  learnsNothing: {
    ko: '{connection} 은(는) 배우지 못합니다. 키를 직접 쓰거나 다른 송신기로 배우세요. 한 송신기로 배운 코드는 모두에서 됩니다',
    ja: '{connection} は学習できません。キーを自分で書くか、別の送信機で学習してください。1つで学習したコードはどれでも使えます',
    en: '{connection} learns nothing; write the keys by hand, or learn them with another blaster: a code learnt on one works on all',
  },

  // Air conditioners
  onePressEnough: {
    ko: '프로토콜이 들어 있는 것이면, 리모컨을 한 번 누르면 됩니다.',
    ja: 'プロトコルが組み込まれていれば、リモコンを1回押すだけで足ります。',
    en: 'One press of its remote is enough, if its protocol is built in.',
  },
  anyKey: {
    ko: '1/1  리모컨의 아무 키나, 온도 키가 가장 좋습니다',
    ja: '1/1  リモコンのどのキーでも、できれば温度のキー',
    en: '1 of 1  any key of its remote, best one of its temperature',
  },
  singleKey: {
    ko: '  이것은 키 하나({key})이고, 기기가 할 일 전체가 아닙니다. --keys power,temperatureUp,temperatureDown 으로 리모컨처럼 배우세요',
    ja: '  これは1つのキー（{key}）で、機器がすることの全体ではありません。--keys power,temperatureUp,temperatureDown でリモコンとして学習してください',
    en: '  That is the single key {key}, and not all that the appliance is to do: learn it as a remote, with --keys power,temperatureUp,temperatureDown',
  },
  noBuiltIn: {
    ko: '  들어 있는 프로토콜이 아니어서, 한 번 눌러서는 안 됩니다.',
    ja: '  組み込まれたプロトコルではないので、1回押すだけでは足りません。',
    en: '  None of the built-in protocols is this, so one press is not enough.',
  },
  againOrStates: {
    ko: '  r 다시 누르기, l 상태를 하나씩 배우기 (끄기, 그리고 한 모드의 온도들), q 끝내기.',
    ja: '  r もう一度押す、l 状態を1つずつ学習する（オフと、1つのモードの温度）、q 終える。',
    en: '  r press again, l learns it state by state (off, and the temperatures of a mode), q stops.',
  },
  didItObey: {
    ko: '  {state} (으)로 해 보았습니다. 그대로 되었습니까? Enter 예, n 아니요 (상태를 하나씩 배웁니다), a 다시 보내기, r 다시 누르기, q 끝내기.',
    ja: '  {state} にしてみました。そのとおりになりましたか？ Enter はい、n いいえ（状態を1つずつ学習します）、a もう一度送る、r もう一度押す、q 終える。',
    en: '  It was told: {state}. Did it obey? Enter yes, n no (then its states are learnt one by one), a send it again, r press again, q stop.',
  },
  notTold: {
    ko: '  보내지 못했습니다: {why}. a 다시 보내기, r 다시 누르기, q 끝내기.',
    ja: '  送れませんでした: {why}。a もう一度送る、r もう一度押す、q 終える。',
    en: '  It could not be told anything: {why}. a send it again, r press again, q stop.',
  },
  notConfirmed: {
    ko: '그대로 되는지는 확인되지 않았습니다.',
    ja: 'そのとおりになるかは確かめられていません。',
    en: 'Nobody has said that it obeyed.',
  },
  statesGoTo: {
    ko: '배운 것은 {file} 에 들어갑니다. 원하는 상태가 되는 그 한 번만 들려주세요. 그 바로 앞까지는 송신기에서 떨어져 맞추세요.',
    ja: '学習したものは {file} に入ります。望む状態になる1回だけを受信させてください。その手前までは、送信機から離れて合わせてください。',
    en: 'What is learnt goes to {file}. Only the press that reaches what is wanted is to be heard: set the remote to the step before, away from the blaster.',
  },
  statesThere: {
    ko: '{all}개 가운데 {count}개는 이미 있습니다.',
    ja: '{all}個のうち{count}個はもうあります。',
    en: '{count} of {all} are there already.',
  },
  pressToShow: {
    ko: '{line}: 화면에 이것이 나오도록 누르세요',
    ja: '{line}: 表示がこうなるように押してください',
    en: '{line}: press, so that its display shows this',
  },
  noOffYet: {
    ko: '아직 끌 수 없습니다. 쓰기 전에 끄기를 배우세요.',
    ja: 'まだオフにできません。使う前にオフを学習してください。',
    en: 'It cannot be turned off yet: learn that before you use it.',
  },
  statesLearnt: {
    ko: '{count}개를 배웠습니다. 배우지 않은 것은 거절됩니다. 설정의 {name} 에 이렇게 쓰세요:\n  climate: { codes: {place} }',
    ja: '{count}個を学習しました。学習していないものは断られます。設定の{name}にこう書いてください:\n  climate: { codes: {place} }',
    en: '{count} were learnt; what was not is refused. With {name} the configuration must say\n  climate: { codes: {place} }',
  },
  whichMode: {
    ko: '어느 모드를 배웁니까? {modes}; Enter: cool, q 끝내기.',
    ja: 'どのモードを学習しますか？ {modes}; Enter: cool、q 終える。',
    en: 'Which mode is to be learnt? {modes}; Enter: cool, q stops.',
  },
  whichTemperatures: {
    ko: '몇 도부터 몇 도까지입니까? Enter: {min}-{max}; 20-28처럼 줄이거나, 18-30/2처럼 2도씩, s 온도 없음, q 끝내기.',
    ja: '何度から何度までですか？ Enter: {min}-{max}; 20-28のように減らすか、18-30/2のように2度ずつ、s 温度なし、q 終える。',
    en: 'From which to which temperature? Enter: {min}-{max}; 20-28 is fewer, 18-30/2 every second, s none at all, q stops.',
  },
  writeRange: {
    ko: '  20-28처럼 {min}에서 {max} °C 사이로 쓰세요.',
    ja: '  20-28のように、{min}から{max} °Cの間で書いてください。',
    en: '  Write it as 20-28, between {min} and {max} °C.',
  },
  notJsonFile: {
    ko: '에어컨의 상태는 JSON 파일에 들어가는데 {place} 은(는) 아닙니다. --file 로 정하세요',
    ja: 'エアコンの状態はJSONのファイルに入りますが、{place} は違います。--file で指定してください',
    en: 'the states of an air conditioner go to a file of JSON, and {place} is none; name one with --file',
  },

  // The file
  cannotRead: {
    ko: '{file} 을(를) 읽을 수 없습니다 ({code})',
    ja: '{file} を読めません（{code}）',
    en: '{file} cannot be read ({code})',
  },
  notYaml: {
    ko: '{file} 은(는) YAML이 아닙니다: {why}. 그곳을 고치거나, --file 로 다른 파일을 정하세요',
    ja: '{file} はYAMLではありません: {why}。そこを直すか、--file で別のファイルを指定してください',
    en: '{file} is not YAML: {why}; correct it, or take another file with --file',
  },
  notKeyFile: {
    ko: '{file} 은(는) 키의 파일이 아닙니다. --file 로 다른 파일을 정하세요',
    ja: '{file} はキーのファイルではありません。--file で別のファイルを指定してください',
    en: '{file} is no file of keys; take another one with --file',
  },
  keysNoList: {
    ko: '{file} 의 keys: 아래에 키의 목록이 없습니다. --file 로 다른 파일을 정하세요',
    ja: '{file} の keys: の下がキーの一覧ではありません。--file で別のファイルを指定してください',
    en: 'keys: in {file} is no list of keys; take another file with --file',
  },
  aliases: {
    ko: '{file} 에 별칭(*)이 있는데, 따라가지 않습니다. 내용을 풀어 쓰거나, --file 로 다른 파일을 정하세요',
    ja: '{file} にエイリアス（*）がありますが、たどりません。内容を書き出すか、--file で別のファイルを指定してください',
    en: '{file} has aliases (*), which are not followed; write them out, or take another file with --file',
  },
  otherEncoding: {
    ko: '{file} 의 코드는 {encoding} 인데, 배우는 것은 Base64입니다. --file 로 다른 파일을 정하세요',
    ja: '{file} のコードは{encoding}ですが、学習するのはBase64です。--file で別のファイルを指定してください',
    en: 'the codes in {file} are {encoding}, and Base64 is learnt; name another file with --file',
  },
  hasLevels: {
    ko: '{file} 에는 바람 세기나 방향의 단계가 있는데, 그것은 배우지 않습니다. --file 로 다른 파일을 정하세요',
    ja: '{file} には風量や風向きの段階がありますが、それは学習しません。--file で別のファイルを指定してください',
    en: '{file} has levels for the fan or the flaps, which are not learnt; name another file with --file',
  },
  keptMeanwhile: {
    ko: '{problem} 배운 것은 그동안 여기에 두었다가, 쓸 수 있게 되면 바로 씁니다.',
    ja: '{problem} 学習したものはその間ここに残し、書き込めるようになったらすぐ書きます。',
    en: '{problem} What was learnt is kept here meanwhile, and written as soon as that can be.',
  },
  makeRoom: {
    ko: '{problem} 쓸 수 있게 한 다음 Enter 를 누르면 다시 씁니다. p 배운 것을 보여 주고 끝내기.',
    ja: '{problem} 書き込めるようにしてからEnterを押すと、もう一度書きます。p 学習したものを表示して終える。',
    en: '{problem} Make room, and Enter tries again; p shows what was learnt and ends.',
  },
  fileShouldHold: {
    ko: '{file} 에 들어가야 할 것입니다:\n\n{text}',
    ja: '{file} に入るはずのものです:\n\n{text}',
    en: 'This is what {file} should hold:\n\n{text}',
  },
  putByHand: {
    ko: '{problem} 배운 것은 위에 있습니다. 직접 넣으세요.',
    ja: '{problem} 学習したものは上にあります。自分で入れてください。',
    en: '{problem} What was learnt stands above; put it there by hand.',
  },
  written: { ko: '{file} 을(를) 썼습니다.', ja: '{file} を書き込みました。', en: '{file} is written.' },
  notWritten: {
    ko: '{file} 에 쓸 수 없습니다: {why} ({code}).',
    ja: '{file} に書き込めません: {why}（{code}）。',
    en: '{file} cannot be written: {why} ({code}).',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages, put into words when it is read. */
export const say = sentences(messages)
