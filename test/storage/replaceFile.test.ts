import { assertOwnLinks } from '../../src/storage/replaceFile.ts'

const service = 999
const ownerOf = (links: Readonly<Record<string, number>>) => (path: string) => links[path]

test.each([
  ['the file', { '/etc/clova-home/gateway.yaml': service }],
  ['a folder above it', { '/etc/clova-home': service }],
])('root does not follow a link of the service in the place of %s', (_what, links) => {
  expect(() => assertOwnLinks('/etc/clova-home/gateway.yaml', ownerOf(links))).toThrow(/is a link that another user/)
})

test('root follows its own links, and files are none', () => {
  assertOwnLinks('/etc/clova-home/gateway.yaml', ownerOf({ '/etc/clova-home': 0 }))
  assertOwnLinks('/etc/clova-home/gateway.yaml')
})
