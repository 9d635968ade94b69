import { importLimits } from './format.ts'

/*
 * What remotes of other programs call their keys, and what those are here. Names are compared without capitals, spaces and signs;
 * KEY_ and BTN_ of Linux are left out, + is "plus" and - is "minus" behind a word.
 */

const names: Readonly<Record<string, readonly string[]>> = {
  on: ['on', 'poweron', 'pwron', 'turnon', 'tvon', 'acon', 'discreteon', 'poweronassert', 'poweronly'],
  off: ['off', 'poweroff', 'pwroff', 'turnoff', 'tvoff', 'acoff', 'discreteoff', 'poweroffassert', 'alloff'],
  power: [
    ...[
      'power',
      'pwr',
      'powertoggle',
      'togglepower',
      'onoff',
      'poweronoff',
      'tvpower',
      'powertv',
      'standby',
      'standbyon',
    ],
    ...['startstop', 'switch', 'power2', 'powerstandby', 'standbypower', 'onstandby'],
  ],
  muteOn: ['muteon'],
  muteOff: ['muteoff', 'unmute'],
  mute: ['mute', 'muting', 'mutetoggle', 'togglemute', 'audiomute', 'volmute', 'volumemute'],
  volumeUp: ['volumeup', 'volup', 'volplus', 'volumeplus', 'volinc', 'volumeinc', 'mastervolumeup', 'louder', 'vup'],
  volumeDown: [
    'volumedown',
    'volumedn',
    'voldown',
    'voldn',
    'volminus',
    'volumeminus',
    'voldec',
    'volumedec',
    'vdn',
    'quieter',
  ],
  channelUp: [
    ...['channelup', 'chup', 'chplus', 'channelplus', 'chnext', 'nextch', 'nextchannel', 'channelnext', 'programup'],
    ...['progup', 'progplus', 'prplus', 'prup', 'pplus', 'pageupchannel'],
  ],
  channelDown: [
    ...['channeldown', 'channeldn', 'chdown', 'chdn', 'chminus', 'channelminus', 'chprev', 'prevch', 'previouschannel'],
    ...['channelprev', 'programdown', 'programdn', 'progdown', 'progdn', 'progminus', 'prminus', 'prdown', 'pminus'],
  ],
  enter: ['enter', 'ent', 'numericenter', 'kpenter'],
  input: [
    'input',
    'source',
    'inputs',
    'inputsource',
    'sourceinput',
    'inputselect',
    'sourceselect',
    'tvvideo',
    'tvav',
    'src',
  ],
  record: ['record', 'rec'],
  recordStop: ['recordstop', 'recstop', 'stoprecord', 'stoprecording'],
  fanUp: ['fanup', 'fanplus', 'fanspeedup', 'speedup', 'speedplus', 'fanspeedplus', 'windup', 'faster'],
  fanDown: ['fandown', 'fandn', 'fanminus', 'fanspeeddown', 'speeddown', 'speeddn', 'speedminus', 'winddown', 'slower'],
  fan: ['fan', 'fanspeed', 'speed', 'windspeed', 'wind', 'airflow'],
  mode: ['mode', 'modes', 'changemode'],
  swing: ['swing', 'oscillate', 'oscillation', 'osc', 'rotate', 'rotation', 'swivel', 'swingmode'],
  temperatureUp: ['temperatureup', 'tempup', 'tempplus', 'temperatureplus', 'tempinc', 'tup'],
  temperatureDown: [
    'temperaturedown',
    'temperaturedn',
    'tempdown',
    'tempdn',
    'tempminus',
    'temperatureminus',
    'tempdec',
  ],
  brightnessUp: [
    'brightnessup',
    'brightup',
    'brighter',
    'brighten',
    'brightnessplus',
    'lightup',
    'dimup',
    'brightplus',
  ],
  brightnessDown: [
    'brightnessdown',
    'brightnessdn',
    'brightdown',
    'dimdown',
    'brightnessminus',
    'lightdown',
    'brightminus',
    'dim',
  ],
  warmer: ['warmer', 'warm', 'warmwhite'],
  colder: ['colder', 'cooler', 'coolwhite'],
  intensityUp: ['intensityup', 'strengthup'],
  intensityDown: ['intensitydown', 'strengthdown'],
  charge: ['charge', 'dock', 'recharge', 'returnhome'],
  'mode.sleep': ['sleepmode', 'nightmode', 'nightlight'],
}

const byName = new Map(Object.entries(names).flatMap(([ours, all]) => all.map((name) => [name, ours] as const)))

/** A name without what says nothing. */
const plain = (name: string): string =>
  name
    .slice(0, importLimits.nameLength)
    .trim()
    .toLowerCase()
    .replace(/^(?:key|btn)[_\s-]+/, '')
    .replace(/(?<=[a-z.])[\s_.]*(?:\+|\bplus\b|[▲↑∧])/g, 'plus')
    .replace(/(?<=[a-z.])[\s_.]*(?:(?:-|−)(?![a-z0-9])|\bminus\b|[▼↓∨])/g, 'minus')
    .replace(/[^\p{L}\p{N}]+/gu, '')

const digit = /^(?:num|kp|numeric|digit|number|numbers|button|channel|no|n)?(\d)$/
const inputName =
  /^(?:input|source|in)?(hdmi|video|av|component|composite|svideo|vga|dvi|displayport|usb|pc|aux|scart|optical|bluetooth)(\d?)$/
const fanLevel = /^(?:fan|speed|fanspeed|windspeed)(?:level)?([1-9])$/

/**
 * Our name for a key; nothing if there is none that surely is it.
 * @param others all names of the same remote: some say what they are only by what stands beside them
 */
export function keyNameOf(name: string, others: ReadonlySet<string>): string | undefined {
  const bare = plain(name)
  const known = byName.get(bare)
  if (known !== undefined) return known === 'enter' && others.has('ok') ? undefined : known
  const number = digit.exec(bare)?.[1]
  if (number !== undefined) return number
  const [, level] = fanLevel.exec(bare) ?? []
  if (level !== undefined) return `fan.${level}`
  const [, input, place = ''] = inputName.exec(bare) ?? []
  if (input !== undefined)
    return `input.${input.length > 4 ? `${input[0]?.toUpperCase()}${input.slice(1)}` : input.toUpperCase()}${place}`
  return coverKey(bare, others) ?? fanWord(bare, others)
}

/** The plain names of a remote, for `keyNameOf`. */
export const plainNames = (keys: readonly string[]): ReadonlySet<string> => new Set(keys.map(plain))

/** Keys of curtains and blinds; a player has "stop" and "open" as well, and many keys besides. */
function coverKey(bare: string, others: ReadonlySet<string>): string | undefined {
  const isCover =
    others.size <= 10 && !others.has('play') && (others.has('open') ? others.has('close') : others.has('stop'))
  if (!isCover) return undefined
  const words: Readonly<Record<string, string>> = others.has('open')
    ? { open: 'open', close: 'close', stop: 'stop' }
    : others.has('up') && others.has('down')
      ? { up: 'open', down: 'close', stop: 'stop' }
      : {}
  return words[bare]
}

const fanWords: readonly (readonly string[])[] = [
  ['low', 'lo', 'fanlow', 'lowspeed', 'speedlow'],
  ['med', 'medium', 'mid', 'fanmed', 'fanmedium', 'mediumspeed', 'speedmed'],
  ['high', 'hi', 'fanhigh', 'fanhi', 'highspeed', 'speedhigh'],
]

/** Levels of a fan by words, where the slowest and the fastest are there. */
function fanWord(bare: string, others: ReadonlySet<string>): string | undefined {
  const there = fanWords.filter((words) => words.some((word) => others.has(word)))
  if (!there.includes(fanWords[0] ?? []) || !there.includes(fanWords[2] ?? [])) return undefined
  const at = there.findIndex((words) => words.includes(bare))
  return at < 0 ? undefined : `fan.${at + 1}`
}
