import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testBroker } from '../support/broker.ts'
import { runCommand } from '../support/commandLine.ts'
import { inFolder } from '../support/folder.ts'
import { zigbee2mqtt } from '../support/zigbee2mqtt/bridge.ts'

const onOff = { type: 'binary', name: 'state', property: 'state', access: 7, value_on: 'ON', value_off: 'OFF' }
const lamp = (address: string, name: string) => ({
  ieee_address: address,
  friendly_name: name,
  definition: { model: 'LED', vendor: 'IKEA', description: 'A lamp', exposes: [{ type: 'light', features: [onOff] }] },
})

test('discover --write adds what can be used, and says of the rest why not', () =>
  inFolder(async (folder) => {
    const broker = await testBroker()
    // No topic can have a plus in it, so the bridge says nothing of the second.
    const bridge = await zigbee2mqtt(broker.url, { devices: [lamp('0xa1', 'desk'), lamp('0xa2', 'hall+stairs')] })
    try {
      const file = join(folder, 'gateway.yaml')
      const yaml = `drivers: { b: { type: mqtt, url: '${broker.url}', discover: [zigbee2mqtt] } }\n`
      writeFileSync(file, yaml)
      const { code, stdout, stderr } = await runCommand('discover', '--write', '--config', file)
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: expect.stringContaining('hall+stairs was not added: nothing that it says can be used'),
      })
      expect(stderr.match(/hall\+stairs.*no topic can have.*/g)).toEqual([
        expect.stringMatching(/^hall\+stairs: no topic/),
      ])
      expect(stdout).toContain('1 appliance was added')
      expect(readFileSync(file, 'utf8')).toContain('device: "0xa1"')
      expect(readFileSync(file, 'utf8')).not.toContain('0xa2')
      expect((await runCommand('check', '--config', file)).code).toBe(0)
    } finally {
      await bridge.close()
      await broker.stop()
    }
  }))
