import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromBroadlink, parseText, toBroadlink } from '../../../../drivers/ir/codes/index.ts'

const folder = join(import.meta.dirname, '../../../../../shared/samples/smartir')
const tick = 1e6 / 32_768

interface File {
  readonly commandsEncoding?: string
  readonly commands?: unknown
}

/** The texts of a tree; what is a remark of its author begins with an underscore. */
const leaves = (tree: unknown): readonly string[] =>
  typeof tree === 'string'
    ? [tree]
    : Object.entries(tree ?? {}).flatMap(([name, below]) => (/^[_$]/.test(name) ? [] : leaves(below)))

function read(name: string): File {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as File
  } catch {
    return {}
  }
}

if (existsSync(folder)) {
  test('all codes of the sample files are read and written within a tick, except a few broken ones', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    const codes = files.map(read).flatMap((file) => (file.commandsEncoding === 'Base64' ? leaves(file.commands) : []))
    const broken: string[] = []
    let worst = 0
    for (const text of codes) {
      try {
        parseText(text)
      } catch (error) {
        broken.push((error as Error).message)
        continue
      }
      const { code, repeats } = fromBroadlink(text)
      const back = fromBroadlink(toBroadlink(code, repeats))
      expect(back.repeats).toBe(repeats)
      worst = Math.max(worst, ...code.pulses.map((pulse, i) => Math.abs((back.code.pulses[i] ?? 0) - pulse)))
    }
    console.info(`${codes.length} codes, ${broken.length} of them broken: ${[...new Set(broken)].join('; ')}`)
    expect(worst).toBeLessThanOrEqual(tick)
    expect(codes.length).toBeGreaterThan(1000)
    expect(broken.length).toBeLessThan(codes.length / 50)
  })
} else {
  test('the sample files are not here', () => expect(existsSync(folder)).toBe(false))
}
