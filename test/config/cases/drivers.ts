import { broker, type ConfigCase, error, lamp, memory } from '../case.ts'

/** Connections, and who names them. */
export const drivers: readonly ConfigCase[] = [
  {
    name: 'a kind of connection that there is not',
    text: 'drivers:\n  b: { type: mqqt }\n',
    problems: [error(2, 14, 'there is no driver "mqqt". Known are virtual, mqtt, hue, ir. Did you mean "mqtt"?')],
  },
  {
    name: 'a connection without its type',
    text: 'drivers:\n  b: { url: mqtt://127.0.0.1:1883 }\n',
    problems: [error(2, 3, '"type" is missing')],
  },
  {
    name: 'a connection with a name that is no id',
    text: 'drivers:\n  거실: { type: virtual }\n',
    problems: [error(2, 3, 'letters, digits, dot, colon, dash and underscore')],
  },
  {
    name: 'an appliance at a connection that there is not',
    text: `${memory}appliances:\n  - { id: a, name: a, type: LIGHT, driver: n, traits: { power: {} } }\n`,
    problems: [error(3, 44, 'there is no driver named "n".')],
  },
  {
    name: 'an appliance at a connection that is like another',
    text: `drivers: { living-rm: { type: virtual } }
appliances:
  - { id: a, name: a, type: LIGHT, driver: living-room, traits: { power: {} } }
`,
    problems: [error(3, 44, 'Did you mean "living-rm"?')],
  },
  {
    name: 'an appliance where there is no connection',
    text: 'appliances:\n  - { id: a, name: a, type: LIGHT, driver: m, traits: { power: {} } }\n',
    problems: [error(2, 44, 'Nothing stands under drivers: yet.')],
  },
  {
    name: 'a connection of an unknown kind is told once, and not of each appliance at it',
    text: `drivers: { m: { type: virtuall } }\nappliances:\n${lamp()}`,
    problems: [error(1, 23, 'Did you mean "virtual"?')],
  },
  {
    name: 'a connection with a mistake leaves the others and their appliances as they are',
    text: `drivers: { m: { type: virtual }, x: {} }\nappliances:\n${lamp()}`,
    problems: [error(1, 34, '"type" is missing')],
  },
  {
    name: 'name and password in the address of a broker',
    text: 'drivers:\n  b:\n    type: mqtt\n    url: mqtt://gateway:hunter22secret@127.0.0.1:1883\n',
    problems: [error(4, 10, 'username and password under keys of their own')],
  },
  {
    name: 'an address of a broker that is none',
    text: 'drivers:\n  b:\n    type: mqtt\n    url: http://127.0.0.1:1883\n',
    problems: [error(4, 10, 'mqtt://host:1883')],
  },
  {
    name: 'a keepalive that is no duration',
    text: 'drivers: { b: { type: mqtt, keepalive: 15 seconds } }\n',
    problems: [error(1, 40, '500ms, 5s')],
  },
  {
    name: 'keys of one kind of connection are none of another',
    text: `${broker}appliances:
  - { id: a, name: a, type: LIGHT, driver: b, traits: { power: { state: a } }, fault: { kind: offline } }
`,
    problems: [error(3, 80, '"fault" is not known here')],
  },
]
