import { createHash } from 'node:crypto'
import { parseBoundedJson } from '../../../../src/util/boundedJson.ts'
import type { Steps } from '../../../../src/util/slices.ts'
import type { LocalizedText } from '../../../../src/util/translate.ts'
import { say } from '../../messages.ts'
import type { AnnouncedDevice, AnnouncementParser, Convention, ConventionOptions } from '../announcement.ts'
import { defaultSettings, parseSettings } from './bridgeInfo.ts'
import { commandFailureIn } from './bridgeLog.ts'
import { announceDevice, type BridgeContext } from './device.ts'
import { type BridgeDevice, type BridgeGroup, readDevices, readGroups } from './exposes.ts'
import { announceGroup, type GroupMember } from './groups.ts'

const digestStepBytes = 512 * 1024

/**
 * Zigbee2MQTT 2.x: https://www.zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html
 * `bridge/devices` lists each device with its name, address and `exposes` (what it publishes and what can be set);
 * `bridge/info` says how states are published. Errors of commands come on `bridge/logging` only.
 */
export const zigbee2mqtt: Convention = (options) => new Zigbee2MqttParser(options)

class Zigbee2MqttParser implements AnnouncementParser {
  readonly topics: readonly string[]
  readonly #base: string
  readonly #reportFailure: ConventionOptions['reportFailure']
  readonly #logTopic: string
  /** of the last payload on each topic; the payloads of a whole house would be most of the memory */
  readonly #digests = new Map<string, string>()
  /** how many entries of each list were too large to be read */
  readonly #tooLarge = new Map<string, number>()
  #devices: readonly BridgeDevice[] = []
  #groups: readonly BridgeGroup[] = []
  #settings = defaultSettings
  /** the appliances of each device, by its announcement and the settings of the bridge */
  #built = new Map<string, readonly AnnouncedDevice[]>()

  constructor({ base = 'zigbee2mqtt', reportFailure }: ConventionOptions) {
    this.#base = base
    this.#reportFailure = reportFailure
    this.#logTopic = `${base}/bridge/logging`
    this.topics = ['devices', 'groups', 'info', 'logging'].map((name) => `${base}/bridge/${name}`)
  }

  problems(): readonly LocalizedText[] {
    return [...this.#tooLarge]
      .filter(([, count]) => count > 0)
      .map(([list, count]) => say('largeList', { count, list }))
  }

  handleEvent(topic: string, payload: Buffer): boolean {
    if (topic !== this.#logTopic) return false
    const failure = commandFailureIn(payload)
    if (failure) this.#reportFailure(failure.name, failure.reason, failure.key)
    return true
  }

  *parse(topic: string, payload: Buffer): Steps<boolean> {
    if (this.handleEvent(topic, payload) || !this.topics.includes(topic)) return false
    const digest = payload.length === 0 ? '' : yield* digestOf(payload)
    if (digest === (this.#digests.get(topic) ?? '')) return false
    // A message that cannot be parsed removes nothing.
    const isChanged = yield* this.#take(topic.slice(`${this.#base}/bridge/`.length), payload)
    if (isChanged === undefined) return false
    this.#digests.set(topic, digest)
    return isChanged
  }

  /** @returns whether the message changed anything; undefined if it is no such message */
  *#take(name: string, payload: Buffer): Steps<boolean | undefined> {
    switch (name) {
      case 'devices': {
        const read = payload.length === 0 ? nothing : yield* readDevices(payload)
        if (!read) return undefined
        this.#tooLarge.set(name, read.tooLarge)
        const isChanged = signatureOf(read.entries) !== signatureOf(this.#devices)
        this.#devices = read.entries
        return isChanged
      }
      case 'groups': {
        const read = payload.length === 0 ? nothing : yield* readGroups(payload)
        if (!read) return undefined
        this.#tooLarge.set(name, read.tooLarge)
        const isChanged = JSON.stringify(read.entries) !== JSON.stringify(this.#groups)
        this.#groups = read.entries
        return isChanged
      }
      default: {
        const settings = payload.length === 0 ? defaultSettings : parseSettings(parseJson(payload))
        if (!settings) return undefined
        const isChanged = settings.signature !== this.#settings.signature
        this.#settings = settings
        return isChanged
      }
    }
  }

  *build(): Steps<readonly AnnouncedDevice[]> {
    const bridge: BridgeContext = { base: this.#base, settings: this.#settings }
    const built = new Map<string, readonly AnnouncedDevice[]>()
    const all: AnnouncedDevice[] = []
    for (const device of this.#devices) {
      const signature = `${device.signature}${this.#settings.signature}`
      const appliances = this.#built.get(signature) ?? announceDevice(device, bridge)
      built.set(signature, appliances)
      all.push(...appliances)
      yield
    }
    this.#built = built
    const byAddress = new Map(this.#devices.map((device) => [device.ieee, device] as const))
    const members = new Map<string, readonly GroupMember[]>()
    for (const group of this.#groups) {
      all.push(...announceGroup(group, byAddress, bridge, members))
      yield
    }
    return all
  }
}

/** In place of a list that was removed. */
const nothing = { entries: [], tooLarge: 0 }

const signatureOf = (devices: readonly BridgeDevice[]) => devices.map(({ signature }) => signature).join('\n')

/** Of some megabytes a digest takes longer than the event loop may be kept. */
function* digestOf(payload: Buffer): Steps<string> {
  const hash = createHash('sha1')
  for (let start = 0; start < payload.length; start += digestStepBytes) {
    hash.update(payload.subarray(start, start + digestStepBytes))
    yield
  }
  return hash.digest('base64')
}

function parseJson(payload: Buffer): unknown {
  try {
    return parseBoundedJson(payload.toString('utf8'))
  } catch {
    return undefined
  }
}
