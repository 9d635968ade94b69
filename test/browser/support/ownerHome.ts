import type { OperationName, ParsedRequestOf, ResponseOf } from '../../../src/control/api.ts'
import type { FakeHome } from './fakeGateway.ts'

type Answers = { readonly [N in OperationName]?: (request: ParsedRequestOf<N>) => ResponseOf<N> }
type Press = ResponseOf<'compareCodes'>['first']

const text = (ko: string, ja: string, en: string) => ({ ko, ja, en })
const explanation = (ko: string, ja: string, en: string, code = 'told') => ({
  code,
  values: {},
  text: text(ko, ja, en),
})
const saved = { outcome: 'saved', revision: 'next', isApplied: true } as const
const minuteMs = 60_000

/** A configuration with two mistakes. */
const wrongConfiguration = `edition: kr
server: { listen: 127.0.0.1:8710, path: /clova }
drivers:
  broker:
    type: mqtt
    url: mqtt://127.0.0.1:1883
    password: !secret mqtt_password
appliances:
  - id: living-light            # 거실 천장
    name: 거실 조명
    type: LIGHT
    location: LIVING_ROOM
    driver: broker
    traits:
      brightnes: { state: living/light, range: [0, 254] }
      power: { state: living/light, on: 'ON', off: 'OFF' }
  - id: bedroom-curtain
    name: 침실 커튼
    type: CURTAIN
    driver: broker
    device: bedroom_curtain
`
export const rightConfiguration = wrongConfiguration
  .replace('brightnes:', 'brightness:')
  .replace('CURTAIN', 'SMARTCURTAIN')

/** The two mistakes that the fake knows, with what mends them. */
function mistakesOf(written: string): ResponseOf<'validateConfiguration'>['problems'] {
  const known = [
    {
      pattern: /brightnes(?=:)/,
      right: 'brightness',
      message: text(
        '“brightnes”라는 키는 없습니다. “brightness”를 뜻했습니까?',
        '「brightnes」というキーはありません。「brightness」のことですか？',
        'There is no key “brightnes”. Did you mean “brightness”?',
      ),
    },
    {
      pattern: /(?<=type: )CURTAIN/,
      right: 'SMARTCURTAIN',
      message: text(
        'CURTAIN이라는 타입은 없습니다. 커튼은 SMARTCURTAIN입니다.',
        'CURTAINというタイプはありません。カーテンはSMARTCURTAINです。',
        'There is no type CURTAIN. A curtain is SMARTCURTAIN.',
      ),
    },
  ]
  return known.flatMap(({ pattern, right, message }) => {
    const match = pattern.exec(written)
    if (!match) return []
    const [word] = match
    const before = written.slice(0, match.index).split('\n')
    const column = (before.at(-1)?.length ?? 0) + 1
    return [
      {
        severity: 'error' as const,
        file: 'gateway.yaml',
        line: before.length,
        column,
        endColumn: column + word.length,
        message,
        fix: {
          label: text(`${right}(으)로 고치기`, `${right}に直す`, `Change it to ${right}`),
          from: match.index,
          to: match.index + word.length,
          insert: right,
        },
      },
    ]
  })
}

/** The lines that differ, all others left out: enough for what the page draws. */
function differenceOf(before: string, after: string): ResponseOf<'compareConfiguration'>['difference'] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const lines = [
    { kind: 'gap' as const, text: '' },
    ...old.flatMap((line, i) => (now.includes(line) ? [] : [{ kind: 'removed' as const, text: line, before: i + 1 }])),
    ...now.flatMap((line, i) => (old.includes(line) ? [] : [{ kind: 'added' as const, text: line, after: i + 1 }])),
  ]
  const count = (kind: string) => lines.filter((line) => line.kind === kind).length
  return { lines, added: count('added'), removed: count('removed') }
}

const bits = '00100000110111110001000011101111'
/** A press of a remote: a leader, then a mark and a space for each bit. */
export function press(wanted: string = bits): Press {
  const marks = [...wanted].flatMap((bit) => [560, bit === '1' ? 1690 : 560])
  return {
    code: { medium: 'ir', carrierHz: 38_000, pulses: [9000, 4500, ...marks, 560, 40_000] },
    durationMs: 67.5,
    recognised: { protocol: 'NEC', fields: { address: 4, command: 8 }, bits: 32, isClimate: false },
  }
}
/** Another press of the same key, of which two bits differ. */
export const differingPress = press(bits.replace('0001', '0110'))

const finding = (
  check: string,
  level: ResponseOf<'diagnosis'>['findings'][number]['level'],
  subject: ReturnType<typeof text>,
  message: ReturnType<typeof text>,
  more: Partial<ResponseOf<'diagnosis'>['findings'][number]> = {},
) => ({ check, level, subject, message, ...more })

/** The findings of a home that CLOVA cannot reach. */
export const brokenFindings: ResponseOf<'diagnosis'>['findings'] = [
  finding(
    'configuration',
    'ok',
    text('설정', '設定', 'Settings'),
    text('gateway.yaml에 틀린 곳 없음', 'gateway.yamlに間違いなし', 'gateway.yaml is right'),
  ),
  finding(
    'answer',
    'failure',
    text('DNS', 'DNS', 'DNS'),
    text(
      'home.example.com이라는 이름을 찾을 수 없습니다 (ENOTFOUND). 그래서 CLOVA가 우리 집에 오지 못합니다.',
      'home.example.comという名前が見つかりません（ENOTFOUND）。そのためCLOVAがこの家に届きません。',
      'The name home.example.com cannot be found (ENOTFOUND), so CLOVA cannot reach this home.',
    ),
    {
      fix: text(
        '도메인을 관리하는 곳에서 이 이름의 레코드를 다시 만드세요.',
        'ドメインの管理画面でこの名前のレコードを作り直してください。',
        'Create the record of this name again where the domain is managed.',
      ),
      command: 'cloudflared tunnel route dns clova-home home.example.com',
    },
  ),
  finding('certificate', 'skipped', text('인증서', '証明書', 'Certificate'), text('', '', '')),
  finding(
    'gateway',
    'ok',
    text('게이트웨이', 'ゲートウェイ', 'Gateway'),
    text('127.0.0.1:8710 · 3일째', '127.0.0.1:8710 · 3日', '127.0.0.1:8710 · up 3 days'),
  ),
  finding(
    'access',
    'warning',
    text('계정 연결', 'アカウント連携', 'Account linking'),
    text(
      '오늘 14:02의 연결이 실패했습니다: 콘솔의 클라이언트 secret이 여기 것과 다릅니다.',
      '今日14:02の連携に失敗しました: コンソールのsecretがここのものと違います。',
      'Linking failed today at 14:02: the client secret of the console is another than the one here.',
    ),
  ),
]

/** A minute each of the last day, with an hour in which the gateway did not run. */
function minutes(): number[][] {
  const now = Date.now()
  return Array.from({ length: 1440 }, (_, i) => i)
    .filter((i) => i < 300 || i > 380)
    .map((i) => [
      now - (1440 - i) * minuteMs,
      i > 700 && i % 7 === 0 ? i % 5 : 0,
      i % 311 === 0 ? 1 : 0,
      (58 + i / 240) * 1_048_576,
      1.5 + Math.sin(i / 9) + (i === 900 ? 6 : 0),
      i > 700 && i % 7 === 0 ? 120 + (i % 13) * 30 : 0,
    ])
}

const tv = (): ResponseOf<'remote'> => ({
  id: 'living-tv',
  file: 'codes/living-tv.yaml',
  appliance: 'living-tv',
  name: '거실 TV',
  type: 'TV',
  connection: 'living-rm',
  keys: [
    ...['on', 'off', 'volumeUp', 'volumeDown'].map((name) => ({
      name,
      state: 'learnt' as const,
      protocol: 'NEC',
      code: press().code,
    })),
    ...['mute', 'channelUp', 'input.HDMI1'].map((name) => ({ name, state: 'missing' as const })),
  ],
  problems: [],
})

const consoleField = (
  key: string,
  label: string,
  value: string | undefined,
  note?: ReturnType<typeof text>,
): ResponseOf<'consoleForm'>['fields'][number] => ({
  key,
  label,
  ...(value !== undefined && { value }),
  ...(note && { note }),
  isSecret: key === 'clientSecret',
  isMissing: false,
})

/** What is kept between the requests of one test; two browsers of one gateway share it. */
export interface OwnerState {
  configuration: string
  revision: number
  /** what was in force before the file was edited */
  inForce: string
  learningCount: number
}

/**
 * How a gateway answers its owner: a configuration with mistakes, a diagnosis with a failure, a blaster, and a first run of
 * which two steps are done.
 */
export function ownerHome(state: Partial<OwnerState> = {}): { home: Partial<FakeHome>; state: OwnerState } {
  const kept: OwnerState = {
    configuration: wrongConfiguration,
    revision: 1,
    inForce: rightConfiguration,
    learningCount: 0,
    ...state,
  }
  const broker = text('MQTT 브로커', 'MQTTブローカー', 'MQTT broker')
  const bridge = text('Hue 브리지', 'Hueブリッジ', 'Hue bridge')
  const blaster = text('적외선 송신기', '赤外線の送信機', 'Infrared blaster')
  const question = {
    isSecret: false,
    isList: false,
    isOptional: false,
  }
  const answers: Answers = {
    diagnosis: () => ({
      isRunning: false,
      startedAt: Date.now() - minuteMs,
      finishedAt: Date.now() - minuteMs / 2,
      findings: brokenFindings,
      counts: { ok: 2, warning: 1, failure: 1 },
    }),
    runDiagnosis: () => ({
      isRunning: true,
      startedAt: Date.now(),
      findings: [],
      counts: { ok: 0, warning: 0, failure: 0 },
    }),
    connections: () => ({
      connections: [
        {
          name: 'broker',
          type: 'mqtt',
          target: '127.0.0.1:1883',
          isConnected: true,
          problems: [],
          applianceCount: 7,
          offlineCount: 1,
        },
        {
          name: 'living-rm',
          type: 'ir',
          target: '192.168.1.33',
          isConnected: false,
          problems: [explanation('대답하지 않습니다', '答えません', 'it does not answer').text],
          explanation: explanation(
            '송신기가 대답하지 않습니다. 전원을 확인하세요.',
            '送信機が答えません。電源を確認してください。',
            'The blaster does not answer. See that it has power.',
          ),
          applianceCount: 2,
          offlineCount: 2,
        },
      ],
    }),
    backups: () => ({
      folder: '/media/usb',
      keep: 7,
      backups: [{ name: 'clova-home-2026-11-30.tar.gz', at: Date.now() - 60 * minuteMs, bytes: 12_345 }],
    }),
    makeBackup: () => ({ backup: { name: 'clova-home-2026-12-01.tar.gz', at: Date.now(), bytes: 12_345 } }),
    charts: () => ({
      stepMs: 60_000,
      columns: ['at', 'requests', 'errors', 'memoryBytes', 'eventLoopDelayMs', 'totalMs'],
      minutes: minutes(),
    }),
    serviceLog: ({ level, text: wanted = '' }) => ({
      lines: [
        {
          id: 9,
          at: Date.now() - 1000,
          level: 'warn' as const,
          message: 'home.example.com cannot be found',
          fields: {},
        },
        {
          id: 8,
          at: Date.now() - 200_000,
          level: 'error' as const,
          message: 'the device refused',
          fields: { appliance: 'bath-fan', code: 'refused' },
        },
        { id: 7, at: Date.now() - 900_000, level: 'info' as const, message: 'family linked CLOVA', fields: {} },
      ].filter((line) => line.message.includes(wanted) && (level !== 'error' || line.level === 'error')),
    }),
    inspectBackup: () => ({
      id: 'inspected',
      created: Date.now() - 24 * 60 * minuteMs,
      version: '0.2.0',
      files: [
        { path: 'gateway.yaml', change: 'different', isOutside: false },
        { path: 'codes/living-tv.yaml', change: 'new', isOutside: false },
        { path: 'secrets.yaml', change: 'same', isOutside: false },
      ],
      missing: [],
      effects: [explanation('기기 1개가 돌아옵니다', '機器1台が戻ります', 'One appliance comes back')],
      warnings: [
        {
          ...explanation('비밀번호가 바뀝니다', 'パスワードが変わります', 'The password changes'),
          command: 'sudo clova-home dashboard reset',
        },
      ],
    }),
    restoreBackup: () => ({ outcome: 'restored', kept: 'clova-home-before.tar.gz' }),
    configuration: () => {
      const problems = mistakesOf(kept.configuration)
      return {
        file: '/etc/clova-home/gateway.yaml',
        text: kept.inForce,
        inForceSince: Date.now() - 180 * minuteMs,
        secretNames: ['mqtt_password'],
        current: {
          text: kept.configuration,
          revision: String(kept.revision),
          problems,
          isInForce: problems.length === 0,
        },
      }
    },
    validateConfiguration: ({ text: written }) => {
      const problems = mistakesOf(written)
      return { problems, isValid: problems.length === 0 }
    },
    compareConfiguration: ({ text: written, revision }) => ({
      difference: differenceOf(kept.configuration, written),
      effects: [
        explanation(
          '다시 시작하지 않습니다. 다른 기기는 그대로입니다',
          '再起動しません。ほかの機器はそのままです',
          'Nothing is restarted. Other appliances stay as they are',
        ),
        explanation(
          'CLOVA 앱에서 기기를 다시 검색해야 합니다',
          'CLOVAアプリで機器を探し直す必要があります',
          'Search for the appliances again in the CLOVA app',
          'searchAgain',
        ),
      ],
      keptComments: 1,
      ...(revision !== undefined &&
        revision !== String(kept.revision) && {
          changedByOther: {
            at: Date.now(),
            difference: differenceOf(rightConfiguration, kept.configuration),
            overlaps: false,
          },
        }),
    }),
    saveConfiguration: ({ text: written, revision }) => {
      if (mistakesOf(written).length > 0) return { outcome: 'invalid', problems: mistakesOf(written) }
      if (revision !== String(kept.revision))
        return {
          outcome: 'conflict',
          revision: String(kept.revision),
          text: kept.configuration,
          difference: differenceOf(kept.configuration, written),
          merged: kept.configuration.replace('name: 침실 커튼', 'name: 안방 커튼'),
        }
      kept.configuration = written
      kept.inForce = written
      kept.revision += 1
      return { outcome: 'saved', revision: String(kept.revision), isApplied: true }
    },
    configurationSchema: () => ({
      type: 'object',
      properties: {
        edition: { enum: ['kr', 'jp'] },
        server: { type: 'object', properties: { listen: { type: 'string' }, path: { type: 'string' } } },
        language: { enum: ['ko', 'ja', 'en'] },
      },
    }),
    versions: () => ({
      versions: [
        {
          id: 'v2',
          at: Date.now() - 180 * minuteMs,
          by: { kind: 'dashboard', user: 'family' },
          summary: [explanation('침실 조명등을 더함', '寝室のランプを追加', 'The bedroom lamp was added')],
          lines: { added: 6, removed: 0 },
          isInForce: true,
        },
        {
          id: 'v1',
          at: Date.now() - 20 * 60 * minuteMs,
          by: { kind: 'file' },
          summary: [],
          lines: { added: 2, removed: 1 },
          isInForce: false,
        },
      ],
    }),
    version: () => ({
      text: rightConfiguration,
      difference: differenceOf(kept.configuration, rightConfiguration),
      problems: [],
    }),
    restoreVersion: () => {
      kept.configuration = rightConfiguration
      kept.revision += 1
      return { outcome: 'saved', revision: String(kept.revision), isApplied: true }
    },
    discovery: () => ({
      devices: [
        {
          driver: 'broker',
          name: 'balcony_plug',
          key: 'plug',
          via: 'Zigbee2MQTT',
          type: 'SMARTPLUG',
          model: 'TS011F',
          traits: ['power'],
          problems: [],
        },
        {
          driver: 'broker',
          name: 'hall_sensor',
          key: 'sensor',
          via: 'Tasmota',
          model: 'BME280',
          traits: ['humidity'],
          problems: [],
        },
      ],
      problems: [],
    }),
    addAppliances: () => saved,
    remotes: () => {
      const { keys, ...rest } = tv()
      return {
        blasters: [{ connection: 'living-rm', model: 'RM4 mini', isConnected: true, canLearn: true, hasRadio: false }],
        remotes: [{ ...rest, keys: keys.map(({ code: _code, ...key }) => key) }],
        imports: [
          { format: 'smartir', name: 'SmartIR', extensions: ['.json'] },
          { format: 'pronto', name: 'Pronto', extensions: [] },
        ],
      }
    },
    remote: tv,
    keyNames: () => ({ keys: ['on', 'off', 'volumeUp', 'volumeDown', 'mute'] }),
    startLearning: ({ connection, key }) => {
      kept.learningCount += 1
      return {
        id: `learning-${kept.learningCount}`,
        connection,
        ...(key !== undefined && { key }),
        state: 'listening',
        endsAt: Date.now() + 25_000,
      }
    },
    cancelLearning: ({ id }) => ({ id, connection: 'living-rm', state: 'cancelled', endsAt: Date.now() }),
    compareCodes: ({ first, second }) => {
      const isSame = JSON.stringify(first.pulses) === JSON.stringify(second.pulses)
      return {
        isSame,
        first: { ...press(), code: first },
        second: { ...press(), code: second },
        maxDeviation: 0.03,
        differences: isSame
          ? []
          : [
              { pulse: 37, bit: 18 },
              { pulse: 39, bit: 19 },
            ],
        explanation: isSame
          ? explanation('32비트가 모두 같습니다.', '32ビットがすべて同じです。', 'All 32 bits are the same.')
          : explanation(
              '다른 키를 눌렀거나, 누를 때마다 바뀌는 리모컨입니다.',
              '別のキーを押したか、押すたびに変わるリモコンです。',
              'Another key was pressed, or the remote changes its code with each press.',
            ),
      }
    },
    sendCode: () => ({ ms: 21 }),
    saveRemote: ({ keys }) => ({ file: 'codes/living-tv.yaml', keys: keys.map(({ name }) => name) }),
    importCodes: () => ({
      format: 'smartir',
      remotes: [
        {
          name: 'LG 32',
          kind: 'remote',
          keys: [
            { name: 'Power', suggested: 'power', code: press().code },
            { name: 'Vol+', suggested: 'volumeUp', code: differingPress.code },
            { name: 'Netflix' },
          ],
          notes: [],
        },
      ],
      problems: [],
    }),
    setup: () => ({
      steps: (['edition', 'address', 'connections', 'appliances', 'users', 'console'] as const).map((step, i) => ({
        step,
        state: i < 2 ? 'done' : 'open',
      })),
      isFinished: false,
      edition: 'kr',
      language: 'ko',
      publicUrl: 'https://home.example.com',
      tunnel: 'cloudflared',
    }),
    setEdition: () => saved,
    tunnelKinds: () => ({
      tunnels: [
        {
          kind: 'cloudflared',
          questions: [
            {
              ...question,
              key: 'id',
              label: text('터널의 ID (UUID)', 'トンネルのID（UUID）', 'The id of the tunnel (a UUID)'),
              value: '6ff42ae2-765d-4adf-8112-31c55c1551ef',
            },
          ],
          companionFiles: ['/etc/clova-home/tunnel/cloudflared.json'],
          isInstalled: true,
          isConfigured: true,
          isRunning: true,
        },
        { kind: 'ssh', questions: [], companionFiles: [], isInstalled: true, isConfigured: false },
      ],
    }),
    setAddress: () => ({
      change: saved,
      tunnel: {
        file: '/etc/clova-home/tunnel/cloudflared.yml',
        isWritten: true,
        missing: ['/etc/clova-home/tunnel/cloudflared.json'],
        commands: ['sudo systemctl enable --now clova-home-cloudflared'],
      },
    }),
    tryAddress: () => ({ isReached: true, ms: 84 }),
    scan: () => ({
      candidates: [
        {
          id: 'bridge',
          type: 'hue',
          kind: bridge,
          description: text('Philips hue · 192.168.1.20', 'Philips hue · 192.168.1.20', 'Philips hue · 192.168.1.20'),
          keys: { host: '192.168.1.20' },
          state: 'needsHand',
        },
        {
          id: 'local',
          type: 'mqtt',
          kind: broker,
          description: text('mosquitto · 127.0.0.1:1883', 'mosquitto · 127.0.0.1:1883', 'mosquitto · 127.0.0.1:1883'),
          keys: { url: 'mqtt://127.0.0.1:1883' },
          state: 'works',
          trial: { isWorking: true, ms: 3, discovered: [{ via: 'Zigbee2MQTT', count: 7 }] },
        },
        {
          id: 'nas',
          type: 'mqtt',
          kind: broker,
          description: text('nas · 192.168.1.10:1883', 'nas · 192.168.1.10:1883', 'nas · 192.168.1.10:1883'),
          keys: { url: 'mqtt://192.168.1.10:1883' },
          state: 'needsPassword',
        },
        {
          id: 'blaster',
          type: 'ir',
          kind: blaster,
          description: text('RM4 mini · 192.168.1.33', 'RM4 mini · 192.168.1.33', 'RM4 mini · 192.168.1.33'),
          keys: { host: '192.168.1.33' },
          state: 'locked',
          explanation: explanation(
            '제조사 앱에서 이 기기의 잠금을 끄세요.',
            'メーカーのアプリでこの機器のロックを切ってください。',
            'Switch its lock off in the app of its maker.',
          ),
        },
      ],
      problems: [],
    }),
    connectionKinds: () => ({
      kinds: [
        {
          type: 'mqtt',
          kind: broker,
          questions: [
            { ...question, key: 'url', label: text('주소', 'アドレス', 'Address') },
            { ...question, key: 'username', label: text('사용자 이름', 'ユーザー名', 'User name'), isOptional: true },
            {
              ...question,
              key: 'password',
              label: text('비밀번호', 'パスワード', 'Password'),
              isSecret: true,
              isOptional: true,
            },
          ],
          isPairable: false,
          isScanned: true,
        },
        { type: 'hue', kind: bridge, questions: [], isPairable: true, isScanned: true },
      ],
    }),
    startPairing: ({ type }) => ({ id: 'pairing', type, state: 'waiting', secondsLeft: 23, lines: [] }),
    cancelPairing: () => ({ id: 'pairing', type: 'hue', state: 'cancelled', secondsLeft: 0, lines: [] }),
    tryConnection: ({ keys }) => ({
      isWorking: keys.password === 'right',
      ms: 12,
      discovered: [],
      ...(keys.password !== 'right' && {
        reason: explanation(
          '브로커가 이 이름과 비밀번호를 거부했습니다.',
          'ブローカーがこの名前とパスワードを断りました。',
          'The broker refused this name and password.',
        ),
      }),
    }),
    saveConnection: () => ({ change: saved, name: 'broker' }),
    members: () => ({
      members: [{ name: '지우', createdAt: Date.now() - 9 * 24 * 60 * minuteMs, appliances: ['bedroom-light'] }],
    }),
    apiTokens: () => ({
      tokens: [{ name: 'grafana', role: 'owner', createdAt: Date.now() - 40 * 24 * 60 * minuteMs }],
    }),
    users: () => ({
      users: [{ name: 'family', linkCount: 1, lastUsed: new Date(Date.now() - 5 * minuteMs).toISOString() }],
    }),
    saveUser: () => saved,
    revokeLinks: () => ({ ended: 1 }),
    consoleForm: () => ({
      fields: [
        consoleField('serverUrl', 'Extension 서버 URL', 'https://home.example.com/clova'),
        consoleField('accountLinking', '계정 연결 여부', undefined, text('예', 'はい', 'yes')),
        consoleField('clientId', '클라이언트 ID', 'clova'),
        consoleField('clientSecret', '클라이언트 secret', '0f3e9a7c11d24e5f8a6b7c8d9e0f1a2b'),
      ],
      redirectUris: ['https://prod-ni-cic.clova.ai/v1/al/token/'],
      missing: [],
      steps: [
        { step: 'reached', at: Date.now() - 60 * minuteMs },
        { step: 'loginPage', at: Date.now() - 50 * minuteMs },
        { step: 'code', at: Date.now() - 50 * minuteMs, user: 'family' },
        { step: 'token', at: Date.now() - 49 * minuteMs, user: 'family' },
        { step: 'discovery' },
        { step: 'control' },
        { step: 'speaker' },
      ],
    }),
    checkRedirectUri: ({ uri }) => ({
      isAllowed: uri.endsWith('/'),
      nearest: 'https://prod-ni-cic.clova.ai/v1/al/token/',
      differsAt: 40,
    }),
    allowRedirectUri: () => saved,
    issueTestToken: () => ({ token: 'ch_7Yq2xkYVnS3mB0aJ5tPq8Rz1', expiresAt: Date.now() + 30 * 24 * 60 * minuteMs }),
  }
  return { home: { overrides: answers as FakeHome['overrides'] }, state: kept }
}
