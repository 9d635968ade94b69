import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestRecord } from '../../../src/clova/handler.ts'
import type { RequestEntry } from '../../../src/gateway/history/requestEntry.ts'
import { RequestLog } from '../../../src/gateway/history/requestLog.ts'
import { createAppliance } from '../../../src/home/appliance.ts'
import { Failure } from '../../../src/home/failure.ts'
import { createHome } from '../../../src/home/home.ts'
import { fakeDevice } from '../../support/fakeDevice.ts'
import { inFolder } from '../../support/folder.ts'

const describe1 = { id: 'lamp', name: '거실 조명', type: 'LIGHT', driver: 'memory', tags: [], confirm: [] }
const lamp = createAppliance(
  describe1,
  fakeDevice({ spec: { traits: { power: { can: ['read', 'set'] } }, verbs: [] }, state: {} }),
)
const tv = createAppliance(
  { ...describe1, id: 'tv', name: 'TV' },
  fakeDevice({ spec: { assumed: true, traits: { power: { can: ['set'] } }, verbs: [] }, state: {} }),
)
const home = createHome([lamp, tv], [])

function open(folder: string, clock = { now: 1000 }) {
  const told: RequestEntry[] = []
  const log = new RequestLog({
    file: join(folder, 'requests.json'),
    home: () => home,
    onEntry: (entry) => told.push(structuredClone(entry)),
    now: () => clock.now,
  })
  return { log, told, clock }
}

const record = (more: Partial<RequestRecord> = {}): RequestRecord => ({
  messageId: 'm',
  action: 'TurnOn',
  appliance: 'lamp',
  result: 'TurnOnConfirmation',
  before: { power: false, brightness: 40 },
  after: { power: true, brightness: 40 },
  ms: { read: 1, total: 3 },
  trace: { access: { state: 'good', user: 'family', link: 'a1b2c3' }, requested: { power: true } },
  ...more,
})
const messages = {
  request:
    '{"header":{"name":"TurnOnRequest"},"payload":{"accessToken":"s3cret-t\\"oken","appliance":{"applianceId":"lamp"}}}',
  answer: '{"header":{"name":"TurnOnConfirmation"},"payload":{}}',
}

test.each<[string, RequestRecord, Partial<RequestEntry>]>([
  [
    'a confirmed command has the link that asked, the requested value, and of the states only what matters',
    record(),
    {
      kind: 'command',
      outcome: 'confirmed',
      user: 'family',
      link: 'a1b2c3',
      name: '거실 조명',
      requested: { power: true },
      before: { power: false },
      after: { power: true },
    },
  ],
  [
    'a command to a device that nobody sees is assumed',
    record({ appliance: 'tv' }),
    { outcome: 'assumed', name: 'TV' },
  ],
  [
    'a failed command has the code of its reason and its values',
    record({
      result: 'ValueOutOfRangeError',
      reason: 'too hot',
      trace: {
        failure: new Failure({ code: 'outOfRange', min: 18, max: 30 }).reason,
        text: { ko: '너무 높음', ja: '高すぎ', en: 'too hot' },
      },
    }),
    {
      outcome: 'failed',
      code: 'outOfRange',
      values: { min: 18, max: 30 },
      detail: { ko: '너무 높음', ja: '高すぎ', en: 'too hot' },
    },
  ],
  [
    'a search tells how many appliances CLOVA was told of, of how many',
    record({ action: 'DiscoverAppliances', trace: { discoveredCount: 1 } }),
    { kind: 'discovery', outcome: 'answered', count: 1, total: 2 },
  ],
  ['a question is answered', record({ action: 'GetHumidity' }), { kind: 'query', outcome: 'answered' }],
])('%s', (_name, given, expected) =>
  inFolder((folder) => {
    const { log, told } = open(folder)
    expect(log.add(given, 'clova', messages)).toMatchObject(expected)
    expect(told).toHaveLength(1)
  }),
)

test('no access token is kept, neither in memory nor on the disk', () =>
  inFolder(async (folder) => {
    const { log } = open(folder)
    const entry = log.add(record(), 'clova', messages)
    await log.save()
    for (const text of [JSON.stringify(entry), readFileSync(join(folder, 'requests.json'), 'utf8')]) {
      expect(text).toContain('applianceId')
      expect(text).not.toMatch(/s3cret|-t/)
    }
  }))

test('the last 1,000 are kept, and 500,000 characters of messages; a message that is too long is not kept', () =>
  inFolder((folder) => {
    const { log } = open(folder)
    const answer = 'x'.repeat(7900)
    for (let i = 0; i < 1200; i++) log.add(record(), 'clova', { request: '{}', answer })
    expect(log.size).toBe(1000)
    const all = [...log.newestFirst()]
    expect(all[0]?.id).toBe(1200)
    const kept = all.filter((entry) => entry.answer !== undefined)
    expect(kept).toHaveLength(Math.floor(500_000 / 7902))
    expect(kept[0]?.id).toBe(1200)
    expect(log.add(record(), 'clova', { request: '{}', answer: `${answer}${answer}` }).answer).toBeUndefined()
  }))

test('refused requests of one kind are counted in one entry, until half an hour passes without one', () =>
  inFolder((folder) => {
    const { log, told, clock } = open(folder)
    log.addRefused('wrong signature', 30)
    clock.now += 20 * 60_000
    log.addRefused('wrong signature', 7)
    expect([...log.newestFirst()]).toMatchObject([{ kind: 'refused', count: 37, at: 1000, lastAt: clock.now }])
    clock.now += 31 * 60_000
    log.addRefused('wrong signature', 1)
    expect(log.size).toBe(2)
    expect(told.map(({ count }) => count)).toEqual([30, 37, 1])
  }))

test('a flood of refused requests and failed logins displaces no request of CLOVA', () =>
  inFolder((folder) => {
    const { log } = open(folder)
    log.add(record(), 'clova', messages)
    for (let i = 0; i < 600; i += 1) {
      log.addRefused(`a reason ${i}`, 1)
      log.addLinking({ step: 'code', failure: 'wrongLogin', detail: `attempt ${i}` })
    }
    expect(log.size).toBe(101)
    expect(log.find(1)).toMatchObject({ kind: 'command', request: expect.any(String) })
    const [newest] = log.newestFirst()
    expect(newest).toMatchObject({ kind: 'linking', detail: 'attempt 599' })
  }))

test('a failed login and a new link have entries; an opened login page has none', () =>
  inFolder((folder) => {
    const { log } = open(folder)
    log.addLinking({ step: 'loginPage' })
    log.addLinking({ step: 'code', failure: 'wrongLogin' })
    log.addLinking({ step: 'code', user: 'family' })
    log.addLinking({ step: 'token', user: 'family', link: 'a1' })
    expect([...log.newestFirst()]).toMatchObject([
      { kind: 'linking', outcome: 'answered', user: 'family' },
      { kind: 'linking', outcome: 'failed', code: 'wrongLogin' },
    ])
  }))

test('the log and its numbers survive a restart; a damaged file is ignored', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'requests.json')
    const { log } = open(folder)
    log.add(record(), 'clova', messages)
    await log.save()
    const { log: again } = open(folder)
    expect(again.add(record(), 'admin').id).toBe(2)
    expect(again.find(1)).toMatchObject({ name: '거실 조명', user: 'family' })
    // Older versions wrote the requested values under another key.
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"requested"', '"wish"'))
    expect(open(folder).log.find(1)).toMatchObject({ requested: { power: true } })
    writeFileSync(path, '{"version":1,"data":[{"id":"x"}]}')
    expect(open(folder).log.size).toBe(0)
  }))
