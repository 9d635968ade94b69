import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { packArchive, unpackArchive } from '../../src/backup/archive.ts'
import { freePort } from '../support/broker.ts'
import { runCommand } from '../support/commandLine.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { start } from '../support/process.ts'
import { asOtherUser, canBecomeOtherUser, isRoot, otherUser, replaceProgram } from '../support/rights.ts'

let top: string
let port: number
const at = (...names: string[]) => join(top, ...names)
const config = (house = 'house') => ['--config', at(house, 'gateway.yaml')]
const text = (more = '') => `# my home
state: state
server: { listen: '127.0.0.1:${port}' }
dashboard: { enabled: false }
signature: { publicKey: clova.pem }
drivers:
  memory: { type: virtual }
  broker: { type: mqtt, url: 'mqtts://127.0.0.1:1', ca: ${at('elsewhere', 'ca.pem')}, password: !secret mqtt, username: u }
  ir: { type: ir, transmitter: lirc, host: '127.0.0.1:9' }
appliances:
  - { id: lamp, name: lamp, type: LIGHT, driver: memory, traits: { power: { value: false } } }
  - { id: tv, name: tv, type: SMARTTV, driver: ir, remote: codes/tv.yaml }
${more}`

beforeEach(async () => {
  top = makeFolder()
  port = await freePort()
  for (const folder of ['house/codes/more', 'house/state', 'elsewhere'])
    mkdirSync(at(folder), { recursive: true, mode: 0o700 })
  writeFileSync(at('house/gateway.yaml'), text())
  writeFileSync(at('house/secrets.yaml'), 'mqtt: hunter22-secret\n', { mode: 0o600 })
  writeFileSync(at('house/clova.pem'), 'none')
  writeFileSync(at('house/notes.txt'), 'mine')
  writeFileSync(
    at('house/codes/tv.yaml'),
    'keys:\n  on: { nec: { address: 4, command: 8 } }\n  off: { nec: { address: 4, command: 9 } }\n',
  )
  writeFileSync(at('house/codes/more/old.yaml'), 'keys: {}\n')
  writeFileSync(at('elsewhere/ca.pem'), 'ca')
  writeFileSync(at('house/state/memory.json'), '{"version":1,"data":{}}', { mode: 0o600 })
  writeFileSync(at('house/state/tokens.json'), '{"version":1,"data":[]}', { mode: 0o600 })
  writeFileSync(at('house/state/local-key.pem'), 'of this machine', { mode: 0o600 })
  writeFileSync(at('house/state/memory.json.damaged'), 'x')
})
afterEach(() => {
  jest.restoreAllMocks()
  removeFolder(top)
})

const all = [
  'config/clova.pem',
  'config/codes/more/old.yaml',
  'config/codes/tv.yaml',
  'config/gateway.yaml',
  'config/secrets.yaml',
  'outside/3-ca.pem',
  'state/memory.json',
  'state/tokens.json',
]
const packed = async (name: string) => {
  const { files } = await unpackArchive(readFileSync(at(name)))
  return files.map(({ name }) => name.replace(/\d+-ca/, '3-ca')).sort()
}

describe('backup', () => {
  test('contains all files of a home, and nothing else', async () => {
    expect(await runCommand('backup', at('b.tar.gz'), ...config())).toMatchObject({ code: 0, stderr: '' })
    expect(await packed('b.tar.gz')).toEqual(all)
    expect(statSync(at('b.tar.gz')).mode & 0o777).toBe(0o600)
    expect(readdirSync(top).sort()).toEqual(['b.tar.gz', 'elsewhere', 'house'])
  })

  test('replaces an existing file only with --force; in a folder its name has the date', async () => {
    writeFileSync(at('b.tar.gz'), 'mine')
    const refused = await runCommand('backup', at('b.tar.gz'), ...config())
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('is there already; give another name, or --force')
    expect(readFileSync(at('b.tar.gz'), 'utf8')).toBe('mine')
    expect((await runCommand('backup', at('b.tar.gz'), '--force', ...config())).code).toBe(0)
    expect(await packed('b.tar.gz')).toEqual(all)
    for (const ending of ['.tar.gz', '-2.tar.gz']) {
      const { stdout } = await runCommand('backup', at('elsewhere'), '--json', ...config())
      const file = expect.stringMatching(new RegExp(`clova-home-\\d{4}-\\d\\d-\\d\\d${ending.replaceAll('.', '\\.')}$`))
      expect(JSON.parse(stdout)).toMatchObject({ file, missing: [] })
    }
  })

  test.each(['gateway.yaml', 'secrets.yaml', 'codes/tv.yaml', 'state/local-key.pem', 'by-a-link.tar.gz'])(
    'never replaces %s, a file of the home itself',
    async (name) => {
      symlinkSync('secrets.yaml', at('house/by-a-link.tar.gz'))
      const before = readFileSync(at('house', name))
      const { code, stderr } = await runCommand('backup', at('house', name), '--force', ...config())
      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('is a part of this house') })
      expect(readFileSync(at('house', name))).toEqual(before)
    },
  )

  test('is also made of a configuration with mistakes, and names the missing secrets', async () => {
    writeFileSync(at('house/gateway.yaml'), `${text()}servr: {}\nlinking: { clientSecret: !secret from_systemd }\n`)
    const { code, stdout } = await runCommand('backup', at('b.tar.gz'), '--json', ...config())
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, missing: ['from_systemd'] })
    writeFileSync(at('house/gateway.yaml'), 'a: [')
    expect((await runCommand('backup', at('c.tar.gz'), ...config())).code).toBe(0)
    expect(await packed('c.tar.gz')).toContain('config/codes/tv.yaml')
  })

  test('does not create the mount folder of a USB stick that is not plugged in', async () => {
    const folder = await runCommand('backup', at('stick'), ...config())
    expect(folder).toMatchObject({ code: 1, stderr: expect.stringMatching(/there is no folder .*stick: plug in/) })
    expect(existsSync(at('stick'))).toBe(false)
    const { code, stderr } = await runCommand('backup', at('stick/b.tar.gz'), ...config())
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`there is no folder ${at('stick')}`),
    })
    expect(existsSync(at('stick'))).toBe(false)
  })

  test('reports that there is no configuration', async () => {
    const { code, stderr } = await runCommand('backup', at('b.tar.gz'), '--config', at('no.yaml'))
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no.yaml cannot be read (ENOENT)'),
    })
    expect(existsSync(at('b.tar.gz'))).toBe(false)
  })
})

describe('restore', () => {
  const made = () => runCommand('backup', at('b.tar.gz'), ...config())

  test('restores the home on an empty machine, for its owner only', async () => {
    await made()
    rmSync(at('house'), { recursive: true })
    mkdirSync(at('new'), { mode: 0o700 })
    const answer = await runCommand('restore', at('b.tar.gz'), ...config('new'))
    expect(answer).toMatchObject({ code: 0, stderr: '' })
    expect(readFileSync(at('new/gateway.yaml'), 'utf8')).toBe(text())
    expect(readFileSync(at('new/codes/more/old.yaml'), 'utf8')).toBe('keys: {}\n')
    expect(readdirSync(at('new/state')).sort()).toEqual(['memory.json', 'tokens.json'])
    for (const name of ['secrets.yaml', 'state/memory.json', 'gateway.yaml'])
      expect(statSync(at('new', name)).mode & 0o777).toBe(0o600)
    expect((await runCommand('check', ...config('new'))).code).toBe(0)
  })

  test('keeps the previous files, and the links to them', async () => {
    await made()
    rmSync(at('house/secrets.yaml'))
    writeFileSync(at('elsewhere/all.yaml'), 'mqtt: other\n', { mode: 0o640 })
    chmodSync(at('elsewhere/all.yaml'), 0o640)
    symlinkSync('../elsewhere/all.yaml', at('house/secrets.yaml'))
    writeFileSync(at('house/gateway.yaml'), 'a: [ # broken')
    const { code, stdout } = await runCommand('restore', at('b.tar.gz'), '--json', ...config())
    const { kept } = JSON.parse(stdout)
    expect({ code, kept }).toEqual({ code: 0, kept: expect.stringContaining('before-restore-') })
    const before = await unpackArchive(readFileSync(kept))
    const was = (name: string) => String(Buffer.from(before.files.find((one) => one.name === name)?.bytes ?? []))
    expect([was('config/gateway.yaml'), was('config/secrets.yaml')]).toEqual(['a: [ # broken', 'mqtt: other\n'])
    expect(readFileSync(at('elsewhere/all.yaml'), 'utf8')).toBe('mqtt: hunter22-secret\n')
    expect(statSync(at('elsewhere/all.yaml')).mode & 0o777).toBe(0o640)
    expect(readFileSync(at('house/notes.txt'), 'utf8')).toBe('mine')
  })

  test('keeps the previous files at every restore, even if a name of that second is taken', async () => {
    await made()
    const kept = (): readonly string[] => readdirSync(at('house')).filter((name) => name.startsWith('before-restore-'))
    // Of this second and of those in which it may be done.
    const [first = '', ...others] = Array.from({ length: 30 }, (_, i) => {
      const stamp = new Date(Date.now() + i * 1000).toISOString().replace(/\D/g, '').slice(0, 14)
      return `before-restore-${stamp}.tar.gz`
    })
    for (const name of [first, ...others]) writeFileSync(at('house', name), 'kept')
    const { code, stdout } = await runCommand('restore', at('b.tar.gz'), '--json', ...config())
    expect({ code, kept: JSON.parse(stdout).kept }).toEqual({
      code: 0,
      kept: expect.stringMatching(/before-restore-\d{14}-2\.tar\.gz$/),
    })
    expect(kept()).toHaveLength(31)
  })

  test.each([
    ['says what stays besides', [], true],
    ['takes away what is not in it, if told to', ['--exact'], false],
  ])('%s', async (_name, words, isThere) => {
    await made()
    writeFileSync(at('house/codes/new.yaml'), 'keys: {}\n')
    const { code, stdout } = await runCommand('restore', at('b.tar.gz'), ...words, ...config())
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        isThere ? /left as it is \(--exact takes it away\): .*new\.yaml\n/ : /Taken away.*: .*new\.yaml\n/,
      ),
    })
    expect(existsSync(at('house/codes/new.yaml'))).toBe(isThere)
    expect(existsSync(at('house/notes.txt'))).toBe(true)
  })

  test('restores files outside of the folder only if the user asks for it, and lists them', async () => {
    await made()
    rmSync(at('elsewhere/ca.pem'))
    const plain = await runCommand('restore', at('b.tar.gz'), ...config())
    expect(plain).toMatchObject({ code: 0, stderr: expect.stringContaining(at('elsewhere/ca.pem')) })
    expect(existsSync(at('elsewhere/ca.pem'))).toBe(false)
    expect((await runCommand('restore', at('b.tar.gz'), '--outside', ...config())).code).toBe(0)
    expect(readFileSync(at('elsewhere/ca.pem'), 'utf8')).toBe('ca')
  })

  test('writes nothing with --dry-run', async () => {
    await made()
    const { code, stdout } = await runCommand('restore', at('b.tar.gz'), '--dry-run', ...config('new'))
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`would be written: ${at('new/gateway.yaml')}`),
    })
    expect(existsSync(at('new'))).toBe(false)
  })

  test.each<[string, () => unknown, string]>([
    ['is no backup', () => writeFileSync(at('b.tar.gz'), 'hello'), 'it is no whole .tar.gz file'],
    ['is not there', () => rmSync(at('b.tar.gz')), 'cannot be read (ENOENT)'],
    [
      'has mistakes in it',
      async () => {
        const good = readFileSync(at('house/gateway.yaml'))
        writeFileSync(at('house/gateway.yaml'), text('servr: {}\n'))
        await runCommand('backup', at('b.tar.gz'), '--force', ...config())
        writeFileSync(at('house/gateway.yaml'), good)
      },
      'the configuration in the backup has mistakes',
    ],
    [
      'cannot be written',
      () => {
        rmSync(at('house/codes'), { recursive: true })
        writeFileSync(at('house/codes'), 'a file')
      },
      'nothing was restored',
    ],
  ])('an archive that %s changes nothing', async (_name, before, message) => {
    await made()
    await before()
    writeFileSync(at('house/state/memory.json'), '{"version":1,"data":{"now":{}}}')
    const { code, stderr } = await runCommand('restore', at('b.tar.gz'), ...config())
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(message) })
    expect(readFileSync(at('house/gateway.yaml'), 'utf8')).toBe(text())
    expect(readFileSync(at('house/state/memory.json'), 'utf8')).toContain('now')
  })

  test('is refused while the gateway runs; a backup has the state that the gateway has at that moment', async () => {
    rmSync(at('house/state'), { recursive: true })
    const gateway = start(['run', ...config()])
    try {
      await gateway.untilOutput('the gateway is listening')
      await runCommand('token', 'create', 'console', ...config())
      expect((await made()).stderr).toBe('')
      expect(await packed('b.tar.gz')).toContain('state/tokens.json')
      const { code, stderr } = await runCommand('restore', at('b.tar.gz'), ...config())
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('sudo systemctl stop clova-home'),
      })
      // A look writes nothing, so the gateway need not stop for it.
      expect((await runCommand('restore', at('b.tar.gz'), '--dry-run', ...config())).code).toBe(0)
    } finally {
      gateway.child.kill('SIGTERM')
      await gateway.finished
    }
    expect((await runCommand('restore', at('b.tar.gz'), ...config())).code).toBe(0)
  })
})

/** A backup of the home with more files in it, as an attacker would make it. */
async function forge(
  files: readonly { readonly name: string; readonly text: string; readonly from?: string }[],
  yaml = text(),
) {
  await runCommand('backup', at('good.tar.gz'), ...config())
  const { files: good, ...info } = await unpackArchive(readFileSync(at('good.tar.gz')))
  const own = good
    .filter(({ name }) => !files.some((one) => one.name === name))
    .map((one) => (one.name === 'config/gateway.yaml' ? { ...one, bytes: Buffer.from(yaml) } : one))
  const more = files.map(({ name, text, from }) => ({
    ...{ name, bytes: Buffer.from(text), mode: 0o600 },
    ...(from !== undefined && { from }),
  }))
  writeFileSync(at('b.tar.gz'), await packArchive(info, [...own, ...more]))
}

const giveHouse = () => {
  if (!isRoot) return
  for (const path of ['', ...readdirSync(at('house'), { recursive: true })])
    lchownSync(at('house', String(path)), otherUser, otherUser)
}

describe('root in a home of another user', () => {
  const made = async () => {
    await runCommand('backup', at('b.tar.gz'), ...config())
    giveHouse()
  }

  test('writes the backup that the owner makes', async () => {
    await made()
    replaceProgram(top, `cat '${at('b.tar.gz')}'`)
    chmodSync(at('b.tar.gz'), 0o644)
    const { code, stdout } = await runCommand('backup', at('copy.tar.gz'), '--json', ...config())
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, file: at('copy.tar.gz'), missing: [] })
    expect(await packed('copy.tar.gz')).toEqual(all)
    const over = await runCommand('backup', at('house/state/local-key.pem'), '--force', ...config())
    expect(over).toMatchObject({ code: 1, stderr: expect.stringContaining('is a part of this house') })
  })

  test.each([
    ['fails', 'exit 1', { code: 1, stderr: '' }],
    ['sends something else', 'echo x', { code: 1, stderr: expect.stringContaining('it is no whole .tar.gz file') }],
  ])('writes nothing if the owner %s', async (_name, script, expected) => {
    giveHouse()
    replaceProgram(top, script)
    expect(await runCommand('backup', at('copy.tar.gz'), ...config())).toMatchObject(expected)
    expect(existsSync(at('copy.tar.gz'))).toBe(false)
  })

  test('has the owner restore what root reads', async () => {
    await made()
    replaceProgram(top, 'cat >"$2.got"; echo "$@" >"$2.words"; exit 5')
    const { code } = await runCommand('restore', at('b.tar.gz'), '--exact', ...config())
    expect(code).toBe(5)
    expect(readFileSync(at('house/gateway.yaml.got'))).toEqual(readFileSync(at('b.tar.gz')))
    expect(readFileSync(at('house/gateway.yaml.words'), 'utf8')).toContain(`restore ${at('b.tar.gz')} --exact`)
  })
})

describe('links and files of other users', () => {
  test('a link in the state folder is not followed by a backup', async () => {
    writeFileSync(at('elsewhere/shadow'), 'secret of root')
    rmSync(at('house/state/memory.json'))
    symlinkSync('../../elsewhere/shadow', at('house/state/memory.json'))
    expect((await runCommand('backup', at('b.tar.gz'), ...config())).code).toBe(0)
    const { files } = await unpackArchive(readFileSync(at('b.tar.gz')))
    expect(files.map(({ name }) => name)).not.toContain('state/memory.json')
    expect(files.some(({ bytes }) => String(Buffer.from(bytes)).includes('secret of root'))).toBe(false)
  })

  for (const name of canBecomeOtherUser() ? ['secrets.yaml', 'codes/tv.yaml', 'codes'] : [])
    test(`a file that the owner of the home cannot read, behind ${name}, is in no backup for root, and that is told`, async () => {
      // So that all of the program is loaded before this process has fewer rights.
      await runCommand('backup', at('a.tar.gz'), ...config())
      rmSync(at('house', name), { recursive: true })
      symlinkSync(at(name === 'codes' ? 'elsewhere' : 'elsewhere/ca.pem'), at('house', name))
      chmodSync(at('elsewhere'), 0)
      chmodSync(top, 0o755)
      giveHouse()
      const made = await asOtherUser(() => runCommand('backup', at('b.tar.gz'), ...config()))
      chmodSync(at('elsewhere'), 0o700)
      expect(made).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/ cannot be read \(EACCES\): .* remove a link that you did not make/),
      })
    })

  test('a link in the state folder is replaced by a restore, and what it leads to stays', async () => {
    await runCommand('backup', at('b.tar.gz'), ...config())
    writeFileSync(at('elsewhere/shadow'), 'of root')
    rmSync(at('house/state/memory.json'))
    symlinkSync('../../elsewhere/shadow', at('house/state/memory.json'))
    expect((await runCommand('restore', at('b.tar.gz'), ...config())).code).toBe(0)
    expect(readFileSync(at('elsewhere/shadow'), 'utf8')).toBe('of root')
    expect(lstatSync(at('house/state/memory.json')).isFile()).toBe(true)
    expect(readFileSync(at('house/state/memory.json'), 'utf8')).toBe('{"version":1,"data":{}}')
  })

  test.each(['config/.ssh/authorized_keys', 'config/.bashrc', 'config/tunnels/ssh.conf', 'config/notes.txt'])(
    'an archive with %s, which its configuration does not name, is not restored at all',
    async (name) => {
      await forge([{ name, text: 'x' }])
      rmSync(at('house/codes'), { recursive: true })
      for (const words of [[], ['--outside']]) {
        const { code, stderr } = await runCommand('restore', at('b.tar.gz'), ...words, ...config())
        expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(`${name} is in the backup`) })
      }
      expect(existsSync(at('house/codes'))).toBe(false)
    },
  )

  test('a file outside of the folder that the configuration does not name is not restored', async () => {
    await forge([{ name: 'outside/9-cron', text: 'x', from: at('elsewhere/cron') }])
    const { code, stderr } = await runCommand('restore', at('b.tar.gz'), '--outside', ...config())
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('outside/9-cron is in the backup'),
    })
    expect(existsSync(at('elsewhere/cron'))).toBe(false)
  })

  test.each([
    ['settings of a tunnel', 'tunnels/ssh.conf'],
    ['a hidden file', '.ssh/authorized_keys'],
  ])(
    '%s that the configuration names as another file is restored only if the user asks for it',
    async (_name, name) => {
      await forge(
        [{ name: `config/${name}`, text: 'x' }],
        text().replace('name: lamp,', `name: lamp, description: ${name},`),
      )
      const plain = await runCommand('restore', at('b.tar.gz'), ...config('new'))
      expect(plain).toMatchObject({ code: 0, stderr: expect.stringContaining(at('new', name)) })
      expect(existsSync(at('new', name))).toBe(false)
    },
  )

  test('a backup cannot choose another folder for the state', async () => {
    await forge([], text().replace('state: state', `state: ${at('elsewhere')}`))
    const { code, stderr } = await runCommand('restore', at('b.tar.gz'), ...config('new'))
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining(at('elsewhere/memory.json')) })
    expect(existsSync(at('elsewhere/memory.json'))).toBe(false)
  })
})
