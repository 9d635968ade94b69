import { PassThrough } from 'node:stream'
import { jest } from '@jest/globals'
import { mqtt } from '../../../drivers/mqtt/index.ts'
import { parse } from '../../../src/cli/command.ts'
import { createSetupCommand, type SetupDependencies } from '../../../src/cli/setup/index.ts'
import { createPrompter } from '../../../src/cli/terminal/prompter.ts'
import type { Driver } from '../../../src/home/driver.ts'
import { host } from '../../../src/util/host.ts'

/** Drivers of which one finds and pairs a Hue bridge, and one finds an infrared blaster. */
const fakeDrivers = (isButtonPressed: boolean): Readonly<Record<string, () => Promise<Driver>>> => ({
  mqtt: async () => mqtt,
  hue: async () =>
    ({
      scanNetwork: async () => [{ description: 'a bridge', keys: { host: '192.0.2.9', bridgeId: '001788fffe000001' } }],
      pair: async ({ host, printLine: tell }) => {
        if (!isButtonPressed) throw new Error('the button was not pressed')
        tell('Press it')
        return {
          what: 'a bridge',
          id: '1',
          keys: { host: host ?? '', bridgeId: '001788fffe000001' },
          secrets: {
            applicationKey: 'key-of-the-bridge',
            certificate: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n',
          },
        }
      },
    }) as Partial<Driver> as Driver,
  ir: async () =>
    ({
      scanNetwork: async () => [
        { description: 'a blaster', keys: { transmitter: 'broadlink', host: '192.0.2.10', mac: 'e8:70:72:01:02:03' } },
      ],
    }) as Partial<Driver> as Driver,
})

/** The dependencies of a machine on which no service is installed and nothing is started. */
export const noService = {
  systemd: { systemctl: async () => '', wait: async () => {} },
  serviceConfig: '/nowhere/gateway.yaml',
  isRoot: false,
  // A broker of a test is not there unless the test says so.
  tryConnection: async () => ({ isWorking: true, ms: 0, discovered: new Map() }),
  savedAnswerLocations: [(config: string) => `${config}.answers`],
}

/** For connections that are really there: the wizard goes on as soon as they have answered, however slow the machine is. */
export const untilAnswered = { timeouts: { look: 60_000, button: 60_000 } }

export interface WizardOptions {
  readonly isButtonPressed?: boolean
  readonly args?: readonly string[]
  readonly drivers?: SetupDependencies['drivers']
  /** what `systemctl show` prints for the unit */
  readonly unitProperties?: string
  readonly dependencies?: Partial<SetupDependencies>
  readonly language?: string
}

/** Runs the setup wizard with these lines typed into its terminal. */
export async function runWizard(
  file: string,
  lines: readonly string[],
  {
    isButtonPressed = true,
    args = [],
    drivers = fakeDrivers(isButtonPressed),
    unitProperties,
    dependencies = {},
    language = 'en',
  }: WizardOptions = {},
) {
  const input = new PassThrough()
  const output = new PassThrough()
  let transcript = ''
  output.on('data', (data) => {
    transcript += data
  })
  const shown: string[] = []
  const command = createSetupCommand({
    ...noService,
    drivers,
    host: { ...host, program: async (_name, [word]) => (word === 'show' ? unitProperties : undefined) },
    prompter: () => createPrompter(input, output),
    print: (line) => shown.push(line),
    // Bridges and brokers at addresses where nothing is are not waited for.
    timeouts: { look: 100, button: 50 },
    // the least that the configuration accepts
    passwordCost: { ln: 14, r: 8, p: 1 },
    ...dependencies,
  })
  input.end(lines.map((line) => `${line}\n`).join(''))
  const parsedArgs = parse(command, ['--config', file, '--language', language, ...args])
  if (parsedArgs === 'help') throw new Error('help')
  const code = await command.run(parsedArgs)
  return { code, output: transcript, shown: shown.join('\n') }
}

/** The result of the work, and what was written to stderr meanwhile. */
export async function captureStderr<T>(work: () => Promise<T>): Promise<[T, string]> {
  let stderr = ''
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text
    return true
  })
  try {
    return [await work(), stderr]
  } finally {
    spy.mockRestore()
  }
}
