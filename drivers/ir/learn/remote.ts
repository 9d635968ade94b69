import type { Key } from '../codes/index.ts'
import { readKeys } from '../remote/file.ts'
import { isKeyName, keyNames } from '../remote/keymap.ts'
import { hear, meanings, prove, told, twin } from './capture.ts'
import { keyFile, textOf } from './file.ts'
import { keysOf, whyNot } from './keysByType.ts'
import { keeper } from './persist.ts'
import type { Room } from './session.ts'

/** Learns the keys of a remote, one after the other; each is on the disk before the next. @throws Error in plain words */
export async function learnRemote(room: Room): Promise<void> {
  const { lesson, dialogue } = room
  const { tell } = dialogue
  const name = placeOf(room)
  const file = room.file(name)
  const into = keyFile(textOf(file), file, `The keys of ${lesson.name}, learnt with clova-home learn`)
  const odd = lesson.keys?.find((key) => !isKeyName(key))
  if (odd !== undefined)
    throw new Error(
      `a remote has no key "${odd}"; there are ${keyNames.join(', ')}, and mode.…, input.…, swing.…, fan.…`,
    )
  const all = keysOf(lesson.type)
  const wanted = lesson.keys ?? all.filter((key) => !into.keys.has(key))
  tell(`What is learnt goes to ${file}. Each key is sent back at once, so that you see whether it works.`)
  if (wanted.length < all.length && !lesson.keys)
    tell(`${all.length - wanted.length} of ${all.length} keys are there already; --keys NAME,NAME learns them anew.`)
  tell('While you are waited for, s and Enter skips a key that it has not, q and Enter stops.')
  const { keep, end } = keeper(dialogue, file, into.text)
  const skipped = new Set<string>()
  let learnt = 0
  for (const [i, key] of wanted.entries()) {
    const why = lesson.keys ? undefined : whyNot(key, new Set(into.keys.keys()), skipped)
    const line = `${i + 1} of ${wanted.length}  ${key}`
    if (why !== undefined) {
      tell(`${line}: not needed, ${why}`)
      continue
    }
    const outcome = await learnKey(room, line, key, into.keys)
    if (outcome === 'stop') break
    if (outcome === 'skip') skipped.add(key)
    else {
      into.set(key, outcome.key)
      learnt += 1
      await keep()
      if (outcome.unproven) break
    }
  }
  await end()
  if (learnt > 0) tellIfUseless(file, tell)
  tell(summary(room, name, learnt, [...into.keys.keys()]))
}

/** Other keys in the file may be wrong. */
function tellIfUseless(file: string, tell: (line: string) => void): void {
  try {
    readKeys(file)
  } catch (error) {
    tell(`The file cannot be used yet: ${(error as Error).message}`)
  }
}

type Learnt = { readonly key: Key; readonly unproven?: true } | 'skip' | 'stop'

async function learnKey(
  room: Room,
  line: string,
  key: string,
  known: ReadonlyMap<string, Key | undefined>,
): Promise<Learnt> {
  const { tell } = room.dialogue
  const how = room.lesson.radio ? 'hold it, near to the blaster' : 'press it shortly, at the blaster'
  for (;;) {
    const heard = await hear(room, `${line}: ${how}`)
    if (heard === 'skip' || heard === 'stop') return heard
    const keys = meanings(heard)
    tell(`  heard: ${told(keys[0])}`)
    const other = twin(
      keys[0],
      [...known].filter(([name]) => name !== key),
    )
    if (other !== undefined) tell(`  That is what ${other} sends as well. Was it the right key?`)
    const proof = await prove(room, keys)
    if (proof === 'again') continue
    if (proof !== 'skip' && proof.unproven) tell(`  ${key} is kept, though nobody has said that it works.`)
    return proof
  }
}

/** Where the keys go, as the configuration would name it. @throws Error if keys cannot be added there */
function placeOf({ lesson: { name, file, options } }: Room): string {
  const { remote } = options ?? {}
  if (file === undefined && typeof remote === 'object')
    throw new Error(
      `the keys of ${name} stand in the configuration itself; name a file for them, such as --file codes/${name}.yaml, and write remote: codes/${name}.yaml then`,
    )
  const place = file ?? (typeof remote === 'string' ? remote : `codes/${name}.yaml`)
  if (/\.json$/i.test(place))
    throw new Error(
      `${place} is a file of SmartIR, to which nothing is added; name another, such as --file codes/${name}.yaml`,
    )
  return place
}

function summary({ lesson, connection }: Room, place: string, learnt: number, keys: readonly string[]): string {
  const { name, type, options } = lesson
  if (keys.length === 0) return 'Nothing was learnt.'
  const found = `${learnt} key${learnt === 1 ? ' was' : 's were'} learnt; ${place} holds ${keys.join(', ')}.`
  if (!options)
    return `${found}\nUnder appliances: it would be\n  - { id: ${name}, name: a name that you say, type: ${type}, driver: ${connection}, remote: ${place} }`
  return options.remote === place ? found : `${found}\nIn the configuration write with ${name}:\n  remote: ${place}`
}
