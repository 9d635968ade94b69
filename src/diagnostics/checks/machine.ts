import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Check, failure, ok, warning } from '../check.ts'

/** Where the gateway keeps its files. */
interface Place {
  readonly folder: string
}

/** The least that Node must be. Source: `engines` of package.json. */
const least = [20, 19] as const

/** The Node that runs this, which is also the gateway's. */
export const node: Check<object> = {
  name: 'node',
  ms: 1000,
  look: () => [nodeFinding(process.versions.node)],
}

/** @param version such as 20.19.0 */
export function nodeFinding(version: string) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > least[0] || (major === least[0] && minor >= least[1])
    ? ok('Node.js', version)
    : failure('Node.js', `${version} is too old: it must be ${least.join('.')} or newer`, 'sudo apt-get install nodejs')
}

/** Bytes below which it gets narrow, and below which nothing may be kept. */
const narrow = 200 << 20
const full = 20 << 20

/** The room on the disk that the state is kept on. */
export const disk: Check<Place> = {
  name: 'disk',
  ms: 3000,
  async look({ folder }) {
    const { bavail, bsize, files, ffree } = await statfs(nearest(folder))
    return [diskFinding(bavail * bsize, files === 0 ? 1 : ffree / files)]
  },
}

/** @param free bytes @param nodes which part of the places for files is free */
export function diskFinding(free: number, nodes: number) {
  const says = `${Math.round(free / (1 << 20))} MiB free`
  const mend = 'sudo journalctl --vacuum-size=100M && sudo apt-get clean'
  if (free < full || nodes < 0.001) return failure('disk', `${says}: what the gateway must keep finds no room`, mend)
  return free < narrow ? warning('disk', says, mend) : ok('disk', says)
}

/** The folder, or what there is of the way to it. */
const nearest = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder))
