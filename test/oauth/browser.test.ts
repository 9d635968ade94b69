import { mkdirSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromiumPath, startBrowser } from '../support/browser.ts'
import { selfSigned } from '../support/hue/bridgeCertificate.ts'
import { type LinkingGateway, startLinkingGateway } from '../support/linking.ts'
import { asked, encoded, password, redirectUri } from '../support/linkingClients.ts'

// A fresh clone may have no browser; CI installs one, and there its absence is a failure.
const has = chromiumPath() !== undefined || process.env.CI === 'true'
/** `SCREENSHOTS=folder`: where pictures of the pages go, for somebody to look at. */
const pictures = process.env.SCREENSHOTS

/** What is measured of a page, and the measuring, which the browser does. */
interface Look {
  readonly width: number
  readonly fields: readonly { readonly height: number; readonly letters: number }[]
  readonly red: number
}
const look = `({
  width: document.documentElement.scrollWidth,
  fields: [...document.querySelectorAll('input:not([type=hidden]), button')].map((one) => ({
    height: one.offsetHeight,
    letters: parseFloat(getComputedStyle(one).fontSize),
  })),
  red: parseInt(getComputedStyle(document.body).backgroundColor.slice(4)),
})`

/** Where CLOVA sends the browser on to. */
const onwards = 'https://app.clova.example/done'

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }

if (has) describe('the login page, in Chromium without scripts', inChromium)
else
  test('NO CHROMIUM HERE (apt-get install chromium): the login page is seen as text only', async () => {
    const it = await startLinkingGateway()
    const { body } = await it.open().finally(it.close)
    expect(body).toContain('<label for="password">')
    expect(body).not.toContain('<script')
  })

function inChromium() {
  let browser: Browser
  let it: LinkingGateway
  const complaints: string[] = []
  /** what arrived at CLOVA's redirect URI, from where it sends the browser on to its app */
  const arrived: URL[] = []
  const clova = createServer(selfSigned(new URL(redirectUri).host), (request, response) => {
    const url = new URL(String(request.url), `https://${request.headers.host}`)
    if (url.href.startsWith(redirectUri)) {
      arrived.push(url)
      response.writeHead(302, { Location: onwards }).end()
    } else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>linked</h1>')
  })
  beforeAll(async () => {
    it = await startLinkingGateway()
    const port = await listening(clova)
    const names = [redirectUri, onwards].map((uri) => `MAP ${new URL(uri).host}:443 127.0.0.1:${port}`)
    browser = await startBrowser([`--host-resolver-rules=${names.join(', ')}`, '--ignore-certificate-errors'])
  })
  afterAll(async () => {
    await browser?.close()
    await it?.close()
    clova.closeAllConnections()
    clova.close()
  })

  /** Does something with the page as a browser of these options sees it. */
  async function visit(
    options: BrowserContextOptions,
    work: (page: Page) => Promise<void>,
    query: Record<string, string> = asked,
  ) {
    const headers = { 'X-Forwarded-For': it.address() }
    const context = await browser.newContext({
      ...phone,
      javaScriptEnabled: false,
      extraHTTPHeaders: headers,
      ...options,
    })
    try {
      const page = await context.newPage()
      page.on('console', (message) => complaints.push(message.text()))
      page.setDefaultTimeout(5000)
      await page.goto(`http://${it.gateway.address()}/oauth/authorize?${encoded(query)}`)
      await work(page)
    } finally {
      await context.close()
    }
  }
  const picture = async (page: Page, name: string) => {
    if (!pictures) return
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  }
  async function fill(page: Page, name: string, secret: string) {
    await page.getByLabel('사용자 이름').fill(name)
    await page.getByLabel('비밀번호').fill(secret)
  }

  test('logs its user in, and redirects to CLOVA with a valid code', async () => {
    await visit({ locale: 'ko-KR' }, async (page) => {
      await fill(page, it.user(), password)
      await page.getByRole('button', { name: '로그인하고 연결하기' }).click()
      await page.getByRole('heading', { name: 'linked' }).waitFor()
      expect(arrived).toHaveLength(1)
      expect(arrived[0]?.searchParams.get('state')).toBe(asked.state)
      expect((await it.exchange(String(arrived[0]?.searchParams.get('code')))).status).toBe(200)
    })
  })

  test('shows an error, also to a screen reader; the name stays, the password does not; then the login succeeds', async () => {
    await visit({ locale: 'ko-KR' }, async (page) => {
      const name = it.user()
      await fill(page, name, 'wrong')
      await page.keyboard.press('Enter')
      const alert = page.getByRole('alert')
      expect(await alert.textContent()).toBe('사용자 이름 또는 비밀번호가 맞지 않습니다.')
      const field = page.getByLabel('비밀번호')
      expect(await page.getByLabel('사용자 이름').inputValue()).toBe(name)
      expect(await field.inputValue()).toBe('')
      expect(await field.getAttribute('aria-describedby')).toBe(await alert.getAttribute('id'))
      expect(await field.evaluate((one) => one.matches(':focus'))).toBe(true)
      await picture(page, 'wrong')
      await field.fill(password)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'linked' }).waitFor()
    })
  })

  test('can be cancelled by its button with empty fields', async () => {
    await visit({ locale: 'ko-KR' }, async (page) => {
      await page.getByRole('button', { name: '취소' }).click()
      await page.getByRole('heading', { name: 'linked' }).waitFor()
      expect(arrived.at(-1)?.searchParams.get('error')).toBe('access_denied')
    })
  })

  const sizes = {
    phone: phone.viewport,
    'small-phone': { width: 320, height: 568 },
    desktop: { width: 1280, height: 800 },
  }
  test.each([
    ['ko-KR', '이 집을 CLOVA와 연결합니다'],
    ['ja-JP', 'この家をCLOVAと連携します'],
    ['en-US', 'You are linking this home to CLOVA'],
    ['fr-FR', '이 집을 CLOVA와 연결합니다'],
  ])('is readable in %s, in light and dark colours, on phones and desktops', async (locale, words) => {
    await visit({ locale }, async (page) => {
      await page.getByText(words).waitFor()
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('우리집')
      for (const [where, size] of Object.entries(sizes))
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize(size)
          await page.emulateMedia({ colorScheme })
          const { width, fields, red } = await page.evaluate<Look>(look)
          expect(width).toBeLessThanOrEqual(size.width)
          expect(fields).toHaveLength(4)
          for (const { height, letters } of fields) {
            expect(height).toBeGreaterThanOrEqual(44)
            // Where letters are smaller, a phone zooms in.
            expect(letters).toBeGreaterThanOrEqual(16)
          }
          expect(colorScheme === 'dark' ? red < 60 : red > 200).toBe(true)
          await picture(page, `${locale}-${colorScheme}-${where}`)
        }
    })
  })

  test('has names for a password manager, and a heading for what CLOVA may do', async () => {
    await visit({ locale: 'en-US' }, async (page) => {
      expect(await page.getByLabel('User name').getAttribute('autocomplete')).toBe('username')
      expect(await page.getByLabel('Password').getAttribute('autocomplete')).toBe('current-password')
      expect(await page.getByRole('listitem').allTextContents()).toHaveLength(2)
    })
  })

  test.each(['ko-KR', 'ja-JP', 'en-US'])(
    'shows in %s what is wrong with a request that CLOVA did not send',
    async (locale) => {
      await visit(
        { locale },
        async (page) => {
          expect(await page.getByRole('alert').textContent()).toContain('clova-home link')
          await picture(page, `problem-${locale}`)
        },
        { ...asked, redirect_uri: 'https://evil.example/' },
      )
    },
  )

  test('did not violate its own security policy', () => {
    // The browser logs an answer with an error status too.
    expect(complaints.filter((one) => !one.startsWith('Failed to load resource'))).toEqual([])
  })
}
