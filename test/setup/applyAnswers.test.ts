import { parse } from 'yaml'
import { parseConfig } from '../../src/config/load.ts'
import { type Answers, noAnswers } from '../../src/setup/answers.ts'
import { applyAnswers } from '../../src/setup/applyAnswers.ts'
import { type Language, type MessageKey, wizardMessages, wizardTranslator } from '../../src/setup/messages.ts'
import { testLoadContext } from '../config/loadFixture.ts'

const hashed = '$scrypt$ln=15,r=8,p=3$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g'
const put = (text: string, answers: Partial<Answers>, language: Language = 'en') =>
  applyAnswers(text, { ...noAnswers, ...answers }, language, ['taken_password'])
const right = async (text: string, secrets: Readonly<Record<string, string>> = {}) => {
  const { config, problems } = await parseConfig('/nowhere/gateway.yaml', text, testLoadContext({ ...secrets }))
  return config ?? problems
}

const mine = `# mine, and nobody else's
edition: kr      # I live there
server: { listen: '127.0.0.1:9000' }   # the tunnel
drivers:
  memory: { type: virtual }  # to play
appliances:
  - { id: lamp, name: 조명, type: LIGHT, driver: memory, traits: { power: {} } }   # on the desk
# the end
`

describe('a new configuration', () => {
  test.each(['ko', 'ja', 'en'] as const)('has comments in %s, and is valid', async (language) => {
    const { text, secrets } = await put('', { connections: { home: { type: 'mqtt', password: 'hunter22' } } }, language)
    expect(text).toContain(`# ${wizardTranslator(language)('remarkTop')}`)
    expect(text).toContain('drivers:\n  home: { type: mqtt, password: !secret home_password }\n')
    expect(secrets).toEqual({ home_password: 'hunter22' })
    expect(await right(text, secrets)).toMatchObject(
      language === 'ja' ? { language, edition: 'jp' } : { language: 'ko', edition: 'kr' },
    )
  })
})

describe('an existing configuration', () => {
  test('stays unchanged without answers', async () => {
    expect(await put(mine, {})).toEqual({ text: mine, secrets: {} })
  })

  const cases: readonly (readonly [string, Partial<Answers>, (text: string) => string])[] = [
    ['the edition', { edition: 'jp' }, (text) => text.replace('edition: kr', 'edition: jp')],
    [
      'the public address',
      { publicUrl: 'https://a.example' },
      (text) => text.replace("9000' }", "9000', publicUrl: https://a.example }"),
    ],
    [
      'a connection',
      { connections: { b: { type: 'mqtt', url: 'mqtt://b' } } },
      (text) => text.replace('# to play\n', '# to play\n  b:\n    type: mqtt\n    url: mqtt://b\n'),
    ],
    [
      'a secret whose name is taken',
      { connections: { taken: { type: 'mqtt', password: 'x' } } },
      (text) =>
        text.replace('# to play\n', '# to play\n  taken:\n    type: mqtt\n    password: !secret taken_password_2\n'),
    ],
    [
      'a device',
      { appliances: [{ id: 'x', name: '등', type: 'LIGHT', driver: 'memory', device: 'k' }] },
      (text) =>
        text.replace(
          '# on the desk\n',
          '# on the desk\n  - { id: x, name: 등, type: LIGHT, driver: memory, device: k }\n',
        ),
    ],
  ]
  test.each(cases)('gets %s, and no other character changes', async (_name, answers, change) => {
    const { text } = await put(mine, answers)
    expect(text).toBe(change(mine))
    expect((await put(text, { ...answers, appliances: [] })).text).toBe(text)
  })

  test('gets a user and the other keys of linking once', async () => {
    const users = [{ name: 'family', password: hashed }]
    const { text, secrets } = await put(mine, { users })
    expect(text.startsWith(mine)).toBe(true)
    expect(Object.keys(secrets)).toEqual(['family_password', 'linking_client_secret'])
    expect(secrets.family_password).toBe(hashed)
    expect(secrets.linking_client_secret).toMatch(/^[0-9a-f]{64}$/)
    expect(text).not.toContain(hashed)
    expect(await right(text, secrets)).toMatchObject({ edition: 'kr' })
    const again = await put(text, { users: [...users, { name: 'guest', password: hashed }] })
    expect(Object.keys(again.secrets)).toEqual(['family_password', 'guest_password'])
    expect(parse(again.text, { logLevel: 'silent' }).linking.users.map(({ name }: { name: string }) => name)).toEqual([
      'family',
      'guest',
    ])
  })

  const lived = `linking:
  clientSecret: !secret cs # of the console
  users:
    # who lives here
    - name: family # all of us
      password: !secret mine # long
      appliances: [lamp] # not the door
    - { name: guest, password: !secret shared } # at times
drivers:
  b: { type: mqtt, url: 'mqtt://b', password: !secret shared } # in the cellar
  c:
    type: mqtt # zigbee
    url: mqtt://c # there
    keepalive: 1m
`
  const again: readonly (readonly [string, Partial<Answers>, (text: string) => string, readonly string[]])[] = [
    ['a user gets another password', { users: [{ name: 'family', password: 'x' }] }, (text) => text, ['mine']],
    [
      'a user whose secret is not theirs alone gets one',
      { users: [{ name: 'guest', password: 'x' }] },
      (text) => text.replace('guest, password: !secret shared', 'guest, password: !secret guest_password'),
      ['guest_password'],
    ],
    [
      'another user',
      { users: [{ name: 'new', password: 'x' }] },
      (text) => text.replace('# at times\n', '# at times\n    - { name: new, password: !secret new_password }\n'),
      ['new_password'],
    ],
    [
      'a connection gets another address and a password',
      { connections: { c: { type: 'mqtt', url: 'mqtt://d', password: 'x' } } },
      (text) => text.replace('mqtt://c #', 'mqtt://d #').replace('1m\n', '1m\n    password: !secret c_password\n'),
      ['c_password'],
    ],
    [
      'names that are the same in small letters',
      { connections: { 'a-b': { type: 'mqtt', password: 'x' }, a_b: { type: 'mqtt', password: 'y' } } },
      (text) =>
        `${text}  a-b:\n    type: mqtt\n    password: !secret a_b_password\n  a_b:\n    type: mqtt\n    password: !secret a_b_password_2\n`,
      ['a_b_password', 'a_b_password_2'],
    ],
  ]
  test.each(again)('%s: no other character of the file changes', async (_name, answers, change, names) => {
    const { text, secrets } = await put(lived, answers)
    expect(text).toBe(change(lived))
    expect(Object.keys(secrets)).toEqual(names)
  })

  test('the type of a connection never changes', async () => {
    await expect(put(lived, { connections: { c: { type: 'hue' } } })).rejects.toThrow('give the new one another name')
  })
})

test('every text exists in all languages with the same placeholders', () => {
  const put = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, key]) => key).sort()
  for (const [word, { ko, ja, en }] of Object.entries(wizardMessages))
    expect([word, put(ko), put(ja)]).toEqual([word, put(en), put(en)])
  expect(wizardTranslator('ko')('written' satisfies MessageKey, { file: 'a.yaml' })).toBe('a.yaml 에 썼습니다.')
})
