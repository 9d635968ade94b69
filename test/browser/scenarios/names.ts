import assert from 'node:assert/strict'
import { hardNames } from '../support/homes.ts'
import { type Scenario, seriousFindings, sidewaysScroll } from '../support/scenario.ts'

export const names: readonly Scenario[] = (['narrow', 'phone', 'desk'] as const).map((size) => ({
  name: `names: 500 characters, right to left, emoji and <script> break nothing (${size}, also with text of 200 %)`,
  async run(test) {
    const { page, gateway } = await test.open({ home: { appliances: [...hardNames()] }, size, ready: '.tile' })
    for (const fontSize of ['100%', '200%']) {
      await page.evaluate((percent) => document.documentElement.style.setProperty('font-size', percent), fontSize)
      for (const path of [
        '#/home',
        '#/home?tab=seen',
        '#/home/long',
        `#/home/${encodeURIComponent('<script>alert(1)</script>')}`,
        '#/log?tab=bench',
        '#/log',
      ]) {
        await page.goto(gateway.url + path)
        await page.waitForTimeout(300)
        assert.ok((await sidewaysScroll(page)) <= 0, `${path} scrolls sideways at ${fontSize}`)
      }
      await page.goto(`${gateway.url}#/home`)
      await page.waitForSelector('.tile')
      await test.shot(page, `names-${size}-${fontSize.slice(0, 3)}`)
    }
    assert.equal(await page.locator('main script, main img').count(), 0)
    assert.ok((await page.locator('.tile h3 bdi').count()) > 0)
    assert.deepEqual(await seriousFindings(page), [])
  },
}))
