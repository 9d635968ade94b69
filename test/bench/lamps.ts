/** The bridge of `npm run bench:hue`, in a process of its own: sixty lamps, and events so often. */
import { hueBridge } from '../support/hue/bridge.ts'
import { lamp } from '../support/hue/bridgeHome.ts'

const [batch, lamps] = process.argv.slice(2).map(Number)
const resources = Array.from({ length: lamps ?? 60 }, (_, i) => lamp(`Lamp ${i}`, { on: true }))
const bridge = await hueBridge({ resources, batch: batch ?? 0 })
const lights = [...bridge.resources.values()].filter(({ type }) => type === 'light').map(({ id }) => id)
const { port, key, certificate, id } = bridge
process.send?.({ port, key, certificate, id, lights })
// What came is of no use here, and would only grow.
setInterval(() => void (bridge.requests as unknown[]).splice(0), 1000).unref()
process.on('disconnect', () => process.exit())
