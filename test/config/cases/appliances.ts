import { type ConfigCase, error, lamp, memory, warning } from '../case.ts'

const configWith = (...appliances: readonly string[]) => `${memory}appliances:\n${appliances.join('')}`
const jp = (...appliances: readonly string[]) => `edition: jp\n${configWith(...appliances)}`
const one = (type: string, more: string) => `  - { id: it, name: it, type: ${type}, driver: m, ${more} }\n`

/** Appliances against the tables of the editions. */
export const appliances: readonly ConfigCase[] = [
  {
    name: 'two appliances of one id',
    text: configWith(lamp(), lamp(undefined, 'lamp', 'next')),
    problems: [error(4, 11, 'another appliance has the id "lamp" already')],
  },
  {
    name: 'two appliances of one name',
    text: configWith(
      lamp(undefined, 'a', '거실 조명'),
      lamp(undefined, 'b', '거실조명'),
      lamp(undefined, 'c', 'TV'),
      lamp(undefined, 'd', 'ｔｖ'),
    ),
    problems: [
      warning(4, 20, 'the appliance "a" has the name "거실조명" too, so CLOVA cannot tell them apart'),
      warning(6, 20, 'the appliance "c" has the name'),
    ],
  },
  {
    name: 'a name that nobody can say',
    text: configWith(lamp(undefined, 'lamp', '💡')),
    problems: [warning(3, 23, 'nobody can say the name "💡"')],
  },
  {
    name: 'a fan with two speeds, of which none is the medium of CLOVA',
    text: configWith(one('FAN', 'traits: { fanSpeed: { min: 1, max: 2 } }')),
    problems: [warning(3, 57, '"medium" (2) is refused')],
  },
  {
    name: 'a fan with a single speed',
    text: configWith(one('FAN', 'traits: { power: {}, fanSpeed: { values: [5] } }')),
    problems: [warning(3, 68, 'its fan speed has a single value')],
  },
  {
    name: 'an oven that cannot be preheated by voice',
    text: configWith(one('OVEN', 'traits: { targetTemperature: { min: 30, max: 250 } }')),
    problems: [warning(3, 5, 'Preheat needs a mode named preheat')],
  },
  {
    name: 'an id that is none',
    text: configWith(lamp('traits: { power: {} }', "'desk lamp'")),
    problems: [error(3, 11, 'letters, digits, dot, colon, dash and underscore')],
  },
  {
    name: 'an id that YAML takes for a number, and no name',
    text: configWith('  - { id: 3, type: LIGHT, driver: m, traits: { power: {} } }\n'),
    problems: [error(3, 5, '"name" is missing'), error(3, 11, '"id" must be a text, and is a number')],
  },
  {
    name: 'a type that there is not',
    text: configWith(one('LIHGT', 'traits: { power: {} }')),
    problems: [error(3, 31, 'there is no type LIHGT. Did you mean "LIGHT"?')],
  },
  {
    name: 'a type that is like no other tells those there are',
    text: configWith(one('DRAWBRIDGE', 'traits: { power: {} }')),
    problems: [error(3, 31, 'There are AIRCONDITIONER, AIRPURIFIER,')],
  },
  {
    name: 'a type of the other edition only',
    text: jp(one('WINECELLAR', 'traits: { power: {} }')),
    problems: [error(4, 31, 'the edition jp has no type WINECELLAR; only kr has it')],
  },
  {
    name: 'a location of kr only',
    text: jp(lamp('location: MY_ROOM, traits: { power: {} }')),
    problems: [error(4, 63, 'the edition jp has no location MY_ROOM; only kr has it')],
  },
  {
    name: 'a location of jp only',
    text: configWith(lamp('location: JAPANESE_STYLE_ROOM, traits: { power: {} }')),
    problems: [error(3, 63, 'the edition kr has no location JAPANESE_STYLE_ROOM; only jp has it')],
  },
  {
    name: 'a location that there is not',
    text: configWith(lamp('location: LIVINGROOM, traits: { power: {} }')),
    problems: [error(3, 63, 'there is no location LIVINGROOM. Did you mean "LIVING_ROOM"?')],
  },
  {
    name: 'a mode that a type may not have in the edition',
    text: jp(lamp('traits: { mode: { values: [sleep, movie] } }')),
    problems: [error(4, 63, 'the type LIGHT has no mode "movie" in jp')],
  },
  {
    name: 'a mode that is like another',
    text: configWith(one('FAN', 'traits: { mode: { values: [auto, slep] } }')),
    problems: [error(3, 57, 'Did you mean "sleep"?')],
  },
  {
    name: 'a mode that is only left when another is released may be any',
    text: configWith(lamp('traits: { mode: { values: [sleep, ordinary], rest: ordinary } }')),
    problems: [],
  },
  {
    name: 'a mode of the house for which the edition has another word is nothing wrong',
    text: jp(one('AIRCONDITIONER', 'traits: { mode: { values: [cool, fan] } }')),
    problems: [],
  },
  {
    name: 'an action to confirm that is like another, that the type has not, and that asks',
    text: jp(lamp('confirm: [TurnOf, Open, HealthCheck, TurnOn], traits: { power: {} }')),
    problems: [
      error(4, 63, 'the type LIGHT has no action TurnOf. Did you mean "TurnOff"?'),
      error(4, 71, 'the type LIGHT has no action Open.'),
      error(4, 77, 'CLOVA never asks before HealthCheck'),
    ],
  },
  {
    name: 'an action to confirm where nobody asks first',
    text: configWith(lamp('confirm: [TurnOn], traits: { power: {} }')),
    problems: [warning(3, 53, 'only the edition jp asks first')],
  },
  {
    name: 'an appliance that offers nothing',
    text: jp(lamp('traits: { locked: {} }')),
    problems: [warning(4, 5, '"lamp" offers nothing that CLOVA could ask of the type LIGHT; it can be asked')],
  },
  {
    name: 'a value that its trait cannot have',
    text: configWith(lamp('traits: { power: { value: 3 }, brightness: { value: 130 } }')),
    problems: [
      error(3, 79, '"value" must be true or false, and is a number'),
      error(3, 105, '"value" must be at most 100'),
    ],
  },
  {
    name: 'a way that there is not to use a trait, told by the list that it is in',
    text: configWith(lamp('traits: { power: { can: [raed] } }')),
    problems: [error(3, 78, /can.*Did you mean "read"\?/)],
  },
  {
    name: 'the caret stands behind Korean words',
    text: `${memory}appliances:\n  - { name: 부엌 전등, id: it, type: LIHGT, driver: m, traits: { power: {} } }\n`,
    problems: [error(3, 34, 'Did you mean "LIGHT"?')],
  },
]
