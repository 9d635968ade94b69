import assert from 'node:assert/strict'
import { explain } from '../../../src/control/explanations/index.ts'
import { ownerHome } from '../support/ownerHome.ts'
import { type Scenario, until } from '../support/scenario.ts'

export const setup: readonly Scenario[] = [
  {
    name: 'first run: a home joins a hub by its line; a line that is refused stays, and says why',
    async run(test) {
      let isRight = false
      const { page, gateway } = await test.open({
        home: {
          ...ownerHome().home,
          overrides: {
            ...ownerHome().home.overrides,
            joinHub: () =>
              isRight
                ? {
                    outcome: 'joined',
                    publicUrl: 'https://hub.example.com',
                    homeCode: 'ABCD-EFGH',
                    change: { outcome: 'saved', revision: 'r', isApplied: true },
                  }
                : { outcome: 'refused', reason: explain('noAnswer') },
          },
        },
        language: 'en',
        path: '#/setup/address',
        ready: '.choices',
      })
      await page.getByText('By way of a hub', { exact: true }).click()
      assert.equal(await page.getByLabel('Public address').count(), 0)
      await page.getByRole('button', { name: 'Join the hub' }).click()
      await page.getByText('Nothing was saved').waitFor()
      const line = page.getByLabel('The line of the operator')
      await line.fill(' clova-home:abc ')
      await page.getByRole('button', { name: 'Join the hub' }).click()
      await page.getByText('It did not answer in time').waitFor()
      assert.equal(await line.inputValue(), ' clova-home:abc ')
      isRight = true
      await page.getByRole('button', { name: 'Join the hub' }).click()
      await page.getByText('ABCD-EFGH').waitFor()
      assert.equal(await line.inputValue(), '')
      assert.deepEqual(gateway.asked.find(({ name }) => name === 'joinHub')?.request, { line: 'clova-home:abc' })
      await test.shot(page, 'setup-hub')
    },
  },
  {
    name: 'first run: the code leads to the first step that is not done, and each answer is saved at once',
    async run(test) {
      const { page, gateway } = await test.open({
        home: { ...ownerHome().home, session: 'firstStart' },
        language: 'en',
        path: '',
        ready: 'form',
      })
      await page.getByLabel('One-time code').fill('7K3F-2M9Q')
      await page.getByLabel('New password').fill('correct horse')
      await page.keyboard.press('Enter')
      await page.getByText('3 / 6').waitFor()
      await page.getByRole('link', { name: /1\. CLOVA/ }).click()
      await page.getByText('Japan · LINE CLOVA').click()
      await page.getByRole('status').getByText('Saved').waitFor()
      const asked = gateway.asked.find(({ name }) => name === 'setEdition')
      assert.deepEqual(asked?.request, { edition: 'jp' })
      await page.getByRole('link', { name: 'Next: Address and tunnel' }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('sudo systemctl enable --now clova-home-cloudflared').waitFor()
      await page.getByRole('button', { name: 'Try it from outside' }).click()
      await page.getByText('This home is reached from outside').waitFor()
    },
  },
  {
    name: 'first run: a bridge is waited for and goes on by itself, a broker wants a password and is tried before it is saved',
    async run(test) {
      const { page, gateway } = await test.open({
        ...ownerHome(),
        language: 'en',
        path: '#/setup/connections',
        ready: '.ring',
      })
      await page.getByText('Press the round button of the bridge').waitFor()
      gateway.publish('pairing', {
        pairing: { id: 'pairing', type: 'hue', state: 'waiting', secondsLeft: 11, lines: [] },
      })
      await page.getByText('11 seconds left').waitFor()
      gateway.publish('pairing', {
        pairing: { id: 'pairing', type: 'hue', state: 'paired', secondsLeft: 10, lines: [], connection: 'hue' },
      })
      await page.getByText('Paired', { exact: true }).waitFor()
      await page.getByLabel('User name').first().fill('gateway')
      await page.getByLabel('Password').first().fill('wrong')
      await page.getByRole('button', { name: 'Try and save' }).first().click()
      await page.getByText('The broker refused this name and password. Nothing was saved.').waitFor()
      const saved = () => gateway.asked.filter(({ name }) => name === 'saveConnection')
      assert.equal(saved().length, 0)
      await page.getByLabel('Password').first().fill('right')
      await page.getByRole('button', { name: 'Try and save' }).first().click()
      await until('it is saved', () => saved().length === 1)
      assert.deepEqual(saved()[0]?.request.keys, {
        url: 'mqtt://192.168.1.10:1883',
        username: 'gateway',
        password: 'right',
      })
      await page.getByRole('switch', { name: /127\.0\.0\.1/ }).click({ force: true })
      await until('the other is saved', () => saved().length === 2)
      await page.getByText('Switch its lock off').waitFor()
    },
  },
  {
    name: 'first run: devices get names, which are compared with the others while they are typed',
    async run(test) {
      const { page, gateway } = await test.open({
        ...ownerHome(),
        language: 'en',
        path: '#/setup/appliances',
        ready: '.check',
      })
      await page.getByRole('checkbox', { name: 'Show balcony_plug to CLOVA' }).check()
      await page.getByLabel('What you say').fill('거실 조명 둘')
      await page.getByText('Sounds like “거실 조명”').waitFor()
      await page.getByRole('button', { name: 'Add 1' }).click()
      await page.getByText('1 appliance added').waitFor()
      const asked = gateway.asked.find(({ name }) => name === 'addAppliances')
      assert.deepEqual(asked?.request.devices, [{ driver: 'broker', key: 'plug', name: '거실 조명 둘' }])
      await page.getByRole('link', { name: 'Next: People' }).click()
      await page.getByLabel('Name', { exact: true }).fill('minji')
      await page.getByLabel('Password').fill('short')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByText('It needs at least 8 characters. Nothing was saved.').waitFor()
      await page.getByLabel('Password').fill('long enough')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByText('minji is saved').waitFor()
    },
  },
  {
    name: 'first run: the form of the console is copied, ticks set themselves, and the redirect URL is compared to the character',
    async run(test) {
      const { page, gateway } = await test.open({
        ...ownerHome(),
        language: 'en',
        path: '#/setup/console',
        ready: '.ticks',
      })
      await page.getByRole('button', { name: /Copy: Extension/ }).click()
      await page.getByRole('status').getByText('Copied').first().waitFor()
      await page
        .getByLabel('Paste the redirect URL that the console shows')
        .fill('https://prod-ni-cic.clova.ai/v1/al/token')
      await page.getByRole('button', { name: 'Compare' }).click()
      await page.getByText('The last character differs').waitFor()
      await page.getByRole('button', { name: 'Allow that of the console, too' }).click()
      await page.getByText('The address of the console is allowed').waitFor()
      await page.locator('.ticks .waiting').getByText('Discovery test').waitFor()
      gateway.publish('consoleStep', { step: { step: 'discovery', at: Date.now(), user: 'family' } })
      await page.locator('.ticks .waiting').getByText('Control test').waitFor()
      gateway.publish('consoleStep', {
        step: {
          step: 'token',
          failedAt: Date.now(),
          reason: { code: 'secret', values: {}, text: { ko: '비밀', ja: '秘密', en: 'The secret is another one' } },
        },
      })
      await page.locator('.ticks .failed').getByText('The secret is another one').waitFor()
      await page.getByRole('button', { name: 'Make a token' }).click()
      await page.getByText('ch_7Yq2xkYVnS3mB0aJ5tPq8Rz1').waitFor()
    },
  },
  {
    name: 'setup: the link of somebody with CLOVA is ended after a question, and nothing else of them',
    async run(test) {
      const { page, gateway } = await test.open({
        ...ownerHome(),
        language: 'en',
        path: '#/setup/users',
        ready: 'main .row',
      })
      await page.getByText('1 link · last used').waitFor()
      await page.getByRole('button', { name: 'End the link' }).click()
      const question = page.getByRole('dialog', { name: 'End the CLOVA link of family?' })
      await question.getByRole('button', { name: 'Stop' }).click()
      await page.getByRole('button', { name: 'End the link' }).click()
      await question.getByRole('button', { name: 'End the link' }).click()
      await page.getByText('1 link ended').waitFor()
      const asked = gateway.asked.filter(({ name }) => /Links|User$/.test(name))
      assert.deepEqual(asked, [{ name: 'revokeLinks', request: { name: 'family' } }])
    },
  },
]
