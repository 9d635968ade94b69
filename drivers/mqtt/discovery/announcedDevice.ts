import type { About, Device, Reading } from '../../../src/home/device.ts'
import type { Found } from '../../../src/home/discovery.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { Options } from '../options.ts'
import type { Discovery } from './index.ts'

/** A device that is what was announced under a name: now, and after each change of that. */
export function announcedDevice(
  name: string,
  own: Options,
  discovery: Discovery,
  make: (options: Options) => Device,
): Device {
  let inner: { readonly device: Device; running: number; retired: boolean } | undefined
  let spec: Spec = { traits: {}, verbs: [] }
  let about: About | undefined
  let key: string | undefined
  let from: Found<Options> | undefined
  const end = discovery.onChange(look)
  look()

  return {
    get spec() {
      return spec
    },
    get about() {
      return about
    },
    read: (query) =>
      using<Reading>(
        (device) => device.read(query),
        async () => ({ online: false, state: {} }),
      ),
    apply: (command, signal) =>
      using(
        (device) => device.apply(command, signal),
        async () => {
          throw new Failure('offline', `no device announces itself as ${name}`)
        },
      ),
    close() {
      end()
      discovery.missing.delete(name)
      retire()
    },
  }

  /** What it was told to be at first it stays, under whatever name. */
  function look(): void {
    const found = (key !== undefined && discovery.named(key)) || discovery.named(name)
    if (found) discovery.missing.delete(name)
    else discovery.missing.add(name)
    if (found && found === from) return
    retire()
    from = found
    const announced = found && discovery.describe(found)
    if (!found || !announced) return
    key = found.key
    const device = make(over(announced, own))
    inner = { device, running: 0, retired: false }
    spec = device.spec
    about = found.about
  }

  /** Who is being told something is let finish. */
  function retire(): void {
    if (!inner) return
    inner.retired = true
    if (inner.running === 0) inner.device.close?.()
    inner = undefined
  }

  async function using<T>(work: (device: Device) => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
    const now = inner
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

/** What the user says goes before what the device says. */
const over = (announced: Options, { traits, verbs, ...own }: Options): Options => ({
  ...announced,
  ...Object.fromEntries(Object.entries(own).filter(([key, value]) => key !== 'device' && value !== undefined)),
  traits: { ...announced.traits, ...traits },
  verbs: { ...announced.verbs, ...verbs },
})
