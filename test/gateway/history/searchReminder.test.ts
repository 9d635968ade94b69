import { join } from 'node:path'
import { SearchReminder } from '../../../src/gateway/history/searchReminder.ts'
import { createAppliance } from '../../../src/home/appliance.ts'
import { createHome, type Home } from '../../../src/home/home.ts'
import { fakeDevice } from '../../support/fakeDevice.ts'
import { closeBeforeRemoval, inFolder } from '../../support/folder.ts'

const spec = { traits: { power: { can: ['read', 'set'] as const } }, verbs: [] }
const lamp = (id: string, name: string, more: object = {}) =>
  createAppliance(
    { id, name, type: 'LIGHT', driver: 'memory', tags: [], confirm: [], ...more },
    fakeDevice({ spec, state: {} }),
  )

function open(folder: string, now = () => 5000) {
  let home: Home = createHome([lamp('a', '거실'), lamp('b', '부엌')], [])
  const file = join(folder, 'told.json')
  const make = () => {
    const reminder = new SearchReminder({ file, warn: () => {}, home: () => home, edition: () => 'kr', now })
    closeBeforeRemoval(folder, () => reminder.flush())
    return reminder
  }
  return {
    reminder: make(),
    again: make,
    setHome: (...appliances: ReturnType<typeof lamp>[]) => {
      home = createHome(appliances, [])
    },
  }
}

test('before the first search nothing is reported; after it every difference is', () =>
  inFolder(async (folder) => {
    const { reminder, setHome, again } = open(folder)
    expect(reminder.pending()).toBeUndefined()
    reminder.recordSearch()
    expect(reminder.pending()).toBeUndefined()
    setHome(lamp('a', '거실 조명'), lamp('c', '욕실'))
    const pending = {
      since: 5000,
      count: 3,
      changes: [
        { kind: 'renamed', id: 'a', name: '거실 조명', before: '거실' },
        { kind: 'added', id: 'c', name: '욕실' },
        { kind: 'removed', id: 'b', name: '부엌' },
      ],
    }
    expect(reminder.pending()).toEqual(pending)
    await reminder.flush()
    expect(again().pending()).toEqual(pending)
    reminder.recordSearch()
    expect(reminder.pending()).toBeUndefined()
  }))

test('a changed location is a difference; the search of a user with some appliances does not count for the others', () =>
  inFolder((folder) => {
    const { reminder, setHome } = open(folder)
    reminder.recordSearch()
    setHome(lamp('a', '거실', { location: 'LIVING_ROOM' }), lamp('b', '부엌', { tags: ['x'] }))
    expect(reminder.pending()?.changes.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['changed a', 'changed b'])
    reminder.recordSearch(new Set(['a']))
    expect(reminder.pending()?.changes.map(({ id }) => id)).toEqual(['b'])
  }))
