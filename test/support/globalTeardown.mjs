import { readdirSync, rmSync } from 'node:fs'

/** Removes the temporary files of all tests, and names what a test should have removed or closed. */
export default function removeTemporaryFiles() {
  const folder = process.env.TMPDIR
  const left = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [] : [`${entry.parentPath}/${entry.name}`],
  )
  if (left.length > 0) console.warn(`Tests left ${left.length} temporary files:\n${left.slice(0, 20).join('\n')}`)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
