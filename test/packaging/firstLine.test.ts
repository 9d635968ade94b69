import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')
const flag = '--optimize-for-size'

// The flags of V8 that keep the memory of a gateway at rest small stand where the program is started, and nowhere else.
describe('the program is started with V8 flags', () => {
  test('by the first line of the bundle', async () => {
    const bundle = join(root, 'dist/clova-home.cjs')
    const [first] = readFileSync(bundle, 'utf8').split('\n', 1)
    expect(first).toBe(`#!/usr/bin/env -S node ${flag}`)
    const { stdout } = await promisify(execFile)(bundle, ['help'], { env: { ...process.env, NODE_OPTIONS: '' } })
    expect(stdout).toContain('clova-home')
  })

  test('by the first line in the package, which has the Node of the system', () => {
    const script = readFileSync(join(root, 'packaging/package.mjs'), 'utf8')
    expect(script).toContain("replace('#!/usr/bin/env -S node ', '#!/usr/bin/node ')")
  })

  test('by npm start', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(scripts.start).toContain(`node ${flag} dist/clova-home.cjs`)
  })
})
