import { createGatewayTools } from '../../src/cli/gatewayTools.ts'
import { LogRing } from '../../src/util/logRing.ts'

const before = process.env.SYSTEMD_EXEC_PID
afterEach(() => {
  if (before === undefined) delete process.env.SYSTEMD_EXEC_PID
  else process.env.SYSTEMD_EXEC_PID = before
})

test.each<[string, string | undefined, boolean]>([
  ['the process that systemd has started is started again', String(process.pid), true],
  ['a process in a terminal that systemd has started is not', String(process.ppid), false],
  ['a process without systemd is not', undefined, false],
])('%s', (_what, pid, expected) => {
  if (pid === undefined) delete process.env.SYSTEMD_EXEC_PID
  else process.env.SYSTEMD_EXEC_PID = pid
  expect(createGatewayTools('/x/gateway.yaml', new LogRing()).restart !== undefined).toBe(expected)
})
