import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { jest } from '@jest/globals'
import { parse } from 'yaml'
import { hub } from '../../src/cli/commands/hub.ts'
import { join } from '../../src/cli/commands/join.ts'
import { parseJoinLine } from '../../src/config/joinLine.ts'
import { createHubState } from '../../src/hub/credentials.ts'
import { readHubState, writeHubSettings, writeHubState } from '../../src/hub/folder.ts'
import { withServer } from '../hub/natsServer.ts'
import { inFolder } from '../support/folder.ts'

const publicUrl = 'https://hub.example.com'

/** Runs `clova-home hub` in a folder. @returns what it prints */
async function runHub(folder: string, positionals: readonly string[], option: Readonly<Record<string, string>> = {}) {
  let printed = ''
  const print = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text
    return true
  })
  try {
    const args = { config: '', json: false, typed: [], languageFor: () => 'en' as const, flag: new Set<string>() }
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

test('hub add accepts the name of a home in any script and Unicode form, and refuses invalid names', async () => {
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

test('a home joins with the line that hub add prints, its configuration stays as it is, and hub remove takes it out', async () => {
  const accepted = {
    reply: ({ subject }: { subject: string }) => (subject.startsWith('$SYS') ? '{"data":{"code":200}}' : undefined),
  }
  await withServer(
    ({ url }) =>
      inFolder(async (folder) => {
        await writeHubState(folder, createHubState([url]))
        await writeHubSettings(folder, { publicUrl, clientSecret: 'console-secret-of-the-hub' })
        const line = /clova-home:\S+/.exec(await runHub(folder, ['add', 'kim']))?.[0] ?? ''
        const { home, seed, clientSecret } = parseJoinLine(line) ?? {}
        const config = joinPath(folder, 'gateway.yaml')
        const before = '# our home\nedition: kr   # in Seoul\n'
        writeFileSync(config, before)
        const print = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
        const args = {
          config,
          json: false,
          typed: [],
          languageFor: () => 'en' as const,
          option: {},
          flag: new Set<string>(),
        }
        try {
          expect(await join.run({ ...args, positionals: [line] })).toBe(0)
          await expect(join.run({ ...args, positionals: ['kim'] })).rejects.toThrow(/Nothing was written/)
        } finally {
          print.mockRestore()
        }
        const text = readFileSync(config, 'utf8')
        expect(text.startsWith(before)).toBe(true)
        expect(text).not.toContain(seed)
        const secrets = parse(readFileSync(joinPath(folder, 'secrets.yaml'), 'utf8'))
        expect(
          parse(text, { customTags: [{ tag: '!secret', resolve: (name: string) => secrets[name] }] }),
        ).toMatchObject({
          server: { publicUrl },
          hub: { home, servers: [url] },
          linking: { clientId: 'clova', clientSecret },
        })
        expect(await runHub(folder, ['list'])).toMatch(new RegExp(`kim +${home} +no `))
        await runHub(folder, ['remove', 'kim'])
        expect(await runHub(folder, ['list'])).not.toContain('kim')
      }),
    accepted,
  )
})
