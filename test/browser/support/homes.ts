import type { ApplianceStatus } from '../../../src/control/api.ts'

const minuteMs = 60_000

/** An appliance with what all have; everything else as given. */
function appliance(given: Partial<ApplianceStatus> & Pick<ApplianceStatus, 'id' | 'name' | 'type'>): ApplianceStatus {
  return {
    driver: 'broker',
    tags: [],
    from: 'configuration',
    isInConfiguration: true,
    isExposed: true,
    online: true,
    assumed: given.spec?.assumed === true,
    state: {},
    spec: { traits: {}, verbs: [] },
    actions: [],
    similar: [],
    ...given,
  }
}

const settable = { can: ['read', 'set'] }
const measured = { can: ['read'] }
const percent = { ...settable, min: 0, max: 100, step: 1 }
const power = ['TurnOn', 'TurnOff']

/** A home in which every state of a value and every kind of control is to be seen. */
export function exampleHome(now = Date.now()): readonly ApplianceStatus[] {
  return [
    appliance({
      id: 'living-light',
      name: '거실 조명',
      type: 'LIGHT',
      location: 'LIVING_ROOM',
      reportedAt: now - 2 * minuteMs,
      say: '거실 조명 켜 줘',
      state: { power: true, brightness: 60, colorTemperature: 2700, color: { hue: 240, saturation: 80 }, mode: 'rest' },
      spec: {
        traits: {
          power: settable,
          brightness: { ...percent, min: 1 },
          colorTemperature: { ...settable, min: 2200, max: 6500, step: 50 },
          color: settable,
          mode: { ...settable, values: ['reading', 'rest', 'sleep', 'music'] },
        },
        verbs: [],
      },
      actions: [
        ...power,
        'SetBrightness',
        'IncrementBrightness',
        'SetColor',
        'SetColorTemperature',
        'SetMode',
        'GetDeviceState',
      ],
    }),
    appliance({
      id: 'living-aircon',
      name: '거실 에어컨',
      type: 'AIRCONDITIONER',
      location: 'LIVING_ROOM',
      driver: 'living-rm',
      assumedAt: now - 3 * minuteMs,
      state: { power: true, mode: 'cool', targetTemperature: 24, fanSpeed: 2 },
      spec: {
        assumed: true,
        traits: {
          power: { can: ['set'] },
          mode: { can: ['set'], values: ['auto', 'cool', 'heat', 'dehumidify', 'fan'] },
          targetTemperature: { can: ['set'], min: 18, max: 30, step: 1, modes: ['auto', 'cool', 'heat'] },
          fanSpeed: { can: ['set'], min: 1, max: 3, step: 1 },
          oscillation: { can: ['set'], values: ['off', 'vertical'] },
        },
        verbs: [],
      },
      fanLevels: [1, 2, 3].map((level) => ({ clova: level, device: level })),
      actions: [...power, 'SetMode', 'SetTargetTemperature', 'SetFanSpeed', 'StartOscillation', 'StopOscillation'],
    }),
    appliance({
      id: 'living-tv',
      name: '거실 TV',
      type: 'SMARTTV',
      location: 'LIVING_ROOM',
      driver: 'living-rm',
      assumedAt: now - 26 * 60 * minuteMs,
      state: { power: false, channel: 9 },
      spec: {
        assumed: true,
        traits: {
          power: { can: ['set'] },
          channel: { can: ['set'] },
          volume: { can: ['step'] },
          inputSource: { can: ['cycle'] },
        },
        verbs: [],
      },
      actions: [
        ...power,
        'IncrementVolume',
        'DecrementVolume',
        'SetChannel',
        'IncrementChannel',
        'DecrementChannel',
        'ChangeInputSource',
      ],
    }),
    appliance({
      id: 'living-air',
      name: '거실 공기',
      type: 'AIRSENSOR',
      location: 'LIVING_ROOM',
      reportedAt: now - minuteMs,
      state: { currentTemperature: 26.4, humidity: 48, fineDust: { value: 32, index: 'normal' } },
      spec: { traits: { currentTemperature: measured, humidity: measured, fineDust: measured }, verbs: [] },
      actions: ['GetCurrentTemperature', 'GetHumidity', 'GetFineDust', 'GetDeviceState'],
    }),
    appliance({
      id: 'bedroom-curtain',
      name: '침실 커튼',
      type: 'SMARTCURTAIN',
      location: 'BED_ROOM',
      reportedAt: now - 30 * minuteMs,
      state: { open: false },
      spec: { traits: { open: settable }, verbs: ['stop'] },
      actions: ['Open', 'Close', 'Stop'],
    }),
    appliance({
      id: 'bedroom-light',
      name: '침실 조명',
      type: 'LIGHT',
      location: 'BED_ROOM',
      reportedAt: now - 80 * minuteMs,
      state: { power: false },
      spec: { traits: { power: settable }, verbs: [] },
      actions: power,
      similar: [{ id: 'bedroom-lamp', name: '침실 조명등', kind: 'appliance', likeness: 'alike' }],
    }),
    appliance({
      id: 'bedroom-lamp',
      name: '침실 조명등',
      type: 'LIGHT',
      location: 'BED_ROOM',
      reportedAt: now - 80 * minuteMs,
      state: { power: false },
      spec: { traits: { power: settable }, verbs: [] },
      actions: power,
      similar: [{ id: 'bedroom-light', name: '침실 조명', kind: 'appliance', likeness: 'alike' }],
    }),
    appliance({
      id: 'bedroom-humidifier',
      name: '침실 가습기',
      type: 'HUMIDIFIER',
      location: 'BED_ROOM',
      spec: { traits: { power: settable }, verbs: [] },
      actions: power,
    }),
    appliance({
      id: 'kitchen-plug',
      name: '부엌 플러그',
      type: 'SMARTPLUG',
      location: 'KITCHEN',
      online: false,
      offlineSince: now - 31 * minuteMs,
      lastSeenAt: now - 31 * minuteMs,
      onlineShare: 0.978,
      offlineReason: 'the device left',
      offline: {
        code: 'left',
        values: {},
        text: {
          ko: '기기가 자리를 비웠다고 브로커가 알렸습니다. 콘센트의 전원을 확인하세요.',
          ja: '機器がいなくなったとブローカーが知らせました。コンセントの電源を確認してください。',
          en: 'The broker says that the device has left. Check the power of its socket.',
        },
      },
      state: { power: true },
      spec: { traits: { power: settable }, verbs: [] },
      actions: power,
    }),
    appliance({
      id: 'bath-fan',
      name: '욕실 환풍기',
      type: 'VENTILATOR',
      location: 'BATH_ROOM',
      reportedAt: now - 5 * minuteMs,
      state: { power: false },
      spec: { traits: { power: settable }, verbs: [] },
      actions: power,
    }),
    appliance({
      id: 'front-door',
      name: '현관문',
      type: 'SMARTLOCK',
      location: 'ENTRANCE',
      isExposed: false,
      reportedAt: now - 32 * minuteMs,
      state: { locked: true },
      spec: { traits: { locked: settable }, verbs: [] },
      actions: ['SetLockState', 'GetLockState'],
    }),
    appliance({
      id: 'vacuum',
      name: '로봇 청소기',
      type: 'ROBOTVACUUM',
      location: 'ENTRANCE',
      reportedAt: now - 4 * minuteMs,
      state: { power: false, battery: 88, phase: '충전 중' },
      spec: { traits: { power: settable, battery: measured, phase: measured }, verbs: ['charge'] },
      actions: [...power, 'Charge', 'GetBatteryInfo'],
    }),
  ]
}

/** Names that break pages: long, from right to left, with emoji, and like a tag. */
export function hardNames(): readonly ApplianceStatus[] {
  const names = {
    long: '아주 긴 이름 '.repeat(63).slice(0, 500),
    word: 'W'.repeat(500),
    rtl: 'مصباح غرفة الجلوس',
    emoji: '🎄 트리 👨‍👩‍👧‍👦 ✨',
    tag: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  }
  return Object.entries(names).map(([id, name]) =>
    appliance({
      id: id === 'tag' ? '<script>alert(1)</script>' : id,
      name,
      type: 'LIGHT',
      location: 'LIVING_ROOM',
      reportedAt: Date.now(),
      state: { power: true },
      spec: { traits: { power: settable, brightness: percent }, verbs: [] },
      actions: [...power, 'SetBrightness'],
    }),
  )
}

/** A house with so many lamps in ten rooms. */
export const largeHome = (count: number): readonly ApplianceStatus[] =>
  Array.from({ length: count }, (_, index) =>
    appliance({
      id: `lamp-${index}`,
      name: `조명 ${index}`,
      type: 'LIGHT',
      location: [
        'LIVING_ROOM',
        'BED_ROOM',
        'KITCHEN',
        'BATH_ROOM',
        'ENTRANCE',
        'ATTIC',
        'YARD',
        'LIBRARY',
        'STAIRS',
        'ROOM',
      ][index % 10] as string,
      reportedAt: Date.now(),
      state: { power: index % 2 === 0, brightness: index % 100 },
      spec: { traits: { power: settable, brightness: percent }, verbs: [] },
      actions: [...power, 'SetBrightness'],
    }),
  )
