import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { visit } from '../httpProbe.ts'

/** How far the clock may be off, in milliseconds: beyond, times of tokens and answers are wrong; far beyond, certificates. */
const noticeable = 5000
const wrong = 60_000

/** The clock of this machine, by what others say in their `Date` and by whether it follows a time server. */
export const clock: Check = {
  name: 'clock',
  ms: 10_000,
  async look({ config, outside }, signal) {
    const [skew, synchronized] = await Promise.all([
      skewTo(config.publicKey).catch(() => undefined),
      outside.program('timedatectl', ['show', '--property=NTPSynchronized', '--value']),
    ])
    const findings: Finding[] = []
    if (skew !== undefined) findings.push(judged(skew))
    if (synchronized?.trim() === 'no')
      findings.push(
        warning('time server', 'the clock follows none, and will go wrong', 'sudo timedatectl set-ntp true'),
      )
    else if (synchronized?.trim() === 'yes') findings.push(ok('time server', 'the clock follows one'))
    return findings

    /** Whom the key is fetched from is none of ours: its clock is another. Milliseconds that ours is ahead. */
    async function skewTo(source: string): Promise<number | undefined> {
      if (!/^https?:/.test(source)) return undefined
      const { ca } = outside
      const before = outside.now()
      const { headers } = await visit(source, { method: 'GET', ...(ca && { ca }) }, signal)
      const theirs = Date.parse(headers.date ?? '')
      // `Date` is in whole seconds, cut off.
      return Number.isNaN(theirs) ? undefined : (before + outside.now()) / 2 - (theirs + 500)
    }
  },
}

function judged(skew: number): Finding {
  const off = Math.abs(skew)
  const says = `the clock of this machine is ${Math.round(off / 1000)} s ${skew > 0 ? 'ahead' : 'behind'}`
  if (off > wrong) return failure('clock', says, 'sudo timedatectl set-ntp true')
  if (off > noticeable) return warning('clock', says, 'sudo timedatectl set-ntp true')
  return ok('clock', 'right')
}
