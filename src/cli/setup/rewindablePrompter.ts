import type { Prompter } from '../terminal/prompter.ts'

/** What the user types to return to the question before; the second is that of an input method. */
const backWords = ['<', '＜']

/** The texts of a prompter that goes back. */
interface Texts {
  /** behind each question but the first: how to return */
  readonly hint: string
  /** behind a secret that was typed already: that Enter keeps it */
  readonly keepsSecret: string
}

interface Answer {
  readonly question: string
  readonly text: string
  readonly isSecret: boolean
}

/** Thrown out of the questions, to begin them anew. */
export class Rewound extends Error {}

/**
 * Asks questions of which each can be taken back. To return to the question before, the whole row of questions runs again: what
 * was answered is answered by itself, and nothing is printed, until that question is reached. What was typed there and behind it
 * is proposed. Work between two questions, such as a search, runs by `once`, so that it is not repeated.
 */
export class RewindablePrompter implements Prompter {
  readonly #prompter: Prompter
  readonly #texts: Texts
  /** the answers of this run of the questions */
  readonly #answers: Answer[] = []
  /** the answers that are given by themselves at the beginning of this run */
  #replayed: readonly Answer[] = []
  /** what was typed before the user returned, in its order */
  #proposals: readonly Answer[] = []
  /** the index of the first of them that is not used yet */
  #nextProposal = 0
  /** true if a secret was typed anew: those behind it are not proposed, since it may be the same one typed again */
  #isSecretChanged = false
  /** where the next run is to ask again, if it is not the question before */
  #rewindPosition: number | undefined
  readonly #results = new Map<
    string,
    { readonly value: unknown; readonly position: number; readonly isReusable: boolean }
  >()

  constructor(prompter: Prompter, texts: Texts) {
    this.#prompter = prompter
    this.#texts = texts
  }

  /** Runs a row of questions, again from its beginning whenever the user returns to a question before. @throws what it throws */
  async run<T>(questions: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await questions()
      } catch (error) {
        if (!(error instanceof Rewound)) throw error
        this.#rewind()
      }
    }
  }

  /**
   * The result of work between two questions, which is done once for each key.
   * @param isReusable false for a result that is not to be used again once the user has returned to a question before it
   */
  async once<T>(key: string, work: () => Promise<T>, isReusable: (result: T) => boolean = () => true): Promise<T> {
    const known = this.#results.get(key)
    if (known) return known.value as T
    const value = await work()
    this.#results.set(key, { value, position: this.position, isReusable: isReusable(value) })
    return value
  }

  /** How many questions are answered. */
  get position(): number {
    return this.#answers.length
  }

  /** Forgets the answers from a position on: they were not valid, and are asked for again. */
  forgetFrom(position: number): void {
    this.#answers.length = position
    this.#replayed = this.#replayed.slice(0, position)
  }

  /** Asks again from an earlier question on; what was typed from there on is proposed. @throws Rewound always */
  rewindTo(position: number): never {
    this.#rewindPosition = position
    throw new Rewound()
  }

  get interrupted(): AbortSignal {
    return this.#prompter.interrupted
  }

  print(line: string): void {
    if (!this.#isReplaying) this.#prompter.print(line)
  }

  ask(question: string, defaultValue?: string): Promise<string> {
    return this.#answer(question, false, (shown, proposal) => this.#prompter.ask(shown, proposal ?? defaultValue))
  }

  askSecret(question: string): Promise<string> {
    return this.#answer(question, true, async (shown, proposal) => {
      if (proposal === undefined) return this.#prompter.askSecret(shown)
      return (await this.#prompter.askSecret(`${shown} ${this.#texts.keepsSecret}`)) || proposal
    })
  }

  close(): void {
    this.#prompter.close()
  }

  get #isReplaying(): boolean {
    return this.position < this.#replayed.length
  }

  async #answer(
    question: string,
    isSecret: boolean,
    ask: (shown: string, proposal: string | undefined) => Promise<string>,
  ): Promise<string> {
    const proposalsUsed = this.#nextProposal
    const proposal = this.#propose(question, isSecret)
    const replayed = this.#replayed[this.position]
    if (replayed) {
      this.#answers.push(replayed)
      return replayed.text
    }
    const isFirst = this.position === 0
    const text = await ask(isFirst ? question : `${question} ${this.#texts.hint}`, proposal)
    if (!isFirst && backWords.includes(text.trim())) {
      this.#nextProposal = proposalsUsed
      throw new Rewound()
    }
    if (isSecret && text !== proposal) this.#isSecretChanged = true
    this.#answers.push({ question, text, isSecret })
    return text
  }

  /** What was typed to this question before. */
  #propose(question: string, isSecret: boolean): string | undefined {
    const index = this.#proposals.findIndex(
      (one, i) => i >= this.#nextProposal && one.question === question && one.isSecret === isSecret,
    )
    if (index < 0) return undefined
    this.#nextProposal = index + 1
    return isSecret && this.#isSecretChanged ? undefined : this.#proposals[index]?.text
  }

  /** Prepares the next run: the answers before the question that is asked again are given by themselves. */
  #rewind(): void {
    this.#proposals = [...this.#answers, ...this.#proposals.slice(this.#nextProposal)]
    this.#nextProposal = 0
    this.#isSecretChanged = false
    this.#replayed = this.#answers.slice(0, this.#rewindPosition ?? -1)
    this.#rewindPosition = undefined
    const { length } = this.#replayed
    for (const [key, { position, isReusable }] of this.#results)
      if (!isReusable && position > length) this.#results.delete(key)
    this.#answers.length = 0
  }
}
