import type { Readable } from 'node:stream'
import { runInSlices, type Steps } from './slices.ts'

/**
 * Reads a flowing stream chunk by chunk: the next one is read when all steps that one takes are done, so that their order stays
 * and the memory is bounded. Node itself reads many chunks of a socket in one turn of the event loop.
 * @param onError gets what a step throws, or the signal's reason
 */
export function readInSlices<Chunk>(
  stream: Readable,
  take: (chunk: Chunk) => Steps<void>,
  onError: (error: Error) => void,
  signal?: AbortSignal,
): void {
  stream.on('data', (chunk: Chunk) => {
    stream.pause()
    runInSlices(take(chunk), signal).then(() => setImmediate(() => stream.resume()), onError)
  })
}
