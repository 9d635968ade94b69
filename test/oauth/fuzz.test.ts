import * as fc from 'fast-check'
import { asked, basic, redirectUri } from '../support/linkingClients.ts'
import { type LinkingRoutes, linkingRoutes } from '../support/linkingRoutes.ts'
import { runs } from '../support/randomRuns.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

let it: LinkingRoutes
beforeAll(async () => {
  it = await linkingRoutes()
})
afterAll(() => it.close())

const names = [
  ...Object.keys(asked),
  'grant_type',
  'code',
  'refresh_token',
  'token',
  'client_secret',
  'form',
  'username',
  'password',
  'cancel',
  'allowed',
  'code_challenge',
  '__proto__',
  'constructor',
]
const values = [
  'clova',
  'code',
  'token',
  redirectUri,
  'authorization_code',
  'refresh_token',
  'false',
  '',
  ' ',
  '%',
  '\0',
  '\r\n',
  '😀',
  '%00',
  'a'.repeat(3000),
  '../',
  '<b>',
  '"',
  '__proto__',
  '[object Object]',
  '-1',
]
const value = fc.oneof(fc.constantFrom(...values), fc.string({ unit: 'binary', maxLength: 40 }))
const pair = fc.tuple(
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.string({ maxLength: 10 }) }),
  value,
)
/** Near enough to a right one that some get far. */
const form = fc
  .tuple(fc.subarray(Object.entries(asked) as [string, string][]), fc.array(pair, { maxLength: 6 }))
  .map(([right, wrong]) => [...right, ...wrong])
const bytes = fc.oneof(
  form.map((one) => new URLSearchParams(one).toString()),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.replace(/[\uD800-\uDFFF]/g, '')),
)
const header = fc.constantFrom(
  basic(),
  'Basic',
  'Basic =',
  'Basic Og==',
  `Basic ${'A'.repeat(2000)}`,
  'Bearer x',
  'basic Y2xvdmE6',
  '',
)
const type = fc.constantFrom(
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=euc-kr',
  'application/json',
  'multipart/form-data',
  '',
)

const options = { numRuns: runs(150) }
const inPath = (text: string) => encodeURI(text).replace(/[^\x21-\x7e]|#/g, '')

test('the login page always answers, and never with an internal error', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, fc.boolean(), fc.string({ maxLength: 50 }), async (text, isPost, language) => {
      const headers = {
        'Accept-Language': language.replace(/[^\x20-\x7e]/g, ''),
        Cookie: `__Host-clova-home=${language.replace(/[^\x21-\x7e]/g, '')}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Forwarded-For': it.address(),
      }
      const path = isPost ? '/oauth/authorize' : `/oauth/authorize?${inPath(text)}`
      const {
        status,
        headers: got,
        body,
      } = await it.post(isPost ? text : '', headers, { path, method: isPost ? 'POST' : 'GET' })
      expect([200, 303, 400, 403, 413, 429, 431, 503]).toContain(status)
      if (status === 431) return
      expect(got['content-security-policy']).toContain("default-src 'none'")
      if (status === 303) expect(String(got.location).startsWith(`${redirectUri}?error=`)).toBe(true)
      else expect(body).toMatch(/^<!doctype html>/)
    }),
    options,
  )
})

test.each(['/oauth/token', '/oauth/revoke'])(
  '%s always answers with JSON, and never with an internal error',
  async (path) => {
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.string({ maxLength: 20 }),
        header,
        type,
        async (text, query, authorization, contentType) => {
          const headers = { Authorization: authorization, 'Content-Type': contentType }
          const inQuery = query.length > 10 ? `?${inPath(query)}` : ''
          const answer = await it.post(text, headers, { path: path + inQuery })
          const json = JSON.parse(answer.body)
          expect(json).not.toHaveProperty('access_token')
          if (path === '/oauth/token' || answer.status !== 200)
            expect(json.error).toMatch(/^(invalid_(request|client|grant|scope)|un\w+)$/)
          expect([400, 401, 413, ...(path === '/oauth/revoke' ? [200] : [])]).toContain(answer.status)
        },
      ),
      options,
    )
  },
)

test('account linking still works after all invalid requests', async () => {
  expect((await it.exchange(await it.code())).status).toBe(200)
  expect(it.lines.filter(({ level }) => level === 'error')).toEqual([])
})
