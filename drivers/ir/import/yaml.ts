import { Document, isMap, type Node, Pair, Scalar } from 'yaml'
import type { Steps } from '../../../src/util/slices.ts'
import { yamlNodeOf } from '../learn/file.ts'
import type { RemoteKey } from '../remote/file.ts'
import type { Levels } from '../remote/keymap.ts'
import type { NamedKey } from './format.ts'

/**
 * A file of keys: those that have a name here under `keys`, the others under `others`, where nothing reads them until their owner
 * moves them; behind each what the other program calls it. Each key is a step: thousands take a second.
 * @param title the first line, as a comment
 */
export function* keyFileText(
  title: string,
  keys: readonly NamedKey[],
  others: readonly NamedKey[],
  levels: Levels = {},
): Steps<string> {
  const head = new Document({})
  head.commentBefore = ` ${title}`
  const parts = [head.toString().replace(/\{\}\n$/, ''), yield* mapText('keys', keys)]
  if (Object.keys(levels).length > 0) {
    const document = new Document({})
    document.set('levels', document.createNode(levels, { flow: true }))
    parts.push(document.toString({ lineWidth: 0 }))
  }
  if (others.length > 0)
    parts.push(
      '# Not used, since no key is called so here. Move one to keys: with a name from there.\n',
      yield* mapText('others', others),
    )
  return parts.join('')
}

/** Keys below a word, each written by itself. */
function* mapText(word: string, all: readonly NamedKey[]): Steps<string> {
  if (all.length === 0) return `${word}: {}\n`
  const used = new Set<string>()
  const lines = [`${word}:\n`]
  for (const { ours, foreign } of all) {
    const original = oneLine(foreign.name)
    let name = ours ?? original
    for (let i = 2; used.has(name); i += 1) name = `${ours ?? original} (${i})`
    used.add(name)
    const document = new Document({})
    const key = new Scalar(name)
    const node = nodeOf(document, foreign.key)
    if (ours !== undefined && original.toLowerCase() !== ours.toLowerCase()) {
      // Behind a key in one line, before one that takes several.
      if (isMap(node) && node.flow) node.comment = ` ${original}`
      else key.commentBefore = ` ${original}`
    }
    if (isMap(document.contents)) document.contents.items.push(new Pair(key, node))
    lines.push(document.toString({ lineWidth: 0 }).replace(/^(?=.)/gm, '  '))
    yield
  }
  return lines.join('')
}

function nodeOf(document: Document, key: RemoteKey): Node {
  if ('lirc' in key) return document.createNode({ lirc: `${key.lirc.remote} ${key.lirc.key}` }, { flow: true })
  if (!('sequence' in key)) return yamlNodeOf(document, key)
  return document.createNode({ sequence: key.sequence.map((code) => yamlNodeOf(document, { code })) })
}

/** A name that fits behind # and in a line. */
const oneLine = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 80) || 'unnamed'
