import { type Check, failure, ok } from '../check.ts'
import { say } from '../messages.ts'

/** The units of the tunnels that this gateway supports, ours and those of their own packages. */
const units = ['clova-home-tunnel@*', 'cloudflared.service', 'cloudflared@*', 'frpc.service', 'ngrok.service']

/** Whether the tunnel's service of this machine runs. */
export const tunnelCheck: Check = {
  name: 'tunnel',
  timeoutMs: 5000,
  async run({ host, endpoint }) {
    if (endpoint === undefined) return []
    const argumentsOfSystemctl = [
      'list-units',
      '--all',
      '--plain',
      '--no-legend',
      '--no-pager',
      '--type=service',
      ...units,
    ]
    const output = (await host.program('systemctl', argumentsOfSystemctl)) ?? ''
    return output
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([name = '', loaded]) => /\.service$/.test(name) && loaded === 'loaded')
      .map(([name = '', , active, sub]) =>
        active === 'active'
          ? ok('tunnel', say('tunnelRuns', { name }))
          : failure(
              'tunnel',
              say('tunnelStopped', { name, active: active ?? '', sub: sub ?? '' }),
              `sudo systemctl restart '${name}' && journalctl -u '${name}' -n 20 --no-pager`,
            ),
      )
  },
}
