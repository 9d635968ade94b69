import assert from 'node:assert/strict'
import { encodePress, toBroadlink } from '../../../drivers/ir/codes/index.ts'
import { blaster as startBlaster } from '../../support/broadlink.ts'
import { type Scenario, until } from '../support/scenario.ts'
import { withGateway } from './realHome.ts'

/** The key that the emulated remote sends. */
const mute = { protocol: 'nec', fields: { address: 4, command: 8 } } as const

export const realLearning: readonly Scenario[] = [
  {
    name: 'real remotes: a key is learnt from an emulated blaster, which sends it back, and an appliance is made of it; a full disk loses nothing',
    run: withGateway(
      async (test, gateway) => {
        const blaster = await startBlaster('rm4mini')
        try {
          const page = await test.openPage(gateway.url, { language: 'en', path: '', ready: 'form' })
          await page.getByLabel('One-time code').fill(gateway.code())
          await page.getByLabel('New password').fill('correct horse')
          await page.keyboard.press('Enter')
          await page.getByText('2 / 6').waitFor()
          await page.goto(`${gateway.url}#/settings`)
          await page.locator('.cm-line:has-text("type: virtual")').click()
          await page.keyboard.press('End')
          await page.keyboard.press('Enter')
          await page.keyboard.press('Home')
          await page.keyboard.press('Shift+End')
          await page.keyboard.insertText(
            `  living-rm: { type: ir, transmitter: broadlink, host: 127.0.0.1, port: ${blaster.port} }`,
          )
          await page.getByRole('button', { name: 'Compare before saving' }).click()
          await page.getByRole('button', { name: 'Save and apply' }).click()
          await page.getByText('Saved and applied').waitFor()
          await page.goto(`${gateway.url}#/remotes`)
          await page.getByRole('button', { name: 'New remote' }).first().click()
          await page.getByLabel('Name', { exact: true }).fill('침실 TV')
          await page.getByLabel('What is it a remote of?').selectOption('SMARTTV')
          await page.getByRole('button', { name: 'Begin to learn' }).click()
          await page.locator('.key[title=mute]').click()
          const code = Buffer.from(toBroadlink(encodePress(mute)), 'base64')
          for (const heading of [/shortly/, /once more/]) {
            await page.getByRole('heading', { name: heading }).waitFor()
            await until('the blaster listens', () => blaster.listening === 'light', 30_000)
            assert.ok(blaster.press(code))
          }
          await page.getByRole('heading', { name: 'Both presses are the same' }).waitFor()
          await page.getByText(/^nec · /i).waitFor()
          await until('the code was sent back', () => blaster.sent.length === 1)
          await test.shot(page, 'real-learning')
          // With a full disk the press stays on the page, and is saved once there is room.
          const makeRoom = await gateway.fillDisk()
          await page.getByRole('button', { name: 'Yes, save' }).click()
          await page.getByText('The disk is full').first().waitFor()
          await test.shot(page, 'real-learning-full-disk')
          await makeRoom()
          await page.getByRole('button', { name: 'Yes, save' }).click()
          await page.getByText('Mute is saved').waitFor()
          await page.goto(`${gateway.url}#/home`)
          await page.locator('.tile').getByText('침실 TV').waitFor()
        } finally {
          await blaster.close()
        }
      },
      (gateway) => gateway.useSmallDisk(),
    ),
  },
]
