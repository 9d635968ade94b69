import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { FakeGateway, type FakeHome } from './fakeGateway.ts'

const sizes = {
  phone: { width: 390, height: 844 },
  desk: { width: 1280, height: 900 },
  narrow: { width: 320, height: 640 },
}

interface PageOptions {
  readonly home?: Partial<FakeHome>
  /** the place on the page, such as `#/log/7` */
  readonly path?: string
  readonly language?: 'ko' | 'ja' | 'en'
  readonly theme?: 'light' | 'dark'
  readonly size?: keyof typeof sizes
  readonly reducedMotion?: boolean
  readonly forcedColors?: boolean
  /** what must be there before the scenario begins */
  readonly ready?: string
}

export interface OpenedPage {
  readonly page: Page
  readonly gateway: FakeGateway
  /** the actions that the page has sent, without their appliances */
  acts(): readonly string[]
}

/** One test in the browser. */
export interface Scenario {
  readonly name: string
  run(test: ScenarioContext): Promise<void>
}

/** Errors that the browser itself writes to the console and that a scenario brings about. */
const expectedErrors = /Failed to load resource|net::ERR_/

/** What a scenario works with. Everything that it opens is closed when it ends. */
export class ScenarioContext {
  readonly browser: Browser
  /** the folder for pictures; absent: none are taken */
  readonly shots: string | undefined
  private readonly contexts: BrowserContext[] = []
  private readonly gateways: FakeGateway[] = []
  private readonly problems: string[] = []

  constructor(browser: Browser, shots: string | undefined) {
    this.browser = browser
    this.shots = shots
  }

  /** Opens the page on a gateway that holds its home in memory. */
  async open(options: PageOptions = {}): Promise<OpenedPage> {
    const gateway = new FakeGateway(options.home)
    this.gateways.push(gateway)
    await gateway.start()
    const page = await this.openPage(gateway.url, options)
    const acts = () => gateway.asked.filter(({ name }) => name === 'act').map(({ request }) => String(request.action))
    return { page, gateway, acts }
  }

  /** Opens a page at an address. Errors of scripts and requests to other hosts fail the scenario. */
  async openPage(url: string, options: PageOptions = {}): Promise<Page> {
    const { path = '#/home', language = 'ko', theme = 'light', size = 'desk', ready = 'h1' } = options
    const context = await this.browser.newContext({
      viewport: sizes[size],
      locale: language,
      colorScheme: theme,
      hasTouch: size !== 'desk',
      reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
      forcedColors: options.forcedColors ? 'active' : 'none',
    })
    this.contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    page.on('pageerror', ({ message }) => this.problems.push(`script: ${message}`))
    page.on('dialog', (dialog) => {
      this.problems.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      if (message.type() === 'error' && !expectedErrors.test(message.text())) this.problems.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(url).origin)) this.problems.push(`another host: ${request.url()}`)
    })
    await page.goto(url + path)
    await page.waitForSelector(ready)
    return page
  }

  /** Takes a picture, if a folder for them was given. */
  async shot(page: Page, name: string): Promise<void> {
    if (this.shots === undefined) return
    await mkdir(this.shots, { recursive: true })
    await page.screenshot({ path: join(this.shots, `${name}.png`), animations: 'disabled' })
  }

  /** Closes everything, and fails if the page had errors. */
  async end(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()))
    await Promise.all(this.gateways.map((gateway) => gateway.stop()))
    assert.deepEqual(this.problems, [])
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The serious findings of axe on a page, each with the elements. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
        }>
      }
    }
    // A sheet that slides in, or a colour that changes, has not yet the contrast that it will have.
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    // One that the browser does not draw, such as below another page, never ends.
    const limit = new Promise((resolve) => setTimeout(resolve, 2000))
    await Promise.race([Promise.allSettled(passing.map(({ finished }) => finished)), limit])
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary.slice(0, 300)}`).join(' | ')}`,
      )
  })
}

/** How far the page can be scrolled sideways, in pixels. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Waits until something is true, and fails with the words otherwise. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`not so after ${timeoutMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
