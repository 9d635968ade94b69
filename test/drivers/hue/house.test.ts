import { buildHouse } from '../../../src/cli/house.ts'
import { inventory } from '../../../src/cli/inventory.ts'
import { world } from '../../../src/cli/world.ts'
import { parseConfig } from '../../../src/config/load.ts'
import { deadline } from '../../../src/home/deadline.ts'
import { inFolder } from '../../support/folder.ts'
import { type Bridge, hueBridge } from '../../support/hueBridge.ts'
import { silent } from '../../support/log.ts'
import { eventually } from '../contract.ts'

const yaml = ({ port, key, certificate, id }: Bridge, more = '') => `
drivers:
  bridge:
    type: hue
    host: 127.0.0.1
    port: ${port}
    bridgeId: ${id.toUpperCase()}
    applicationKey: ${key}
    certificate: ${JSON.stringify(certificate)}
    expose: all
appliances:
  - { id: living, name: 거실 조명, type: LIGHT, driver: bridge, room: 거실 }
${more}`

test('a house has what the bridge has, under the user’s names where there are some', async () => {
  await inFolder(async (folder) => {
    const bridge = await hueBridge()
    const file = `${folder}/gateway.yaml`
    const { config, problems } = await parseConfig(file, yaml(bridge), world)
    expect(problems).toEqual([])
    if (!config) throw new Error('it is right')
    const house = buildHouse({ ...config, state: folder }, silent)
    const limit = deadline(5000)
    try {
      await house.ready()
      await eventually(() => house.home().appliances.size === 8)
      const items = await inventory(house, config, limit.signal)
      expect(items.find(({ id }) => id === 'living')).toMatchObject({ name: '거실 조명', online: true, assumed: false })
      expect(items.map(({ name }) => name)).not.toContain('거실')
      const lamp = items.find(({ name }) => name === '책상 스탠드')
      expect(lamp).toMatchObject({ online: true, state: { power: true, brightness: 100, mode: 'none' } })
      expect(lamp?.actions).toEqual(
        expect.arrayContaining(['SetColor', 'SetColorTemperature', 'SetMode', 'ReleaseMode']),
      )
      expect(items.find(({ type }) => type === 'MOTIONSENSOR')?.actions).toContain('GetDetectedTime')
      expect(house.problems()).toEqual([])
    } finally {
      limit.end()
      await house.close()
      await bridge.close()
    }
  })
})

test.each([
  ['neither host nor id', { host: undefined, bridgeId: undefined }, 'found by its host or its bridgeId'],
  ['no trust', { certificate: undefined }, 'nobody knows whether it is your bridge'],
  ['an authority without the name', { certificate: undefined, ca: 'root.pem', bridgeId: undefined }, 'with a ca'],
  ['a fingerprint of another kind', { fingerprint: 'ab:cd' }, '64 hexadecimal digits'],
] as const)('%s is a mistake in the configuration', async (_what, change, message) => {
  const { config } = await import('../../../drivers/hue/config.ts')
  const right = { host: 'bridge', applicationKey: 'key', certificate: 'bridge.pem' }
  expect(config.safeParse(right).success).toBe(true)
  expect(config.safeParse({ ...right, ...change }).error?.message).toContain(message)
})
