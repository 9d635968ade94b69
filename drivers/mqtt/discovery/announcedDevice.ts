import type { Device, DeviceInfo, Reading } from '../../../src/home/device.ts'
import type { DiscoveredDevice } from '../../../src/home/discovery.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Spec } from '../../../src/home/spec.ts'
import { say } from '../messages.ts'
import type { MqttOptions } from '../options.ts'
import type { AnnouncementDiscovery } from './index.ts'

/**
 * A device that follows what is announced under a name or key: it is built anew after each change, with many others in its turn,
 * or as soon as it is used.
 */
export function createAnnouncedDevice(
  name: string,
  own: MqttOptions,
  discovery: AnnouncementDiscovery,
  make: (options: MqttOptions) => Device,
): Device {
  let active: { readonly device: Device; running: number; retired: boolean } | undefined
  let spec: Spec = { traits: {}, verbs: [] }
  let about: DeviceInfo | undefined
  let key: string | undefined
  let current: DiscoveredDevice<MqttOptions> | undefined
  /** what was announced last is not built yet */
  let isOutdated = false
  const end = discovery.onChange(refresh)
  refresh()

  return {
    get spec() {
      buildNow()
      return spec
    },
    get deviceInfo() {
      return about
    },
    read: (query) =>
      withDevice<Reading>(
        async (device) => {
          const reading = await device.read(query)
          // It may not announce itself again for months, and must not be forgotten as absent.
          if (key !== undefined && reading.online && reading.reportedAt) discovery.markPresent(key)
          return reading
        },
        async () => ({ online: false, state: {} }),
      ),
    apply: (command, signal) =>
      withDevice(
        (device) => device.apply(command, signal),
        async () => {
          throw new Failure('offline', say('notAnnounced', { name }))
        },
      ),
    close() {
      end()
      discovery.missing.delete(name)
      retire()
    },
  }

  /** The first device found under the name is followed by its key from then on, so that it may be renamed. */
  function refresh(): void {
    const found = (key !== undefined && discovery.named(key)) || discovery.named(name)
    if (found) discovery.missing.delete(name)
    else discovery.missing.add(name)
    if (found && found === current) return
    retire()
    current = found
    if (!found) return
    key = found.key
    about = found.deviceInfo
    isOutdated = true
    discovery.devicesToBuild.add(buildNow)
  }

  function buildNow(): void {
    if (!isOutdated || !current) return
    isOutdated = false
    discovery.devicesToBuild.remove(buildNow)
    const announced = discovery.describe(current)
    if (!announced) return
    const device = make(withUserOptions(announced, own))
    active = { device, running: 0, retired: false }
    spec = device.spec
  }

  /** The device is closed once the commands that are running on it are done. */
  function retire(): void {
    isOutdated = false
    discovery.devicesToBuild.remove(buildNow)
    if (!active) return
    active.retired = true
    if (active.running === 0) active.device.close?.()
    active = undefined
  }

  async function withDevice<T>(work: (device: Device) => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
    buildNow()
    const now = active
    if (!now) return otherwise()
    now.running += 1
    try {
      return await work(now.device)
    } finally {
      now.running -= 1
      if (now.retired && now.running === 0) now.device.close?.()
    }
  }
}

/** The announced options, with those that the user wrote in their place. */
const withUserOptions = (announced: MqttOptions, { traits, verbs, ...own }: MqttOptions): MqttOptions => ({
  ...announced,
  ...Object.fromEntries(Object.entries(own).filter(([key, value]) => key !== 'device' && value !== undefined)),
  traits: { ...announced.traits, ...traits },
  verbs: { ...announced.verbs, ...verbs },
})
