import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { FakeHome } from '../support/fakeGateway.ts'
import { ownerHome, rightConfiguration } from '../support/ownerHome.ts'
import { type Scenario, seriousFindings, sidewaysScroll, until } from '../support/scenario.ts'

const editor = '.cm-content'

/** Replaces a word of the text in the editor by typing. */
async function change(page: Page, from: string, to: string): Promise<void> {
  await page
    .locator(`.cm-line:has-text(${JSON.stringify(from)})`)
    .first()
    .click()
  await page.keyboard.press('End')
  for (const _character of from) await page.keyboard.press('Backspace')
  await page.keyboard.type(to)
}

export const settings: readonly Scenario[] = [
  {
    name: 'settings: a mistake stands under its line, its button mends it, and saving goes through the difference',
    async run(test) {
      const { page, gateway } = await test.open({
        ...ownerHome(),
        language: 'en',
        path: '#/settings',
        ready: '.cm-mistake',
      })
      await page.getByText('This file is not in use').waitFor()
      assert.equal(await page.locator('.cm-mistake').count(), 2)
      assert.equal(await page.getByRole('button', { name: 'Compare before saving' }).isDisabled(), true)
      // The list beside leads to the line.
      await page.getByRole('button', { name: /Line 19/ }).click()
      await until('the editor has the focus', () =>
        page.evaluate(
          () => document.activeElement?.shadowRoot?.activeElement?.classList.contains('cm-content') ?? false,
        ),
      )
      await page.getByRole('button', { name: 'Change it to brightness' }).click()
      await page.getByRole('button', { name: 'Change it to SMARTCURTAIN' }).click()
      await page.getByText('Nothing is wrong').waitFor()
      await page.getByRole('button', { name: 'Compare before saving' }).click()
      await page.locator('.difference .added').first().waitFor()
      await page.getByText('Search for the appliances again in the CLOVA app').waitFor()
      await test.shot(page, 'settings-difference')
      await page.getByRole('button', { name: 'Save and apply' }).click()
      await page.getByText('Saved and applied').waitFor()
      const saved = gateway.asked.find(({ name }) => name === 'saveConfiguration')
      assert.equal(saved?.request.text, rightConfiguration)
    },
  },
  {
    name: 'settings: keys are completed from the schema, and Tab leaves the editor',
    async run(test) {
      const { page } = await test.open({
        home: ownerHome({ configuration: 'edition: kr\n', inForce: 'edition: kr\n' }).home,
        language: 'en',
        path: '#/settings',
        ready: editor,
      })
      await page.locator(editor).click()
      await page.keyboard.press('Control+End')
      await page.keyboard.type('serv')
      await page.locator('.cm-tooltip-autocomplete').getByText('server').waitFor()
      await page.waitForTimeout(150)
      await page.keyboard.press('Enter')
      await page.locator('.cm-line').getByText('server:').waitFor()
      await page.keyboard.press('Escape')
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement ?? 'left'), 'left')
    },
  },
  {
    name: 'settings: the second of two browsers is told of the first, and sees both changes together before they are saved',
    async run(test) {
      const { page: first, gateway } = await test.open({
        home: ownerHome({ configuration: rightConfiguration }).home,
        language: 'en',
        path: '#/settings',
        ready: editor,
      })
      const second = await test.openPage(gateway.url, { language: 'en', path: '#/settings', ready: editor })
      await change(second, 'name: 침실 커튼', 'name: 안방 커튼')
      await change(first, 'name: 거실 조명', 'name: 거실 등')
      await first.getByRole('button', { name: 'Compare before saving' }).click()
      await first.getByRole('button', { name: 'Save and apply' }).click()
      await first.getByText('Saved and applied').waitFor()
      gateway.publish('configuration', {})
      await second.getByText('The file was changed elsewhere meanwhile').waitFor()
      await second.getByRole('button', { name: 'Compare before saving' }).click()
      await second.getByRole('button', { name: 'Show their change' }).click()
      await second.getByLabel('Lines that were changed elsewhere').waitFor()
      await second.getByRole('button', { name: 'Save and apply' }).click()
      await second.getByText('Somebody else saved first').waitFor()
      await test.shot(second, 'settings-conflict')
      assert.equal(await second.getByRole('button', { name: 'Save and apply' }).isDisabled(), true)
      await second.getByRole('button', { name: 'Show both together' }).click()
      await until('it can be saved', () => second.getByRole('button', { name: 'Save and apply' }).isEnabled())
      await second.getByRole('button', { name: 'Save and apply' }).click()
      await second.getByText('Saved and applied').waitFor()
      const texts = gateway.asked
        .filter(({ name }) => name === 'saveConfiguration')
        .map(({ request }) => String(request.text))
      assert.match(texts.at(-1) ?? '', /거실 등[\s\S]*안방 커튼/)
    },
  },
  {
    name: 'settings: edits survive a visit to another page, and the last right configuration can be loaded',
    async run(test) {
      const { page } = await test.open({ ...ownerHome(), language: 'en', path: '#/settings', ready: '.cm-mistake' })
      await page.getByRole('button', { name: 'Load the last right ones' }).click()
      await page.getByText('Nothing is wrong').waitFor()
      await page.getByRole('link', { name: 'Health' }).first().click()
      await page.locator('.checks').waitFor()
      await page.getByRole('link', { name: 'Settings' }).first().click()
      await page.locator('.cm-line').getByText('SMARTCURTAIN').waitFor()
      await page.getByText('Edited', { exact: true }).waitFor()
    },
  },
  {
    name: 'settings: an earlier version is compared and put back',
    async run(test) {
      const { page, gateway } = await test.open({
        ...ownerHome(),
        language: 'en',
        path: '#/settings?tab=versions',
        ready: '.rows .btn',
      })
      await page
        .getByRole('button', { name: /Compare with/ })
        .nth(1)
        .click()
      await page.getByRole('button', { name: 'Go back to this version' }).click()
      await page.getByText('The version is back').waitFor()
      assert.ok(gateway.asked.some(({ name }) => name === 'restoreVersion'))
    },
  },
  {
    name: 'settings: a member gets some appliances, and a token is shown once',
    async run(test) {
      const members: { name: string; createdAt: number; appliances?: string[] }[] = []
      const tokens: { name: string; role: 'owner' | 'member'; createdAt: number }[] = []
      const { home } = ownerHome()
      const access: FakeHome['overrides'] = {
        members: () => ({ members }),
        setMember: ({ name, appliances }) => {
          members.push({ name: String(name), createdAt: Date.now(), appliances: appliances as string[] })
          return {}
        },
        apiTokens: () => ({ tokens }),
        createApiToken: ({ name, role }) => {
          tokens.push({ name: String(name), role: role as 'member', createdAt: Date.now() })
          return { token: 'chd_secret' }
        },
        revokeApiToken: () => {
          tokens.pop()
          return {}
        },
      }
      const { page, gateway } = await test.open({
        home: { ...home, overrides: { ...home.overrides, ...access } },
        language: 'en',
        path: '#/settings?tab=access',
        size: 'narrow',
        ready: 'text=Add a member',
      })
      await page.getByRole('button', { name: 'Add a member' }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Write a name').waitFor()
      await page.getByLabel('Name for the login').fill('grandma')
      await page.getByLabel('Password', { exact: true }).fill('a good password')
      await page.getByRole('radio', { name: 'Only some' }).click()
      await page.getByText('They see no appliance').waitFor()
      await page.getByLabel('거실 조명', { exact: true }).check()
      assert.deepEqual(await seriousFindings(page), [])
      assert.equal(await sidewaysScroll(page), 0)
      await test.shot(page, 'settings-member')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('1 appliance', { exact: true }).waitFor()
      const asked = gateway.asked.find(({ name }) => name === 'setMember')?.request
      assert.deepEqual(asked, { name: 'grandma', password: 'a good password', appliances: ['living-light'], tags: [] })
      await page.getByRole('button', { name: 'Make a token' }).click()
      await page.getByLabel('Name of the token').fill('grafana')
      await page.getByRole('button', { name: 'Make it' }).click()
      await page.getByText('chd_secret').waitFor()
      await page.getByRole('button', { name: 'Revoke the token grafana' }).click()
      await page.locator('dialog').getByRole('button', { name: 'Revoke' }).click()
      await until('it is gone', async () => (await page.getByText('grafana').count()) === 0)
    },
  },
]
