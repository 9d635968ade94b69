import { setTimeout } from 'node:timers/promises'
import { offeredForms } from '../../../src/clova/actionForms.ts'
import { actions } from '../../../src/clova/actions/index.ts'
import { typeLabel, typesOf } from '../../../src/clova/applianceTypes.ts'
import { locationLabel, locationsOf } from '../../../src/clova/edition.ts'
import { actionLabel } from '../../../src/clova/spoken/actionNames.ts'
import { modeName } from '../../../src/clova/spoken/names.ts'
import { traitName } from '../../../src/clova/spoken/state.ts'
import type { ApplianceStatus, OperationName, ParsedRequestOf, ResponseOf } from '../../../src/control/api.ts'
import type { Spec } from '../../../src/home/spec.ts'
import { traitNames } from '../../../src/home/traits.ts'
import type { FakeGateway } from './fakeGateway.ts'

type Answer<N extends OperationName> = (
  request: ParsedRequestOf<N>,
  gateway: FakeGateway,
) => ResponseOf<N> | Promise<ResponseOf<N>>

const spoken = (say: (language: 'ko' | 'ja' | 'en') => string) => ({ ko: say('ko'), ja: say('ja'), en: say('en') })

const modes = ['auto', 'cool', 'heat', 'dehumidify', 'fan', 'reading', 'rest', 'sleep', 'music']

const now = () => Date.now()
const reason = (ko: string, ja: string, en: string) => ({ code: 'failed', values: {}, text: { ko, ja, en } })
const filterReason = reason(
  '기기가 거부했습니다: 필터를 바꾸어야 합니다',
  '機器が断りました: フィルターを替えてください',
  'The device refused: its filter must be changed',
)

/** The log: each kind of entry once, the newest first. */
const entries = (): ResponseOf<'requests'>['entries'] => [
  {
    id: 9,
    at: now() - 60_000,
    kind: 'command',
    source: 'clova',
    user: 'family',
    action: 'SetBrightness',
    appliance: 'living-light',
    name: '거실 조명',
    outcome: 'confirmed',
    result: 'SetBrightnessConfirmation',
    requested: { brightness: 40 },
    before: { power: true, brightness: 60 },
    after: { power: true, brightness: 40 },
    ms: { verify: 0.4, wait: 0, read: 11.8, apply: 212.2, total: 226 },
  },
  {
    id: 8,
    at: now() - 120_000,
    kind: 'command',
    source: 'clova',
    user: 'family',
    action: 'SetTargetTemperature',
    appliance: 'living-aircon',
    name: '거실 에어컨',
    outcome: 'assumed',
    result: 'SetTargetTemperatureConfirmation',
    requested: { targetTemperature: 24 },
    before: { targetTemperature: 26 },
    after: { targetTemperature: 24 },
    ms: { verify: 0.5, wait: 0.1, read: 0, apply: 311, total: 312 },
  },
  {
    id: 7,
    at: now() - 300_000,
    kind: 'command',
    source: 'clova',
    user: 'family',
    action: 'TurnOn',
    appliance: 'bath-fan',
    name: '욕실 환풍기',
    outcome: 'failed',
    result: 'ActionFailedError',
    requested: { power: true },
    before: { power: false },
    reason: filterReason,
    ms: { verify: 0.6, wait: 0, read: 0.1, apply: 5007.8, total: 5008.8 },
  },
  {
    id: 6,
    at: now() - 900_000,
    kind: 'discovery',
    source: 'clova',
    user: 'family',
    action: 'DiscoverAppliances',
    outcome: 'answered',
    result: 'DiscoverAppliancesResponse',
    count: 10,
    total: 11,
    ms: { verify: 0.5, total: 18 },
  },
  {
    id: 5,
    at: now() - 1_000_000,
    kind: 'linking',
    source: 'clova',
    user: 'family',
    outcome: 'failed',
    reason: reason(
      '클라이언트 secret이 콘솔의 것과 다릅니다',
      'クライアントシークレットがコンソールと違います',
      'The client secret differs from the one in the console',
    ),
    ms: { total: 4.2 },
  },
  {
    id: 4,
    at: now() - 2_000_000,
    kind: 'query',
    source: 'dashboard',
    user: 'family',
    action: 'GetLockState',
    appliance: 'front-door',
    name: '현관문',
    outcome: 'answered',
    result: 'GetLockStateResponse',
    after: { locked: true },
    ms: { read: 20, total: 22 },
  },
  {
    id: 3,
    at: now() - 3_000_000,
    lastAt: now() - 2_500_000,
    kind: 'refused',
    source: 'stranger',
    outcome: 'failed',
    from: '203.0.113.0/24',
    count: 37,
    ms: {},
  },
]

const forms = ({ type, spec }: ApplianceStatus): ResponseOf<'appliance'>['actions'] =>
  offeredForms('kr', type, spec as unknown as Spec).map(({ action, kind, does, value, isValueNeeded }) => ({
    action,
    label: actionLabel(action),
    kind,
    effect: does.effect,
    ...(does.trait !== undefined && { trait: does.trait }),
    ...(value && { value }),
    isValueNeeded,
  }))

/** What an action does to the state of an appliance. */
function stateAfter(action: string, value: unknown): Record<string, unknown> {
  const implied: Readonly<Record<string, Record<string, unknown>>> = {
    TurnOn: { power: true },
    TurnOff: { power: false },
    Open: { open: true },
    Close: { open: false },
    StopOscillation: { oscillation: 'off' },
  }
  const traits: Readonly<Record<string, string>> = {
    SetBrightness: 'brightness',
    SetColor: 'color',
    SetColorTemperature: 'colorTemperature',
    SetTargetTemperature: 'targetTemperature',
    SetMode: 'mode',
    SetFanSpeed: 'fanSpeed',
    SetChannel: 'channel',
    StartOscillation: 'oscillation',
  }
  if (action === 'SetLockState') return { locked: value === 'LOCKED' }
  const trait = traits[action]
  return implied[action] ?? (trait === undefined ? {} : { [trait]: value })
}

const message = (name: string, payload: Record<string, unknown>) => ({
  header: {
    messageId: '791a8443-43d5-4e1b-b1f9-000000000000',
    name,
    namespace: 'ClovaHome' as const,
    payloadVersion: '1.0',
  },
  payload,
})

const find = (gateway: FakeGateway, id: string) => {
  const status = gateway.home.appliances.find((one) => one.id === id)
  if (!status) throw new Error(`there is no ${id}`)
  return status
}

/** How the fake answers each operation. What is missing is answered "not found". */
export const answers: { readonly [N in OperationName]?: Answer<N> } = {
  vocabulary: () => ({
    edition: 'kr',
    types: typesOf('kr').map((name) => ({ name, text: typeLabel(name) })),
    locations: locationsOf.kr.map((name) => ({ name, text: locationLabel(name) })),
    actions: Object.keys(actions).map((name) => ({ name, text: actionLabel(name) })),
    traits: traitNames.map((name) => ({ name, text: spoken((language) => traitName(name, language)) })),
    modes: modes.map((name) => ({ name, text: spoken((language) => modeName(name, language)) })),
  }),
  appliances: (_request, { home }) => ({
    appliances: home.appliances,
    problems: [],
    searchAgain: {
      since: now() - 60_000,
      count: 1,
      changes: [{ kind: 'renamed', id: 'bedroom-lamp', name: '침실 조명등', before: '스탠드' }],
    },
  }),
  appliance: ({ appliance }, gateway) => ({
    appliance: find(gateway, appliance),
    actions: forms(find(gateway, appliance)),
    changes: [],
    neighbours: { online: 6, offline: 0 },
  }),
  health: () => ({
    version: '0.2.0',
    node: 'v20.19.0',
    uptimeSeconds: 3600,
    processId: 1,
    edition: 'kr',
    address: '127.0.0.1:8710',
    configurationFile: '/etc/clova-home/gateway.yaml',
    applianceCount: 12,
    lastProxiedRequestAt: now() - 120_000,
    problems: [],
  }),
  async act({ appliance, action, value }, gateway) {
    await setTimeout(gateway.home.commandMs)
    const status = find(gateway, appliance)
    const ms = { verify: 0, wait: 0, read: 1, apply: gateway.home.commandMs, total: gateway.home.commandMs + 1 }
    const before = { ...status.state }
    if (gateway.home.failure !== undefined)
      return {
        answer: message(gateway.home.failure, {}),
        record: { action, appliance, result: gateway.home.failure, reason: 'it was refused', before, ms },
        outcome: 'failed' as const,
        explanation: filterReason,
        request: 7,
      }
    const after = { ...status.state, ...stateAfter(action, value) }
    if (!status.assumed) gateway.report(appliance, after)
    return {
      answer: message(`${action}Confirmation`, {}),
      record: { action, appliance, result: `${action}Confirmation`, before, after, ms },
      outcome: status.assumed ? ('assumed' as const) : ('confirmed' as const),
      request: 9,
    }
  },
  composeAction: ({ appliance, action, value }) => ({
    message: message(`${action}Request`, {
      accessToken: '(hidden)',
      appliance: { applianceId: appliance },
      ...(value !== undefined && { value: { value } }),
    }),
  }),
  assume: ({ appliance, state }, gateway) => ({ state: { ...find(gateway, appliance).state, ...state } }),
  editAppliance: () => ({ outcome: 'saved', revision: '2', isApplied: true }),
  checkName: ({ name }) => ({
    similar: name.includes('조명')
      ? [{ id: 'living-light', name: '거실 조명', kind: 'appliance', likeness: 'alike' }]
      : [],
  }),
  confirmSearch: () => ({}),
  requests({ text = '', kind, outcome }) {
    const found = entries().filter(
      (entry) =>
        (!kind || kind.includes(entry.kind)) &&
        (!outcome || outcome.includes(entry.outcome)) &&
        JSON.stringify(entry).includes(text),
    )
    return { entries: found, counts: { all: 7, today: 214, failedToday: 5 } }
  },
  request({ id }) {
    const entry = entries().find((one) => one.id === id)
    if (!entry) throw new Error('it is gone')
    return {
      entry,
      request: message(`${entry.action}Request`, {
        accessToken: '(hidden)',
        appliance: { applianceId: entry.appliance },
      }),
      answer: message(entry.result ?? '', {}),
      isSendable: entry.kind === 'command',
    }
  },
  resend: ({ id }, gateway) => {
    const entry = entries().find((one) => one.id === id)
    return {
      answer: message(entry?.result ?? '', {}),
      record: { ms: { total: gateway.home.commandMs } },
      outcome: entry?.outcome ?? 'failed',
      request: 10,
    }
  },
}
