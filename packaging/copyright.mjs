// The copyright file: our licence, and the notices of the packages that are in the bundle, as they ask for.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** The packages whose code is in a bundle that esbuild made, from its metafile. */
export function bundled({ inputs }) {
  const names = Object.keys(inputs).flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [])
  return [...new Set(names)].sort()
}

/**
 * @param {readonly string[]} packages their names
 * @param {string} licence the text of our own
 * @returns {string}
 */
export function copyright(packages, licence) {
  const rest = packages.map((name) => {
    const folder = `node_modules/${name}`
    const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
    const file = existsSync(folder) && readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one))
    // Debian wants its own copy of that long text to be named, not another one.
    if (license === 'Apache-2.0') return told(name, version, license, 'On Debian: /usr/share/common-licenses/Apache-2.0')
    const text = file ? readFileSync(`${folder}/${file}`, 'utf8')
          .replace(/\r/g, '')
          .trim()
      : `Licence: ${JSON.stringify(license)}`
    return told(name, version, license, text)
  })
  return `clova-home-gateway\n\n${licence.trim()}\n\nIts one file holds code of these packages:\n\n${rest.join('\n\n')}\n`
}

const told = (name, version, license, text) =>
  `${'-'.repeat(78)}\n${name} ${version} (${JSON.stringify(license)})\n\n${text}`
