import { existsSync, lchownSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { parseConfig } from '../../../src/config/load.ts'
import { loadContext } from '../../../src/gateway/environment.ts'
import { unitFor } from '../../../src/systemd/install.ts'
import { translateStatus } from '../../../src/systemd/messages.ts'
import { chownBackupFolder, dropIn, requiredResources } from '../../../src/systemd/permissions.ts'
import { parseStatus } from '../../../src/systemd/status.ts'
import { untranslated } from '../../../src/util/translate.ts'
import { runCommand } from '../../support/commandLine.ts'
import { inFolder } from '../../support/folder.ts'
import { runs } from '../../support/randomRuns.ts'
import { isRoot, otherUser } from '../../support/rights.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const unit = readFileSync(join(import.meta.dirname, '../../../systemd/clova-home.service'), 'utf8')

describe('the unit for an installation with npm', () => {
  test('differs from the unit of the package only in the program that it runs', () => {
    const made = unitFor(unit, '/usr/bin/node', '/usr/local/lib/node_modules/clova-home-gateway/dist/clova-home.cjs')
    const differing = made.split('\n').filter((line, i) => line !== unit.split('\n')[i])
    expect(differing).toEqual([
      'ExecStart=/usr/bin/node --optimize-for-size /usr/local/lib/node_modules/clova-home-gateway/dist/clova-home.cjs run --config /etc/clova-home/gateway.yaml',
    ])
  })
  test.each([
    ['Node of one user', '/home/pi/.nvm/versions/node/v22.1.0/bin/node', '/usr/local/lib/x.cjs'],
    ['a bundle of one user', '/usr/bin/node', '/home/pi/clova-home-gateway/dist/clova-home.cjs'],
    ['a bundle in a folder for all', '/usr/bin/node', '/tmp/clova-home.cjs'],
    ['a path that systemd would take apart', '/opt/my node/bin/node', '/usr/local/lib/x.cjs'],
    ['a path with a specifier', '/opt/%h/node', '/usr/local/lib/x.cjs'],
  ])('%s: is refused', (_what, node, script) => {
    expect(() => unitFor(unit, node, script)).toThrow(/reach|characters/)
  })
})

describe('the devices of the configuration', () => {
  test.each([
    ['none', '{ memory: { type: virtual } }', []],
    ['the one of ir-ctl that is meant without a word', '{ led: { type: ir, transmitter: ir-ctl } }', ['/dev/lirc0']],
    ['another', '{ led: { type: ir, transmitter: ir-ctl, device: /dev/lirc1 } }', ['/dev/lirc1']],
    [
      'each once',
      '{ led: { type: ir, transmitter: lirc, device: /dev/lirc0 }, more: { type: ir, transmitter: ir-ctl, device: /dev/lirc0 } }',
      ['/dev/lirc0'],
    ],
    ['a disk, which no configuration may open', '{ led: { type: ir, transmitter: ir-ctl, device: /dev/sda } }', []],
  ])('%s', async (_what, drivers, wanted) => {
    const { config, problems } = await parseConfig('/x/gateway.yaml', `drivers: ${drivers}\n`, {
      ...loadContext,
      env: {},
    })
    if (!config) throw new Error(JSON.stringify(problems))
    expect(requiredResources(config).devices).toEqual(wanted)
  })

  test('no value in the configuration can add a line to the unit', () => {
    const drivers = (text: string): Parameters<typeof requiredResources>[0] =>
      ({ drivers: new Map([['a', { options: { deep: [{ text }] } }]]) }) as never
    fc.assert(
      fc.property(
        fc.string().map((text) => `/dev/${text}`),
        (text) => {
          const added = (dropIn(requiredResources(drivers(text))) ?? '')
            .split('\n')
            .filter((line) => line.startsWith('DeviceAllow'))
          expect(added.every((line) => /^DeviceAllow=\/dev\/[\w/-]+ rw$/.test(line))).toBe(true)
        },
      ),
    )
  })
})

describe('the state of the service', () => {
  test('is read from the output of systemctl', () => {
    const output =
      'Result=success\nNRestarts=2\nExecMainStatus=0\nLoadState=loaded\nActiveState=active\nStatusText=listening, a=b\nUnitFileState=enabled\nStateChangeTimestamp=Sat 2026-11-21 13:00:00 KST\n'
    expect(parseStatus(output)).toEqual({
      active: 'active',
      enabled: 'enabled',
      statusText: 'listening, a=b',
      since: 'Sat 2026-11-21 13:00:00 KST',
      restarts: 2,
      result: 'success',
      exitCode: 0,
    })
    expect(parseStatus('LoadState=not-found\nActiveState=inactive\n')).toBeUndefined()
  })
  test('a verb that is none is wrong usage', async () => {
    expect(await runCommand('service', 'start')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('none of install'),
    })
  })
})

describe('the folder of backups, when it is permitted', () => {
  const done: string[][] = []
  const system = async (...words: string[]) => void done.push(words)
  test('is given to the service if it exists, and is never created', () =>
    inFolder(async (folder) => {
      const missing = join(folder, 'stick/kept')
      expect(await chownBackupFolder(missing, system)).toEqual({ kind: 'missing' })
      expect({ done, isThere: existsSync(missing) }).toEqual({ done: [], isThere: false })
      expect(await chownBackupFolder(folder, system)).toBeUndefined()
      expect(done).toEqual([['install', '-d', '-m', '0700', '-o', 'clova-home', '-g', 'clova-home', folder]])
    }))
  test('behind a link of another user than root does not change its owner', () =>
    inFolder(async (folder) => {
      const link = join(folder, 'link')
      symlinkSync('/etc', link)
      if (isRoot) lchownSync(link, otherUser, otherUser)
      const done: (readonly string[])[] = []
      const run = async (...words: readonly string[]) => void done.push(words)
      expect(await chownBackupFolder(link, run)).toMatchObject({
        kind: 'notOurs',
        reason: { en: expect.stringContaining(`remove it: sudo rm ${link}`) },
      })
      expect(done).toEqual([])
    }))
  test('on a file system without owners is reported, and nothing fails', () =>
    inFolder(async (folder) => {
      const refused = async () => {
        throw new Error('install: cannot change owner: Operation not permitted')
      }
      expect(await chownBackupFolder(folder, refused)).toEqual({
        kind: 'notOurs',
        reason: untranslated('install: cannot change owner: Operation not permitted'),
      })
    }))
})

describe('the folder of backups', () => {
  const configOf = (folder: string) => ({ drivers: new Map(), backup: { folder, maxBackups: 7 } })
  test.each([
    ['one of its own', '/var/backups/clova-home', 'ReadWritePaths=-/var/backups/clova-home'],
    ['one in its state', '/var/lib/clova-home/backups', undefined],
  ])('%s', (_what, folder, line) => {
    const text = dropIn(requiredResources(configOf(folder)))
    expect(line === undefined ? text : text?.split('\n')).toEqual(
      line === undefined ? undefined : expect.arrayContaining([line]),
    )
    expect(text ?? '').not.toContain('DeviceAllow')
  })
  test.each(['/run/media/pi/stick', '/srv/clova', '/media/usb/x', '/opt/x'])('%j: is permitted', (folder) => {
    expect(requiredResources(configOf(folder)).folder).toBe(folder)
  })
  test.each([
    '/home/pi/backups',
    '/root',
    '/tmp/x',
    '/mnt/a b',
    '/mnt/a\nUser=root',
    '/etc/cron.d',
    '/usr/local/bin',
    '/var/spool/cron',
    '/run/systemd/system',
    '/mnt/../etc',
  ])('%j: is refused', (folder) => {
    expect(() => requiredResources(configOf(folder))).toThrow(/backup\.folder/)
  })
})

test.each([
  ['127.0.0.1:8710 에서 실행 중, 기기 2개', 'en', 'listening on 127.0.0.1:8710, 2 appliance(s)'],
  [
    'listening on 127.0.0.1:8710, 2 appliance(s); the configuration cannot be used: sudo clova-home check',
    'ja',
    '127.0.0.1:8710 で動作中、機器2個; 設定が使えません: sudo clova-home check',
  ],
  ['処理中のものを終えています', 'ko', '하던 일을 마치는 중'],
  ['Startup finished', 'ko', 'Startup finished'],
] as const)('the status line %j is translated to %s', (line, language, expected) =>
  expect(translateStatus(line, language)).toBe(expected),
)
