import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { probeKeyServer } from '../context.ts'
import { say } from '../messages.ts'

/** Beyond the first, the times of tokens and answers are wrong; beyond the second, certificates fail too. */
const warningSkewMs = 5000
const failureSkewMs = 60_000

/** The clock of this machine, compared with the `Date` header of the key's server, and whether it is synchronized. */
export const clockCheck: Check = {
  name: 'clock',
  timeoutMs: 10_000,
  async run(context) {
    const { config, host } = context
    const [skewMs, synchronized] = await Promise.all([
      measureSkewMs(config.publicKey).catch(() => undefined),
      host.program('timedatectl', ['show', '--property=NTPSynchronized', '--value']),
    ])
    const findings: Finding[] = []
    if (skewMs !== undefined) findings.push(assess(skewMs))
    if (synchronized?.trim() === 'no')
      findings.push(warning('time server', say('noTimeServer'), 'sudo timedatectl set-ntp true'))
    else if (synchronized?.trim() === 'yes') findings.push(ok('time server', say('followsTimeServer')))
    return findings

    /** Compares with a server that is not ours. @returns milliseconds by which our clock is ahead */
    async function measureSkewMs(source: string): Promise<number | undefined> {
      if (!/^https?:/.test(source)) return undefined
      const startedAt = host.now()
      const { headers } = await probeKeyServer(context)
      const serverTime = Date.parse(headers.date ?? '')
      // `Date` has whole seconds, rounded down.
      return Number.isNaN(serverTime) ? undefined : (startedAt + host.now()) / 2 - (serverTime + 500)
    }
  },
}

function assess(skew: number): Finding {
  const skewSizeMs = Math.abs(skew)
  const message = say(skew > 0 ? 'clockAhead' : 'clockBehind', { seconds: Math.round(skewSizeMs / 1000) })
  if (skewSizeMs > failureSkewMs) return failure('clock', message, 'sudo timedatectl set-ntp true')
  if (skewSizeMs > warningSkewMs) return warning('clock', message, 'sudo timedatectl set-ntp true')
  return ok('clock', say('clockRight'))
}
