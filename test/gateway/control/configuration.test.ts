import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseConfig } from '../../../src/config/load.ts'
import { ConfigInForce } from '../../../src/gateway/configuration/configInForce.ts'
import { editableConfig } from '../../../src/gateway/configuration/editor.ts'
import { createConfigurationHandlers } from '../../../src/gateway/control/configuration/index.ts'
import type { MatchedDevice } from '../../../src/gateway/discovery/match.ts'
import { loadContext } from '../../../src/gateway/environment.ts'
import { createAppliance } from '../../../src/home/appliance.ts'
import { createHome } from '../../../src/home/home.ts'
import { fakeDevice } from '../../support/fakeDevice.ts'
import { closeBeforeRemoval, inFolder } from '../../support/folder.ts'

const yaml = `# the house
drivers: { memory: { type: virtual }, broker: { type: mqtt, url: mqtt://127.0.0.1:1, discover: [tasmota] } }
appliances:
  # the ceiling
  - { id: lamp, name: 거실 조명, type: LIGHT, driver: memory, traits: { power: {} } } # bright

  # wind
  - id: fan
    name: 선풍기 # old
    type: FAN
    driver: memory
    traits: { power: {} }
`
const owner = { role: 'owner', user: 'family' } as const
const signal = new AbortController().signal
const spec = { traits: { power: { can: ['set'] as const } }, verbs: [] }

async function open(folder: string) {
  const file = join(folder, 'gateway.yaml')
  writeFileSync(file, yaml)
  const { config } = await parseConfig(file, yaml, loadContext)
  const plug: MatchedDevice = {
    driver: 'broker',
    appliance: 'plug-1',
    device: {
      ...{ key: 'plug-1', name: '플러그', type: 'SMARTPLUG', deviceInfo: {}, via: 'x', exposed: true },
      ...{ spec, options: {}, problems: [] },
    },
  }
  const description = { id: 'plug-1', name: '플러그', type: 'SMARTPLUG', driver: 'broker', tags: [], confirm: [] }
  const inForce = new ConfigInForce({ text: yaml }, true, join(folder, 'versions.json'), () => {})
  closeBeforeRemoval(folder, () => inForce.versions.flush())
  inForce.follow({ file, context: loadContext, reload: async () => undefined })
  const handlers = createConfigurationHandlers({
    home: {
      home: () => createHome([createAppliance(description, fakeDevice({ spec }))], []),
      discovered: () => [plug],
      problems: () => [],
      isConfigured: (id) => id !== 'plug-1',
    },
    settings: () => ({ file }),
    config: editableConfig(inForce),
  })
  expect(config).toBeDefined()
  return { handlers, now: () => readFileSync(file, 'utf8') }
}

test.each<[string, string, object, (text: string) => string]>([
  ['a name', 'fan', { name: '큰 선풍기' }, (text) => text.replace('name: 선풍기', 'name: 큰 선풍기')],
  [
    'a location and tags',
    'lamp',
    { location: 'LIVING_ROOM', tags: ['저녁'] },
    (text) =>
      text.replace('{ power: {} } } # bright', '{ power: {} }, location: LIVING_ROOM, tags: [ 저녁 ] } # bright'),
  ],
  ['exposure', 'fan', { isExposed: false }, (text) => `${text}    expose: false\n`],
  ['nothing', 'fan', { name: '선풍기', isExposed: true, location: null }, (text) => text],
])('%s of an appliance is changed in its place, and comments stay', (_what, appliance, wanted, expected) =>
  inFolder(async (folder) => {
    const { handlers, now } = await open(folder)
    expect(await handlers.editAppliance?.({ appliance, ...wanted }, signal, owner)).toMatchObject({ outcome: 'saved' })
    expect(now()).toBe(expected(yaml))
  }),
)

test('an unknown type is not saved', () =>
  inFolder(async (folder) => {
    const { handlers, now } = await open(folder)
    expect(await handlers.editAppliance?.({ appliance: 'fan', type: 'LAMP' }, signal, owner)).toMatchObject({
      outcome: 'invalid',
      problems: [{ line: 10 }],
    })
    expect(now()).toBe(yaml)
  }))

test('an appliance that announced itself gets an entry when it is edited, and when it is added', () =>
  inFolder(async (folder) => {
    const { handlers, now } = await open(folder)
    await handlers.editAppliance?.({ appliance: 'plug-1', isExposed: false }, signal, owner)
    expect(now()).toBe(
      `${yaml}  - { id: plug-1, name: 플러그, type: SMARTPLUG, driver: broker, device: plug-1, expose: false }\n`,
    )
    const added = await open(folder)
    const devices = [{ driver: 'broker', key: 'plug-1', name: '베란다 플러그', location: 'BALCONY' }]
    expect(await added.handlers.addAppliances?.({ devices }, signal, owner)).toMatchObject({ outcome: 'saved' })
    expect(added.now()).toContain(
      'name: 베란다 플러그, type: SMARTPLUG, driver: broker, device: plug-1, location: BALCONY',
    )
  }))

test.each([
  ['lamp', (text: string) => text.replace(/ {2}- \{ id: lamp.*\n/, '')],
  ['fan', (text: string) => text.replace(/ {2}- id: fan[\s\S]*$/, '')],
])('%s is removed, and the lines of the others stay', (appliance, expected) =>
  inFolder(async (folder) => {
    const { handlers, now } = await open(folder)
    expect(await handlers.removeAppliance?.({ appliance }, signal, owner)).toMatchObject({ outcome: 'saved' })
    expect(now()).toBe(expected(yaml))
  }),
)

test('the configuration has a revision with which it can be saved, and earlier versions can be restored', () =>
  inFolder(async (folder) => {
    const { handlers, now } = await open(folder)
    const { current } = (await handlers.configuration?.({}, signal, owner)) ?? {}
    expect(current).toMatchObject({ text: yaml, isInForce: true })
    const text = `${yaml}# more\n`
    await handlers.saveConfiguration?.({ text, revision: current?.revision ?? '' }, signal, owner)
    expect(now()).toBe(text)
    const { versions = [] } = (await handlers.versions?.({}, signal, owner)) ?? {}
    const first = versions.at(-1)
    expect(first).toMatchObject({ by: { kind: 'start' } })
    await handlers.restoreVersion?.({ id: first?.id ?? '' }, signal, owner)
    expect(now()).toBe(yaml)
  }))
