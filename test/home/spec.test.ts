import { assertTrait, assertValue, assumableTraits, describeDomain, isAllowed } from '../../src/home/allowedValues.ts'
import {
  allowedWords,
  isKnown,
  numberDomain,
  numberDomainOf,
  roundFloat,
  type Spec,
  supports,
} from '../../src/home/spec.ts'
import type { Trait } from '../../src/home/traits.ts'

const both = ['read', 'set'] as const
const spec: Spec = {
  traits: {
    power: { can: both },
    brightness: { can: both, min: 10, max: 100, step: 1 },
    targetTemperature: { can: both, min: 16, max: 30, step: 0.5, modes: ['cool'] },
    channel: { can: ['read'], min: 5, max: 11, step: 1, values: [5, 7, 11] },
    mode: { can: both, values: ['cool', 'dry'] },
    inputSource: { can: both },
    humidity: { can: ['read'] } as unknown as NonNullable<Spec['traits']['humidity']>,
    battery: { can: ['read'], min: 0 } as unknown as NonNullable<Spec['traits']['battery']>,
  },
  verbs: [],
}

test.each<[string, Spec, boolean]>([
  ['nothing', { traits: {}, verbs: [] }, false],
  ['a verb', { traits: {}, verbs: ['stop'] }, true],
  ['a trait', { traits: { power: { can: both } }, verbs: [] }, true],
])('a device with %s has known traits: %s', (_what, of, known) => {
  expect(isKnown(of)).toBe(known)
})

test('a device supports what can be done with its traits, and nothing with others', () => {
  expect([supports(spec, 'set', 'power'), supports(spec, 'set', 'humidity'), supports(spec, 'read', 'volume')]).toEqual(
    [true, false, false],
  )
})

test.each<[Trait, ReturnType<typeof numberDomain>, ReturnType<typeof allowedWords>]>([
  ['brightness', spec.traits.brightness, undefined],
  ['channel', spec.traits.channel, undefined],
  ['mode', undefined, ['cool', 'dry']],
  ['inputSource', undefined, undefined],
  ['humidity', undefined, undefined],
  ['battery', undefined, undefined],
  ['volume', undefined, undefined],
])('the number domain and the words of %s are read from the spec', (trait, domain, words) => {
  expect(numberDomain(spec, trait)).toBe(domain)
  expect(numberDomainOf(spec.traits[trait])).toBe(domain)
  expect(allowedWords(spec, trait)).toEqual(words)
})

test('a sum is rounded without floating point errors, and a whole number stays unchanged', () => {
  expect(roundFloat(0.1 + 0.2)).toBe(0.3)
  expect(roundFloat(1234567890123456)).toBe(1234567890123456)
})

test.each<[Trait, string]>([
  ['power', 'it is on or off'],
  ['channel', 'it is one of 5, 7, 11'],
  ['brightness', 'it goes from 10 to 100'],
  ['targetTemperature', 'it goes from 16 to 30 in steps of 0.5'],
  ['mode', 'it is one of cool, dry'],
  ['humidity', 'it is any number'],
  ['inputSource', 'it is any word'],
])('the possible values of %s are described in words', (trait, words) => {
  expect(describeDomain(spec, trait).en).toBe(words)
})

test('all traits that can be set on some device can be assumed', () => {
  const traits = ['power', 'brightness', 'targetTemperature', 'channel', 'mode', 'inputSource']
  expect(assumableTraits(spec)).toEqual(traits)
  expect(() => assertTrait(spec, 'channel')).not.toThrow()
  expect(() => assertTrait(spec, 'humidity')).toThrow(
    expect.objectContaining({
      reason: { code: 'unsupported' },
      message: `it has no humidity; it has ${traits.join(', ')}`,
    }),
  )
  expect(() => assertTrait({ traits: {}, verbs: [] }, 'power')).toThrow('it has no power; it has nothing that can be')
})

test.each<[Trait, unknown, boolean]>([
  ['power', true, true],
  ['brightness', 10, true],
  ['brightness', 9, false],
  ['brightness', 'half', false],
  // Only in the mode cool; what the present mode is does not count.
  ['targetTemperature', 20, true],
  ['targetTemperature', 20.2, false],
  // It can only be read.
  ['channel', 7, true],
  ['channel', 6, false],
  ['mode', 'dry', true],
  ['mode', 'heat', false],
  ['mode', 1, false],
  ['volume', 5, false],
])('%s accepts %j: %s', (trait, value, allowed) => {
  expect(isAllowed(spec, trait, value)).toBe(allowed)
})

test('an error about a refused value lists the possible values', () => {
  expect(() => assertValue(spec, 'mode', 'dry')).not.toThrow()
  expect(() => assertValue(spec, 'mode', 'heat')).toThrow(
    expect.objectContaining({ reason: { code: 'badValue' }, message: 'mode cannot be heat: it is one of cool, dry' }),
  )
  expect(() => assertValue(spec, 'volume', 5)).toThrow(expect.objectContaining({ reason: { code: 'unsupported' } }))
})

test('an error in the program is not taken for a refused value', () => {
  const broken = { traits: { mode: { can: both, values: 5 } }, verbs: [] } as unknown as Spec
  expect(() => isAllowed(broken, 'mode', 'dry')).toThrow(TypeError)
})
