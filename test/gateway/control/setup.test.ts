import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { say as hueSay } from '../../../drivers/hue/messages.ts'
import { say as mqttSay } from '../../../drivers/mqtt/messages.ts'
import type { ResponseOf } from '../../../src/control/api.ts'
import { ConfigInForce } from '../../../src/gateway/configuration/configInForce.ts'
import { editableConfig } from '../../../src/gateway/configuration/editor.ts'
import { createLinkingHandlers } from '../../../src/gateway/control/linking/index.ts'
import { createSetupHandlers } from '../../../src/gateway/control/setup/index.ts'
import { loadContext } from '../../../src/gateway/environment.ts'
import type { HomeRuntime } from '../../../src/gateway/homeRuntime.ts'
import type { GatewaySettings } from '../../../src/gateway/settings.ts'
import type { Driver } from '../../../src/home/driver.ts'
import { createHome } from '../../../src/home/home.ts'
import type { ControlHandlers } from '../../../src/http/admin/router.ts'
import { localizedError } from '../../../src/util/translate.ts'
import { closeBeforeRemoval, inFolder } from '../../support/folder.ts'

const owner = { role: 'owner', user: 'family' } as const
const signal = new AbortController().signal

/** A broker that takes one password, and a bridge with a button that is pressed at once unless its host is `shy`. */
const broker: Driver = {
  config: z.strictObject({
    url: z.string(),
    password: z.string().optional(),
    discover: z.array(z.string()).optional(),
  }),
  appliance: z.strictObject({}),
  describe: () => undefined,
  setupQuestions: {
    what: { ko: '브로커', ja: 'ブローカー', en: 'a broker' },
    questions: [
      { key: 'url', question: { ko: '주소', ja: '住所', en: 'address' }, defaultValue: 'mqtt://x' },
      { key: 'password', question: { ko: '비밀번호', ja: 'パスワード', en: 'password' }, secret: true },
      { key: 'discover', question: { ko: '방식', ja: '方式', en: 'how' }, defaultValue: 'a, b', list: true },
    ],
  },
  findServers: async () => [
    { description: 'nas', keys: { url: 'mqtt://nas' } },
    { description: 'open', keys: { url: 'mqtt://open' } },
  ],
  connect: async ({ url, password }) => ({
    ready: Promise.resolve(),
    device: () => {
      throw new Error('not used')
    },
    problems: () => (url === 'mqtt://nas' && password !== 'right' ? [mqttSay('refusesLogin')] : []),
    close: async () => {},
  }),
}
const bridge: Driver = {
  ...broker,
  config: z.strictObject({ host: z.string(), applicationKey: z.string() }),
  pair: async ({ host, printLine, onCountdown }) => {
    printLine('press the button')
    onCountdown(29)
    if (host === 'shy') throw localizedError(hueSay('notPressed', { seconds: 30 }))
    return { what: 'a bridge', id: 'ab12', keys: { host: '1.2.3.4' }, secrets: { applicationKey: 'k'.repeat(20) } }
  },
}
const { setupQuestions: _questions, findServers: _servers, ...bridgeWithoutQuestions } = bridge

type Handlers = Required<Pick<ControlHandlers, 'setup' | 'scan' | 'startPairing' | 'pairing' | 'cancelPairing'>> &
  ControlHandlers

function open(folder: string, text = '') {
  const file = join(folder, 'gateway.yaml')
  if (text !== '') writeFileSync(file, text)
  const config = new ConfigInForce({ text }, text !== '', join(folder, 'versions.json'), () => {})
  closeBeforeRemoval(folder, () => config.versions.flush())
  const context = {
    ...loadContext,
    drivers: {
      ...loadContext.drivers,
      broker: async () => broker,
      bridge: async () => bridgeWithoutQuestions as Driver,
    },
  }
  config.follow({ file, context, reload: async () => undefined })
  const settings = {
    ...{ file, edition: 'kr', language: 'ko', state: folder },
    server: { listen: { host: '127.0.0.1', port: 8710 }, path: '/clova', deadline: 5000 },
    linkingDraft: { clientId: 'clova', redirectUris: ['https://prod-ni-cic.clova.ai/v1/al/token/'], users: 0 },
  } as unknown as GatewaySettings
  const told: string[] = []
  let resolveEnded: (pairing: ResponseOf<'pairing'>) => void = () => {}
  const ended = new Promise<ResponseOf<'pairing'>>((resolve) => {
    resolveEnded = resolve
  })
  const linking = { steps: () => [], record: () => {} }
  const common = { settings: () => settings, config: editableConfig(config), observation: { linking } as never }
  const handlers = {
    ...createSetupHandlers({
      ...common,
      home: {
        home: () => createHome([], []),
        connections: () => [],
        isConfigured: () => false,
      } as unknown as HomeRuntime,
      events: {
        publish(name: string, { pairing }: { pairing: ResponseOf<'pairing'> }) {
          told.push(name)
          if (pairing.state !== 'waiting') resolveEnded(pairing)
        },
      } as never,
      isConfigured: () => text !== '',
    }),
    ...createLinkingHandlers({
      ...common,
      accountLinking: async () => ({ links: () => [] }) as never,
      reloadTokens: () => {},
    }),
  } as unknown as Handlers
  return {
    handlers,
    told,
    ended,
    text: () => readFileSync(file, 'utf8'),
    secrets: () => readFileSync(join(folder, 'secrets.yaml'), 'utf8'),
  }
}

test('a home without a configuration is set up answer by answer, and each is on the disk at once', () =>
  inFolder(async (folder) => {
    const { handlers, text, secrets } = open(folder)
    expect((await handlers.setup({}, signal, owner)).steps.map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, () => 'open'),
    )
    expect(await handlers.setEdition?.({ edition: 'jp', language: 'ja' }, signal, owner)).toMatchObject({
      outcome: 'saved',
    })
    expect(text()).toMatch(/^edition: jp/m)
    await expect(async () => handlers.setAddress?.({ publicUrl: 'http://home' }, signal, owner)).rejects.toMatchObject({
      code: 'badRequest',
      explanation: { code: 'badPublicUrl' },
    })
    await handlers.setAddress?.({ publicUrl: 'https://home.example.com' }, signal, owner)
    expect(text()).toContain('publicUrl: https://home.example.com')
    const saved = await handlers.saveConnection?.(
      { type: 'broker', keys: { url: 'mqtt://nas', password: 'right' } },
      signal,
      owner,
    )
    expect(saved).toMatchObject({ name: 'broker', change: { outcome: 'saved' } })
    expect(text()).toContain('password: !secret broker_password')
    expect(secrets()).toContain('broker_password: right')
    await expect(async () =>
      handlers.saveUser?.({ name: 'family', password: 'short' }, signal, owner),
    ).rejects.toMatchObject({ explanation: { code: 'passwordLength', values: { min: 8, max: 200 } } })
    expect(await handlers.saveUser?.({ name: 'family', password: 'long enough' }, signal, owner)).toMatchObject({
      outcome: 'saved',
    })
    expect(text()).toContain('clientSecret: !secret linking_client_secret')
    expect(secrets()).toMatch(/family_password: \$scrypt\$/)
    expect(`${text()}${secrets()}`).not.toContain('long enough')
    expect(await handlers.users?.({}, signal, owner)).toEqual({ users: [{ name: 'family', linkCount: 0 }] })
    await handlers.removeUser?.({ name: 'family' }, signal, owner)
    expect(await handlers.users?.({}, signal, owner)).toEqual({ users: [] })
  }))

test('a connection that is found on the network is tried at once', () =>
  inFolder(async (folder) => {
    const { handlers } = open(folder)
    const context = { broker: async () => broker, bridge: async () => bridgeWithoutQuestions as Driver }
    // Only these two: the real drivers would search the real network.
    const config = new ConfigInForce({ text: '' }, false, join(folder, 'other.json'), () => {})
    config.follow({
      file: join(folder, 'x.yaml'),
      context: { ...loadContext, drivers: context },
      reload: async () => undefined,
    })
    const scanning = createSetupHandlers({
      settings: () => ({ file: join(folder, 'x.yaml'), edition: 'kr' }) as unknown as GatewaySettings,
      config: editableConfig(config),
      observation: {} as never,
      home: { connections: () => [] } as unknown as HomeRuntime,
      events: {} as never,
      isConfigured: () => false,
    })
    const { candidates = [] } = (await scanning.scan?.({}, signal, owner)) ?? {}
    expect(candidates.map(({ description, state, explanation }) => [description.en, state, explanation?.code])).toEqual(
      [
        ['nas', 'needsPassword', 'wrongCredentials'],
        ['open', 'works', undefined],
      ],
    )
    expect(
      await handlers.tryConnection?.({ type: 'broker', keys: { url: 'mqtt://nas', password: 'right' } }, signal, owner),
    ).toMatchObject({ isWorking: true })
    expect(existsSync(join(folder, 'x.yaml'))).toBe(false)
    const { kinds = [] } = (await scanning.connectionKinds?.({}, signal, owner)) ?? {}
    expect(kinds).toMatchObject([
      {
        type: 'broker',
        isScanned: true,
        questions: [{ key: 'url' }, { key: 'password', isSecret: true }, { isList: true }],
      },
      { type: 'bridge', isPairable: true },
    ])
  }))

test('a bridge whose button was pressed is saved by itself; its key goes to the secrets', () =>
  inFolder(async (folder) => {
    const { handlers, told, ended, text, secrets } = open(folder, 'edition: kr\n')
    await handlers.startPairing({ type: 'bridge', allowPlainHttp: false }, signal, owner)
    expect(await ended).toMatchObject({
      state: 'paired',
      lines: [{ en: 'press the button' }],
      connection: 'bridge-ab12',
      change: { outcome: 'saved' },
    })
    expect(text()).toContain('applicationKey: !secret bridge_ab12_application_key')
    expect(secrets()).toContain('kkkk')
    expect(told).toContain('pairing')
  }))

test('a button that was not pressed is reported in three languages; a cancelled pairing ends', () =>
  inFolder(async (folder) => {
    const { handlers, ended } = open(folder, 'edition: kr\n')
    await handlers.startPairing({ type: 'bridge', host: 'shy', allowPlainHttp: false }, signal, owner)
    expect(await ended).toMatchObject({ state: 'failed', reason: { code: 'buttonNotPressed' } })
    const { id } = await handlers.startPairing({ type: 'bridge', allowPlainHttp: false }, signal, owner)
    expect(await handlers.cancelPairing({ id }, signal, owner)).toMatchObject({ state: 'cancelled' })
  }))

test('the redirect URL of the console is compared exactly, and may be allowed', () =>
  inFolder(async (folder) => {
    const { handlers, text } = open(folder, 'edition: kr\nlinking: {}\n')
    const uri = 'https://prod-ni-cic.clova.ai/v1/al/token'
    expect(await handlers.checkRedirectUri?.({ uri: `${uri}/` }, signal, owner)).toEqual({ isAllowed: true })
    expect(await handlers.checkRedirectUri?.({ uri }, signal, owner)).toEqual({
      isAllowed: false,
      nearest: `${uri}/`,
      differsAt: uri.length,
    })
    expect(await handlers.checkRedirectUri?.({ uri: 'http://x#y' }, signal, owner)).toMatchObject({
      problem: { code: 'redirectNotHttps' },
    })
    expect(await handlers.allowRedirectUri?.({ uri: `${uri}?vendorId=1` }, signal, owner)).toMatchObject({
      outcome: 'saved',
    })
    expect(text()).toContain('vendorId=1')
  }))

test('each field of the console form has a value or a note, or is reported as missing', () =>
  inFolder(async (folder) => {
    const { handlers } = open(folder, 'edition: kr\n')
    const { fields = [], missing = [] } = (await handlers.consoleForm?.({}, signal, owner)) ?? {}
    expect(fields.filter(({ isMissing }) => isMissing).map(({ key }) => key)).toEqual(
      expect.arrayContaining(['serverUrl', 'clientSecret']),
    )
    expect(fields.find(({ key }) => key === 'scope')).toMatchObject({ note: { ko: '(비워 둡니다)' }, isMissing: false })
    expect(missing.map(({ code }) => code)).toEqual(['missingPublicUrl', 'missingUser'])
  }))

test('a token for the test of the console is shown once, and only its hash is kept', () =>
  inFolder(async (folder) => {
    const { handlers } = open(folder, 'edition: kr\n')
    const { token = '' } = (await handlers.issueTestToken?.({}, signal, owner)) ?? {}
    expect(token.length).toBeGreaterThan(20)
    expect(readFileSync(join(folder, 'tokens.json'), 'utf8')).not.toContain(token)
    await handlers.issueTestToken?.({}, signal, owner)
    expect(JSON.parse(readFileSync(join(folder, 'tokens.json'), 'utf8')).data).toHaveLength(1)
  }))
