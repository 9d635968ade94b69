import { type KnownState, reachableLights, resourcesOf } from '../../../../drivers/hue/appliances/command.ts'
import { commandFor, stateOf } from '../../../../drivers/hue/appliances/kinds.ts'
import type { LastCommand } from '../../../../drivers/hue/appliances/light.ts'
import { listAppliances } from '../../../../drivers/hue/appliances/listAppliances.ts'
import { ResourceMap } from '../../../../drivers/hue/bridge/resources.ts'
import type { State } from '../../../../src/home/traits.ts'
import { runSteps } from '../../../../src/util/slices.ts'
import { group, type LampOptions, lamp, type Resource, scene } from '../../../support/hue/bridgeHome.ts'
import { part } from '../../../support/hue/hueFixture.ts'

type Given = LampOptions & {
  /** keys of its light over the usual ones */
  readonly over?: Record<string, unknown>
  /** the bridge does not reach it */
  readonly isLost?: boolean
}

/** A room of such lamps, named A, B, C…; `Movie` is its scene that lights A and puts out B. */
function roomOf(given: readonly Given[], sceneStatus = 'inactive') {
  const lamps = given.map(({ over, isLost, ...options }, i) => {
    const parts = lamp(String.fromCharCode(65 + i), options)
    return parts.map((one) => ({
      ...one,
      ...(one.type === 'light' && over),
      ...(isLost && one.type === 'zigbee_connectivity' && { status: 'connectivity_issue' }),
    }))
  })
  const room = group('Room', lamps)
  const lights = lamps.map((parts) => part(parts, 'light'))
  const movie: Resource = {
    ...scene(
      'Movie',
      room,
      lights
        .slice(0, 2)
        .map((one, i) => [one, { on: { on: i === 0 }, ...(i === 0 && { dimming: { brightness: 30 } }) }]),
    ),
    status: { active: sceneStatus },
  }
  const resources = new ResourceMap()
  runSteps(resources.replace([...lamps.flat(), ...room, movie]))
  const lost = new Set(lamps.flatMap((parts, i) => (given[i]?.isLost ? [part(parts, 'zigbee_connectivity').id] : [])))
  const known: KnownState = { resources, sent: new Map(), reaches: (radios) => !radios.some((id) => lost.has(id)) }
  const thing = (kind: string) => {
    const found = runSteps(listAppliances(resources)).find((one) => one.kind === kind)
    if (!found) throw new Error(`there is no ${kind}`)
    return found
  }
  const nameOf = (id: string) =>
    lights.find((one) => one.id === id) ? String.fromCharCode(65 + lights.findIndex((one) => one.id === id)) : 'all'
  return {
    known,
    lights,
    room: thing('room'),
    scene: thing('scene'),
    primary: part(room, 'grouped_light').id,
    state: () => stateOf(thing('room'), known),
    command(patch: State, kind = 'room') {
      const made = commandFor(thing(kind), patch, known, {})
      return { ...made, sends: made.requests.map(({ id, body, rate }) => [nameOf(id), body, rate] as const) }
    },
    set: (index: number, change: object) =>
      void resources.merge({ id: lights[index]?.id, type: 'light', ...change }, false),
  }
}
const on = { on: true } as const
const white = (mirek: number) => ({ color_temperature: { mirek, mirek_valid: true } })
const whiteUpTo = (max: number, mirek: number) => ({
  color_temperature: { mirek, mirek_schema: { mirek_minimum: 153, mirek_maximum: max } },
})
const colored = (x: number, y: number) => ({
  color: { xy: { x, y } },
  color_temperature: { mirek: null, mirek_valid: false },
})

describe('the state of a room', () => {
  test.each<[string, readonly Given[], State]>([
    ['it is on if one lamp is', [{ kind: 'plug' }, { ...on, kind: 'plug' }], { power: true }],
    ['it is off if none is', [{ kind: 'plug' }, { kind: 'plug' }], { power: false }],
    [
      'lamps that are not reached do not count',
      [{ kind: 'plug' }, { ...on, kind: 'plug', isLost: true }],
      { power: false },
    ],
    [
      'it is not known if that of one lamp is not',
      [
        { ...on, kind: 'plug' },
        { kind: 'plug', over: { on: undefined } },
      ],
      {},
    ],
    ['it is not known if no lamp is reached', [{ ...on, kind: 'plug', isLost: true }], {}],
    [
      'its brightness is the mean of the lamps that are on',
      [
        { ...on, kind: 'white', brightness: 20 },
        { ...on, kind: 'white', brightness: 61 },
        { kind: 'white', brightness: 100 },
      ],
      { power: true, brightness: 41 },
    ],
    [
      'while it is off, the mean of all',
      [
        { kind: 'white', brightness: 20 },
        { kind: 'white', brightness: 60 },
      ],
      { power: false, brightness: 40 },
    ],
    [
      'that of one that is not reached does not count',
      [
        { ...on, kind: 'white', brightness: 20 },
        { ...on, kind: 'white', brightness: 60, isLost: true },
      ],
      { power: true, brightness: 20 },
    ],
    [
      'it is not known while that of one is not',
      [
        { ...on, kind: 'white', brightness: 20 },
        { ...on, kind: 'white', over: { dimming: {} } },
      ],
      { power: true },
    ],
    [
      'plugs have none',
      [
        { ...on, kind: 'white', brightness: 20 },
        { ...on, kind: 'plug' },
      ],
      { power: true, brightness: 20 },
    ],
  ])('%s', (_what, lamps, state) => {
    expect(roomOf(lamps).state()).toStrictEqual(state)
  })

  test.each<[string, readonly Given[], number | undefined]>([
    ['most have it', [white(250), white(250), white(400)].map((over) => ({ ...on, over })), 4000],
    ['most have it, and not the first', [white(400), white(250), white(250)].map((over) => ({ ...on, over })), 4000],
    ['half of them', [white(250), white(400)].map((over) => ({ ...on, over })), undefined],
    ['those that are off do not count', [{ ...on, over: white(250) }, { over: white(400) }], 4000],
    [
      'those without whites do not count',
      [
        { ...on, over: white(250) },
        { ...on, kind: 'white' },
        { ...on, kind: 'white' },
      ],
      4000,
    ],
    [
      'those that show a colour have none',
      [
        { ...on, over: white(250) },
        { ...on, over: colored(0.6, 0.3) },
      ],
      undefined,
    ],
  ])('a colour temperature of which %s', (_what, lamps, kelvin) => {
    expect(roomOf(lamps).state().colorTemperature).toBe(kelvin)
  })

  test.each<[string, readonly Given[], boolean]>([
    ['most show', [colored(0.6, 0.3), colored(0.605, 0.3), colored(0.2, 0.1)].map((over) => ({ ...on, over })), true],
    ['the lamp that is on shows', [{ ...on, over: colored(0.6, 0.3) }, { over: colored(0.2, 0.1) }], true],
    ['two show, just near enough', [colored(0, 0.5), colored(0.03, 0.5)].map((over) => ({ ...on, over })), true],
    ['half show', [colored(0.6, 0.3), colored(0.2, 0.1)].map((over) => ({ ...on, over })), false],
    ['most show in white', [colored(0.6, 0.3), white(250), white(250)].map((over) => ({ ...on, over })), false],
    [
      'one of one shows, beside lamps that have none',
      [
        { ...on, over: colored(0.6, 0.3) },
        { ...on, kind: 'white' },
      ],
      true,
    ],
  ])('a colour that %s', (_what, lamps, isKnown) => {
    const { color, brightness } = roomOf(lamps).state()
    expect(color !== undefined).toBe(isKnown)
    if (color) expect(color.brightness).toBe(brightness)
  })

  test.each<[string, LastCommand, readonly Given[], { readonly [T in keyof State]?: State[T] | undefined }]>([
    [
      'a brightness that each has as nearly as it can',
      { brightness: 5 },
      [
        { ...on, kind: 'white', brightness: 10, minDimLevel: 10 },
        { ...on, kind: 'white', brightness: 5.1 },
      ],
      { brightness: 5 },
    ],
    [
      'but not if one has another',
      { brightness: 5 },
      [
        { ...on, kind: 'white', brightness: 10 },
        { ...on, kind: 'white', brightness: 5.1 },
      ],
      { brightness: 8 },
    ],
    [
      'a white of which each is as near as it can',
      { white: { mirek: 600, kelvin: 1667 } },
      [
        {
          ...on,
          kind: 'ambiance',
          mirek: [153, 600],
          over: whiteUpTo(600, 600),
        },
        {
          ...on,
          kind: 'ambiance',
          over: whiteUpTo(500, 500),
        },
      ],
      { colorTemperature: 1667 },
    ],
    [
      'the white of the first, if none can show what was sent',
      { white: { mirek: 600, kelvin: 1667 } },
      [500, 454].map((max) => ({ ...on, kind: 'ambiance', over: whiteUpTo(max, max) })),
      { colorTemperature: 2000 },
    ],
    [
      'but no white if one has another',
      { white: { mirek: 600, kelvin: 1667 } },
      [600, 300].map((mirek) => ({ ...on, kind: 'ambiance', over: whiteUpTo(600, mirek) })),
      { colorTemperature: undefined },
    ],
    [
      'but no white if only a brightness was sent',
      { brightness: 40 },
      [250, 400].map((mirek) => ({ ...on, kind: 'ambiance', brightness: 40, over: white(mirek) })),
      { brightness: 40, colorTemperature: undefined },
    ],
  ])('the commanded value is reported while the lamps have it: %s', (_what, sent, lamps, state) => {
    const room = roomOf(lamps)
    room.known.sent.set(room.primary, sent)
    const shown = room.state()
    for (const [trait, value] of Object.entries(state)) expect(shown[trait as keyof State]).toBe(value)
  })

  test.each<[string, string, readonly Given[], boolean]>([
    ['active, and its lamp is on', 'static', [on, {}], true],
    ['active, and dynamic', 'dynamic_palette', [on, {}], true],
    ['inactive', 'inactive', [on, {}], false],
    ['active, and its lamp is off', 'static', [{}, on], false],
    ['active, and its lamp is not reached', 'static', [{ ...on, isLost: true }, {}], false],
  ])('its mode is a scene that is %s', (_what, status, lamps, isShown) => {
    const { state } = roomOf(lamps, status)
    expect(state().mode).toBe(isShown ? 'movie' : undefined)
  })
})

test('a room whose lamps each took their nearest white shows the white of the lamp that took it exactly', () => {
  const whites = [whiteUpTo(500, 500), whiteUpTo(250, 250), whiteUpTo(600, 588)]
  const room = roomOf(whites.map((over) => ({ ...on, kind: 'ambiance', over })))
  expect(room.state().colorTemperature).toBeUndefined()
  for (const [id, sent] of room.command({ colorTemperature: 1700 }).sent) room.known.sent.set(id, sent)
  expect(room.state().colorTemperature).toBe(1700)
})

test('a colour without a brightness has no key of a brightness', () => {
  const room = roomOf([{ ...on, over: { ...colored(0.675, 0.322), dimming: undefined } }])
  expect(Object.keys(room.state().color ?? {}).sort()).toEqual(['hue', 'saturation'])
})

test('a lamp without an owner counts as reachable, and a removed one does not count as a lamp', () => {
  const [one, other] = [roomOf([on]), roomOf([on])]
  const [light] = one.lights
  one.set(0, { owner: undefined })
  expect(reachableLights(one.room, one.known).map(({ id }) => id)).toEqual([light?.id])
  const radio = one.room.connectivityServices[0]
  ;(one.known.resources as ResourceMap).merge({ id: radio, type: 'zigbee_connectivity', owner: undefined }, false)
  one.set(0, { owner: { rid: 'somebody', rtype: 'device' } })
  expect(reachableLights(one.room, one.known)).toHaveLength(1)
  const [otherLight] = other.lights
  expect(resourcesOf(['gone', otherLight?.id ?? ''], other.known).map(({ id }) => id)).toEqual([otherLight?.id])
})

describe('the commands for a room', () => {
  test.each<[string, readonly Given[], State, readonly (readonly [string, object, string])[]]>([
    [
      'two lamps, to each',
      [{ kind: 'white' }, { kind: 'plug' }],
      { power: true },
      [
        ['A', { on: { on: true } }, 'light'],
        ['B', { on: { on: true } }, 'light'],
      ],
    ],
    ['one lamp', [{ kind: 'white' }], { power: true }, [['A', { on: { on: true } }, 'light']]],
    ['three lamps, to all at once', [{}, {}, {}], { power: true }, [['all', { on: { on: true } }, 'group']]],
    [
      'two of which one is not reached: it may hear after all',
      [{}, { isLost: true }],
      { power: true },
      [['all', { on: { on: true } }, 'group']],
    ],
    [
      'a brightness, to the lamp that is on',
      [{ ...on, kind: 'white' }, { kind: 'white' }],
      { brightness: 30 },
      [['A', { dimming: { brightness: 30 } }, 'light']],
    ],
    [
      'a brightness, while none is on',
      [{ kind: 'white' }, { kind: 'plug' }],
      { brightness: 30 },
      [
        ['A', { on: { on: true }, dimming: { brightness: 30 } }, 'light'],
        ['B', { on: { on: true } }, 'light'],
      ],
    ],
    [
      'a brightness with power, to both',
      [{ ...on, kind: 'white' }, { kind: 'white' }],
      { power: true, brightness: 30 },
      [
        ['A', { on: { on: true }, dimming: { brightness: 30 } }, 'light'],
        ['B', { on: { on: true }, dimming: { brightness: 30 } }, 'light'],
      ],
    ],
    [
      'a white that only the lamp has which is off',
      [{ ...on, kind: 'white' }, { kind: 'ambiance' }],
      { colorTemperature: 4000 },
      [
        ['A', { on: { on: true } }, 'light'],
        ['B', { on: { on: true }, color_temperature: { mirek: 250 } }, 'light'],
      ],
    ],
    [
      'a white that each takes as far as it can',
      [500, 454].map((max) => ({ ...on, kind: 'ambiance', over: whiteUpTo(max, 300) })),
      { colorTemperature: 2000 },
      [
        ['A', { color_temperature: { mirek: 500 } }, 'light'],
        ['B', { color_temperature: { mirek: 454 } }, 'light'],
      ],
    ],
    [
      'a brightness, while it is not known of one whether it is on',
      [
        { ...on, kind: 'white' },
        { kind: 'white', over: { on: undefined } },
      ],
      { brightness: 30 },
      [['A', { dimming: { brightness: 30 } }, 'light']],
    ],
    [
      'a brightness to three of which one is on',
      [{ ...on }, {}, {}],
      { brightness: 30 },
      [['all', { dimming: { brightness: 30 } }, 'group']],
    ],
  ])('%s', (_what, lamps, patch, sends) => expect(roomOf(lamps).command(patch).sends).toEqual(sends))

  test('a room is offline if no lamp is reachable', () =>
    expect(() => roomOf([{ isLost: true }, { isLost: true }]).command({ power: true })).toThrow(
      expect.objectContaining({
        message: 'the bridge reaches none of its lamps',
        reason: { code: 'offline' },
      }),
    ))

  test('a room that the bridge no longer has is offline, and lamps without a name are called by their id', () => {
    const room = roomOf([{ kind: 'white' }])
    room.set(0, { metadata: undefined })
    expect(room.command({ power: true }).missing()).toEqual([room.lights[0]?.id])
    ;(room.known.resources as ResourceMap).remove({ id: room.primary })
    expect(() => commandFor(room.room, { power: true }, room.known, {})).toThrow(
      expect.objectContaining({ message: 'the bridge no longer has it', reason: { code: 'offline' } }),
    )
  })

  test('the lamps that have not changed are listed by name; a lamp that becomes unreachable is not awaited', () => {
    const room = roomOf([{ kind: 'white' }, { kind: 'white' }, { kind: 'plug' }])
    const command = room.command({ brightness: 40 })
    expect(command.isForSeveral).toBe(true)
    expect(command.requests.map(({ type }) => type)).toEqual(['grouped_light'])
    expect(
      roomOf([{}])
        .command({ power: true })
        .requests.map(({ type }) => type),
    ).toEqual(['light'])
    expect(command.missing()).toEqual(['A', 'B', 'C'])
    room.set(0, { on: { on: true }, dimming: { brightness: 40.2 } })
    room.set(1, { on: { on: true }, dimming: { brightness: 41 } })
    room.set(2, { on: { on: true } })
    expect(command.missing()).toEqual(['B'])
    room.set(1, { dimming: { brightness: 40 } })
    expect(command.missing()).toEqual([])
    expect(command.confirmedBy.map(([type]) => type)).toEqual(['light', 'light', 'light'])
  })

  test('lamps that were off are not awaited by a command for the lamps that are on, and none if all are unreachable', () => {
    const room = roomOf([{ ...on, kind: 'white' }, { kind: 'white' }, { kind: 'white' }])
    const command = room.command({ brightness: 40 })
    expect(command.missing()).toEqual(['A'])
    room.set(0, { dimming: { brightness: 40 } })
    expect(command.missing()).toEqual([])
    room.known.reaches = () => false
    expect(command.missing()).toEqual(['Room'])
  })

  test('the brightness of a colour is also set for lamps without colours', () => {
    const { sends } = roomOf([{}, { kind: 'white' }]).command({ color: { hue: 0, saturation: 100, brightness: 40 } })
    expect(sends).toEqual([
      ['A', { on: { on: true }, dimming: { brightness: 40 }, color: { xy: expect.anything() } }, 'light'],
      ['B', { on: { on: true }, dimming: { brightness: 40 } }, 'light'],
    ])
  })

  test('the commanded values are stored for the room and for each lamp', () => {
    const room = roomOf([on, {}, on])
    const { sent } = room.command({ brightness: 40 })
    expect(sent.map(([id]) => id)).toEqual([room.primary, room.lights[0]?.id, room.lights[2]?.id])
    expect(new Set(sent.map(([, one]) => JSON.stringify(one)))).toEqual(new Set(['{"brightness":40}']))
  })

  test('a mode recalls its scene, and each lamp must change', () => {
    const room = roomOf([{ kind: 'white' }, { ...on, kind: 'white' }, {}])
    const command = room.command({ mode: 'movie' })
    expect(command.sends).toEqual([['all', { recall: { action: 'active' } }, 'group']])
    expect(command.missing()).toEqual(['the scene', 'A', 'B'])
    room.known.resources.get(room.scene.id)
    room.set(0, { on: { on: true }, dimming: { brightness: 30 } })
    room.set(1, { on: { on: false } })
    expect(command.missing()).toEqual(['the scene'])
    expect(() => room.command({ mode: 'sleep' })).toThrow(
      expect.objectContaining({ message: 'Room cannot be set to that', reason: { code: 'unsupported' } }),
    )
  })
})
