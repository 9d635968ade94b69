import type { Config } from './config.ts'

/** A name that its owner gave it: neither empty nor what the firmware calls everything. */
const meant = (name: string | null | undefined): string | undefined => {
  const bare = name?.trim()
  return bare && !/^tasmota\d*$/i.test(bare) ? bare : undefined
}

/** What a device is called as a whole. */
export const deviceName = ({ dn, fn, t }: Config): string => meant(dn) ?? meant(fn[0]) ?? t

/** Names the parts of a device, no two of them alike. */
export interface Names {
  /**
   * @param relay from 0
   * @param isOnly it is the only part that has a relay
   */
  relay(relay: number, isOnly: boolean): string
  /** A part that has no name of its own: the device's, with what it is if that is taken. */
  other(what: string): string
}

export function namesOf(config: Config): Names {
  const taken = new Set<string>()
  const device = deviceName(config)
  const take = (...wanted: readonly string[]): string => {
    const name = wanted.find((one) => !taken.has(one)) ?? `${device} ${taken.size + 1}`
    taken.add(name)
    return name
  }
  return {
    relay: (relay, isOnly) => {
      const numbered = `${device} ${relay + 1}`
      const own = meant(config.fn[relay])
      return own ? take(own, numbered) : isOnly ? take(device, numbered) : take(numbered)
    },
    other: (what) => take(device, `${device} ${what}`),
  }
}
