import assert from 'node:assert/strict'
import type { Scenario } from '../support/scenario.ts'

export const login: readonly Scenario[] = [
  {
    name: 'login: a wrong password says how many tries are left, and the right one opens the home',
    async run(test) {
      const { page, gateway } = await test.open({
        home: { session: 'loggedOut', refusal: { status: 401, body: { code: 'wrong', message: '', attemptsLeft: 3 } } },
        language: 'en',
      })
      await page.getByLabel('User name').fill('family')
      await page.getByLabel('Password').fill('wrong')
      await page.keyboard.press('Enter')
      await page.getByText('3 tries are left').waitFor()
      gateway.home.refusal = undefined
      await page.getByLabel('Password').fill('right')
      await page.keyboard.press('Enter')
      await page.waitForSelector('.tile')
    },
  },
  {
    name: 'login: after too many tries the button counts down and is disabled until then',
    async run(test) {
      const { page } = await test.open({
        home: {
          session: 'loggedOut',
          refusal: { status: 429, body: { code: 'locked', message: '', retryAfterMs: 3000 } },
        },
        language: 'en',
      })
      await page.getByLabel('User name').fill('family')
      await page.getByLabel('Password').fill('wrong')
      await page.keyboard.press('Enter')
      await page.getByText('Too many tries').waitFor()
      assert.equal(await page.locator('.btn.go').isDisabled(), true)
      await test.shot(page, 'login-locked')
      await page.getByRole('button', { name: 'Log in', exact: true }).waitFor()
      assert.equal(await page.locator('.btn.go').isDisabled(), false)
    },
  },
  {
    name: 'login: a wrong clock of the gateway is told, with the command that sets it',
    async run(test) {
      const { page } = await test.open({
        home: { session: 'loggedOut', clockAheadMs: -3 * 3_600_000 },
        language: 'en',
      })
      await page.getByText('The clock of this computer is 3 h slow').waitFor()
      await page.getByText('sudo timedatectl set-ntp true').waitFor()
    },
  },
  {
    name: 'login: a member sees the home only',
    async run(test) {
      const { page } = await test.open({ home: { role: 'member' }, language: 'en', ready: '.tile' })
      assert.equal(await page.locator('.nav li').count(), 1)
      await page.goto(`${page.url().split('#')[0]}#/log`)
      await page.getByText('Only the owner can see this').waitFor()
    },
  },
]
