import { say } from './messages.ts'

/** What one rendering may cost: evaluated parts, and items and characters that are looked at or made. Some milliseconds. */
const maxWork = 30_000

/** What all renderings in one turn of the event loop may cost: a message may be rendered by the templates of many entities. */
const maxWorkOfTurn = 500_000

/** A rendering cost too much. */
export class TooMuchWork extends Error {
  readonly text = say('tooMuchWork')
  /** false if it did not cost too much by itself, but all of this turn together */
  readonly isOwn: boolean

  constructor(isOwn: boolean) {
    super('the budget of a template is used up')
    this.isOwn = isOwn
  }
}

/** What is left of the rendering that runs now; renderings do not interrupt each other. */
let work = 0
let workOfTurn = maxWorkOfTurn
/** what the rendering that runs now was given */
let granted = 0

/** Runs one rendering on a budget of its own. @throws TooMuchWork */
export function withBudget<T>(render: () => T): T {
  if (workOfTurn === maxWorkOfTurn)
    setImmediate(() => {
      workOfTurn = maxWorkOfTurn
    })
  granted = Math.min(maxWork, workOfTurn)
  work = granted
  try {
    return render()
  } finally {
    // At least one, so that the next turn begins with the whole budget again.
    workOfTurn = Math.max(0, workOfTurn - Math.max(1, granted - Math.max(0, work)))
  }
}

/**
 * Pays for work before it is done, so that a rendering ends whatever is in its template and in its message.
 * @param amount items or characters @throws TooMuchWork
 */
export function charge(amount: number): void {
  work -= amount
  if (work < 0) throw new TooMuchWork(granted === maxWork)
}
