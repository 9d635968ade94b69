import type { Text } from '../../src/util/translate.ts'
import type { HueConfig } from './config.ts'
import { say } from './messages.ts'

/** What its owner can do about a problem, by the English words of its message: a command, or a sentence. */
const fixes: readonly (readonly [pattern: RegExp, remedy: Text])[] = [
  [/another bridge|not who was paired with/, say('showBridges')],
  [/application key/, 'clova-home pair hue'],
  [/the bridge has (no|nothing)/, say('showNames')],
  [/is no certificate in PEM|which "(certificate|ca)" names/, 'clova-home pair hue'],
  [/clock of this machine/, say('setClock')],
  [/has moved from|is called|write which/, say('writeThat')],
  [/resources besides/, say('removeUnused')],
  [/too much to do|is starting/, say('waitMinute')],
]

/** What mends one of the problems of a bridge. */
export const remedy = (problem: string, { host }: HueConfig): Text =>
  fixes.find(([pattern]) => pattern.test(problem))?.[1] ??
  (host === undefined ? 'clova-home discover' : say('findBridge', { host }))
