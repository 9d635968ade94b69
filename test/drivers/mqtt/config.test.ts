import { mqttConfigSchema } from '../../../drivers/mqtt/config.ts'

test.each([
  ['127.0.0.1:1883', 'mqtt://127.0.0.1:1883'],
  ['broker.local', 'mqtt://broker.local'],
  ['[fd00::2]:1883/', 'mqtt://[fd00::2]:1883/'],
  ['broker.local:8883', 'mqtts://broker.local:8883'],
  ['tls://broker.local:8884', 'tls://broker.local:8884'],
  [undefined, 'mqtt://127.0.0.1:1883'],
])('the broker %s is %s', (url, meant) => expect(mqttConfigSchema.parse({ url }).url).toBe(meant))

test.each(['http://127.0.0.1:1883', 'user:secret@127.0.0.1:1883', '127.0.0.1:70000', 'a b', ''])(
  '%p is not an address of a broker',
  (url) => expect(mqttConfigSchema.safeParse({ url }).success).toBe(false),
)
