import { isConnection } from '../../src/cli/sighting.ts'

const options = [
  { type: 'hue', host: '192.168.1.20', bridgeId: '001788fffe123456', port: 8443 },
  { mac: 'AA:BB:CC:DD:EE:FF' },
]

test.each<[string, object, boolean]>([
  ['its address', { host: '192.168.1.20' }, true],
  ['its id, at another address', { host: '192.168.1.77', bridgeId: '001788FFFE123456' }, true],
  ['its MAC', { host: '192.168.1.9', mac: 'aa:bb:cc:dd:ee:ff' }, true],
  ['its port, which others have too', { host: '192.168.1.77', port: 8443, bridgeId: '001788fffe999999' }, false],
  ['a part of its address', { host: '192.168.1.2' }, false],
])('what is on the network is a connection by %s', (_what, keys, is) => {
  expect(isConnection({ ...keys }, options)).toBe(is)
})
