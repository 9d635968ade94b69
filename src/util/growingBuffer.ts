/** A body of more than this gets the space of the largest one at once. */
const smallBytes = 1024 * 1024

/**
 * A body of bounded size that comes in pieces. The pieces of a large one are copied as they come: to join megabytes at the end,
 * the system would have to provide thousands of pages of memory in one turn of the event loop.
 */
export class GrowingBuffer {
  readonly #maxBytes: number
  #pieces: Buffer[] = []
  #space: Buffer | undefined
  #sizeBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** @returns false, and leaves the piece out, if the body would be longer than `maxBytes` */
  add(piece: Buffer): boolean {
    const start = this.#sizeBytes
    if (start + piece.length > this.#maxBytes) return false
    this.#sizeBytes += piece.length
    if (this.#space === undefined && this.#sizeBytes <= smallBytes) this.#pieces.push(piece)
    else this.#largeSpace(start).set(piece, start)
    return true
  }

  /** All pieces; those added later are not in it. A single piece is not copied. */
  bytes(): Buffer {
    if (this.#space) return this.#space.subarray(0, this.#sizeBytes)
    const [first, second] = this.#pieces
    return first && !second ? first : Buffer.concat(this.#pieces)
  }

  /** Pages of it are provided only when they are written to. */
  #largeSpace(sizeBytes: number): Buffer {
    if (this.#space) return this.#space
    this.#space = Buffer.allocUnsafeSlow(this.#maxBytes)
    this.#space.set(Buffer.concat(this.#pieces, sizeBytes))
    this.#pieces = []
    return this.#space
  }
}
