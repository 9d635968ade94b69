import { type ClimateMode, climateModes } from '../climate/protocol.ts'
import type { Key } from '../codes/index.ts'
import { chosen, hear, meanings, prove, twin } from './capture.ts'
import { type Setting, stateFile } from './climateFile.ts'
import { textOf } from './file.ts'
import { keeper } from './persist.ts'
import type { Room } from './session.ts'

/** °C */
const usual = { least: 18, most: 30 } as const
const possible = { least: 5, most: 35 } as const

/** Learns the fewest states with which an air conditioner is of use: the temperatures of one mode, and off. @throws Error in plain words */
export async function learnStates(room: Room): Promise<void> {
  const { lesson, dialogue } = room
  const { tell } = dialogue
  const { climate } = lesson.options ?? {}
  const place = lesson.file ?? (climate && 'codes' in climate ? climate.codes : `codes/${lesson.name}.json`)
  if (!/\.json$/i.test(place))
    throw new Error(`the states of an air conditioner go to a file of JSON, and ${place} is none; name one with --file`)
  const file = room.file(place)
  const into = stateFile(textOf(file), file, lesson.name)
  const asked = await question(room)
  if (!asked) return tell('Nothing was learnt.')
  const all: readonly Setting[] = [...asked, { mode: 'off' }]
  const wanted = all.filter((setting) => !into.has(setting))
  tell(
    `What is learnt goes to ${file}. Only the press that reaches what is wanted is to be heard: set the remote to the step before, away from the blaster.`,
  )
  if (wanted.length < all.length) tell(`${all.length - wanted.length} of ${all.length} are there already.`)
  const { keep, end } = keeper(dialogue, file, into.text)
  const learnt = new Map<string, Key>()
  for (const [i, setting] of wanted.entries()) {
    const name = said(setting)
    const outcome = await learnState(room, `${i + 1} of ${wanted.length}  ${name}`, learnt)
    if (outcome === 'stop') break
    if (outcome === 'skip') continue
    learnt.set(name, outcome.key)
    into.set(setting, outcome.key)
    await keep()
    if (outcome.unproven) break
  }
  await end()
  if (learnt.size === 0) return tell('Nothing was learnt.')
  if (!into.has({ mode: 'off' })) tell('It cannot be turned off yet: learn that before you use it.')
  tell(
    `${learnt.size} were learnt; what was not is refused. With ${lesson.name} the configuration must say\n  climate: { codes: ${place} }`,
  )
}

/** The mode and the temperatures that they want; nothing if they want none. */
async function question({ dialogue }: Room): Promise<readonly Setting[] | undefined> {
  const modes = climateModes.join(', ')
  const mode = await chosen(dialogue, `Which mode is to be learnt? ${modes}; Enter: cool, q stops.`, [
    '',
    'q',
    ...climateModes,
  ])
  if (mode === undefined || mode === 'q') return undefined
  const wanted = (mode || 'cool') as ClimateMode
  for (;;) {
    const { least, most } = usual
    const range = await dialogue.ask(
      `From which to which temperature? Enter: ${least}-${most}; 20-28 is fewer, 18-30/2 every second, s none at all, q stops.`,
    )
    if (range === undefined || range === 'q') return undefined
    if (range === 's') return [{ mode: wanted }]
    const temperatures = between(range || `${least}-${most}`)
    if (temperatures) return temperatures.map((temperature) => ({ mode: wanted, temperature }))
    dialogue.tell(`  Write it as 20-28, between ${possible.least} and ${possible.most} °C.`)
  }
}

/** The temperatures of `18-30/2`. */
function between(text: string): readonly number[] | undefined {
  const [least = Number.NaN, most = least, step = 1] = (
    /^(\d+)(?:\s*-\s*(\d+))?(?:\s*\/\s*(\d+))?$/.exec(text)?.slice(1) ?? []
  ).flatMap((part) => (part === undefined ? [undefined] : [Number(part)]))
  if (!(least >= possible.least && most <= possible.most && least <= most && step >= 1)) return undefined
  return Array.from({ length: Math.floor((most - least) / step) + 1 }, (_, i) => least + i * step)
}

const said = (setting: Setting): string =>
  setting.mode === 'off'
    ? 'off'
    : `${setting.mode}${setting.temperature === undefined ? '' : `, ${setting.temperature} °C`}`

type Learnt = { readonly key: Key; readonly unproven?: true } | 'skip' | 'stop'

async function learnState(room: Room, line: string, known: ReadonlyMap<string, Key>): Promise<Learnt> {
  for (;;) {
    const heard = await hear(room, `${line}: press, so that its display shows this`)
    if (heard === 'skip' || heard === 'stop') return heard
    // Whatever protocol it looks like, SmartIR holds pulses.
    const key = meanings(heard).at(-1)
    if (!key) return 'skip'
    const other = twin(key, known)
    if (other !== undefined) {
      room.dialogue.tell(`  That is the same as ${other}; press once more.`)
      continue
    }
    const proof = await prove(room, [key])
    if (proof !== 'again') return proof
  }
}
