/** From how many characters on a text is packed: loading what packs takes more than it gives back of a small one. */
const large = 64 * 1024

/** Keeps a text that is seldom asked for; a large one packed. */
export const keepText = (text: string): (() => Promise<string>) =>
  text.length < large ? async () => text : unpacking(pack(text))

async function pack(text: string): Promise<Buffer> {
  const { deflateRawSync } = await import('node:zlib')
  return deflateRawSync(text)
}

// Apart from where the text itself is in sight: what is in sight is kept.
const unpacking = (packed: Promise<Buffer>) => async () => {
  const { inflateRawSync } = await import('node:zlib')
  return inflateRawSync(await packed).toString('utf8')
}
