import fc from 'fast-check'
import * as z from 'zod'
import { typesOf } from '../../src/clova/applianceTypes.ts'
import { type Edition, editions, languages, type SpeechContext } from '../../src/clova/edition.ts'
import { clovaModes, gatewayModes } from '../../src/clova/modes.ts'
import { modeName } from '../../src/clova/spoken/names.ts'
import { spokenState, traitName } from '../../src/clova/spoken/state.ts'
import { composePayload, decodeTrait, encodeTraits, requestSchema, withAlias } from '../../src/clova/traitCodecs.ts'
import { isSettable, parseTrait, type State, type Trait, traitNames, valueKind } from '../../src/home/traits.ts'
import { runs } from '../support/randomRuns.ts'
import { stateArbitrary, traitArbitraries } from '../support/traitArbitraries.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const voice = (edition: Edition, type = 'LIGHT', language: SpeechContext['language'] = 'ko'): SpeechContext => ({
  edition,
  language,
  previousState: 'always',
  timeZone: 'Asia/Seoul',
  type,
  spec: { traits: {}, verbs: [] },
})

/** Traits that a request can ask for by a value of their own. */
const asked = traitNames.filter((trait) => {
  try {
    return requestSchema(trait) !== undefined
  } catch {
    return false
  }
})

/** What stands in the one field of a payload: as a scene would write it. */
function written(payload: Readonly<Record<string, unknown>>): unknown {
  const [inner] = Object.values(payload)
  return typeof inner === 'object' && inner !== null && 'value' in inner ? inner.value : inner
}

/** A trait's value is encoded and decoded: as in an answer, and as in a scene. */
function comesBack(trait: Trait, value: unknown, voice: SpeechContext): void {
  const state = { [trait]: value } as State
  const payload = encodeTraits([trait], state, voice)
  expect(decodeTrait(trait, requestSchema(trait).parse(payload), voice)).toEqual(state)
  const composed = composePayload(trait, written(payload))
  expect(composed).toEqual(payload)
  expect(decodeTrait(trait, requestSchema(trait).parse(composed), voice)).toEqual(state)
}

test('a field without an alias is read under its own name only', () => {
  const schema = withAlias(z.object({ level: z.number() }), 'level', undefined)
  expect(schema.safeParse({ level: 1 }).data).toEqual({ level: 1 })
  expect(schema.safeParse({ undefined: 1 }).success).toBe(false)
})

/** Traits with values that no payload can hold: modes, scales and units that the guide does not have. */
const sometimesUntold: readonly Trait[] = ['mode', 'fanSpeed', 'consumption', 'estimatedConsumption']
/** Traits that no payload has a field for: an action's name implies the value, or it is only spoken. */
const withoutField: readonly Trait[] = ['muted', 'oscillation', 'recording', 'detected', 'readings']

/** A value as answers contain it: temperatures with one decimal, percentages without; any other unchanged. */
function asTold(trait: Trait, value: unknown, edition: Edition): unknown {
  const payload = encodeTraits([trait], { [trait]: value } as State, voice(edition))
  const decoded: unknown = decodeTrait(trait, requestSchema(trait).parse(payload), voice(edition))[trait]
  if (!isRounded(trait)) expect(decoded).toEqual(value)
  return decoded
}

const isRounded = (trait: Trait) => trait === 'brightness' || trait === 'color' || trait.endsWith('Temperature')

test('traits that a request can set by a value are settable, and the others are not', () => {
  expect(asked).toEqual(expect.arrayContaining(['brightness', 'color', 'mode', 'locked', 'channelName', 'inputSource']))
  expect(asked.filter((trait) => !isSettable(trait))).toEqual([])
  expect(() => requestSchema('humidity')).toThrow('humidity cannot be asked for')
})

describe.each(editions)('in %s', (edition) => {
  // Modes and fan speeds have their own scales, see below and fanSpeed.test.ts.
  test.each(asked.filter((trait) => trait !== 'mode' && trait !== 'fanSpeed'))(
    '%s is decoded to the value that was encoded',
    (trait) => {
      fc.assert(
        fc.property(traitArbitraries[trait], (value) =>
          comesBack(trait, asTold(trait, value, edition), voice(edition)),
        ),
      )
    },
  )

  const spelt = typesOf(edition).filter((type) => clovaModes(edition, type))
  test.each(spelt)('every mode of a %s is encoded in a word of the guide and decoded to the same mode', (type) => {
    const words = clovaModes(edition, type) ?? []
    const modes = gatewayModes(edition, type) ?? []
    expect(modes).toHaveLength(words.length)
    for (const mode of modes) {
      comesBack('mode', mode, voice(edition, type))
      expect(words).toContain(written(encodeTraits(['mode'], { mode }, voice(edition, type))))
    }
  })

  test('any mode is decoded to itself if the guide has no words for modes of the type', () => {
    fc.assert(fc.property(traitArbitraries.mode, (mode) => comesBack('mode', mode, voice(edition, 'SMARTTV'))))
  })

  test('a mode that the guide does not have is left out', () => {
    const words = clovaModes(edition, 'LIGHT') ?? []
    fc.assert(
      fc.property(traitArbitraries.mode, (mode) => {
        fc.pre(!words.includes(mode))
        expect(encodeTraits(['mode'], { mode }, voice(edition))).toEqual({})
      }),
    )
  })
})

test('an empty list of measurements is encoded as an empty list', () => {
  expect(encodeTraits(['consumption'], { consumption: [] }, voice('kr'))).toEqual({ consumption: [] })
})

test('a mode that the guide does not have is refused', () => {
  expect(() => decodeTrait('mode', { mode: { value: 'disco' } }, voice('kr'))).toThrow('has no mode disco')
})

test('a mode of one edition is left out in the other', () => {
  const aircon = (edition: Edition) => voice(edition, 'AIRCONDITIONER')
  expect(encodeTraits(['mode'], { mode: 'fan' }, aircon('kr'))).toEqual({ mode: { value: 'fan' } })
  expect(encodeTraits(['mode'], { mode: 'fan' }, aircon('jp'))).toEqual({ mode: { value: 'blower' } })
  expect(encodeTraits(['mode'], { mode: 'blower' }, aircon('jp'))).toEqual({})
})

describe('any state', () => {
  test('of the generator is valid', () => {
    for (const trait of traitNames)
      fc.assert(fc.property(traitArbitraries[trait], (value) => expect(parseTrait(trait, value)).toEqual(value)))
  })

  test.each(editions)('is encoded in %s as JSON without loss, and only what is known', (edition) => {
    fc.assert(
      fc.property(stateArbitrary, fc.constantFrom(...languages), (state, language) => {
        const payload = encodeTraits(traitNames, state, voice(edition, 'LIGHT', language))
        expect(JSON.parse(JSON.stringify(payload))).toStrictEqual(payload)
        expect(encodeTraits(traitNames, {}, voice(edition))).toEqual({})
      }),
    )
  })

  test('has each known trait in one field, if the trait has a field', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...traitNames.filter((trait) => !sometimesUntold.includes(trait))),
        stateArbitrary,
        (trait, state) => {
          expect(Object.keys(encodeTraits([trait], state, voice('kr')))).toHaveLength(
            state[trait] === undefined || withoutField.includes(trait) ? 0 : 1,
          )
        },
      ),
    )
  })

  test('is spoken as names with a number or a text, and no unit but °C and percent', () => {
    fc.assert(
      fc.property(
        stateArbitrary,
        fc.constantFrom(...editions),
        fc.constantFrom(...languages),
        (state, edition, language) => {
          for (const entry of spokenState(state, voice(edition, 'LIGHT', language))) {
            const { name, value, unit } = entry
            expect(Object.keys(entry)).toEqual(unit === undefined ? ['name', 'value'] : ['name', 'value', 'unit'])
            expect(typeof name).toBe('string')
            expect(['number', 'string']).toContain(typeof value)
            if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
            expect([undefined, 'celsius', 'percentage']).toContain(unit)
          }
        },
      ),
    )
  })

  test('is spoken trait by trait, with each known trait', () => {
    // Lists are spoken item by item, and a text can be empty.
    const kinds = ['boolean', 'number'] as const
    const simple = traitNames.filter((trait) => trait !== 'fanSpeed' && kinds.some((kind) => valueKind(trait) === kind))
    fc.assert(
      fc.property(fc.constantFrom(...simple), stateArbitrary, (trait, state) => {
        const value = state[trait]
        fc.pre(value !== undefined)
        const entries = spokenState({ [trait]: value } as State, voice('kr', 'LIGHT', 'en'))
        expect(entries).toMatchObject([{ name: traitName(trait, 'en') }])
      }),
    )
  })

  test('is spoken without empty texts, and a trait without content is left out', () => {
    const nothing: State = {
      parts: [{ name: '필터' }],
      notices: [],
      packages: [],
      vehicles: [],
      sleepStarts: [],
      phase: '',
    }
    expect(spokenState(nothing, voice('kr'))).toEqual([])
  })
})

describe.each(languages)('in the language %s', (language) => {
  test('every trait has a name of its own', () => {
    const names = traitNames.map((trait) => traitName(trait, language))
    expect(names.filter((name) => name.trim() === '')).toEqual([])
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  test('every mode of the guides has a name', () => {
    const modes = editions.flatMap((edition) => typesOf(edition).flatMap((type) => gatewayModes(edition, type) ?? []))
    const script = { ko: /[가-힣]/, ja: /[ぁ-んァ-ヶ一-龠]/, en: /^[a-z][a-z -]+$/ }[language]
    expect([...new Set(modes)].filter((mode) => !script.test(modeName(mode, language)))).toEqual([])
  })
})
