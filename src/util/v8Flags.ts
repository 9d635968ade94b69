import { setFlagsFromString } from 'node:v8'

/**
 * What V8 is to do well now.
 *  - `start`: most of the code runs once
 *  - `singleRequests`: there is a request now and then. V8 compiles only what runs very often, about as by default, since the
 *    request would wait meanwhile
 *  - `manyRequests`: V8 compiles early what the requests run
 */
export type Phase = 'start' | 'singleRequests' | 'manyRequests'

const phaseKey = Symbol.for('clova-home-gateway: what V8 is to do well')

/** Node 20 has V8 11. Since Node 22 a compiler of V8 works between its baseline and its optimizing one, and there is no budget. */
const hasInterruptBudget = process.versions.v8.startsWith('11.')

/**
 * V8 counts how many bytes of its bytecode a function has run. Each time the budget is used up is a tick. After some ticks, and
 * some more for a long function, it is compiled; a short one at its first tick. A changed budget counts for a function only once
 * it has used up the old one, and changed ticks at once: so the ticks change with the load. 100 ticks of 4 KB are about what the
 * 3 of 132 KB are, which a start has.
 *
 * Benchmark, in turns with the floor, as multiples of it, without early compiling -> with it: p50 at 1 1.47 -> 1.11 and CPU
 * 2.01 -> 1.34, at 16 p50 2.15 -> 1.33 and CPU 2.42 -> 1.66. For single requests it (after 8 KB) makes CPU 1.99 -> 2.78.
 */
const compilation: { readonly [phase in Phase]: readonly string[] } = {
  start: ['--interrupt-budget=135168', ...ticks(3, 150, 81)],
  singleRequests: ['--interrupt-budget=4000', ...ticks(100, 5, 0)],
  manyRequests: ['--interrupt-budget=4000', ...ticks(3, 150, 81)],
}

function ticks(beforeOptimization: number, bytesForOneMore: number, maxBytesForEarly: number): readonly string[] {
  return [
    `--ticks-before-optimization=${beforeOptimization}`,
    `--bytecode-size-allowance-per-tick=${bytesForOneMore}`,
    `--max-bytecode-size-for-early-opt=${maxBytesForEarly}`,
  ]
}

/**
 * What a start leaves behind would let the young generation grow to 16 MB (41 -> 34 MB, 6 s after a start). Many requests let it
 * grow at once: benchmark at 16, in turns with the floor, p50 1.40 -> 1.26 and CPU 1.51 -> 1.31, memory after that 78 -> 82 MB.
 * With `--optimize-for-size`, as the package starts it, it stays small in any case.
 */
const youngGeneration: { readonly [phase in Phase]: string } = {
  start: '--semi-space-growth-factor=1',
  singleRequests: '--semi-space-growth-factor=2',
  manyRequests: '--semi-space-growth-factor=16',
}

/** The launcher and the program are two scripts, each with this module of its own. */
const phaseOfProcess = globalThis as { [phaseKey]?: Phase }

/**
 * Sets flags of V8, which keeps all others as Node has them. Each phase names the same flags: V8 takes what it compiled with
 * other flags for invalid.
 * @param phase `start` is set by the launcher, before anything else of the program runs
 * @returns the phase before
 */
export function setV8Flags(phase: Phase, setFlag: (flag: string) => void = setFlagsFromString): Phase {
  const before = phaseOfProcess[phaseKey] ?? phase
  phaseOfProcess[phaseKey] = phase
  const flags = [...(hasInterruptBudget ? compilation[phase] : []), youngGeneration[phase]]
  for (const flag of flags) setFlag(flag)
  return before
}

/** A process that no launcher has started, such as one of tests, keeps the flags that it has. */
export function changeV8Flags(phase: Phase): void {
  if (phaseOfProcess[phaseKey] !== undefined) setV8Flags(phase)
}
