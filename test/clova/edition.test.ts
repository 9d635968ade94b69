import { actionsOf, reportedByTurnOn, typesOf } from '../../src/clova/applianceTypes.ts'
import { publicKeyOf, redirectUriOf, timeZoneOf } from '../../src/clova/edition.ts'

test.each([
  [
    'kr',
    'Asia/Seoul',
    'https://clova.ai/.well-known/signature-public-key.pem',
    'https://prod-ni-cic.clova.ai/v1/al/token/',
  ],
  [
    'jp',
    'Asia/Tokyo',
    'https://clova-cek-requests.line.me/.well-known/signature-public-key.pem',
    'https://clova-cic.line-apps.com/v1/al/token/',
  ],
] as const)('%s has the time zone %s, and the addresses of the guide', (edition, timeZone, publicKey, redirectUri) => {
  expect([timeZoneOf[edition], publicKeyOf[edition], redirectUriOf[edition]]).toEqual([
    timeZone,
    publicKey,
    redirectUri,
  ])
})

test('a type without actions in an edition is none of its types', () => {
  expect(typesOf('kr')).toContain('WINECELLAR')
  expect(typesOf('jp')).not.toContain('WINECELLAR')
  expect(actionsOf('jp', 'WINECELLAR')).toBeUndefined()
})

test.each([
  ['jp', 'AIRCONDITIONER', ['targetTemperature', 'fanSpeed', 'mode']],
  ['kr', 'AIRCONDITIONER', []],
  ['jp', 'LIGHT', []],
] as const)('in %s turning on a %s reports %j', (edition, type, traits) => {
  expect(reportedByTurnOn(edition, type)).toEqual(traits)
})
