import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PresenceHistory } from '../../../src/gateway/history/presence.ts'
import { createHome } from '../../../src/home/home.ts'
import { untranslated } from '../../../src/util/translate.ts'
import { inFolder } from '../../support/folder.ts'

const minute = 60_000
const start = Date.UTC(2026, 10, 30, 5, 0)

function open(folder: string, clock: { now: number }) {
  const warnings: string[] = []
  const history = new PresenceHistory({
    file: join(folder, 'presence.json'),
    warn: (_fields, message) => warnings.push(message),
    home: () => createHome([], []),
    now: () => clock.now,
  })
  return { history, warnings }
}

const online = { online: true, state: { power: true } } as const
const away = { online: false, offlineReason: untranslated('the broker is away'), state: {} } as const

/** Looks at the lamp every minute. */
function look(
  history: PresenceHistory,
  clock: { now: number },
  reading: typeof online | typeof away,
  minutes: number,
): void {
  for (let i = 0; i < minutes; i++) {
    history.observe('lamp', reading)
    clock.now += minute
  }
}

test('an appliance that goes offline is offline since the check that noticed it, and was last seen at the check before', () =>
  inFolder((folder) => {
    const clock = { now: start }
    const { history } = open(folder, clock)
    look(history, clock, online, 20)
    expect(history.of('lamp')).toMatchObject({ onlineShare: 1, changes: [] })
    look(history, clock, away, 20)
    expect(history.of('lamp')).toEqual({
      offlineSince: start + 20 * minute,
      lastSeenAt: start + 19 * minute,
      lastKnown: { state: { power: true }, at: start + 19 * minute },
      onlineShare: expect.closeTo(20 / 39, 5),
      changes: [{ at: start + 20 * minute, online: false, reason: 'the broker is away' }],
    })
    expect(history.isOffline('lamp')).toBe(true)
    history.observe('lamp', online)
    expect(history.of('lamp')).not.toHaveProperty('offlineSince')
    expect(history.of('lamp').changes).toHaveLength(2)
  }))

test('an appliance that is offline at the first check has no time since when', () =>
  inFolder((folder) => {
    const clock = { now: start }
    const { history } = open(folder, clock)
    history.observe('lamp', away)
    expect(history.of('lamp')).toEqual({ changes: [] })
    expect(history.of('other')).toEqual({ changes: [] })
  }))

test('the history survives a restart; the time between is not counted', () =>
  inFolder(async (folder) => {
    const clock = { now: start }
    const before = open(folder, clock).history
    look(before, clock, online, 20)
    look(before, clock, away, 1)
    await before.close()
    clock.now += 5 * 60 * minute
    const { history, warnings } = open(folder, clock)
    look(history, clock, away, 20)
    expect(history.of('lamp')).toMatchObject({
      offlineSince: start + 20 * minute,
      onlineShare: expect.closeTo(20 / 39, 5),
    })
    expect(warnings).toEqual([])
  }))

test('the online share covers the last day only, also after the clock was set back', () =>
  inFolder((folder) => {
    const clock = { now: start }
    const { history } = open(folder, clock)
    look(history, clock, away, 60)
    clock.now += 24 * 60 * minute
    look(history, clock, online, 60)
    expect(history.of('lamp').onlineShare).toBe(1)
    clock.now -= 3 * 60 * minute
    look(history, clock, away, 30)
    expect(history.of('lamp').onlineShare).toBe(0)
  }))

test('the last 20 changes of an appliance are kept, and the file has a version', () =>
  inFolder(async (folder) => {
    const clock = { now: start }
    const { history } = open(folder, clock)
    for (let i = 0; i < 100; i++) look(history, clock, i % 2 === 0 ? online : away, 1)
    expect(history.of('lamp').changes).toHaveLength(20)
    await history.close()
    expect(JSON.parse(readFileSync(join(folder, 'presence.json'), 'utf8'))).toMatchObject({ version: 1 })
  }))
