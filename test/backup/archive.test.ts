import { gzipSync } from 'node:zlib'
import { jest } from '@jest/globals'
import fc from 'fast-check'
import { packTar, type TarEntry } from 'modern-tar'
import { type BackupFile, type BackupInfo, isSafe, packArchive, unpackArchive } from '../../src/backup/archive.ts'
import { runs } from '../support/randomRuns.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const about: BackupInfo = {
  version: '1.0.0',
  created: new Date('2026-11-21T01:02:03Z'),
  configuration: '/a.yaml',
  missing: ['x'],
}
const file = (name: string, text = 'text', more: Partial<BackupFile> = {}): BackupFile => ({
  name,
  bytes: Buffer.from(text),
  mode: 0o600,
  ...more,
})
const files = [
  file('config/gateway.yaml', 'edition: kr\n'),
  file('config/codes/거실 텔레비전.yaml', 'keys: {}\n'),
  file('state/memory.json', '{}'),
  file('outside/1-ca.pem', 'pem', { from: '/etc/ssl/ca.pem', mode: 0o644 }),
]

test('unpacking an archive gives back the files that were packed', async () => {
  const { files: found, ...rest } = await unpackArchive(await packArchive(about, files))
  expect(rest).toEqual(about)
  expect(found.map((one) => ({ ...one, bytes: String(Buffer.from(one.bytes)) }))).toEqual(
    files.map((one) => ({ ...one, bytes: String(one.bytes) })),
  )
})

test('files with any bytes are unpacked unchanged', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 20 }), async (contents) => {
      const all = contents.map((bytes, i) => ({ name: `config/${i}`, bytes, mode: 0o640 }))
      const { files } = await unpackArchive(await packArchive(about, all))
      expect(files.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(
        contents.map((bytes) => Buffer.from(bytes).toString('hex')),
      )
    }),
    { numRuns: runs(30) },
  ))

/** An archive as an enemy makes it. */
async function forged(
  entries: readonly TarEntry[],
  change: (manifest: Record<string, unknown>) => unknown = (it) => it,
) {
  const { createHash } = await import('node:crypto')
  const listed = entries
    .filter(({ header }) => header.type === undefined || header.type === 'file')
    .map(({ header, body }) => ({
      name: header.name,
      size: Buffer.from(String(body)).length,
      sha256: createHash('sha256').update(String(body)).digest('hex'),
      mode: 0o600,
    }))
  const manifest = JSON.stringify(
    change({
      format: 1,
      version: '1',
      created: '2026-01-01T00:00:00.000Z',
      configuration: '/a',
      missing: [],
      files: listed,
    }),
  )
  const first: TarEntry = { header: { name: 'manifest.json', size: Buffer.byteLength(manifest) }, body: manifest }
  return gzipSync(await packTar([first, ...entries]), { level: 1 })
}
const entry = (name: string, body = 'x', more: object = {}): TarEntry => ({
  header: { name, size: Buffer.byteLength(body), ...more },
  body,
})

const forgeries: [name: string, archive: () => Promise<Uint8Array> | Uint8Array, told: RegExp][] = [
  ['no archive', () => Buffer.from('hello'), /no whole \.tar\.gz/],
  ['nothing', () => Buffer.alloc(0), /no whole|no backup/],
  ['half of one', async () => (await packArchive(about, files)).subarray(0, 200), /no whole/],
  ['no tar in it', () => gzipSync('hello'), /no whole tar|no backup/],
  [
    'half a tar in it',
    async () => gzipSync((await packTar([entry('manifest.json', 'x'.repeat(5000))])).subarray(0, 1500)),
    /no whole tar|no JSON/,
  ],
  ['another tar', async () => gzipSync(await packTar([entry('hello.txt')])), /does not begin with a manifest/],
  [
    'a manifest that is none',
    async () => gzipSync(await packTar([entry('manifest.json', '[]')])),
    /manifest is not as it should be/,
  ],
  [
    'a newer one',
    () => forged([], (it) => ({ ...it, format: 2, version: '9.1' })),
    /made by a newer clova-home \("9\.1"\)/,
  ],
  ['a way out', () => forged([entry('config/../../etc/passwd')]), /no name that a backup has/],
  ['a full name', () => forged([entry('/etc/passwd')]), /no name that a backup has/],
  ['a name of another system', () => forged([entry('config\\..\\x')]), /no name that a backup has/],
  ['the key of the gateway', () => forged([entry('state/local-key.pem')]), /no name that a backup has/],
  ['a folder in the state', () => forged([entry('state/a/b.json')]), /no name that a backup has/],
  [
    'a link',
    () => forged([entry('config/a', '', { type: 'symlink', linkname: '/etc/shadow' })]),
    /is no file \(symlink\)/,
  ],
  [
    'a hard link',
    () => forged([entry('config/a', '', { type: 'link', linkname: '/etc/shadow' })]),
    /is no file \(link\)/,
  ],
  ['a device', () => forged([entry('config/a', '', { type: 'character-device' })]), /is no file/],
  ['a folder', () => forged([entry('config/a/', '', { type: 'directory' })]), /is no file/],
  ['a stranger', () => forged([entry('config/a')], (it) => ({ ...it, files: [] })), /manifest does not know it/],
  [
    'one that is missing',
    () => forged([], (it) => ({ ...it, files: [{ name: 'config/a', size: 1, sha256: 'a'.repeat(64), mode: 0 }] })),
    /config\/a is missing/,
  ],
  [
    'one that is damaged',
    () =>
      forged([entry('config/a')], (it) => ({
        ...it,
        files: [{ name: 'config/a', size: 1, sha256: 'a'.repeat(64), mode: 0 }],
      })),
    /config\/a is damaged/,
  ],
  ['one twice', () => forged([entry('config/a'), entry('config/a')]), /twice/],
  [
    'one that is set to another',
    () => forged([entry('config/a')], (it) => ({ ...it, files: [{ ...(it.files as object[])[0], mode: 0o4755 }] })),
    /manifest is not as it should be/,
  ],
  ['one of elsewhere that does not say where', () => forged([entry('outside/1-a')]), /where outside\/1-a was/],
  [
    'one of elsewhere by a way that is none',
    () =>
      forged([entry('outside/1-a')], (it) => ({
        ...it,
        files: [{ ...(it.files as object[])[0], from: '/etc/../root/x' }],
      })),
    /where outside\/1-a was/,
  ],
  [
    'one of here that says it was elsewhere',
    () =>
      forged([entry('config/a')], (it) => ({ ...it, files: [{ ...(it.files as object[])[0], from: '/etc/passwd' }] })),
    /where config\/a was/,
  ],
  ['a bomb', () => gzipSync(Buffer.alloc(100 << 20), { level: 1 }), /more than 64 MiB/],
  ['one that is too large', () => forged([entry('config/a', 'x'.repeat((16 << 20) + 1))]), /larger than 16 MiB/],
]

test.each(forgeries)('%s is refused', async (_name, archive, told) => {
  await expect(unpackArchive(await archive())).rejects.toThrow(told)
})

test('an archive with a flipped bit is either read correctly or refused', async () => {
  const good = await packArchive(about, files)
  const expected = JSON.stringify(
    (await unpackArchive(good)).files.map(({ name, bytes }) => [name, String(Buffer.from(bytes))]),
  )
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
      const bad = Buffer.from(good)
      bad[at] = (bad[at] ?? 0) ^ bits
      const found = await unpackArchive(bad).catch((error: Error) => error.message)
      if (typeof found === 'string') expect(found).not.toMatch(/undefined|Cannot read/)
      else
        expect(JSON.stringify(found.files.map(({ name, bytes }) => [name, String(Buffer.from(bytes))]))).toBe(expected)
    }),
    { numRuns: runs(200) },
  )
})

test('no accepted file name leads out of its folder', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('config', 'state', 'outside', '..', '.', '', 'a', '\\', '\0', '~', 'b.json'), {
        maxLength: 5,
      }),
      (parts) => {
        const name = parts.join('/')
        if (!isSafe(name)) return
        expect(new URL(`file:///root/${name.replaceAll('~', '%7E')}`).pathname.startsWith(`/root/${parts[0]}/`)).toBe(
          true,
        )
        expect(['config', 'state', 'outside']).toContain(parts[0])
      },
    ),
  )
})

test.each<[string, BackupFile[], RegExp]>([
  [
    'too large a file',
    [{ ...file('config/a'), bytes: Buffer.alloc((16 << 20) + 1) }],
    /config\/a is larger than 16 MiB/,
  ],
  ['too many', Array.from({ length: 2001 }, (_, i) => file(`config/${i}`)), /more than 2000 files/],
  ['a name that could not be read again', [file('config/a\nb')], /give the file another/],
])('%s is not packed', (_name, all, told) => expect(packArchive(about, all)).rejects.toThrow(told))

test('an archive with too many files is read only up to the first file beyond the limit', async () => {
  const header = { name: 'config/a', size: 0, mode: 0o600, mtime: about.created, type: 'file' as const }
  const tar = await packTar(Array.from({ length: 2002 }, () => ({ header, body: '' })))
  // The two empty blocks at the end are left out: who reads on finds something that is no tar.
  const endless = Buffer.concat([tar.subarray(0, -1024), Buffer.alloc(512, 'x')])
  await expect(unpackArchive(gzipSync(endless))).rejects.toThrow(/more than 2000 files/)
})

test('a manifest of many megabytes is refused before it is parsed', async () => {
  const parse = jest.spyOn(JSON, 'parse')
  const bomb = await forged([], (manifest) => ({ ...manifest, missing: Array(600_000).fill('x') }))
  parse.mockClear()
  await expect(unpackArchive(bomb)).rejects.toThrow('its manifest is larger than 2 MiB')
  expect(parse).not.toHaveBeenCalled()
  parse.mockRestore()
})
