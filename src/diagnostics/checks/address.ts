import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { allowForHairpin } from './hairpin.ts'

/** The public address is configured, and its host name has a public DNS record. */
export const addressCheck: Check = {
  name: 'address',
  timeoutMs: 20_000,
  async run(context) {
    const { endpoint, host } = context
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
    const name = hostname.replace(/^\[|\]$/g, '')
    if (isIP(name) !== 0)
      return [
        ...findings,
        failure('DNS', `${name} is a number; a certificate needs a name`, 'write a name as server.publicUrl'),
      ]
    const addresses = await host.lookup(name).catch((error: NodeJS.ErrnoException) => error)
    return [...findings, await allowForHairpin(context, describe(name, addresses))]
  },
}

function describe(name: string, lookedUp: readonly { readonly address: string }[] | NodeJS.ErrnoException): Finding {
  if ('code' in lookedUp && lookedUp.code === 'EAI_AGAIN')
    return failure('DNS', 'no name can be looked up: no name server answers', 'ping -c 3 1.1.1.1 && resolvectl status')
  if (!Array.isArray(lookedUp) || lookedUp.length === 0)
    return failure(
      'DNS',
      `the name ${name} is not known (${'code' in lookedUp ? lookedUp.code : 'no address'})`,
      `make its record where the name is kept (cloudflared: "cloudflared tunnel route dns TUNNEL ${name}"), or mend server.publicUrl`,
    )
  const addresses = lookedUp.map(({ address }) => address)
  const list = addresses.slice(0, 4).join(', ')
  if (addresses.every(isOwnAddress))
    return warning(
      'DNS',
      `${name} is ${list}, which is this machine itself: what is found below does not go through the tunnel`,
      'look once more with another name server, or from outside',
    )
  if (addresses.every(isPrivateAddress))
    return warning(
      'DNS',
      `${name} is ${list}, an address of the home network: from here the tunnel cannot be looked at`,
      `nslookup ${name} 1.1.1.1 shows what the world sees`,
    )
  return ok('DNS', `${name} is ${list}`)
}

/** True if a network interface of this machine has the address. */
const isOwnAddress = (address: string) =>
  Object.values(networkInterfaces())
    .flat()
    .some((own) => own?.address === address)

/** Address ranges that are not routed on the Internet. Source: RFC 1918, 3927, 4193, 4291, 6598. */
const privateRanges = new BlockList()
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  privateRanges.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  privateRanges.addSubnet(net, prefix, 'ipv6')

/** True if the address is not reachable from the Internet. */
export const isPrivateAddress = (address: string): boolean =>
  privateRanges.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
