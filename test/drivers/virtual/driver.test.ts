import { connect } from '../../../drivers/virtual/index.ts'
import { initial, virtualApplianceSchema } from '../../../drivers/virtual/options.ts'
import type { State } from '../../../src/home/traits.ts'
import { testContext } from '../../support/context.ts'
import { hostileUser } from '../../support/hostile/user.ts'
import { testDriverContract } from '../driverContract.ts'
import { testHostilePeer } from '../hostileContract.ts'

const options = virtualApplianceSchema.parse({ traits: { power: { value: false }, brightness: { value: 0 } } })

testDriverContract('virtual', async () => {
  const connection = connect(testContext())
  const device = connection.device('lamp', options)
  const states: State[] = []
  const spied = {
    ...device,
    async apply(...[command, signal]: Parameters<typeof device.apply>) {
      const before = connection.state('lamp')
      const after = await device.apply(command, signal)
      if (command.kind === 'set' && before !== connection.state('lamp')) states.push(command.patch)
      return after
    },
  }
  return {
    device: spied,
    receivedCommands: states,
    state: () => connection.state('lamp'),
    operateByHand: async (patch) => connection.move('lamp', patch),
    delayCommands: (delay) => connection.fault('lamp', delay > 0 ? { kind: 'slow', delay } : undefined),
    setUnresponsive: (isUnresponsive) => connection.fault('lamp', isUnresponsive ? { kind: 'silent' } : undefined),
    setUnreachable: async (away) => connection.fault('lamp', away ? { kind: 'offline' } : undefined),
    close: () => connection.close(),
  }
})

testHostilePeer('virtual', hostileUser)

describe('virtual devices', () => {
  const open = (given: object) => {
    const connection = connect(testContext())
    return { connection, device: connection.device('it', virtualApplianceSchema.parse(given)) }
  }
  const { signal } = new AbortController()

  test('start with the values of their configuration only', async () => {
    const { device } = open({ traits: { power: {}, brightness: { value: 7 } } })
    expect((await device.read({ signal })).state).toEqual({ brightness: 7 })
  })

  test('fail on demand with the configured condition', async () => {
    const { device } = open({ traits: { power: {} }, fault: { kind: 'failing', state: '절전 모드' } })
    await expect(device.apply({ kind: 'set', patch: { power: true } }, signal)).rejects.toMatchObject({
      reason: { code: 'conditionsNotMet', state: '절전 모드' },
    })
  })

  test('keep the last commanded state when it is assumed', async () => {
    const { device } = open({ assumed: true, traits: { power: {} } })
    expect(device.spec.assumed).toBe(true)
    expect(await device.read({ signal })).toEqual({ online: true, state: {} })
    await device.apply({ kind: 'set', patch: { power: true } }, signal)
    expect(await device.read({ signal })).toEqual({ online: true, state: { power: true } })
  })

  test('do not know the traits of a cancelled command', async () => {
    const { device } = open({
      assumed: true,
      traits: { power: { value: false }, brightness: { value: 7 } },
      fault: { kind: 'silent' },
    })
    await expect(device.apply({ kind: 'set', patch: { power: true } }, AbortSignal.timeout(20))).rejects.toBeDefined()
    expect(await device.read({ signal })).toEqual({ online: true, state: { brightness: 7 } })
  })

  test('have no value after a step from an unknown one', async () => {
    const { device } = open({ traits: { volume: { can: ['step'], min: 0, max: 50 } } })
    expect(await device.apply({ kind: 'step', trait: 'volume', by: 3 }, signal)).toEqual({})
  })

  test('perform only the verbs of their spec', async () => {
    const { device } = open({ verbs: ['stop'] })
    expect(await device.apply({ kind: 'perform', verb: 'stop' }, signal)).toEqual({})
    await expect(device.apply({ kind: 'perform', verb: 'raise' }, signal)).rejects.toMatchObject({
      reason: { code: 'unsupported' },
    })
    expect(initial(virtualApplianceSchema.parse({}))).toEqual({})
  })
})
