import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type SimulatedDevices, simulateDevices } from '../../../src/cli/demo/devices.ts'
import { demoConfig } from '../../../src/cli/demo/home.ts'
import { reachable } from '../../support/broker.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { until } from './scenario.ts'

/** The built program with the home of the demo: a broker of its own, a simulated lamp and sensor, and the dashboard. */
export class RealGateway {
  /** the addresses of the topics that the broker saw, with what was said */
  readonly traffic: string[] = []
  private folder = ''
  private isSmallDisk = false
  private isService = false
  private process: ChildProcess | undefined
  private devices: SimulatedDevices | undefined
  private output = ''
  private ports: readonly number[] = []

  get url(): string {
    return `http://127.0.0.1:${this.ports[2]}/`
  }

  async start(): Promise<void> {
    if (this.folder === '') await this.prepare()
    this.output = ''
    // The mark by which the program knows that systemd starts it again: its own number.
    const mark = this.isService ? 'export SYSTEMD_EXEC_PID=$$; ' : ''
    const words = [process.execPath, 'dist/clova-home.cjs', 'run', '--config', join(this.folder, 'gateway.yaml')]
    const child = spawn('sh', ['-c', `${mark}exec "$0" "$@"`, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        this.output += text.toString('utf8')
      })
    this.process = child
    await until('the dashboard listens', () => this.output.includes('the dashboard is listening'), 60_000).catch(
      (error: Error) => {
        throw new Error(`${error.message}\n${this.output}`)
      },
    )
    // The broker of the gateway starts by itself, and may be later than the dashboard.
    const [, broker = 0] = this.ports
    await reachable(broker, 60_000)
    this.devices = await simulateDevices(`mqtt://127.0.0.1:${broker}`, (topic, payload) => {
      this.traffic.push(`${topic} ${payload}`)
    })
  }

  /** The one-time code that the log shows at the first start. */
  code(): string {
    const [, code] = /"code":"([^"]+)"/.exec(this.output) ?? []
    if (code === undefined) throw new Error(`there is no code in\n${this.output}`)
    return code
  }

  /** Writes a mistake into the configuration; the dashboard keeps its place. */
  async breakConfiguration(): Promise<void> {
    const file = join(this.folder, 'gateway.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('brightness:', 'brightnes:'))
  }

  /** What the configuration on the disk says. */
  readConfiguration(): Promise<string> {
    return readFile(join(this.folder, 'gateway.yaml'), 'utf8')
  }

  /** Fills the disk of the configuration and the state; only after `useSmallDisk`. @returns what makes room again */
  async fillDisk(): Promise<() => Promise<void>> {
    const file = join(this.folder, 'filler')
    const { bavail, bsize } = await statfs(this.folder)
    await writeFile(file, Buffer.alloc(bavail * bsize))
    return () => rm(file)
  }

  /** Has the configuration and the state on a disk of a few megabytes in memory, which needs root. */
  useSmallDisk(): void {
    this.isSmallDisk = true
  }

  /** The program is started as by a service manager, which starts it again when it ends by itself. */
  runAsService(): void {
    this.isService = true
  }

  /** Waits until the program has ended by itself, and starts it again, as a service manager does. */
  async startAgain(): Promise<void> {
    const { process: child } = this
    if (child && child.exitCode === null) await once(child, 'exit')
    await this.devices?.close()
    await this.start()
  }

  /** Stops the program, which can be started again. */
  async stop(): Promise<void> {
    await this.devices?.close()
    this.devices = undefined
    const { process: child } = this
    if (!child || child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }

  async remove(): Promise<void> {
    await this.stop()
    if (this.isSmallDisk && this.folder !== '') execFileSync('umount', [this.folder])
    removeFolder(this.folder)
  }

  private async prepare(): Promise<void> {
    this.folder = makeFolder()
    if (this.isSmallDisk) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', this.folder])
    this.ports = await Promise.all([freePort(), freePort(), freePort()])
    const [gateway, broker, dashboard] = this.ports
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    await mkdir(join(this.folder, 'state'), { mode: 0o700 })
    await writeFile(join(this.folder, 'public-key.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
    const [listen, url, page] = [
      `127.0.0.1:${gateway}`,
      `mqtt://127.0.0.1:${broker}`,
      `127.0.0.1:${dashboard}`,
    ] as const
    await writeFile(join(this.folder, 'gateway.yaml'), demoConfig(listen, url, page))
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
