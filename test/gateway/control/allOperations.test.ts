import { operations } from '../../../src/control/api.ts'
import { createAccessHandlers } from '../../../src/gateway/control/access.ts'
import { createControlHandlers } from '../../../src/gateway/control/handlers.ts'

test('every operation of the contract has a handler', () => {
  // Handlers are made without asking anything of the gateway.
  const handlers = {
    ...createControlHandlers({ observation: {}, config: {} } as never),
    ...createAccessHandlers({} as never),
  }
  expect(Object.keys(handlers).toSorted()).toEqual(Object.keys(operations).toSorted())
})
