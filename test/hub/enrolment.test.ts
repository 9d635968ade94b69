import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { jest } from '@jest/globals'
import { parse } from 'yaml'
import { hub } from '../../src/cli/commands/hub.ts'
import { join } from '../../src/cli/commands/join.ts'
import { parseJoinLine } from '../../src/config/joinLine.ts'
import { openHubAgent } from '../../src/hub/agent.ts'
import { connectOnce, parseCredentials } from '../../src/hub/connection.ts'
import { addHome, initHub, listHomes, pushRevocations, removeHome } from '../../src/hub/enrolment.ts'
import { readHubSettings, readHubState, writeHubSettings, writeHubState } from '../../src/hub/folder.ts'
import { inFolder } from '../support/folder.ts'
import { startCluster } from './cluster.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const publicUrl = 'https://hub.example.com'
const servers = [1, 2, 3].map((i) => ({
  name: `nats${i}`,
  clientAddress: '0.0.0.0:4222',
  routeAddress: `nats${i}.example.com:6222`,
}))

test('hub init writes keys that only their owner reads, settings, and a configuration that each nats-server accepts', async () => {
  await inFolder(async (folder) => {
    const files = await initHub(folder, { publicUrl, servers, urls: ['tls://nats1.example.com:4222'] })
    expect(statSync(joinPath(folder, 'keys.json')).mode & 0o777).toBe(0o600)
    expect(readHubSettings(folder)).toMatchObject({ publicUrl, clientSecret: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(files).toEqual([1, 2, 3].map((i) => joinPath(folder, `nats/nats${i}.conf`)))
    expect(statSync(joinPath(folder, 'nats')).mode & 0o777).toBe(0o700)
    for (const [i, file] of files.entries()) {
      const text = readFileSync(file, 'utf8')
      // Even a trial makes the folder for accounts, so it is moved into that of this test.
      const trial = joinPath(folder, 'trial.conf')
      writeFileSync(trial, text.replace('/var/lib/nats/', `${folder}/`))
      const env = { PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }
      const { stderr, status } = spawnSync('nats-server', ['-t', '-c', trial], {
        encoding: 'utf8',
        env,
        timeout: 20_000,
      })
      expect({ status, stderr }).toMatchObject({ status: 0 })
      for (const [j, { routeAddress }] of servers.entries())
        expect(/nats-route:\/\/route:[\w-]{43}@/.test(text) && text.includes(`@${routeAddress}"`)).toBe(j !== i)
      // The keys that sign stay with the operator.
      for (const seed of [readHubState(folder).operatorSeed, readHubState(folder).accountSeed])
        expect(text).not.toContain(seed)
    }
    await expect(initHub(folder, { publicUrl, servers, urls: [] })).rejects.toThrow(
      `${folder} has the keys of a hub already`,
    )
  })
})

/** Runs `clova-home hub` in a folder. @returns what it prints */
async function runHub(folder: string, positionals: readonly string[], option: Readonly<Record<string, string>> = {}) {
  let printed = ''
  const print = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text
    return true
  })
  try {
    const args = { config: '', json: false, languageFor: () => 'en' as const, flag: new Set<string>() }
    await hub.run({ ...args, positionals, option: { ...option, folder } })
    return printed
  } finally {
    print.mockRestore()
  }
}

test.each([
  ['', '"" is no host'],
  ['nats1.example.com,', '"" is no host'],
  ['nats1.example.com;nats2.example.com', 'is no host'],
  ['tls://nats1.example.com', '"tls://nats1.example.com" is no host'],
  ['a" listen: b', 'is no host'],
  ['nats1.example.com:0', 'is no host'],
  ['nats1.example.com:65536', 'is no host'],
  ['nats1.example.com:4222:1', 'is no host'],
  ['nats1.example.com., nats2.example.com', 'is no host'],
  ['nats1.example.com, nats1.example.com', 'the host "nats1.example.com" is named twice'],
])('hub init refuses the servers "%s", and writes nothing', async (servers, message) => {
  await inFolder(async (outer) => {
    const folder = joinPath(outer, 'hub')
    await expect(runHub(folder, ['init'], { url: publicUrl, servers })).rejects.toThrow(message)
    expect(existsSync(folder)).toBe(false)
  })
})

test.each(['nats1', 'nats1.example.com:4222,nats2.example.com:65535', '192.0.2.1, 192.0.2.2'])(
  'hub init takes the servers "%s"',
  async (servers) => {
    await inFolder(async (outer) => {
      const folder = joinPath(outer, 'etc/hub')
      await runHub(folder, ['init'], { url: publicUrl, servers })
      const port = (host: string) => (host.includes(':') ? host : `${host}:4222`)
      expect(readHubState(folder).servers).toEqual(servers.split(/, ?/).map((host) => `tls://${port(host)}`))
    })
  },
)

test('hub add takes the name of a home in any script, as it is typed on any machine, and refuses what is no name', async () => {
  await inFolder(async (folder) => {
    await runHub(folder, ['init'], { url: publicUrl, servers: 'nats1.example.com' })
    const printed = await runHub(folder, ['add', ' 우리집 2 '.normalize('NFD')])
    const [entry] = readHubState(folder).homes
    expect(entry?.name).toBe('우리집 2')
    const { home, jwt } = parseJoinLine(/clova-home:\S+/.exec(printed)?.[0] ?? '') ?? {}
    expect(home).toBe(entry?.home)
    // The servers know it by its id.
    expect(JSON.parse(Buffer.from(jwt?.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ name: home })
    const lineOf = (text: string) => parseJoinLine(/clova-home:\S+/.exec(text)?.[0] ?? '')
    expect(lineOf(printed)).not.toHaveProperty('ca')
    writeFileSync(joinPath(folder, 'ca.pem'), 'PEM')
    appendFileSync(joinPath(folder, 'hub.yaml'), 'ca: ca.pem\n')
    expect(lineOf(await runHub(folder, ['add', '가'.repeat(60)]))).toMatchObject({ ca: 'PEM' })
    await expect(runHub(folder, ['add', '우리집 2'])).rejects.toThrow('there is a home "우리집 2" already')
    await expect(runHub(folder, ['add'])).rejects.toThrow('the home needs a name: clova-home hub add NAME')
    await expect(runHub(folder, ['add', ' '])).rejects.toThrow('the home needs a name')
    for (const name of ['a\nb', 'a\x1b[2Jb', '가'.repeat(61)])
      await expect(runHub(folder, ['add', name])).rejects.toThrow('one line of up to 60 characters')
    await expect(runHub(folder, ['remove', 'lee'])).rejects.toThrow('there is no home "lee"')
    await expect(runHub(folder, ['frob'])).rejects.toThrow('"frob" is none of init, add, list, remove, push')
    expect(readHubState(folder).homes).toHaveLength(2)
  })
})

test('a home is enrolled by one line, joins by it, is listed, and is out once it was removed', async () => {
  const cluster = await startCluster(1)
  const print = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  const agents: { close(): Promise<void> }[] = []
  try {
    await inFolder(async (folder) => {
      await writeHubState(folder, cluster.state)
      await writeHubSettings(folder, { publicUrl, clientSecret: 'console-secret-of-the-hub' })
      const line = await addHome(folder, 'kim')
      await addHome(folder, 'lee')
      await expect(addHome(folder, 'kim')).rejects.toThrow('there is a home "kim" already')
      const { home, seed, clientSecret } = parseJoinLine(line) ?? {}
      expect(readFileSync(joinPath(folder, 'keys.json'), 'utf8')).not.toContain(seed)

      const config = joinPath(folder, 'gateway.yaml')
      const before = '# our home\nedition: kr   # in Seoul\n'
      writeFileSync(config, before)
      const args = { config, json: false, languageFor: () => 'en' as const, option: {}, flag: new Set<string>() }
      expect(await join.run({ ...args, positionals: [line] })).toBe(0)
      const text = readFileSync(config, 'utf8')
      expect(text.startsWith(before)).toBe(true)
      const secrets = parse(readFileSync(joinPath(folder, 'secrets.yaml'), 'utf8'))
      expect(text).not.toContain(seed)
      const written = parse(text, { customTags: [{ tag: '!secret', resolve: (name: string) => secrets[name] }] })
      expect(written).toMatchObject({
        server: { publicUrl },
        hub: { home, servers: cluster.urls },
        linking: { clientId: 'clova', clientSecret },
      })

      const agent = openHubAgent(written.hub, () => (_request, response) => void response.end(), log)
      agents.push(agent)
      agent.start()
      const listed = async () => (await listHomes(folder)).map(({ name, status }) => [name, status !== undefined])
      while (!agent.status().connected) await new Promise((resolve) => setTimeout(resolve, 20))
      expect(await listed()).toEqual([
        ['kim', true],
        ['lee', false],
      ])

      // A removal while the cluster is away is kept, and given to the cluster later.
      await cluster.kill(0)
      await expect(removeHome(folder, 'kim')).rejects.toThrow(
        `the cluster cannot be reached at ${cluster.urls[0]}: ${cluster.urls[0]?.slice(7)}: `,
      )
      await expect(removeHome(folder, 'kim')).rejects.toThrow('there is no home "kim"')
      await cluster.start(0)
      await pushRevocations(folder)
      expect(await listed()).toEqual([['lee', false]])
      await expect(
        connectOnce({ servers: cluster.urls, credentials: parseCredentials(written.hub.credentials) }, 'removed'),
      ).rejects.toThrow(/authorization/i)
      await expect(join.run({ ...args, positionals: [line] })).rejects.toThrow(/Nothing was written/)
      expect(readFileSync(config, 'utf8')).toBe(text)
    })
  } finally {
    print.mockRestore()
    for (const agent of agents) await agent.close()
    await cluster.stop()
  }
}, 30_000)

test.each(['', 'clova-home:', 'clova-home:e30', 'kim'])('the line "%s" is not one of hub add', (line) => {
  expect(parseJoinLine(line)).toBeUndefined()
})
