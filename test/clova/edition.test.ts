import { createHash } from 'node:crypto'
import { actionNamed } from '../../src/clova/actions/index.ts'
import { actionsOf, reportedByTurnOn, typesOf } from '../../src/clova/applianceTypes.ts'
import { editions, languageOf, locationsOf, publicKeyOf, redirectUriOf, timeZoneOf } from '../../src/clova/edition.ts'
import { clovaModes, fromClovaMode, gatewayModes } from '../../src/clova/modes.ts'

test.each([
  [
    'kr',
    'ko',
    'Asia/Seoul',
    'https://clova.ai/.well-known/signature-public-key.pem',
    'https://prod-ni-cic.clova.ai/v1/al/token/',
  ],
  [
    'jp',
    'ja',
    'Asia/Tokyo',
    'https://clova-cek-requests.line.me/.well-known/signature-public-key.pem',
    'https://clova-cic.line-apps.com/v1/al/token/',
  ],
] as const)(
  '%s has the language %s, the time zone %s, and the addresses of the guide',
  (edition, language, timeZone, ...addresses) => {
    expect([languageOf[edition], timeZoneOf[edition]]).toEqual([language, timeZone])
    expect([publicKeyOf[edition], redirectUriOf[edition]]).toEqual(addresses)
  },
)

test('a type without actions in an edition is not one of its types', () => {
  expect(typesOf('kr')).toContain('WINECELLAR')
  expect(typesOf('jp')).not.toContain('WINECELLAR')
  expect(actionsOf('jp', 'WINECELLAR')).toBeUndefined()
})

test('a type lists only actions that its edition has, and no action of the whole home', () => {
  const wrong = editions.flatMap((edition) =>
    typesOf(edition).flatMap((type) =>
      [...(actionsOf(edition, type) ?? [])].filter((name) => {
        const row = actionNamed(name)
        return !row?.editions.includes(edition) || row.kind === 'wholeHome'
      }),
    ),
  )
  expect(wrong).toEqual([])
})

test('a word that is not a mode of the type is not translated into a mode', () => {
  expect(fromClovaMode('kr', 'LIGHT', 'disco')).toBeUndefined()
  expect(fromClovaMode('jp', 'AIRCONDITIONER', 'blower')).toBe('fan')
  expect(gatewayModes('jp', 'AIRCONDITIONER')).toEqual(expect.arrayContaining(['cool', 'fan']))
  expect(gatewayModes('jp', 'AIRCONDITIONER')).not.toContain('blower')
})

test.each([
  ['jp', 'AIRCONDITIONER', ['targetTemperature', 'fanSpeed', 'mode']],
  ['kr', 'AIRCONDITIONER', []],
  ['jp', 'LIGHT', []],
] as const)('in %s turning on a %s reports %j', (edition, type, traits) => {
  expect(reportedByTurnOn(edition, type)).toEqual(traits)
})

/** What the editions allow, as one text. */
const tables = () =>
  JSON.stringify(
    editions.map((edition) => [
      locationsOf[edition],
      typesOf(edition).map((type) => [type, [...(actionsOf(edition, type) ?? [])].sort(), clovaModes(edition, type)]),
    ]),
  )

test('the tables of the guides have not changed since spec.test.ts compared them with the catalogue', () => {
  expect(createHash('sha256').update(tables()).digest('hex').slice(0, 16)).toBe('276cb19fb25e628d')
})
