import { readdirSync, readFileSync } from 'node:fs'
import { drivers } from '../../drivers/index.ts'

test('every driver passes the contract', () => {
  const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.endsWith('.test.ts') ? readFileSync(`${import.meta.dirname}/${name}`, 'utf8') : '',
  )
  const passed = tests.flatMap((text) =>
    [...text.matchAll(/^testDriverContract\('([\w-]+)'/gm)].map(([, name]) => name),
  )
  expect(passed.sort()).toEqual(Object.keys(drivers).sort())
})
