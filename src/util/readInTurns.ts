import type { Readable } from 'node:stream'

/**
 * Reads a flowing stream one chunk in each turn of the event loop, so that all else gets its turn however fast the other side
 * sends. Node itself reads many chunks of a socket in one turn.
 */
export function readInTurns(stream: Readable): void {
  stream.on('data', () => {
    stream.pause()
    setImmediate(() => stream.resume())
  })
}
