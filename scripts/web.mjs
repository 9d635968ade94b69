// Makes the page of the dashboard out of src/web, in dist/web. Every file but those of src/web/public has the digest of its
// content in its name, so that a browser may keep it for ever. Each stands there three times: as it is, for gzip (browsers
// ask for Brotli over https only) and for Brotli, so that the gateway never compresses anything.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** What is compressed already stands there only as it is, and so does what fits into one packet. */
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt'])
const minCompressedBytes = 1024

/** @returns the metafile of esbuild, from which the licences of the libraries are found */
export async function buildWeb(outdir = 'dist/web') {
  rmSync(outdir, { recursive: true, force: true })
  const common = {
    metafile: true,
    outdir: join(outdir, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    platform: 'browser',
    target: ['chrome100', 'safari15.4', 'firefox100'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  }
  // A classic script: not every browser takes a module as a shared worker.
  const worker = await build({ ...common, entryPoints: { eventWorker: 'src/web/api/eventWorker.ts' }, format: 'iife' })
  const [workerFile] = Object.keys(worker.metafile.outputs)
  const { metafile } = await build({
    ...common,
    entryPoints: { main: 'src/web/main.tsx', style: 'src/web/style.css' },
    define: { eventWorkerFile: JSON.stringify(workerFile.slice(outdir.length + 1)) },
    // Each dynamic import is a file of its own, which the browser asks for when it is needed.
    splitting: true,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.woff2': 'file', '.svg': 'file', '.png': 'file' },
  })
  if (existsSync('src/web/public')) cpSync('src/web/public', outdir, { recursive: true })
  writeFileSync(join(outdir, 'index.html'), indexHtml(metafile.outputs, outdir))
  for (const name of readdirSync(outdir, { recursive: true })) compress(join(outdir, name))
  return metafile
}

/** The page itself: no script and no style stands in it, so that the strictest Content-Security-Policy holds. */
function indexHtml(outputs, outdir) {
  const fileOf = (entry) =>
    Object.entries(outputs)
      .find(([, { entryPoint }]) => entryPoint === entry)?.[0]
      .slice(outdir.length + 1)
  const [script, style] = [fileOf('src/web/main.tsx'), fileOf('src/web/style.css')]
  // What the script imports first is fetched at once, not after the script was read.
  const preloads = outputs[join(outdir, script)].imports
    .filter(({ kind, external }) => kind === 'import-statement' && !external)
    .map(({ path }) => `<link rel="modulepreload" href="${path.slice(outdir.length + 1)}">\n`)
  const isThere = (name) => existsSync(join(outdir, name))
  // The gateway writes its path into <base>: behind a reverse proxy that is not the root.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<base href="/">
<title>CLOVA Home</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="stylesheet" href="${style}">
${preloads.join('')}<script type="module" src="${script}"></script>
${isThere('icon.svg') ? '<link rel="icon" href="icon.svg" type="image/svg+xml">\n' : ''}${
  isThere('icon-192.png') ? '<link rel="apple-touch-icon" href="icon-192.png">\n' : ''
}${
  isThere('manifest.webmanifest') ? '<link rel="manifest" href="manifest.webmanifest">\n' : ''
}</head>
<body>
<div id="app"></div>
<noscript>CLOVA Home needs JavaScript. · CLOVA Home에는 JavaScript가 필요합니다. · CLOVA HomeにはJavaScriptが必要です。</noscript>
</body>
</html>
`
}

function compress(file) {
  if (!compressible.has(extname(file))) return
  const bytes = readFileSync(file)
  // The gateway changes <base> in the page, which is small, and sends it as it is.
  if (bytes.length < minCompressedBytes || file.endsWith('.html')) return
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: quality }))
}

if (import.meta.filename === process.argv[1]) {
  mkdirSync('dist', { recursive: true })
  const { outputs } = await buildWeb()
  for (const [file, { bytes }] of Object.entries(outputs)) process.stdout.write(`${String(bytes).padStart(8)}  ${file}\n`)
}
