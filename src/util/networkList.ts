import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** An address as the lists compare it: IPv4 that is written as IPv6 counts as IPv4; without a zone. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')

/** Networks and addresses of IPv4 and IPv6. */
export class NetworkList {
  readonly #list = new BlockList()

  /** @param networks such as `192.168.1.0/24`, `fd00::/8` or a single address */
  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [written = '', bits] = network.split('/')
      const address = plainAddress(written)
      const family = isIP(address)
      if (family === 0) continue
      const prefix = bits === undefined ? { 4: 32, 6: 128 }[family as 4 | 6] : Number(bits)
      this.#list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6')
    }
  }

  includes(address: string): boolean {
    const plain = plainAddress(address)
    const family = isIP(plain)
    return family !== 0 && this.#list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
  }
}

const loopback = new NetworkList(['127.0.0.0/8', '::1/128'])

/** True for an address of this machine that no other machine can have. */
export const isLoopback = (address: string): boolean => loopback.includes(address)

/** Source: RFC 1918, RFC 3927 and RFC 4193: networks that no router of the internet forwards. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fe80::/10', 'fc00::/7']
const privateList = new NetworkList([...privateNetworks, '127.0.0.0/8', '::1/128'])

/**
 * True for a machine of the home network: this one, one with a private address, or one with a public address of IPv6 in the
 * network (2⁶⁴ addresses) of an interface of this machine.
 */
export function isHomeNetwork(address: string): boolean {
  if (privateList.includes(address)) return true
  const own = ownAddresses()
  if (isIP(plainAddress(address)) !== 6) return own.includes(plainAddress(address))
  return new NetworkList(own.filter((one) => isIP(one) === 6).map((one) => `${one}/64`)).includes(address)
}

/** The addresses of the interfaces of this machine, without zones. */
export const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => plainAddress(address)))
