import type { Messages } from '../messages.ts'

export const saving: Messages['saving'] = {
  notSaved: 'It was not saved',
  changedMeanwhile: 'The settings were changed meanwhile, so nothing was saved',
  doAgain: 'The present settings were read again. Please do it once more.',
  mistakes: 'The settings have mistakes, so nothing was saved',
  toSettings: 'Mend them in Settings',
  place: (file, line) => `${file}, line ${line}:`,
  notApplied: 'Saved, but not in use yet',
}
