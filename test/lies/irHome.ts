import mqtt from 'mqtt'
import type { TrialCommand, TrialDevice, TrialHome, Truth } from './judge.ts'
import type { Random } from './random.ts'

/** How a blaster that runs Tasmota answers a code in one trial. */
type Behaviour = (typeof behaviours)[number]
const behaviours = [
  /** sends the light, and confirms it */
  'sends',
  /** confirms it only after a second */
  'slow',
  /** receives and sends nothing: it has no power, and its last will has not come yet */
  'silent',
  /** its last will has reported it as offline */
  'away',
  /** rejects the code as wrong */
  'refuses',
] as const

interface Blaster extends TrialDevice {
  readonly history: { fromMs: number; state: Truth }[]
  readonly commandsAtMs: number[]
  label: string
  behaviour: Behaviour
  timers: Set<NodeJS.Timeout>
}

/** Blasters over MQTT, each with a fan without feedback: its assumed state is what was sent last. */
export async function createIrHome(url: string, count: number): Promise<TrialHome> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 100 })
  const blasters = new Map<string, Blaster>()
  for (let i = 0; i < count; i += 1)
    blasters.set(`ir${i}`, {
      id: `ir${i}`,
      label: '',
      history: [{ fromMs: performance.now(), state: {} }],
      commandsAtMs: [],
      behaviour: 'sends',
      timers: new Set(),
    })
  const publish = (topic: string, payload: string, retain = false) =>
    client.publishAsync(topic, payload, { qos: 1, retain })
  const find = (id: string): Blaster => {
    const blaster = blasters.get(id)
    if (!blaster) throw new Error(`there is no blaster ${id}`)
    return blaster
  }
  const become = (blaster: Blaster, payload: string) =>
    blaster.history.push({ fromMs: performance.now(), state: { power: isOnCode(payload) } })
  client.on('message', (topic, bytes) => {
    const blaster = blasters.get(topic.split('/')[1] ?? '')
    if (!blaster) return
    blaster.commandsAtMs.push(performance.now())
    const payload = bytes.toString('utf8')
    const answer = (text: string) => void publish(`stat/${blaster.id}/RESULT`, text)
    if (blaster.behaviour === 'sends' || blaster.behaviour === 'slow') {
      const delayMs = blaster.behaviour === 'slow' ? 1000 : 20
      const timer = setTimeout(() => {
        blaster.timers.delete(timer)
        become(blaster, payload)
        answer('{"IRSend":"Done"}')
      }, delayMs)
      blaster.timers.add(timer)
    } else if (blaster.behaviour === 'refuses') answer('{"IRSend":"Invalid RawData"}')
  })
  await client.subscribeAsync('cmnd/+/IRsend', { qos: 1 })
  const tellWhetherOnline = ({ id, behaviour }: Blaster) =>
    publish(`tele/${id}/LWT`, behaviour === 'away' ? 'Offline' : 'Online', true)
  for (const blaster of blasters.values()) await tellWhetherOnline(blaster)
  // A broker that was started again knows nothing.
  client.on('connect', () => {
    for (const blaster of blasters.values()) void tellWhetherOnline(blaster)
  })
  return {
    drivers: [...blasters.keys()]
      .map((id) => `  blaster-${id}: { type: ir, transmitter: tasmota, broker: broker, topic: ${id} }`)
      .join('\n'),
    appliances: [...blasters.keys()]
      .map(
        (id) =>
          `  - { id: ${id}, name: ${id}, type: FAN, driver: blaster-${id}, remote: { on: { nec: { address: 4, command: 1 } }, off: { nec: { address: 4, command: 2 } } } }`,
      )
      .join('\n'),
    devices: [...blasters.keys()],
    device: find,
    async begin(id, random, again) {
      const blaster = find(id)
      if (!again) {
        blaster.behaviour = random.pick(behaviours)
        blaster.label = `IR blaster ${blaster.behaviour}`
        if (blaster.behaviour === 'away') await tellWhetherOnline(blaster)
      }
      return commandOf(random)
    },
    async end(id) {
      const blaster = find(id)
      for (const timer of blaster.timers) clearTimeout(timer)
      blaster.timers.clear()
      blaster.history.splice(0, blaster.history.length - 1)
      blaster.commandsAtMs.length = 0
      blaster.behaviour = 'sends'
      await tellWhetherOnline(blaster)
    },
    disturbances: [],
    async close() {
      for (const { timers } of blasters.values()) for (const timer of timers) clearTimeout(timer)
      await client.endAsync(true)
    },
  }
}

/** Which of the two keys a list of pulses is: NEC sends the command, least bit first, as its 17th to 24th bit. */
function isOnCode(payload: string): boolean {
  const times = payload
    .split(',')
    .slice(1)
    .map((time) => Math.abs(Number(time)))
  // A leading mark and space, then a mark and a space for each bit; a space over 1 ms is a one.
  const bits = Array.from({ length: 32 }, (_, i) => ((times[3 + 2 * i] ?? 0) > 1000 ? 1 : 0))
  const command = bits.slice(16, 24).reduce((sum: number, bit, i) => sum + (bit << i), 0)
  return command === 1
}

function commandOf(random: Random): TrialCommand {
  const on = random.chance(0.5)
  return { action: on ? 'TurnOn' : 'TurnOff', payload: {}, wanted: { power: on } }
}
