/** From how many characters on a text is packed: loading what packs takes more than it gives back of a small one. */
const large = 64 * 1024

/** Keeps a text that is seldom asked for; a large one packed. */
export function compressedText(text: string): () => Promise<string> {
  if (text.length < large) return async () => text
  const packed = pack(text)
  // Who asks for it is told; that nobody asks is no reason to end.
  packed.catch(() => {})
  return unpacking(packed)
}

async function pack(text: string): Promise<Buffer> {
  const { deflateRawSync } = await import('node:zlib')
  return deflateRawSync(text)
}

// Apart from where the text itself is in sight: what is in sight is kept.
const unpacking = (packed: Promise<Buffer>) => async () => {
  const { inflateRawSync } = await import('node:zlib')
  return inflateRawSync(await packed).toString('utf8')
}
