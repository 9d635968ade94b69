import { createAppliance } from '../../src/home/appliance.ts'
import type { Device } from '../../src/home/device.ts'
import { createHome, exposedHome, type Home, restrictHome, type Scene } from '../../src/home/home.ts'

const appliance = (id: string, also: { readonly isHidden?: true } = {}) =>
  createAppliance({ id, name: id, type: 'LIGHT', driver: 'fake', tags: [], confirm: [], ...also }, {} as Device)
const scene = (id: string, ...appliances: readonly string[]): Scene => ({
  id,
  name: id,
  confirm: false,
  actions: appliances.map((appliance) => ({ appliance, do: 'TurnOn' })),
})
const scenes = [scene('evening', 'lamp'), scene('night', 'lamp', 'fan'), scene('away', 'fan')]
const ids = ({ appliances, scenes }: Home) => [[...appliances.keys()], [...scenes.keys()]]

const home = createHome([appliance('lamp'), appliance('fan')], scenes)

test('a home has its appliances and scenes by their ids, in their order', () => {
  expect(ids(home)).toEqual([
    ['lamp', 'fan'],
    ['evening', 'night', 'away'],
  ])
  expect(home.appliances.get('fan')?.name).toBe('fan')
  expect(home.scenes.get('night')).toBe(scenes[1])
})

describe('the home that a token gives access to', () => {
  test('is the whole home if the token is for all appliances', () => {
    expect(restrictHome(home, undefined)).toBe(home)
  })

  test('has the appliances of the token, and the scenes that need no other appliance', () => {
    expect(ids(restrictHome(home, new Set(['lamp', 'none'])))).toEqual([['lamp'], ['evening']])
  })

  test('is created once for each home and set of ids', () => {
    const [lamp, fan] = [new Set(['lamp']), new Set(['fan'])]
    const first = restrictHome(home, lamp)
    expect(ids(restrictHome(home, fan))).toEqual([['fan'], ['away']])
    expect(restrictHome(home, lamp)).toBe(first)
    expect(restrictHome(home, fan)).toBe(restrictHome(home, fan))
    expect(ids(restrictHome(createHome([], []), lamp))).toEqual([[], []])
  })
})

describe('the home that CLOVA is told of', () => {
  test('lacks hidden appliances and the scenes with them, and is created once', () => {
    const withHidden = createHome([appliance('lamp'), appliance('fan', { isHidden: true })], scenes)
    const exposed = exposedHome(withHidden)
    expect(ids(exposed)).toEqual([['lamp'], ['evening']])
    expect(exposedHome(withHidden)).toBe(exposed)
  })

  test('is the home itself if nothing is hidden', () => {
    expect(exposedHome(home)).toBe(home)
  })
})
