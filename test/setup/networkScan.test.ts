import type { Config } from '../../src/config/load.ts'
import { isConnected } from '../../src/setup/networkScan.ts'

const here = [
  { host: '192.168.1.20', bridgeId: '001788fffe123456', port: 8443 },
  { mac: 'AA:BB:CC:DD:EE:FF', transmitter: 'broadlink' },
]
const drivers = new Map(here.map((options, i) => [`connection ${i}`, { options }])) as unknown as Config['drivers']

test.each<[string, Record<string, string | number>, boolean]>([
  ['its address', { host: '192.168.1.20' }, true],
  ['its id, at another address', { host: '192.168.1.77', bridgeId: '001788FFFE123456' }, true],
  ['its MAC', { host: '192.168.1.9', mac: 'aa:bb:cc:dd:ee:ff' }, true],
  ['its port, which others have too', { host: '192.168.1.77', port: 8443, bridgeId: '001788fffe999999' }, false],
  ['its kind', { host: '192.168.1.77', transmitter: 'broadlink' }, false],
  ['a part of its address', { host: '192.168.1.2' }, false],
])('a discovered device is offered as a connection by %s', (_what, keys, is) => {
  expect(isConnected({ description: '', keys }, { drivers })).toBe(is)
})
