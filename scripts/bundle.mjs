// Makes what is run: `dist/clova-home.cjs`, and in dist/clova-home the program that it loads. They need no node_modules.
// What only some homes or commands need is in files of its own, which are not read elsewhere: that halves the memory of a
// gateway at rest. In dist/web is the page of the dashboard. With an entry and a file, only that is made, as one file.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { writeCodeCache } from './codeCache.mjs'
import { buildWeb } from './web.mjs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const nothing = './scripts/emptyModule.cjs'
const [folder, launcher] = ['dist/clova-home', 'dist/clova-home.cjs']
/** What a gateway loads at each start. */
const atEachStart = ['src/main.ts', 'src/cli/commands/run.ts']
const [entry, outfile] = process.argv.slice(2)

/** What many import and few houses need is evaluated when one of these functions is first called. */
const atFirstCall = { [resolve('drivers/mqtt/payload/jinja/index.ts')]: ['readTemplate'] }

const lazily = {
  name: 'at first call',
  setup(build) {
    build.onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir, kind }) => {
      const file = resolve(resolveDir, path)
      return kind === 'import-statement' && file in atFirstCall ? { path: file, namespace: 'at-first-call' } : undefined
    })
    build.onLoad({ filter: /.*/, namespace: 'at-first-call' }, ({ path }) => ({
      resolveDir: dirname(path),
      contents: atFirstCall[path]
        .map((name) => `export const ${name} = (...given) => require(${JSON.stringify(path)}).${name}(...given)`)
        .join('\n'),
    }))
  },
}

const options = {
  // What the package's copyright file is made of.
  metafile: true,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Names stay, so that a stack says where.
  minifyWhitespace: true,
  minifySyntax: true,
  define: { 'process.env.CLOVA_HOME_VERSION': JSON.stringify(version) },
  alias: {
    // A copy of what Node has itself.
    'readable-stream': 'node:stream',
    // What koa, its router and mqtt.js would log with the variable DEBUG: a hundred calls for each command.
    debug: './scripts/silentDebug.cjs',
    // MQTT over WebSockets, through a proxy and in a browser: nothing of that is offered.
    ws: nothing,
    socks: nothing,
    'worker-timers': nothing,
    // 2,500 media types and their extensions, of which koa names four.
    'mime-db': './scripts/mediaTypes.json',
  },
  plugins: [lazily],
  logLevel: 'warning',
}

async function buildOneFile() {
  const { metafile } = await build({ ...options, entryPoints: [entry], outfile, format: 'cjs' })
  toAscii(outfile)
  writeMetafile(outfile, metafile)
}

async function buildProgram() {
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: ['src/main.ts'],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    chunkNames: '[name]-[hash]',
    entryNames: '[name]-[hash]',
    splitting: true,
    format: 'esm',
    write: false,
  })
  const { core, others } = divide(metafile)
  const files = new Map(outputFiles.map(({ path, text }) => [fileName(path), text]))
  const coreFile = await buildCore(core, others, files, metafile)
  await buildOthers(others.map(fileName), files)
  const made = new Set([coreFile, ...others.map(fileName)])
  for (const name of made) toAscii(join(folder, name))
  await buildLauncher(coreFile)
  // Not before: what runs meanwhile may still want them.
  for (const name of readdirSync(folder)) if (!made.has(name)) rmSync(join(folder, name))
  const web = await buildWeb()
  const inCore = { inputs: Object.assign({}, ...core.map((path) => metafile.outputs[path].inputs)) }
  const outputs = Object.fromEntries(others.map((path) => [path, metafile.outputs[path]]))
  writeMetafile(launcher, {
    inputs: { ...metafile.inputs, ...web.inputs },
    outputs: { ...outputs, [`${folder}/${coreFile}`]: inCore },
  })
  await writeCodeCache(launcher)
}

/** Divides the modules that esbuild made: what each gateway loads at its start is one file, and each other one is a file. */
function divide({ outputs }) {
  const core = new Set()
  const add = (path) => {
    if (core.has(path) || !outputs[path]) return
    core.add(path)
    for (const { kind, path: imported } of outputs[path].imports) if (kind === 'import-statement') add(imported)
  }
  for (const entry of atEachStart) add(Object.keys(outputs).find((path) => outputs[path].entryPoint === entry))
  return { core: [...core], others: Object.keys(outputs).filter((path) => !core.has(path)) }
}

/** A script is a function, so that V8 can keep what it compiled of it. What was a module before is strict. */
const asFunction = {
  ...options,
  metafile: false,
  format: 'cjs',
  outdir: folder,
  banner: { js: '(function(exports,require,module){"use strict";' },
  footer: { js: '})' },
  // They are loaded by the launcher: `import()` becomes a promise of its `require`.
  supported: { 'dynamic-import': false },
  logOverride: { 'direct-eval': 'silent' },
}

/** @returns the name of the file, which exports as `modules` what the other files import from it */
async function buildCore(core, others, files, { outputs }) {
  const inCore = new Set(core.map(fileName))
  const imported = new Set(others.flatMap((path) => outputs[path].imports.map((one) => fileName(one.path))))
  const exported = [...inCore].filter((name) => imported.has(name))
  const main = Object.keys(outputs).find((path) => outputs[path].entryPoint === 'src/main.ts')
  const contents = [
    ...exported.map((name, index) => `import * as module${index} from './${name}'`),
    `import './${fileName(main)}'`,
    `export const modules={${exported.map((name, index) => `'${name}':module${index}`).join()}}`,
  ].join('\n')
  const { outputFiles } = await build({
    ...asFunction,
    stdin: { contents, sourcefile: 'core.cjs', resolveDir: resolve(folder) },
    outExtension: { '.js': '.cjs' },
    entryNames: 'core-[hash]',
    write: false,
    plugins: [inMemory(files, (name) => !inCore.has(name))],
  })
  const [{ path, contents: bytes }] = outputFiles
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, bytes)
  return fileName(path)
}

async function buildOthers(names, files) {
  await build({
    ...asFunction,
    entryPoints: names.map((name) => `./${name}`),
    outExtension: { '.js': '.cjs' },
    plugins: [inMemory(files, () => true)],
  })
}

const fileName = (path) => basename(path)

/** Gives esbuild the modules that it made, and leaves those out that are loaded by the launcher. */
const inMemory = (files, isLoaded) => ({
  name: 'modules in memory',
  setup(build) {
    build.onResolve({ filter: /\.cjs$/ }, ({ path, kind }) =>
      kind !== 'entry-point' && isLoaded(fileName(path))
        ? { path: `./${fileName(path)}`, external: true }
        : { path: fileName(path), namespace: 'memory' },
    )
    build.onLoad({ filter: /.*/, namespace: 'memory' }, ({ path }) => ({ contents: files.get(path), loader: 'js' }))
  },
})

async function buildLauncher(coreFile) {
  await build({
    ...options,
    metafile: false,
    entryPoints: ['src/launcher.ts'],
    outfile: launcher,
    format: 'cjs',
    define: { coreFile: JSON.stringify(coreFile) },
    banner: { js: '#!/usr/bin/env -S node --optimize-for-size' },
  })
  chmodSync(launcher, 0o755)
}

/** esbuild escapes strings but not regular expressions. With one such character V8 keeps the whole source with two bytes each. */
function toAscii(file) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[\u0080-\uffff]/g, escaped))
}

function writeMetafile(file, metafile) {
  writeFileSync(file.replace(/\.cjs$/, '.meta.json'), JSON.stringify(metafile))
}

if (entry) await buildOneFile()
else await buildProgram()
