import type { HueConfig } from './config.ts'

/** What its owner can do about a problem, by the words of its message. */
const fixes: readonly (readonly [tells: RegExp, mend: (config: HueConfig) => string])[] = [
  [
    /another bridge|not who was paired with/,
    () => 'clova-home discover shows the bridges; write host or bridgeId of yours, or: clova-home pair hue',
  ],
  [/application key/, () => 'clova-home pair hue'],
  [/the bridge has (no|nothing)/, () => 'clova-home discover shows the names that there are'],
  [/is no certificate in PEM|which "(certificate|ca)" names/, () => 'clova-home pair hue'],
  [/clock of this machine/, () => 'timedatectl set-ntp true, and look again in a minute'],
  [/has moved from|is called|write which/, () => 'write that in gateway.yaml'],
  [/resources besides/, () => 'in the app of the bridge: remove scenes, rooms and accessories that nobody uses'],
  [/too much to do|is starting/, () => 'wait a minute, and look again'],
]

/** What mends one of the problems of a bridge. */
export function remedy(problem: string, config: HueConfig): string {
  const known = fixes.find(([tells]) => tells.test(problem))?.[1](config)
  return (
    known ??
    (config.host === undefined
      ? 'clova-home discover'
      : `ping -c 3 ${config.host}; clova-home discover shows where it is`)
  )
}
