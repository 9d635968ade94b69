import { actionNamed, actions } from '../../src/clova/actions/index.ts'
import { actionsOf, typesOf } from '../../src/clova/applianceTypes.ts'
import { type Edition, editions, locationsOf } from '../../src/clova/edition.ts'
import { clovaModes } from '../../src/clova/modes.ts'
import type { Scene } from '../../src/home/home.ts'
import { cases } from './cases/index.ts'
import { type Catalogue, catalogue, type Example, faults, requestExamples } from './catalogue.ts'
import { fullAppliance } from './fullAppliance.ts'
import { runCase } from './runCase.ts'

const sorted = (words: Iterable<string>) => [...words].sort()

/** The names in a table that an edition has. */
const namesIn = (table: Readonly<Record<string, { readonly [E in Edition]?: unknown }>>, edition: Edition) =>
  sorted(Object.keys(table).filter((name) => table[name]?.[edition] !== undefined))

const rowsOf = (edition: Edition) =>
  sorted(Object.keys(actions).filter((name) => actionNamed(name)?.editions.includes(edition)))

describe.each(editions)('our own tables for %s', (edition) => {
  const listed = new Set(typesOf(edition).flatMap((type) => [...(actionsOf(edition, type) ?? [])]))

  test('every action that a type lists is a row', () => {
    expect(sorted(listed).filter((name) => !actionNamed(name)?.editions.includes(edition))).toEqual([])
  })

  test('every row is of the whole home or listed by some type', () => {
    expect(rowsOf(edition).filter((name) => actionNamed(name)?.kind !== 'wholeHome' && !listed.has(name))).toEqual([])
  })
})

if (catalogue) {
  const guide = catalogue
  describe.each(editions)('the catalogue of %s', (edition) => {
    test('has the actions that we have', () => {
      expect(rowsOf(edition)).toEqual(
        sorted(Object.keys(guide.actions).filter((name) => guide.actions[name]?.editions[edition])),
      )
    })

    test('has the types that we have', () => {
      expect(sorted(typesOf(edition))).toEqual(namesIn(guide.applianceTypes, edition))
    })

    test.each(namesIn(guide.applianceTypes, edition))('%s may list what ours may', (type) => {
      const theirs = guide.applianceTypes[type]?.[edition] ?? []
      expect(sorted(actionsOf(edition, type) ?? [])).toEqual(sorted(theirs))
    })

    test('has the modes that we have', () => {
      const ours = typesOf(edition).flatMap((type) => {
        const words = clovaModes(edition, type)
        return words ? [[type, sorted(words)] as const] : []
      })
      const theirs = namesIn(guide.operationModes, edition).map(
        (type) => [type, sorted(guide.operationModes[type]?.[edition] ?? [])] as const,
      )
      expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs))
    })

    test('has the locations that we have', () => {
      expect(sorted(locationsOf[edition])).toEqual(sorted(guide.locations[edition]))
    })

    test('has the errors that our cases show', () => {
      const shown = cases.filter((given) => given.edition === edition).map(({ answer }) => answer[0])
      expect(sorted(new Set(shown.filter((name) => name.endsWith('Error'))))).toEqual(namesIn(guide.errors, edition))
    })

    test('has the fields of every answer of our cases', () => {
      const wrong = cases
        .filter((given) => given.edition === edition)
        .flatMap(({ name, action, answer, previousState = 'always' }) => {
          const fields = guide.errors[answer[0]]?.[edition] ?? answerFields(guide, edition, answer[0])
          return faults(guide, { edition, fields, previousState }, answer[1]).map(
            (what) => `${action} ${name}: ${what}`,
          )
        })
      expect(wrong).toEqual([])
    })

    const examples = requestExamples(edition)
    describe(`answers all ${examples.length} request examples`, () => {
      test.each(examples.map((example) => [example.action, example] as const))('%s', async (_action, example) => {
        const table = guide.actions[example.action]
        for (const [type, message] of await answers(edition, example)) {
          const fields = table?.editions[edition]?.response ?? []
          expect([type, message.header.name]).toEqual([type, table?.response])
          // Whoever can do all and knows all leaves nothing out.
          expect([
            type,
            ...faults(guide, { edition, fields, whole: !mayLeaveOut(example.action, type) }, message.payload),
          ]).toEqual([type])
        }
      })
    })

    test('has all fields of the discovery of a home with every action', async () => {
      const { payload } = await discover(edition)
      const fields = guide.actions.DiscoverAppliances?.editions[edition]?.response ?? []
      expect(faults(guide, { edition, fields, whole: true }, payload)).toEqual([])
    })

    test('has every action that is discovered of it, and no other', async () => {
      const { payload } = await discover(edition)
      // The switches of scenes are not appliances that can do everything.
      const appliances = (payload.discoveredAppliances as Discovered[]).filter(
        ({ applianceId }) => !applianceId.startsWith('scene:'),
      )
      const ours = appliances.map(({ applianceTypes: [type = ''], actions }) => [type, sorted(actions)] as const)
      const theirs = namesIn(guide.applianceTypes, edition).map(
        (type) => [type, sorted(guide.applianceTypes[type]?.[edition] ?? [])] as const,
      )
      expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs))
    })
  })
}

/** The fields of the answer of that name. */
const answerFields = (guide: Catalogue, edition: Edition, answer: string) =>
  Object.values(guide.actions).find(({ response }) => response === answer)?.editions[edition]?.response ?? []

/** Whether a type's answer may leave out optional fields: TurnOn of `jp` reports values of air conditioners only. */
const mayLeaveOut = (action: string, type: string) => action === 'TurnOn' && type !== 'AIRCONDITIONER'

interface Discovered {
  readonly applianceId: string
  readonly applianceTypes: readonly string[]
  readonly actions: readonly string[]
}

const scene: Scene = {
  id: 'morning',
  name: 'rise and shine',
  confirm: true,
  actions: [{ appliance: 'LIGHT', do: 'TurnOn' }],
}

/** Discovers a home that has one appliance of each type. */
async function discover(edition: Edition) {
  const others = Object.fromEntries(typesOf(edition).map((type) => [type, fullAppliance(edition, type)]))
  const asked = { name: '', edition, action: 'DiscoverAppliances', answer: ['', {}] } as const
  const { message } = await runCase({ ...asked, otherAppliances: others, scenes: [scene] })
  return message
}

/** What every type of appliance that may be asked so answers. */
async function answers(edition: Edition, { action, payload }: Example) {
  const known = { ...payload, accessToken: 'good' }
  const given = { name: '', edition, previousState: 'defined', action, payload: known, answer: ['', {}] } as const
  if (actionNamed(action)?.kind === 'wholeHome') {
    const scenes = [{ ...scene, id: named(payload.scene) ?? scene.id }]
    const { message } = await runCase({ ...given, scenes, otherAppliances: { LIGHT: fullAppliance(edition, 'LIGHT') } })
    return [['the house', message] as const]
  }
  const id = named(payload.appliance) ?? ''
  const types = typesOf(edition).filter(
    (type) => actionsOf(edition, type)?.has(action) && hasMode(edition, type, payload.mode),
  )
  expect(types).not.toEqual([])
  return Promise.all(
    types.map(async (type) => {
      const { message } = await runCase({ ...given, otherAppliances: { [id]: fullAppliance(edition, type) } })
      return [type, message] as const
    }),
  )
}

/** The id in an appliance or a scene of a request. */
function named(thing: unknown): string | undefined {
  const id: unknown = typeof thing === 'object' && thing !== null ? Reflect.get(thing, 'applianceId') : undefined
  return typeof id === 'string' ? id : undefined
}

/** True if the type has the mode that is meant, if one is. */
function hasMode(edition: Edition, type: string, mode: unknown): boolean {
  if (mode === undefined) return true
  const word: unknown = typeof mode === 'object' && mode !== null ? Reflect.get(mode, 'value') : mode
  return clovaModes(edition, type)?.some((known) => known === word) ?? false
}
