import { type LocalizedText, localizer } from '../../util/translate.ts'

/** Messages for mistakes in YAML, and what to do. None repeats content of the file, since that may be a secret. */
const messages = {
  duplicateKey: {
    ko: '이 키가 여기 두 번 있습니다. 하나만 남기세요',
    ja: 'このキーがここに2回あります。1つだけ残してください',
    en: 'this key stands here twice; keep one of them',
  },
  unknownTag: {
    ko: '이런 태그는 없습니다. !secret만 쓸 수 있습니다. !로 시작하는 값은 따옴표로 감싸세요',
    ja: 'このようなタグはありません。使えるのは!secretだけです。!で始まる値は引用符で囲んでください',
    en: 'there is no such tag as this; only !secret is known. Put a text that begins with ! in quotes',
  },
  quotedSecretTag: {
    ko: '!secret이 글자 그대로의 값이 됩니다. 따옴표와 ! 뒤의 공백 없이 쓰세요. 예: password: !secret mqtt_password',
    ja: '!secretが文字どおりの値になります。引用符と!の後の空白なしで書いてください。例: password: !secret mqtt_password',
    en: 'this is taken as a text, not as a secret; write it without quotes and without a space behind the !, as password: !secret mqtt_password',
  },
  strayAlias: {
    ko: '별칭(*)이 가리키는 앵커(&)가 앞에 없습니다. *로 시작하는 값은 따옴표로 감싸세요',
    ja: 'エイリアス（*）の指すアンカー（&）が前にありません。*で始まる値は引用符で囲んでください',
    en: 'an alias (*) stands here and no anchor (&) before it; put a text that begins with * in quotes',
  },
  circularAlias: {
    ko: '이 별칭(*)은 자기 자신을 담고 있습니다. 지우거나 값을 풀어서 쓰세요',
    ja: 'このエイリアス（*）は自分自身を含んでいます。消すか、値を書き出してください',
    en: 'this alias (*) contains itself; remove it, or write out what it stands for',
  },
  tooManyAliases: {
    ko: '이 파일에는 별칭(*)이 너무 많습니다',
    ja: 'このファイルにはエイリアス（*）が多すぎます',
    en: 'there are too many aliases in this file',
  },
  tooDeep: {
    ko: '여기서부터 너무 깊이 들어가 있습니다. 설정은 {max}단계보다 깊어지지 않습니다',
    ja: 'ここから入れ子が深すぎます。設定は{max}段より深くなりません',
    en: 'from here on it is nested too deep; a configuration has at most {max} levels',
  },
  tooLarge: {
    ko: '이 파일은 너무 큽니다. {max} MiB까지 읽습니다',
    ja: 'このファイルは大きすぎます。読めるのは{max} MiBまでです',
    en: 'this file is too large; at most {max} MiB are read',
  },
  notUtf8: {
    ko: '여기에 UTF-8이 아닌 글자가 있습니다. 이 파일을 UTF-8로 저장하세요 (메모장: 다른 이름으로 저장, 인코딩 UTF-8)',
    ja: 'ここにUTF-8ではない文字があります。このファイルをUTF-8で保存してください（メモ帳: 名前を付けて保存、文字コード UTF-8）',
    en: 'this is not UTF-8; save the file as UTF-8 (in Notepad: Save as, encoding UTF-8)',
  },
  zeroBytes: {
    ko: '여기에 값이 0인 바이트가 있습니다. 정전 등으로 파일이 손상되었을 수 있습니다. 백업에서 되돌리세요',
    ja: 'ここに値が0のバイトがあります。停電などでファイルが壊れた可能性があります。バックアップから戻してください',
    en: 'there are zero bytes here: the file is damaged, as after a power cut; put back a backup of it',
  },
  noKeys: {
    ko: '이 파일에는 키가 하나도 없습니다. 지워졌다면 백업에서 되돌리세요. 새로 만들려면: clova-home setup',
    ja: 'このファイルにはキーが1つもありません。消えてしまったのなら、バックアップから戻してください。新しく作るには: clova-home setup',
    en: 'no key stands in this file. If it lost them, put back a backup; to make a new one: clova-home setup',
  },
  unclosedQuote: {
    ko: '여기서 시작한 따옴표가 닫히지 않았습니다. 값 끝에 같은 따옴표를 쓰세요',
    ja: 'ここで始まる引用符が閉じていません。値の終わりに同じ引用符を書いてください',
    en: 'the quote that opens here is not closed; write the same quote at the end of the text',
  },
  unclosedBracket: {
    ko: '여기서 연 {open} 괄호가 닫히지 않았습니다. 끝에 {close} 를 쓰세요',
    ja: 'ここで開いた {open} が閉じていません。終わりに {close} を書いてください',
    en: 'the {open} that opens here is not closed; write {close} where it ends',
  },
  strayBracket: {
    ko: '이 닫는 괄호에 맞는 여는 괄호가 없습니다. 지우세요',
    ja: 'この閉じ括弧に対応する開き括弧がありません。消してください',
    en: 'this bracket closes nothing; remove it',
  },
  emptyBrackets: {
    ko: '{empty} 는 비어 있다는 뜻인데 아래 줄에 내용이 있습니다. {empty} 를 지우세요',
    ja: '{empty} は空という意味ですが、下の行に内容があります。{empty} を消してください',
    en: '{empty} says that nothing is in it, and something stands in the line below; remove the {empty}',
  },
  fullWidthColon: {
    ko: '콜론이 전각(：)입니다. 반각 콜론과 공백으로 쓰세요. 예: edition: kr',
    ja: 'コロンが全角（：）です。半角のコロンと空白で書いてください。例: edition: jp',
    en: 'this is a full-width colon (：); write an ordinary one and a space, as edition: kr',
  },
  fullWidthComma: {
    ko: '쉼표가 전각(， 또는 、)입니다. 반각 쉼표로 쓰세요',
    ja: 'カンマが全角（，または、）です。半角のカンマで書いてください',
    en: 'this is a full-width comma; write an ordinary one (,)',
  },
  colonInText: {
    ko: "값 안에 콜론이 있습니다. 값을 따옴표로 감싸세요. 예: name: '주방: 전등'",
    ja: "値の中にコロンがあります。値を引用符で囲んでください。例: name: '台所: 照明'",
    en: "a colon stands in this text; put the text in quotes, as name: 'Kitchen: lamp'",
  },
  belowValue: {
    ko: '이 키에는 이미 값이 있는데 아래 줄이 더 들여쓰기 되어 있습니다. 아래 줄의 들여쓰기를 이 키에 맞추세요',
    ja: 'このキーにはもう値がありますが、下の行がさらに字下げされています。下の行の字下げをこのキーに合わせてください',
    en: 'this key has a value already, and the line below is indented further; begin that line in the same column as this key',
  },
  secondDocument: {
    ko: '이 --- 부터 두 번째 문서가 됩니다. 설정은 문서 하나입니다. 이 줄을 지우세요',
    ja: 'この --- から2つ目の文書になります。設定は1つの文書です。この行を消してください',
    en: 'this --- begins a second document, and a configuration is one; remove this line',
  },
  otherSpace: {
    ko: '여기에 보통 공백이 아닌 공백(웹 페이지에서 복사한 공백이나 전각 공백)이 있습니다. 보통 공백으로 바꾸세요',
    ja: 'ここに普通の空白ではない空白（全角の空白や、ウェブページから写した空白）があります。半角の空白に変えてください',
    en: 'this is another space than the ordinary one (a no-break or a full-width space, as web pages have them); write ordinary spaces',
  },
  mergeKey: {
    ko: '<< 는 쓸 수 없습니다. 합치려는 키를 여기에 풀어서 쓰세요',
    ja: '<< は使えません。合わせたいキーをここに書き出してください',
    en: '<< is not known; write the keys that it stands for',
  },
  spaceAfterColon: {
    ko: '콜론 뒤에 공백이 없습니다. 예: edition: kr',
    ja: 'コロンの後に空白がありません。例: edition: jp',
    en: 'a space is missing behind the colon; write it as edition: kr',
  },
  spaceAfterDash: {
    ko: '- 뒤에 공백이 없습니다. 예: - id: lamp',
    ja: '- の後に空白がありません。例: - id: lamp',
    en: 'a space is missing behind the dash; write it as - id: lamp',
  },
  missingColon: {
    ko: '키 뒤에 콜론이 없습니다. 예: edition: kr',
    ja: 'キーの後にコロンがありません。例: edition: jp',
    en: 'a colon is missing behind this key; write it as edition: kr',
  },
  tab: {
    ko: '탭으로 들여쓰기 했습니다. 공백으로 들여쓰세요',
    ja: 'タブで字下げされています。空白で字下げしてください',
    en: 'Tabs are not allowed as indentation; write spaces',
  },
  indentation: {
    ko: '들여쓰기가 위의 키들과 맞지 않습니다. 함께 속한 키들은 같은 칸에서 시작해야 합니다',
    ja: '字下げが上のキーと合っていません。一緒のキーは同じ桁から始めてください',
    en: 'the indentation is not that of the keys above; keys that belong together begin in the same column',
  },
  needsQuotes: {
    ko: '이 글자로 시작하는 값은 따옴표로 감싸야 합니다',
    ja: 'この文字で始まる値は引用符で囲む必要があります',
    en: 'a text that begins with this character must be in quotes',
  },
  behindQuote: {
    ko: '닫는 따옴표 뒤에 내용이 더 있습니다. 값 전체를 따옴표로 감싸세요',
    ja: '閉じ引用符の後にまだ内容があります。値全体を引用符で囲んでください',
    en: 'something stands behind the closing quote; put all of the text in quotes',
  },
  badEscape: {
    ko: "큰따옴표 안에서는 \\ 가 특별한 뜻을 가집니다. 작은따옴표(')로 감싸세요",
    ja: "二重引用符の中の \\ には特別な意味があります。一重引用符（'）で囲んでください",
    en: "within double quotes a \\ has a meaning of its own; put the text in single quotes (')",
  },
  smartQuotes: {
    ko: '둥근 따옴표(“ ” ‘ ’)는 값의 일부가 됩니다. 곧은 따옴표(" 또는 \')로 쓰세요',
    ja: '曲がった引用符（“ ” ‘ ’）は値の一部になります。まっすぐな引用符（" または \'）で書いてください',
    en: 'these curly quotes (“ ” ‘ ’) become a part of the text; write straight ones (" or \')',
  },
  notYaml: {
    ko: 'YAML이 아닙니다: {reason}. 비밀번호처럼 기호가 든 글은 따옴표로 감싸세요',
    ja: 'YAMLではありません: {reason}。パスワードのように記号を含む文字列は引用符で囲んでください',
    en: 'this is not YAML: {reason}; a text with signs in it, such as a password, needs quotes',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

export type YamlMessage = keyof typeof messages

/** One of the messages in all languages, with values put in. */
export const yamlMessage = localizer<YamlMessage>(messages)
