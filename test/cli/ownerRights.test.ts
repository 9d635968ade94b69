import { chmodSync, chownSync, lchownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { ownerForRoot, runAsOwner } from '../../src/cli/ownerRights.ts'
import type { HostAccess } from '../../src/util/host.ts'
import { runCommand } from '../support/commandLine.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { isRoot, otherUser, replaceProgram } from '../support/rights.ts'

let top: string
const at = (...names: string[]) => join(top, ...names)
beforeEach(() => {
  top = makeFolder()
  chmodSync(top, 0o755)
  mkdirSync(at('home'))
  writeFileSync(at('home/gateway.yaml'), 'edition: kr')
  writeFileSync(at('secret'), 'of root', { mode: 0o600 })
})
afterEach(() => {
  jest.restoreAllMocks()
  removeFolder(top)
})

/** A machine on which `id -G` answers this, and that has no setpriv. */
const machine = (groups: string | undefined): HostAccess => ({
  program: async (name) => (name === 'id' ? groups : undefined),
  lookup: async () => [],
  now: Date.now,
})
const owner = { uid: otherUser, gid: otherUser, otherGroups: [] }
const typed = ['token', 'list']
const giveHome = () => {
  if (isRoot) for (const name of ['home', 'home/gateway.yaml']) chownSync(at(name), otherUser, otherUser)
}

describe('the owner of a home, when root runs a command on it', () => {
  const find = (groups?: string, file = at('home/gateway.yaml')) => ownerForRoot(file, machine(groups))

  test.each([
    ['the groups of its account', '44 999 27\n', { gid: 44, otherGroups: [999, 27] }],
    ['one group, if it has no account', undefined, { gid: otherUser, otherGroups: [] }],
  ])('is another user, with %s', async (_name, groups, expected) => {
    jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(0)
    giveHome()
    expect(await find(groups)).toEqual({ uid: otherUser, ...expected })
  })

  test('is the user who made a link in place of the configuration', async () => {
    jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(0)
    symlinkSync(at('secret'), at('home/link.yaml'))
    if (isRoot) lchownSync(at('home/link.yaml'), otherUser, otherUser)
    expect(await find(undefined, at('home/link.yaml'))).toMatchObject({ uid: otherUser })
  })

  test('is not determined if root owns everything, if nothing exists, or if the caller is not root', async () => {
    jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(0)
    expect(await find(undefined, '/')).toBeUndefined()
    expect(await find(undefined, at('none/gateway.yaml'))).toBeUndefined()
    giveHome()
    jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(1000)
    expect(await find()).toBeUndefined()
  })
})

describe('the program with the rights of the owner', () => {
  const output = { maxBytes: 1000, timeoutMs: 60_000 }
  const run = (
    script: string,
    exchange: Parameters<typeof runAsOwner>[2] = { output },
    groups: readonly number[] = [],
  ) => {
    replaceProgram(top, script)
    return runAsOwner(
      { ...owner, otherGroups: groups },
      { config: at('home/gateway.yaml'), typed },
      exchange,
      machine(''),
    )
  }

  test('runs as that user without the groups of root, and cannot read files of root', async () => {
    const { code, output } = await run(`echo $(id -u) $(id -G); cat '${at('secret')}' 2>/dev/null; exit 3`)
    // Whoever is not root cannot leave its groups, and owns the file.
    if (isRoot) expect([code, String(output)]).toEqual([3, `${otherUser} ${otherUser}\n`])
    else expect([code, String(output)]).toEqual([3, expect.stringMatching(new RegExp(`^${otherUser} .*\nof root$`))])
  })

  test('has no terminal, and gets the configuration, the typed words, the input and the user it works for', async () => {
    process.env.TMPDIR = '/root/tmp'
    const { output: said } = await run(
      'test $(cut -d " " -f 6 /proc/$$/stat) = $$ && echo "$@"; cat; echo " $CLOVA_HOME_FOR_ROOT ${TMPDIR-none}"',
      { input: Buffer.from('archive'), output },
    )
    delete process.env.TMPDIR
    expect(String(said)).toBe(`--config ${at('home/gateway.yaml')} token list\narchive 1 none\n`)
  })

  test.each([
    ['writes more than it may', 'yes', { ...output, maxBytes: 10 }, '"clova-home token list" sent more than it may'],
    ['takes too long', 'exec sleep 300', { ...output, timeoutMs: 1 }, '"clova-home token list" did not end in time'],
  ])('is killed if it %s', async (_name, script, output, message) => {
    await expect(run(script, { output })).rejects.toThrow(message)
  })

  test('receives the signals that root receives', async () => {
    const before = process.listenerCount('SIGTERM')
    const ran = run('exec sleep 300')
    process.emit('SIGTERM', 'SIGTERM')
    expect((await ran).code).toBe(128 + 15)
    expect(process.listenerCount('SIGTERM')).toBe(before)
  })

  test('is not started if that user cannot read the program', async () => {
    replaceProgram(top, 'echo')
    chmodSync(at('program.sh'), 0)
    const ran = runAsOwner(owner, { config: 'gateway.yaml', typed }, {}, machine(''))
    await expect(ran).rejects.toThrow(/cannot read the program .*program\.sh; install it where everybody can/)
  })

  test('has the other groups of its account if a system program can set them', async () => {
    writeFileSync(at('setpriv'), '#!/bin/sh\necho "$@"', { mode: 0o755 })
    const { PATH } = process.env
    process.env.PATH = top
    replaceProgram(top, 'echo')
    const host = { ...machine(''), program: async () => 'setpriv 2.38' }
    const args = { config: at('home/gateway.yaml'), typed }
    const { output: said } = await runAsOwner({ ...owner, gid: 7, otherGroups: [44, 27] }, args, { output }, host)
    process.env.PATH = PATH
    expect(String(said)).toBe(
      `--reuid=${otherUser} --regid=7 --groups=7,44,27 -- /bin/sh ${at('program.sh')} --config ${at('home/gateway.yaml')} token list\n`,
    )
  })
})

test.each([
  ['token', ['list'], true],
  ['migrate', ['--quiet'], true],
  ['check', [], false],
])(
  'root runs "%s" with the rights of the owner, unless the command is for root only',
  async (name, words, isOfOwner) => {
    giveHome()
    replaceProgram(top, 'echo "$@" >"$2.ran"; exit 3')
    const { code } = await runCommand(name, ...words, '--config', at('home/gateway.yaml'))
    if (!isOfOwner) expect(code).toBe(0)
    else {
      expect(code).toBe(3)
      expect(readFileSync(at('home/gateway.yaml.ran'), 'utf8')).toContain(` ${[name, ...words].join(' ')} `)
    }
  },
)
