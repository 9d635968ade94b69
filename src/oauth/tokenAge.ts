/** The two clocks, in milliseconds. */
export interface Clocks {
  /** since 1970; it jumps when it is set */
  readonly wall: () => number
  /** since some moment; it never jumps, and begins anew with each process */
  readonly monotonic: () => number
}

/** How old things are, also when the clock is set meanwhile: a Raspberry Pi starts with a wrong one. */
export interface Ages {
  /** This came into being just now. */
  born<T extends object>(thing: T): T
  /** Its age in milliseconds. @param at when that was by the wall clock: it counts for what another process made */
  of(thing: object, at: number): number
}

export function ages({ wall, monotonic }: Clocks): Ages {
  const births = new WeakMap<object, number>()
  return {
    born(thing) {
      births.set(thing, monotonic())
      return thing
    },
    of(thing, at) {
      const birth = births.get(thing)
      return birth === undefined ? wall() - at : monotonic() - birth
    },
  }
}
