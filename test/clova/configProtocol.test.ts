import { configProtocol } from '../../src/clova/configProtocol.ts'
import { editions, languageOf, locationsOf, publicKeyOf, redirectUriOf, timeZoneOf } from '../../src/clova/edition.ts'
import type { Spec } from '../../src/home/spec.ts'
import { range, settable, spec } from './caseBuilders.ts'

const { limitations, validateSceneAction } = configProtocol
const lamp = spec({ power: settable, brightness: range(0, 100) })

test.each(editions)('the configuration is checked against the actions and types of the edition %s', (edition) => {
  expect(configProtocol.language(edition)).toBe(languageOf[edition])
  expect(configProtocol.timeZone(edition)).toBe(timeZoneOf[edition])
  expect(configProtocol.locations(edition)).toBe(locationsOf[edition])
  expect(configProtocol.publicKey(edition)).toBe(publicKeyOf[edition])
  expect(configProtocol.redirectUri(edition)).toBe(redirectUriOf[edition])
})

test('an oven with the mode preheat has no limitation, and neither has a type that the edition lacks', () => {
  expect(limitations('kr', 'OVEN', spec({ mode: { can: ['set'], values: ['preheat'] } }))).toEqual([])
  expect(limitations('jp', 'WINECELLAR', lamp)).toEqual([])
})

test('a scene cannot use a type that the edition lacks', () => {
  expect(validateSceneAction('jp', 'WINECELLAR', lamp, 'TurnOn', undefined)).toMatchObject({
    at: 'do',
    message: { en: 'the type WINECELLAR has no action TurnOn in jp' },
  })
})

test('a scene may contain a step, although the present value is not known', () => {
  expect(validateSceneAction('kr', 'LIGHT', lamp, 'IncrementBrightness', 10)).toBeUndefined()
})

test('an error in the program is not reported as a mistake of the user', () => {
  const faulty: Spec = {
    ...lamp,
    get traits(): Spec['traits'] {
      return {
        brightness: {
          ...range(0, 100),
          get step(): number {
            throw new RangeError('a fault')
          },
        },
      }
    },
  }
  expect(() => validateSceneAction('kr', 'LIGHT', faulty, 'SetBrightness', 10)).toThrow('a fault')
})
