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

test('discover --write adds what can be used, and reports why the rest cannot', () =>
  inFolder(async (folder) => {
    const broker = await testBroker()
    // No topic can have a plus in it, so the bridge publishes nothing of the second.
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
      expect(stdout).toContain('1 appliance(s) added')
      expect(readFileSync(file, 'utf8')).toContain('device: "0xa1"')
      expect(readFileSync(file, 'utf8')).not.toContain('0xa2')
      expect((await runCommand('check', '--config', file)).code).toBe(0)
    } finally {
      await bridge.close()
      await broker.stop()
    }
  }))

test('a device name with control characters and a line break is shown and written as plain text, and the other devices are written too', () =>
  inFolder(async (folder) => {
    const broker = await testBroker()
    const bridge = await zigbee2mqtt(broker.url, {
      devices: [
        lamp('0xb1', 'evil\u001b]0;owned\u0007\u202Elamp'),
        lamp('0xb2', 'two\nlines\rhere'),
        lamp('0xb3', 'plain'),
      ],
    })
    try {
      const file = join(folder, 'gateway.yaml')
      writeFileSync(file, `drivers: { b: { type: mqtt, url: '${broker.url}', discover: [zigbee2mqtt] } }\n`)
      const shown = await runCommand('discover', '--write', '--config', file)
      expect(shown.code).toBe(0)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those must not be there
      expect(`${shown.stdout}${shown.stderr}`).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
      const written = readFileSync(file, 'utf8')
      expect(written).toContain('device: "0xb3"')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those must not be there
      expect(written).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]|\\[xu]|\\e/)
      expect((await runCommand('check', '--config', file)).code).toBe(0)
    } finally {
      await bridge.close()
      await broker.stop()
    }
  }))
