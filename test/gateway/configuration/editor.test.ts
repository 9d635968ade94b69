import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigEditor } from '../../../src/gateway/configuration/editor.ts'
import { ConfigVersions, revisionOf } from '../../../src/gateway/configuration/versions.ts'
import { loadContext } from '../../../src/gateway/environment.ts'
import { closeBeforeRemoval, inFolder } from '../../support/folder.ts'

const yaml = `# the house
edition: kr
drivers: { memory: { type: virtual } }
appliances:
  # the ceiling
  - { id: lamp, name: 거실 조명, type: LIGHT, driver: memory, traits: { power: { value: false } } } # bright
  - id: fan
    name: 선풍기
    type: FAN
    driver: memory
    traits: { power: { value: false } }
`
const by = { kind: 'dashboard', user: 'family' } as const

function open(folder: string, text: string | undefined = yaml) {
  const file = join(folder, 'gateway.yaml')
  if (text !== undefined) writeFileSync(file, text)
  const versions = new ConfigVersions(join(folder, 'versions.json'), () => {})
  closeBeforeRemoval(folder, () => versions.flush())
  if (text !== undefined) versions.record(text, true)
  const editor = new ConfigEditor({
    file,
    context: loadContext,
    versions,
    // As the gateway does when it puts a configuration in force.
    reload: async () => {
      versions.record(readFileSync(file, 'utf8'))
      return undefined
    },
  })
  return { editor, versions, file, now: () => readFileSync(file, 'utf8') }
}

test('a valid text is saved, put in force, and kept with who saved it', () =>
  inFolder(async (folder) => {
    const { editor, versions, now } = open(folder)
    const next = yaml.replace('거실 조명', '거실 천장등')
    expect(await editor.save(next, revisionOf(yaml), by)).toEqual({
      outcome: 'saved',
      revision: revisionOf(next),
      isApplied: true,
    })
    expect(now()).toBe(next)
    expect(versions.list().map(({ by: author, text }) => [author, text])).toEqual([
      [by, next],
      [{ kind: 'start' }, yaml],
    ])
  }))

test('a file in the Korean encoding of Notepad is not changed, since its names would be lost', () =>
  inFolder(async (folder) => {
    const { editor, file } = open(folder)
    const bytes = Buffer.concat([
      Buffer.from(yaml.replace('거실 조명', 'lamp')),
      Buffer.from([0x23, 0xb0, 0xc5, 0xbd, 0xc7]),
    ])
    writeFileSync(file, bytes)
    const reason = { text: { en: expect.stringMatching(/gateway\.yaml is not UTF-8; save it as UTF-8/) } }
    expect(await editor.change(by, (text) => ({ text: `${text}\n` }))).toMatchObject({ outcome: 'notWritten', reason })
    expect(readFileSync(file).equals(bytes)).toBe(true)
  }))

test('a text with mistakes is not saved; each mistake has its place, three languages, and the edit that fixes it', () =>
  inFolder(async (folder) => {
    const { editor, now } = open(folder)
    const wrong = yaml.replace('type: FAN', 'type: FANN').replace('name: 선풍기', 'nam: 선풍기')
    const outcome = await editor.save(wrong, undefined, by)
    expect(outcome).toMatchObject({ outcome: 'invalid' })
    const problems = outcome.outcome === 'invalid' ? outcome.problems : []
    const type = problems.find(({ message }) => message.en.includes('FANN'))
    expect(type).toMatchObject({ severity: 'error', file: 'gateway.yaml', line: 9, column: 11, endColumn: 15 })
    const { from = 0, to = 0, insert = '' } = type?.fix ?? {}
    expect(wrong.slice(0, from) + insert + wrong.slice(to)).toBe(wrong.replace('type: FANN', 'type: FAN'))
    expect(problems.find(({ message }) => message.en.includes('"nam"'))?.fix).toMatchObject({ insert: 'name' })
    expect(now()).toBe(yaml)
  }))

test('a change that is based on an older text gets the newer changes, and both can be merged where they do not overlap', () =>
  inFolder(async (folder) => {
    const { editor, now, file } = open(folder)
    const read = editor.read()
    const base = 'revision' in read ? read.revision : ''
    const theirs = yaml.replace('선풍기', '큰 선풍기')
    writeFileSync(file, theirs)
    const mine = yaml.replace('# the house', '# our house')
    const conflict = await editor.save(mine, base, by)
    expect(conflict).toMatchObject({
      outcome: 'conflict',
      text: theirs,
      revision: revisionOf(theirs),
      difference: { added: 2, removed: 2 },
      merged: mine.replace('선풍기', '큰 선풍기'),
    })
    expect(now()).toBe(theirs)
    const overlapping = await editor.save(yaml.replace('선풍기', '작은 선풍기'), base, by)
    expect(overlapping).toMatchObject({ outcome: 'conflict' })
    expect(overlapping).not.toHaveProperty('merged')
    expect(await editor.compare(mine, base)).toMatchObject({
      changedByOther: { overlaps: false, difference: { added: 1, removed: 1 } },
    })
  }))

test('the preview of saving says what changes, and how many comments are kept', () =>
  inFolder(async (folder) => {
    const { editor } = open(folder)
    const next = yaml.replace('거실 조명', '거실 천장등').replace('type: FAN', 'type: HEATER').replace('# bright', '')
    const { effects, keptComments, difference } = await editor.compare(next, undefined)
    expect(effects.map(({ code, values }) => [code, values])).toEqual([
      ['effectRenamed', { before: '거실 조명', name: '거실 천장등' }],
      ['effectType', { name: '선풍기', type: 'HEATER' }],
      ['effectNoRestart', {}],
      ['effectSearch', {}],
    ])
    expect(keptComments).toBe(2)
    expect(difference).toMatchObject({ added: 2, removed: 2 })
    expect((await editor.compare(`${yaml}# end\n`, undefined)).effects.map(({ code }) => code)).toEqual(['effectNone'])
  }))

test('20 earlier versions are kept, and survive a restart', () =>
  inFolder(async (folder) => {
    const { editor, versions } = open(folder)
    for (let i = 0; i < 25; i++) await editor.save(`${yaml}# ${i}\n`, undefined, by)
    expect(versions.list()).toHaveLength(21)
    await versions.flush()
    const again = new ConfigVersions(join(folder, 'versions.json'), () => {})
    expect(again.list()[0]).toMatchObject({ by, text: `${yaml}# 24\n` })
    expect(new Set(again.list().map(({ id }) => id)).size).toBe(21)
  }))

test('a file that cannot be written is reported with the command that permits it, and nothing changes', () =>
  inFolder(async (folder) => {
    const { editor, now } = open(folder)
    expect(editor.notWritable()).toBeUndefined()
    if (process.getuid?.() === 0) return
    chmodSync(folder, 0o500)
    try {
      expect(editor.notWritable()).toMatchObject({
        code: 'notAllowedToWrite',
        command: expect.stringContaining('sudo'),
      })
      expect(await editor.save(`${yaml}# more\n`, undefined, by)).toMatchObject({ outcome: 'notWritten' })
      expect(now()).toBe(yaml)
    } finally {
      chmodSync(folder, 0o700)
    }
  }))

test('secrets are written beside the configuration, and only their names are returned', () =>
  inFolder(async (folder) => {
    const { editor, now } = open(folder)
    const linking = '\nlinking: { users: [], clientSecret: !secret linking_client_secret }\n'
    const outcome = await editor.change(by, (text) => ({
      text: text + linking,
      secrets: { linking_client_secret: 'x'.repeat(32) },
    }))
    expect(outcome).toMatchObject({ outcome: 'saved' })
    expect(now()).toContain('!secret')
    expect(editor.secretNames()).toEqual(['linking_client_secret'])
    expect(JSON.stringify(await editor.check(now()))).not.toContain('"problems":[{"severity":"error"')
    expect(existsSync(join(folder, 'secrets.yaml'))).toBe(true)
  }))

test('an appliance is found in the file', () =>
  inFolder((folder) => {
    const { editor } = open(folder)
    expect(editor.positionOf('fan')).toEqual({ line: 7, column: 9 })
    expect(editor.positionOf('other')).toBeUndefined()
  }))
