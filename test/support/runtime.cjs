// The runtime of jest for our tests: reads, transforms, resolves and compiles each file once in a worker instead of once for each
// test file (twelve files that load 330 modules each: 7.1 s of processor time, with this 5.7 s), and links ES modules in turns.
const { isProxy } = require('node:util/types')
const { setFlagsFromString } = require('node:v8')
const vm = require('node:vm')
const { default: Runtime } = require('jest-runtime')

// Functions are made anew for each test file and live for a second: V8 optimises those that run about eight times as long as
// by default. Optimising the others took a fifth of the processor time of our tests (305 tests: 6.7 s, with this 5.0 s). Only
// Node 20 knows the flag.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000')

/** What V8 compiled, by the file: each test file loads all modules anew, and compiling them takes longer than running them. */
const compiled = new Map()
/** What jest read and made of each file: it does not change while the tests run. */
const transformed = new Map()
/** The path of the module that an import of a file leads to, by the file and what it imports. */
const importedPaths = new Map()

/**
 * Compiles by what was compiled before of the same file.
 * @param compile given cached data or none, compiles
 * @param cachedDataOf makes the data to be cached of what was compiled
 */
function compileOnce(file, code, compile, cachedDataOf) {
  const known = compiled.get(file)
  if (known?.code === code) {
    try {
      return compile(known.cachedData)
    } catch {
      // V8 rejects what it compiled before a test changed one of its flags.
    }
  }
  const made = compile()
  // V8 does not cache which module a dynamic import and `import.meta` belong to.
  const cachedData = /\bimport\s*[(.]/.test(code) ? undefined : cachedDataOf(made)
  compiled.set(file, { code, cachedData })
  return made
}

const { compileFunction, createContext, SourceTextModule } = vm
// The global object that jest makes for a test file is a proxy, which is asked anew whenever code reads a global variable, and V8
// optimises no such code well. An ordinary one is as separate (eleven files that compute much: 29.0 s, with this 21.2 s).
vm.createContext = (globals, ...options) =>
  createContext(isProxy(globals) ? vm.constants.DONT_CONTEXTIFY : globals, ...options)
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

module.exports = class extends Runtime {
  constructor(...args) {
    super(...args)
    const { watch, watchAll } = args[7]
    if (!watch && !watchAll) transformOnce(this.transformCache)
    linkInTurns(this.esmLoader)
  }
}

/** Takes what was made of a file for a test file before; temporary files may change. */
function transformOnce(cache) {
  const transform = cache.transform.bind(cache)
  cache.transform = (file, options) => {
    // What jest loads for itself is taken as it is.
    const key = options?.isInternalModule ? `jest ${file}` : file
    const known = transformed.get(key)
    if (known === undefined) {
      const code = transform(file, options)
      if (!file.startsWith(process.env.TMPDIR)) transformed.set(key, { code, result: cache.transforms.get(file) })
      return code
    }
    const { code, result } = known
    if (result) {
      cache.transforms.set(file, result)
      if (result.sourceMapPath) cache.sourceMaps.set(file, result.sourceMapPath)
    }
    return code
  }
}

/**
 * Node 20 does not wait for a module that another `import()` still links: of two `import()` at once that share a module,
 * one would fail with "request for … is not in cache".
 */
function linkInTurns(loader) {
  const linkAndEvaluate = loader.linkAndEvaluateModule.bind(loader)
  /** The modules of this test file by their paths, for each registry: a test may begin a new one. */
  const loaded = new WeakMap()
  let previous = Promise.resolve()
  loader.linkAndEvaluateModule = async (module) => {
    const link = previous.then(async () => {
      if (module.status === 'unlinked') await module.link(importOf)
    })
    previous = link.catch(() => {})
    await link
    return linkAndEvaluate(module)
  }

  function importOf(specifier, from) {
    const known = modules().get(importedPaths.get(`${from.identifier}\0${specifier}`))
    return known && loader.mockState.explicitEsmMock.size === 0 ? known : resolve(specifier, from)
  }

  async function resolve(specifier, from) {
    const module = await loader.resolveModule(specifier, from.identifier, from.context)
    // The `jest` of each file is another, and a query makes another module of a file.
    if (specifier === '@jest/globals' || specifier.includes('?')) return module
    importedPaths.set(`${from.identifier}\0${specifier}`, module.identifier)
    modules().set(module.identifier, module)
    return module
  }

  function modules() {
    const registry = loader.registries.getActiveEsmRegistry()
    if (!loaded.has(registry)) loaded.set(registry, new Map())
    return loaded.get(registry)
  }
}
