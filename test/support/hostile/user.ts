import { type Bomb, createCommands, type HostilePeer, nested } from './peer.ts'

/** A virtual device has no counterpart but who commands it. */
export async function hostileUser(): Promise<HostilePeer> {
  const commands = createCommands()
  const bomb = (what: string, count: number, send: (i: number) => Promise<unknown>): Bomb => ({
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
      bomb('rate: hundreds of commands at once', 500, (i) => commands.send(i % 2 ? 'TurnOn' : 'TurnOff')),
      bomb('depth: commands with deep values', 50, () =>
        commands.send('TurnOn', { brightness: JSON.parse(nested(2000)) as unknown }),
      ),
      bomb('size: commands with long values', 50, () =>
        commands.send('TurnOn', { mode: { value: 'x'.repeat(50_000) } }),
      ),
    ],
    connected: (control, applianceId) => commands.connect(control, applianceId),
    async close() {},
  }
}
