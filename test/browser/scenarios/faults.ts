import assert from 'node:assert/strict'
import { untranslated } from '../../../src/util/translate.ts'
import { exampleHome } from '../support/homes.ts'
import { type Scenario, until } from '../support/scenario.ts'

export const faults: readonly Scenario[] = [
  {
    name: 'faults: a gateway that restarts under an open page: the page says as of when, disables its controls, and is live again',
    async run(test) {
      const { page, gateway } = await test.open({ ready: '.tile', language: 'en' })
      await gateway.stop()
      await page.getByText('The connection to the gateway was lost').waitFor()
      await page.getByText(/This is how it was at \d\d:\d\d/).waitFor()
      assert.equal(await page.locator('.stale').count(), 1)
      assert.equal(await page.getByRole('switch').first().isDisabled(), true)
      await test.shot(page, 'connection-lost')
      const lamp = gateway.home.appliances[0]
      if (lamp) gateway.home.appliances[0] = { ...lamp, state: { ...lamp.state, brightness: 33 } }
      await gateway.start()
      await page.getByText('33%').first().waitFor()
      await until(
        'the note is gone',
        async () => (await page.getByText('connection to the gateway was lost').count()) === 0,
      )
      assert.equal(await page.getByRole('switch').first().isDisabled(), false)
    },
  },
  {
    name: 'faults: a session that ends: what was typed stays, and the page goes on after the login',
    async run(test) {
      const { page, gateway } = await test.open({
        path: '#/home/bedroom-light?edit=1',
        ready: '.sheet select',
        language: 'en',
      })
      await page.getByLabel('Name to say').fill('A name that is not saved')
      gateway.home.session = 'loggedOut'
      await page.getByRole('button', { name: 'Save to the settings' }).click()
      await page.getByRole('dialog').getByText('Log in again').waitFor()
      await test.shot(page, 'session-ended')
      await page.getByLabel('family · Password').fill('password')
      await page.getByRole('button', { name: 'Go on' }).click()
      await until('the dialog is gone', async () => (await page.getByRole('dialog').count()) === 0)
      assert.equal(await page.getByLabel('Name to say').inputValue(), 'A name that is not saved')
      await page.getByRole('button', { name: 'Save to the settings' }).click()
      await page.getByText('Saved to the settings').waitFor()
    },
  },
  {
    name: 'faults: after a login in another tab the page takes the new token and sends its command once',
    async run(test) {
      const { page, gateway, acts } = await test.open({ ready: '.tile', language: 'en' })
      gateway.home.csrfToken = 'of the other tab'
      await page.locator('.tile .switch').first().click()
      await page.getByRole('status').getByText('confirmed').waitFor()
      assert.deepEqual(acts(), ['TurnOff'])
    },
  },
  {
    name: 'faults: a change of the configuration that cannot be saved says why and keeps what was typed',
    async run(test) {
      const text = { ko: '', ja: '', en: 'The disk is full.' }
      const { page } = await test.open({
        path: '#/home/bedroom-light?edit=1',
        ready: '.sheet select',
        language: 'en',
        home: {
          overrides: { editAppliance: () => ({ outcome: 'notWritten', reason: { code: 'full', values: {}, text } }) },
        },
      })
      await page.getByLabel('Name to say').fill('Bed lamp')
      await page.getByRole('button', { name: 'Save to the settings' }).click()
      await page.getByRole('alert').getByText('It was not saved. The disk is full.').waitFor()
      assert.equal(await page.getByLabel('Name to say').inputValue(), 'Bed lamp')
    },
  },
  {
    name: 'faults: without a usable configuration the page says that the home stands still, and leads to where it is mended; then it is there without a reload',
    async run(test) {
      const missing = () => undefined
      const { page, gateway } = await test.open({
        language: 'en',
        ready: '.note.bad',
        home: { isConfigured: false, appliances: [], overrides: { vocabulary: missing, appliances: missing } },
      })
      await page.getByText('No settings can be used').waitFor()
      await page.getByRole('link', { name: 'Mend it in Settings' }).click()
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
      Object.assign(gateway.home, { isConfigured: true, appliances: [...exampleHome()], overrides: {} })
      gateway.publish('configuration', {})
      await page.getByRole('link', { name: 'Home' }).first().click()
      await page.locator('.tile').first().waitFor()
      assert.equal(await page.getByText('No settings can be used').count(), 0)
    },
  },
  {
    name: 'faults: behind a reverse proxy with a path prefix everything is asked for below it',
    async run(test) {
      const { page, acts } = await test.open({ home: { basePath: '/house' }, ready: '.tile', language: 'en' })
      const elsewhere: string[] = []
      page.on('request', (request) => {
        if (!new URL(request.url()).pathname.startsWith('/house/')) elsewhere.push(request.url())
      })
      await page.locator('.tile .switch').first().click()
      await page.getByRole('status').getByText('confirmed').waitFor()
      await page.getByRole('link', { name: 'Voice log' }).click()
      await page.waitForSelector('.row-of-log')
      await page.reload()
      await page.waitForSelector('.row-of-log')
      assert.deepEqual([acts(), elsewhere], [['TurnOff'], []])
    },
  },
  {
    name: 'faults: a message of a device is on the page within 200 ms (median of 20)',
    async run(test) {
      const { page, gateway } = await test.open({ ready: '.tile', language: 'en' })
      const durations: number[] = []
      for (let value = 1; value <= 20; value += 1) {
        const shown = page.evaluate(
          (words) =>
            new Promise<number>((resolve) => {
              const look = () =>
                document.querySelector('a[href="#/home/living-light"] p')?.textContent?.includes(words)
                  ? resolve(Date.now())
                  : requestAnimationFrame(look)
              look()
            }),
          ` ${value}%`,
        )
        const sentAt = Date.now()
        gateway.report('living-light', { brightness: value })
        durations.push((await shown) - sentAt)
      }
      const sorted = durations.sort((a, b) => a - b)
      process.stdout.write(`       device → page: median ${sorted[10]} ms, most ${sorted.at(-1)} ms\n`)
      assert.ok((sorted[10] ?? Number.POSITIVE_INFINITY) < 200, `the median is ${sorted[10]} ms`)
    },
  },
  {
    name: 'faults: all tabs of a browser share one event stream, which lasts as long as one of them is open',
    async run(test) {
      const { page, gateway } = await test.open({ ready: '.tile', language: 'en' })
      const second = await page.context().newPage()
      await second.goto(page.url())
      await second.waitForSelector('.tile')
      gateway.report('living-light', { brightness: 41 })
      for (const tab of [page, second]) await tab.getByText('41%').first().waitFor()
      assert.equal(gateway.streamCount(), 1)
      await page.close()
      gateway.report('living-light', { brightness: 42 })
      await second.getByText('42%').first().waitFor()
      // A tab that is opened later joins the stream that is there.
      const third = await second.context().newPage()
      await third.goto(second.url())
      await third.getByText('42%').first().waitFor()
      gateway.report('living-light', { brightness: 43 })
      await third.getByText('43%').first().waitFor()
      assert.equal(gateway.streamCount(), 1)
      await Promise.all([second.close(), third.close()])
      await until('the stream ends with the last tab', () => gateway.streamCount() === 0)
    },
  },
  {
    name: 'faults: a browser without shared workers has a stream of its own for each tab',
    async run(test) {
      const { page, gateway } = await test.open({ ready: '.tile', language: 'en' })
      const second = await page.context().newPage()
      await second.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'))
      await second.goto(page.url())
      await second.waitForSelector('.tile')
      await until('there are two', () => gateway.streamCount() === 2)
      gateway.report('living-light', { brightness: 41 })
      for (const tab of [page, second]) await tab.getByText('41%').first().waitFor()
    },
  },
  {
    name: 'faults: a configuration that is not in force leads to Settings, and the note goes when it is mended',
    async run(test) {
      const first = untranslated('gateway.yaml:3: "nme" is not known here')
      const reason = untranslated(`/etc/clova-home/${first.en}; /etc/clova-home/gateway.yaml:5:1: another`)
      const health = {
        version: '0.2.0',
        node: 'v20.19.0',
        uptimeSeconds: 1,
        processId: 1,
        edition: 'kr',
        address: '127.0.0.1:8710',
        configurationFile: '/etc/clova-home/gateway.yaml',
        applianceCount: 12,
        rejectedConfiguration: { isPreviousInForce: true, reason, first, count: 2 },
        problems: [],
      }
      const { page, gateway } = await test.open({
        home: { overrides: { health: () => health } },
        ready: '.tile',
        language: 'en',
      })
      const note = page.getByRole('link', { name: 'The settings file has a mistake' })
      assert.equal(await note.getAttribute('href'), '#/settings')
      assert.match((await note.textContent()) ?? '', /gateway\.yaml:3: "nme" is not known here · and 1 more$/)
      assert.equal(await page.getByText('to look at in the gateway').count(), 0)
      gateway.publish('configuration', {})
      await note.waitFor({ state: 'detached' })
    },
  },
  {
    name: 'faults: a page whose files an update took away offers to be opened again, and then works',
    async run(test) {
      const { page } = await test.open({ ready: '.tile', language: 'en' })
      await page.route('**/assets/**', (route) => route.fulfill({ status: 404, body: '' }))
      await page.getByRole('link', { name: 'Health' }).click()
      const note = page.getByRole('status').filter({ hasText: 'The gateway has a new version' })
      await note.waitFor()
      await page.unroute('**/assets/**')
      await note.getByRole('button', { name: 'Open again' }).click()
      await page.getByRole('heading', { level: 1, name: 'Health' }).waitFor()
    },
  },
]
