// Debian's changelog, made of CHANGELOG.md: its first section is this version's.

/**
 * @param {string} markdown headings `## …`, and a list below each
 * @param {{ name: string, version: string, date: Date, maintainer: string }} of
 * @returns {string} deb-changelog(5)
 */
export function changelog(markdown, { name, version, date, maintainer }) {
  const [, newest = ''] = markdown.split(/^## .*$/m)
  const points = newest
    .trim()
    .split(/^- /m)
    .map((point) => point.trim().replace(/\s+/g, ' '))
    .filter(Boolean)
  return `${name} (${version}) stable; urgency=medium\n\n${points.map(wrapped).join('\n')}\n\n -- ${maintainer}  ${rfc2822(date)}\n`
}

/** Lines of at most 80 characters. */
const wrapped = (text) => `  * ${text.replace(/(.{1,74})(?: |$)/g, '$1\n    ').trim()}`

const rfc2822 = (date) => date.toUTCString().replace('GMT', '+0000')
