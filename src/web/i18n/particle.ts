/**
 * A Korean word with the particle that fits its end: `음소거를`, `전원을`. After a letter that is no Hangul both are written.
 * @param afterConsonant such as 을, 이, 은
 * @param afterVowel such as 를, 가, 는
 */
export function withParticle(word: string, afterConsonant: string, afterVowel: string): string {
  const syllable = (word.codePointAt(word.length - 1) ?? 0) - 0xac00
  if (syllable < 0 || syllable > 11171) return `${word}${afterConsonant}(${afterVowel})`
  return `${word}${syllable % 28 === 0 ? afterVowel : afterConsonant}`
}
