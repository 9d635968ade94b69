// Makes `dist/clova-home-gateway_<version>_all.deb`, byte for byte the same from the same sources, with dpkg-deb alone:
// node packaging/package.mjs [folder]. The bundle must have been built; the date of everything in it is
// SOURCE_DATE_EPOCH, else that of the last commit.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, lutimesSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { lstatSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { changelog } from './changelog.mjs'
import { completions } from './completions.mjs'
import { bundled, copyright } from './copyright.mjs'
import { manual } from './manual.mjs'

process.chdir(join(import.meta.dirname, '..'))
const [folder = 'dist'] = process.argv.slice(2)
const read = (file) => readFileSync(file, 'utf8')
const run = (command, ...words) => execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

const { name, version } = JSON.parse(read('package.json'))
const epoch = Number(process.env.SOURCE_DATE_EPOCH ?? run('git', 'log', '-1', '--format=%ct'))
const date = new Date(epoch * 1000)
const commands = JSON.parse(run(process.execPath, 'dist/clova-home.cjs', 'help', '--json', '--language', 'en'))
// Who packages it for others is its maintainer, and says so as for all packages of Debian. The project itself has no address,
// so that of its own is one that nobody can have (RFC 2606).
const { DEBFULLNAME: packager, DEBEMAIL: mail } = process.env
const control = read('packaging/deb/control').replace(/^Maintainer: .*$/m, (own) =>
  packager && mail ? `Maintainer: ${packager} <${mail}>` : own,
)
const maintainer = /^Maintainer: (.*)$/m.exec(control)?.[1]
const tree = join(folder, 'deb')
rmSync(tree, { recursive: true, force: true })

const [share, doc, units] = [`usr/share/${name}`, `usr/share/doc/${name}`, 'usr/lib/systemd/system']
const launcher = read('dist/clova-home.cjs').replace('#!/usr/bin/env -S node ', '#!/usr/bin/node ')

write(`${share}/clova-home.cjs`, launcher, 0o755)
copy('dist/clova-home', `${share}/clova-home`)
link('usr/bin/clova-home', `../share/${name}/clova-home.cjs`)
for (const file of ['gateway.yaml', 'secrets.yaml']) copy(`packaging/${file}`, `${share}/${file}`)
copy('config/gateway.schema.json', `${share}/gateway.schema.json`)
copy('dist/web', `${share}/web`)
// Read by `clova-home setup`; nothing that a program needs may be below /usr/share/doc (Debian Policy 12.3).
copy('systemd/tunnels', `${share}/tunnels`)

copy('systemd/clova-home.service', `${units}/clova-home.service`)
copy('systemd/clova-home-hub.service', `${units}/clova-home-hub.service`)
copy('systemd/clova-home-tunnel@.service', `${units}/clova-home-tunnel@.service`)
for (const kind of ['ssh', 'cloudflared', 'frp'])
  copy(`systemd/clova-home-tunnel@${kind}.service.d`, `${units}/clova-home-tunnel@${kind}.service.d`)
copy('systemd/clova-home.sysusers', `usr/lib/sysusers.d/${name}.conf`)

write('usr/share/man/man1/clova-home.1.gz', zipped(manual(commands, { version, date: date.toISOString().slice(0, 10) })))
write('usr/share/bash-completion/completions/clova-home', completions.bash(commands))
write('usr/share/zsh/vendor-completions/_clova-home', completions.zsh(commands))
write('usr/share/fish/vendor_completions.d/clova-home.fish', completions.fish(commands))

write(`${doc}/copyright`, copyright(bundled(JSON.parse(read('dist/clova-home.meta.json'))), read('LICENSE')))
write(`${doc}/changelog.gz`, zipped(changelog(read('CHANGELOG.md'), { name, version, date, maintainer })))
// What is only for developers is not in the package.
write(`${doc}/README.md`, read('README.md').replace(/^\| \[CONTRIBUTING.*\n/m, ''))
copy('config/gateway.example.yaml', `${doc}/examples/gateway.example.yaml`)
copy('docs', `${doc}/docs`)
copy('systemd/tunnels', `${doc}/examples/tunnels`)

for (const script of ['preinst', 'postinst', 'prerm', 'postrm']) write(`DEBIAN/${script}`, read(`packaging/deb/${script}`), 0o755)
const files = entries(tree).filter(({ stat }) => stat.isFile())
const kilobytes = Math.ceil(files.reduce((sum, { stat }) => sum + stat.size, 0) / 1024)
write('DEBIAN/md5sums', sums(files))
write('DEBIAN/control', control.replace('@VERSION@', version).replace('@SIZE@', String(kilobytes)))
for (const { path, stat } of entries(tree)) {
  if (stat.isDirectory()) chmodSync(path, 0o755)
  lutimesSync(path, epoch, epoch)
}

const deb = join(folder, `${name}_${version}_all.deb`)
execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, deb], {
  env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
  stdio: ['ignore', 'ignore', 'inherit'],
})
rmSync(tree, { recursive: true })
process.stdout.write(`${deb}\n`)

function write(to, content, mode = 0o644) {
  const path = join(tree, to)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  chmodSync(path, mode)
}

function link(from, to) {
  mkdirSync(dirname(join(tree, from)), { recursive: true })
  symlinkSync(to, join(tree, from))
}

/** A file or a whole folder, readable by everybody whatever the umask was. */
function copy(from, to) {
  const path = join(tree, to)
  mkdirSync(dirname(path), { recursive: true })
  cpSync(from, path, { recursive: true })
  for (const entry of lstatSync(path).isDirectory() ? entries(path) : [{ path, stat: lstatSync(path) }])
    if (entry.stat.isFile()) chmodSync(entry.path, 0o644)
}

/** The time that gzip would write is left out by Node. */
function zipped(text) {
  return gzipSync(text, { level: 9 })
}

function entries(root) {
  return ['', ...readdirSync(root, { recursive: true })]
    .map((name) => join(root, name))
    .sort()
    .map((path) => ({ path, stat: lstatSync(path) }))
}

function sums(files) {
  const names = files.map(({ path }) => path.slice(tree.length + 1)).filter((path) => !path.startsWith('DEBIAN/'))
  return execFileSync('md5sum', names, { cwd: tree, encoding: 'utf8' })
}
