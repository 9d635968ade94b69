import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** How long somebody may think, in milliseconds. */
const patience = 300_000

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean }

/**
 * The line that is typed next, of which nothing is shown; of a pipe its first line.
 * @throws Error in plain words if there is none
 */
export function readSecret(input: Input, output: NodeJS.WritableStream, question: string): Promise<string> {
  const isTerminal = input.isTTY === true
  // What readline shows of what is typed goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  if (isTerminal) output.write(question)
  const reader = createInterface({ input, output: nowhere, terminal: isTerminal })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new Error('nothing was typed'))), patience)
    const end = (outcome: () => void) => {
      clearTimeout(timer)
      // First: closing tells of itself, and what is settled stays so.
      outcome()
      reader.close()
      if (isTerminal) output.write('\n')
    }
    reader.once('line', (line) => end(() => resolve(line.replace(/\r$/, ''))))
    reader.once('SIGINT', () => end(() => reject(new Error('nothing was typed'))))
    reader.once('close', () => end(() => reject(new Error('nothing was typed'))))
  })
}
