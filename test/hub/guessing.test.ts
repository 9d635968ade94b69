import { join } from 'node:path'
import Koa, { type Middleware } from 'koa'
import { RefusalLog } from '../../src/http/middleware/errorHandler.ts'
import { clientAddressResolver } from '../../src/http/oauth/clientAddress.ts'
import { createOAuthRouter } from '../../src/http/oauth/router.ts'
import { Authenticator } from '../../src/oauth/authenticator.ts'
import { Grants } from '../../src/oauth/grants.ts'
import { LoginAttempts } from '../../src/oauth/loginAttempts.ts'
import { hashPassword } from '../../src/oauth/password.ts'
import { closeBeforeRemoval, inFolder } from '../support/folder.ts'
import { asked, encoded, hiddenFields, password, redirectUri } from '../support/linkingClients.ts'
import { silent } from '../support/log.ts'
import { homeInProcess, hubInProcess } from './testHub.ts'

const id = '0123456789ab'
const maxAttemptsAtHub = 30

/** A hub and one home whose login page is behind it; the delays of wrong logins are over at once. */
async function hubWithLogins(folder: string) {
  const users = [{ name: 'kim', password: await hashPassword(password, { ln: 1, r: 1, p: 1 }) }]
  const linking = { homeName: 'h', clientId: 'clova', clientSecret: 's', redirectUris: [redirectUri], users }
  const grants = new Grants({ file: join(folder, 'grants.json'), warn() {}, tokenPrefix: () => `${id}.` })
  closeBeforeRemoval(folder, () => grants.flushed())
  const router = createOAuthRouter({
    linking,
    language: 'en',
    grants,
    authenticator: new Authenticator(
      () => linking,
      new LoginAttempts(),
      async () => {},
    ),
    addressOf: clientAddressResolver(undefined),
    formKey: async () => 'the key of the forms',
    inFlight: { browser: 0, backchannel: 0 },
    refused: new RefusalLog(silent),
    log: silent,
  })
  const app = new Koa().use(router.routes() as Middleware)
  const { send } = await hubInProcess({ [id]: homeInProcess(app.callback()) })
  const query = encoded({ ...asked, state: 'guess' })
  const typed = { 'Content-Type': 'application/x-www-form-urlencoded', 'Accept-Language': 'en' }
  const choose = (home: string, from: string) =>
    send(encoded({ query, home }), { ...typed, 'X-Forwarded-For': from }, { path: '/oauth/home' })
  const cookieOf = (answer: Awaited<ReturnType<typeof send>>) => String(answer.headers['set-cookie']).split(';')[0]
  const homeCookie = cookieOf(await choose(id, '203.0.113.1'))
  const page = await send('', { Cookie: `${homeCookie}` }, { method: 'GET', path: `/oauth/authorize?${query}` })
  const Cookie = `${homeCookie}; ${cookieOf(page)}`
  const login = async (from: string, fields: Record<string, string> = {}) => {
    const form = { ...hiddenFields(page.body), username: 'kim', password: 'wrong', ...fields }
    const answer = await send(
      encoded(form),
      { ...typed, 'X-Forwarded-For': from, Cookie },
      { path: '/oauth/authorize' },
    )
    if (answer.status === 303) return 'right'
    if (answer.body.includes('There were too many attempts')) return 'refused by the hub'
    return answer.status === 429 ? 'refused at home' : 'wrong'
  }
  return { choose, login }
}

/** The results in order, each with how often it came in a row. */
const runs = (results: readonly string[]) =>
  results.reduce<[string, number][]>((all, result) => {
    const last = all.at(-1)
    if (last?.[0] === result) last[1] += 1
    else all.push([result, 1])
    return all
  }, [])

async function inTurn(count: number, attempt: (i: number) => Promise<string>): Promise<string[]> {
  const results: string[] = []
  for (let i = 0; i < count; i += 1) results.push(await attempt(i))
  return results
}

test('a home refuses the 21st attempt for one name in an hour, though each comes from another address', () =>
  inFolder(async (folder) => {
    const { login } = await hubWithLogins(folder)
    expect(runs(await inTurn(22, (i) => login(`198.51.100.${i}`)))).toEqual([
      ['wrong', 20],
      ['refused at home', 2],
    ])
    // Even the right password; another name is still judged.
    expect(await login('198.51.100.50', { password })).toBe('refused at home')
    expect(await login('198.51.100.51', { username: 'lee' })).toBe('wrong')
  }))

test('a home refuses the sixth attempt of one address in a minute, since the hub sends it the address of the browser', () =>
  inFolder(async (folder) => {
    const { login } = await hubWithLogins(folder)
    expect(runs(await inTurn(6, () => login('203.0.113.50')))).toEqual([
      ['wrong', 5],
      ['refused at home', 1],
    ])
    expect(await login('203.0.113.51', { password })).toBe('right')
  }))

test('the hub refuses the 31st attempt of one address in ten minutes, even of those that a home refuses for their form', () =>
  inFolder(async (folder) => {
    const { login } = await hubWithLogins(folder)
    expect(runs(await inTurn(maxAttemptsAtHub + 1, () => login('203.0.113.52', { form: '' })))).toEqual([
      ['wrong', 30],
      ['refused by the hub', 1],
    ])
    expect(await login('203.0.113.53', { form: '' })).toBe('wrong')
  }))

test('the hub refuses the 31st code of one address in ten minutes, and accepts codes of other addresses', () =>
  inFolder(async (folder) => {
    const { choose } = await hubWithLogins(folder)
    const guess = async (from: string) =>
      /cannot be reached|too many attempts/.exec((await choose('ba9876543210', from)).body)?.[0] ?? 'found'
    expect(runs(await inTurn(maxAttemptsAtHub + 1, () => guess('203.0.113.9')))).toEqual([
      ['cannot be reached', 30],
      ['too many attempts', 1],
    ])
    expect(await guess('203.0.113.10')).toBe('cannot be reached')
  }))
