import type { Sighted } from '../../src/home/discovery.ts'
import type { Context, Driver, Log } from '../../src/home/driver.ts'
import { type Borrow, lender, lenders } from './borrowedReadings.ts'
import { discover } from './broadlink/discover.ts'
import { usualPort } from './broadlink/locate.ts'
import { type Config, config } from './config.ts'
import { type Described, described } from './describe.ts'
import { teach } from './learn/index.ts'
import { appliance, type Options } from './options.ts'
import { remedy } from './remedy.ts'
import type { Transmitter } from './transmitter.ts'
import { blaster } from './transmitters/index.ts'

const nobody = { look: async () => undefined }

/** What hangs on a remote control: televisions, air conditioners, fans and lights, by light or by radio, through any blaster. */
export const ir: Driver<Config, Options> = {
  config,
  appliance,
  describe(options, file, warn, config) {
    const { spec, problems, mistakes } = described(options, file, lender(options.borrow, nobody), config)
    for (const { trait, message } of mistakes) warn(message, { path: ['assume', trait], isMistake: true })
    // One line: of several at one place only the first would be told.
    if (problems.length > 0) warn(together(problems))
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
    const broken = new Map<string, () => readonly string[]>()
    return {
      ready: transmitter.ready,
      device(applianceId, options) {
        const eye = lender(options.borrow, context)
        const whole = described(options, context.file, eye, config)
        broken.set(applianceId, () => [...whole.problems, ...beyond(transmitter, applianceId, options, whole)])
        const made = whole.device(transmitter, context.memory(applianceId), eye)
        return Object.assign(made, { close: () => void broken.delete(applianceId) })
      },
      problems: () => [
        ...[transmitter.problem?.()].filter((problem) => problem !== undefined),
        ...[...broken.values()].flatMap((problems) => problems()),
      ],
      teach: (lesson, dialogue) =>
        teach({ lesson, dialogue, transmitter, file: context.file, connection: context.name }),
      close: () => transmitter.close(),
    }
  },
}

/** How many problems of one appliance are told, and how many more there are. */
const mostTold = 6

const together = (problems: readonly string[]): string =>
  [
    ...problems.slice(0, mostTold),
    ...(problems.length > mostTold ? [`and ${problems.length - mostTold} more`] : []),
  ].join('; ')

/** What is wanted of a blaster that its model has not: that is known only once it is found. */
function beyond(
  { abilities }: Pick<Transmitter, 'abilities'>,
  id: string,
  { sensors }: Options,
  { hasRadio }: Described,
): readonly string[] {
  const known = abilities?.()
  if (!known) return []
  const { name, radio, measures } = known
  return [
    ...(hasRadio && !radio ? [`${id} has keys that are radio codes, and the ${name} sends only light`] : []),
    ...(sensors && measures.length === 0
      ? [`${id} is to show what the ${name} measures, and that has no sensors`]
      : []),
  ]
}

/** The Broadlink devices that answer a call. */
async function sighted(log: Log, signal: AbortSignal, hosts: readonly string[] = []): Promise<readonly Sighted[]> {
  const found = await discover(log, signal, { hosts }).catch(() => [])
  return found.map(({ name, model, address, port, mac, isKnown, problem }) => ({
    what: `${model}${name === '' ? '' : ` "${name}"`} at ${address}${isKnown ? '' : ' (of a type that is not known; it may be no blaster)'}`,
    ...(isKnown && { name: model }),
    keys: { transmitter: 'broadlink', host: address, mac, ...(port !== usualPort && { port }) },
    ...(problem !== undefined && { problem }),
  }))
}
