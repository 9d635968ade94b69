// Makes one CommonJS file of everything, `dist/clova-home.cjs`: it needs no node_modules, and loads in a third of the time.
// Beside it, in dist/web, is the page of the dashboard. With an entry and a file, only that is made.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { build } from 'esbuild'
import { buildWeb } from './web.mjs'

const [entry = 'src/main.ts', outfile = 'dist/clova-home.cjs'] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const nothing = './scripts/emptyModule.cjs'

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

const { metafile } = await build({
  // What the package's copyright file is made of.
  metafile: true,
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
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
})
// esbuild escapes strings but not regular expressions. With one such character V8 keeps the whole source with two bytes each.
const source = readFileSync(outfile, 'utf8')
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
writeFileSync(outfile, source.replace(/[\u0080-\uffff]/g, escaped))
const web = process.argv.length > 2 ? undefined : await buildWeb()
const inputs = { ...metafile.inputs, ...web?.inputs }
writeFileSync(outfile.replace(/\.cjs$/, '.meta.json'), JSON.stringify({ ...metafile, inputs }))
