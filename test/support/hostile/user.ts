import type { ControlClient } from '../../../src/control/client.ts'
import { type Bomb, type HostilePeer, nested } from './peer.ts'

/** A virtual device has no counterpart but who commands it. */
export async function hostileUser(): Promise<HostilePeer> {
  let control: ControlClient | undefined
  const command = (action: string, payload: Record<string, unknown>) =>
    control?.call('command', { action, payload }).catch(() => {})
  const appliance = { applianceId: 'attacked' }
  const bomb = (what: string, count: number, send: (i: number) => Promise<unknown> | undefined): Bomb => ({
    what,
    async send(scale) {
      for (let done = 0; done < count * scale; done += 50)
        await Promise.all(Array.from({ length: 50 }, (_, i) => send(done + i)))
    },
  })
  return {
    driver: 'virtual',
    connection: {},
    appliances: [{ type: 'LIGHT', traits: { power: { value: false } } }],
    bombs: [
      bomb('rate: hundreds of commands at once', 500, (i) => command(i % 2 ? 'TurnOn' : 'TurnOff', { appliance })),
      bomb('depth: commands with deep values', 50, () =>
        command('TurnOn', { appliance, brightness: JSON.parse(nested(2000)) as unknown }),
      ),
      bomb('size: commands with long values', 50, () =>
        command('TurnOn', { appliance, mode: { value: 'x'.repeat(50_000) } }),
      ),
    ],
    async connected(client) {
      control = client
    },
    async close() {},
  }
}
