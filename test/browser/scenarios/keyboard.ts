import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { type Scenario, until } from '../support/scenario.ts'

const isInside = (page: Page, selector: string) =>
  page.evaluate((one) => document.querySelector(one)?.contains(document.activeElement) ?? false, selector)
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

export const keyboard: readonly Scenario[] = [
  {
    name: 'keyboard: the skip link leads to the page, tabs by arrows, Enter opens a tile, Escape closes it and gives the focus back',
    async run(test) {
      const { page, acts } = await test.open({ language: 'en', ready: '.tile' })
      await page.keyboard.press('Tab')
      assert.equal(await focusedText(page), 'Skip to the content')
      await page.keyboard.press('Enter')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
      await page.getByRole('tab', { name: 'By place' }).focus()
      await page.keyboard.press('ArrowRight')
      await page.getByText('CLOVA sees 11 of 12 appliances').waitFor()
      await page.keyboard.press('ArrowLeft')
      await page.waitForSelector('.tile')
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab')
        if ((await page.evaluate(() => document.activeElement?.getAttribute('href'))) === '#/home/living-light') break
      }
      await page.keyboard.press('Enter')
      await page.waitForSelector('.sheet')
      await until('the focus is in the sheet', () => isInside(page, '.sheet'))
      await page.keyboard.press('Escape')
      await until('the sheet is gone', async () => (await page.locator('.sheet').count()) === 0)
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href'))
      await until('the focus is where it was before', async () => (await focused()) === '#/home/living-light')
      assert.deepEqual(acts(), [])
    },
  },
  {
    name: 'keyboard: a slider sends one value a moment after the last key; arrows in a choice send nothing, space does',
    async run(test) {
      const { page, gateway, acts } = await test.open({
        path: '#/home/living-light',
        ready: '.sheet .slider',
        language: 'en',
      })
      await page.getByRole('slider', { name: 'Brightness' }).focus()
      for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('ArrowRight')
      assert.deepEqual(acts(), [])
      await until('it was sent', () => acts().length > 0)
      assert.deepEqual(acts(), ['SetBrightness'])
      assert.equal(gateway.asked.find(({ name }) => name === 'act')?.request.value, 65)
      await page.goto(`${gateway.url}#/home/living-aircon`)
      const mode = page.locator('.sheet').getByRole('group', { name: 'Mode' })
      await mode.getByRole('radio', { name: 'Cooling' }).focus()
      await page.keyboard.press('ArrowRight')
      assert.deepEqual(acts(), ['SetBrightness'])
      await page.keyboard.press('Space')
      await until('the mode was sent', () => acts().length === 2)
      assert.equal(gateway.asked.filter(({ name }) => name === 'act').at(-1)?.request.value, 'heat')
    },
  },
  {
    name: 'keyboard: on a phone the sheet keeps the focus; the back button, the scrim and a swipe close it',
    async run(test) {
      const { page } = await test.open({ size: 'phone', ready: '.tile' })
      const open = async () => {
        await page.locator('a[href="#/home/living-light"]').click()
        await page.waitForSelector('.sheet[role=dialog][aria-modal=true]')
        await until('the focus is in the sheet', () => isInside(page, '.sheet'))
      }
      const isClosed = () => until('the sheet is closed', async () => (await page.locator('.sheet').count()) === 0)
      await open()
      for (const key of ['Tab', 'Shift+Tab'])
        for (let presses = 0; presses < 25; presses += 1) {
          await page.keyboard.press(key)
          assert.ok(await isInside(page, '.sheet'), `the focus left the sheet after ${presses + 1} × ${key}`)
        }
      await page.goBack()
      await isClosed()
      await open()
      await page.mouse.click(195, 20)
      await isClosed()
      await open()
      const header = await page.locator('.sheet > header').boundingBox()
      assert.ok(header)
      await page.mouse.move(header.x + 100, header.y + 10)
      await page.mouse.down()
      await page.mouse.move(header.x + 100, header.y + 160, { steps: 5 })
      await page.mouse.up()
      await isClosed()
    },
  },
  {
    name: 'keyboard: with reduced motion nothing moves, and forced colours show what is chosen',
    async run(test) {
      const { page, gateway } = await test.open({ reducedMotion: true, forcedColors: true, ready: '.tile' })
      gateway.home.commandMs = 2000
      await page.locator('.tile .switch').first().click()
      await page.waitForSelector('.tile[data-known=pending]')
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0)
      await test.shot(page, 'forced-colours')
    },
  },
]
