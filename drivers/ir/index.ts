import type { ConnectionCandidate } from '../../src/home/discovery.ts'
import type { Driver, DriverContext, Log } from '../../src/home/driver.ts'
import { type LocalizedText, listed, type Text } from '../../src/util/translate.ts'
import { type BorrowedReadings, createReadingSource, sourceIds } from './borrowedReadings.ts'
import { discover } from './broadlink/discover.ts'
import { broadlinkPort } from './broadlink/locate.ts'
import type { RemoteCode } from './codes/code.ts'
import { durationUs, withoutGap } from './codes/pulses.ts'
import { codePort, codeTools } from './codeTools.ts'
import { type IrConfig, irConfigSchema } from './config.ts'
import { type DescribedAppliance, describeAppliance } from './describe.ts'
import { followersOf, type PressFollowers } from './following.ts'
import { codeImporter } from './import/index.ts'
import { learnCodes } from './learn/index.ts'
import { say } from './messages.ts'
import { type IrOptions, irApplianceSchema } from './options.ts'
import { remedy } from './remedy.ts'
import type { KeyTransmitter, Transmitter } from './transmitter.ts'
import { createTransmitter } from './transmitters/index.ts'

const noAppliances = { readAppliance: async () => undefined }

/** What hangs on a remote control: televisions, air conditioners, fans and lights, by light or by radio, through any blaster. */
export const ir: Driver<IrConfig, IrOptions> = {
  config: irConfigSchema,
  appliance: irApplianceSchema,
  describe(options, file, warn, config) {
    const { spec, problems, invalidAssumed } = describeAppliance(
      options,
      file,
      createReadingSource(options.borrow, noAppliances),
      config,
    )
    for (const { trait, message } of invalidAssumed) warn(message, { path: ['assume', trait], isMistake: true })
    // One line: of several at one place only the first would be told.
    if (problems.length > 0) warn(joinProblems(problems))
    return spec
  },
  files: ({ climate, remote }) => [
    ...(climate && 'codes' in climate ? [climate.codes] : []),
    ...(typeof remote === 'string' ? [remote] : []),
  ],
  codeImporter,
  codeTools,
  scanNetwork: scanBroadlink,
  remedy,
  usesConnections: (config) => ('broker' in config ? { broker: config.broker } : {}),
  dependsOnAppliances: ({ borrow }: { borrow: BorrowedReadings }) => sourceIds(borrow),
  async connect(config: IrConfig, context: DriverContext) {
    const followers = followersOf(context.home)
    const transmitter = announceSends(createTransmitter(config, context), followers)
    const problemsByAppliance = new Map<string, () => readonly Text[]>()
    const { name, log } = context
    const unfollow = transmitter.onReceived?.((press) => followers.receive(press, name, log))
    return {
      ready: transmitter.ready,
      device(applianceId, options) {
        const source = createReadingSource(options.borrow, context)
        const described = describeAppliance(options, context.resolveFile, source, config)
        problemsByAppliance.set(applianceId, () => [
          ...described.problems,
          ...missingCapabilities(transmitter, applianceId, options, described),
        ])
        const device = described.device(transmitter, context.memory(applianceId), source)
        const { matchPress } = device
        if (matchPress) followers.set(applianceId, name, matchPress)
        return Object.assign(device, {
          close() {
            problemsByAppliance.delete(applianceId)
            if (matchPress) followers.delete(applianceId, matchPress)
          },
        })
      },
      problems: () => [
        ...[transmitter.problem?.()].filter((problem) => problem !== undefined),
        ...[...problemsByAppliance.values()].flatMap((problems) => problems()),
      ],
      get codes() {
        return codePort(transmitter)
      },
      learn: (request, dialogue) =>
        learnCodes({ request, dialogue, transmitter, file: context.resolveFile, connection: context.name }),
      close() {
        unfollow?.()
        return transmitter.close()
      },
    }
  },
}

/** The transmitter, whose codes are told to the receivers of the home: what they hear of them is no press of a remote. */
function announceSends(transmitter: KeyTransmitter, followers: PressFollowers): KeyTransmitter {
  const send = transmitter.send.bind(transmitter)
  const sendKey = transmitter.sendKey?.bind(transmitter)
  return Object.assign(transmitter, {
    async send(code: RemoteCode, repeats: number, signal: AbortSignal): Promise<void> {
      const lightMs = (durationUs(withoutGap(code.pulses)) * (repeats + 1)) / 1000
      followers.sending({ code }, lightMs)
      await send(code, repeats, signal)
      // It may have waited for another one, and some blasters begin only now.
      followers.sending({ code }, lightMs)
    },
    ...(sendKey && {
      async sendKey(remote: string, key: string, repeats: number, signal: AbortSignal): Promise<void> {
        followers.sending({ remote, key }, 0)
        await sendKey(remote, key, repeats, signal)
        followers.sending({ remote, key }, 0)
      },
    }),
  })
}

/** How many problems of one appliance are told, and how many more there are. */
const maxProblemsShown = 6

const joinProblems = (problems: readonly Text[]): LocalizedText =>
  listed(
    [
      ...problems.slice(0, maxProblemsShown),
      ...(problems.length > maxProblemsShown ? [say('andMore', { count: problems.length - maxProblemsShown })] : []),
    ],
    '; ',
  )

/** What is wanted of a blaster that its model has not: that is known only once it is found. */
function missingCapabilities(
  { capabilities }: Pick<Transmitter, 'capabilities'>,
  id: string,
  { sensors }: IrOptions,
  { hasRadio }: DescribedAppliance,
): readonly LocalizedText[] {
  const known = capabilities?.()
  if (!known) return []
  const { name, radio, measures } = known
  return [
    ...(hasRadio && !radio ? [say('radioKeys', { id, name })] : []),
    ...(sensors && measures.length === 0 ? [say('modelNoSensors', { id, name })] : []),
  ]
}

/** The Broadlink devices that answer a call. */
async function scanBroadlink(
  log: Log,
  signal: AbortSignal,
  hosts: readonly string[] = [],
): Promise<readonly ConnectionCandidate[]> {
  const found = await discover(log, signal, { hosts }).catch(() => [])
  return found.map(({ name, model, address, port, mac, isKnown, problem }) => ({
    description: say(isKnown ? 'foundBlaster' : 'foundUnknown', {
      model: name === '' ? model : `${model} "${name}"`,
      address,
    }),
    ...(isKnown && { name: model }),
    keys: { transmitter: 'broadlink', host: address, mac, ...(port !== broadlinkPort && { port }) },
    ...(problem !== undefined && { problem }),
  }))
}
