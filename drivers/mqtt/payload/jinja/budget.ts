/** What one rendering may cost: evaluated parts, and items and characters that are looked at or made. A few milliseconds. */
const maxWork = 100_000

/** A rendering cost too much. */
export class TooMuchWork extends Error {
  constructor() {
    super('it takes too much work')
  }
}

/** What is left of the rendering that runs now; renderings do not interrupt each other. */
let work = 0

/** Runs one rendering on a budget of its own. @throws TooMuchWork */
export function withBudget<T>(render: () => T): T {
  work = maxWork
  return render()
}

/**
 * Pays for work before it is done, so that a rendering ends whatever is in its template and in its message.
 * @param amount items or characters @throws TooMuchWork
 */
export function charge(amount: number): void {
  work -= amount
  if (work < 0) throw new TooMuchWork()
}
