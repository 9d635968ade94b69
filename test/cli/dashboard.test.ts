import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DashboardAccounts } from '../../src/http/dashboard/accounts.ts'
import { runCommand } from '../support/commandLine.ts'
import { inFolder } from '../support/folder.ts'

/** The accounts as a gateway reads them at its start. */
const accountsIn = (folder: string) => new DashboardAccounts(join(folder, 'state', 'dashboard.json'), () => {})

describe('clova-home dashboard, while no gateway runs', () => {
  test.each([
    ['an empty home', 'edition: kr\n'],
    ['a configuration with mistakes', 'edition: nonsense\nappliances: [\n'],
  ])('with %s it keeps the code that it shows for the next start', (_what, yaml) =>
    inFolder(async (folder) => {
      const file = join(folder, 'gateway.yaml')
      writeFileSync(file, yaml)
      const { code, stdout, stderr } = await runCommand('dashboard', '--config', file)
      expect(code).toBe(1)
      expect(stderr).toContain('no gateway runs')
      const [, shown] = /code {3}(\w{4}-\w{4})/.exec(stdout) ?? []
      expect(accountsIn(folder).code()).toMatchObject({ text: shown, isForNetwork: true })
      expect(statSync(join(folder, 'state', 'dashboard.json')).mode & 0o777).toBe(0o600)
    }),
  )

  test('reset forgets the password of the owner, and keeps members and API tokens', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'gateway.yaml')
      writeFileSync(file, 'edition: kr\n')
      const before = accountsIn(folder)
      before.setOwnerPassword('$scrypt$ln=4,r=8,p=1$x$y')
      before.setMember('minji', {}, '$scrypt$ln=4,r=8,p=1$x$y')
      before.createToken({ name: 'script', role: 'member' })
      await before.save()
      expect((await runCommand('dashboard', '--config', file)).stdout).not.toContain('code')
      const { stdout } = await runCommand('dashboard', 'reset', '--json', '--config', file)
      const after = accountsIn(folder)
      expect(after.hasPassword()).toBe(false)
      expect(after.code()).toMatchObject({ text: JSON.parse(stdout).code })
      expect([after.members().length, after.tokens().length]).toEqual([1, 1])
    }))

  test('refuses any other argument', async () => {
    expect(await runCommand('dashboard', 'rest')).toMatchObject({ code: 2 })
  })
})
