import { errorsOf, type LocalizedText, sentences } from '../../../src/util/translate.ts'

/** Why a code or a key cannot be read or written. Keys of codes stay as they are written. */
const messages = {
  // Any code
  noPulses: { ko: '펄스가 없습니다', ja: 'パルスがありません', en: 'it holds no pulses' },
  pulseNoTime: {
    ko: '{place}번째 펄스가 {time} 인데, 시간이 아닙니다',
    ja: '{place}番目のパルスが{time}で、時間ではありません',
    en: 'its pulse {place} is {time}, which is no time',
  },
  tooManyPulses: {
    ko: '펄스가 {count}개입니다. {max}개까지 됩니다',
    ja: 'パルスが{count}個あります。{max}個までです',
    en: 'it has {count} pulses; at most {max} can be',
  },
  morePulsesThan: {
    ko: '펄스가 {max}개를 넘습니다',
    ja: 'パルスが{max}個を超えます',
    en: 'it has more than {max} pulses',
  },
  tooLong: {
    ko: '{ms} ms 동안 이어집니다. {max} ms까지 됩니다',
    ja: '{ms} ms続きます。{max} msまでです',
    en: 'it lasts {ms} ms; at most {max} can be',
  },
  carrier: {
    ko: '반송파가 {hz} Hz인 리모컨은 없습니다',
    ja: '搬送波が{hz} Hzのリモコンはありません',
    en: 'no remote has a carrier of {hz} Hz',
  },
  empty: { ko: '코드가 비어 있습니다', ja: 'コードが空です', en: 'the code is empty' },
  textTooLong: {
    ko: '코드가 너무 깁니다: {count}자',
    ja: 'コードが長すぎます: {count}文字',
    en: 'the code is too long: {count} characters',
  },
  tooManyCharacters: {
    ko: '너무 깁니다: {count}자',
    ja: '長すぎます: {count}文字',
    en: 'it is too long: {count} characters',
  },
  onlyInfrared: {
    ko: '이 형식은 적외선용인데, 무선(RF) 코드입니다',
    ja: 'この形式は赤外線用ですが、これは無線（RF）のコードです',
    en: 'this format is for infrared; this is a radio code',
  },
  headAlone: {
    ko: '너무 짧습니다: {count}바이트인데, 머리만 해도 {head}바이트입니다',
    ja: '短すぎます: {count}バイトですが、先頭だけで{head}バイトです',
    en: 'it is too short: {count} bytes, and its head alone has {head}',
  },
  tooShort: {
    ko: '너무 짧습니다: {count}바이트',
    ja: '短すぎます: {count}バイト',
    en: 'it is too short: {count} bytes',
  },

  // Base64
  notBase64Sign: {
    ko: 'Base64가 아닙니다: {sign} 이(가) 들어 있습니다',
    ja: 'Base64ではありません: {sign} が入っています',
    en: 'it is not Base64: there is a {sign} in it',
  },
  notBase64Count: {
    ko: 'Base64가 아닙니다: 글자가 하나 모자라거나 남습니다',
    ja: 'Base64ではありません: 文字が1つ足りないか、余っています',
    en: 'it is not Base64: a character is missing or too many',
  },

  // Lists of times
  twoMarks: {
    ko: '빛의 펄스 두 개가 이어집니다. 두 번째는 {time} µs입니다 ({place}번째)',
    ja: '光のパルスが2つ続きます。2つ目は{time} µsです（{place}番目）',
    en: 'two pulses of light follow one another, the second {time} µs (number {place})',
  },
  notPulseOrSpace: {
    ko: '"{words}" 은(는) pulse도 space도 아닙니다. pulse 9000 이나 space 4500 처럼 쓰세요',
    ja: '"{words}" はpulseでもspaceでもありません。pulse 9000 か space 4500 のように書いてください',
    en: '"{words}" in it is neither a pulse nor a space; write pulse 9000 or space 4500',
  },
  severalKeys: {
    ko: '키가 {count}개 들어 있습니다. 하나씩 따로 쓰세요',
    ja: 'キーが{count}個入っています。1つずつ書いてください',
    en: 'it holds {count} keys; write each of them by itself',
  },
  notMicroseconds: {
    ko: '"{word}" 은(는) µs 단위의 시간이 아닙니다',
    ja: '"{word}" はµsの時間ではありません',
    en: '"{word}" in it is no time in µs',
  },

  // Global Caché
  sendir: {
    ko: 'sendir 형식이 아닙니다. sendir,1:1,1,38000,1,1 다음에 켜짐과 꺼짐의 쌍을 반송파 주기로 쓰세요. 반복은 1~50, 그다음 위치는 홀수입니다',
    ja: 'sendirの形式ではありません。sendir,1:1,1,38000,1,1 の後に点灯と消灯の組を搬送波の周期で書いてください。回数は1〜50、次の位置は奇数です',
    en: 'it is not as sendir has it: sendir,1:1,1,38000,1,1 and then pairs of a mark and a space in cycles of the carrier; it is sent 1 to 50 times, and the place behind that is odd',
  },

  // Pronto
  prontoWord: {
    ko: '"{word}" 은(는) 16진수 네 자리가 아닙니다',
    ja: '"{word}" は16進数4桁ではありません',
    en: '"{word}" in it is no word of four hex digits',
  },
  prontoNumber: {
    ko: 'Pronto {name} 은(는) 시간 목록이 아니라 프로토콜의 키 번호입니다. 프로토콜로 쓰세요',
    ja: 'Pronto {name} は時間の一覧ではなく、プロトコルのキー番号です。プロトコルで書いてください',
    en: 'Pronto {name} is the number of a key of a protocol, and not a list of times: write it by protocol',
  },
  prontoFields: {
    ko: 'Pronto {name}: 뒤의 두 숫자는 이 프로토콜의 주소와 명령이 아닙니다',
    ja: 'Pronto {name}: 後ろの2つの数は、このプロトコルのアドレスとコマンドではありません',
    en: 'the two numbers behind Pronto {name} are no address and command of its protocol',
  },
  prontoKind: {
    ko: '0000이나 0100으로 시작하는 Pronto 코드만 읽을 수 있습니다. 이것은 다르게 시작합니다',
    ja: '0000か0100で始まるProntoのコードだけを読めます。これは始まりが違います',
    en: 'only Pronto codes that begin with 0000 or 0100 are known; it begins otherwise',
  },
  prontoCarrier: {
    ko: '두 번째 단어(반송파)가 0000입니다',
    ja: '2つ目の語（搬送波）が0000です',
    en: 'its second word, the carrier, is 0000',
  },
  prontoNoPairs: {
    ko: '머리에 쌍이 없다고 되어 있습니다',
    ja: '先頭に、組がないとあります',
    en: 'its head says that it has no pairs',
  },
  prontoRadio: {
    ko: 'Pronto hex는 적외선용인데, 무선(RF) 코드입니다',
    ja: 'Pronto hexは赤外線用ですが、これは無線（RF）のコードです',
    en: 'Pronto hex is for infrared; this is a radio code',
  },
  prontoTooLong: {
    ko: 'Pronto hex의 시간은 반송파 65535주기까지인데, {cycles} 인 것이 있습니다',
    ja: 'Pronto hexの時間は搬送波の65535周期までですが、{cycles}のものがあります',
    en: 'Pronto hex holds times of up to 65535 cycles of the carrier; one is {cycles}',
  },

  // Tuya, Xiaomi
  tuyaBlock: {
    ko: '손상되었습니다: 한 블록이 데이터 바깥을 가리킵니다',
    ja: '壊れています: 1つのブロックがデータの外を指しています',
    en: 'it is damaged: a block of it points outside of what there is',
  },
  tuyaHalfPulse: {
    ko: '손상되었습니다: 펄스 가운데에서 끝납니다',
    ja: '壊れています: パルスの途中で終わっています',
    en: 'it is damaged: it ends in the middle of a pulse',
  },
  tuyaRadio: {
    ko: 'Tuya 송신기는 적외선만 보내는데, 무선(RF) 코드입니다',
    ja: 'Tuyaの送信機は赤外線だけを送りますが、これは無線（RF）のコードです',
    en: 'a Tuya blaster sends infrared only; this is a radio code',
  },
  xiaomiCutOff: {
    ko: '잘렸습니다: {edges}개여야 할 마크와 스페이스가 {count}개입니다',
    ja: '途中で切れています: マークとスペースは{edges}個のはずですが、{count}個です',
    en: 'it is cut off: it should have {edges} marks and spaces, and has {count}',
  },
  xiaomiNeither: {
    ko: 'Xiaomi 송신기의 신호도, 압축한 시간도 아닙니다',
    ja: 'Xiaomiの送信機の信号でも、圧縮した時間でもありません',
    en: 'it is neither a signal nor packed times of a Xiaomi blaster',
  },
  xiaomiTooMuch: { ko: '풀면 너무 큽니다', ja: '展開すると大きすぎます', en: 'it unpacks to far too much' },

  // Tasmota
  tasmotaNoTimes: {
    ko: '받은 코드의 시간을 알려 주지 않습니다. 이 명령을 내리세요: SetOption58 1',
    ja: '受け取ったコードの時間を知らせません。このコマンドを実行してください: SetOption58 1',
    en: 'it does not tell the times of what it receives: give it the command SetOption58 1',
  },
  tasmotaUnreadable: {
    ko: 'RawData를 읽을 수 없습니다',
    ja: 'RawDataを読めません',
    en: 'its RawData cannot be read',
  },
  tasmotaLetter: {
    ko: 'RawData의 문자 {letter} 이(가) 뜻하는 것이 없습니다',
    ja: 'RawDataの文字{letter}に当たるものがありません',
    en: 'its RawData has a letter {letter} that stands for nothing',
  },

  // Broadlink
  broadlinkKind: {
    ko: '{begin} (으)로 시작합니다. Broadlink 코드는 26, b0, b1, b2, d7로 시작합니다',
    ja: '{begin} で始まります。Broadlinkのコードは26、b0、b1、b2、d7で始まります',
    en: 'it begins with {begin}; a Broadlink code begins with 26, b0, b1, b2 or d7',
  },
  broadlinkCutOff: {
    ko: '잘렸습니다: 펄스가 {length}바이트여야 하는데 {count}바이트입니다',
    ja: '途中で切れています: パルスは{length}バイトのはずですが、{count}バイトです',
    en: 'it is cut off: it should have {length} bytes of pulses, and has {count}',
  },
  broadlinkRadioCutOff: {
    ko: '잘렸습니다: {length}바이트여야 하는데 {count}바이트입니다',
    ja: '途中で切れています: {length}バイトのはずですが、{count}バイトです',
    en: 'it is cut off: it should have {length} bytes, and has {count}',
  },
  broadlinkRepeats: {
    ko: 'Broadlink는 코드를 255번까지 되풀이합니다. {repeats}번은 안 됩니다',
    ja: 'Broadlinkはコードを255回まで繰り返します。{repeats}回はできません',
    en: 'a Broadlink repeats a code up to 255 times, not {repeats}',
  },
  broadlinkLastPulse: {
    ko: '마지막 펄스가 잘렸습니다',
    ja: '最後のパルスが切れています',
    en: 'its last pulse is cut off',
  },

  // A key as it is written
  writeCode: {
    ko: '코드를 이 가운데 하나로 쓰세요: {names}',
    ja: 'コードをこのどれかで書いてください: {names}',
    en: 'write the code: {names}',
  },
  oneCode: {
    ko: '키 하나에는 코드를 하나만 씁니다. 여기에는 {names} 이(가) 있습니다',
    ja: 'キー1つにコードは1つだけ書きます。ここには{names}があります',
    en: 'a key has one code, and this has {names}',
  },
  ownCarrier: {
    ko: '{protocol} 은(는) 반송파가 정해져 있습니다. carrier를 빼세요',
    ja: '{protocol}は搬送波が決まっています。carrierは書かないでください',
    en: '{protocol} has a carrier of its own; leave out carrier',
  },
  ownToggle: {
    ko: '{protocol} 은(는) 토글 비트를 스스로 바꿉니다. alternate를 빼세요',
    ja: '{protocol}はトグルビットを自分で変えます。alternateは書かないでください',
    en: '{protocol} turns its toggle bit itself; leave out alternate',
  },
  ownRepeat: {
    ko: '{protocol} 은(는) 누르고 있을 때 보낼 것이 정해져 있습니다. repeat를 빼세요',
    ja: '{protocol}は押し続けたときに送るものが決まっています。repeatは書かないでください',
    en: '{protocol} knows what a held key repeats; leave out repeat',
  },
  notByProtocol: {
    ko: '{name} 에는 프로토콜이 아닌 코드를 쓰세요',
    ja: '{name} にはプロトコルではないコードを書いてください',
    en: '{name} is a code that is no protocol',
  },
  prontoOwnCarrier: {
    ko: 'Pronto 코드에는 반송파가 들어 있습니다. carrier를 빼세요',
    ja: 'Prontoのコードには搬送波が入っています。carrierは書かないでください',
    en: 'a Pronto code says its carrier itself; leave out carrier',
  },
  radioNoCarrier: {
    ko: '무선(RF) 코드에는 반송파가 없습니다. carrier를 빼세요',
    ja: '無線（RF）のコードに搬送波はありません。carrierは書かないでください',
    en: 'a radio code has no carrier; leave out carrier',
  },
  noFrames: {
    ko: '키는 1프레임 이상 누릅니다. {times}은(는) 안 됩니다',
    ja: 'キーは1フレーム以上押します。{times}はできません',
    en: 'a key is held for 1 frame or more, not for {times}',
  },

  // Protocols
  addressOrData: {
    ko: 'address와 command를 쓰거나, data를 쓰세요',
    ja: 'addressとcommandか、dataを書いてください',
    en: 'write address and command, or data',
  },
  addressOrCode: {
    ko: 'address와 command를 {example} 처럼 쓰거나, 코드를 {code} 처럼 쓰세요',
    ja: 'addressとcommandを{example}のように書くか、コードを{code}のように書いてください',
    en: 'write address and command, as in {example}, or the code as {code}',
  },
  makerOrBytes: {
    ko: 'maker, address, command를 쓰거나, 바이트를 모두 쓰세요',
    ja: 'maker、address、commandか、すべてのバイトを書いてください',
    en: 'write maker, address and command, or all bytes',
  },
  makerLike: {
    ko: 'maker, address, command를 {example} 처럼 쓰거나, bytes를 쓰세요',
    ja: 'maker、address、commandを{example}のように書くか、bytesを書いてください',
    en: 'write maker, address and command, as in {example}, or bytes',
  },
  deviceOrAddress: {
    ko: 'device, subdevice, command를 쓰거나, address와 command를 쓰세요',
    ja: 'device、subdevice、commandか、addressとcommandを書いてください',
    en: 'write device, subdevice and command, or address and command',
  },
  bitsLike: {
    ko: 'bits, address, command를 {example} 처럼 쓰세요',
    ja: 'bits、address、commandを{example}のように書いてください',
    en: 'write bits, address and command, as in {example}',
  },
  panasonicCode: {
    ko: '48비트의 Panasonic 코드는 0x4004로 시작하고, 마지막 바이트는 배타적 논리합입니다',
    ja: '48ビットのPanasonicのコードは0x4004で始まり、最後のバイトは排他的論理和です',
    en: 'a Panasonic code of 48 bits begins with 0x4004, and its last byte is the sum by exclusive or',
  },
  denonCode: {
    ko: '{code} 은(는) Denon 코드가 아닙니다. 마지막 두 비트는 0이어야 합니다',
    ja: '{code} はDenonのコードではありません。最後の2ビットは0のはずです',
    en: '{code} is no Denon code: its last two bits must be 0',
  },
  sharpCode: {
    ko: '{code} 은(는) Sharp 코드가 아닙니다. 마지막 두 비트는 1과 0이어야 합니다',
    ja: '{code} はSharpのコードではありません。最後の2ビットは1と0のはずです',
    en: '{code} is no Sharp code: its last two bits must be 1 and 0',
  },
  lgSum: {
    ko: '{code} 의 마지막 자리는 합계라서 {right} 이어야 합니다. 다시 찾아보세요',
    ja: '{code} の最後の桁は合計なので、{right} のはずです。もう一度調べてください',
    en: 'the last digit of {code} is a sum and should make it {right}; look it up again',
  },
  necRepeat: {
    ko: '0xFFFFFFFF는 키를 누르고 있을 때 되풀이되는 것입니다. 그 앞에 오는 코드를 쓰세요',
    ja: '0xFFFFFFFFはキーを押し続けたときに繰り返されるものです。その前に来るコードを書いてください',
    en: '0xFFFFFFFF is only what a held key repeats; write the code that comes first',
  },
  rc6aCode: {
    ko: 'RC6 모드 6A의 코드는 0xC나 0xD로 시작하고 36비트입니다',
    ja: 'RC6モード6Aのコードは0xCか0xDで始まり、36ビットです',
    en: 'a code of RC6 mode 6A begins with 0xC or 0xD and has 36 bits',
  },
  bitLengths: {
    ko: 'bits는 {lengths} 가운데 하나입니다',
    ja: 'bitsは{lengths}のどれかです',
    en: 'it has one of {lengths} bits',
  },
  tooManyBits: {
    ko: 'data가 {bits}비트를 넘습니다',
    ja: 'dataが{bits}ビットを超えています',
    en: 'its data has more than {bits} bits',
  },
  samsung36Inverse: {
    ko: '마지막 8비트는 그 앞 8비트를 뒤집은 것이어야 합니다',
    ja: '最後の8ビットは、その前の8ビットを反転したもののはずです',
    en: 'its last eight bits must be the inverse of the eight before',
  },
  sonyAddress: {
    ko: '{bits}비트에서 address는 31까지입니다',
    ja: '{bits}ビットではaddressは31までです',
    en: 'its address is at most 31 with {bits} bits',
  },
  sonyExtended: {
    ko: 'extended는 20비트의 코드에만 씁니다',
    ja: 'extendedは20ビットのコードにだけ書きます',
    en: 'only a code of 20 bits has extended',
  },
  printedNumber: {
    ko: 'data를 숫자로 읽을 수 없습니다: {digits}',
    ja: 'dataを数として読めません: {digits}',
    en: 'its data is no number that can be read: {digits}',
  },
  printedProtocol: {
    ko: '프로토콜 {protocol} 은(는) 숫자로는 보낼 수 없습니다. raw의 시간으로는 됩니다',
    ja: 'プロトコル{protocol}は数では送れません。rawの時間なら送れます',
    en: 'the protocol {protocol} cannot be sent by its number; its raw times can be',
  },
  printedBits: {
    ko: '{bits}비트입니다. {max}비트까지 됩니다',
    ja: '{bits}ビットあります。{max}ビットまでです',
    en: 'it has {bits} bits; up to {max} can be',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** An error for the user with one of the messages. */
export const codeError = errorsOf(sentences(messages))
