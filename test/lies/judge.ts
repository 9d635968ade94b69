import type { Reply } from './gatewayProcess.ts'
import type { Random } from './random.ts'

/** The true state of a device, by trait; what a trial compares the gateway's words with. */
export type Truth = Readonly<Record<string, boolean | number | string>>

/** A device that plays its part in trials, whatever it is connected with. */
export interface TrialDevice {
  readonly id: string
  /** the kind of the device and its behaviour in this trial, for the report */
  readonly label: string
  /** true if not even its bridge can know its state in this trial */
  readonly isUnknowable?: boolean
  /** every state that it really had, with the time from when on, by the clock of `performance` */
  readonly history: readonly { readonly fromMs: number; readonly state: Truth }[]
  /** when commands reached it */
  readonly commandsAtMs: readonly number[]
}

/** What was asked of a device, and what must be true if the gateway confirms it. */
export interface TrialCommand {
  readonly action: string
  readonly payload: object
  readonly wanted: Truth
}

/** Devices of one driver, each of which plays the part that a trial gives it. */
export interface TrialHome {
  /** the connections and the appliances, in YAML */
  readonly drivers: string
  readonly appliances: string
  /** the ids of the devices */
  readonly devices: readonly string[]
  /**
   * Gives a device its part, and resolves when everything that comes before the command has happened.
   * @param again a second command of the same trial: the part stays
   */
  begin(id: string, random: Random, again?: boolean): Promise<TrialCommand>
  device(id: string): TrialDevice
  /** Puts the device back to rest: reachable, its true state reported. */
  end(id: string): Promise<void>
  /** what may happen to all of its devices at once, in the middle of their trials */
  readonly disturbances: readonly Disturbance[]
  close(): Promise<void>
}

/** Something that goes away for a while, with every device behind it. */
export interface Disturbance {
  readonly name: string
  begin(): void | Promise<void>
  end(): void | Promise<void>
}

/** What a trial found wrong. */
export interface Lie {
  readonly kind: 'wrong confirmation' | 'wrong previous state' | 'late command' | 'stale state'
  readonly trial: string
  readonly detail: string
}

/** Two numbers are the same within the rounding of a scale of 254 steps to percent. */
const tolerance: Readonly<Record<string, number>> = { brightness: 1, hue: 2, saturation: 2, colorTemperature: 60 }

const agrees = (trait: string, reported: unknown, real: unknown): boolean =>
  typeof reported === 'number' && typeof real === 'number'
    ? Math.abs(reported - real) <= (tolerance[trait] ?? 0.05)
    : reported === real

/** A room whose lamps differ has no state of power that a command could have given it; its power is reported as on. */
const mixed = 'mixed'

/** The states that a device had at some moment between two times. */
function statesBetween({ history }: TrialDevice, fromMs: number, toMs: number): readonly Truth[] {
  return history
    .filter((entry, i) => entry.fromMs <= toMs && (history[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY) >= fromMs)
    .map(({ state }) => state)
}

/**
 * How much later than the answer a change or a command may be seen, in milliseconds: both travel through this process.
 * While its event loop is held up, it sees both late, in any order.
 */
const travelMs = 100
const tickMs = 10
/** How long a change takes at most until it is reported, in milliseconds: a bridge collects its events. */
const reportMs = 1000

/** How long the event loop of this process was held up, and when. */
const delays: { readonly atMs: number; readonly delayMs: number }[] = []

/** Watches the event loop of this process. @returns what ends that */
export function watchEventLoop(): () => void {
  let lastMs = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const delayMs = now - lastMs - tickMs
    lastMs = now
    if (delayMs > tickMs) delays.push({ atMs: now, delayMs })
    if (delays.length > 10_000) delays.splice(0, 5000)
  }, tickMs)
  return () => clearInterval(timer)
}

/** The longest delay of the event loop around these times, in milliseconds. */
export const delayBetween = (fromMs: number, toMs: number): number =>
  delays.reduce(
    (max, { atMs, delayMs }) => (atMs >= fromMs && atMs - delayMs <= toMs ? Math.max(max, delayMs) : max),
    0,
  )

/**
 * A confirmation is wrong if the device at no moment of the request had what was confirmed, or if it neither took what
 * was asked nor changed, also not just before: then nothing was done.
 */
export function judgeConfirmation(
  device: TrialDevice,
  { action, wanted }: TrialCommand,
  reply: Reply,
): Lie | undefined {
  if (reply.name !== `${action}Confirmation`) return undefined
  const lateMs = travelMs + delayBetween(reply.sentAtMs, reply.receivedAtMs + travelMs)
  const had = statesBetween(device, reply.sentAtMs, reply.receivedAtMs + lateMs)
  const reported: Truth = { ...wanted, ...statesOf(reply.payload) }
  const has = (truth: Truth) =>
    had.some((state) =>
      Object.entries(truth).every(([trait, value]) => !(trait in state) || agrees(trait, value, state[trait])),
    )
  // What somebody changed a moment before may reach the gateway after the command, as its answer does.
  const earlyMs = travelMs + delayBetween(reply.sentAtMs - reportMs, reply.receivedAtMs)
  const hasChanged = statesBetween(device, reply.sentAtMs - earlyMs, reply.receivedAtMs + lateMs).length > 1
  if (has(reported) && (has(wanted) || hasChanged)) return undefined
  return {
    kind: 'wrong confirmation',
    trial: device.label,
    detail: `${action} ${JSON.stringify(wanted)} confirmed ${JSON.stringify(reported)}, the device had ${JSON.stringify(had)}`,
  }
}

/** A previous state is wrong if the device had it neither when the request came nor shortly before or after. */
export function judgePreviousState(device: TrialDevice, reply: Reply): Lie | undefined {
  const { previousState } = reply.payload
  if (typeof previousState !== 'object' || previousState === null) return undefined
  const reported = statesOf(previousState as Readonly<Record<string, unknown>>)
  const had = statesBetween(device, reply.sentAtMs - reportMs, reply.receivedAtMs)
  const wrong = Object.entries(reported).filter(
    ([trait, value]) =>
      had.some((state) => trait in state) &&
      !had.some((state) => agrees(trait, value, state[trait]) || state[trait] === mixed),
  )
  if (wrong.length === 0) return undefined
  return {
    kind: 'wrong previous state',
    trial: device.label,
    detail: `told ${JSON.stringify(Object.fromEntries(wrong))}, the device had ${JSON.stringify(had)}`,
  }
}

/** Commands that reached the device after the answer. @param untilMs the next command of the trials may begin here */
export function judgeLateCommands(device: TrialDevice, reply: Reply, untilMs: number): Lie | undefined {
  const late = device.commandsAtMs.filter(
    (atMs) =>
      atMs > reply.receivedAtMs + travelMs + delayBetween(reply.receivedAtMs - travelMs, atMs) && atMs < untilMs,
  )
  if (late.length === 0) return undefined
  return {
    kind: 'late command',
    trial: device.label,
    detail: `${reply.name}, and ${late.length} command(s) ${(Number(late[0]) - reply.receivedAtMs).toFixed(0)} ms after it`,
  }
}

/**
 * A state is stale if the gateway reports it and the device does not have it. An absent value and an offline device report
 * nothing.
 */
export function judgeState(device: TrialDevice, reply: Reply): Lie | undefined {
  // HealthCheck must contain a power state also of an unreachable device; it has no meaning then.
  if (!reply.name.endsWith('Response') || reply.payload.isReachable === false || device.isUnknowable) return undefined
  // What changed a moment ago may still be on its way.
  const earlyMs = travelMs + delayBetween(reply.sentAtMs - reportMs, reply.receivedAtMs)
  const had = statesBetween(device, reply.sentAtMs - earlyMs, reply.receivedAtMs)
  const reported = statesOf(reply.payload)
  const wrong = Object.entries(reported).filter(
    ([trait, value]) =>
      had.some((state) => trait in state) &&
      !had.some((state) => agrees(trait, value, state[trait]) || (state[trait] === mixed && value !== false)),
  )
  if (wrong.length === 0) return undefined
  return {
    kind: 'stale state',
    trial: device.label,
    detail: `told ${JSON.stringify(Object.fromEntries(wrong))}, the device has ${JSON.stringify(had.at(-1))}`,
  }
}

const wrapped = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'value' in value ? value.value : value

/** The traits of a payload, in the form of `Truth`. Source of the fields: spec/clova-home.json. */
function statesOf(payload: Readonly<Record<string, unknown>>): Truth {
  const reported: Record<string, boolean | number | string> = {}
  const put = (trait: string, value: unknown) => {
    if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') reported[trait] = value
  }
  const power = wrapped(payload.powerState ?? payload.isTurnOn)
  put('power', typeof power === 'boolean' ? power : power === 'ON' ? true : power === 'OFF' ? false : undefined)
  put('brightness', wrapped(payload.brightness))
  put('targetTemperature', wrapped(payload.targetTemperature))
  put('lockState', wrapped(payload.lockState))
  put('colorTemperature', wrapped(payload.colorTemperature))
  const color = payload.color as { hue?: unknown; saturation?: unknown } | undefined
  put('hue', color?.hue)
  put('saturation', color?.saturation)
  // GetDeviceState contains everything as text; the trials run with `language: en`.
  if (Array.isArray(payload.states)) for (const { name, value } of payload.states) readWord(put, name, value)
  return reported
}

function readWord(put: (trait: string, value: unknown) => void, name: unknown, value: unknown): void {
  if (name === 'power') put('power', value === 'on')
  else if (name === 'brightness') put('brightness', Number(value))
  else if (name === 'target temperature') put('targetTemperature', Number(value))
  else if (name === 'lock') put('lockState', value === 'locked' ? 'LOCKED' : 'UNLOCKED')
  else if (name === 'color temperature') put('colorTemperature', Number.parseInt(String(value), 10))
  else if (name === 'color') {
    const [, hue, saturation] = /^([\d.]+)°, ([\d.]+)%$/.exec(String(value)) ?? []
    put('hue', hue === undefined ? undefined : Number(hue))
    put('saturation', saturation === undefined ? undefined : Number(saturation))
  }
}
