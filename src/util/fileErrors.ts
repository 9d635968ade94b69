import { dirname } from 'node:path'
import { type LocalizedText, localizedError, localizer } from './translate.ts'

/** In the environment of the program when root has started it with the rights of the owner of a home. */
export const forRootVariable = 'CLOVA_HOME_FOR_ROOT'

/** True if root has started this with the rights of the owner of a home: see `runAsOwner`. */
export const isForRoot = (): boolean => process.env[forRootVariable] !== undefined

/** What error codes of the file system mean and what the user can do. `{file}` and `{folder}` are placeholders. Source: errno(3). */
const messages = {
  cannotRead: {
    ko: '{file} 을(를) 읽을 수 없습니다 ({code})',
    ja: '{file} を読めません（{code}）',
    en: '{file} cannot be read ({code})',
  },
  cannotWrite: {
    ko: '{file} 에 쓸 수 없습니다 ({code})',
    ja: '{file} に書き込めません（{code}）',
    en: '{file} cannot be written ({code})',
  },
  cannotUse: {
    ko: '{file} 을(를) 쓸 수 없습니다 ({code})',
    ja: '{file} を使えません（{code}）',
    en: '{file} cannot be used ({code})',
  },
  explained: { ko: '{what}: {why}. {fix}.', ja: '{what}: {why}。{fix}。', en: '{what}: {why}. {fix}.' },
  someFile: { ko: '파일', ja: 'ファイル', en: 'a file' },

  notAllowed: {
    ko: '이 사용자에게 권한이 없습니다',
    ja: 'この利用者には権限がありません',
    en: 'this user may not',
  },
  runAsOwner: {
    ko: 'sudo를 붙이거나 게이트웨이의 사용자로 실행하세요',
    ja: 'sudoを付けるか、ゲートウェイの利用者で実行してください',
    en: 'Run it with sudo, or as the user of the gateway',
  },
  permitOwner: {
    ko: '다른 사용자의 집에서는 root도 그 소유자의 권한으로만 일합니다. "ls -l {file}" 로 확인해서, 직접 만들지 않은 링크라면 지우고, 이 집의 파일이라면 소유자에게 권한을 주세요',
    ja: 'ほかの利用者の家では、rootもその所有者の権限だけで動きます。"ls -l {file}" で確かめ、自分で作っていないリンクなら消し、この家のファイルなら所有者に権限を与えてください',
    en: 'In a home of another user, root has the rights of that owner only. Look with "ls -l {file}": remove a link that you did not make; let the owner have what belongs to the home',
  },
  notThere: { ko: '파일이 없습니다', ja: 'ファイルがありません', en: 'it is not there' },
  lookWithLs: {
    ko: '이름이 맞는지 보세요: "ls {folder}"',
    ja: '名前が正しいか見てください: "ls {folder}"',
    en: 'Look whether the name is right; "ls {folder}"',
  },
  noFolder: {
    ko: '폴더여야 할 것이 폴더가 아닙니다',
    ja: 'フォルダーのはずのものがフォルダーではありません',
    en: 'what should be its folder is none',
  },
  lookAtName: {
    ko: '이름이 맞는지 보세요',
    ja: '名前が正しいか見てください',
    en: 'Look whether the name is right',
  },
  isFolder: { ko: '폴더입니다', ja: 'フォルダーです', en: 'it is a folder' },
  nameFile: {
    ko: '파일의 이름을 쓰세요',
    ja: 'ファイルの名前を書いてください',
    en: 'Give the name of a file',
  },
  nameTaken: {
    ko: '같은 이름의 다른 것이 있습니다',
    ja: '同じ名前の別のものがあります',
    en: 'something else of that name is there',
  },
  otherName: { ko: '다른 이름을 쓰세요', ja: '別の名前にしてください', en: 'Give another name' },
  nameTooLong: { ko: '이름이 너무 깁니다', ja: '名前が長すぎます', en: 'the name is too long' },
  shorterName: { ko: '더 짧은 이름을 쓰세요', ja: 'もっと短い名前にしてください', en: 'Give a shorter one' },
  linkCircle: {
    ko: '심볼릭 링크가 서로를 가리킵니다',
    ja: 'シンボリックリンクが互いを指しています',
    en: 'its links lead in a circle',
  },
  lookAtLink: { ko: '"ls -l {file}" 로 보세요', ja: '"ls -l {file}" で見てください', en: 'Look with "ls -l {file}"' },
  diskFull: { ko: '디스크가 가득 찼습니다', ja: 'ディスクがいっぱいです', en: 'the disk is full' },
  quotaExceeded: {
    ko: '소유자가 쓸 수 있는 디스크를 모두 썼습니다',
    ja: '所有者が使えるディスクをすべて使っています',
    en: 'its owner may take no more of the disk',
  },
  freeSpace: {
    ko: '자리를 비우세요. 얼마나 찼는지는 "df -h {folder}" 로 보고, "sudo journalctl --vacuum-size=50M" 과 "sudo apt clean" 으로 조금 비울 수 있습니다',
    ja: '空きを作ってください。どれだけ埋まっているかは "df -h {folder}" で分かり、"sudo journalctl --vacuum-size=50M" と "sudo apt clean" で少し空きます',
    en: 'Make room; "df -h {folder}" shows how full it is, and "sudo journalctl --vacuum-size=50M" and "sudo apt clean" free some',
  },
  readOnly: {
    ko: '디스크가 읽기 전용입니다',
    ja: 'ディスクは読み取り専用です',
    en: 'the disk can only be read',
  },
  remount: {
    ko: '"sudo mount -o remount,rw /" 로 풀릴 수 있습니다. 낡은 SD 카드는 저절로 이렇게 되며, "dmesg" 에 나옵니다',
    ja: '"sudo mount -o remount,rw /" で直ることがあります。古いSDカードは自然にこうなり、"dmesg" に出ます',
    en: '"sudo mount -o remount,rw /" may help; a worn SD card becomes so by itself, which "dmesg" tells',
  },
  diskFails: { ko: '디스크가 고장났습니다', ja: 'ディスクが故障しています', en: 'the disk fails' },
  newCard: {
    ko: '읽을 수 있는 것을 백업하고 카드를 바꾸세요. "dmesg" 에 더 나옵니다',
    ja: '読めるものをバックアップし、カードを替えてください。"dmesg" に詳しく出ます',
    en: 'Back up what can be read, and take another card; "dmesg" tells more',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
const say = localizer(messages)

const fileErrors: Readonly<
  Record<string, { readonly why: keyof typeof messages; readonly fix: keyof typeof messages }>
> = {
  EACCES: { why: 'notAllowed', fix: 'runAsOwner' },
  EPERM: { why: 'notAllowed', fix: 'runAsOwner' },
  ENOENT: { why: 'notThere', fix: 'lookWithLs' },
  ENOTDIR: { why: 'noFolder', fix: 'lookAtName' },
  EISDIR: { why: 'isFolder', fix: 'nameFile' },
  EEXIST: { why: 'nameTaken', fix: 'otherName' },
  ENAMETOOLONG: { why: 'nameTooLong', fix: 'shorterName' },
  ELOOP: { why: 'linkCircle', fix: 'lookAtLink' },
  ENOSPC: { why: 'diskFull', fix: 'freeSpace' },
  EDQUOT: { why: 'quotaExceeded', fix: 'freeSpace' },
  EROFS: { why: 'readOnly', fix: 'remount' },
  EIO: { why: 'diskFails', fix: 'newCard' },
}

const rowOf = (code: string | undefined) =>
  code !== undefined && Object.hasOwn(fileErrors, code) ? fileErrors[code] : undefined

/** Why the file system refused an operation, as a short message; undefined if the code is not a file error. */
export function reasonFor(code: string | undefined): LocalizedText | undefined {
  const row = rowOf(code)
  return row && say(row.why)
}

/** The operation that failed. */
type FileOperation = 'read' | 'written' | 'used'
const refusals = { read: 'cannotRead', written: 'cannotWrite', used: 'cannotUse' } as const

/**
 * Says which file cannot be read or written, why, and what the user can do.
 * @param error a system error with its code
 * @param file the file; absent: the one that the error names
 */
export function fileErrorText(error: unknown, operation: FileOperation, file?: string): LocalizedText {
  const { code, path, dest, message } = error as NodeJS.ErrnoException & { readonly dest?: string }
  const name = file ?? dest ?? path
  const what = say(refusals[operation], { file: name ?? say('someFile'), code: code ?? message })
  const row = rowOf(code)
  if (!row) return what
  return say('explained', {
    what,
    why: say(row.why),
    fix: say(row.fix === 'runAsOwner' && isForRoot() ? 'permitOwner' : row.fix, {
      file: name ?? '',
      folder: dirname(name ?? ''),
    }),
  })
}

/** The same as an error for the user, with that of the system as its cause. */
export const fileError = (cause: unknown, operation: FileOperation, file?: string): Error =>
  Object.assign(localizedError(fileErrorText(cause, operation, file)), { cause })

/** Describes a system error of a file for the user; undefined for any other error. */
export function describeFileError(error: unknown): LocalizedText | undefined {
  const { code, path, syscall } = (error ?? {}) as NodeJS.ErrnoException
  if (path === undefined || syscall === undefined || !rowOf(code)) return undefined
  return fileErrorText(error, writeCalls.has(syscall) ? 'written' : readCalls.has(syscall) ? 'read' : 'used')
}

const writeCalls = new Set(['write', 'mkdir', 'mkdtemp', 'rename', 'unlink', 'rm', 'rmdir', 'chmod', 'chown', 'fsync'])
const readCalls = new Set(['read', 'scandir', 'stat', 'lstat', 'readlink', 'realpath'])
