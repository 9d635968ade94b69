import { PassThrough } from 'node:stream'
import { jest } from '@jest/globals'
import { mqtt } from '../../../drivers/mqtt/index.ts'
import { parse } from '../../../src/cli/command.ts'
import { createSetupCommand, type SetupDependencies } from '../../../src/cli/setup/index.ts'
import { createPrompter } from '../../../src/cli/terminal/prompter.ts'
import type { Driver } from '../../../src/home/driver.ts'
import { host } from '../../../src/util/host.ts'
/** A bridge that is paired with, and a blaster that is only found. */
export const found = (pressed: boolean): Readonly<Record<string, () => Promise<Driver>>> => ({
  mqtt: async () => mqtt,
  hue: async () =>
    ({
      scanNetwork: async () => [{ description: 'a bridge', keys: { host: '192.0.2.9', bridgeId: '001788fffe000001' } }],
      pair: async ({ host, tell }) => {
        if (!pressed) throw new Error('the button was not pressed')
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

/** Where no service is, and nothing is started. */
export const nowhere = {
  systemd: { systemctl: async () => '', wait: async () => {} },
  serviceConfig: '/nowhere/gateway.yaml',
  isRoot: false,
  savedAnswerLocations: [(config: string) => `${config}.answers`],
}

export interface Played {
  readonly pressed?: boolean
  readonly words?: readonly string[]
  readonly drivers?: SetupDependencies['drivers']
  /** what systemd says of the unit */
  readonly unit?: string
  readonly here?: Partial<SetupDependencies>
  readonly language?: string
}

/** Runs the wizard with these lines typed. */
export async function play(
  file: string,
  lines: readonly string[],
  { pressed = true, words = [], drivers = found(pressed), unit, here = {}, language = 'en' }: Played = {},
) {
  const input = new PassThrough()
  const output = new PassThrough()
  let said = ''
  output.on('data', (data) => {
    said += data
  })
  const shown: string[] = []
  const command = createSetupCommand({
    ...nowhere,
    drivers,
    host: { ...host, program: async (_name, [word]) => (word === 'show' ? unit : undefined) },
    prompter: () => createPrompter(input, output),
    print: (line) => shown.push(line),
    timeouts: { look: 1500, button: 50 },
    ...here,
  })
  input.end(lines.map((line) => `${line}\n`).join(''))
  const args = parse(command, ['--config', file, '--language', language, ...words])
  if (args === 'help') throw new Error('help')
  const code = await command.run(args)
  return { code, said, shown: shown.join('\n') }
}

/** What came of it, and what was complained of meanwhile. */
export async function heard<T>(work: () => Promise<T>): Promise<[T, string]> {
  let complained = ''
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complained += text
    return true
  })
  try {
    return [await work(), complained]
  } finally {
    spy.mockRestore()
  }
}
