import { readdirSync, readFileSync } from 'node:fs'
import { drivers } from '../../drivers/index.ts'

test.each(['testDriverContract', 'testHostilePeer'])('every driver passes %s', (part) => {
  const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.endsWith('.test.ts') ? readFileSync(`${import.meta.dirname}/${name}`, 'utf8') : '',
  )
  const passed = tests.flatMap((text) =>
    [...text.matchAll(new RegExp(`^ *${part}\\('([\\w-]+)(?:, [\\w ]+)?'`, 'gm'))].map(([, name]) => name),
  )
  expect([...new Set(passed)].sort()).toEqual(Object.keys(drivers).sort())
})
