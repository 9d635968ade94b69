import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageTunnelFolders } from '../../src/cli/setup/tunnel.ts'
import { loadConfig } from '../../src/config/load.ts'
import { loadContext } from '../../src/gateway/environment.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The settings of a unit, each with all its values. */
function settings(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [, name = '', value = ''] of text.replace(/\\\n/g, '').matchAll(/^([A-Za-z]+)=(.*)$/gm))
    found.set(name, [...(found.get(name) ?? []), value])
  return found
}

/** What V8 cannot live with, or what would go round the walls. */
test('the unit of the gateway is sandboxed, and permits what Node needs', () => {
  const unit = settings(read('systemd/clova-home.service'))
  expect(unit.has('MemoryDenyWriteExecute')).toBe(false)
  expect(unit.get('SystemCallFilter')).toEqual(['@system-service @pkey', '~@privileged @resources'])
  expect(unit.get('SystemCallErrorNumber')).toEqual(['EPERM'])
  expect(unit.get('RestrictAddressFamilies')).toEqual(['AF_INET AF_INET6 AF_UNIX AF_NETLINK'])
  expect(unit.get('User')).toEqual(['clova-home'])
  expect(unit.get('ReadWritePaths')).toEqual(['-/etc/clova-home'])
  expect(unit.get('InaccessiblePaths')).toEqual(['-/etc/clova-home/tunnels'])
  expect(unit.get('Type')).toEqual(['notify'])
  expect(unit.get('NotifyAccess')).toEqual(['all'])
})

test('the program ends on a wrong configuration with the exit code that the unit does not restart', () => {
  const [code] = settings(read('systemd/clova-home.service')).get('RestartPreventExitStatus') ?? []
  expect(read('src/cli/commands/run.ts')).toContain(`const exitConfigError = ${code}\n`)
})

const kinds = readdirSync(join(root, 'systemd')).flatMap(
  (name) => /^clova-home-tunnel@(.*)\.service\.d$/.exec(name)?.[1] ?? [],
)

test.each(kinds)('the tunnel by %s has an example, and gets its secrets as credentials', (kind) => {
  const own = settings(read(`systemd/clova-home-tunnel@${kind}.service.d/${kind}.conf`))
  const [needed = ''] = own.get('AssertPathExists') ?? []
  expect(needed).toMatch(/^\/etc\/clova-home\/tunnels\//)
  expect(existsSync(join(root, 'systemd/tunnels', needed.split('/').at(-1) ?? ''))).toBe(true)
  expect(own.get('ExecStart')).toHaveLength(1)
  for (const credential of own.get('LoadCredential') ?? [])
    expect(credential).toMatch(/^[\w.]+:\/etc\/clova-home\/tunnels\/\w/)
  expect(own.get('ExecStart')?.[0]).not.toContain('/etc/')
  expect(own.has('User')).toBe(false)
})

test('every tunnel leads to the public listener only', () => {
  expect(kinds.sort()).toEqual(['cloudflared', 'frp', 'ssh'])
  const examples = kinds.map((kind) =>
    read(`systemd/tunnels/${readdirSync(join(root, 'systemd/tunnels')).find((name) => name.startsWith(kind))}`),
  )
  for (const text of examples) expect(text).toContain('8710')
  expect(read('systemd/tunnels/cloudflared.yml')).toMatch(/- service: http_status:404\n$/)
})

test('the first configuration of the package is valid and empty', async () => {
  const { config, problems } = await loadConfig(join(root, 'packaging/gateway.yaml'), loadContext)
  expect(problems).toEqual([])
  expect(config?.appliances).toEqual([])
  expect(config?.drivers.size).toBe(0)
})

test('the commented examples in it are valid too', async () => {
  const text = read('packaging/gateway.yaml')
    .replace(/: \{\}$/m, ':')
    .replace(/: \[\]$/m, ':')
    .replace(/^ {2}# ( *\S)/gm, '  $1')
    .replace('type: hue', 'type: virtual')
    .replace('transmitter: broadlink', 'transmitter: broadlink, host: 192.0.2.1'.replace(', ', '\n    '))
  const { parseConfig } = await import('../../src/config/load.ts')
  const { problems } = await parseConfig('/x/gateway.yaml', text, { ...loadContext, env: { mqtt_password: 'secret' } })
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(text).toContain('\n  - id: desk-lamp')
})

test('the program reads nothing below /usr/share/doc, which a machine may not install', () => {
  const made = read('packaging/package.mjs')
  const [, folder = ''] = /^\/usr\/share\/clova-home-gateway\/(.*)$/.exec(packageTunnelFolders.examples) ?? []
  expect(folder).toBe('tunnels')
  expect(made).toContain(`copy('systemd/tunnels', \`\${share}/${folder}\`)`)
})
