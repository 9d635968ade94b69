/**
 * A function that loads something with its first call, and returns the same with every further one. A load that failed is tried
 * again with the next call.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined
      throw error
    })
    return loaded
  }
}

/**
 * What to tell where a part of the program cannot be loaded that is read only when it is first needed.
 * @param error what the import threw
 */
export function describeLoadError(error: unknown): string {
  const isGone = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
  return isGone
    ? 'the program was replaced by another version while it ran; start it again: sudo systemctl restart clova-home'
    : 'a part of the program cannot be loaded; the log of the gateway says why'
}
