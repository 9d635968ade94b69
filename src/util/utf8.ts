import { readFileSync } from 'node:fs'
import { type LocalizedText, localizedError, localizer } from './translate.ts'

const messages = {
  notUtf8: {
    ko: '{file} 은(는) UTF-8이 아닙니다. UTF-8로 저장하세요 (메모장: 다른 이름으로 저장, 인코딩 UTF-8)',
    ja: '{file} はUTF-8ではありません。UTF-8で保存してください（メモ帳: 名前を付けて保存、文字コード UTF-8）',
    en: '{file} is not UTF-8; save it as UTF-8 (in Notepad: Save as, encoding UTF-8)',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
const say = localizer(messages)

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text of bytes in UTF-8; undefined if they are not. Notepad saves Korean as CP949 and Japanese as Shift_JIS, or as UTF-16:
 * read as UTF-8 anyway, names would become unreadable without a word, and stay so when the text is written again.
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** The text of a file. @throws NodeJS.ErrnoException of `readFileSync`; Error for the user if the file is not UTF-8 */
export function readUtf8File(file: string): string {
  const text = decodeUtf8(readFileSync(file))
  if (text === undefined) throw localizedError(say('notUtf8', { file }))
  return text
}
