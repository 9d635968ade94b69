import type { LinkingSettings } from '../../src/oauth/accounts.ts'
import { type Grants, lifetimesMs } from '../../src/oauth/grants.ts'
import { OAuthModel, persistError } from '../../src/oauth/model.ts'
import { agreed, link, linking, scene, user } from './oauthFixture.ts'

const client = { id: 'clova', redirectUris: ['https://c/'], grants: ['authorization_code', 'refresh_token'] }
const modelOf = (kept: Grants, settings: LinkingSettings = linking, redirectUri: string | undefined = 'https://c/') =>
  new OAuthModel(settings, kept, redirectUri)
const noDisk = (kept: Grants) => Object.assign(kept, { flushed: async () => false })
const otherPassword = { ...linking, users: [{ ...user, password: 'another' }] }
const scope = ['home']

describe('the client', () => {
  scene('is known by its id where nobody authenticates, and else by its secret, too', async ({ kept }) => {
    const model = modelOf(kept)
    expect([await model.getClient('clova', null), await model.getClient('clova', 's')]).toEqual([client, client])
    for (const [id, secret] of [
      ['other', null],
      ['clova', 'x'],
      ['other', 's'],
    ] as const)
      expect(await model.getClient(id, secret)).toBeUndefined()
  })
  scene('has its redirect URIs to the letter, and no access token is looked up', async ({ kept }) => {
    const model = modelOf(kept)
    expect([await model.validateRedirectUri('https://c/'), await model.validateRedirectUri('https://c')]).toEqual([
      true,
      false,
    ])
    expect(await model.getAccessToken()).toBeUndefined()
  })
})

describe('a code', () => {
  const save = (model: OAuthModel, more: object = {}) =>
    model.saveAuthorizationCode({ expiresAt: new Date(), redirectUri: 'https://c/', ...more }, client, user)

  scene('is given with what was agreed to, and found with it', async ({ kept }) => {
    const model = modelOf(kept)
    const { authorizationCode } = await save(model, { scope })
    expect(await model.getAuthorizationCode(authorizationCode)).toEqual({
      ...{ authorizationCode, redirectUri: 'https://c/', client, user: { name: 'family' }, scope },
      expiresAt: expect.any(Date),
    })
    const without = await save(model)
    expect(await model.getAuthorizationCode(without.authorizationCode)).not.toHaveProperty('scope')
    expect(kept.redeem(authorizationCode)).toMatchObject({ client: 'clova', account: agreed.account, scope })
  })
  scene('expires when it expires, and is of one account', async ({ kept, clock }) => {
    const code = kept.createCode(agreed)
    const expiry = async () => (await modelOf(kept).getAuthorizationCode(code))?.expiresAt.getTime() ?? 0
    const before = Date.now()
    expect(await expiry()).toBeGreaterThanOrEqual(before + lifetimesMs.code)
    expect(await expiry()).toBeLessThan(before + lifetimesMs.code + 60_000)
    clock.now += lifetimesMs.code
    expect(await expiry()).toBe(0)
    expect(await modelOf(kept, otherPassword).getAuthorizationCode(code)).toBeUndefined()
  })
  scene('is used up once', async ({ kept }) => {
    const authorizationCode = kept.createCode(agreed)
    const [one, other] = [modelOf(kept), modelOf(kept)]
    expect([
      await one.revokeAuthorizationCode({ authorizationCode }),
      await other.revokeAuthorizationCode({ authorizationCode }),
    ]).toEqual([true, false])
  })
  scene('is given only if the disk has it; and only what ends a link is waited for', async ({ kept }) => {
    const authorizationCode = kept.createCode(agreed)
    noDisk(kept)
    const model = modelOf(kept)
    await expect(save(model)).rejects.toBe(persistError)
    expect(await model.revokeAuthorizationCode({ authorizationCode })).toBe(true)
    await expect(model.revokeAuthorizationCode({ authorizationCode })).rejects.toBe(persistError)
    await expect(model.getAuthorizationCode(authorizationCode)).rejects.toBe(persistError)
    await expect(model.getRefreshToken('x')).rejects.toBe(persistError)
  })
})

describe('a refresh token', () => {
  scene('is found with its client, its user and its scope', async ({ kept, clock }) => {
    const { grant, refresh } = link(kept)
    const model = modelOf(kept)
    const found = await model.getRefreshToken(refresh)
    expect(found).toEqual({
      refreshToken: refresh,
      refreshTokenExpiresAt: expect.any(Date),
      client,
      user: { name: 'family' },
    })
    expect(found?.refreshTokenExpiresAt.getTime()).toBeGreaterThan(Date.now() + lifetimesMs.refresh - 60_000)
    grant.scope = scope
    expect(await model.getRefreshToken(refresh)).toMatchObject({ scope })
    expect(await modelOf(kept, otherPassword).getRefreshToken(refresh)).toBeUndefined()
    expect(await model.getRefreshToken('x')).toBeUndefined()
    clock.now += lifetimesMs.refresh
    expect((await model.getRefreshToken(refresh))?.refreshTokenExpiresAt.getTime()).toBe(0)
  })
  scene('is replaced by the next one', async ({ kept }) => {
    const { refresh } = link(kept)
    const model = modelOf(kept)
    expect([
      await model.revokeToken({ refreshToken: refresh }),
      await modelOf(kept).revokeToken({ refreshToken: 'x' }),
    ]).toEqual([true, false])
    const given = await model.saveToken({ scope }, client)
    expect(given).toEqual({
      accessToken: expect.any(String),
      accessTokenExpiresAt: expect.any(Date),
      client,
      user: { name: 'family', link: expect.any(String) },
      scope,
      refreshToken: expect.any(String),
    })
    const ms = (given.accessTokenExpiresAt?.getTime() ?? 0) - Date.now()
    expect(ms).toBeGreaterThan(lifetimesMs.access - 60_000)
    expect(ms).toBeLessThanOrEqual(lifetimesMs.access)
    expect(kept.findByRefreshToken(String(given.refreshToken))).toBeDefined()
  })
  scene('stays in force while the next one cannot be written', async ({ kept, clock }) => {
    const { refresh, grant } = link(kept)
    noDisk(kept)
    const model = modelOf(kept)
    await model.revokeToken({ refreshToken: refresh })
    expect(await model.saveToken({}, client)).not.toHaveProperty('refreshToken')
    await model.rollback()
    clock.now += 10 * 60_000
    expect(kept.findByRefreshToken(refresh)?.grant).toBe(grant)
    expect(grant.refresh).toHaveLength(1)
  })
  scene('is taken back if the library refuses the request', async ({ kept, clock }) => {
    const { refresh, grant } = link(kept)
    const model = modelOf(kept)
    await model.revokeToken({ refreshToken: refresh })
    await model.rollback()
    clock.now += 10 * 60_000
    expect([kept.findByRefreshToken(refresh)?.grant, grant.refresh.length]).toEqual([grant, 1])
  })
})

describe('tokens for a code', () => {
  const redeemed = async (kept: Grants) => {
    const authorizationCode = kept.createCode(agreed)
    const model = modelOf(kept)
    await model.revokeAuthorizationCode({ authorizationCode })
    return { model, authorizationCode }
  }
  scene('are of its family', async ({ kept }) => {
    const { model, authorizationCode } = await redeemed(kept)
    const given = await model.saveToken({ authorizationCode }, client)
    expect(String(given.refreshToken).slice(0, 20)).toBe(authorizationCode.slice(0, 20))
    expect(given).not.toHaveProperty('scope')
  })
  scene('are not given if the disk has them not', async ({ kept }) => {
    const { model, authorizationCode } = await redeemed(kept)
    noDisk(kept)
    await expect(model.saveToken({ authorizationCode }, client)).rejects.toBe(persistError)
  })
  scene('are not given if the link was ended meanwhile, or there was none', async ({ kept }) => {
    const { model } = await redeemed(kept)
    kept.revoke(kept.list())
    const error = await model.saveToken({}, client).catch((thrown: Error) => thrown)
    expect(model.errorOf({ name: 'server_error', message: 'x', inner: error })).toEqual({
      error: 'invalid_grant',
      description: 'the link was ended meanwhile',
    })
    await expect(modelOf(kept).saveToken({}, client)).rejects.toThrow('the link was ended meanwhile')
  })
  scene('go with their link if the library refuses the request, and the disk knows', async ({ kept }) => {
    const { model } = await redeemed(kept)
    let flushes = 0
    kept.flushed = async () => {
      flushes += 1
      return true
    }
    await model.rollback()
    expect([kept.list(), flushes]).toEqual([[], 1])
    await modelOf(kept).rollback()
    expect(flushes).toBe(1)
  })
})

describe('an error of the library', () => {
  const fault = { error: 'server_error', description: 'the gateway failed' }
  const disk = { error: 'server_error', description: persistError.message }
  scene('is an error of the RFC, or a fault', ({ kept }) => {
    const model = modelOf(kept)
    const cases: readonly (readonly [unknown, object])[] = [
      [
        { name: 'invalid_scope', message: 'why' },
        { error: 'invalid_scope', description: 'why' },
      ],
      [
        { name: 'invalid_request', message: 'why' },
        { error: 'invalid_request', description: 'why' },
      ],
      [{ name: 'unauthorized_client' }, { error: 'unauthorized_client', description: '' }],
      [{ name: 'server_error', message: 'secret' }, fault],
      [{ name: 'TypeError', message: 'secret' }, fault],
      [{ message: 'secret' }, fault],
      [{ name: 'server_error', message: 'x', inner: persistError }, disk],
    ]
    for (const [thrown, expected] of cases) expect(model.errorOf(thrown)).toEqual(expected)
  })
  scene('for another redirect URI than that of the code is an invalid grant', async ({ kept }) => {
    const errorOf = async (redirectUri: string | undefined) => {
      const model = new OAuthModel(linking, kept, redirectUri)
      await model.revokeAuthorizationCode({ authorizationCode: kept.createCode(agreed) })
      return [
        model.errorOf({ name: 'invalid_request', message: 'x' }).error,
        model.errorOf({ name: 'invalid_scope', message: 'x' }).error,
      ]
    }
    expect(await errorOf('https://c/')).toEqual(['invalid_grant', 'invalid_scope'])
    expect(await errorOf(undefined)).toEqual(['invalid_request', 'invalid_scope'])
  })
})
