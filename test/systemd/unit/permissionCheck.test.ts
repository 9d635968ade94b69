import { missingPermissions } from '../../../src/systemd/permissionCheck.ts'

describe('a device that the configuration names', () => {
  // The output of systemd 252 and 257 for the unit, alone and with permissions.
  const run = 'argv[]=/usr/bin/clova-home run --config /etc/clova-home/gateway.yaml ; ignore_errors=no ; pid=0'
  const real = (isPrivate: 'yes' | 'no', ...allowed: readonly string[]) =>
    [
      `ExecStart={ path=/usr/bin/clova-home ; ${run} ; code=(null) ; status=0/0 }`,
      'DevicePolicy=closed',
      ...['char-rtc r', ...allowed].map((rule) => `DeviceAllow=${rule}`),
      'ReadWritePaths=-/var/backups/clova-home',
      `PrivateDevices=${isPrivate}`,
      'ProtectSystem=strict',
      'LoadState=loaded',
      '',
    ].join('\n')
  test.each<[string, string, readonly string[]]>([
    ['is closed', real('yes'), ['/dev/lirc7']],
    ['is permitted', real('no', '/dev/ttyUSB0 rw', '/dev/lirc7 rw'), []],
    ['is permitted with all of its kind', real('no', 'char-lirc rw'), []],
    ['is permitted where there is none', real('yes', '/dev/lirc7 rw'), ['/dev/lirc7']],
    ['is not the one that is permitted', real('no', '/dev/lirc70 rw', 'char-usb_device rwm'), ['/dev/lirc7']],
  ])('is permitted to the service or not: %s', async (_name, output, closedOnes) => {
    const drivers = new Map([['ir', { options: { device: '/dev/lirc7' } }]]) as never
    const backup = { folder: '/var/backups/clova-home', maxBackups: 7 }
    const config = { drivers, backup, file: '/etc/clova-home/gateway.yaml' }
    expect(await missingPermissions(config, { program: async () => output })).toEqual(closedOnes)
    // Another unit runs another home.
    expect(await missingPermissions({ ...config, file: '/x.yaml' }, { program: async () => output })).toEqual([])
  })
})
