import { explain } from '../../src/control/explanations/index.ts'
import { hubCheck } from '../../src/diagnostics/checks/hub.ts'
import type { DiagnosticContext } from '../../src/diagnostics/context.ts'
import { expectFindings } from './expectFindings.ts'

const since = Date.parse('2026-01-02T03:04:05Z')
const servers = ['tls://nats1.example.com:4222', 'tls://nats2.example.com:4222']

/** The part of the context that the check reads. */
const contextWith = (
  hub: object | undefined,
  status: 'running' | 'none' = 'running',
  problems: readonly object[] = [],
) =>
  ({
    config: { hub: { home: '0123456789ab', servers } },
    gateway: async () => ({ status, health: { problems, ...(hub && { hub }) } }),
  }) as unknown as DiagnosticContext

test.each([
  [
    'connected',
    { connected: true, server: 'nats2.example.com:4222', since },
    ['hub', 'ok', /connected to nats2\.example\.com:4222 since 2026-01-02T03:04:05/],
  ],
  [
    'disconnected',
    { connected: false, since },
    ['hub', 'failure', /not connected to any of tls:\/\/nats1.*nats2.*since 2026/, /way out.*enrolled/],
  ],
  [
    'disconnected for a reason that is known',
    { connected: false, since, reason: explain('hubCertificateExpired', { server: 'nats1.example.com:4222' }) },
    ['hub', 'failure', /not connected to any of/, /certificate of the hub \(nats1\.example\.com:4222\) has expired/],
  ],
  ['not known to the running gateway', undefined, ['hub', 'failure', /does not know of it yet/, /systemctl restart/]],
] as const)('the doctor reports a hub that is %s', async (_name, hub, expected) => {
  const findings = await hubCheck.run(contextWith(hub), AbortSignal.timeout(1000))
  expectFindings(
    findings.map((finding) => ({ ...finding, check: 'hub' })),
    [expected],
  )
})

test('the doctor reports a hub whose settings cannot be used', async () => {
  const context = contextWith(undefined, 'running', [explain('hubUnusable')])
  const [finding] = await hubCheck.run(context, AbortSignal.timeout(1000))
  expect(finding).toMatchObject({ level: 'failure', message: expect.stringContaining('clova-home join') })
})

test('the doctor reports nothing about a hub if no gateway runs or the home has no hub', async () => {
  const signal = AbortSignal.timeout(1000)
  expect(await hubCheck.run(contextWith(undefined, 'none'), signal)).toEqual([])
  expect(await hubCheck.run({ config: {} } as DiagnosticContext, signal)).toEqual([])
})
