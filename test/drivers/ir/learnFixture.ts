import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { type Code, encodeBroadlinkPacket, encodePress, type Key, keySchema } from '../../../drivers/ir/codes/index.ts'
import { learnCodes } from '../../../drivers/ir/learn/index.ts'
import { irApplianceSchema } from '../../../drivers/ir/options.ts'
import { createDialogue } from '../../../src/cli/terminal/dialogue.ts'
import type { LearningRequest } from '../../../src/home/learning.ts'
import { writeAtomically } from '../../../src/storage/replaceFile.ts'
import type { Blaster, kinds } from '../../support/broadlink.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { open, type quick } from './broadlinkFixture.ts'

export const keyOf = (written: unknown): Key => keySchema.parse(written)
/** NEC keys of one remote. */
export const nec = (command: number) => ({ nec: { address: 4, command } })
/** A key of no protocol that anybody knows: seven bits. */
export const strange = (bits: string): Code => ({
  medium: 'ir',
  carrierHz: 38_000,
  pulses: [6000, 3000, ...[...bits].flatMap((bit) => [700, bit === '1' ? 2000 : 900]), 700, 40_000],
})

/** The simulated user: what to do when a text is shown. A text is typed; a code is sent to the blaster. */
export type Step = readonly [prompt: string, does: string | Code | (() => unknown)]

/** A user in front of a blaster, who does one step after the other. */
export interface Learner {
  readonly device: Blaster
  readonly folder: string
  /** all that was shown */
  shownText(): string
  /** @returns the error that it ended with, if it did */
  learn(given: Given, steps: readonly Step[]): Promise<string | undefined>
}

interface Given extends Partial<Omit<LearningRequest, 'options'>> {
  readonly options?: object
  readonly save?: (file: string, text: string) => Promise<void>
}

/** @param timings of the blaster, where they are not the quick ones */
export async function openLearner(
  ends: { close(): Promise<void> }[],
  kind: keyof typeof kinds = 'mini3',
  timings: Partial<typeof quick> = {},
): Promise<Learner> {
  const { device, transmitter } = await open(ends, kind, { pressTimeoutMs: 60_000, ...timings })
  const folder = makeFolder()
  ends.push({ close: async () => removeFolder(folder) })
  let output = ''
  let begun = 0
  return {
    device,
    folder,
    shownText: () => output,
    async learn({ save = writeAtomically, options, ...request }, steps) {
      const input = new PassThrough()
      let at = output.length
      const left = [...steps]
      const write = (text: string) => {
        output += text
        advance()
      }
      const talk = createDialogue(input, { write }, save, 'en')
      const session = {
        request: { name: 'living-tv', type: 'SWITCH', radio: false, pressTimeoutMs: 60_000, ...request },
        dialogue: talk,
        transmitter,
        file: (name: string) => join(folder, name),
        connection: 'living-rm',
      }
      const whole = options
        ? { ...session, request: { ...session.request, options: irApplianceSchema.parse(options) } }
        : session
      const stuck = setTimeout(talk.close, 60_000)
      const error = await learnCodes(whole).then(
        () => undefined,
        (error: Error) => error.message,
      )
      clearTimeout(stuck)
      talk.close()
      if (left.length > 0) throw new Error(`it never said "${left[0]?.[0]}":\n${output}`)
      return error

      function advance() {
        const [step] = left
        const found = step ? output.indexOf(step[0], at) : -1
        if (!step || found < 0) return
        at = found + step[0].length
        left.shift()
        void act(step[1]).then(advance)
      }
      async function act(does: Step[1]) {
        if (typeof does === 'string') input.write(`${does}\n`)
        else if (typeof does === 'function') await does()
        else {
          begun = device.orders.filter((one) => one === 3).length
          while (!device.press(encodeBroadlinkPacket(does))) await device.obeyed(3, ++begun)
        }
      }
    },
  }
}

/** One press of a key, as it is held for so many frames. */
export const pressed = (written: unknown, times = 1): Code => encodePress(keyOf(written), { times })
