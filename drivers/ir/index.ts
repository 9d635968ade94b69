import type { Signal } from '../../src/home/deadline.ts'
import type { Context, Driver, Log, Sighted } from '../../src/home/device.ts'
import { blaster } from './blaster.ts'
import { type Borrow, lender, lenders } from './borrow.ts'
import { discover } from './broadlink/discover.ts'
import { type Config, config } from './config.ts'
import { described } from './described.ts'
import { teach } from './learn/index.ts'
import { appliance, type Options } from './options.ts'
import { remedy } from './remedy.ts'

const nobody = { look: async () => undefined }

/** What hangs on a remote control: televisions, air conditioners, fans and lights, by light or by radio, through any blaster. */
export const ir: Driver<Config, Options> = {
  config,
  appliance,
  describe(options, file, warn) {
    const { spec, problems } = described(options, file, lender(options.borrow, nobody))
    for (const problem of problems) warn(problem)
    return spec
  },
  files: ({ climate, remote }) => [
    ...(climate && 'codes' in climate ? [climate.codes] : []),
    ...(typeof remote === 'string' ? [remote] : []),
  ],
  lookAround: sighted,
  remedy,
  usesConnections: (config) => ('broker' in config ? { broker: config.broker } : {}),
  looksAt: ({ borrow }: { borrow: Borrow }) => lenders(borrow),
  async connect(config: Config, context: Context) {
    const transmitter = blaster(config, context)
    const broken = new Map<string, readonly string[]>()
    return {
      ready: transmitter.ready,
      device(applianceId, options) {
        const eye = lender(options.borrow, context)
        const { problems, device } = described(options, context.file, eye)
        broken.set(applianceId, problems)
        const made = device(transmitter, context.memory(applianceId), eye)
        return { ...made, close: () => void broken.delete(applianceId) }
      },
      problems: () => [
        ...[transmitter.problem?.()].filter((problem) => problem !== undefined),
        ...[...broken.values()].flat(),
      ],
      teach: (lesson, dialogue) =>
        teach({ lesson, dialogue, transmitter, file: context.file, connection: context.name }),
      close: () => transmitter.close(),
    }
  },
}

/** The Broadlink devices that answer a call. */
async function sighted(log: Log, signal: Signal): Promise<readonly Sighted[]> {
  const found = await discover(log, signal).catch(() => [])
  return found.map(({ name, model, address, mac, isKnown, problem }) => ({
    what: `${model}${name === '' ? '' : ` "${name}"`} at ${address}${isKnown ? '' : ' (of a type that is not known; it may be no blaster)'}`,
    keys: { transmitter: 'broadlink', host: address, mac },
    ...(problem !== undefined && { problem }),
  }))
}
