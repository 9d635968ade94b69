const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
/** Accents, and the vowels and finals of Korean written letter by letter, stand on what is before them. */
const none = /[\p{M}\u1160-\u11ff\u200b-\u200f]/u

/** How many columns of a terminal a text takes: Korean, Japanese and other wide characters take two. */
export const width = (text: string): number =>
  [...text].reduce((sum, char) => sum + (none.test(char) ? 0 : wide.test(char) ? 2 : 1), 0)
