/** From how many characters on a text is packed: loading what packs takes more than it gives back of a small one. */
const minCompressedLength = 64 * 1024

/** Keeps a text that is seldom asked for; a large one packed. */
export function compressedText(text: string): () => Promise<string> {
  if (text.length < minCompressedLength) return async () => text
  const packed = compress(text)
  // Who asks for it is told; that nobody asks is no reason to end.
  packed.catch(() => {})
  return createReader(packed)
}

async function compress(text: string): Promise<Buffer> {
  const { deflateRawSync } = await import('node:zlib')
  return deflateRawSync(text)
}

// Apart from where the text itself is in sight: what is in sight is kept.
const createReader = (packed: Promise<Buffer>) => async () => {
  const { inflateRawSync } = await import('node:zlib')
  return inflateRawSync(await packed).toString('utf8')
}
