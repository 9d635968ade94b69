import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Check, ok, runChecks, warning, withSudo } from '../../src/diagnostics/check.ts'
import { isPrivateAddress } from '../../src/diagnostics/checks/address.ts'
import { gatewayCheck } from '../../src/diagnostics/checks/gateway.ts'
import { diskFinding, nodeFinding } from '../../src/diagnostics/checks/machine.ts'
import { say } from '../../src/diagnostics/messages.ts'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { host } from '../../src/util/host.ts'
import { version } from '../../src/util/version.ts'
import { freePort, testBroker } from '../support/broker.ts'
import { isRoot } from '../support/rights.ts'
import { type DoctorFixture, openFixture, watchFixture } from './doctorFixture.ts'
import { type ExpectedFinding, expectFindings } from './expectFindings.ts'

const day = 86_400_000

/** Opens a fixture, changes it, runs the checks, compares the findings and closes it. */
async function expectDiagnosis(
  wanted: Parameters<typeof openFixture>[0],
  expected: readonly ExpectedFinding[],
  before: (it: DoctorFixture) => unknown = () => {},
  given: Parameters<DoctorFixture['diagnose']>[0] = {},
) {
  const it = await openFixture(wanted)
  try {
    await before(it)
    const findings = await it.diagnose(given)
    expectFindings(findings, expected)
    return findings
  } finally {
    await it.close()
  }
}

test('a fix that needs root is shown with sudo', () => {
  const fixOf = (fix: Parameters<typeof warning>[2]) => withSudo(warning('gateway', 'it is so', fix)).localized.fix?.ko
  expect(fixOf('clova-home token create console')).toBe('sudo clova-home token create console')
  expect(fixOf('sudo clova-home doctor')).toBe('sudo clova-home doctor')
  expect(fixOf('journalctl -u clova-home -n 50 --no-pager')).toBe('sudo journalctl -u clova-home -n 50 --no-pager')
  expect(fixOf(say('tellUs'))).toMatch(/^sudo clova-home support /)
  expect(fixOf(undefined)).toBeUndefined()
})

describe('the gateway', () => {
  test('a gateway that does not run is reported, and the other checks run without it', () =>
    expectDiagnosis({ runsGateway: false }, [
      ['gateway', 'failure', /none runs: nobody listens on 127/, /systemctl start clova-home/],
      ['answer', 'failure', /does not find the gateway/],
      ['connections', 'ok', /virtual, with 1/],
    ]))

  test('a program that uses the port of the gateway is reported with its name and process id', async () => {
    const others: Server[] = []
    const took = (it: DoctorFixture) =>
      new Promise<void>((resolve) => {
        const server = createServer((socket) =>
          // Unread, it would not see that the other side has closed it, and stay open.
          socket
            .resume()
            .on('error', () => {})
            .end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'),
        )
        others.push(server)
        server.listen(it.port, '127.0.0.1', resolve)
        mkdirSync(join(it.folder, 'state'), { recursive: true })
      })
    const program = async (name: string) =>
      name === 'ss' ? 'LISTEN 0 511 127.0.0.1:8710 0.0.0.0:* users:(("python3",pid=4711,fd=3))\n' : undefined
    await expectDiagnosis(
      { runsGateway: false },
      [['gateway', 'failure', /what listens on.*python3, process 4711/, /ss -ltnp/]],
      took,
      { program },
    )
    for (const server of others) server.close()
  })

  test('a gateway that still runs with the previous configuration is checked against that one', async () => {
    const it = await openFixture()
    const changes = watchFixture(it)
    try {
      writeFileSync(
        join(it.folder, 'gateway.yaml'),
        `server: { listen: '127.0.0.1:${it.port}' }\nstate: state\nlinkin: {}\n`,
      )
      await changes.reload()
      expectFindings(await it.diagnose(), [
        ['configuration', 'failure', /"linkin" is not known/, /check --config \/.*gateway\.yaml/],
        ['configuration', 'warning', /goes on by the one before; what follows is of that/],
        ['gateway', 'failure', /the changed configuration is not in force.*linkin/, /^clova-home check --config/],
        ['self-test', 'ok', /answered/],
      ])
    } finally {
      changes.close()
      await it.close()
    }
  })

  test('when the secrets cannot be read, the checks that need no secret still run', async () => {
    const yaml = `drivers: { m: { type: virtual }, b: { type: mqtt, url: 'mqtt://127.0.0.1:1', username: me, password: !secret pw } }\n`
    const write = (it: DoctorFixture, mode: number) => {
      writeFileSync(join(it.folder, 'secrets.yaml'), 'pw: hunter22-secret\n')
      chmodSync(join(it.folder, 'secrets.yaml'), mode)
    }
    const it = await openFixture({ yaml, secrets: 'pw: hunter22-secret\n' })
    try {
      write(it, 0o644)
      const findings = await it.diagnose()
      const mend = /^chmod o= \/.*secrets\.yaml$/
      expectFindings(findings, [
        ['configuration', 'failure', /others can read this file; run: chmod o= /, mend],
        ['configuration', 'warning', /until that is mended/, /check --config/],
        ['answer', 'ok', /the gateway answers there/],
        ['self-test', 'ok', /answered/],
        ['gateway', 'ok', /listens on/],
        ['gateway', 'failure', /^b: .* cannot be reached/],
        ['signature key', 'ok', /RSA/],
      ])
      expect(findings.filter(({ check }) => check === 'access' || check === 'permit')).toEqual([])
      expect(JSON.stringify(findings)).not.toContain('hunter22')
    } finally {
      await it.close()
    }
  })

  test('a missing secret and a stopped gateway are both reported', async () => {
    const findings = await expectDiagnosis(
      { yaml: 'drivers: { b: { type: mqtt, url: !secret at } }\n', runsGateway: false },
      [
        ['configuration', 'failure', /this secret is not in/],
        ['address', 'ok', /localhost is/],
        ['gateway', 'failure', /none runs/],
        ['clock', 'ok', /right/],
      ],
    )
    expect(findings.filter(({ check }) => check === 'appliances')).toEqual([])
  })

  test('a missing configuration file is reported with the command of the setup wizard', () =>
    expectDiagnosis(
      { runsGateway: false },
      [['configuration', 'failure', /there is no such file/, /^clova-home setup --config \/.*gateway\.yaml$/]],
      ({ folder }) => rmSync(join(folder, 'gateway.yaml')),
    ))

  test('each error of the configuration is reported', () =>
    expectDiagnosis({ yaml: 'drivers: { m: { type: virtuall } }\n', runsGateway: false }, [
      ['configuration', 'failure', /gateway\.yaml:4:23: there is no driver "virtuall"/, /clova-home check/],
      ['disk', 'ok', /MiB/],
      ['node', 'ok', /\d/],
    ]))
})

describe('the public key of CLOVA', () => {
  test.each<[string, (it: DoctorFixture) => void, ExpectedFinding]>([
    [
      'that cannot be had',
      ({ signatureKey }) => void Object.assign(signatureKey, { status: 500 }),
      ['signature key', 'failure', /status 500, and there is no copy/],
    ],
    [
      'that is none',
      ({ signatureKey }) => void Object.assign(signatureKey, { pem: '<html>' }),
      ['signature key', 'failure', /not a public key in PEM form/],
    ],
  ])('%s is reported', (_name, before, expected) => expectDiagnosis({ runsGateway: false }, [expected], before))

  test('a key server that does not answer is reported, and no problem of the clock is', async () => {
    const fixture = await openFixture({ runsGateway: false })
    try {
      fixture.signatureKey.status = 0
      const program = async (name: string) => (name === 'timedatectl' ? 'yes' : undefined)
      const findings = await fixture.diagnose({ probeTimeoutMs: 100, program })
      expectFindings(findings, [['signature key', 'failure', /nobody answers there in time, and there is no copy/]])
      expect(findings.filter(({ check }) => check === 'clock')).toMatchObject([{ level: 'ok', subject: 'time server' }])
    } finally {
      await fixture.close()
    }
  })

  test('a key that cannot be downloaded is only a warning while a saved copy exists', () =>
    expectDiagnosis(
      {},
      [['signature key', 'warning', /status 503; the copy of \d{4}-\d\d-\d\d is in force/]],
      async (it) => {
        const kept = () => readdirSync(join(it.folder, 'state')).some((name) => name.endsWith('.pem'))
        while (!kept()) await new Promise((resolve) => setImmediate(resolve))
        it.signatureKey.status = 503
      },
    ))
})

describe('access of the service to a device file of the configuration', () => {
  const yaml = 'drivers: { ir: { type: ir, transmitter: ir-ctl, device: /dev/lirc7 } }\n'
  const unit = (...lines: readonly string[]) => ['LoadState=loaded', ...lines, ''].join('\n')
  const hardened = ['PrivateDevices=yes', 'DevicePolicy=closed', 'ProtectSystem=strict']
  const closed = /^the service may not use \/dev\/lirc7$/
  const permitting = /^sudo clova-home service permit$/
  test.each<[string, string | undefined, ExpectedFinding | undefined]>([
    ['the service has no access', unit(...hardened), ['permit', 'failure', closed, permitting]],
    [
      'the service has access to another device only',
      unit('DevicePolicy=closed', 'DeviceAllow=/dev/lirc1 rw'),
      ['permit', 'failure', closed, permitting],
    ],
    [
      'the service has access',
      unit('PrivateDevices=no', 'DevicePolicy=closed', 'DeviceAllow=/dev/lirc7 rw'),
      undefined,
    ],
    ['the service has access to all devices', unit('PrivateDevices=no', 'DevicePolicy=auto'), undefined],
    [
      'the service runs another configuration',
      unit(...hardened, 'ExecStart={ argv[]=x run --config /etc/x.yaml ; }'),
      undefined,
    ],
    ['no service is installed', 'LoadState=not-found\n', undefined],
    ['the machine has no systemd', undefined, undefined],
  ])('%s', async (_name, said, expected) => {
    const it = await openFixture({ yaml, runsGateway: false })
    try {
      const program = async (name: string, [word]: readonly string[]) =>
        name === 'systemctl' && word === 'show' ? said : undefined
      const findings = await it.diagnose({ program })
      expectFindings(findings, expected ? [expected] : [])
      if (!expected) expect(findings.filter(({ check }) => check === 'permit')).toEqual([])
    } finally {
      await it.close()
    }
  })
})

describe('the clock', () => {
  const at = (ms: number) => (it: DoctorFixture) => {
    it.signatureKey.date = new Date(Date.now() - ms).toUTCString()
  }
  test.each<[string, (it: DoctorFixture) => void, string | undefined, ExpectedFinding]>([
    ['a clock that is far ahead', at(3_600_000), undefined, ['clock', 'failure', /3[56]\d\d s ahead/, /set-ntp true/]],
    ['a clock that is a little behind', at(-20_000), undefined, ['clock', 'warning', /\d\d s behind/]],
    ['a correct clock', at(0), 'yes\n', ['clock', 'ok', /^right/]],
    ['a clock without time synchronisation', at(0), 'no\n', ['clock', 'warning', /follows none/, /set-ntp true/]],
  ])('%s is reported', (_name, before, ntp, expected) =>
    expectDiagnosis({ runsGateway: false }, [expected], before, {
      program: async (name) => (name === 'timedatectl' ? ntp : undefined),
    }),
  )
})

describe('the systemd units of tunnels', () => {
  const units = `clova-home-tunnel@cloudflared.service loaded failed failed CLOVA Home tunnel
cloudflared.service loaded active running cloudflared
other.service not-found inactive dead other
`
  test('each tunnel unit is reported with its state', async () => {
    const findings = await expectDiagnosis(
      { runsGateway: false },
      [
        [
          'tunnel',
          'failure',
          /tunnel@cloudflared\.service does not run \(failed, failed\)/,
          /systemctl restart 'clova-home-tunnel@cloudflared/,
        ],
        ['tunnel', 'ok', /^cloudflared\.service runs/],
      ],
      undefined,
      { program: async (name) => (name === 'systemctl' ? units : undefined) },
    )
    expect(findings.filter(({ check }) => check === 'tunnel')).toHaveLength(2)
  })
})

describe('connections and appliances', () => {
  test('an unreachable broker is reported once, and not again for each of its appliances', async () => {
    const port = await freePort()
    const findings = await expectDiagnosis(
      {
        yaml: `drivers: { broker: { type: mqtt, url: 'mqtt://127.0.0.1:${port}', username: me, password: hunter22-secret } }
appliances:
  - { id: plug, name: plug, type: SMARTPLUG, driver: broker, traits: { power: { state: a, command: b } } }
`,
        runsGateway: false,
      },
      [
        [
          'connections',
          'failure',
          /cannot be reached: nothing listens there .ECONNREFUSED/,
          /systemctl restart mosquitto/,
        ],
        ['appliances', 'ok', /0 of 1 are there/],
      ],
    )
    expect(findings.filter(({ check }) => check === 'appliances')).toHaveLength(1)
    expect(JSON.stringify(findings)).not.toContain('hunter22')
    const { ko, ja } = findings.find(({ check }) => check === 'connections')?.localized.message ?? {}
    expect(ko).toMatch(/^브로커 .* 에 닿지 않습니다: 그곳에 연결을 받는 프로그램이 없습니다 \(ECONNREFUSED/)
    expect(ja).toMatch(/^ブローカー .* に届きません: そこに接続を受けるプログラムがありません（ECONNREFUSED/)
  })

  test('a broker that refuses the password is reported with the fix', async () => {
    const broker = await testBroker('allow_anonymous false')
    try {
      await expectDiagnosis(
        {
          yaml: `drivers: { broker: { type: mqtt, url: '${broker.url}', username: me, password: wrong-password } }\n`,
          runsGateway: false,
        },
        [['connections', 'failure', /refuses the username or password/, /mosquitto_passwd/]],
      )
    } finally {
      await broker.stop()
    }
  })

  test('each offline appliance is a warning, up to twenty', async () => {
    const off = Array.from(
      { length: 22 },
      (_, i) =>
        `  - { id: off-${i}, name: off ${i}, type: LIGHT, driver: m, traits: { power: {} }, fault: { kind: offline } }`,
    )
    const findings = await expectDiagnosis(
      { yaml: `drivers: { m: { type: virtual } }\nappliances:\n${off.join('\n')}\n` },
      [
        ['appliances', 'ok', /0 of 22/],
        ['appliances', 'warning', /off 0 is not there, though m is/],
        ['appliances', 'warning', /2 more/],
      ],
    )
    expect(findings.filter(({ check }) => check === 'appliances')).toHaveLength(22)
  })
})

describe('files', () => {
  const write = (name: string, text: string, mode: number) => (it: DoctorFixture) => {
    writeFileSync(join(it.folder, name), text)
    chmodSync(join(it.folder, name), mode)
  }
  test.each<[string, (it: DoctorFixture) => unknown, ExpectedFinding]>([
    [
      'a state file that everybody can read',
      write('state/memory.json', '{}', 0o644),
      ['files', 'failure', /everybody.*memory\.json/, /chmod o= /],
    ],
    [
      'a state folder that others can list',
      ({ folder }) => chmodSync(join(folder, 'state'), 0o755),
      ['files', 'warning', /others can look into/, /chmod 700/],
    ],
    [
      'a damaged state file that was set aside',
      write('state/memory.json.damaged', '{', 0o600),
      ['files', 'warning', /damaged and set aside/],
    ],
    [
      'a private key that everybody can read',
      write('client.key', '-----BEGIN PRIVATE KEY-----\n', 0o644),
      ['files', 'failure', /everybody.*client\.key/],
    ],
    [
      'a configuration that everybody can write',
      ({ folder }) => chmodSync(join(folder, 'gateway.yaml'), 0o602),
      ['reader', 'failure', /everybody.*can write .*gateway\.yaml/, /chmod o-w/],
    ],
    [
      'a missing state folder',
      ({ folder }) => rmSync(join(folder, 'state'), { recursive: true, force: true }),
      ['files', 'warning', /not there yet/],
    ],
  ])('%s is reported', (_name, before, expected) =>
    expectDiagnosis(
      {
        yaml: "drivers: { b: { type: mqtt, url: 'mqtts://127.0.0.1:1', key: client.key, cert: client.key } }\n",
        runsGateway: false,
      },
      [expected],
      (it) => {
        writeFileSync(join(it.folder, 'client.key'), '-----BEGIN PRIVATE KEY-----\n', { mode: 0o600 })
        mkdirSync(join(it.folder, 'state'), { mode: 0o700 })
        return before(it)
      },
    ),
  )
})

describe('the user of the systemd service', () => {
  const as = (uid: number, groups: string, group = 'homes') => ({
    program: async (name: string, [word = '']: readonly string[]) =>
      name === 'id'
        ? ({ '-u': `${uid}\n`, '-G': `${groups}\n`, '-nu': 'clova-home\n', '-gn': group, '-g': '64000\n' }[word] ?? '')
        : undefined,
  })
  const secret = (it: DoctorFixture) => {
    writeFileSync(join(it.folder, 'secrets.yaml'), 'a: b\n')
    chmodSync(join(it.folder, 'secrets.yaml'), 0o600)
    chmodSync(it.folder, 0o755)
  }
  const told: ExpectedFinding = [
    'reader',
    'failure',
    /runs as clova-home.*cannot read .*secrets\.yaml/,
    /chgrp homes .*chmod 640/,
  ]
  test('a service user that cannot read the secrets is reported with the fix', () =>
    expectDiagnosis({ runsGateway: false }, [told], secret, as(64_000, '64000')))
  test('a link to a file that only others can read is to be removed, not to be followed', () =>
    expectDiagnosis(
      { runsGateway: false },
      [
        [
          'reader',
          'failure',
          /secrets\.yaml is a link to a file that clova-home, .* root did not make it/,
          /^sudo rm .*secrets\.yaml$/,
        ],
      ],
      (it) => {
        const [link, target] = [join(it.folder, 'secrets.yaml'), join(it.folder, 'shadow')]
        secret(it)
        renameSync(link, target)
        symlinkSync(target, link)
        if (isRoot) lchownSync(link, 64_000, 64_000)
      },
      as(64_000, '64000'),
    ))
  test('the fix uses the group id where the group has no name', () =>
    expectDiagnosis(
      { runsGateway: false },
      [['reader', 'failure', /cannot read/, /chgrp 64000 /]],
      secret,
      as(64_000, '64000', ''),
    ))
  test('a service user that can read the secrets through a group is accepted', async () => {
    const { gid } = statSync(tmpdir())
    const findings = await expectDiagnosis(
      { runsGateway: false },
      [],
      (it) => {
        secret(it)
        for (const name of ['secrets.yaml', 'gateway.yaml']) {
          chmodSync(join(it.folder, name), 0o640)
          chownSync(join(it.folder, name), process.getuid?.() ?? 0, process.getgid?.() ?? gid)
        }
      },
      as(64_000, `64000 ${process.getgid?.() ?? gid}`),
    )
    expect(findings.filter(({ check }) => check === 'reader')).toEqual([])
  })
})

describe('the daily backups', () => {
  const yaml = 'drivers: { m: { type: virtual } }\nbackup: { folder: kept }\n'
  const made = (days: number) => (it: DoctorFixture) => {
    const name = join(it.folder, 'kept', 'clova-home-2026-01-01.tar.gz')
    mkdirSync(join(it.folder, 'kept'))
    writeFileSync(name, '')
    const at = new Date(Date.now() - days * day)
    utimesSync(name, at, at)
  }
  test.each<[string, (it: DoctorFixture) => void, ExpectedFinding]>([
    ['a recent backup', made(1), ['backups', 'ok', /1 in .*kept, the last of/]],
    [
      'a last backup of three days ago',
      made(3),
      ['backups', 'warning', /none of the last two days/, /clova-home backup/],
    ],
    ['a missing backup folder', () => {}, ['backups', 'failure', /there is no folder .*kept/, /plug in/]],
    [
      'a backup folder that is a file',
      ({ folder }) => writeFileSync(join(folder, 'kept'), ''),
      ['backups', 'failure', /ENOTDIR/],
    ],
  ])('%s is reported', (_name, before, expected) => expectDiagnosis({ yaml, runsGateway: false }, [expected], before))
})

describe('access tokens', () => {
  const kept =
    (...entries: object[]) =>
    (it: DoctorFixture) =>
      writeFileSync(join(it.folder, 'state', 'tokens.json'), JSON.stringify({ version: 1, data: entries }), {
        mode: 0o600,
      })
  const token = (name: string, days: number) => createToken(name, days * day).entry
  test.each<[string, (it: DoctorFixture) => void, ExpectedFinding]>([
    ['no token', kept(), ['access', 'warning', /there is none/, /token create/]],
    ['a token', kept(token('console', 100)), ['access', 'ok', /1 made by hand/]],
    [
      'a token that expires soon',
      kept(token('console', 3)),
      ['access', 'warning', /"console" ends on/, /token revoke console/],
    ],
    ['an expired token', kept(token('console', -1)), ['access', 'warning', /there is none/]],
    [
      'a damaged tokens.json',
      ({ folder }) => writeFileSync(join(folder, 'state', 'tokens.json'), '{'),
      ['access', 'failure', /cannot be read/],
    ],
  ])('%s is reported', (_name, before, expected) => expectDiagnosis({}, [expected], before))
})

test.each([
  [{ version: '18.20.4' }, 'failure'],
  [{ version: '20.18.9' }, 'failure'],
  [{ version: '20.19.0' }, 'ok'],
  [{ version: '24.1.0' }, 'ok'],
])('Node %j: %s', ({ version }, level) => expect(nodeFinding(version).level).toBe(level))

test.each([
  [10 << 20, 0.5, 'failure'],
  [100 << 20, 0.5, 'warning'],
  [1024 << 20, 0.0001, 'failure'],
  [1024 << 20, 0.5, 'ok'],
])('%d free bytes and %d free inodes: %s', (free, nodes, level) => expect(diskFinding(free, nodes).level).toBe(level))

test.each([
  ['192.168.1.4', true],
  ['100.100.1.1', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['8.8.8.8', false],
  ['2606:4700::1', false],
])('%s is a private address: %p', (address, answer) => expect(isPrivateAddress(address)).toBe(answer))

describe('runChecks', () => {
  const fine = ok('fine', 'fine')
  test('findings come in the order of the checks; a check that throws or never ends does not stop the others', async () => {
    const order: string[] = []
    let begun = 0
    const checks: Check<object>[] = [
      {
        name: 'late',
        timeoutMs: 1000,
        run: () =>
          new Promise((resolve) =>
            setImmediate(() => {
              begun += 1
              resolve([fine])
            }),
          ),
      },
      {
        name: 'throws',
        timeoutMs: 1000,
        run: () => {
          begun += 1
          throw new Error('oh')
        },
      },
      {
        name: 'never',
        timeoutMs: 30,
        run: () =>
          new Promise(() => {
            begun += 1
          }),
      },
      {
        name: 'soon',
        timeoutMs: 1000,
        run: () => {
          begun += 1
          return [fine]
        },
      },
    ]
    const all = await runChecks(checks, {}, ({ check }) => order.push(check))
    expect(begun).toBe(4)
    expect(order).toEqual(['late', 'throws', 'never', 'soon'])
    expect(all.map(({ level, message }) => [level, message])).toEqual([
      ['ok', 'fine'],
      ['failure', 'this could not be looked at: oh'],
      ['failure', 'this did not end within 0.03 s'],
      ['ok', 'fine'],
    ])
  })
})

test.each([
  ['127.0.0.1:8710', '127.0.0.1', 8710, false],
  ['127.0.0.1:8710', 'localhost', 8710, false],
  ['127.0.0.1:4711', '127.0.0.1', 0, false],
  ['127.0.0.1:8710', '127.0.0.1', 8711, true],
  ['[::1]:8710', '::1', 8710, false],
])(
  'a gateway on %s where %s:%d is written: a change that is not in force is reported: %s',
  async (address, name, port, isTold) => {
    const health = { version, address, uptimeSeconds: 1, problems: [] }
    const state = { status: 'running', health, inventory: { appliances: [], problems: [] } }
    const config = { server: { listen: { host: name, port } }, drivers: new Map(), file: '/x.yaml' }
    const findings = await gatewayCheck.run(
      { gateway: async () => state, config, host } as never,
      AbortSignal.timeout(1000),
    )
    expect(findings.some(({ message }) => message.includes('the change is not in force'))).toBe(isTold)
  },
)
