import { broker, type ConfigCase, error, warning } from '../case.ts'

/** An appliance whose traits begin in line 8, each in a line of its own, in column 7. */
const traits = (...lines: readonly string[]) => `${broker}appliances:
  - id: a
    name: a
    type: LIGHT
    driver: b
    traits:
${lines.map((line) => `      ${line}\n`).join('')}`

/** Devices that are described by hand. */
export const mqtt: readonly ConfigCase[] = [
  {
    name: 'a command topic with a wildcard, where that of a state may have one',
    text: traits('power: { state: desk/+ }', 'brightness: { state: a, command: desk/# }'),
    problems: [error(9, 40, 'no wildcard (+ or #)')],
  },
  ...['{"brightness": {{value}}}', '{"state":"$value"}', 'ON', '{"brightness": 50}', ''].map(
    (payload): ConfigCase => ({
      name: `the payload ${payload === '' ? 'of nothing' : payload}, which is the same for every value`,
      text: traits(`brightness: { state: a, command: b, payload: '${payload}' }`),
      problems: [
        warning(8, 52, 'this payload holds no ${value}, so the device is sent the same for every value of brightness'),
      ],
    }),
  ),
  {
    name: 'a payload of true and false that is the same for both',
    text: traits("power: { state: a, command: b, payload: 'TOGGLE' }"),
    problems: [warning(8, 47, 'the same for every value of power')],
  },
  {
    name: 'payloads with their value, in Jinja, without a command, and of the only value that there is',
    text: traits(
      `brightness: { state: a, command: b, payload: '{"brightness": \${value}}' }`,
      `volume: { state: a, command: b, min: 0, max: 9, payloadTemplate: '{{ value }}' }`,
      `power: { state: a, payload: x }`,
      `mode: { state: a, command: b, values: [sleep], payload: x }`,
    ),
    problems: [],
  },
  {
    name: 'a topic that is empty',
    text: traits("power: { state: '' }"),
    problems: [error(8, 23, 'a topic cannot be empty')],
  },
  {
    name: 'a path that cannot be read',
    text: traits('power: { state: a, path: $.a..b }'),
    problems: [error(8, 32, `path $.a..b cannot be read from "..b" on; write $.state, $['a b'] or $[0]`)],
  },
  {
    name: 'a path that cannot be read, within a shape',
    text: traits('color: { state: a, path: { hue: $.h, saturation: "$[s]" } }'),
    problems: [error(8, 26, '"[s]"')],
  },
  {
    name: 'a path that does not begin with $',
    text: traits('power: { state: a, path: state }'),
    problems: [error(8, 32, 'path begins with $, such as $.state')],
  },
  {
    name: 'a path of the availability that cannot be read',
    text: `${broker}appliances:
  - id: a
    name: a
    type: LIGHT
    driver: b
    availability: { topic: a/status, path: $.a..b }
    traits: { power: { state: a } }
`,
    problems: [error(7, 44, '$.a..b cannot be read')],
  },
  {
    name: 'a placeholder that the payload does not know',
    text: traits('power: { state: a, command: b, payload: \'{"v": ${valeu}}\' }'),
    problems: [error(8, 47, '${valeu} is not known here; use ${value}')],
  },
  {
    name: 'a placeholder that the payload of a colour does not know',
    text: traits("color: { state: a, command: b, payload: '${red}' }"),
    problems: [error(8, 47, '${red} is not known here; use ${value}, ${hue}, ${saturation}, ${brightness}')],
  },
  {
    name: 'a number without limits, by the name that its user wrote',
    text: traits('colorTemperature: { state: a, command: b }'),
    problems: [error(8, 7, 'colorTemperature needs min and max, or its values')],
  },
  {
    name: 'a number with limits upside down',
    text: traits('volume: { state: a, command: b, min: 30, max: 10 }'),
    problems: [error(8, 7, 'min of volume is above its max')],
  },
  {
    name: 'a percentage with the limits of the device',
    text: traits('brightness: { state: a, command: b, max: 254 }'),
    problems: [error(8, 7, /brightness.*100/)],
  },
  {
    name: 'a range without any width',
    text: traits('brightness: { state: a, command: b, range: [0, 0] }'),
    problems: [error(8, 43, 'range')],
  },
  {
    name: 'a range that is no pair',
    text: traits('brightness: { state: a, range: [0] }'),
    problems: [error(8, 31, '"range" must have at least 2 item(s)')],
  },
  {
    name: 'a measured trait with a command',
    text: traits('humidity: { state: a, command: b }'),
    problems: [error(8, 7, 'humidity can only be read; it has no command')],
  },
  {
    name: 'a trait without any topic',
    text: traits('power: {}'),
    problems: [error(8, 7, 'power needs a state topic, a command topic or both')],
  },
  {
    name: 'a mode without its values, though its appliance may have any',
    text: traits('mode: { state: a, command: b }'),
    problems: [error(8, 7, 'mode needs its values, such as values: [auto, sleep]')],
  },
  {
    name: 'words where the values of a trait are numbers',
    text: traits('fanSpeed: { state: a, command: b, values: [low, high] }'),
    problems: [error(8, 7, 'values of fanSpeed are numbers, and low is none')],
  },
  {
    name: 'a rest that is none of the values',
    text: traits('mode: { state: a, command: b, values: [sleep], rest: movie }'),
    problems: [error(8, 7, 'is movie, which is none of the values')],
  },
  {
    name: 'an unknown key in one trait hides no mistake of another',
    text: traits(
      'power: { state: a, comand: b }',
      'volume: { state: a, command: b }',
      'color: { state: a, path: $.a..b }',
    ),
    problems: [
      error(8, 26, 'Did you mean "command"?'),
      error(9, 7, 'needs min and max, or its values'),
      error(10, 32, '$.a..b cannot be read'),
    ],
  },
  {
    name: 'values that are none',
    text: traits('mode: { state: a, values: 5 }'),
    problems: [error(8, 33, /list|keys and values/)],
  },
  {
    name: 'a unit that there is not',
    text: traits('colorTemperature: { state: a, unit: mired }'),
    problems: [error(8, 43, 'kelvin, mirek, celsius, fahrenheit. Did you mean "mirek"?')],
  },
  {
    name: 'a verb that there is not, and one without its topic',
    text: `${broker}appliances:
  - id: a
    name: a
    type: SMARTCURTAIN
    driver: b
    verbs: { stopp: { command: a }, raise: { payload: UP } }
`,
    problems: [error(7, 14, 'Did you mean "stop"?'), error(7, 37, '"command" is missing')],
  },
  {
    name: 'a number with its limits from the range of the device is nothing wrong',
    text: traits('colorTemperature: { state: a, command: b, unit: mirek, range: [153, 500] }'),
    problems: [],
  },
]
