import { type Check, failure, ok } from '../check.ts'

/** The programs that lead the world in, where systemd runs them; which of them is used is nobody's business else. */
const units = ['clova-home-tunnel@*', 'cloudflared.service', 'cloudflared@*', 'frpc.service', 'ngrok.service']

/** The tunnel as a program of this machine. */
export const tunnel: Check = {
  name: 'tunnel',
  ms: 5000,
  async look({ outside, endpoint }) {
    if (endpoint === undefined) return []
    const words = ['list-units', '--all', '--plain', '--no-legend', '--no-pager', '--type=service', ...units]
    const told = (await outside.program('systemctl', words)) ?? ''
    return told
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([name = '', loaded]) => /\.service$/.test(name) && loaded === 'loaded')
      .map(([name = '', , active, sub]) =>
        active === 'active'
          ? ok('tunnel', `${name} runs`)
          : failure(
              'tunnel',
              `${name} does not run (${active}, ${sub})`,
              `sudo systemctl restart '${name}' && journalctl -u '${name}' -n 20`,
            ),
      )
  },
}
