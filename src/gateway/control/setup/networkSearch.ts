import type { ResponseOf } from '../../../control/api.ts'
import { explainOffline } from '../../../control/explanations/reasons.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { discoveryKeys, kindOf } from '../../../setup/connectionKinds.ts'
import { isConnected, type NetworkCandidate, scanNetwork } from '../../../setup/networkScan.ts'
import { plainText } from '../../../util/translate.ts'
import { loadDriver, runTrial, type TrialDependencies } from './trial.ts'

type FoundConnection = ResponseOf<'scan'>['candidates'][number]

/** For how many milliseconds the network is searched; the candidates are tried after that. */
const timeoutMs = 4500

/** Searches the network for devices and servers that can become connections, and tries each at once. */
export const createSearchHandlers = (gateway: TrialDependencies): Pick<ControlHandlers, 'scan'> => ({
  async scan({ host }, signal) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const [{ candidates, problems }, servers] = await Promise.all([
      scanNetwork(gateway.config.context().drivers, host, limit).catch(() => ({ candidates: [], problems: [] })),
      findServers(gateway, limit),
    ])
    const all = [...servers, ...candidates]
    return {
      candidates: await Promise.all(all.map((candidate) => assessCandidate(gateway, candidate, signal))),
      problems: problems.map((problem) => explainOffline(problem)),
    }
  },
})

/** The servers that announce themselves to each driver. */
async function findServers({ config }: TrialDependencies, signal: AbortSignal): Promise<readonly NetworkCandidate[]> {
  const found = await Promise.all(
    Object.entries(config.context().drivers).map(async ([type, load]) => {
      const servers = (await (await load()).findServers?.(signal).catch(() => [])) ?? []
      return servers.map((server) => ({ type, ...server }))
    }),
  )
  return found.flat()
}

/** Finds out how a candidate can become a connection. It is tried where that needs no answer of the user. */
async function assessCandidate(
  gateway: TrialDependencies,
  candidate: NetworkCandidate,
  signal: AbortSignal,
): Promise<FoundConnection> {
  const { type, keys, description, problem } = candidate
  const driver = await loadDriver(gateway, type)
  const common = {
    id: `${type}:${Object.values(keys).join(':')}`,
    type,
    kind: kindOf(type, driver),
    description: plainText(description),
    keys: { ...keys },
  }
  const existing = gateway.home
    .connections()
    .find((connection) => isConnected(candidate, { drivers: new Map([[connection.name, connection]]) }))
  if (existing) return { ...common, state: 'known', connection: existing.name }
  if (problem !== undefined) {
    const explanation = explainOffline(problem, driver.remedy?.(problem, keys))
    return { ...common, state: explanation.code === 'deviceLocked' ? 'locked' : 'needsHand', explanation }
  }
  if (driver.pair) return { ...common, state: 'needsHand' }
  const trial = await runTrial(gateway, driver, { ...keys, ...discoveryKeys(driver, keys) }, signal)
  const needsPassword = trial.reason?.code === 'wrongCredentials'
  return {
    ...common,
    state: trial.isWorking ? 'works' : needsPassword ? 'needsPassword' : 'unreachable',
    trial,
    ...(trial.reason && { explanation: trial.reason }),
  }
}
