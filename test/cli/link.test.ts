import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { jest } from '@jest/globals'
import * as z from 'zod'
import { showForm } from '../../src/cli/consoleForm/form.ts'
import { accountId } from '../../src/oauth/accounts.ts'
import { Grants } from '../../src/oauth/grants.ts'
import { hashPassword, verifyPassword } from '../../src/oauth/password.ts'
import { freePort } from '../support/broker.ts'
import { pem } from '../support/clova.ts'
import { runCommand } from '../support/commandLine.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { type Finished, type Running, start } from '../support/process.ts'

const folder = makeFolder()
const file = join(folder, 'gateway.yaml')
const config = ['--config', file]
const secret = 'a-client-secret-of-32-characters'
const redirectUri = 'https://prod-ni-cic.clova.ai/v1/al/token/'
const hash = '$scrypt$ln=14,r=8,p=1$NFb7nL8Xa2GLZrPg0HfIow$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
let port: number
let gateway: Running | undefined
afterAll(() => {
  gateway?.child.kill('SIGKILL')
  removeFolder(folder)
})

const write = (linking: string, server = '') =>
  writeFileSync(
    file,
    `server: { listen: '127.0.0.1:${port}'${server} }\nsignature: { publicKey: clova.pem }\ndashboard: { enabled: false }\ndrivers: {}\n${linking}`,
  )
const linked = `linking: { clientSecret: !secret link, users: [{ name: family, password: '${hash}' }] }\n`
beforeAll(async () => {
  port = await freePort()
  writeFileSync(join(folder, 'secrets.yaml'), `link: ${secret}\n`, { mode: 0o600 })
  writeFileSync(join(folder, 'clova.pem'), pem)
})

/** `clova-home password` with something piped into it. */
async function typed(text: string, ...words: string[]): Promise<Finished> {
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([text]) })
  try {
    return await runCommand('password', ...words)
  } finally {
    if (stdin) Object.defineProperty(process, 'stdin', stdin)
  }
}

describe('password', () => {
  test('hashes the first line of a pipe', async () => {
    const { code, stdout, stderr } = await typed('correct horse\r\nand more\n')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(await verifyPassword('correct horse', stdout.trim())).toBe(true)
    expect(stdout).not.toContain('correct')
  })
  test('prints JSON for scripts', async () => {
    const { password } = JSON.parse((await typed('correct horse\n', '--json')).stdout)
    expect(password).toMatch(/^\$scrypt\$/)
  })
  test.each([
    ['one that is short', 'short\n', 'at least 8'],
    ['none', '', 'nothing was typed'],
  ])('refuses %s', async (_what, text, why) => {
    const { code, stdout, stderr } = await typed(text)
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(why) })
  })
})

describe('link', () => {
  test('shows everything that is missing, and how to add it', async () => {
    write('')
    const { code, stdout, stderr } = await runCommand('link', ...config)
    expect(code).toBe(1)
    expect(stdout).toContain('클라이언트 ID')
    expect(stderr).toContain("publicUrl: 'https://home.example.com'")
    expect(stderr).toMatch(/linking_client_secret: [0-9a-f]{64}/)
    expect(stderr).toMatch(/node \S+ --config \S+ password/)
  })
  test('shows the code of a home behind a hub instead of the form', async () => {
    const hubFile = join(folder, 'hub.yaml')
    writeFileSync(
      hubFile,
      `signature: { publicKey: clova.pem }\ndrivers: {}\nhub: { home: 0123456789ab, servers: ['tls://nats.example.com:4222'], credentials: 'a.b.c SUAAAA' }\n${linked}`,
    )
    const shown = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      expect(await showForm(hubFile, false)).toBe(0)
      expect(await showForm(hubFile, true)).toBe(0)
      const [text, json] = shown.mock.calls.map(([written]) => String(written))
      expect(text).toContain('enter this code: 0123-4567-89ab')
      expect(text).not.toContain('/oauth/')
      expect(JSON.parse(String(json))).toEqual({ home: '0123-4567-89ab', missing: [] })
    } finally {
      shown.mockRestore()
    }
  })
  test('shows every value of the form in its order, and the redirect URI', async () => {
    write(linked, ', publicUrl: https://home.example.com')
    const { code, stdout, stderr } = await runCommand('link', ...config)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const rows = stdout.split('\n').flatMap(
      (line) =>
        line
          .match(/^ {2}(\S.*?) {2,}(\S.*)$/)
          ?.slice(1, 3)
          .join(': ') ?? [],
    )
    expect(rows.filter((row) => !row.includes('('))).toEqual([
      'Extension 서버 URL: https://home.example.com/clova',
      '계정 연결 여부: yes',
      '로그인 URL: https://home.example.com/oauth/authorize',
      '클라이언트 ID: clova',
      'Access token URI: https://home.example.com/oauth/token',
      'Access token 재발급 URI: https://home.example.com/oauth/token',
      `클라이언트 secret: ${secret}`,
    ])
    expect(stdout).toContain(`\n  ${redirectUri}\n`)
  })
  test('uses the terms of the other edition, and prints JSON for scripts', async () => {
    writeFileSync(file, `edition: jp\n${readFileSync(file, 'utf8')}`)
    const { code, stdout } = await runCommand('link', '--json', ...config)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      fields: { authorizationUrl: 'https://home.example.com/oauth/authorize', clientSecret: secret },
      redirectUris: ['https://clova-cic.line-apps.com/v1/al/token/'],
      missing: [],
    })
  })
  test.each([
    ['another word', ['link', 'stauts'], '"stauts" is none of status, revoke'],
    ['a name where none goes', ['link', 'status', 'family'], '"family" is too much'],
  ])('with %s is wrong usage', async (_what, words, why) => {
    expect(await runCommand(...words, ...config)).toMatchObject({ code: 2, stderr: expect.stringContaining(why) })
  })
})

describe.each(['beside the file', 'of the gateway that runs'])('the links, %s', (where) => {
  const runs = where !== 'beside the file'
  beforeAll(async () => {
    write(linked)
    const kept = new Grants({ file: join(folder, 'state', 'grants.json'), warn: () => {} })
    kept.revoke(kept.list())
    for (const account of [accountId({ password: hash }), 'another', accountId({ password: hash })]) {
      const by = { client: 'clova', redirectUri }
      const code = kept.createCode({ ...by, user: account === 'another' ? 'gone' : 'family', account })
      const grant = kept.redeem(code)
      if (grant) kept.firstRefreshToken(grant, code)
    }
    await kept.flushed()
    if (!runs) return
    gateway = start(['run', ...config])
    await gateway.untilOutput('the gateway is listening')
  })
  const status = async () => JSON.parse((await runCommand('link', 'status', '--json', ...config)).stdout)

  test('are shown with their user, creation, last use, and whether they work', async () => {
    const { stdout, code } = await runCommand('link', 'status', ...config)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^ID +USER +SINCE +LAST USED +IN FORCE\n[0-9a-f]{6} +family +20\S+ \d\d:\d\d +20\S+ \d\d:\d\d +yes\n/,
    )
    expect(stdout).toMatch(/ gone .* no: the user is gone/)
  })
  test('are revoked by the name of their user, by their id, or all together', async () => {
    const [first] = await status()
    expect(await runCommand('link', 'revoke', 'nobody', ...config)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('link status'),
    })
    expect(await runCommand('link', 'revoke', 'gone', ...config)).toMatchObject({
      code: 0,
      stdout: 'One link is ended.\n',
    })
    expect(await runCommand('link', 'revoke', first.id, ...config)).toMatchObject({ code: 0 })
    expect(await status()).toHaveLength(1)
    expect(await runCommand('link', 'revoke', ...config)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('link revoke --all'),
    })
    expect(await runCommand('link', 'revoke', '--all', ...config)).toMatchObject({ code: 0 })
    // On the disk too, whether the gateway or the command ended it.
    expect(JSON.parse(readFileSync(join(folder, 'state', 'grants.json'), 'utf8')).data.grants).toEqual([])
  })
})

describe('link status with no gateway', () => {
  const grantsFile = join(folder, 'state', 'grants.json')
  test('reports a damaged file, and leaves it as it is', async () => {
    gateway?.child.kill('SIGKILL')
    await gateway?.finished
    write(linked)
    rmSync(join(folder, 'state'), { recursive: true, force: true })
    mkdirSync(join(folder, 'state'))
    writeFileSync(grantsFile, 'junk')
    const { code, stdout, stderr } = await runCommand('link', 'status', ...config)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('grants.json is damaged')
    expect(readdirSync(join(folder, 'state'))).toEqual(['grants.json'])
    expect(readFileSync(grantsFile, 'utf8')).toBe('junk')
    rmSync(grantsFile)
  })
  test('reports that linking is no longer set up when it was removed from the configuration', async () => {
    const kept = new Grants({ file: grantsFile, warn: () => {} })
    const by = { client: 'clova', redirectUri }
    const code = kept.createCode({ ...by, user: 'family', account: accountId({ password: hash }) })
    const grant = kept.redeem(code)
    if (grant) kept.firstRefreshToken(grant, code)
    await kept.flushed()
    write('')
    expect((await runCommand('link', 'status', ...config)).stdout).toContain('no: account linking is not set up')
    kept.revoke(kept.list())
    await kept.flushed()
  })
})

test('tokens that CLOVA received survive a kill between any two steps, and a new password revokes them', async () => {
  write(linked.replace(hash, await hashPassword('open sesame', { ln: 14, r: 8, p: 1 })))
  const at = (path: string) => `http://127.0.0.1:${port}${path}`
  const again = async () => {
    gateway?.child.kill('SIGKILL')
    await gateway?.finished
    gateway = start(['run', ...config])
    await gateway.untilOutput('the gateway is listening')
  }
  const post = (path: string, form: Record<string, string>, headers = {}) =>
    fetch(at(path), { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(form) })
  const token = async (form: Record<string, string>) => {
    const answer = await post('/oauth/token', { ...form, client_id: 'clova', client_secret: secret })
    return z.record(z.string(), z.coerce.string()).parse(await answer.json())
  }
  await again()
  const asked = { state: 's', client_id: 'clova', response_type: 'code', redirect_uri: redirectUri }
  const page = await fetch(at(`/oauth/authorize?${new URLSearchParams(asked)}`))
  const form = /name="form" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const Cookie = String(page.headers.get('set-cookie')?.split(';')[0])
  await again()
  const to = await post('/oauth/authorize', { ...asked, form, username: 'family', password: 'open sesame' }, { Cookie })
  const code = String(new URL(String(to.headers.get('location'))).searchParams.get('code'))
  await again()
  const first = await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
  await again()
  const second = await token({ grant_type: 'refresh_token', refresh_token: String(first.refresh_token) })
  await again()
  // The answer was lost on the way.
  const third = await token({ grant_type: 'refresh_token', refresh_token: String(first.refresh_token) })
  expect(new Set([first, second, third].map((one) => one.access_token)).size).toBe(3)
  write(linked)
  await gateway?.untilOutput('is in force')
  expect(await token({ grant_type: 'refresh_token', refresh_token: String(third.refresh_token) })).toMatchObject({
    error: 'invalid_grant',
  })
  expect(JSON.parse((await runCommand('link', 'status', '--json', ...config)).stdout)).toMatchObject([
    { inForce: false },
  ])
})
