import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { say } from '../messages.ts'
import { allowForHairpin } from './hairpin.ts'

/** The public address is configured, and its host name has a public DNS record. */
export const addressCheck: Check = {
  name: 'address',
  timeoutMs: 20_000,
  async run(context) {
    const { endpoint, host } = context
    if (endpoint === undefined) return [warning('public address', say('noPublicUrl'), say('writePublicUrl'))]
    const { hostname } = new URL(endpoint)
    const findings: Finding[] = [ok('public address', endpoint)]
    const name = hostname.replace(/^\[|\]$/g, '')
    if (isIP(name) !== 0) return [...findings, failure('DNS', say('addressIsNumber', { name }), say('writeName'))]
    const addresses = await host.lookup(name).catch((error: NodeJS.ErrnoException) => error)
    return [...findings, await allowForHairpin(context, describe(name, addresses))]
  },
}

function describe(name: string, lookedUp: readonly { readonly address: string }[] | NodeJS.ErrnoException): Finding {
  if ('code' in lookedUp && lookedUp.code === 'EAI_AGAIN')
    return failure('DNS', say('noNameServer'), 'ping -c 3 1.1.1.1; cat /etc/resolv.conf')
  if (!Array.isArray(lookedUp) || lookedUp.length === 0)
    return failure(
      'DNS',
      say('nameUnknown', { name, reason: 'code' in lookedUp ? (lookedUp.code ?? '') : say('noAddress') }),
      say('makeRecord', { name }),
    )
  const addresses = lookedUp.map(({ address }) => address)
  const list = addresses.slice(0, 4).join(', ')
  if (addresses.every(isOwnAddress)) return warning('DNS', say('nameIsHere', { name, list }), say('askOtherNameServer'))
  if (addresses.every(isPrivateAddress))
    return warning('DNS', say('nameIsPrivate', { name, list }), say('nslookupShows', { name }))
  return ok('DNS', say('nameIs', { name, list }))
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
