import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { clientAddressResolver, rateLimitKey, type TrustedProxy } from '../../../src/http/oauth/clientAddress.ts'

const local = ['127.0.0.0/8', '::1']

/** A request that came from a peer with these headers. */
function from(peer: string | undefined, headers: Record<string, string> = {}): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: peer })
  return Object.assign(new IncomingMessage(socket), { headers })
}

test.each<[string, TrustedProxy | undefined, string | undefined, Record<string, string>, string]>([
  [
    'nobody is believed without trustedProxy',
    undefined,
    '127.0.0.1',
    { 'x-forwarded-for': '192.0.2.1', 'cf-connecting-ip': '192.0.2.1' },
    '127.0.0.1',
  ],
  [
    'the tunnel is believed',
    { header: 'CF-Connecting-IP', from: local },
    '127.0.0.1',
    { 'cf-connecting-ip': '192.0.2.1' },
    '192.0.2.1',
  ],
  [
    'by its own header only',
    { header: 'CF-Connecting-IP', from: local },
    '127.0.0.1',
    { 'x-forwarded-for': '192.0.2.1' },
    '127.0.0.1',
  ],
  [
    'of a list what it added itself',
    { header: 'X-Forwarded-For', from: local },
    '::1',
    { 'x-forwarded-for': '203.0.113.9, 192.0.2.1' },
    '192.0.2.1',
  ],
  [
    'nobody from elsewhere is',
    { header: 'X-Forwarded-For', from: local },
    '192.168.1.5',
    { 'x-forwarded-for': '192.0.2.1' },
    '192.168.1.5',
  ],
  [
    'a network may be',
    { header: 'X-Forwarded-For', from: ['192.168.1.0/24'] },
    '::ffff:192.168.1.5',
    { 'x-forwarded-for': '192.0.2.1' },
    '192.0.2.1',
  ],
  [
    'a network of IPv6 may be',
    { header: 'X-Real-IP', from: ['fd00::/8'] },
    'fd12::1',
    { 'x-real-ip': '2001:db8:1:2:3:4:5:6' },
    '2001:db8:1:2::/64',
  ],
  [
    'what is no address is not',
    { header: 'X-Forwarded-For', from: local },
    '127.0.0.1',
    { 'x-forwarded-for': 'localhost, nonsense' },
    '127.0.0.1',
  ],
  ['a connection that is closed already has no address', { header: 'X-Forwarded-For', from: local }, undefined, {}, ''],
  ['nothing is not', { header: 'X-Forwarded-For', from: local }, '127.0.0.1', {}, '127.0.0.1'],
])('%s', (_what, proxy, peer, headers, expected) => {
  expect(clientAddressResolver(proxy)(from(peer, headers))).toBe(expected)
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:DB8:0:0:ffff::', '2001:db8:0:0::/64'],
  ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8:0:0::/64'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:db8::1.2.3.4', '2001:db8:0:0::/64'],
])('%s counts as %s', (address, group) => {
  expect(rateLimitKey(address)).toBe(group)
})
