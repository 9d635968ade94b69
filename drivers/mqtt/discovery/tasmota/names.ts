import type { TasmotaConfig } from './config.ts'

/** A name that the owner gave; neither empty nor the default of the firmware. */
const ownName = (name: string | null | undefined): string | undefined => {
  const bare = name?.trim()
  return bare && !/^tasmota\d*$/i.test(bare) ? bare : undefined
}

/** The name of the whole device. */
export const deviceName = ({ dn, fn, t }: TasmotaConfig): string => ownName(dn) ?? ownName(fn[0]) ?? t

/** Gives each part of a device a different name. */
export interface PartNames {
  /**
   * @param relay from 0
   * @param isOnly it is the only part that has a relay
   */
  relay(relay: number, isOnly: boolean): string
  /** The name of a part without a relay: that of the device, with `what` behind it if that name is taken. */
  other(what: string): string
}

export function namesOf(config: TasmotaConfig): PartNames {
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
      const own = ownName(config.fn[relay])
      return own ? take(own, numbered) : isOnly ? take(device, numbered) : take(numbered)
    },
    other: (what) => take(device, `${device} ${what}`),
  }
}
