import type { Told } from '../../diagnostics/check.ts'
import { doctorOf } from '../../diagnostics/diagnose.ts'
import { type Outside, outside } from '../../util/host.ts'
import { print, width } from '../../util/terminal.ts'
import type { Args, Command } from '../command.ts'

/** `clova-home doctor` */
export const doctor: Command = {
  usage: 'doctor',
  summary: 'Walks the whole way from the public address to each device, and says what is wrong and how to mend it',
  help: '  Ends with 1 if something fails. It changes nothing. As root or as the user of the gateway it sees most.',
  words: [0, 0],
  run: (args) => examined(args, outside),
}

/** @returns the exit code */
export async function examined(
  { config: file, json }: Pick<Args, 'config' | 'json'>,
  world_: Outside,
): Promise<number> {
  const { findings } = await doctorOf(file, world_, (finding) => json || print(lines(finding)))
  const count = (level: Told['level']) => findings.filter((finding) => finding.level === level).length
  const [failures, warnings] = [count('failure'), count('warning')]
  if (json) print(JSON.stringify({ ok: failures === 0, failures, warnings, findings }))
  else print(`\n${failures === 0 ? 'Nothing fails' : `${failures} thing(s) fail`}, ${warnings} warning(s).`)
  return failures === 0 ? 0 : 1
}

const words = { ok: 'ok', warning: 'warning', failure: 'FAILURE' } as const
/** The columns of a level and of what was looked at. */
const [levels, whats] = [9, 18]

function lines({ level, what, says, mend }: Told): string {
  const pad = (text: string, to: number) => text + ' '.repeat(Math.max(1, to - width(text)))
  const head = `${pad(words[level], levels)}${pad(what, whats)}${says}`
  return mend === undefined ? head : `${head}\n${' '.repeat(levels + whats)}→ ${mend}`
}
