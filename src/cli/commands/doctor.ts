import type { CheckFinding } from '../../diagnostics/check.ts'
import { diagnose } from '../../diagnostics/diagnose.ts'
import { type HostAccess, host } from '../../util/host.ts'
import { columnWidth, print } from '../../util/terminal.ts'
import type { Args, CliCommand } from '../command.ts'

/** `clova-home doctor` */
export const doctor: CliCommand = {
  usage: 'doctor',
  summary: 'Walks the whole way from the public address to each device, and says what is wrong and how to mend it',
  help: '  Ends with 1 if something fails. It changes nothing. As root or as the user of the gateway it sees most.',
  argumentCount: [0, 0],
  run: (args) => runDoctor(args, host),
}

/** @returns the exit code */
export async function runDoctor(
  { config: file, json }: Pick<Args, 'config' | 'json'>,
  host_: HostAccess,
): Promise<number> {
  const { findings } = await diagnose(file, host_, (finding) => json || print(formatFinding(finding)))
  const count = (level: CheckFinding['level']) => findings.filter((finding) => finding.level === level).length
  const [failures, warnings] = [count('failure'), count('warning')]
  if (json) print(JSON.stringify({ ok: failures === 0, failures, warnings, findings }))
  else print(`\n${failures === 0 ? 'Nothing fails' : `${failures} thing(s) fail`}, ${warnings} warning(s).`)
  return failures === 0 ? 0 : 1
}

const words = { ok: 'ok', warning: 'warning', failure: 'FAILURE' } as const
/** The widths of the first two columns. */
const [levelColumns, subjectColumns] = [9, 18]

function formatFinding({ level, subject: what, message: says, fix: mend }: CheckFinding): string {
  const pad = (text: string, to: number) => text + ' '.repeat(Math.max(1, to - columnWidth(text)))
  const head = `${pad(words[level], levelColumns)}${pad(what, subjectColumns)}${says}`
  return mend === undefined ? head : `${head}\n${' '.repeat(levelColumns + subjectColumns)}→ ${mend}`
}
