import assert from 'node:assert/strict'
import { type Scenario, until } from '../support/scenario.ts'

const entry = (id: number) => ({
  id,
  at: Date.now(),
  kind: 'command' as const,
  source: 'clova' as const,
  user: 'family',
  action: 'TurnOn',
  appliance: 'living-light',
  name: '거실 조명',
  outcome: 'confirmed' as const,
  result: 'TurnOnConfirmation',
  ms: { total: 12 },
})

export const log: readonly Scenario[] = [
  {
    name: 'log: new requests wait behind a button, and the rows that are read do not move',
    async run(test) {
      const { page, gateway } = await test.open({ path: '#/log', ready: '.row-of-log', language: 'en' })
      const rows = page.locator('.row-of-log')
      const before = await rows.count()
      for (const id of [20, 21, 22])
        gateway.publish('request', { source: 'clova', ms: { total: 12 }, entry: entry(id) })
      await page.getByText('Show 3 new requests').waitFor()
      assert.equal(await rows.count(), before)
      assert.equal(await page.getByText('Live · 217 today').count(), 1)
      const reads = gateway.asked.filter(({ name }) => name === 'requests').length
      await page.getByText('Show 3 new requests').click()
      await until('the log was read anew', () => gateway.asked.filter(({ name }) => name === 'requests').length > reads)
      await until('the button is gone', async () => (await page.getByText('new requests').count()) === 0)
    },
  },
  {
    name: 'log: search and filters ask the gateway, and say so when nothing fits',
    async run(test) {
      const { page, gateway } = await test.open({ path: '#/log', ready: '.row-of-log', language: 'en' })
      await page.getByRole('button', { name: 'Failed' }).click()
      await until('one row is left', async () => (await page.locator('.row-of-log').count()) === 1)
      assert.deepEqual(gateway.asked.filter(({ name }) => name === 'requests').at(-1)?.request.outcome, ['failed'])
      await page.getByRole('searchbox').fill('no such thing')
      await page.getByText('Nothing in the log fits').waitFor()
      await page.getByRole('button', { name: 'Show all' }).click()
      await until('all rows are back', async () => (await page.locator('.row-of-log').count()) === 7)
    },
  },
  {
    name: 'log: an entry shows before → after, the reason, the steps on one scale, both messages, and can be sent again',
    async run(test) {
      const { page, gateway } = await test.open({ path: '#/log', ready: '.row-of-log', language: 'en' })
      await page.locator('a[href="#/log/7"]').click()
      const sheet = page.locator('.sheet')
      await sheet.getByText('Not confirmed').waitFor()
      await sheet.getByText('its filter must be changed').waitFor()
      assert.match(await sheet.locator('.steps .hot').textContent().then(String), /Do and confirm/)
      const widths = await sheet
        .locator('.steps rect')
        .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('width'))))
      assert.ok(widths.every((width) => width >= 0.8 && width <= 100))
      await sheet.getByRole('tab', { name: 'Answer' }).click()
      await sheet.getByText('ActionFailedError').last().waitFor()
      await sheet.getByRole('button', { name: 'Send again' }).click()
      await until('it was sent', () => gateway.asked.some(({ name }) => name === 'resend'))
      await page.getByRole('alert').waitFor()
      assert.equal(await page.locator('a[href="#/log/7"]').getAttribute('aria-current'), 'true')
    },
  },
  {
    name: 'log: the bench refuses a value beyond the limits, shows the message, and sends it',
    async run(test) {
      const { page, gateway } = await test.open({ path: '#/log?tab=bench', ready: 'form', language: 'en' })
      await page.getByLabel('Action').selectOption('SetBrightness')
      await page.getByLabel('Value').fill('140')
      await page.getByText('From 1 to 100.').waitFor()
      const send = page.getByRole('button', { name: 'Send', exact: true })
      assert.equal(await send.isDisabled(), true)
      await page.getByLabel('Value').fill('40')
      await page.locator('pre', { hasText: 'SetBrightnessRequest' }).waitFor()
      await send.click()
      await page.locator('pre', { hasText: 'SetBrightnessConfirmation' }).waitFor()
      assert.deepEqual(gateway.asked.find(({ name }) => name === 'act')?.request, {
        appliance: 'living-light',
        action: 'SetBrightness',
        value: 40,
      })
    },
  },
  {
    name: 'log: the bench shows no message of the action before while a value is missing',
    async run(test) {
      const { page } = await test.open({ path: '#/log?tab=bench', language: 'en', ready: 'form' })
      await page.getByLabel('Appliance').selectOption('living-light')
      await page.getByLabel('Action').selectOption('TurnOn')
      await page.getByText('TurnOnRequest').waitFor()
      await page.getByLabel('Action').selectOption('SetBrightness')
      await page.getByText('TurnOnRequest').waitFor({ state: 'detached' })
    },
  },
]
