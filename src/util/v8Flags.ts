import { setFlagsFromString } from 'node:v8'

/** While the program starts. Both are named in full: V8 takes what it compiled with other flags for invalid. */
const starting = [
  // A start runs most of its code once.
  '--interrupt-budget=135168',
  // What a start leaves behind would let the young generation grow to 16 MB (41 -> 34 MB, 6 s after a start).
  '--semi-space-growth-factor=1',
]

/** From then on. */
const running = [
  // V8 compiles a function for speed once 132 KiB of its bytecode were run, which takes a home days. Here 8 KB are enough
  // (benchmark rows "p50" and "CPU a request").
  '--interrupt-budget=8000',
  '--semi-space-growth-factor=2',
]

/** Sets the flags of V8 for the start, which the launcher does, or for what comes after it. */
export function setV8Flags(phase: 'starting' | 'running'): void {
  for (const flag of phase === 'starting' ? starting : running) setFlagsFromString(flag)
}
