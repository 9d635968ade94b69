import { encodePress, toBroadlink } from '../../../drivers/ir/codes/index.ts'
import { checked } from './testHome.ts'

const rm = 'drivers: { rm: { type: ir, transmitter: broadlink, host: 127.0.0.1 } }\n'
const appliance = (given: string) => `${rm}appliances:
  - { id: air, name: 에어컨, type: AIRCONDITIONER, driver: rm, climate: { protocol: lg-ac } }
  - id: it
    name: TV
    type: SMARTTV
    driver: rm
    ${given}
`
const climate = (text: string) => ({ 'ac.json': text })
const leaf = toBroadlink(encodePress({ protocol: 'nec', fields: { address: 1, command: 2 } }))
const ofFile = (commands: object) =>
  JSON.stringify({
    supportedController: 'Broadlink',
    commandsEncoding: 'Base64',
    minTemperature: 24,
    maxTemperature: 25,
    precision: 1,
    operationModes: ['cool'],
    fanModes: ['low'],
    commands,
  })

/** A mistake, and all that `check` reports of it: its place, its file, and the remedy. */
const cases: readonly {
  readonly name: string
  readonly yaml: string
  readonly files?: Readonly<Record<string, string>>
  readonly messages: readonly (string | RegExp)[]
}[] = [
  { name: 'nothing', yaml: appliance('remote: { on: { nec: 1 }, off: { nec: 2 } }'), messages: [] },
  {
    name: 'a file of codes that is not there',
    yaml: appliance('climate: { codes: ac.json }'),
    messages: [/^gateway\.yaml:6:5: error: .*ac\.json.*(there is no|ENOENT)/],
  },
  {
    name: 'a file of codes that is no JSON',
    yaml: appliance('climate: { codes: ac.json }'),
    files: climate('{\n "commands": oops\n}'),
    messages: [/^gateway\.yaml:6:5: error: ac\.json:2 is not JSON/],
  },
  {
    name: 'a file of codes that is JSON and no such file',
    yaml: appliance('climate: { codes: ac.json }'),
    files: climate('[1, 2]'),
    messages: [/^gateway\.yaml:6:5: error: ac\.json/],
  },
  {
    name: 'a file of codes of which none can be sent',
    yaml: appliance('climate: { codes: ac.json }'),
    files: climate(ofFile({ off: leaf, cool: { low: { 24: 'no!', 25: '' } } })),
    messages: [/^gateway\.yaml:6:5: error: ac\.json has no code that can be sent/],
  },
  {
    name: 'a file of codes of which one cannot be sent',
    yaml: appliance('climate: { codes: ac.json }'),
    files: climate(ofFile({ off: leaf, cool: { low: { 24: leaf, 25: 'no!' } } })),
    messages: [/^gateway\.yaml:6:5: warning: ac\.json: commands\.cool\.low\.25: .*it is not offered/],
  },
  {
    name: 'several things that cannot be sent, all of them',
    yaml: appliance(
      'remote: { on: { lirc: tv ON }, off: { nec: 2 }, mute: { nec: 3 }, warmer: { nec: 4 }, colder: { nec: 5 } }',
    ),
    messages: [/^gateway\.yaml:6:5: warning: on cannot be sent, .*; colder and warmer are not used: with "levels/],
  },
  {
    name: 'a misspelt key in a file that is near to none',
    yaml: appliance('remote: tv.yaml'),
    files: { 'tv.yaml': 'keys:\n  on: { nec: 1 }\n  abracadabra: { nec: 2 }\n' },
    messages: [/keys\.abracadabra: a remote has no such key\. There are .*volumeUp/],
  },
  {
    name: 'a file of keys that is not there',
    yaml: appliance('remote: tv.yaml'),
    messages: [/^gateway\.yaml:6:5: error: there is no file tv\.yaml; learn its keys with "clova-home learn"/],
  },
  {
    name: 'a file of keys that is no YAML',
    yaml: appliance('remote: tv.yaml'),
    files: { 'tv.yaml': 'keys: { on: [' },
    messages: [/^gateway\.yaml:6:5: error: tv\.yaml is not YAML/],
  },
  {
    name: 'a misspelt key in a file',
    yaml: appliance('remote: tv.yaml'),
    files: { 'tv.yaml': 'keys:\n  on: { nec: 1 }\n  volumUp: { nec: 2 }\n' },
    messages: [
      /^gateway\.yaml:6:5: error: tv\.yaml: keys\.volumUp: a remote has no such key\. Did you mean "volumeUp"\?/,
    ],
  },
  {
    name: 'a code in a file that is none',
    yaml: appliance('remote: tv.yaml'),
    files: { 'tv.yaml': 'keys:\n  on: { nec: 1 }\n  off: { broadlink: "JgBQ%%" }\n' },
    messages: [/^gateway\.yaml:6:5: error: tv\.yaml: keys\.off: .*broadlink code cannot be read/],
  },
  {
    name: 'a misspelt key',
    yaml: appliance('remote: { on: { nec: 1 }, volumUp: { nec: 2 } }'),
    messages: [/^gateway\.yaml:10:\d+: error: .*"volumUp".*Did you mean "volumeUp"\?/],
  },
  {
    name: 'a code that is none',
    yaml: appliance('remote: { on: { nec: 1 }, off: { broadlink: JgBQ%% } }'),
    messages: [/^gateway\.yaml:10:\d+: error: .*broadlink code cannot be read/],
  },
  {
    name: 'a protocol that is not built in',
    yaml: appliance('climate: { protocol: lgac }'),
    messages: [/^gateway\.yaml:10:\d+: error: the protocol lgac is not built in\. Did you mean "lg-ac"\?$/],
  },
  {
    name: 'a protocol that is like none',
    yaml: appliance('climate: { protocol: whirlpool }'),
    messages: [
      /^gateway\.yaml:10:\d+: error: the protocol whirlpool is not built in\. There are lg-ac, .*by a file of SmartIR/,
    ],
  },
  ...(
    [
      [
        'a misspelt key of climate',
        'climate: { protcol: lg-ac }',
        /"protcol" is not known here\. Did you mean "protocol"\?$/,
      ],
      [
        'a misspelt protocol',
        'remote: { on: { nec: 1 }, off: { necc: 2 } }',
        /"necc" is not known here\. Did you mean "nec"\?$/,
      ],
      [
        'a misspelt field',
        'remote: { on: { sony: { address: 1, comand: 2 } } }',
        /"comand" is not known.* "command"\?$/,
      ],
      [
        'bits that it has not',
        'remote: { on: { sony: { bits: 13, address: 1, command: 2 } } }',
        /"bits" must be one of 12, 15, 20\.$/,
      ],
      ['half a name of lircd', 'remote: { on: { lirc: KEY_POWER } }', /write the remote and the key as lircd has them/],
      [
        'a number for a code',
        'remote: { on: 5 }',
        /"on" must be keys and values or a text or a list, and is a number\.$/,
      ],
      [
        'what it is said to be and has not',
        'remote: { on: { nec: 1 }, off: { nec: 2 } }\n    assume: { fanSpeed: 3 }',
        /it has no fanSpeed; it has power$/,
      ],
      [
        'what it is said to be and cannot be',
        'climate: { protocol: lg-ac }\n    assume: { power: true, targetTemperature: 35 }',
        /targetTemperature cannot be 35: it goes from 16 to 30$/,
      ],
    ] as const
  ).map(([name, given, message]) => ({
    name,
    yaml: appliance(given),
    messages: [new RegExp(`^gateway\\.yaml:1[01]:\\d+: error: .*${message.source}`)],
  })),
  ...[
    'remote: { on: { necc: 2 } }',
    'remote: { on: { sony: { bits: 13, address: 1, command: 2 } } }',
    'remote: { on: 5 }',
  ].map((given) => ({
    name: `in words, and not in those of a library, ${given}`,
    yaml: appliance('remote: tv.yaml'),
    files: { 'tv.yaml': `keys: ${given.slice(8)}\n` },
    messages: [/^gateway\.yaml:6:5: error: tv\.yaml: keys\.on(\.sony\.bits)?: (?!.*Invalid input)"/],
  })),
  ...(
    [
      [
        'a key of lircd without lircd',
        'broadlink, host: 127.0.0.1',
        'remote: { on: { lirc: tv ON }, off: { nec: 1 }, mute: { nec: 2 } }',
        /on cannot be sent, so it is not offered: only lircd/,
      ],
      [
        'a code at lircd',
        'lirc',
        'remote: { on: { lirc: tv ON }, off: { lirc: tv OFF }, mute: { nec: 2 } }',
        /mute cannot be sent, .*write \{ lirc: REMOTE KEY \}/,
      ],
      [
        'an air conditioner at lircd',
        'lirc',
        'climate: { protocol: lg-ac }',
        /lg-ac cannot be sent, so nothing is offered/,
      ],
      [
        'radio at a lamp',
        'ir-ctl',
        'remote: { on: { nec: 1 }, off: { nec: 2 }, mute: { broadlink: "b20004000a0a0a0a" } }',
        /mute cannot be sent, .*it is a radio code/,
      ],
      [
        'a frame that is too long for Linux',
        'ir-ctl',
        `remote: { on: { nec: 1 }, off: { nec: 2 }, mute: { raw: [${Array.from({ length: 61 }, () => 9000).join(', ')}] } }`,
        /mute cannot be sent, .*500 ms/,
      ],
      [
        'what is too long for Tasmota',
        'tasmota, broker: b, topic: t',
        `remote: { on: { nec: 1 }, off: { nec: 2 }, mute: { raw: [${Array.from({ length: 1201 }, (_, i) => 300 + ((i * 7919) % 1200)).join(', ')}] } }`,
        /mute cannot be sent, .*Tasmota .*bytes/,
      ],
      ['sensors of what has none', 'ir-ctl', 'sensors: true', /only Broadlink blasters have sensors/],
    ] as const
  ).map(([name, transmitter, given, message]) => ({
    name: `what its blaster never sends: ${name}`,
    yaml: `drivers:
  rm: { type: ir, transmitter: ${transmitter} }
  b: { type: mqtt, url: mqtt://127.0.0.1 }
appliances:
  - { id: it, name: TV, type: ${given.startsWith('climate') ? 'AIRCONDITIONER' : given.startsWith('sensors') ? 'AIRSENSOR' : 'SMARTTV'}, driver: rm, ${given} }
`,
    messages: [new RegExp(`^gateway\\.yaml:7:\\d+: warning: .*${message.source}`)],
  })),
  {
    name: 'neither remote nor climate',
    yaml: appliance('gap: 100ms'),
    messages: [/^gateway\.yaml:6:5: error: .*needs .*climate.*remote/],
  },
  {
    name: 'an appliance to borrow of that there is not',
    yaml: appliance('remote: { on: { nec: 1 }, off: { nec: 2 } }\n    borrow: { currentTemperature: room }').replace(
      'id: air',
      'id: roam',
    ),
    messages: [/^gateway\.yaml:6:5: warning: no appliance has the id "room".* Did you mean "roam"\?/],
  },
  {
    name: 'a broker that there is not, by a name like another',
    yaml: `drivers:
  ir: { type: ir, transmitter: zigbee2mqtt, broker: brokr, topic: z/ir }
  broker: { type: mqtt, url: mqtt://127.0.0.1 }
`,
    messages: [/^gateway\.yaml:4:53: error: there is no driver named "brokr"\. Did you mean "broker"\?/],
  },
  {
    name: 'a broker where there is no other connection',
    yaml: 'drivers:\n  ir: { type: ir, transmitter: tasmota, broker: broker, topic: x }\n',
    messages: [
      /^gateway\.yaml:4:49: error: there is no driver named "broker"\. Nothing else stands under drivers: yet\./,
    ],
  },
  {
    name: 'a blaster that is its own broker',
    yaml: `drivers:
  ir: { type: ir, transmitter: tasmota, broker: ir, topic: x }
  broker: { type: mqtt, url: mqtt://127.0.0.1 }
`,
    messages: [/^gateway\.yaml:4:49: error: "ir" is this connection itself\. Under drivers: stand broker\./],
  },
  {
    name: 'a blaster without an address',
    yaml: 'drivers:\n  ir: { type: ir, transmitter: broadlink }\n',
    messages: [/^gateway\.yaml:4:\d+: error: .*host or its mac/],
  },
  {
    name: 'a transmitter that there is not',
    yaml: 'drivers:\n  ir: { type: ir, transmitter: broadlnk, host: 192.168.0.2 }\n',
    messages: [/^gateway\.yaml:4:\d+: error: .*broadlink/],
  },
]

test.each(cases.map((given) => [given.name, given] as const))('%s', async (_name, { yaml, files = {}, messages }) => {
  const output = await checked(yaml, files)
  expect(output.map((text) => text.split('\n')[0])).toEqual(messages.map((one) => expect.stringMatching(one)))
})
