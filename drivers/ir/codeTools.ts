import type { CodeComparison, CodePort, CodeTools, ReceivedCode } from '../../src/home/codeTools.ts'
import { Failure } from '../../src/home/failure.ts'
import type { LearningRequest } from '../../src/home/learning.ts'
import { climateModes } from './climate/protocol.ts'
import { recogniseClimate } from './climate/protocols/index.ts'
import type { Medium } from './codes/code.ts'
import { type Code, code, encodePress, isSameCode, normalize, recognise } from './codes/index.ts'
import { interpretations } from './learn/capture.ts'
import { keyFile } from './learn/file.ts'
import { learnCodes } from './learn/index.ts'
import { keysForType } from './learn/remote.ts'
import { say } from './messages.ts'
import { type IrOptions, irApplianceSchema } from './options.ts'
import { parseClimate } from './smartir/climate.ts'
import type { KeyTransmitter, Transmitter } from './transmitter.ts'

/** A pulse that differs by more than this share of its length, and this many µs, is another pulse. */
const tolerance = { share: 0.3, us: 200 }
const maxDifferences = 200

/** Marks and spaces before the first bit of most protocols: the leader. */
const leaderPulses = 2

const toCode = ({ medium = 'ir', carrierHz, pulses }: ReceivedCode): Code =>
  code(pulses, medium === 'ir' ? carrierHz : 0, medium as Medium)

const fromCode = ({ medium, carrierHz, pulses }: Code): ReceivedCode => ({
  ...(medium === 'ir' ? { carrierHz } : { medium }),
  pulses: [...pulses],
})

/** What the driver knows of codes, for who learns key by key. */
export const codeTools: CodeTools = {
  describe(code) {
    const captured = toCode(code)
    const climate = recogniseClimate(captured)
    if (climate) return { protocol: climate.protocol.name, fields: { ...climate.state }, isClimate: true }
    const known = recognise(captured) ?? recognise(normalize(captured))
    if (!known) return undefined
    const { bytes } = known.fields
    const bits = Array.isArray(bytes) ? bytes.length * 8 : undefined
    return {
      protocol: known.protocol,
      fields: { ...known.fields },
      ...(bits !== undefined && { bits }),
      isClimate: false,
    }
  },
  compare,
  keyNames: keysForType,
  fileOf(options) {
    const parsed = irApplianceSchema.safeParse(options)
    const remote = parsed.success ? parsed.data.remote : undefined
    return typeof remote === 'string' ? remote : undefined
  },
  readKeys: (text, file) =>
    [...keyFile(text, file, '').keys].map(([name, key]) => ({
      name,
      ...(key && 'protocol' in key && { protocol: key.protocol }),
      ...(key && { code: fromCode(encodePress(key)) }),
    })),
  sampleStates(text, file) {
    const climate = parseClimate(text, file)
    const { modes } = climate
    const mode = modes.cool ? 'cool' : climateModes.find((one) => modes[one])
    if (mode === undefined) return []
    const { temperatures = [] } = modes[mode] ?? {}
    const targetTemperature = temperatures[temperatures.length >> 1]
    const on = { power: true, mode, ...(targetTemperature !== undefined && { targetTemperature }) }
    const samples = [
      { name: [mode, targetTemperature].filter(Boolean).join(' '), state: on },
      { name: 'off', state: { ...on, power: false } },
    ]
    return samples.flatMap(({ name, state }) => {
      const [first, ...others] = climate.resolve(state, new Set(['power'])).codes
      return first && others.length === 0 ? [{ name, code: fromCode(first) }] : []
    })
  },
  writeKeys(before, file, keys, removed) {
    const into = keyFile(before, file, 'Keys that were learnt on the dashboard')
    for (const { name, code } of keys) into.set(name, interpretations(toCode(code))[0])
    for (const name of removed) into.remove(name)
    return into.text()
  },
  learn: (request, dialogue, { connection, port, resolveFile: file }) =>
    learnCodes({
      request: request as LearningRequest<IrOptions>,
      dialogue,
      connection,
      file,
      transmitter: transmitterOf(port),
    }),
}

function compare(first: ReceivedCode, second: ReceivedCode): CodeComparison {
  const [a, b] = [normalize(toCode(first)), normalize(toCode(second))]
  const [known, other] = [codeTools.describe(first), codeTools.describe(second)]
  const isSameMeaning =
    known !== undefined &&
    JSON.stringify([known.protocol, known.fields]) === JSON.stringify([other?.protocol, other?.fields])
  const length = Math.max(a.pulses.length, b.pulses.length)
  let maxDeviation = 0
  const differences: { pulse: number; bit?: number }[] = []
  for (let pulse = 0; pulse < length; pulse++) {
    const [one = 0, two = 0] = [a.pulses[pulse], b.pulses[pulse]]
    const apart = Math.abs(one - two)
    const isOther = apart > tolerance.us && apart > tolerance.share * Math.max(one, two)
    if (!isOther) maxDeviation = Math.max(maxDeviation, apart / Math.max(one, two, 1))
    else if (differences.length < maxDifferences)
      differences.push({ pulse, ...(pulse >= leaderPulses && { bit: Math.floor((pulse - leaderPulses) / 2) }) })
  }
  return {
    isSame: isSameMeaning || isSameCode(a, b),
    maxDeviation: Math.round(maxDeviation * 1000) / 1000,
    differences,
  }
}

/** The blaster of a connection, for who learns key by key. */
export const codePort = (transmitter: Transmitter): CodePort => {
  const known = transmitter.capabilities?.()
  return {
    canLearn: transmitter.learn !== undefined,
    hasRadio: known?.radio ?? transmitter.learnRadio !== undefined,
    ...(known && { model: known.name }),
    isOnline: () => transmitter.online(),
    async learn(isRadio, signal, onReleased) {
      const received = isRadio ? await transmitter.learnRadio?.(signal, onReleased) : await transmitter.learn?.(signal)
      if (!received) throw new Failure('unsupported', say('cannotLearn'))
      return fromCode(received)
    },
    async send(code, signal) {
      await transmitter.send(toCode(code), 0, signal)
      await transmitter.confirm?.(signal)
    },
  }
}

/** A blaster that another process holds, as one that codes are learnt with. */
function transmitterOf(port: CodePort): KeyTransmitter {
  const learn = async (isRadio: boolean, signal: AbortSignal, onReleased: () => void) =>
    toCode(await port.learn(isRadio, signal, onReleased))
  return {
    ready: Promise.resolve(),
    online: () => port.isOnline(),
    async send(code, repeats, signal) {
      for (let i = 0; i <= repeats; i++) await port.send(fromCode(code), signal)
    },
    ...(port.canLearn && { learn: (signal) => learn(false, signal, () => {}) }),
    ...(port.hasRadio && { learnRadio: (signal, onReleased) => learn(true, signal, onReleased) }),
    close: async () => {},
  }
}
