import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { RealGateway } from '../support/realGateway.ts'
import { type Scenario, type ScenarioContext, until } from '../support/scenario.ts'

const password = 'correct horse'

/** Starts the real program, and ends it with the scenario. */
export const withGateway =
  (run: (test: ScenarioContext, gateway: RealGateway) => Promise<void>, prepare?: (gateway: RealGateway) => void) =>
  async (test: ScenarioContext) => {
    const gateway = new RealGateway()
    prepare?.(gateway)
    try {
      await gateway.start()
      await run(test, gateway)
    } finally {
      await gateway.remove()
    }
  }

async function openHome(test: ScenarioContext, gateway: RealGateway) {
  const page = await test.openPage(gateway.url, { language: 'en', ready: 'form' })
  await page.getByLabel('One-time code').fill(gateway.code())
  await page.getByLabel('New password').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.app, .wiz')
  await page.goto(`${gateway.url}#/home`)
  await page.waitForSelector('.tile')
  return page
}

const lamp = '.tile:has(a[href="#/home/desk-lamp"])'

export const realHome: readonly Scenario[] = [
  {
    name: 'real home: from the code to a confirmed command, its entry in the log, and a restart under the open page',
    run: withGateway(async (test, gateway) => {
      const page = await openHome(test, gateway)
      const confirmed = page.getByRole('status').getByText('confirmed')
      await page.locator(`${lamp} .switch`).click()
      await confirmed.waitFor()
      assert.ok(gateway.traffic.includes('desk/lamp/set {"state":"ON"}'), gateway.traffic.join('\n'))
      await until('the lamp is on', () => page.locator(`${lamp} [role=switch]`).isChecked())
      await page.goto(`${gateway.url}#/log`)
      await page.locator('.row-of-log').first().click()
      await page.locator('.sheet .steps').waitFor()
      await page.locator('.sheet pre').getByText('TurnOnRequest').waitFor()
      await test.shot(page, 'real-log')
      await page.goto(`${gateway.url}#/home`)
      await gateway.stop()
      await page.getByText('The connection to the gateway was lost').waitFor()
      await gateway.start()
      await until(
        'the page is live again',
        async () => (await page.getByText('connection to the gateway was lost').count()) === 0,
        60_000,
      )
      await until('the first confirmation is not shown any more', async () => (await confirmed.count()) === 0)
      await page.locator(`${lamp} .switch`).click()
      await confirmed.waitFor()
      await test.shot(page, 'real-home')
    }),
  },
  {
    name: 'real home: every kind of control sends what the gateway understands and confirms',
    run: withGateway(async (test, gateway) => {
      const page = await openHome(test, gateway)
      const sheet = page.locator('.sheet')
      const steps: readonly (readonly [id: string, act: () => Promise<void>, state: RegExp])[] = [
        ['living-aircon', () => sheet.locator('.switch').first().click(), /Cooling · 24°/],
        ['living-aircon', () => sheet.getByRole('button', { name: 'Target temperature: up' }).click(), /25°/],
        ['living-aircon', () => sheet.getByRole('radio', { name: 'Heating' }).click(), /Heating/],
        [
          'living-aircon',
          () => sheet.getByRole('group', { name: 'Fan speed' }).getByRole('radio', { name: '3' }).click(),
          /Fan 3/,
        ],
        ['desk-lamp', () => sheet.getByRole('slider', { name: 'Brightness' }).press('Home'), /On · 0%/],
        ['front-door', () => sheet.getByRole('radio', { name: 'Unlock' }).click(), /Not locked/],
        ['bedroom-curtain', () => sheet.getByRole('button', { name: 'Open' }).click(), /Open/],
      ]
      for (const [id, act, state] of steps) {
        await page.goto(`${gateway.url}#/home/${id}`)
        await sheet.locator(`code:text-is("${id}")`).waitFor()
        await act()
        await sheet.locator('.val', { hasText: state }).first().waitFor()
        await sheet.getByText(/^Confirmed · /).waitFor()
      }
    }),
  },
  {
    name: 'real home: after a mistake in the configuration the home runs on with the one before, and the page says so',
    run: withGateway(async (test, gateway) => {
      const page = await openHome(test, gateway)
      await gateway.stop()
      await gateway.breakConfiguration()
      await gateway.start()
      await page.reload()
      await page.getByRole('link', { name: 'The settings file has a mistake' }).waitFor()
      await test.shot(page, 'real-broken')
      assert.equal(await page.locator('.tile').count(), 5)
    }),
  },
  {
    name: 'real home: with a full disk a command is done all the same, and what cannot be saved says so, is not lost, and is saved later',
    run: withGateway(
      async (test, gateway) => {
        const page = await openHome(test, gateway)
        await page.goto(`${gateway.url}#/settings`)
        await page.locator('.cm-line:has-text("name: 책상 조명")').click()
        await page.keyboard.press('End')
        await page.keyboard.type(' 하나')
        const before = await gateway.readConfiguration()
        const makeRoom = await gateway.fillDisk()
        const save = async () => {
          await page.getByRole('button', { name: 'Compare before saving' }).click()
          await page.locator('.difference .added').getByText('책상 조명 하나').waitFor()
          await page.getByRole('button', { name: 'Save and apply' }).click()
        }
        await save()
        await page.getByText('The disk is full').first().waitFor()
        await test.shot(page, 'real-full-disk')
        assert.equal(await gateway.readConfiguration(), before)
        await page.goto(`${gateway.url}#/home`)
        await page.locator(`${lamp} .switch`).click()
        await page.getByRole('status').getByText('confirmed').waitFor()
        await makeRoom()
        await page.goto(`${gateway.url}#/settings`)
        await page.locator('.cm-line:has-text("책상 조명 하나")').waitFor()
        await save()
        await page.getByText('Saved and applied').waitFor()
        assert.match(await gateway.readConfiguration(), /책상 조명 하나/)
      },
      (gateway) => gateway.useSmallDisk(),
    ),
  },
  {
    name: 'real home: a backup that the page fetched is put back by the page: the gateway starts again with it, by itself and with the login',
    run: withGateway(
      async (test, gateway) => {
        const page = await openHome(test, gateway)
        const before = await gateway.readConfiguration()
        await page.goto(`${gateway.url}#/health`)
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Download', exact: true }).first().click(),
        ])
        const backup = await readFile(await download.path())
        await page.goto(`${gateway.url}#/home/desk-lamp?edit=1`)
        await page.getByLabel('Name to say').fill('공부방 조명')
        await page.getByRole('button', { name: 'Save to the settings' }).click()
        await page.locator('.tile').getByText('공부방 조명').waitFor()
        await page.goto(`${gateway.url}#/health`)
        const choose = (name: string, buffer: Buffer) =>
          page.getByLabel('Restore', { exact: true }).setInputFiles({ name, mimeType: 'application/gzip', buffer })
        await choose('half.tar.gz', backup.subarray(0, backup.length >> 1))
        await page.getByText('This file is no backup that can be used').waitFor()
        await choose('backup.tar.gz', backup)
        await page.getByText('Restore this backup?').waitFor()
        await test.shot(page, 'real-restore')
        assert.notEqual(await gateway.readConfiguration(), before)
        await page.locator('.preview .danger').click()
        await page.getByText('The backup is restored').waitFor()
        await gateway.startAgain()
        assert.equal(await gateway.readConfiguration(), before)
        await page.goto(`${gateway.url}#/home`)
        await page.locator('.tile').getByText('책상 조명').waitFor()
        assert.equal(await page.getByText('공부방 조명').count(), 0)
        await until('the page is live', () => page.locator(`${lamp} [role=switch]`).isEnabled(), 60_000)
        await page.locator(`${lamp} .switch`).click()
        await page.getByRole('status').getByText('confirmed').waitFor()
      },
      (gateway) => gateway.runAsService(),
    ),
  },
  {
    name: 'real home: with a full disk a backup is not put back by halves, and is put back once there is room',
    run: withGateway(
      async (test, gateway) => {
        const page = await openHome(test, gateway)
        await page.goto(`${gateway.url}#/health`)
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Download', exact: true }).first().click(),
        ])
        const buffer = await readFile(await download.path())
        await page.goto(`${gateway.url}#/home/desk-lamp?edit=1`)
        await page.getByLabel('Name to say').fill('공부방 조명')
        await page.getByRole('button', { name: 'Save to the settings' }).click()
        await page.locator('.tile').getByText('공부방 조명').waitFor()
        const changed = await gateway.readConfiguration()
        await page.goto(`${gateway.url}#/health`)
        const choose = () =>
          page
            .getByLabel('Restore', { exact: true })
            .setInputFiles({ name: 'backup.tar.gz', mimeType: 'application/gzip', buffer })
        const makeRoom = await gateway.fillDisk()
        await choose()
        await page.getByText('The disk is full').first().waitFor()
        await makeRoom()
        await choose()
        await page.getByText('Restore this backup?').waitFor()
        const makeRoomAgain = await gateway.fillDisk()
        await page.locator('.preview .danger').click()
        await page.getByText('The disk is full').first().waitFor()
        await test.shot(page, 'real-restore-full-disk')
        assert.equal(await gateway.readConfiguration(), changed)
        await page.goto(`${gateway.url}#/home`)
        await page.locator(`${lamp} .switch`).click()
        await page.getByRole('status').getByText('confirmed').waitFor()
        await makeRoomAgain()
        await page.goto(`${gateway.url}#/health`)
        await choose()
        await page.locator('.preview .danger').click()
        await page.getByText('The backup is restored').waitFor()
        await gateway.startAgain()
        await page.goto(`${gateway.url}#/home`)
        await page.locator('.tile').getByText('책상 조명').waitFor()
      },
      (gateway) => {
        gateway.runAsService()
        gateway.useSmallDisk()
      },
    ),
  },
  {
    name: 'real home: a page of another origin can neither move a device nor read anything nor show the dashboard in a frame',
    run: withGateway(async (test, gateway) => {
      const page = await openHome(test, gateway)
      const hostile = createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>nice page</h1>')
      }).listen(0, '127.0.0.1')
      await once(hostile, 'listening')
      const other = await page.context().newPage()
      await other.goto(`http://127.0.0.1:${(hostile.address() as AddressInfo).port}/`)
      const seen = await other.evaluate(async (url) => {
        const act = `${url}api/appliances/desk-lamp/actions`
        const body = JSON.stringify({ action: 'TurnOn' })
        const attempts = [
          fetch(act, {
            method: 'POST',
            credentials: 'include',
            mode: 'no-cors',
            headers: { 'content-type': 'text/plain' },
            body,
          }),
          fetch(act, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body }),
          fetch(`${url}api/appliances`, { credentials: 'include' }).then((response) => response.text()),
        ]
        const results = await Promise.allSettled(attempts)
        const frame = document.createElement('iframe')
        frame.src = url
        document.body.append(frame)
        await new Promise((resolve) => {
          frame.onload = resolve
        })
        return {
          read: results.slice(1).map(({ status }) => status),
          frame: frame.contentDocument?.body?.textContent ?? '',
        }
      }, gateway.url)
      assert.deepEqual(seen, { read: ['rejected', 'rejected'], frame: '' })
      const form = await other.evaluate(async (url) => {
        const element = document.createElement('form')
        element.method = 'post'
        element.enctype = 'text/plain'
        element.action = `${url}api/appliances/desk-lamp/actions`
        element.target = '_blank'
        document.body.append(element)
        element.submit()
        return true
      }, gateway.url)
      assert.ok(form)
      await page.waitForTimeout(1000)
      assert.equal(
        gateway.traffic.some((line) => line.startsWith('desk/lamp/set')),
        false,
      )
      assert.equal(await page.locator(`${lamp} [role=switch]`).isChecked(), false)
      hostile.close()
    }),
  },
]
