import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { eventually } from '../../drivers/driverContract.ts'
import { type DashboardFixture, dashboardFixture } from './dashboardFixture.ts'

let it: DashboardFixture
beforeAll(async () => {
  it = await dashboardFixture()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(it.folder, 'web', name), text)
  mkdirSync(join(it.folder, 'web', 'folder.js'))
})
afterAll(() => it.close())

const files = {
  ...{ 'a.css': 'css', 'b.png': 'png', 'c.woff2': 'woff2', 'd.json': '{}', 'e.webmanifest': '{}', 'f.txt': 'txt' },
  ...{ 'page.html': '<p>', 'secret.key': 'key', 'assets/icon.svg': '<svg>' },
}
const get = (url: string, headers: Record<string, string> = {}) => it.send('GET', url, { headers })

test.each([
  ['/a.css', 'text/css; charset=utf-8'],
  ['/b.png', 'image/png'],
  ['/c.woff2', 'font/woff2'],
  ['/d.json', 'application/json; charset=utf-8'],
  ['/e.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['/f.txt', 'text/plain; charset=utf-8'],
  ['/page.html', 'text/html; charset=utf-8'],
  ['/icon.svg', 'image/svg+xml'],
])('%s is %s, and is revalidated by the browser', async (url, type) => {
  const { headers } = await get(url)
  expect(headers).toMatchObject({ 'content-type': type, 'cache-control': 'no-cache' })
  expect(headers).not.toHaveProperty('vary')
})

test('a file of another kind and a folder are not found', async () => {
  for (const url of ['/secret.key', '/folder.js', '/assets'])
    expect(await get(url, { accept: '*/*' })).toMatchObject({ statusCode: 404, body: 'there is no such file\n' })
})

test.each(['/', '/index.html', '/nowhere'])('%s is the page, which is revalidated by the browser', async (url) => {
  const { headers, body } = await get(url, { accept: 'text/html' })
  expect(body).toContain('<base href="/">')
  expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
})

test('the page behind a proxy has its path, by whatever name it is requested', async () => {
  for (const url of ['/clova', '/clova/index.html'])
    expect((await get(url, { accept: 'text/html' })).body).toContain('<base href="/clova/">')
})

test('an unknown path without an Accept header gets the page', async () => {
  expect((await get('/nowhere')).statusCode).toBe(200)
  expect((await get('/nowhere', { accept: 'application/xhtml,xtext/htmlx' })).statusCode).toBe(404)
})

describe('the ETag', () => {
  test('is the file name if that has a digest, and else the digest of the content', async () => {
    const tag = async (url: string, encoding = '') => (await get(url, { 'accept-encoding': encoding })).headers.etag
    expect(await tag('/assets/icon.svg')).toBe('"icon.svg"')
    expect(await tag('/f.txt')).toMatch(/^"[\w-]{22}"$/)
    expect(await tag('/f.txt')).not.toBe(await tag('/a.css'))
    expect([await tag('/assets/main-AAAA.js'), await tag('/assets/main-AAAA.js', 'br')]).toEqual([
      '"main-AAAA.js"',
      '"main-AAAA.js-br"',
    ])
  })

  test.each([
    ['"icon.svg"', 304],
    ['W/"icon.svg"', 304],
    ['"other", W/"icon.svg" , "more"', 304],
    ['"other"', 200],
    ['xW/"icon.svg"', 200],
    ['"icoW/n.svg"', 200],
    ['', 200],
  ])('%s of the browser: %s', async (known, status) => {
    const answer = await get('/assets/icon.svg', known === '' ? {} : { 'if-none-match': known })
    expect([answer.statusCode, answer.body]).toEqual([status, status === 304 ? '' : '<svg>'])
  })
})

test('without a page nothing is sent', async () => {
  const other = await dashboardFixture({ webFolder: join(it.folder, 'nowhere') })
  const answers = [await other.send('GET', '/'), await other.send('GET', '/icon.svg')]
  await other.close()
  for (const answer of answers) expect(answer).toMatchObject({ statusCode: 404, body: 'there is no such file\n' })
})

describe('the names of the files', () => {
  /** A folder of the page with a folder that no update looks at, and a page by the clock of this machine and some time later. */
  async function pageOf(laterMs: number) {
    const webFolder = mkdtempSync(join(it.folder, 'web'))
    mkdirSync(join(webFolder, 'more'))
    writeFileSync(join(webFolder, 'index.html'), '<base href="/">')
    writeFileSync(join(webFolder, 'more', 'a.txt'), 'a')
    const { ctimeMs } = statSync(join(webFolder, 'index.html'))
    const clock = jest.spyOn(Date, 'now').mockReturnValue(ctimeMs + laterMs)
    const page = await dashboardFixture({ webFolder })
    const status = async (name: string) => (await page.send('GET', name, { headers: { accept: '*/*' } })).statusCode
    const close = async () => {
      clock.mockRestore()
      await page.close()
    }
    return { webFolder, status, close }
  }

  /** Waits until a change of a folder has another time than its last one: a file system counts in steps of milliseconds. */
  const nextTime = (folder: string) =>
    eventually(() => {
      const probe = join(it.folder, 'probe')
      writeFileSync(probe, '')
      return statSync(probe).ctimeMs > statSync(folder).ctimeMs
    })

  test.each([1001, -1001])('are read once if the last change is %s ms old', async (ms) => {
    const { webFolder, status, close } = await pageOf(ms)
    try {
      expect([await status('/'), await status('/more/a.txt')]).toEqual([200, 200])
      writeFileSync(join(webFolder, 'more', 'b.txt'), 'b')
      expect(await status('/more/b.txt')).toBe(404)
      // A file that is gone is missing, and no fault of the gateway.
      rmSync(join(webFolder, 'more', 'a.txt'))
      expect(await status('/more/a.txt')).toBe(404)
    } finally {
      await close()
    }
  })

  test.each<[string, (webFolder: string) => string]>([
    ['the folder', (webFolder) => webFolder],
    ['its folder of assets', (webFolder) => join(webFolder, 'assets')],
    ['the page', (webFolder) => join(webFolder, 'index.html')],
  ])('are read again when %s changes', async (_what, changed) => {
    const { webFolder, status, close } = await pageOf(3_600_000)
    try {
      mkdirSync(join(webFolder, 'assets'))
      await status('/')
      writeFileSync(join(webFolder, 'more', 'b.txt'), 'b')
      expect(await status('/more/b.txt')).toBe(404)
      const path = changed(webFolder)
      await nextTime(path)
      writeFileSync(path.endsWith('.html') ? path : join(path, 'c.txt'), '<base href="/">')
      expect(await status('/more/b.txt')).toBe(200)
    } finally {
      await close()
    }
  })

  test.each([1000, 0, -1000])(
    'are read again while the last change is %s ms old, since another may follow',
    async (ms) => {
      const { webFolder, status, close } = await pageOf(ms)
      try {
        expect(await status('/more/a.txt')).toBe(200)
        writeFileSync(join(webFolder, 'more', 'b.txt'), 'b')
        expect(await status('/more/b.txt')).toBe(200)
      } finally {
        await close()
      }
    },
  )
})
