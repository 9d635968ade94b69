import { broker, type ConfigCase, error, lamp, memory } from '../case.ts'

/** Unknown keys. */
export const keys: readonly ConfigCase[] = [
  {
    name: 'an unknown key at the top',
    text: 'edition: kr\ndrievrs: {}\n',
    problems: [error(2, 1, '"drievrs" is not known here. Did you mean "drivers"?')],
  },
  {
    name: 'an unknown key that is like no other tells those there are',
    text: 'zzzz: 1\n',
    problems: [error(1, 1, /Known are edition, language, .*drivers, appliances, scenes\.$/)],
  },
  {
    name: 'an unknown key in server',
    text: 'server:\n  listn: 127.0.0.1:8710\n',
    problems: [error(2, 3, 'Did you mean "listen"?')],
  },
  {
    name: 'an unknown key in a driver',
    text: 'drivers:\n  b:\n    type: mqtt\n    urll: mqtt://127.0.0.1\n',
    problems: [error(4, 5, 'Did you mean "url"?')],
  },
  {
    name: 'an unknown key in a driver that has none of its own',
    text: 'drivers: { m: { type: virtual, tipe: 3 } }\n',
    problems: [error(1, 32, 'Did you mean "type"?')],
  },
  {
    name: 'an unknown key in an appliance that is one of every appliance',
    text: `${memory}appliances:\n${lamp('loaction: LIVING_ROOM, traits: { power: {} }')}`,
    problems: [error(3, 53, 'Did you mean "location"?')],
  },
  {
    name: 'an unknown key in an appliance that is one of its driver',
    text: `${memory}appliances:\n${lamp('triats: { power: {} }')}`,
    problems: [error(3, 53, 'Did you mean "traits"?')],
  },
  {
    name: 'an unknown trait',
    text: `${memory}appliances:\n${lamp('traits: { power: {}, brightnes: {} }')}`,
    problems: [error(3, 74, 'Did you mean "brightness"?')],
  },
  {
    name: 'an unknown key in a trait',
    text: `${memory}appliances:\n${lamp('traits: { power: { valeu: true } }')}`,
    problems: [error(3, 72, 'Did you mean "value"?')],
  },
  {
    name: 'an unknown key in a trait of MQTT',
    text: `${broker}appliances:\n  - { id: a, name: a, type: LIGHT, driver: b, traits: { power: { state: a, comand: b } } }\n`,
    problems: [error(3, 76, 'Did you mean "command"?')],
  },
  {
    name: 'an unknown key in a nested schema of a driver',
    text: `${broker}appliances:
  - id: a
    name: a
    type: LIGHT
    driver: b
    availability: { topic: a/status, offlin: gone }
    traits: { power: { state: a } }
`,
    problems: [error(7, 38, 'Did you mean "offline"?')],
  },
  {
    name: 'an unknown key in one of the forms that a key of a driver can have',
    text: `${memory}appliances:\n${lamp('traits: { power: {} }, fault: { kind: slow, delay: 3s, dely: 3s }')}`,
    problems: [error(3, 108, 'Did you mean "delay"?')],
  },
  {
    name: 'an unknown form of a key of a driver',
    text: `${memory}appliances:\n${lamp('traits: { power: {} }, fault: { kind: offlin }')}`,
    problems: [error(3, 91, 'offline, slow, silent, failing')],
  },
  {
    name: 'an unknown key in a scene and in its action',
    text: `${memory}appliances:
${lamp()}scenes:
  - id: s
    name: s
    confrim: true
    actions: [{ appliance: lamp, do: TurnOn, vlaue: 3 }]
`,
    problems: [error(7, 5, 'Did you mean "confirm"?'), error(8, 46, 'Did you mean "value"?')],
  },
  {
    name: 'a key of the wrong kind',
    text: 'appliances: {}\ndrivers: []\nserver: 3\n',
    problems: [
      error(1, 1, '"appliances" must be a list, and is keys and values. It looks like this: appliances: []'),
      error(2, 1, '"drivers" must be keys and values, and is a list. It looks like this: drivers: {'),
      error(3, 9, '"server" must be keys and values, and is a number. It looks like this: server: {'),
    ],
  },
  {
    name: 'a key without its value, for all that is below it is a comment',
    text: 'server:\nappliances:\n#  - id: lamp\n',
    problems: [
      error(
        1,
        1,
        '"server" must be keys and values, and is empty. Indent what belongs to it below it; if nothing does, take the key out. It looks like this: server: {',
      ),
      error(
        2,
        1,
        '"appliances" must be a list, and is empty. Indent what belongs to it below it; if nothing does, take the key out. It looks like this: appliances: []',
      ),
    ],
  },
  {
    name: 'connections that are not indented',
    text: 'drivers:\nbroker: { type: mqtt }\n',
    problems: [error(1, 1, 'Indent what belongs to it below it'), error(2, 1, '"broker" is not known here')],
  },
  {
    name: 'an item of a list is told by the list that it is in',
    text: 'appliances: [3]\n',
    problems: [error(1, 14, 'appliances')],
  },
]
