import assert from 'node:assert/strict'
import { type Scenario, until } from '../support/scenario.ts'
import { withGateway } from './realHome.ts'

/** The first run on a real gateway: what is answered stands in its configuration at once. */
export const realSetup: readonly Scenario[] = [
  {
    name: 'real first run: from the code by the address, the people and the editor to a confirmed command',
    run: withGateway(async (test, gateway) => {
      const page = await test.openPage(gateway.url, { language: 'en', path: '', ready: 'form' })
      await page.getByLabel('One-time code').fill(gateway.code())
      await page.getByLabel('New password').fill('correct horse')
      await page.keyboard.press('Enter')
      // The home of the demo has an edition, connections and appliances; the address is the first that is open.
      await page.getByText('2 / 6').waitFor()
      await page.getByLabel('Public address').fill('home.example.com')
      await page.getByRole('button', { name: 'Save' }).click()
      await until('the address is done', async () => (await page.locator('.prog .done').count()) === 4)
      await page.goto(`${gateway.url}#/setup/users`)
      await page.getByLabel('Name', { exact: true }).fill('minji')
      await page.getByLabel('Password').fill('long enough')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByText('minji is saved').waitFor()
      await page.getByRole('link', { name: 'Next: Developer console' }).click()
      await page.getByText('https://home.example.com/clova').waitFor()
      await page.getByText('https://home.example.com/oauth/authorize').waitFor()
      assert.equal(await page.getByText('Needed first').count(), 0)
      await page.getByRole('button', { name: 'Make a token' }).click()
      await page.getByText('It is shown once.').waitFor()
      await test.shot(page, 'real-console')
      await page.goto(`${gateway.url}#/settings`)
      await page.locator('.cm-line:has-text("name: 책상 조명")').click()
      await page.keyboard.press('End')
      for (const _character of '조명') await page.keyboard.press('Backspace')
      await page.keyboard.type('등불')
      await page.getByRole('button', { name: 'Compare before saving' }).click()
      await page.locator('.difference .added').getByText('책상 등불').waitFor()
      await test.shot(page, 'real-difference')
      await page.getByRole('button', { name: 'Save and apply' }).click()
      await page.getByText('Saved and applied').waitFor()
      await page.goto(`${gateway.url}#/settings?tab=versions`)
      await page.getByText('in use').waitFor()
      await page.goto(`${gateway.url}#/home`)
      const lamp = page.locator('.tile:has(a[href="#/home/desk-lamp"])')
      await lamp.getByText('책상 등불').waitFor()
      await lamp.locator('.switch').click()
      await page.getByRole('status').getByText('confirmed').waitFor()
      assert.ok(gateway.traffic.includes('desk/lamp/set {"state":"ON"}'), gateway.traffic.join('\n'))
    }),
  },
  {
    name: 'real health: the checks run, each finding comes by itself, and the log and a backup can be had',
    run: withGateway(async (test, gateway) => {
      const page = await test.openPage(gateway.url, { language: 'en', path: '', ready: 'form' })
      await page.getByLabel('One-time code').fill(gateway.code())
      await page.getByLabel('New password').fill('correct horse')
      await page.keyboard.press('Enter')
      await page.getByText('2 / 6').waitFor()
      await page.goto(`${gateway.url}#/health`)
      await until('the checks have ended', async () => (await page.locator('.checks > li').count()) > 10, 60_000)
      await page.getByText('the gateway is listening').waitFor()
      const [downloaded] = await Promise.all([
        page.waitForEvent('download', { timeout: 60_000 }),
        page.getByRole('button', { name: 'Download' }).first().click(),
      ])
      assert.match(downloaded.suggestedFilename(), /^clova-home-[\d-]+\.tar\.gz$/)
      await page.setInputFiles('input[type=file]', await downloaded.path())
      await page.getByText('Nothing would change.').waitFor()
      await test.shot(page, 'real-health')
    }),
  },
]
