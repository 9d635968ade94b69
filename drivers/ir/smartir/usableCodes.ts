import { errorText, type LocalizedText, localizedError, type Text } from '../../../src/util/translate.ts'
import type { ClimateMode, ModeKey } from '../climate/protocol.ts'
import { recogniseClimate } from '../climate/protocols/index.ts'
import { type Code, isSameCode } from '../codes/index.ts'
import { type ClimateFile, decodeLeaf } from './file.ts'
import {
  collectLeaves,
  coolingPresetsOfFile,
  inCelsius,
  type Leaf,
  missingLeaves,
  modesOfFile,
  splitByPreset,
  type Vocabulary,
} from './leaves.ts'
import { say } from './messages.ts'

/** Why a code cannot be sent, in plain words; undefined if it can. */
export type Refusal = (code: Code) => Text | undefined

/** The codes of a file that can be sent, as they stand in the file. */
export interface UsableCodes {
  /** the codes of each mode; no mode has an empty list */
  readonly byMode: ReadonlyMap<ModeKey, readonly Leaf[]>
  /** the codes for off by mode; under undefined the one for every mode */
  readonly off: ReadonlyMap<ClimateMode | undefined, unknown>
  /** the code that turns on, if one is sent before a state */
  readonly on: unknown
  /** on and off are one code, which changes between the two */
  readonly isToggle: boolean
  /** what is broken in the file, in plain words that name it and the path there */
  readonly problems: readonly LocalizedText[]
}

/**
 * Finds the codes of a file that can be sent.
 * @param file its path, for messages
 * @param ownerSaysToggle the code for off also turns on
 * @throws Error for the user if there is none
 */
export function findUsableCodes(
  head: ClimateFile,
  vocabulary: Vocabulary,
  file: string,
  refusal: Refusal,
  ownerSaysToggle: boolean,
): UsableCodes {
  const { commands } = head
  const problems: LocalizedText[] = []
  const isUsable = (path: readonly string[], leaf: unknown, reasonOf = refusal): boolean => {
    const why = problemOf(leaf, head, reasonOf)
    if (why !== undefined) problems.push(say('notOffered', { file, path: path.join('.'), why }))
    return why === undefined
  }
  const words = new Map(modesOfFile(head))
  const turnsOff = offDetector(head)
  const byMode = new Map<ModeKey, readonly Leaf[]>()
  for (const [mode, word] of [...words, ...coolingPresetsOfFile(head)])
    for (const { key, preset, found } of splitByPreset(mode, collectLeaves(commands[word], [word], vocabulary))) {
      for (const missing of missingLeaves(preset === undefined ? word : `${word}.${preset}`, found, vocabulary.fan))
        problems.push(say('missing', { file, ...missing }))
      const usable = inCelsius(
        found.filter(({ path, value }) => isUsable(path, value, (code) => refusal(code) ?? turnsOff(code))),
        head,
      )
      if (usable.length > 0 && !byMode.has(key)) byMode.set(key, usable)
    }
  if (byMode.size === 0) throw localizedError(say('nothingUsable', { file }))
  const off = new Map(
    [undefined, ...words.keys()].flatMap((mode) => {
      const name = mode === undefined ? 'off' : `off_${words.get(mode)}`
      return commands[name] !== undefined && isUsable([name], commands[name]) ? [[mode, commands[name]]] : []
    }),
  )
  const hasOff = Object.keys(commands).some((name) => name === 'off' || name.startsWith('off_'))
  if (!hasOff) isUsable(['off'], undefined)
  const [anyOff] = off.values()
  const onOfFile = commands.on ?? commands.on_once
  const on = onOfFile !== undefined && isUsable(['on'], onOfFile) ? onOfFile : ownerSaysToggle ? anyOff : undefined
  const isToggle = ownerSaysToggle || (on !== undefined && anyOff !== undefined && haveSameCodes(on, anyOff, head))
  return { byMode, off, on, isToggle, problems }
}

/** How many codes one leaf may hold: half a second lies between two, and a command is answered within five. */
const maxCodesInLeaf = 6

/** What is wrong with a leaf, in plain words. */
function problemOf(leaf: unknown, head: ClimateFile, refusal: Refusal): Text | undefined {
  if (leaf === undefined) return say('noCode')
  try {
    const codes = decodeLeaf(leaf, head)
    if (codes.length > maxCodesInLeaf) return say('tooManyCodes', { count: codes.length, max: maxCodesInLeaf })
    return codes.map(refusal).find((reason) => reason !== undefined)
  } catch (error) {
    return errorText(error)
  }
}

/**
 * Finds codes of a mode that turn it off by the protocol that the code for off is of: files hold such codes where the remote was off when
 * they were recorded (1104 and 1114 of smartHomeHub/SmartIR in the modes dry and fan_only).
 */
function offDetector(head: ClimateFile): Refusal {
  const { off } = head.commands
  if (problemOf(off, head, () => undefined) !== undefined) return () => undefined
  const [code] = decodeLeaf(off, head)
  const known = code && recogniseClimate(code)
  if (!known || known.state.power) return () => undefined
  const { name, decode: stateOf } = known.protocol
  return ({ pulses }) => (stateOf(pulses)?.power === false ? say('turnsOff', { name }) : undefined)
}

function haveSameCodes(leaf: unknown, otherLeaf: unknown, head: ClimateFile): boolean {
  const [codes, others] = [decodeLeaf(leaf, head), decodeLeaf(otherLeaf, head)]
  return codes.length === others.length && codes.every((code, i) => isSameCode(code, others[i] ?? code))
}
