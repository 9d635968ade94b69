import { operations } from '../../../src/control/api.ts'
import { createControlHandlers } from '../../../src/gateway/control/handlers.ts'

test('every operation of the contract has a handler', () => {
  // Handlers are made without asking anything of the gateway.
  const handlers = createControlHandlers({ observation: {}, config: {}, dashboard: {} } as never)
  expect(Object.keys(handlers).toSorted()).toEqual(Object.keys(operations).toSorted())
})
