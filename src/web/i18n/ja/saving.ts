import type { Messages } from '../messages.ts'

export const saving: Messages['saving'] = {
  notSaved: '保存できませんでした',
  changedMeanwhile: 'その間に設定が変わったため、保存していません',
  doAgain: '今の設定を読み直しました。もう一度してください。',
  mistakes: '設定に間違いがあるため、保存していません',
  toSettings: '設定で直す',
  place: (file, line) => `${file} ${line}行:`,
  notApplied: '保存しましたが、まだ使われていません',
}
