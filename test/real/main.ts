// `npm run test:real`: the gateway with programs that others wrote, installed into a scratch folder (CLOVA_HOME_REAL).
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { startGatewayProcess } from '../lies/gatewayProcess.ts'
import { blaster } from '../support/broadlink.ts'
import { freePort, testBroker } from '../support/broker.ts'
import { type SimulatedDevice, startZigbee2Mqtt } from './zigbee2mqtt.ts'

const scratch = process.env.CLOVA_HOME_REAL ?? join(tmpdir(), 'clova-home-real')
const modules = join(scratch, 'node_modules')
const wanted = { zigbee2mqtt: '2', node: '24', 'node-broadlink': '2' }

let failed = 0
let passed = 0
function check(what: string, is: unknown, shouldBe: unknown): void {
  const isRight = isDeepStrictEqual(is, shouldBe)
  if (isRight) passed += 1
  else failed += 1
  process.stdout.write(
    `${isRight ? 'ok  ' : 'FAIL'} ${what}${isRight ? '' : `: ${JSON.stringify(is)}, not ${JSON.stringify(shouldBe)}`}\n`,
  )
}

function install(): void {
  const missing = Object.entries(wanted).filter(([name]) => !existsSync(join(modules, name, 'package.json')))
  if (missing.length === 0) return
  mkdirSync(scratch, { recursive: true })
  if (!existsSync(join(scratch, 'package.json'))) writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n')
  const packages = missing.map(([name, version]) => `${name}@${version}`)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages], {
    cwd: scratch,
    stdio: 'inherit',
  })
}

const lamp: SimulatedDevice = {
  ieee: '0x00158d0000000001',
  address: 1001,
  name: 'lamp',
  maker: 'IKEA of Sweden',
  model: 'TRADFRI bulb E27 WS opal 980lm',
  clusters: [0, 3, 4, 5, 6, 8, 768],
  attributes: {
    genOnOff: { onOff: 0 },
    genLevelCtrl: { currentLevel: 100 },
    lightingColorCtrl: { colorTemperature: 300, colorMode: 2 },
  },
}
const plug: SimulatedDevice = {
  ieee: '0x00158d0000000002',
  address: 1002,
  name: 'plug',
  maker: 'IKEA of Sweden',
  model: 'TRADFRI control outlet',
  clusters: [0, 3, 4, 5, 6, 8],
  attributes: { genOnOff: { onOff: 0 }, genLevelCtrl: { currentLevel: 254 } },
}

/** @param availability whether Zigbee2MQTT tells which devices are reachable; it does not by default */
async function walkZigbee2Mqtt(availability: boolean): Promise<void> {
  const broker = await testBroker()
  const node = join(modules, 'node/bin/node')
  const zigbee = await startZigbee2Mqtt(
    { modules, node, folder: join(scratch, 'zigbee2mqtt-data'), brokerUrl: broker.url },
    [lamp, plug],
    availability,
  )
  const gateway = await startGatewayProcess(
    `language: en\ndrivers:\n  broker: { type: mqtt, url: '${broker.url}', discover: [zigbee2mqtt], expose: all }\nappliances: []\n`,
    await freePort(),
  )
  const of = availability ? 'with availability' : 'without availability'
  try {
    const discovered = await until(async () => {
      const { payload } = await gateway.ask('DiscoverAppliances', 'none')
      const all = payload.discoveredAppliances as { applianceId: string; friendlyName: string; actions: string[] }[]
      return all.length === 2 ? all : undefined
    })
    const idOf = (name: string) => discovered.find(({ friendlyName }) => friendlyName === name)?.applianceId ?? ''
    check(`${of}: both devices are discovered`, discovered.map(({ friendlyName }) => friendlyName).sort(), [
      'lamp',
      'plug',
    ])
    check(
      `${of}: the lamp offers SetColorTemperature`,
      discovered.find(({ friendlyName }) => friendlyName === 'lamp')?.actions.includes('SetColorTemperature'),
      true,
    )
    const ask = async (action: string, name: string, payload = {}) =>
      (await gateway.ask(action, idOf(name), payload)).name
    check(`${of}: TurnOn of the lamp`, await ask('TurnOn', 'lamp'), 'TurnOnConfirmation')
    check(`${of}: it is on`, (await zigbee.attributes(lamp.ieee)).genOnOff?.onOff, 1)
    check(
      `${of}: SetBrightness 30`,
      await ask('SetBrightness', 'lamp', { brightness: { value: 30 } }),
      'SetBrightnessConfirmation',
    )
    check(`${of}: its level is 76 of 254`, (await zigbee.attributes(lamp.ieee)).genLevelCtrl?.currentLevel, 76)
    check(
      `${of}: SetColorTemperature 4000`,
      await ask('SetColorTemperature', 'lamp', { colorTemperature: { value: 4000 } }),
      'SetColorTemperatureConfirmation',
    )
    check(`${of}: it is 250 mirek`, (await zigbee.attributes(lamp.ieee)).lightingColorCtrl?.colorTemperature, 250)
    check(`${of}: TurnOn of the plug`, await ask('TurnOn', 'plug'), 'TurnOnConfirmation')
    check(`${of}: TurnOff of the plug`, await ask('TurnOff', 'plug'), 'TurnOffConfirmation')
    zigbee.power(lamp.ieee, false)
    for (const [action, payload] of [
      ['TurnOn', {}],
      ['TurnOff', {}],
      ['SetBrightness', { brightness: { value: 60 } }],
    ] as const) {
      const name = await ask(action, 'lamp', payload)
      check(`${of}: ${action} of a lamp without mains is not confirmed (${name})`, name.endsWith('Error'), true)
    }
    check(`${of}: another device still obeys`, await ask('TurnOn', 'plug'), 'TurnOnConfirmation')
    zigbee.power(lamp.ieee, true)
    check(`${of}: with mains again it obeys`, await ask('TurnOff', 'lamp'), 'TurnOffConfirmation')
    check(`${of}: it is off`, (await zigbee.attributes(lamp.ieee)).genOnOff?.onOff, 0)
  } finally {
    await gateway.stop()
    await zigbee.stop()
    await broker.stop()
  }
}

/** Asks every 100 ms, 15 s at most. @throws Error if it is never there */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = performance.now() + 15_000; performance.now() < end; ) {
    const found = await ask()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('it was not there within 15 s')
}

/** The emulated blaster of our tests, as a client that others wrote sees it. */
async function walkBroadlink(): Promise<void> {
  const require = createRequire(join(modules, 'index.js'))
  const { genDevice } = require('node-broadlink')
  // node-broadlink turns the bytes of the address round in each packet; these read the same both ways.
  const emulated = await blaster('rm4mini', { mac: '34:ea:34:34:ea:34' })
  try {
    const mac = emulated.mac.split(':').map((byte) => Number.parseInt(byte, 16))
    const device = genDevice(0x51da, { address: '127.0.0.1', port: emulated.port }, mac, 'rm', false)
    await device.auth()
    const code = Buffer.from('26001800481a0d0d0d260d0d0d0d0d260d0d0d0d0d0d0d0d0d000d05', 'hex')
    await device.sendData(code)
    check('node-broadlink sends a code by the emulated blaster', emulated.sent.length, 1)
    check(
      'the code is what was sent',
      emulated.sent[0]?.data.subarray(0, code.length).toString('hex'),
      code.toString('hex'),
    )
  } finally {
    await emulated.close()
  }
}

async function main(): Promise<void> {
  install()
  await walkZigbee2Mqtt(false)
  await walkZigbee2Mqtt(true)
  await walkBroadlink()
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exit(failed > 0 ? 1 : 0)
}

void main()
