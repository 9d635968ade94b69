/** The bytes of a Base64 text, which may have line breaks and lack its padding. @throws Error in plain words */
export function fromBase64(text: string): Buffer {
  const letters = text.replace(/\s+/g, '').replace(/=+$/, '')
  const odd = /[^A-Za-z0-9+/]/.exec(letters)
  if (odd) throw new Error(`it is not Base64: there is a ${JSON.stringify(odd[0])} in it`)
  if (letters.length % 4 === 1) throw new Error('it is not Base64: a character is missing or too many')
  return Buffer.from(letters, 'base64')
}
