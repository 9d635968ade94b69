import { appliance } from '../../../drivers/hue/options.ts'
import type { State } from '../../../src/home/traits.ts'
import { hueBridge } from '../../support/hue/bridge.ts'
import { lamp } from '../../support/hue/bridgeHouse.ts'
import { hueOn } from '../../support/hue/world.ts'
import { stallingProxy } from '../../support/stallingProxy.ts'
import { type Bench, contract, eventually } from '../contract.ts'

contract('hue', openBench, { overTcp: true })

async function openBench(): Promise<Bench> {
  const parts = lamp('Living lamp', { kind: 'white', on: true })
  const [head, light] = parts
  if (!head || !light) throw new Error('a lamp has a light')
  const bridge = await hueBridge({ resources: [parts] })
  const network = await stallingProxy({ port: bridge.port })
  const { key, certificate } = bridge
  const connection = hueOn({ port: network.port, key, certificate })
  await connection.ready
  const device = connection.device('lamp', appliance.parse({ light: 'Living lamp' }))
  const { signal } = new AbortController()
  const now = () =>
    bridge.resources.get(light.id) as unknown as { on: { on: boolean }; dimming: { brightness: number } }
  const truth = (): State => ({ power: now().on.on, brightness: Math.round(now().dimming.brightness) })
  const known = async (patch: State) => {
    const { state, online } = await device.read({ signal })
    return online && Object.entries(patch).every(([trait, value]) => state[trait as keyof State] === value)
  }
  return {
    device,
    network,
    state: truth,
    get told() {
      return bridge.puts('light').map(({ body }): State => {
        const { on, dimming } = body as { on?: { on: boolean }; dimming?: { brightness: number } }
        return { ...(on && { power: on.on }), ...(dimming && { brightness: dimming.brightness }) }
      })
    },
    async move({ power, brightness }) {
      if (power !== undefined) bridge.change(light.id, { on: { on: power } })
      if (brightness !== undefined) bridge.change(light.id, { dimming: { brightness } })
      await eventually(() => known(truth()))
    },
    slow(ms) {
      bridge.beforePut = ms > 0 ? () => new Promise<void>((resolve) => setTimeout(resolve, ms)) : undefined
    },
    deaf(deaf) {
      bridge.mode = deaf ? 'hanging' : 'ok'
    },
    async away(away) {
      if (away) bridge.cut(head.id)
      else bridge.restore(head.id)
      await eventually(async () => (await device.read({ signal })).online !== away)
    },
    async close() {
      await connection.close()
      await network.close()
      await bridge.close()
    },
  }
}
