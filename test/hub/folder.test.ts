import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultHubFolder, readCertificateAuthority, readHubSettings, readHubState } from '../../src/hub/folder.ts'
import type { LocalizedText } from '../../src/util/translate.ts'
import { inFolder } from '../support/folder.ts'

const required = 'publicUrl: https://hub.example.com\nclientSecret: 0123456789abcdef\n'
const written = (text: string) =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'hub.yaml'), text)
    return readHubSettings(folder)
  })
const state = {
  version: 1,
  operatorSeed: 'o',
  accountSeed: 'a',
  systemAccountSeed: 's',
  servers: ['tls://nats1.example.com:4222'],
  homeSecretKey: 'h',
  homes: [{ name: '우리집', home: '0123456789ab', user: 'u', enrolledAt: 1 }],
  revocations: { u: 1 },
}

test('settings that are left out have the default values of the documentation', async () => {
  expect(await written(required)).toEqual({
    publicUrl: 'https://hub.example.com',
    clientSecret: '0123456789abcdef',
    edition: 'kr',
    path: '/clova',
    listen: { host: '127.0.0.1', port: 8720 },
    monitor: { host: '127.0.0.1', port: 8721 },
    clientId: 'clova',
  })
  expect(defaultHubFolder).toBe('/etc/clova-home-hub')
})

test.each([
  ['edition: kr', { edition: 'kr' }],
  ['edition: jp', { edition: 'jp' }],
  ['path: /a/b_c.d-1', { path: '/a/b_c.d-1' }],
  ["listen: '[::1]:80'", { listen: { host: '::1', port: 80 } }],
  ['monitor: hub-1.lan:65535', { monitor: { host: 'hub-1.lan', port: 65_535 } }],
  ['publicKey: clova.pem', { publicKey: 'clova.pem' }],
  ['clientId: x', { clientId: 'x' }],
  ['ca: ca.pem', { ca: 'ca.pem' }],
  ['trustedProxy: { header: X-Real-IP }', { trustedProxy: { header: 'X-Real-IP', from: ['127.0.0.1', '::1'] } }],
  ['trustedProxy: { header: A, from: [10.0.0.1] }', { trustedProxy: { header: 'A', from: ['10.0.0.1'] } }],
])('settings with %s', async (line, expected) => {
  expect(await written(`${required}${line}\n`)).toMatchObject(expected)
})

test.each([
  ['publicUrl: http://hub.example.com\nclientSecret: 0123456789abcdef', 'hub.yaml:1:12: publicUrl: '],
  ['publicUrl: shttps://hub.example.com\nclientSecret: 0123456789abcdef', 'hub.yaml:1:12: publicUrl: '],
  ['publicUrl: https2://hub.example.com\nclientSecret: 0123456789abcdef', 'hub.yaml:1:12: publicUrl: '],
  ['publicUrl: https-hub\nclientSecret: 0123456789abcdef', 'hub.yaml:1:12: publicUrl: '],
  ['publicUrl: https://hub.example.com', 'clientSecret: '],
  ['publicUrl: https://hub.example.com\nclientSecret: short', 'hub.yaml:2:15: clientSecret: '],
  [`${required}clientId: ''`, 'hub.yaml:3:11: clientId: '],
  [`${required}edition: us`, 'hub.yaml:3:10: edition: '],
  [`${required}path: clova`, 'hub.yaml:3:7: path: '],
  [`${required}path: a/clova`, 'hub.yaml:3:7: path: '],
  [`${required}path: /clova?x`, 'hub.yaml:3:7: path: '],
  [`${required}listen: 8720`, 'hub.yaml:3:9: listen: '],
  [`${required}listen: :8720`, 'write where to listen as 127.0.0.1:8720'],
  [`${required}listen: a b:8720`, 'write where to listen as 127.0.0.1:8720'],
  [`${required}listen: '127.0.0.1:8720 '`, 'write where to listen as 127.0.0.1:8720'],
  [`${required}listen: '[g]:8720'`, 'write where to listen as 127.0.0.1:8720'],
  [`${required}listen: 127.0.0.1:65536`, 'write where to listen as 127.0.0.1:8720'],
  [`${required}trustedProxy: { from: [] }`, 'trustedProxy.header: '],
  [`${required}trustedProxy: { header: A, x: 1 }`, 'trustedProxy: '],
  [`${required}listn: 127.0.0.1:8720`, 'hub.yaml:3:1: '],
  [`${required}listen: [`, 'hub.yaml:3:9: '],
])('the mistake in the settings "%s" is reported with its place, in all languages', async (text, message) => {
  const error = await written(text).catch((cause: Error & { readonly text: LocalizedText }) => cause)
  const { ko, ja, en } = (error as { readonly text: LocalizedText }).text
  expect(en).toContain(message)
  for (const one of [ko, ja]) expect(one.split(': ')[0]).toBe(en.split(': ')[0])
  expect(en).not.toContain('0123456789abcdef')
})

test('keys and homes are read, and an invalid list is reported as damaged', async () => {
  await inFolder((folder) => {
    const file = join(folder, 'keys.json')
    writeFileSync(file, JSON.stringify(state))
    expect(readHubState(folder)).toEqual(state)
    for (const text of [
      '',
      '{',
      '[]',
      ...['operatorSeed', 'accountSeed', 'systemAccountSeed', 'servers', 'homeSecretKey', 'homes', 'revocations'].map(
        (key) => JSON.stringify({ ...state, [key]: undefined }),
      ),
      JSON.stringify({ ...state, version: 2 }),
      JSON.stringify({ ...state, servers: [] }),
      JSON.stringify({ ...state, homes: [{ ...state.homes[0], home: 'x' }] }),
      JSON.stringify({ ...state, homes: [{}] }),
    ]) {
      writeFileSync(file, text)
      expect(() => readHubState(folder)).toThrow(`${file} is damaged`)
    }
  })
})

test('a folder without a hub is reported, and a file that cannot be read is named', async () => {
  await inFolder((folder) => {
    for (const [read, name] of [
      [readHubSettings, 'hub.yaml'],
      [readHubState, 'keys.json'],
    ] as const)
      expect(() => read(folder)).toThrow(`${join(folder, name)} is not there; "clova-home hub init" makes it`)
    writeFileSync(join(folder, 'ca.pem'), 'PEM')
    const settings = { ca: 'ca.pem' } as ReturnType<typeof readHubSettings>
    expect(readCertificateAuthority(folder, settings)).toBe('PEM')
    expect(readCertificateAuthority('/', { ...settings, ca: join(folder, 'ca.pem') })).toBe('PEM')
    expect(() => readCertificateAuthority(folder, { ...settings, ca: 'none.pem' })).toThrow(
      `${join(folder, 'none.pem')} cannot be read`,
    )
    expect(() => readHubSettings(join(folder, 'ca.pem'))).toThrow('cannot be read')
  })
})
