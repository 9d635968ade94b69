import { BlockList } from 'node:net'

/** Addresses that only the home, or the machine, knows. Source: RFC 1918, 3927, 4193, 4291, 6598. */
const home = new BlockList()
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  home.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  home.addSubnet(net, prefix, 'ipv6')

/** True if the world does not know the way there. */
export const isOfTheHome = (address: string): boolean => home.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
