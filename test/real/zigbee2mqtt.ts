import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { killed } from '../support/process.ts'

/** A Zigbee device as the simulated radio has it: its model, and its attributes by cluster. */
export interface SimulatedDevice {
  readonly ieee: string
  readonly address: number
  readonly name: string
  readonly maker: string
  readonly model: string
  readonly clusters: readonly number[]
  readonly attributes: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** A real Zigbee2MQTT in a process of its own, with devices that live in memory. */
export interface RealZigbee2Mqtt {
  /** Switches a device off at the wall, or on again. */
  power(ieee: string, powered: boolean): void
  /** What the device itself has now. */
  attributes(ieee: string): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>
  stop(): Promise<void>
}

const startTimeoutMs = 30_000

/**
 * @param modules the folder `node_modules` in which Zigbee2MQTT is installed
 * @param node a Node.js that Zigbee2MQTT accepts
 * @throws Error with its log if it does not start within 30 s
 */
export async function startZigbee2Mqtt(
  { modules, node, folder, brokerUrl }: { modules: string; node: string; folder: string; brokerUrl: string },
  devices: readonly SimulatedDevice[],
  availability: boolean,
): Promise<RealZigbee2Mqtt> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const named = devices.map(({ ieee, name }) => `  '${ieee}': { friendly_name: ${name} }`).join('\n')
  writeFileSync(
    join(folder, 'configuration.yaml'),
    `version: 5
mqtt: { base_topic: zigbee2mqtt, server: '${brokerUrl}' }
serial: { port: /dev/null, adapter: ember }
frontend: { enabled: false }
availability: { enabled: ${availability}, active: { timeout: 1 } }
advanced: { log_output: [console], network_key: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], pan_id: 6754, ext_pan_id: [1, 2, 3, 4, 5, 6, 7, 8] }
devices:
${named}
`,
  )
  const endpoints = (clusters: readonly number[]) => ({
    1: {
      profId: 260,
      epId: 1,
      devId: 258,
      inClusterList: clusters,
      outClusterList: [],
      clusters: {},
      binds: [],
      configuredReportings: [],
      meta: {},
    },
  })
  const coordinator = {
    id: 1,
    type: 'Coordinator',
    ieeeAddr: '0x00124b0000000001',
    nwkAddr: 0,
    manufId: 0,
    epList: [1],
    endpoints: endpoints([]),
    interviewCompleted: true,
    meta: {},
  }
  const entries = devices.map(({ ieee, address, maker, model, clusters }, i) => ({
    id: i + 2,
    type: 'Router',
    ieeeAddr: ieee,
    nwkAddr: address,
    manufId: 4476,
    manufName: maker,
    powerSource: 'Mains (single phase)',
    modelId: model,
    epList: [1],
    endpoints: endpoints(clusters),
    interviewCompleted: true,
    lastSeen: Date.now(),
    meta: { configured: 1 },
  }))
  writeFileSync(
    join(folder, 'database.db'),
    `${[coordinator, ...entries].map((entry) => JSON.stringify(entry)).join('\n')}\n`,
  )
  // Its own build is in the package; without this file it would build itself anew.
  writeFileSync(join(modules, 'zigbee2mqtt/dist/.hash'), 'unknown')
  const child = spawn(
    node,
    ['--require', resolve('test/real/simulatedZigbee.cjs'), join(modules, 'zigbee2mqtt/index.js')],
    {
      // Outside of a git checkout, whose commit it would take for its own.
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env.PATH,
        ZIGBEE2MQTT_DATA: folder,
        Z2M_MODULES: modules,
        SIMULATED_DEVICES: JSON.stringify(devices),
      },
    },
  )
  await started(child)
  return {
    power: (ieee, powered) => void child.send({ ieee, powered }),
    async attributes(ieee) {
      const answered = once(child, 'message', { signal: AbortSignal.timeout(5000) })
      child.send({ ieee, ask: true })
      const [{ attributes }] = await answered
      return attributes
    },
    stop: () => killed(child),
  }
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    const timer = setTimeout(() => reject(new Error(`Zigbee2MQTT does not start: ${log.slice(-3000)}`)), startTimeoutMs)
    const read = (bytes: Buffer) => {
      log = (log + bytes.toString('utf8')).slice(-100_000)
      if (!log.includes('Zigbee2MQTT started!')) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`Zigbee2MQTT ended with ${code}: ${log.slice(-3000)}`)))
  })
}
