import assert from 'node:assert/strict'
import type { FakeGateway } from '../support/fakeGateway.ts'
import { differingPress, ownerHome, press } from '../support/ownerHome.ts'
import { type Scenario, seriousFindings, until } from '../support/scenario.ts'

/** Lets the blaster receive a press, once the page has let it listen so many times. */
async function receive(gateway: FakeGateway, count: number, received = press()): Promise<void> {
  const listened = () => gateway.asked.filter(({ name }) => name === 'startLearning').length
  await until('the blaster listens', () => listened() >= count)
  gateway.publish('learning', {
    learning: {
      id: `learning-${count}`,
      connection: 'living-rm',
      key: 'mute',
      state: 'received',
      endsAt: Date.now(),
      press: received,
    },
  })
}

const namesAsked = (gateway: FakeGateway, wanted: string) =>
  gateway.asked.filter(({ name }) => name === wanted).map(({ request }) => request)

export const remotes: readonly Scenario[] = [
  {
    name: 'remotes: a key is learnt by two presses, sent back, and saved when it is said to work; then the next one is asked for',
    async run(test) {
      const { page, gateway } = await test.open({ ...ownerHome(), language: 'en', path: '#/remotes', ready: '.key' })
      await page.locator('.key[title=mute]').click()
      await page.getByRole('heading', { name: 'Press Mute on the remote, shortly' }).waitFor()
      await page.locator('.ring').waitFor()
      await receive(gateway, 1)
      await page.getByRole('heading', { name: /once more/ }).waitFor()
      await receive(gateway, 2)
      await page.getByText('Both presses are the same').waitFor()
      await page.getByText('NEC · address 4 · command 8').waitFor()
      await page.getByText('Did the appliance do it?').waitFor()
      assert.equal(namesAsked(gateway, 'saveRemote').length, 0)
      await test.shot(page, 'remotes-sent')
      await page.getByRole('button', { name: 'Yes, save' }).click()
      await page.getByText('Mute is saved').waitFor()
      const [saved] = namesAsked(gateway, 'saveRemote')
      assert.deepEqual([saved?.id, (saved?.keys as { name: string }[] | undefined)?.[0]?.name], ['living-tv', 'mute'])
      await page.getByRole('heading', { name: 'Press Channel up on the remote, shortly' }).waitFor()
    },
  },
  {
    name: 'remotes: two presses that differ are named and drawn, and nothing is sent',
    async run(test) {
      const { page, gateway } = await test.open({ ...ownerHome(), language: 'en', path: '#/remotes', ready: '.key' })
      await page.locator('.key[title=mute]').click()
      await receive(gateway, 1)
      await receive(gateway, 2, differingPress)
      await page.getByText('Bits 18, 19 differ').waitFor()
      await test.shot(page, 'remotes-different')
      assert.ok(((await page.locator('.pulse .differing').first().getAttribute('d')) ?? '').length > 10)
      assert.equal(namesAsked(gateway, 'sendCode').length, 0)
      await page.getByRole('button', { name: 'Press again' }).click()
      await page.getByRole('heading', { name: 'Press Mute on the remote, shortly' }).waitFor()
    },
  },
  {
    name: 'remotes: what was not received, could not be sent or did not work says so and loses nothing',
    async run(test) {
      const owner = ownerHome()
      const { page, gateway } = await test.open({ ...owner, language: 'en', path: '#/remotes', ready: '.key' })
      await page.locator('.key[title=mute]').click()
      await until('it listens', () => namesAsked(gateway, 'startLearning').length === 1)
      gateway.publish('learning', {
        learning: { id: 'learning-1', connection: 'living-rm', key: 'mute', state: 'failed', endsAt: Date.now() },
      })
      await page.getByText('Nothing was heard').waitFor()
      gateway.home.overrides.sendCode = () => undefined
      await page.getByRole('button', { name: 'Press again' }).click()
      await receive(gateway, 2)
      await receive(gateway, 3)
      await page.getByText('It could not be sent').waitFor()
      gateway.home.overrides.sendCode = () => ({ ms: 20 })
      await page.getByRole('button', { name: 'Send again' }).click()
      await page.getByRole('button', { name: 'No', exact: true }).click()
      await page.getByText('It did not do it').waitFor()
      await page.getByRole('button', { name: 'Save without checking' }).click()
      await page.getByText('Mute is saved').waitFor()
    },
  },
  {
    name: 'remotes: a pasted code is read, tried and saved into a remote that is there',
    async run(test) {
      const { page, gateway } = await test.open({ ...ownerHome(), language: 'en', path: '#/remotes', ready: '.key' })
      await page.getByLabel('Paste a code').fill('0000 006D 0022 0000')
      await page.getByRole('button', { name: 'Read' }).click()
      await page.getByText('SmartIR · 3 keys').waitFor()
      await page.getByRole('button', { name: 'Send Power' }).click()
      await page.getByText('Whether the appliance got it cannot be seen').waitFor()
      assert.deepEqual(await seriousFindings(page), [])
      await page.getByRole('checkbox', { name: 'Vol+' }).uncheck()
      await page.getByLabel('Where is it saved?').selectOption('living-tv')
      await test.shot(page, 'import-try')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('1 key saved').waitFor()
      const [saved] = namesAsked(gateway, 'saveRemote')
      assert.deepEqual(
        [saved?.id, ((saved?.keys ?? []) as { name: string }[]).map(({ name }) => name)],
        ['living-tv', ['power']],
      )
    },
  },
  {
    name: 'remotes: a new remote asks for what it needs, and is saved with its first key',
    async run(test) {
      const { page, gateway } = await test.open({ ...ownerHome(), language: 'en', path: '#/remotes', ready: '.key' })
      await page.getByRole('button', { name: 'New remote' }).first().click()
      await page.getByRole('button', { name: 'Begin to learn' }).click()
      await page.getByText('Give it a name. Nothing was saved.').waitFor()
      await page.getByLabel('Name', { exact: true }).fill('침실 TV')
      await page.getByLabel('What is it a remote of?').selectOption('SMARTTV')
      await page.getByRole('button', { name: 'Begin to learn' }).click()
      await page.locator('.key[title=mute]').click()
      await receive(gateway, 1)
      await receive(gateway, 2)
      await page.getByRole('button', { name: 'Yes, save' }).click()
      await page.getByText('Mute is saved').waitFor()
      const [saved] = namesAsked(gateway, 'saveRemote')
      assert.deepEqual([saved?.id, saved?.name, saved?.type], ['smarttv', '침실 TV', 'SMARTTV'])
    },
  },
  {
    name: 'remotes: of a file with several remotes each is saved under its own name, one after the other',
    async run(test) {
      const remote = (name: string) => ({
        name,
        kind: 'remote' as const,
        keys: [{ name: 'KEY_POWER', suggested: 'power' }, { name: 'KEY_MUTE' }],
        notes: [],
      })
      const { page, gateway } = await test.open({ ...ownerHome(), language: 'en', path: '#/remotes', ready: '.key' })
      gateway.home.overrides.importCodes = () => ({
        format: 'lirc',
        remotes: [remote('LG TV'), remote('Soundbar')],
        problems: [],
      })
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({
          name: 'two.conf',
          mimeType: 'text/plain',
          buffer: Buffer.from('begin remote'),
        })
      await page.getByLabel('Which of the 2 remotes in this file?').waitFor()
      const save = async () => {
        await page.getByLabel('What is it a remote of?').selectOption('TV')
        await page.getByRole('button', { name: 'Save', exact: true }).click()
      }
      await save()
      const savings = () => gateway.asked.filter(({ name }) => name === 'saveRemote').map(({ request }) => request)
      await until(
        'the next one is chosen',
        async () => (await page.getByLabel('Name', { exact: true }).inputValue()) === 'Soundbar',
      )
      await test.shot(page, 'import-several')
      await save()
      await until('both are saved', () => savings().length === 2)
      const files = savings().map(({ file }) => file as object)
      assert.deepEqual(files, [
        { text: 'begin remote', format: 'lirc', fileName: 'two.conf', remote: 'LG TV' },
        { text: 'begin remote', format: 'lirc', fileName: 'two.conf', remote: 'Soundbar' },
      ])
      assert.equal(new Set(savings().map(({ id }) => id)).size, 2)
    },
  },
]
