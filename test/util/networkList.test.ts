import { isHomeNetwork, isLoopback, NetworkList, ownAddresses } from '../../src/util/networkList.ts'

const list = new NetworkList(['192.168.1.0/24', '10.0.0.5', 'fd00:1::/32', '::1'])

test.each([
  ['192.168.1.200', true],
  ['::ffff:192.168.1.200', true],
  ['192.168.2.1', false],
  ['10.0.0.5', true],
  ['10.0.0.6', false],
  ['fd00:1:2::3', true],
  ['fd00:2::3', false],
  ['::1', true],
  ['', false],
  ['not an address', false],
])('%s is in the list: %s', (address, expected) => {
  expect(list.includes(address)).toBe(expected)
})

test.each([
  ['192.168.77.1', true],
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['fe80::1%eth0', true],
  ['fd12::1', true],
  ['127.0.0.1', true],
  ['::1', true],
  ['8.8.8.8', false],
  ['::ffff:8.8.8.8', false],
  ['2001:4860:4860::8888', false],
  ['', false],
])('%s is in the home network: %s', (address, expected) => {
  expect(isHomeNetwork(address)).toBe(expected)
})

test('this machine is in the home network by each of its addresses', () => {
  expect(ownAddresses().length).toBeGreaterThan(0)
  expect(ownAddresses().filter((address) => !isHomeNetwork(address))).toEqual([])
  expect(ownAddresses().some(isLoopback)).toBe(true)
})
