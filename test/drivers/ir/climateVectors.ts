import type { ClimateState } from '../../../drivers/ir/climate/protocol.ts'

/**
 * How each protocol shines, written down a second time: header, mark, space of 0, space of 1, order of bits, bytes of
 * sections.
 */
export const wires: Readonly<
  Record<string, readonly [number, number, number, number, number, 'lsb' | 'msb', ...number[]]>
> = {
  'lg-ac': [8500, 4250, 550, 550, 1600, 'msb'],
  'lg2-ac': [3200, 9900, 480, 550, 1600, 'msb'],
  'samsung-ac': [3086, 8864, 586, 436, 1432, 'lsb', 7, 7, 7],
  'daikin-ac': [3650, 1623, 428, 428, 1280, 'lsb', 8, 8, 19],
  'mitsubishi-ac': [3400, 1750, 450, 420, 1300, 'lsb', 18],
  'panasonic-ac': [3456, 1728, 432, 432, 1296, 'lsb', 8, 19],
  'panasonic-dke-ac': [3456, 1728, 432, 432, 1296, 'lsb', 8, 19],
  'fujitsu-ac': [3324, 1574, 448, 390, 1182, 'lsb', 16],
  'toshiba-ac': [4400, 4300, 580, 490, 1600, 'msb', 9],
  'hitachi-ac': [3300, 1700, 400, 500, 1250, 'msb', 28],
  'hitachi344-ac': [3300, 1700, 400, 500, 1250, 'lsb', 43],
  'hitachi424-ac': [3416, 1604, 463, 372, 1208, 'lsb', 53],
  'mitsubishi-heavy-ac': [3140, 1630, 370, 1220, 420, 'lsb', 19],
  'mitsubishi-heavy88-ac': [3140, 1630, 370, 1220, 420, 'lsb', 11],
}

type Vector = [protocol: string, frame: string, state: ClimateState, heard?: 'heard']
const on = { power: true } as const
const [still, up, side] = [{ oscillation: 'off' }, { oscillation: 'vertical' }, { oscillation: 'horizontal' }] as const

/**
 * Frames whose meaning others have written down: the tests of crankyoldgit/IRremoteESP8266. `heard`: real remotes put
 * things into
 * them that ours does not (clocks, timers, other models), so they are read only; the others are what ours sends, bit by bit.
 */
export const vectors: readonly Vector[] = [
  [
    'mitsubishi-heavy-ac',
    'AD513CE51A0CF307F804FB00FF00FF00FF807F',
    { ...on, mode: 'heat', targetTemperature: 24, fanSpeed: 4, ...up },
    'heard',
  ],
  [
    'mitsubishi-heavy-ac',
    'AD513CE51A04FB07F804FB00FF00FF00FF807F',
    { power: false, mode: 'heat', targetTemperature: 24, fanSpeed: 4, ...up },
    'heard',
  ],
  [
    'mitsubishi-heavy88-ac',
    'AD513CD92648B700FF8A75',
    { ...on, mode: 'dehumidify', targetTemperature: 25, ...still },
    'heard',
  ],
  ['lg-ac', '8800347', { ...on, mode: 'cool', targetTemperature: 18, fanSpeed: 3 }],
  ['lg-ac', '8800459', { ...on, mode: 'cool', targetTemperature: 19 }],
  ['lg-ac', '8800A4E', { ...on, mode: 'cool', targetTemperature: 25, fanSpeed: 3 }],
  ['lg-ac', '88C0051', { power: false, mode: 'auto' }],
  ['lg-ac', '880C152', { ...on, mode: 'heat', targetTemperature: 16 }, 'heard'],
  ['lg-ac', '880CF50', { ...on, mode: 'heat', targetTemperature: 30 }, 'heard'],
  ['lg-ac', '880960F', { ...on, mode: 'dehumidify', fanSpeed: 1 }, 'heard'],
  ['lg-ac', '8809946', { ...on, mode: 'dehumidify', fanSpeed: 3 }, 'heard'],
  ['lg-ac', '8808721', { ...on, mode: 'cool', targetTemperature: 22, fanSpeed: 2 }, 'heard'],
  ['lg-ac', '880A341', { ...on, mode: 'fan', fanSpeed: 3 }, 'heard'],
  ['lg2-ac', '8800347', { ...on, mode: 'cool', targetTemperature: 18, fanSpeed: 5 }],
  ['lg2-ac', '880A396', { ...on, mode: 'fan', fanSpeed: 2 }, 'heard'],
  ['lg2-ac', '880A3A7', { ...on, mode: 'fan', fanSpeed: 4 }, 'heard'],
  [
    'samsung-ac',
    '02920F000000F001D20F0000000001E2FE718011F0',
    { ...on, mode: 'cool', targetTemperature: 24, ...still },
  ],
  [
    'samsung-ac',
    '02B20F000000C001D20F000000000102FF718011C0',
    { power: false, mode: 'cool', targetTemperature: 24, ...still },
  ],
  ['samsung-ac', '02920F000000F001E2FE714011F0', { ...on, mode: 'cool', targetTemperature: 20, ...still }, 'heard'],
  ['samsung-ac', '02920F000000F00102AF711041F0', { ...on, mode: 'heat', targetTemperature: 17, ...up }, 'heard'],
  [
    'samsung-ac',
    '02920F000000F00102AF710015F0',
    { ...on, mode: 'cool', targetTemperature: 16, fanSpeed: 1, ...up },
    'heard',
  ],
  [
    'samsung-ac',
    '02A90F000000C001C90F0000000001F9CE71E041C0',
    { power: false, mode: 'heat', targetTemperature: 30, ...up },
    'heard',
  ],
  [
    'daikin-ac',
    '11DA2700C50000D711DA27004200005411DA270000491E00B0000006600000C000004F',
    { ...on, mode: 'heat', targetTemperature: 15, fanSpeed: 1, ...still },
  ],
  [
    'daikin-ac',
    '11DA2700C50000D711DA270042E30B4211DA27000068320030000006600000C1800083',
    { power: false, mode: 'fan', fanSpeed: 2, ...still },
    'heard',
  ],
  [
    'daikin-ac',
    '11DA2700C50000D711DA2700423A059311DA2700003F3A00A0000A25170100C0000032',
    { ...on, mode: 'cool', targetTemperature: 29, ...still },
    'heard',
  ],
  [
    'mitsubishi-ac',
    '23CB260100001808364000000000000000AB',
    { power: false, mode: 'cool', targetTemperature: 24, ...still },
    'heard',
  ],
  [
    'mitsubishi-ac',
    '23CB2601002008063045670000000000001F',
    { ...on, mode: 'heat', targetTemperature: 22, fanSpeed: 1, ...still },
    'heard',
  ],
  [
    'mitsubishi-ac',
    '23CB26010000180A367900000000000000E6',
    { power: false, mode: 'cool', targetTemperature: 26, fanSpeed: 2, ...up },
  ],
  [
    'panasonic-ac',
    '0220E004000000060220E00400303280AF00000660000080000683',
    { power: false, mode: 'cool', targetTemperature: 25, ...up },
    'heard',
  ],
  [
    'panasonic-ac',
    '0220E004000000060220E004003932807300000EE00000890000DB',
    { ...on, mode: 'cool', targetTemperature: 25, fanSpeed: 5, ...still },
    'heard',
  ],
  [
    'panasonic-ac',
    '0220E004000000060220E00400492480AF00000EE0000081000011',
    { ...on, mode: 'heat', targetTemperature: 18, ...up },
  ],
  [
    'panasonic-dke-ac',
    '0220E004000000060220E004003925803F0D000EE00000890000A7',
    { ...on, mode: 'cool', targetTemperature: 18.5, fanSpeed: 1, ...up },
    'heard',
  ],
  [
    'fujitsu-ac',
    '1463001010FE093081013100000020FD',
    { ...on, mode: 'cool', targetTemperature: 24, fanSpeed: 4, ...up },
    'heard',
  ],
  ['fujitsu-ac', '1463001010FE0930810400000000202B', { ...on, mode: 'heat', targetTemperature: 24, ...still }],
  ['fujitsu-ac', '1463001010FE0930810000000000202F', { ...on, mode: 'auto', targetTemperature: 24, ...still }],
  [
    'fujitsu-ac',
    '1463001010FE0930200114000000207B',
    { ...on, mode: 'cool', targetTemperature: 18, fanSpeed: 1, ...up },
    'heard',
  ],
  ['fujitsu-ac', '1463001010FE0930400322000000204B', { ...on, mode: 'fan', fanSpeed: 3, ...side }, 'heard'],
  ['fujitsu-ac', '146300101002FD', { power: false, mode: 'auto' }],
  ['toshiba-ac', 'F20D03FC0100000001', { ...on, mode: 'auto', targetTemperature: 17 }],
  ['toshiba-ac', 'F20D03FC0100C100C0', { ...on, mode: 'cool', targetTemperature: 17, fanSpeed: 5 }],
  ['toshiba-ac', 'F20D03FC0130070036', { power: false, mode: 'auto', targetTemperature: 20 }],
  ['toshiba-ac', 'F20D03FC0140030042', { ...on, mode: 'heat', targetTemperature: 21 }],
  [
    'hitachi-ac',
    '80080C02FD807F8848802004008000000001000000000000800000AC',
    { ...on, mode: 'cool', targetTemperature: 16, ...still },
    'heard',
  ],
  [
    'hitachi-ac',
    '80080C02FD807F884810C00200A000000001000000000000800000D0',
    { ...on, mode: 'heat', targetTemperature: 32, fanSpeed: 4, ...still },
    'heard',
  ],
  [
    'hitachi344-ac',
    '01100040BFFF00CC33986713EC689700FF00FF00FF00FF00FF13ECF10E00FF00FF807F03FC20DF00FF00FF',
    { ...on, mode: 'cool', targetTemperature: 26, fanSpeed: 1, ...up },
  ],
  [
    'hitachi344-ac',
    '01100040BFFF00CC33926D13EC44BB00FF00FF00FF00FF00FF56A9F10E00FF00FF807F03FC00FF00FF00FF',
    { ...on, mode: 'heat', targetTemperature: 17, ...still },
  ],
  [
    'hitachi424-ac',
    '01100040BFFF00CC33926D13EC5CA300FF00FF00FF00FF00FF53ACF10E00FF00FF807F03FC01FE887700FF00FFFF00FF00FF00FF00',
    { ...on, mode: 'cool', targetTemperature: 23 },
  ],
]

/** A press of a real LG remote (18 °C, cool, strongest fan) as a receiver recorded it. Same source. */
export const heardOfLg2 = [
  ...[3272, 9844, 506, 1588, 536, 498, 534, 498, 536, 498, 534, 1540, 534, 506, 534, 498, 534, 500, 532, 500, 534],
  ...[498, 534, 498, 534, 506, 534, 500, 534, 498, 534, 498, 534, 498, 534, 500, 534, 498, 534, 1566, 508, 1566],
  ...[508, 500, 534, 1540, 534, 506, 534, 500, 534, 500, 534, 1560, 508, 1540, 534, 1558, 508],
]
