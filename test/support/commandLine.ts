import { jest } from '@jest/globals'
import { runProgram } from '../../src/cli/program.ts'
import type { Finished } from './process.ts'

/** Runs `clova-home` with these words in this process. A few tests start the built program instead: see `process.ts`. */
export async function runCommand(...words: readonly string[]): Promise<Finished> {
  const written = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text
      return true
    }),
  )
  try {
    return { code: await runProgram(words), ...written }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
