/** Texts from this length on are compressed; for shorter ones, loading the compressor costs more memory than it saves. */
const minCompressedLength = 64 * 1024

/** Stores a text that is seldom read; a large one is compressed. */
export function compressedText(text: string): () => Promise<string> {
  if (text.length < minCompressedLength) return async () => text
  const packed = compress(text)
  // The error reaches the reader of the text; without a reader it must not end the process.
  packed.catch(() => {})
  return createReader(packed)
}

async function compress(text: string): Promise<Buffer> {
  const { deflateRawSync } = await import('node:zlib')
  return deflateRawSync(text)
}

// A function of its own: a closure inside the other one would keep the uncompressed text in memory.
const createReader = (packed: Promise<Buffer>) => async () => {
  const { inflateRawSync } = await import('node:zlib')
  return inflateRawSync(await packed).toString('utf8')
}
