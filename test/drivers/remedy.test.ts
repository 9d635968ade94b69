import { hue } from '../../drivers/hue/index.ts'
import { ir } from '../../drivers/ir/index.ts'
import { mqtt } from '../../drivers/mqtt/index.ts'
import type { Driver } from '../../src/home/driver.ts'

const here = { url: 'mqtt://127.0.0.1:1883' }
const there = { url: 'mqtts://nas.local' }

test.each<[driver: Driver, config: object, problem: string, mend: string]>([
  [mqtt, here, 'the broker mqtt://127.0.0.1:1883 cannot be reached: ECONNREFUSED', 'sudo systemctl restart mosquitto'],
  [mqtt, there, 'the broker mqtts://nas.local cannot be reached: ECONNREFUSED', 'nc -vz nas.local 8883'],
  [mqtt, there, 'the broker mqtts://nas.local cannot be reached: ENOTFOUND', 'ping nas.local'],
  [
    mqtt,
    there,
    'the broker mqtts://nas.local cannot be reached: SELF_SIGNED_CERT_IN_CHAIN',
    'openssl s_client -connect nas.local:8883',
  ],
  [mqtt, here, 'the broker x cannot be reached: it refuses the username or password', 'mosquitto_passwd'],
  [mqtt, here, 'the broker does not let us hear a/b', 'acl_file'],
  [mqtt, here, 'no device announces itself as "x"', 'clova-home discover'],
  [
    hue,
    { host: '192.0.2.1' },
    'the bridge does not know the application key (any more); run: clova-home pair hue',
    'clova-home pair hue',
  ],
  [hue, { host: '192.0.2.1' }, 'another bridge is at the address: a and not b', 'clova-home discover'],
  [hue, { host: '192.0.2.1' }, 'connect ETIMEDOUT', 'ping -c 3 192.0.2.1'],
  [hue, { host: '192.0.2.1' }, 'the clock of this machine is wrong: it says 1970', 'timedatectl'],
  [hue, { host: '192.0.2.1' }, 'the file x, which "certificate" names, is not there', 'clova-home pair hue'],
  [hue, { host: '192.0.2.1' }, 'the bridge a has moved from b to c; write host: c under drivers', 'gateway.yaml'],
  [hue, { bridgeId: '001788fffe000001' }, 'connect ETIMEDOUT', 'clova-home discover'],
  [hue, { host: '192.0.2.1' }, 'the bridge has no light called "x"', 'names that there are'],
  [
    ir,
    {},
    'living is locked: in the Broadlink app open its properties and switch "Lock device" off',
    '"Lock device" off',
  ],
  [ir, {}, 'nothing answers at 192.0.2.2: is it switched on, and in the same network?', 'clova-home discover'],
])('case %#: a remedy', (driver, config, problem, mend) =>
  expect(String(driver.remedy?.(problem, config))).toContain(mend),
)

test('what nobody knows has no remedy of the driver', () =>
  expect(mqtt.remedy?.('??', mqtt.config.parse(here))).toBeUndefined())
