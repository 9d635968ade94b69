import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import type { Context } from 'koa'

/** The media types of the files of the page. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

/** What is compressed already, by the ending of its name; the first that the browser takes is sent. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** Files whose name has the digest of their content may be kept for ever. */
const immutable = 'public, max-age=31536000, immutable'
/** All others are asked for again, and answered with 304 where they are the same. */
const revalidated = 'no-cache'

interface StaticFile {
  readonly file: string
  readonly type: string
  readonly cacheControl: string
  readonly etag: string
  /** the compressed forms that there are */
  readonly encoded: ReadonlyMap<string, string>
}

/** A change that is younger than this when the names are read may not be the last one of its time stamp, in milliseconds. */
const settledAfterMs = 1000

/**
 * The files of the page in a folder that the build made. No path from a request ever reaches the file system: the names are
 * read before, and again when an update has changed the folder. The content of a file is read when it is asked for, so that
 * it costs no memory.
 */
export class StaticFiles {
  readonly #folder: string
  #files: ReadonlyMap<string, StaticFile> = new Map()
  #index: string | undefined
  /** the stamp of the folder when its names were read; absent: they must be read again */
  #stamp: string | undefined

  /** @param folder `dist/web`; one that is not there has no files */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** @returns false if there is no such file, and the request is not one for a page either */
  answer(context: Context, path: string, basePath: string): boolean {
    this.#readNames()
    const isIndex = path === '/' || path === '/index.html'
    const found = isIndex ? undefined : this.#files.get(path)
    if (found) return this.#send(context, found)
    // The page itself chooses what to show by the path, which may have a dot. A file that is not there is no page.
    if (this.#index === undefined) return false
    if (!isIndex && (path.startsWith('/assets/') || !isNavigation(context))) return false
    this.#sendIndex(context, this.#index.replace('<base href="/">', `<base href="${basePath}/">`))
    return true
  }

  /** Reads the names, unless the folder is as it was when they were read last. */
  #readNames(): void {
    try {
      const { stamp, changedAtMs } = stampOf(this.#folder)
      if (stamp === this.#stamp) return
      const isSettled = Math.abs(Date.now() - changedAtMs) > settledAfterMs
      this.#files = new Map(filesBelow(this.#folder).map((file) => [`/${file.name}`, file.entry]))
      const index = this.#files.get('/index.html')
      this.#index = index && readFileSync(index.file, 'utf8')
      this.#stamp = isSettled ? stamp : undefined
    } catch {
      // The folder is not there, or an update takes files away just now: the next request looks again.
      this.#files = new Map()
      this.#index = undefined
      this.#stamp = undefined
    }
  }

  #sendIndex(context: Context, text: string): void {
    context.set('Cache-Control', revalidated)
    context.set('Content-Type', 'text/html; charset=utf-8')
    if (isUnchanged(context, etagOf(text))) return
    context.body = text
  }

  /** @returns false if an update took the file away while the gateway ran */
  #send(context: Context, { file, type, cacheControl, etag, encoded }: StaticFile): boolean {
    const accepted = String(context.req.headers['accept-encoding'] ?? '')
    const [encoding] =
      encodings.find(([name]) => encoded.has(name) && new RegExp(`\\b${name}\\b(?!;q=0)`).test(accepted)) ?? []
    const path = (encoding && encoded.get(encoding)) ?? file
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) return false
    context.set('Cache-Control', cacheControl)
    context.set('Content-Type', type)
    if (encoded.size > 0) context.set('Vary', 'Accept-Encoding')
    if (isUnchanged(context, `${etag.slice(0, -1)}${encoding ? `-${encoding}` : ''}"`)) return true
    if (encoding) context.set('Content-Encoding', encoding)
    context.length = size
    context.body = createReadStream(path)
    return true
  }
}

/** True if a browser opens a page, and does not ask for something that belongs to one. */
const isNavigation = ({ req }: Context) => /\btext\/html\b|^$/.test(req.headers.accept ?? '')

const etagOf = (content: string | Buffer) =>
  `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`

/** Sets the ETag. @returns true if the browser has this content already; then the answer is complete */
function isUnchanged(context: Context, etag: string): boolean {
  context.set('ETag', etag)
  const known = String(context.req.headers['if-none-match'] ?? '')
  if (!known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)) {
    context.status = 200
    return false
  }
  context.status = 304
  return true
}

/** What differs after an update: the folders and the page are others, or changed at another time. */
function stampOf(folder: string): { readonly stamp: string; readonly changedAtMs: number } {
  const stats = [folder, join(folder, 'assets'), join(folder, 'index.html')].map((path) =>
    statSync(path, { throwIfNoEntry: false }),
  )
  return {
    stamp: stats.map((one) => `${one?.ino}:${one?.ctimeMs}`).join(' '),
    changedAtMs: Math.max(...stats.map((one) => one?.ctimeMs ?? 0)),
  }
}

function filesBelow(folder: string): readonly { readonly name: string; readonly entry: StaticFile }[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )
  const there = new Set(paths)
  return paths.flatMap((file) => {
    const type = mediaTypes[extname(file)]
    if (type === undefined) return []
    const name = relative(folder, file)
    const encoded = new Map(
      encodings.flatMap(([encoding, end]) => (there.has(file + end) ? [[encoding, file + end]] : [])),
    )
    const isHashed = name.startsWith('assets/')
    const etag = isHashed ? `"${name.slice('assets/'.length)}"` : etagOf(readFileSync(file))
    return [{ name, entry: { file, type, cacheControl: isHashed ? immutable : revalidated, etag, encoded } }]
  })
}
