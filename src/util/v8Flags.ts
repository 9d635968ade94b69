import { setFlagsFromString } from 'node:v8'

/** Node 20 has V8 11. Since Node 22 a compiler of V8 works between its baseline and its optimizing one, and there is no budget. */
const hasInterruptBudget = process.versions.v8.startsWith('11.')

/** While the program starts. Both are named in full: V8 takes what it compiled with other flags for invalid. */
const starting = [
  // A start runs most of its code once.
  ...(hasInterruptBudget ? ['--interrupt-budget=135168'] : []),
  // What a start leaves behind would let the young generation grow to 16 MB (41 -> 34 MB, 6 s after a start).
  '--semi-space-growth-factor=1',
]

/** From then on. */
const running = [
  // V8 compiles a function for speed once 132 KiB of its bytecode were run. Here 8 KB are enough, so commands that follow each
  // other at once take a quarter less time (benchmark row "p50" at 1: 1.26 -> 0.87 to 1.15 times the gateway of before Koa). It costs
  // single commands while V8 compiles: of five a second the slowest twentieth took 7.6 ms, and 5.5 without it (row "sparse").
  // What has run before keeps its old budget until that is used up.
  ...(hasInterruptBudget ? ['--interrupt-budget=8000'] : []),
  '--semi-space-growth-factor=2',
]

/**
 * Sets flags of V8, which keeps all others as Node has them.
 * @param phase `starting` is set by the launcher, before anything else of the program runs
 */
export function setV8Flags(phase: 'starting' | 'running'): void {
  for (const flag of phase === 'starting' ? starting : running) setFlagsFromString(flag)
}
