import type { Config } from '../config/load.ts'

/** What a driver may be told to use: a device file by its plain name. */
const device = /^\/dev\/[A-Za-z0-9][A-Za-z0-9_/-]*$/

/** The device files that the connections of a configuration name, each once, in their order. */
export function devicesOf({ drivers }: Pick<Config, 'drivers'>): readonly string[] {
  const found = new Set<string>()
  for (const { options } of drivers.values()) walk(options)
  return [...found]

  function walk(value: unknown): void {
    if (typeof value === 'string' && device.test(value) && !value.includes('//')) found.add(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
  }
}

/**
 * The part of the unit that lets the service use these devices. In its own `/dev` there would be none, so it sees that of
 * the machine, and systemd lets it open only these.
 */
export const dropIn = (devices: readonly string[]): string => `# Written by: clova-home service devices
[Service]
PrivateDevices=no
DevicePolicy=closed
${devices.map((one) => `DeviceAllow=${one} rw`).join('\n')}
# Infrared devices are of this group on Debian.
SupplementaryGroups=video
`
