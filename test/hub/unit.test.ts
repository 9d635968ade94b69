import { readFileSync } from 'node:fs'

test('the unit of the hub permits Node the system calls that the unit of the gateway permits it', () => {
  // Without @pkey and an error instead of a signal, systemd ended the hub at each start (seen on Debian 13).
  const calls = (unit: string) =>
    readFileSync(`systemd/${unit}.service`, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('SystemCall'))
  expect(calls('clova-home-hub')).toEqual(calls('clova-home'))
  expect(calls('clova-home-hub')).toContain('SystemCallErrorNumber=EPERM')
})
