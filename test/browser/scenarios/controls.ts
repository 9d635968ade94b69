import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { type Scenario, until } from '../support/scenario.ts'

const tile = (page: Page, id: string) => page.locator('.tile', { has: page.locator(`a[href="#/home/${id}"]`) })

export const controls: readonly Scenario[] = [
  {
    name: 'controls: a tap on a tile opens it and sends nothing; only its switch sends',
    async run(test) {
      const { page, acts } = await test.open({ ready: '.tile', home: { commandMs: 400 } })
      await tile(page, 'living-light').locator('h3').click()
      await page.waitForSelector('.sheet')
      assert.deepEqual(acts(), [])
      await page.keyboard.press('Escape')
      await tile(page, 'living-light').locator('.switch').click()
      // It shows the known value until the device has answered.
      await until(
        'the tile is pending',
        async () => (await tile(page, 'living-light').getAttribute('data-known')) === 'pending',
      )
      assert.equal(await tile(page, 'living-light').getByRole('switch').isChecked(), true)
      await until('the switch is off', async () => !(await tile(page, 'living-light').getByRole('switch').isChecked()))
      assert.deepEqual(acts(), ['TurnOff'])
      await page.getByRole('button', { name: '되돌리기' }).click()
      await until('the switch is on again', () => tile(page, 'living-light').getByRole('switch').isChecked())
      assert.deepEqual(acts(), ['TurnOff', 'TurnOn'])
    },
  },
  {
    name: 'controls: nothing is sent while a slider is dragged, and it stays where it was put until the device answers',
    async run(test) {
      const { page, gateway, acts } = await test.open({
        path: '#/home/living-light',
        ready: '.sheet .slider',
        home: { commandMs: 600 },
      })
      const slider = page.getByRole('slider').first()
      const box = await slider.boundingBox()
      assert.ok(box)
      const y = box.y + box.height / 2
      await page.mouse.move(box.x + box.width * 0.6, y)
      await page.mouse.down()
      for (const part of [0.5, 0.4, 0.3, 0.2]) await page.mouse.move(box.x + box.width * part, y)
      assert.deepEqual(acts(), [])
      // What the device says meanwhile does not move the thumb.
      gateway.report('living-light', { brightness: 77 })
      await page.waitForTimeout(150)
      const put = Number(await slider.inputValue())
      assert.ok(put < 30, `the thumb is at ${put}`)
      await page.mouse.up()
      await until('it was sent', () => acts().length > 0)
      assert.deepEqual(acts(), ['SetBrightness'])
      assert.equal(Number(await slider.inputValue()), put)
      assert.deepEqual(gateway.asked.find(({ name }) => name === 'act')?.request, {
        appliance: 'living-light',
        action: 'SetBrightness',
        value: put,
      })
      await page.locator('.sheet .change').waitFor()
      assert.equal(Number(await slider.inputValue()), put)
    },
  },
  {
    name: 'controls: limits and steps are those of the device',
    async run(test) {
      const { page } = await test.open({ path: '#/home/living-light', ready: '.sheet .slider' })
      const [brightness, warmth] = await page.locator('input[type=range]').all()
      assert.equal(await brightness?.getAttribute('min'), '1')
      assert.equal(await warmth?.getAttribute('min'), '2200')
      assert.equal(await warmth?.getAttribute('max'), '6500')
      assert.equal(await warmth?.getAttribute('step'), '50')
    },
  },
  {
    name: 'controls: what is assumed has Off and On both, and what is chosen can be sent again',
    async run(test) {
      const { page, acts } = await test.open({ ready: '.tile', language: 'en' })
      const aircon = tile(page, 'living-aircon')
      assert.equal(await aircon.getByRole('radio').count(), 2)
      assert.equal(await aircon.getByRole('switch').count(), 0)
      await aircon.getByRole('radio', { name: 'On', exact: true }).click()
      await until('it was sent', () => acts().length === 1)
      assert.deepEqual(acts(), ['TurnOn'])
    },
  },
  {
    name: 'controls: what is unknown has nothing chosen, and is neither off nor zero',
    async run(test) {
      const { page } = await test.open({ ready: '.tile', language: 'en' })
      const humidifier = tile(page, 'bedroom-humidifier')
      assert.equal(await humidifier.getAttribute('data-known'), 'unknown')
      assert.equal(await humidifier.locator(':checked').count(), 0)
      assert.match(await humidifier.textContent().then(String), /Unknown/)
    },
  },
  {
    name: 'controls: an assumed state is corrected without sending anything',
    async run(test) {
      const { page, gateway, acts } = await test.open({ path: '#/home/living-aircon', ready: '.sheet', language: 'en' })
      await page.getByRole('button', { name: 'Correct without sending' }).click()
      await page.locator('.sheet').getByRole('radio', { name: 'Off', exact: true }).click()
      await until('it was corrected', () => gateway.asked.some(({ name }) => name === 'assume'))
      assert.deepEqual(gateway.asked.find(({ name }) => name === 'assume')?.request, {
        appliance: 'living-aircon',
        state: { power: false },
        unknown: [],
      })
      assert.deepEqual(acts(), [])
    },
  },
  {
    name: 'controls: an air conditioner has its modes, three fan speeds, and a temperature by its steps',
    async run(test) {
      const { page, gateway, acts } = await test.open({
        path: '#/home/living-aircon',
        ready: '.sheet .stepper',
        language: 'en',
      })
      const sheet = page.locator('.sheet')
      assert.equal(await sheet.getByRole('group', { name: 'Fan speed' }).getByRole('radio').count(), 3)
      assert.equal(await sheet.getByRole('group', { name: 'Mode' }).getByRole('radio').count(), 5)
      await sheet.getByRole('button', { name: 'Target temperature: up' }).click({ clickCount: 2 })
      assert.deepEqual(acts(), [])
      await until('it was sent', () => acts().length === 1)
      assert.deepEqual(gateway.asked.find(({ name }) => name === 'act')?.request.value, 26)
      await sheet.getByRole('radio', { name: 'Fan', exact: true }).click()
      await until('the mode was sent', () => acts().includes('SetMode'))
      // In this mode it takes no temperature, and says so.
      await sheet.getByText('Only in the mode').waitFor()
    },
  },
  {
    name: 'controls: a curtain has open, stop and close, and no slider while nobody knows its position',
    async run(test) {
      const { page, acts } = await test.open({ path: '#/home/bedroom-curtain', ready: '.sheet .three', language: 'en' })
      assert.equal(await page.locator('.sheet .three .btn').count(), 3)
      assert.equal(await page.getByRole('slider').count(), 0)
      await page.locator('.sheet .three').getByText('Open').click()
      await until('it was sent', () => acts().length === 1)
      assert.deepEqual(acts(), ['Open'])
    },
  },
  {
    name: 'controls: colours, modes of a lamp, channels, volume and inputs send what they say',
    async run(test) {
      const { page, acts, gateway } = await test.open({
        path: '#/home/living-light',
        ready: '.sheet .slider',
        language: 'en',
      })
      await page.getByRole('tab', { name: 'Color', exact: true }).click()
      await page.getByRole('slider', { name: 'Hue' }).focus()
      await page.keyboard.press('PageUp')
      await until('the colour was sent', () => acts().length === 1)
      assert.deepEqual(gateway.asked.find(({ name }) => name === 'act')?.request.value, { hue: 250, saturation: 80 })
      await page.getByRole('tab', { name: 'Mode', exact: true }).click()
      await page.locator('.sheet').getByRole('radio', { name: 'Reading' }).click()
      await until('the mode was sent', () => acts().length === 2)
      await page.goto(`${gateway.url}#/home/living-tv`)
      const sheet = page.locator('.sheet')
      await sheet.getByRole('button', { name: 'Volume: up' }).click()
      await sheet.getByLabel('Channel number').fill('11')
      await sheet.getByRole('button', { name: 'Set', exact: true }).click()
      await sheet.getByRole('button', { name: 'Input: next' }).click()
      await until('all were sent', () => acts().length === 5)
      assert.deepEqual(acts(), ['SetColor', 'SetMode', 'IncrementVolume', 'SetChannel', 'ChangeInputSource'])
    },
  },
  {
    name: 'controls: what failed keeps the old value, says why, and stands on top of the home',
    async run(test) {
      const { page, gateway } = await test.open({ ready: '.tile', language: 'en' })
      gateway.home.failure = 'ActionFailedError'
      await tile(page, 'bedroom-light').locator('.switch').click()
      await page.getByRole('alert').getByText('was not done').waitFor()
      assert.equal(await tile(page, 'bedroom-light').getByRole('switch').isChecked(), false)
      assert.equal(await tile(page, 'bedroom-light').getAttribute('data-known'), 'failed')
      await page.getByRole('button', { name: 'Show why' }).click()
      await page.locator('.sheet').getByText('its filter must be changed').waitFor()
      await test.shot(page, 'failed-command')
      assert.match(await page.locator('section[aria-label="To look at"]').textContent().then(String), /욕실 환풍기/)
    },
  },
  {
    name: 'controls: an offline appliance has no control, and says why and since when',
    async run(test) {
      const { page } = await test.open({ path: '#/home/kitchen-plug', ready: '.sheet .note', language: 'en' })
      assert.equal(await tile(page, 'kitchen-plug').getByRole('switch').count(), 0)
      const sheet = page.locator('.sheet')
      assert.equal(await sheet.locator('.seg, .slider').count(), 0)
      await sheet.getByText('The broker says that the device has left').waitFor()
      await sheet.getByText('6 other appliances of the same connection are online').waitFor()
      await sheet.getByText('97.8%').waitFor()
    },
  },
  {
    name: 'controls: name and exposure are edited in place, and names that sound alike are told while they are typed',
    async run(test) {
      const { page, gateway } = await test.open({
        path: '#/home/bedroom-curtain?edit=1',
        ready: '.sheet select',
        language: 'en',
      })
      await page.getByLabel('Name to say').fill('침실 조명')
      await page.getByText('sound alike').waitFor()
      await page.getByLabel('Name to say').fill('침대 커튼')
      await page.getByRole('button', { name: 'Save to the settings' }).click()
      await page.getByText('Saved to the settings').waitFor()
      assert.deepEqual(gateway.asked.find(({ name }) => name === 'editAppliance')?.request, {
        appliance: 'bedroom-curtain',
        name: '침대 커튼',
      })
    },
  },
]
