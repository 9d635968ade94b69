import assert from 'node:assert/strict'
import { brokenFindings, ownerHome } from '../support/ownerHome.ts'
import { type Scenario, until } from '../support/scenario.ts'

const healthWithoutHub = {
  version: '0.2.0',
  node: 'v20.19.0',
  uptimeSeconds: 3600,
  processId: 1,
  edition: 'kr',
  address: '127.0.0.1:8710',
  configurationFile: '/etc/clova-home/gateway.yaml',
  applianceCount: 12,
  problems: [] as string[],
} as const

export const health: readonly Scenario[] = [
  {
    name: 'health: the charts are drawn when they are looked at, follow the theme, and tell the value under the pointer',
    async run(test) {
      const { page } = await test.open({ ...ownerHome(), language: 'en', ready: '.tile' })
      const files = () =>
        page.evaluate(() =>
          performance
            .getEntriesByType('resource')
            .map(({ name }) => name)
            .join(),
        )
      assert.doesNotMatch(await files(), /plot-/)
      await page.goto(`${page.url().split('#')[0]}#/health`)
      const charts = page.locator('.plot')
      await charts.nth(3).locator('canvas').waitFor()
      assert.match(await files(), /plot-/)
      assert.match((await charts.first().getAttribute('aria-label')) ?? '', /^Requests: /)
      const pixels = () =>
        page
          .locator('.plot canvas')
          .first()
          .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
      await charts.first().scrollIntoViewIfNeeded()
      const light = await pixels()
      await page.emulateMedia({ colorScheme: 'dark' })
      await until('it has the colours of the dark theme', async () => (await pixels()) !== light)
      await charts.nth(2).hover()
      await page
        .locator('.chart')
        .nth(2)
        .getByText(/^[\d,]+ MB$/)
        .nth(1)
        .waitFor()
      await test.shot(page, 'charts-pointed')
    },
  },
  {
    name: 'health: the verdict, the way with what mends it, and findings that come while it is looked at again',
    async run(test) {
      const { page, gateway } = await test.open({
        ...ownerHome(),
        language: 'en',
        path: '#/health',
        ready: '.checks',
      })
      await page.getByText('CLOVA cannot reach this home', { exact: true }).waitFor()
      await page.getByText('cloudflared tunnel route dns').waitFor()
      await page.getByText('after DNS').waitFor()
      await page.getByRole('button', { name: 'Check again' }).first().click()
      await until('the old findings are gone', async () => (await page.locator('.checks > li').count()) === 0)
      for (const finding of brokenFindings) gateway.publish('finding', { finding: { ...finding, level: 'ok' } })
      await until(
        'all findings are there',
        async () => (await page.locator('.checks > .ok').count()) === brokenFindings.length,
      )
      gateway.home.overrides.diagnosis = () => ({
        isRunning: false,
        finishedAt: Date.now(),
        findings: brokenFindings.map((finding) => ({ ...finding, level: 'ok' })),
        counts: { ok: brokenFindings.length, warning: 0, failure: 0 },
      })
      gateway.publish('diagnosis', {})
      await page.getByText('Everything works').waitFor()
    },
  },
  {
    name: 'health: the connection to the hub, and what it means that it is lost',
    async run(test) {
      const owner = ownerHome()
      const hub = {
        homeCode: '0123-4567-89ab',
        connected: false,
        server: 'nats1.example.com:4222',
        since: Date.now() - 60_000,
      }
      const { page, gateway } = await test.open({
        home: { overrides: { ...owner.home.overrides, health: () => ({ ...healthWithoutHub, hub }) } },
        language: 'en',
        path: '#/health',
        ready: '[data-connection=hub]',
      })
      const row = page.locator('[data-connection=hub]')
      await row.getByText('0123-4567-89ab').waitFor()
      await row.getByText('Not reached').waitFor()
      await row.getByText("CLOVA's requests do not arrive while the hub is not connected.").waitFor()
      await row.getByText('no request since the start').waitFor()
      gateway.home.overrides.health = () => ({
        ...healthWithoutHub,
        hub: { ...hub, connected: true, lastRequestAt: Date.now() - 120_000 },
      })
      await page.reload()
      await row.getByText('Connected', { exact: true }).waitFor()
      await row.getByText('last request 2 min ago').waitFor()
    },
  },
  {
    name: 'health: the log is filtered by words and level, and a line shows what else it says',
    async run(test) {
      const { page } = await test.open({ ...ownerHome(), language: 'en', path: '#/health', ready: '.log-line' })
      await page.getByRole('searchbox').fill('refused')
      await until('one line is left', async () => (await page.getByText('family linked CLOVA').count()) === 0)
      await page.getByText('the device refused').click()
      await page.getByText('appliance: bath-fan').waitFor()
    },
  },
  {
    name: 'health: a backup is downloaded, and one that is chosen says what it would change before it is put back',
    async run(test) {
      const owner = ownerHome()
      const { page, gateway } = await test.open({
        home: {
          overrides: { ...owner.home.overrides, downloadBackup: () => Buffer.from('archive') },
        },
        language: 'en',
        path: '#/health',
        ready: '.checks',
      })
      const [downloaded] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).first().click(),
      ])
      assert.equal(downloaded.suggestedFilename(), 'clova-home-2026-11-30.tar.gz')
      // The fake reads JSON only, so it is the answer that counts here, and not the bytes.
      await page.route('**/api/backups/inspect', (route) =>
        route.fulfill({ json: owner.home.overrides?.inspectBackup?.({}) as object }),
      )
      await page.setInputFiles('input[type=file]', {
        name: 'house.tar.gz',
        mimeType: 'application/gzip',
        buffer: Buffer.from([0x1f, 0x8b]),
      })
      await page.getByText('One appliance comes back').waitFor()
      await page.getByText('Show 2 files').waitFor()
      assert.equal(
        gateway.asked.some(({ name }) => name === 'restoreBackup'),
        false,
      )
      await page.locator('.preview').getByRole('button', { name: 'Restore' }).click()
      await page.getByText('The backup is restored').waitFor()
    },
  },
]
