// What jest makes of a TypeScript file before it runs it: esbuild takes the types away in a millisecond. Types are checked by tsc.
import { transform, transformSync } from 'esbuild'

const optionsFor = (file) => ({
  loader: 'ts',
  sourcefile: file,
  sourcemap: 'external',
  target: 'node20',
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
})

export const process = (text, file) => transformSync(text, optionsFor(file))
export const processAsync = (text, file) => transform(text, optionsFor(file))
export default { process, processAsync }
