import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { fromInside } from './hairpin.ts'

/** The public address: written, and a name that the world can look up. */
export const address: Check = {
  name: 'address',
  ms: 20_000,
  async look(scene) {
    const { endpoint, outside } = scene
    if (endpoint === undefined)
      return [
        warning(
          'public address',
          'server.publicUrl is not written: what lies outside of this house cannot be looked at',
          'write under server: publicUrl: https://your.name.example',
        ),
      ]
    const { hostname } = new URL(endpoint)
    const findings: Finding[] = [ok('public address', endpoint)]
    const host = hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0)
      return [
        ...findings,
        failure('DNS', `${host} is a number; a certificate needs a name`, 'write a name as server.publicUrl'),
      ]
    const found = await outside.lookup(host).catch((error: NodeJS.ErrnoException) => error)
    return [...findings, await fromInside(scene, told(host, found))]
  },
}

function told(host: string, found: readonly { readonly address: string }[] | NodeJS.ErrnoException): Finding {
  if ('code' in found && found.code === 'EAI_AGAIN')
    return failure('DNS', 'no name can be looked up: no name server answers', 'ping -c 3 1.1.1.1 && resolvectl status')
  if (!Array.isArray(found) || found.length === 0)
    return failure(
      'DNS',
      `the name ${host} is not known (${'code' in found ? found.code : 'no address'})`,
      `make its record where the name is kept (cloudflared: "cloudflared tunnel route dns TUNNEL ${host}"), or mend server.publicUrl`,
    )
  const addresses = found.map(({ address }) => address)
  const list = addresses.slice(0, 4).join(', ')
  if (addresses.every(isOurs))
    return warning(
      'DNS',
      `${host} is ${list}, which is this machine itself: what is found below does not go through the tunnel`,
      'look once more with another name server, or from outside',
    )
  if (addresses.every(isOfTheHome))
    return warning(
      'DNS',
      `${host} is ${list}, an address of the home network: from here the tunnel cannot be looked at`,
      `nslookup ${host} 1.1.1.1 shows what the world sees`,
    )
  return ok('DNS', `${host} is ${list}`)
}

/** True if it is an address of this very machine. */
const isOurs = (address: string) =>
  Object.values(networkInterfaces())
    .flat()
    .some((own) => own?.address === address)

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
