// Makes what is run: `dist/clova-home.cjs`, and beside it in dist/clova-home the modules that it loads. They need no node_modules.
// What only some homes or commands need is in files of its own, which are not read elsewhere: that halves the memory of a
// gateway at rest. In dist/web is the page of the dashboard. With an entry and a file, only that is made, as one file.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { buildWeb } from './web.mjs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const nothing = './scripts/emptyModule.cjs'
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

if (entry) await buildOneFile()
else await buildProgram()

async function buildOneFile() {
  const { metafile } = await build({ ...options, entryPoints: [entry], outfile, format: 'cjs' })
  toAscii(outfile)
  writeMetafile(outfile, metafile)
}

async function buildProgram() {
  const [folder, launcher] = ['dist/clova-home', 'dist/clova-home.cjs']
  const { metafile } = await build({
    ...options,
    entryPoints: ['src/main.ts'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    splitting: true,
    format: 'esm',
  })
  for (const file of Object.keys(metafile.outputs)) toAscii(file)
  const made = new Set(Object.keys(metafile.outputs))
  for (const name of readdirSync(folder)) if (!made.has(`${folder}/${name}`)) rmSync(join(folder, name))
  const lines = [
    '#!/usr/bin/env -S node --optimize-for-size',
    // A house sends few commands, so what V8 compiles is hardly used. With less inlining it compiles in three quarters of the
    // time (benchmark row "CPU a request": 653 -> 565 us at 16; after 5,000 requests no difference was seen).
    "require('node:v8').setFlagsFromString('--max-inlined-bytecode-size-cumulative=300')",
    // Libraries that are CommonJS ask for the modules of Node by `require`, which an ES module does not have.
    'globalThis.require=require',
    "import('./clova-home/main.mjs')",
  ]
  writeFileSync(launcher, `${lines.join('\n')}\n`)
  chmodSync(launcher, 0o755)
  const web = await buildWeb()
  writeMetafile(launcher, { ...metafile, inputs: { ...metafile.inputs, ...web.inputs } })
}

/** esbuild escapes strings but not regular expressions. With one such character V8 keeps the whole source with two bytes each. */
function toAscii(file) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[\u0080-\uffff]/g, escaped))
}

function writeMetafile(file, metafile) {
  writeFileSync(file.replace(/\.cjs$/, '.meta.json'), JSON.stringify(metafile))
}
