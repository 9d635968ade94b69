import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { openMemories, type StateMemories } from '../../src/home/memory.ts'
import { inFolder } from '../support/folder.ts'

const day = 24 * 60 * 60 * 1000
const start = Date.UTC(2026, 10, 1, 9, 30)

interface Warning {
  readonly fields: object
  readonly message: string
}

function open(
  folder: string,
  onChange?: (id: string) => void,
): { readonly kept: StateMemories; readonly warnings: Warning[]; readonly file: string } {
  const file = join(folder, 'memory.json')
  const warnings: Warning[] = []
  const warn = (fields: object, message: string) => warnings.push({ fields, message })
  return { kept: openMemories({ file, warn, ...(onChange && { onChange }) }), warnings, file }
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'], now: start })
})
afterEach(() => {
  jest.useRealTimers()
})

test('a memory has all values that were written to it', () =>
  inFolder((folder) => {
    const { kept } = open(folder)
    const lamp = kept.of('lamp')
    expect(lamp.get()).toEqual({})
    expect(lamp.merge({ power: true, brightness: 40 })).toEqual({ power: true, brightness: 40 })
    expect(lamp.merge({ brightness: 60 })).toEqual({ power: true, brightness: 60 })
    expect(lamp.get()).toEqual({ power: true, brightness: 60 })
    expect(kept.of('lamp').get()).toEqual({ power: true, brightness: 60 })
    expect(kept.of('other').get()).toEqual({})
  }))

test('values that are not known any more are removed', () =>
  inFolder((folder) => {
    const { kept } = open(folder)
    const lamp = kept.of('lamp')
    lamp.merge({ power: true, brightness: 40 })
    expect(lamp.merge({ volume: 3 }, ['brightness'])).toStrictEqual({ power: true, volume: 3 })
    expect(lamp.get()).toStrictEqual({ power: true, volume: 3 })
  }))

test('each change is reported with its time', () =>
  inFolder((folder) => {
    const changed: string[] = []
    const { kept } = open(folder, (id) => changed.push(id))
    expect(kept.changedAt('lamp')).toBeUndefined()
    kept.of('lamp').merge({ power: true })
    kept.of('fan').merge({ power: true })
    expect(changed).toEqual(['lamp', 'fan'])
    expect(kept.changedAt('lamp')).toBe(start)
  }))

test('the values survive a restart', () =>
  inFolder(async (folder) => {
    const { kept } = open(folder)
    kept.of('lamp').merge({ power: true, color: { hue: 240, saturation: 100 } })
    kept.of('aircon').merge({ mode: 'cool' })
    await kept.flush()
    const { kept: again, warnings } = open(folder)
    expect(again.of('lamp').get()).toEqual({ power: true, color: { hue: 240, saturation: 100 } })
    expect(again.of('aircon').get()).toEqual({ mode: 'cool' })
    expect(again.problem()).toBeUndefined()
    expect(warnings.filter(({ message }) => message.includes('set aside'))).toEqual([])
  }))

test('names of JavaScript object properties are valid ids', () =>
  inFolder(async (folder) => {
    const { kept } = open(folder)
    for (const id of ['constructor', 'toString', 'hasOwnProperty']) {
      expect(kept.of(id).get()).toEqual({})
      kept.of(id).merge({ power: true })
    }
    await kept.flush()
    expect(open(folder).kept.of('toString').get()).toEqual({ power: true })
    expect(open(folder).kept.of('valueOf').get()).toEqual({})
  }))

test('invalid values in the file are left out, the others stay', () =>
  inFolder((folder) => {
    const state = {
      power: true,
      brightness: 130,
      volume: '12',
      mode: '',
      color: { hue: 1, saturation: 2, extra: 3 },
      humidity: null,
      flavour: 'sweet',
      fanSpeed: 2,
    }
    const data = { lamp: { state, seen: start }, door: { state: 'open', seen: start } }
    writeFileSync(join(folder, 'memory.json'), JSON.stringify({ version: 1, data }))
    const { kept, warnings } = open(folder)
    expect(kept.of('lamp').get()).toEqual({ power: true, fanSpeed: 2 })
    expect(kept.of('door').get()).toEqual({})
    expect(warnings).toEqual([])
  }))

test.each([
  ['damaged', '{"version":1,"data":{'],
  ['foreign', '{"version":1,"data":{"lamp":{"power":true}}}'],
  ['newer', '{"version":2,"data":{}}'],
])('a %s file is set aside, and the memory is empty', (_what, text) =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'memory.json'), text)
    const { kept, warnings, file } = open(folder)
    expect(kept.of('lamp').get()).toEqual({})
    expect(warnings).toMatchObject([{ fields: { file, aside: `${file}.damaged` } }])
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(text)
  }),
)

test('a failed write is reported, and the values stay in memory', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'state'), '')
    const { kept, file } = open(join(folder, 'state'))
    expect(kept.of('lamp').merge({ power: true })).toEqual({ power: true })
    await expect(kept.flush()).resolves.toBeUndefined()
    expect(kept.problem()).toContain(file)
    expect(kept.of('lamp').get()).toEqual({ power: true })
  }))

describe('an appliance that is no longer in the home', () => {
  /** Restarts so many days later, with this appliance in the home. */
  async function restart(folder: string, after: number, present: string): Promise<StateMemories> {
    jest.setSystemTime(start + after * day)
    const { kept } = open(folder)
    kept.prune((id) => id === present)
    await kept.flush()
    return open(folder).kept
  }

  test('is forgotten after 30 days, and not before', () =>
    inFolder(async (folder) => {
      const { kept } = open(folder)
      kept.of('lamp').merge({ power: true })
      kept.of('aircon').merge({ power: true })
      await kept.flush()
      expect((await restart(folder, 29, 'lamp')).of('aircon').get()).toEqual({ power: true })
      const later = await restart(folder, 30, 'lamp')
      expect(later.of('aircon').get()).toEqual({})
      expect(later.of('lamp').get()).toEqual({ power: true })
    }))

  test('keeps its values if it returns within 30 days, and its days are then counted from zero', () =>
    inFolder(async (folder) => {
      const { kept } = open(folder)
      kept.of('lamp').merge({ power: true })
      await kept.flush()
      await restart(folder, 20, 'lamp')
      expect((await restart(folder, 49, 'other')).of('lamp').get()).toEqual({ power: true })
      expect((await restart(folder, 50, 'other')).of('lamp').get()).toEqual({})
    }))

  test('is forgotten by the time since its removal', () =>
    inFolder(async (folder) => {
      const { kept } = open(folder)
      kept.of('lamp').merge({ power: true })
      jest.setSystemTime(start + 20 * day)
      kept.markRemoved('lamp')
      kept.markRemoved('none')
      await kept.flush()
      expect((await restart(folder, 49, 'other')).of('lamp').get()).toEqual({ power: true })
      expect((await restart(folder, 50, 'other')).of('lamp').get()).toEqual({})
    }))

  test('costs no write on a day on which nothing changed', () =>
    inFolder(async (folder) => {
      const { kept, file } = open(folder)
      kept.of('lamp').merge({ power: true })
      await kept.flush()
      const before = readFileSync(file, 'utf8')
      writeFileSync(file, `${before}\n`)
      await restart(folder, 0.5, 'lamp')
      expect(readFileSync(file, 'utf8')).toBe(`${before}\n`)
      await restart(folder, 1, 'lamp')
      expect(readFileSync(file, 'utf8')).not.toBe(`${before}\n`)
    }))
})

test('a closed memory is on the disk, and later changes are not written', () =>
  inFolder(async (folder) => {
    const { kept, file } = open(folder)
    kept.of('lamp').merge({ power: true })
    await kept.close()
    const written = readFileSync(file, 'utf8')
    expect(written).toContain('"power":true')
    kept.of('lamp').merge({ power: false })
    await kept.flush()
    expect([readFileSync(file, 'utf8'), jest.getTimerCount()]).toEqual([written, 0])
  }))
