import { language } from '../../../i18n/index.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'

const texts = { ko, ja, en }

/** What the page says, in its language. To be called while rendering, so that a change of language is followed. */
export const setupText = () => texts[language.value]
