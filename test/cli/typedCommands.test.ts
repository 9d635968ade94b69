import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { typedProgram, writeTypedCommands } from '../../src/cli/terminal/typedCommands.ts'
import { inFolder } from '../support/folder.ts'

const commands = ['check', 'dashboard', 'doctor', 'link', 'run', 'service', 'setup']
const service = { program: 'clova-home', isService: true }
const demo = { program: 'node dist/clova-home.cjs', config: '/tmp/demo/gateway.yaml', isService: false }
const spaced = { program: 'clova-home', config: "/my home/it's.yaml", isService: false }
const checkout = { program: 'node dist/clova-home.cjs', isService: false }
const inDemo = 'node dist/clova-home.cjs --config /tmp/demo/gateway.yaml'

test.each([
  [service, 'Then: sudo clova-home dashboard', 'Then: sudo clova-home dashboard'],
  [demo, 'Then: sudo clova-home dashboard', `Then: ${inDemo} dashboard`],
  [demo, '다시: sudo clova-home dashboard reset', `다시: ${inDemo} dashboard reset`],
  [demo, 'try "clova-home link", or clova-home check', `try "${inDemo} link", or ${inDemo} check`],
  [demo, 'clova-home setup --answers a --config b', 'node dist/clova-home.cjs setup --answers a --config b'],
  [demo, 'sudo clova-home service install', `sudo ${inDemo} service install`],
  [demo, 'start it with: sudo systemctl start clova-home, or clova-home run', `start it with: ${inDemo} run`],
  [demo, 'sudo systemctl start clova-home（または: clova-home run）', `${inDemo} run`],
  [demo, 'sudo systemctl start clova-home-hub', 'sudo systemctl start clova-home-hub'],
  [
    demo,
    '/var/lib/clova-home link, clova-home support: clova-home linked',
    '/var/lib/clova-home link, clova-home support: clova-home linked',
  ],
  [spaced, 'clova-home check', `clova-home --config '/my home/it'\\''s.yaml' check`],
  [checkout, 'sudo clova-home doctor', 'node dist/clova-home.cjs doctor'],
])('commands are printed as they work: %j %s', (invocation, text, printed) =>
  expect(writeTypedCommands(text, invocation, commands)).toBe(printed),
)

test('the program is called by its name if the shell finds it by that, else by its file', () =>
  inFolder((folder) => {
    const script = join(folder, 'clova home.cjs')
    writeFileSync(script, '')
    expect(typedProgram(script, '/nowhere')).toBe(`node '${script}'`)
    symlinkSync(script, join(folder, 'clova-home'))
    expect(typedProgram(script, `/nowhere:${folder}`)).toBe('clova-home')
  }))
