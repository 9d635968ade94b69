import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lastGoodFile, loadConfigOrLastGood, saveLastGood } from '../../src/config/lastGood.ts'
import { loadConfig } from '../../src/config/load.ts'
import { inFolder } from '../support/folder.ts'
import { testLoadContext } from './loadFixture.ts'

const good = `language: ja
drivers: { m: { type: virtual } }
appliances:
  - { id: lamp, name: 조명, type: LIGHT, driver: m, traits: { power: {} } }
`

/** A home whose configuration was in force once, and is then what `damage` makes of it. */
const home = (damage: (file: string) => void, text = good, env: NodeJS.ProcessEnv = {}) =>
  inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    writeFileSync(file, text)
    const { config } = await loadConfig(file, testLoadContext(env))
    if (!config) throw new Error('the configuration was not right')
    await saveLastGood(config)
    damage(file)
    return { folder, config, started: await loadConfigOrLastGood(file, testLoadContext(env)) }
  })

test.each<[string, string | Buffer]>([
  ['is empty', ''],
  ['holds nothing but comments', '# gateway\n'],
  ['holds an empty map', '{}\n'],
  ['holds an empty map before a comment', '{} # gateway\n'],
  ['holds the start of a document before a comment', '--- # gateway\n'],
  ['holds an empty map of a tag', '%YAML 1.2\n---\n!!map {}\n'],
  ['is full of zero bytes', '\0'.repeat(512)],
  ['ends in the middle', 'language: ja\ndrivers: { m: { type: virt'],
  ['is not UTF-8', Buffer.from([0xb0, 0xc5, 0xbd, 0xc7])],
  ['has a mistake', good.replace('LIGHT', 'LIHGT')],
])('with a file that %s the gateway starts with the last valid configuration', async (_what, damaged) => {
  const before = Date.now()
  const { started, config } = await home((file) => writeFileSync(file, damaged))
  expect(started.config).toEqual(config)
  expect(started.config?.appliances).toHaveLength(1)
  expect(started.problems.some(({ severity }) => severity === 'error')).toBe(true)
  expect(started.lastGoodSavedAt).toBeGreaterThanOrEqual(before)
})

test('a valid file is used instead of the saved configuration', async () => {
  const { started } = await home((file) => writeFileSync(file, `${good}scenes: []\n`))
  expect(started.lastGoodSavedAt).toBeUndefined()
  expect(started.config?.text).toContain('scenes')
})

test('a file that was removed is reported, and the saved configuration is not used', async () => {
  const { started } = await home((file) => rmSync(file))
  expect(started).toEqual({ problems: [expect.objectContaining({ message: expect.stringContaining('no such file') })] })
})

test('an empty file is refused when there is no last good configuration', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    writeFileSync(file, '')
    const { config, problems } = await loadConfigOrLastGood(file, testLoadContext())
    expect(config).toBeUndefined()
    expect(problems).toMatchObject([{ message: expect.stringContaining('no key stands in this file') }])
  }))

test.each<[string, (folder: string, text: string) => string]>([
  ['that is damaged', () => '{"version":1,"data":'],
  ['of another version', (_folder, text) => text.replace('"version":1', '"version":2')],
  ['of another configuration', (folder, text) => text.replaceAll(folder, '/elsewhere')],
  ['that is no longer right', (_folder, text) => text.replace('virtual', 'vanished')],
])('a saved configuration %s is not used', (_what, change) =>
  inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    writeFileSync(file, good)
    const { config } = await loadConfig(file, testLoadContext())
    if (config) await saveLastGood(config)
    const kept = lastGoodFile(join(folder, 'state'))
    writeFileSync(kept, change(folder, readFileSync(kept, 'utf8')))
    writeFileSync(file, '')
    expect((await loadConfigOrLastGood(file, testLoadContext())).config).toBeUndefined()
  }),
)

test('the last good configuration is readable by its owner only and is not written again without a change', () =>
  inFolder(async (folder) => {
    const kept = { file: '/etc/gateway.yaml', state: join(folder, 'state'), text: good }
    await saveLastGood(kept)
    const { mode, ino } = statSync(lastGoodFile(kept.state))
    expect(mode & 0o777).toBe(0o600)
    await saveLastGood(kept)
    expect(statSync(lastGoodFile(kept.state)).ino).toBe(ino)
    await saveLastGood({ ...kept, text: 'edition: kr\n' })
    expect(statSync(lastGoodFile(kept.state)).ino).not.toBe(ino)
  }))

test('the saved configuration is found in a state folder that the damaged file names', async () => {
  const text = `state: elsewhere\n${good}`
  const { started } = await home((file) => writeFileSync(file, text.replace('LIGHT', 'LIHGT')), text)
  expect(started.config?.appliances).toHaveLength(1)
})

test('the saved configuration is found in the state folder of the service, also for an empty file', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    const state = join(folder, 'var')
    mkdirSync(state)
    await saveLastGood({ file, state, text: good })
    writeFileSync(file, '')
    expect((await loadConfigOrLastGood(file, testLoadContext({ STATE_DIRECTORY: state }))).config).toBeDefined()
  }))

test.each([
  ['language: ja\nedition: krr\n', 'ja'],
  ['edition: kr\nname: "open\n', 'ko'],
  ['edition: jp\n\0', 'ja'],
  ['edition: kr\nlanguage: en\nx: [\n', 'en'],
  ['x: [\n', undefined],
])('for the configuration %j with a mistake the language of the messages is %s', (text, language) =>
  inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    writeFileSync(file, text)
    const loaded = await loadConfig(file, testLoadContext())
    expect(loaded.config).toBeUndefined()
    expect(loaded.language).toBe(language)
  }),
)
