// The runtime of jest for our tests: compiles each file once in a worker, and links ES modules one after the other.
const { setFlagsFromString } = require('node:v8')
const vm = require('node:vm')
const { default: Runtime } = require('jest-runtime')

// Functions are made anew for each test file and live for a second: V8 optimises those that run about eight times as long as
// by default. Optimising the others took a fifth of the processor time of our tests (305 tests: 6.7 s, with this 5.0 s).
setFlagsFromString('--interrupt-budget=1000000')

/** What V8 compiled, by the file: each test file loads all modules anew, and compiling them takes longer than running them. */
const compiled = new Map()

/**
 * Compiles by what was compiled before of the same file.
 * @param compile given cached data or none, compiles
 * @param cachedDataOf makes the data to be cached of what was compiled
 */
function compileOnce(file, code, compile, cachedDataOf) {
  // V8 does not cache which module a dynamic import and `import.meta` belong to.
  if (/\bimport\s*[(.]/.test(code)) return compile()
  const known = compiled.get(file)
  try {
    if (known?.code === code) return compile(known.cachedData)
  } catch {
    // V8 rejects what it compiled before a test changed one of its flags.
  }
  const made = compile()
  compiled.set(file, { code, cachedData: cachedDataOf(made) })
  return made
}

const { compileFunction, SourceTextModule } = vm
vm.SourceTextModule = class {
  constructor(code, options) {
    const compile = (cachedData) => new SourceTextModule(code, cachedData ? { ...options, cachedData } : options)
    return compileOnce(options.identifier, code, compile, (module) => module.createCachedData())
  }
}
vm.compileFunction = (code, parameters, options) =>
  compileOnce(
    options.filename,
    code,
    (cachedData) =>
      compileFunction(code, parameters, { ...options, ...(cachedData ? { cachedData } : { produceCachedData: true }) }),
    (made) => made.cachedData,
  )

/**
 * Node 20 does not wait for a module that another `import()` still links: of two `import()` at once that share a module,
 * one would fail with "request for … is not in cache".
 */
module.exports = class extends Runtime {
  constructor(...args) {
    super(...args)
    const loader = this.esmLoader
    const linkAndEvaluate = loader.linkAndEvaluateModule.bind(loader)
    let previous = Promise.resolve()
    loader.linkAndEvaluateModule = async (module) => {
      const link = previous.then(async () => {
        if (module.status !== 'unlinked') return
        await module.link((specifier, from) => loader.resolveModule(specifier, from.identifier, from.context))
      })
      previous = link.catch(() => {})
      await link
      return linkAndEvaluate(module)
    }
  }
}
