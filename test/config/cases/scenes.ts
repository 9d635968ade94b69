import { type ConfigCase, error, memory, warning } from '../case.ts'

const traits = `power: {}, brightness: {}, color: {}, volume: { min: 0, max: 20 }, mode: { values: [sleep, wakeup] }`
/** Scenes of one lamp; the actions begin in line 7, each in a line of its own; \`do\` stands in column 32. */
const actions = (edition: string, ...lines: readonly string[]) => `edition: ${edition}
${memory}appliances: [{ id: lamp, name: lamp, type: LIGHT, driver: m, traits: { ${traits} } }]
scenes:
  - { id: night, name: 밤, actions: [
      { appliance: lamp, do: TurnOff },
${lines.map((line) => `      { ${line} },\n`).join('')}    ] }
`
const wrong = (name: string, action: string, column: number, message: string | RegExp, edition = 'kr'): ConfigCase => ({
  name: `a scene: ${name}`,
  text: actions(edition, action),
  problems: [error(7, column, message)],
})

/** Scenes, each action rehearsed against its appliance. */
export const scenes: readonly ConfigCase[] = [
  wrong(
    'an appliance like another',
    'appliance: lmap, do: TurnOff',
    20,
    'there is no appliance "lmap". Did you mean "lamp"?',
  ),
  wrong('an appliance like no other', 'appliance: door, do: Open', 20, /^there is no appliance "door"\.$/),
  wrong('an action like another', 'appliance: lamp, do: TurnOf', 30, 'Did you mean "TurnOff"?'),
  wrong('an action that there is not', 'appliance: lamp, do: Explode', 30, 'has no action Explode'),
  wrong(
    'an action of the other edition only',
    'appliance: lamp, do: ReleaseMode, value: sleep',
    30,
    'the type LIGHT has no action ReleaseMode in jp',
    'jp',
  ),
  wrong(
    'an action that no edition has for it',
    'appliance: lamp, do: Open',
    30,
    'the type LIGHT has no action Open in kr',
  ),
  wrong(
    'an action for which the edition has no message',
    'appliance: lamp, do: ChangePower',
    30,
    'the edition jp has no action ChangePower',
    'jp',
  ),
  wrong(
    'an action that the device cannot do',
    'appliance: lamp, do: SetColorTemperature, value: 3000',
    30,
    'lamp: this device cannot do SetColorTemperature',
  ),
  wrong(
    'an action that asks',
    'appliance: lamp, do: GetDeviceState',
    30,
    /^lamp: GetDeviceState changes nothing, so a scene has no use for it\.$/,
  ),
  wrong('an action on the whole house', 'appliance: lamp, do: DiscoverAppliances', 30, 'DiscoverAppliances'),
  wrong('no value', 'appliance: lamp, do: SetBrightness', 30, /^lamp: SetBrightness needs a value\.$/),
  wrong('a value too many', 'appliance: lamp, do: TurnOff, value: 3', 46, /^lamp: TurnOff takes no value\.$/),
  wrong(
    'a word for a number',
    'appliance: lamp, do: SetBrightness, value: bright',
    52,
    /^lamp: SetBrightness cannot take the value "bright"\.$/,
  ),
  wrong(
    'a number beyond the limits',
    'appliance: lamp, do: SetBrightness, value: 101',
    52,
    /^lamp: brightness goes from 0 to 100\.$/,
  ),
  wrong(
    'a number between two steps',
    'appliance: lamp, do: SetBrightness, value: 50.5',
    52,
    /^lamp: brightness cannot be 50\.5\.$/,
  ),
  wrong(
    'a step that goes the other way',
    'appliance: lamp, do: IncrementVolume, value: -1',
    54,
    /^lamp: IncrementVolume cannot take the value -1\.$/,
  ),
  wrong(
    'a mode that the device has not',
    'appliance: lamp, do: SetMode, value: reading',
    46,
    /^lamp: mode cannot be reading: it is one of sleep, wakeup\.$/,
  ),
  wrong('half a colour', 'appliance: lamp, do: SetColor, value: { hue: 40 }', 40, 'SetColor cannot take the value'),
  wrong(
    'a colour that there is not',
    'appliance: lamp, do: SetColor, value: { hue: 400, saturation: 1 }',
    40,
    'hue goes from 0 to 360',
  ),
  {
    name: 'a scene: values that are right are told to be left out where none can be carried',
    text: actions('kr', 'appliance: lamp, do: SetBrightness, value: 50', 'appliance: lamp, do: SetMode, value: wakeup'),
    problems: [warning(7, 52, 'CLOVA leaves SetBrightness out'), warning(8, 46, 'CLOVA leaves SetMode out')],
  },
  {
    name: 'a scene: the same where scenes carry values',
    text: actions('jp', 'appliance: lamp, do: SetBrightness, value: 50'),
    problems: [warning(7, 52, 'as a scene it is whole')],
  },
  {
    name: 'two scenes of one id, one without actions',
    text: `${actions('kr')}  - { id: night, name: 밤, actions: [] }\n`,
    problems: [
      error(8, 11, 'another scene has the id "night" already'),
      error(8, 27, '"actions" must have at least 1 item(s)'),
    ],
  },
  {
    name: 'a scene: an opening lock is forbidden in jp',
    text: `edition: jp
${memory}appliances: [{ id: door, name: door, type: SMARTLOCK, driver: m, traits: { locked: {} } }]
scenes: [{ id: s, name: s, actions: [{ appliance: door, do: SetLockState, value: UNLOCKED }] }]
`,
    problems: [error(4, 82, 'the guide forbids to do this by voice to the type SMARTLOCK')],
  },
]
