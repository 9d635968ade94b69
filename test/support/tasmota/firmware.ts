/** What a Tasmota device announces on its `config` topic, as far as its behaviour goes by it. */
export interface TasmotaConfig {
  readonly mac: string
  readonly t: string
  readonly ft: string
  readonly tp: readonly [string, string, string]
  readonly state: readonly string[]
  readonly onln: string
  readonly ofln: string
  readonly rl: readonly number[]
  readonly if: number
  readonly lt_st: number
  readonly lk: number
  readonly so: Readonly<Record<string, number>>
  readonly sho: readonly number[]
  readonly [key: string]: unknown
}

/** A message of the device: on its `stat` or `tele` topic of this name, text or JSON. */
export interface Said {
  readonly prefix: 'stat' | 'tele'
  readonly name: string
  readonly payload: object | string
}

/** The state of the device; a test may change it at any time, and the next message reports it. */
export interface TasmotaState {
  readonly power: boolean[]
  dimmer: number
  /** of the white lamp, where it is one of its own */
  dimmer2: number
  readonly channels: number[]
  hue: number
  saturation: number
  ct: number
  mode: 'color' | 'white'
  fan: number
  readonly shutters: { position: number; direction: -1 | 0 | 1; target: number }[]
  /** the telemetry, without the time */
  sensors: Readonly<Record<string, unknown>>
}

/**
 * The behaviour of the firmware without a network: commands in, messages out.
 * Source: arendst/Tasmota `xdrv_02_9_mqtt.ino`, `xdrv_04_light.ino`, `xdrv_22_sonoff_ifan.ino`, `xdrv_27_shutter_esp32.ino`.
 */
export function firmware(config: TasmotaConfig, isIndexed: boolean) {
  const { rl, so, lt_st: kind } = config
  const relays = config.if ? 4 : rl.filter((one) => one !== 0).length
  const lights = rl.flatMap((one, i) => (one === 2 && !config.if ? [i] : []))
  const isUnlinked = !config.lk && kind >= 4
  const state: TasmotaState = {
    power: rl.map(() => false),
    dimmer: 50,
    dimmer2: 50,
    channels: rl.map(() => 50),
    hue: 0,
    saturation: 0,
    ct: 250,
    mode: kind >= 3 ? 'color' : 'white',
    fan: 0,
    shutters: rl
      .filter((one) => one === 3)
      .flatMap((_, i) => (i % 2 ? [] : [{ position: 0, direction: 0, target: 0 }])),
    sensors: {},
  }
  const powerName = (relay: number) => (relays > 1 || isIndexed ? `POWER${relay + 1}` : 'POWER')
  const word = (on: boolean | undefined) => config.state[on ? 1 : 0] ?? ''
  const result = (command: string, payload: object): Said => ({
    prefix: 'stat',
    name: so['4'] ? command.toUpperCase() : 'RESULT',
    payload,
  })
  const powers = (which: readonly number[]) =>
    Object.fromEntries(which.map((i) => [powerName(i), word(state.power[i])]))

  function light(): Record<string, unknown> {
    if (kind === 0) return powers(lights)
    if (so['68'])
      return Object.assign({}, ...lights.map((i) => ({ ...powers([i]), [`Channel${i + 1}`]: state.channels[i] })))
    const isWhite = state.mode === 'white'
    const white = isUnlinked ? state.dimmer2 : isWhite ? state.dimmer : 0
    return {
      ...powers(lights),
      ...(isUnlinked ? { Dimmer1: state.dimmer, Dimmer2: state.dimmer2 } : { Dimmer: state.dimmer }),
      ...(kind >= 3 && { HSBColor: `${state.hue},${state.saturation},${isWhite && kind > 3 ? 0 : state.dimmer}` }),
      ...((kind === 2 || kind >= 4) && { White: white }),
      ...((kind === 2 || kind === 5) && { CT: state.ct }),
    }
  }
  function whole(): object {
    const plain = [...rl.keys()].filter((i) => rl[i] === 1 || rl[i] === 3 || (rl[i] === 2 && config.if))
    return {
      Time: '2026-11-21T10:00:00',
      Uptime: '0T00:10:00',
      ...powers(plain),
      ...(lights.length > 0 && light()),
      ...(config.if && { FanSpeed: state.fan }),
    }
  }
  const shutter = (i: number) => {
    const { position, direction, target } = state.shutters[i] ?? { position: 0, direction: 0, target: 0 }
    const reported = (percent: number) => ((config.sho[i] ?? 0) & 1 ? 100 - percent : percent)
    return {
      [`Shutter${i + 1}`]: { Position: reported(position), Direction: direction, Target: reported(target), Tilt: 0 },
    }
  }
  const sense = () => ({
    Time: '2026-11-21T10:00:00',
    ...Object.assign({}, ...state.shutters.map((_, i) => shutter(i))),
    ...state.sensors,
  })

  /** A relay has switched, by whatever. */
  function switched(relay: number): Said[] {
    const name = powerName(relay)
    return [
      { prefix: 'stat', name: so['4'] ? name : 'RESULT', payload: powers([relay]) },
      { prefix: 'stat', name, payload: word(state.power[relay]) },
    ]
  }
  /** A command to a light turns it on, unless SetOption20 is set. */
  function lit(command: string, relay = lights[0] ?? 0): Said[] {
    if (!so['20']) state.power[relay] = true
    return [result(command, light())]
  }
  function move(i: number, target: number): Said[] {
    const here = state.shutters[i]
    if (!here) return []
    Object.assign(here, { target, direction: Math.sign(target - here.position) })
    return [result('Shutter', shutter(i))]
  }

  type Handler = (index: number, payload: string, given: number | undefined) => Said[]
  const commands: Readonly<Record<string, Handler>> = {
    power(index, payload) {
      const relay = index - 1
      if (relay >= rl.length) return [result('Power', { Command: 'Unknown' })]
      const spelt = payload.toLowerCase()
      const [off, on] = [word(false).toLowerCase(), word(true).toLowerCase()]
      if ([on, 'on', '1', 'true'].includes(spelt)) state.power[relay] = true
      else if ([off, 'off', '0', 'false'].includes(spelt)) state.power[relay] = false
      else if (['toggle', '2'].includes(spelt)) state.power[relay] = !state.power[relay]
      return switched(relay)
    },
    dimmer(index, _, given) {
      if (given === undefined) return [result('Dimmer', light())]
      if (isUnlinked && index === 2) state.dimmer2 = given
      else state.dimmer = given
      return lit('Dimmer', lights[isUnlinked ? index - 1 : 0])
    },
    channel(index, _, given) {
      if (given !== undefined) state.channels[index - 1] = given
      return lit('Channel', index - 1)
    },
    hsbcolor(_, payload) {
      const [hue, saturation, brightness] = payload.split(',').map(Number)
      Object.assign(state, { hue, saturation, mode: isUnlinked ? state.mode : 'color' })
      if (brightness !== undefined) state.dimmer = brightness
      return lit('HSBColor')
    },
    ct(_, __, given) {
      if (given !== undefined && given >= 153 && given <= 500) Object.assign(state, { ct: given, mode: 'white' })
      return lit('CT', lights[isUnlinked ? 1 : 0])
    },
    fanspeed(_, __, given) {
      if (given !== undefined && given >= 0 && given <= 3) state.fan = given
      return [result('FanSpeed', { FanSpeed: state.fan })]
    },
    shutterposition(index, payload, given) {
      const ends: Readonly<Record<string, number>> = { open: 100, close: 0 }
      return move(index - 1, ends[payload.toLowerCase()] ?? given ?? 0)
    },
    shutteropen: (index) => move(index - 1, 100),
    shutterclose: (index) => move(index - 1, 0),
    shutterstop: (index) => move(index - 1, state.shutters[index - 1]?.position ?? 0),
    state: () => [result('State', whole())],
    status: (_, payload) =>
      payload === '10' ? [{ prefix: 'stat', name: 'STATUS10', payload: { StatusSNS: sense() } }] : [],
    nodelay: () => [],
    backlog: (_, payload) => payload.split(';').flatMap((one) => obey(...halves(one.trim()))),
  }
  function obey(command: string, payload: string): Said[] {
    const [, name = '', index = ''] = /^(\D+)(\d*)$/.exec(command) ?? []
    const handler = Object.hasOwn(commands, name.toLowerCase()) ? commands[name.toLowerCase()] : undefined
    const given = /^\d+$/.test(payload) ? Number(payload) : undefined
    return handler?.(index === '' ? 1 : Number(index), payload, given) ?? [result('Command', { Command: 'Unknown' })]
  }
  return { state, obey, whole, sense, switched, shutter }
}

const halves = (text: string): [string, string] => {
  const [command = '', ...rest] = text.split(' ')
  return [command, rest.join(' ')]
}
