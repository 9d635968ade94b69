import { type Check, failure, ok } from '../check.ts'
import { say } from '../messages.ts'

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
    const unusable = running.health.problems.find(({ code }) => code === 'hubUnusable')
    if (unusable) return [failure('hub', unusable.text)]
    if (!status) return [failure('hub', say('hubUnknown'), 'sudo systemctl restart clova-home')]
    const since = new Date(status.since).toISOString()
    if (status.connected) return [ok('hub', say('hubConnected', { server: status.server ?? servers, since }))]
    return [failure('hub', say('hubDisconnected', { servers, since }), status.reason?.text ?? say('hubWayOut'))]
  },
}
