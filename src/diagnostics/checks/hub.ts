import { type Check, failure, ok } from '../check.ts'

/** The connection to the hub, of a home that has one. */
export const hubCheck: Check = {
  name: 'hub',
  timeoutMs: 10_000,
  async run({ config, gateway }) {
    if (!config.hub) return []
    const running = await gateway()
    if (running.status !== 'running') return []
    const { hub: status } = running.health
    const servers = config.hub.servers.join(', ')
    if (!status)
      return [failure('hub', 'the running gateway does not know of it yet', 'sudo systemctl restart clova-home')]
    const since = new Date(status.since).toISOString()
    if (status.connected) return [ok('hub', `connected to ${status.server ?? servers} since ${since}`)]
    return [
      failure(
        'hub',
        `not connected to any of ${servers} since ${since}`,
        'this home needs a way out to these addresses; if there is one, ask who runs the hub whether this home is still enrolled',
      ),
    ]
  },
}
