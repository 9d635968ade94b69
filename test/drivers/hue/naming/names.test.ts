import { jest } from '@jest/globals'
import type { State } from '../../../../src/home/traits.ts'
import { testContext } from '../../../support/context.ts'
import { group, lamp, type Resource, scene, typicalHome } from '../../../support/hue/bridgeHome.ts'
import { hueHomes, part } from '../../../support/hue/hueFixture.ts'
import { eventually } from '../../driverContract.ts'

const homes = hueHomes()
afterEach(homes.close)

/** What outlives the process, for a connection of some name. */
function disk() {
  const states = new Map<string, State>()
  return (name = 'bridge') =>
    testContext({
      name,
      memory: (id) => ({
        get: () => states.get(id) ?? {},
        merge: (patch) => states.set(id, { ...states.get(id), ...patch }).get(id) ?? {},
      }),
    })
}
const living = lamp('Living lamp', { on: true, v1: '/lights/1' })
const hall = lamp('Hall lamp', { v1: '/lights/2' })
const light = (parts: readonly Resource[]) => part(parts, 'light').id
const renamed = (parts: readonly Resource[], name: string) =>
  parts.map((one) => (one.metadata ? { ...one, metadata: { ...one.metadata, name } } : one))
/** The same on another bridge. */
const moved = (parts: readonly Resource[]): Resource[] =>
  JSON.parse(JSON.stringify(parts).replaceAll(/-8(?=[0-9a-f]{3}-)/g, '-9'))

describe('a configured name is resolved once:', () => {
  test.each<[string, object, (device: (options: object) => unknown) => unknown]>([
    ['by an appliance', {}, (device) => device({ light: 'Living lamp' })],
    ['by expose', { expose: ['Living lamp'] }, () => {}],
  ])('%s', async (_how, also, refer) => {
    const of = disk()
    const before = await homes.open({ resources: [living, hall] }, also, { context: of() })
    refer(before.device)
    const after = await homes.open(
      { resources: [renamed(living, 'Reading lamp'), renamed(hall, 'Living lamp')] },
      also,
      { context: of() },
    )
    refer(after.device)
    const mine = after.connection.discovery?.devices().find(({ key }) => key === light(living))
    expect(mine?.name).toBe('Reading lamp')
    if ('expose' in also) expect(mine?.exposed).toBe(true)
    else expect(mine?.refs).toContain('light:Living lamp')
    expect(after.connection.problems?.().map(String)).toEqual([
      'what was called "Living lamp" is called "Reading lamp" on the bridge now, and stays what it was; another light is called "Living lamp" now',
    ])
  })

  test('and is forgotten when it is no longer configured', async () => {
    const of = disk()
    const before = await homes.open({ resources: [living, hall] }, {}, { context: of() })
    before.device({ light: 'Living lamp' }).close?.()
    const now = performance.now.bind(performance)
    const later = jest.spyOn(performance, 'now').mockImplementation(() => now() + 61_000)
    before.bridge.change(light(hall), { metadata: { name: 'Hall', archetype: 'plug' } })
    await eventually(() => before.connection.discovery?.devices()[1]?.type === 'SMARTPLUG')
    later.mockRestore()
    const two = [renamed(living, 'Reading lamp'), renamed(hall, 'Living lamp')]
    await homes.open({ resources: two }, {}, { context: of() })
    const after = await homes.open({ resources: two }, {}, { context: of() })
    after.device({ light: 'Living lamp' })
    expect(after.connection.problems?.()).toEqual([])
  })
})

describe('saved ids belong to a bridge:', () => {
  const keys = async (name: string, of: ReturnType<typeof disk>, options: object, also: object = {}) => {
    const { connection } = await homes.open(options, also, { context: of(name) })
    return connection.discovery?.devices().flatMap(({ key, via }) => (via === 'hue home' ? [] : key))
  }
  const old = { id: '001788fffe000001', resources: [living, hall] }
  const next = { id: '001788fffe000002', resources: [moved(living), renamed(moved(hall), 'Corridor')] }
  const same = [light(living), light(hall)]

  test('under another name of the connection, and after it was replaced once', async () => {
    const of = disk()
    expect(await keys('one', of, old)).toEqual(same)
    expect(await keys('one', of, next)).toEqual(same)
    expect(await keys('two', of, next)).toEqual(same)
  })

  test('a bridge that replaces another takes over its ids, any other has its own', async () => {
    const of = disk()
    expect(await keys('one', of, old)).toEqual(same)
    expect(await keys('three', of, next)).toEqual(next.resources.map(light))
    const fresh = disk()
    await keys('one', fresh, old)
    expect(await keys('three', fresh, next, { replaces: old.id })).toEqual(same)
    expect(await keys('four', fresh, next)).toEqual(same)
  })

  test('ids that an earlier version saved under the connection’s name are taken over', async () => {
    const of = disk()
    const line = (kind: string, name: string, v1: string, id: string, key: string) => ({
      name: JSON.stringify([kind, name, v1]),
      value: JSON.stringify([id, key]),
    })
    of('one')
      .memory('hue bridge one')
      .merge({ phase: old.id, readings: [line('light', 'Living lamp', '/lights/1', light(living), 'first')] })
    expect(await keys('one', of, old)).toEqual(['first', light(hall)])
    expect(await keys('two', of, old)).toEqual(['first', light(hall)])
  })
})

describe('a name of several appliances:', () => {
  test('the first is used, a warning lists the others, and all stay in the home', async () => {
    const twin = lamp('Twin', { v1: '/lights/7' })
    const other = moved(twin)
    const { connection, device } = await homes.open({ resources: [twin, other] }, { expose: 'all' })
    device({ light: 'Twin' })
    const found = (connection.discovery?.devices() ?? []).filter(({ via }) => via !== 'hue home')
    expect(found.map(({ refs }) => refs?.includes('light:Twin'))).toEqual([true, false])
    expect(found.map(({ exposed }) => exposed)).toEqual([true, true])
    expect(connection.problems?.().map(String)).toEqual([
      `the bridge has 2 of the name "Twin", and the first is meant; write which one: ${light(twin)}, ${light(other)}`,
    ])
  })

  test('a lamp and a room of one name are distinguished by their kind', async () => {
    const one = lamp('Kitchen')
    const { connection } = await homes.open({ resources: [one, group('Kitchen', [one])] })
    expect(connection.discovery?.devices().map(({ refs }) => refs?.filter((ref) => ref.endsWith('Kitchen')))).toEqual([
      ['light:Kitchen', 'device:Kitchen'],
      ['room:Kitchen'],
    ])
  })

  test('scenes are distinguished by their rooms', async () => {
    const lamps = [lamp('A'), lamp('B')]
    const rooms = lamps.map((one, i) => group(`Room ${i}`, [one]))
    const scenes = rooms.map((room, i) => scene('Relax', room, [[part(lamps[i] ?? [], 'light'), { on: { on: true } }]]))
    const { bridge, connection, device, set } = await homes.open({ resources: [...lamps, ...rooms, scenes] })
    const one = device({ scene: 'Relax' })
    expect(connection.problems?.().join()).toContain('write which one: Room 0/Relax, Room 1/Relax')
    one.close?.()
    await set(device({ scene: 'Room 1/Relax' }), { power: true })
    expect(connection.problems?.()).toEqual([])
    expect(bridge.puts('scene')).toMatchObject([{ path: expect.stringContaining(scenes[1]?.id ?? 'none') }])
  })
})

test('an exposed appliance without a type of CLOVA causes a warning', async () => {
  const { connection } = await homes.open({ resources: [typicalHome().dimmer] }, { expose: ['침실 스위치'] })
  expect(connection.problems?.().map(String)).toEqual([
    expect.stringContaining('"침실 스위치" has no type of CLOVA by itself'),
  ])
})

test('the name of a device takes precedence over that of its light', async () => {
  const parts = lamp('Old name')
  const head = part(parts, 'device')
  const { connection, bridge } = await homes.open({ resources: [parts] })
  bridge.change(head.id, { metadata: { name: 'New name' } })
  await eventually(() => connection.discovery?.devices()[0]?.name === 'New name')
})

test('a room finds its grouped light by its own services', async () => {
  const one = lamp('Lamp')
  const [room, grouped] = group('Room', [one])
  if (!room || !grouped) throw new Error('a room has a light')
  const strange = { ...grouped, owner: { rid: 'somebody', rtype: 'room' } }
  const { device, bridge } = await homes.open({ resources: [one, [room, strange]] })
  expect(device({ room: 'Room' }).spec.traits.power).toBeDefined()
  expect(bridge.resources.get(grouped.id)?.owner?.rid).toBe('somebody')
})
