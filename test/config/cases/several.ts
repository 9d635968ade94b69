import { type ConfigCase, error, lamp, memory } from '../case.ts'

const act = (appliance: string) => `scenes: [{ id: s, name: s, actions: [{ appliance: ${appliance}, do: TurnOff }] }]\n`

/** Several mistakes at once, and none that only follows from another. */
export const several: readonly ConfigCase[] = [
  {
    name: 'several mistakes, by their lines',
    text: `scenes: [{ id: s, name: s, actions: [{ appliance: lmap, do: TurnOff }] }]
appliances:
  - { id: lamp, name: lamp, type: LIGHT, location: KICHEN, driver: m, traits: { powr: {} } }
  - { id: lamp, name: next, type: LIGHT, driver: n, traits: { power: {} } }
drivers: { m: { type: virtual, speed: 1 }, b: { type: mqqt } }
server: { listen: here }
edition: kp
`,
    problems: [
      error(1, 51, 'Did you mean "lamp"?'),
      error(3, 52, 'Did you mean "KITCHEN"?'),
      error(3, 81, 'Did you mean "power"?'),
      error(4, 11, 'another appliance has the id "lamp"'),
      error(4, 50, 'there is no driver named "n"'),
      error(5, 32, '"speed" is not known here'),
      error(5, 55, 'Did you mean "mqtt"?'),
      error(6, 19, '127.0.0.1:8710'),
      error(7, 10, 'one of kr, jp'),
    ],
  },
  {
    name: 'an appliance without its name hides no mistake of another',
    text: `${memory}appliances:\n  - { id: a, type: LIGHT, driver: m, traits: { power: {} } }\n${lamp('traits: { powr: {} }')}`,
    problems: [error(3, 5, '"name" is missing'), error(4, 63, 'Did you mean "power"?')],
  },
  {
    name: 'a connection without its type hides no mistake of another',
    text: 'drivers:\n  a: {}\n  b: { type: mqtt, url: a b }\n',
    problems: [error(2, 3, '"type" is missing'), error(3, 25, 'mqtt://host:1883')],
  },
  {
    name: 'a scene without its name hides no mistake of another',
    text: `${memory}appliances:\n${lamp()}scenes:
  - { id: a, actions: [{ appliance: lamp, do: TurnOff }] }
  - { id: b, name: b, actions: [{ appliance: lamp, do: TurnOf }] }
`,
    problems: [error(5, 5, '"name" is missing'), error(6, 56, 'Did you mean "TurnOff"?')],
  },
  {
    name: 'appliances without their ids are not told to have the same',
    text: `${memory}appliances:
  - { name: a, type: LIGHT, driver: m, traits: { power: {} } }
  - { name: b, type: LIGHT, driver: m, traits: { power: {} } }
`,
    problems: [error(3, 5, '"id" is missing'), error(4, 5, '"id" is missing')],
  },
  {
    name: 'an appliance may name a connection that has a mistake of its own',
    text: `drivers: { m: { typ: virtual } }\nappliances:\n${lamp()}`,
    problems: [error(1, 12, '"type" is missing')],
  },
  {
    name: 'a scene may name an appliance that has a mistake of its own',
    text: `${memory}appliances:\n${lamp('traits: { powr: {} }')}${act('lamp')}`,
    problems: [error(3, 63, 'Did you mean "power"?')],
  },
  {
    name: 'a scene may name an appliance whose connection there is not',
    text: `${memory}appliances:\n  - { id: a, name: a, type: LIGHT, driver: n, traits: { power: {} } }\n${act('a')}`,
    problems: [error(3, 44, 'there is no driver named "n"')],
  },
  {
    name: 'a scene may name an appliance whose type there is not',
    text: `${memory}appliances:\n  - { id: a, name: a, type: LIHGT, driver: m, traits: { power: {} } }\n${act('a')}`,
    problems: [error(3, 29, 'Did you mean "LIGHT"?')],
  },
  {
    name: 'a scene may name an appliance that stands beside one without its name',
    text: `${memory}appliances:\n  - { id: a, type: LIGHT, driver: m, traits: { power: {} } }\n${lamp()}${act('lamp')}`,
    problems: [error(3, 5, '"name" is missing')],
  },
]
