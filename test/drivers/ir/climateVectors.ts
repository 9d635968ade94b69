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
  'daikin152-ac': [3492, 1718, 433, 433, 1529, 'lsb', 19],
  'daikin160-ac': [5000, 2145, 342, 700, 1786, 'lsb', 7, 13],
  'daikin176-ac': [5070, 2140, 370, 710, 1780, 'lsb', 7, 15],
  'daikin216-ac': [3440, 1750, 420, 450, 1300, 'lsb', 8, 19],
  'daikin312-ac': [3518, 1688, 453, 414, 1275, 'lsb', 20, 19],
  'mitsubishi112-ac': [3450, 1696, 450, 385, 1250, 'lsb', 14],
  'mitsubishi136-ac': [3324, 1474, 467, 351, 1137, 'lsb', 17],
  'haier160-ac': [3000, 4300, 520, 650, 1650, 'msb', 20],
  'fujitsu-arrew4e-ac': [3324, 1574, 448, 390, 1182, 'lsb', 16],
  'fujitsu-ardb1-ac': [3324, 1574, 448, 390, 1182, 'lsb', 15],
  'hitachi264-ac': [3300, 1700, 400, 500, 1250, 'lsb', 33],
  'hitachi296-ac': [3300, 1700, 400, 500, 1250, 'lsb', 37],
  'sharp-ac': [3800, 1900, 470, 500, 1400, 'lsb', 13],
  'sharp-a903-ac': [3800, 1900, 470, 500, 1400, 'lsb', 13],
  'sharp-a705-ac': [3800, 1900, 470, 500, 1400, 'lsb', 13],
  'midea-ac': [4480, 4480, 560, 560, 1680, 'msb', 6, 6],
  'coolix-ac': [4692, 4416, 552, 552, 1656, 'msb', 6],
  'carrier64-ac': [8940, 4556, 503, 615, 1736, 'lsb', 8],
  'gree-ac': [9000, 4500, 620, 540, 1600, 'lsb'],
  'gree-ybofb-ac': [9000, 4500, 620, 540, 1600, 'lsb'],
  'tcl112-ac': [3000, 1650, 500, 325, 1050, 'lsb', 14],
  'haier-ac': [3000, 4300, 520, 650, 1650, 'msb', 9],
  'haier-yrw02-ac': [3000, 4300, 520, 650, 1650, 'msb', 14],
  'haier176-ac': [3000, 4300, 520, 650, 1650, 'msb', 22],
}

type Vector = [protocol: string, frame: string, state: ClimateState, received?: 'received']
const on = { power: true } as const
const [still, up, side] = [{ oscillation: 'off' }, { oscillation: 'vertical' }, { oscillation: 'horizontal' }] as const
const both = { oscillation: 'both' } as const

/**
 * Frames whose meaning others have written down: the tests of crankyoldgit/IRremoteESP8266. `received`: real remotes put
 * things into
 * them that ours does not (clocks, timers, other models), so they are read only; the others are what ours sends, bit by bit.
 */
export const vectors: readonly Vector[] = [
  [
    'mitsubishi-heavy-ac',
    'AD513CE51A0CF307F804FB00FF00FF00FF807F',
    { ...on, mode: 'heat', targetTemperature: 24, fanSpeed: 4, ...both },
    'received',
  ],
  [
    'mitsubishi-heavy-ac',
    'AD513CE51A04FB07F804FB00FF00FF00FF807F',
    { power: false, mode: 'heat', targetTemperature: 24, fanSpeed: 4, ...both },
    'received',
  ],
  [
    'mitsubishi-heavy88-ac',
    'AD513CD92648B700FF8A75',
    { ...on, mode: 'dehumidify', targetTemperature: 25, ...still },
    'received',
  ],
  ['lg-ac', '8800347', { ...on, mode: 'cool', targetTemperature: 18, fanSpeed: 3 }],
  ['lg-ac', '8800459', { ...on, mode: 'cool', targetTemperature: 19 }],
  ['lg-ac', '8800A4E', { ...on, mode: 'cool', targetTemperature: 25, fanSpeed: 3 }],
  ['lg-ac', '88C0051', { power: false, mode: 'auto' }],
  ['lg-ac', '880C152', { ...on, mode: 'heat', targetTemperature: 16 }, 'received'],
  ['lg-ac', '880CF50', { ...on, mode: 'heat', targetTemperature: 30 }, 'received'],
  ['lg-ac', '880960F', { ...on, mode: 'dehumidify', fanSpeed: 1 }, 'received'],
  ['lg-ac', '8809946', { ...on, mode: 'dehumidify', fanSpeed: 3 }, 'received'],
  ['lg-ac', '8808721', { ...on, mode: 'cool', targetTemperature: 22, fanSpeed: 2 }, 'received'],
  ['lg-ac', '880A341', { ...on, mode: 'fan', fanSpeed: 3 }, 'received'],
  ['lg2-ac', '8800347', { ...on, mode: 'cool', targetTemperature: 18, fanSpeed: 5 }],
  ['lg2-ac', '880A396', { ...on, mode: 'fan', fanSpeed: 2 }, 'received'],
  ['lg2-ac', '880A3A7', { ...on, mode: 'fan', fanSpeed: 4 }, 'received'],
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
  ['samsung-ac', '02920F000000F001E2FE714011F0', { ...on, mode: 'cool', targetTemperature: 20, ...still }, 'received'],
  ['samsung-ac', '02920F000000F00102AF711041F0', { ...on, mode: 'heat', targetTemperature: 17, ...up }, 'received'],
  [
    'samsung-ac',
    '02920F000000F00102AF710015F0',
    { ...on, mode: 'cool', targetTemperature: 16, fanSpeed: 1, ...up },
    'received',
  ],
  [
    'samsung-ac',
    '02A90F000000C001C90F0000000001F9CE71E041C0',
    { power: false, mode: 'heat', targetTemperature: 30, ...both },
    'received',
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
    'received',
  ],
  [
    'daikin-ac',
    '11DA2700C50000D711DA2700423A059311DA2700003F3A00A0000A25170100C0000032',
    { ...on, preset: 'powercool', mode: 'cool', targetTemperature: 29, ...still },
    'received',
  ],
  [
    'mitsubishi-ac',
    '23CB260100001808364000000000000000AB',
    { power: false, mode: 'cool', targetTemperature: 24, ...still },
    'received',
  ],
  [
    'mitsubishi-ac',
    '23CB2601002008063045670000000000001F',
    { ...on, mode: 'heat', targetTemperature: 22, fanSpeed: 1, ...still },
    'received',
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
    'received',
  ],
  [
    'panasonic-ac',
    '0220E004000000060220E004003932807300000EE00000890000DB',
    { ...on, mode: 'cool', targetTemperature: 25, fanSpeed: 5, ...still },
    'received',
  ],
  [
    'panasonic-ac',
    '0220E004000000060220E00400492480AF00000EE0000081000011',
    { ...on, mode: 'heat', targetTemperature: 18, ...up },
  ],
  [
    'panasonic-dke-ac',
    '0220E004000000060220E004003925803F0D000EE00000890000A7',
    { ...on, mode: 'cool', targetTemperature: 18.5, fanSpeed: 1, ...both },
    'received',
  ],
  [
    'fujitsu-ac',
    '1463001010FE093081013100000020FD',
    { ...on, mode: 'cool', targetTemperature: 24, fanSpeed: 4, ...both },
    'received',
  ],
  ['fujitsu-ac', '1463001010FE0930810400000000202B', { ...on, mode: 'heat', targetTemperature: 24, ...still }],
  ['fujitsu-ac', '1463001010FE0930810000000000202F', { ...on, mode: 'auto', targetTemperature: 24, ...still }],
  [
    'fujitsu-ac',
    '1463001010FE0930200114000000207B',
    { ...on, mode: 'cool', targetTemperature: 18, fanSpeed: 1, ...up },
    'received',
  ],
  ['fujitsu-ac', '1463001010FE0930400322000000204B', { ...on, mode: 'fan', fanSpeed: 3, ...side }, 'received'],
  ['fujitsu-ac', '146300101002FD', { power: false, mode: 'auto' }],
  ['toshiba-ac', 'F20D03FC0100000001', { ...on, mode: 'auto', targetTemperature: 17 }],
  ['toshiba-ac', 'F20D03FC0100C100C0', { ...on, mode: 'cool', targetTemperature: 17, fanSpeed: 5 }],
  ['toshiba-ac', 'F20D03FC0130070036', { power: false, mode: 'auto', targetTemperature: 20 }],
  ['toshiba-ac', 'F20D03FC0140030042', { ...on, mode: 'heat', targetTemperature: 21 }],
  [
    'hitachi-ac',
    '80080C02FD807F8848802004008000000001000000000000800000AC',
    { ...on, mode: 'cool', targetTemperature: 16, ...still },
    'received',
  ],
  [
    'hitachi-ac',
    '80080C02FD807F884810C00200A000000001000000000000800000D0',
    { ...on, mode: 'heat', targetTemperature: 32, fanSpeed: 4, ...still },
    'received',
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

/**
 * Frames that ours sends, as crankyoldgit/IRremoteESP8266 read them when they were sent to it: the same protocol, power, mode,
 * temperature, preset, fan and flaps. A line is a protocol, its bytes, and the state.
 */
export const judgedFrames = `
daikin152-ac 11DA2700003134007F000000000000C50000BB cool 26 fan6 up
daikin152-ac 11DA270000412A00B0000000000000C50000F2 heat 21 fan1 still
daikin152-ac 11DA270000212400A0000000000000C50000BC dehumidify still
daikin152-ac 11DA270000302C00A0000000000000C50000D3 off cool 22 still
daikin160-ac 11DA27F00D000F11DA2700D331F1000020070836 cool 26 fan6 up
daikin160-ac 11DA27F00D000F11DA2700D341310000160B0880 heat 21 fan1 still
daikin160-ac 11DA27F00D000F11DA2700D321310000000A0849 dehumidify still
daikin160-ac 11DA27F00D000F11DA2700D330310000180A0870 off cool 22 still
daikin176-ac 11DA171804001E11DA17180073002100002236002026 cool 26 fan2 still
daikin176-ac 11DA171804001E11DA171800730011000018150020EB heat 21 fan1 side
daikin176-ac 11DA171804001E11DA171800230071000010160020F4 dehumidify fan1 still
daikin176-ac 11DA171804001E11DA17180073002000001A160020FD off cool 22 fan1 still
daikin216-ac 11DA27F00000000211DA2700003134007F000000000000C00000B6 cool 26 fan6 up
daikin216-ac 11DA27F00000000211DA270000412A00B00F0000000000C00000FC heat 21 fan1 side
daikin216-ac 11DA27F00000000211DA27000021C000A0000000000000C0000053 dehumidify still
daikin216-ac 11DA27F00000000211DA270000302C00A0000000000000C00000CE off cool 22 still
fujitsu-arrew4e-ac 1463001010FE0931910111000000200C cool 26 fan4 up
fujitsu-arrew4e-ac 1463001010FE0931690424000000201E heat 21 fan1 side
fujitsu-arrew4e-ac 1463001010FE0931810200000000202C dehumidify 24 still
fujitsu-ardb1-ac 1463001010FC0830A101010000002D cool 26 fan4
fujitsu-ardb1-ac 1463001010FC083051040400000077 heat 21 fan1
fujitsu-ardb1-ac 1463001010FC08308102000000004D dehumidify 24
hitachi264-ac 01100040BFFF00CC33926D13EC689700FF00FF00FF00FF00FF43BCD12E00FF00FF cool 26 fan3
hitachi264-ac 01100040BFFF00CC33926D13EC54AB00FF00FF00FF00FF00FF16E9D12E00FF00FF heat 21 fan1
hitachi264-ac 01100040BFFF00CC33926D13EC609F00FF00FF00FF00FF00FF55AAD12E00FF00FF dehumidify 24
hitachi264-ac 01100040BFFF00CC33926D13EC58A700FF00FF00FF00FF00FF53ACC13E00FF00FF off cool 22
hitachi296-ac 01100040BFFF00CC33926D43BC689700FF00FF00FF00FF00FF43BCF10E00FF00FF00FF03FC cool 26 fan4
hitachi296-ac 01100040BFFF00CC33926D43BC54AB00FF00FF00FF00FF00FF16E9F10E00FF00FF00FF03FC heat 21 fan1
hitachi296-ac 01100040BFFF00CC33926D43BC609F00FF00FF00FF00FF00FF55AAF10E00FF00FF00FF03FC dehumidify 24
hitachi296-ac 01100040BFFF00CC33926D43BC58A700FF00FF00FF00FF00FF53ACE11E00FF00FF00FF03FC off cool 22
sharp-ac AA5ACF10CB117200088000E001 cool 26 fan4
sharp-ac AA5ACF10C6114100088000E0D1 heat 21 fan1
sharp-ac AA5ACF1000112300088000E031 dehumidify
sharp-ac AA5ACF10C7212200088000E0A1 off cool 22
sharp-a903-ac AA5ACF10CB117200088000F011 cool 26 fan3
sharp-a903-ac AA5ACF10C6113200088000F081 cool 21 fan1
sharp-a903-ac AA5ACF1000112300088000F021 dehumidify
sharp-a903-ac AA5ACF10C7212200088000F0B1 off cool 22
sharp-a705-ac AA5ACF10DB117200088000F001 cool 26 fan3
sharp-a705-ac AA5ACF10D6113200088000F091 cool 21 fan1
sharp-a705-ac AA5ACF10D7212200088000F0A1 off cool 22
midea-ac A19849FFFF4B5E67B60000B4 cool 26 fan3
midea-ac A18B44FFFF515E74BB0000AE heat 21 fan1
midea-ac A18147FFFF585E7EB80000A7 dehumidify 24
midea-ac A10045FFFFDB5EFFBA000024 off cool 22
coolix-ac B24D3FC0D02F cool 26 fan3
coolix-ac B24D9F606C93 heat 21 fan1
coolix-ac B24D1FE044BB dehumidify 24
coolix-ac B24D7B84E01F off auto
carrier64-ac 8455E52A10009010 cool 26 fan3 up
carrier64-ac 8455550510009010 heat 21 fan1 still
carrier64-ac 8455220600009010 off cool 22 still
gree-ac 790A6050012000F0 cool 26 fan3 up
gree-ac 1C056050102000E0 heat 21 fan1 side
gree-ac 1A086050002000E0 dehumidify 24 fan1 still
gree-ac 0106205000200030 off cool 22 still
gree-ybofb-ac 790A2050012000F0 cool 26 fan3 up
gree-ybofb-ac 1C052050102000E0 heat 21 fan1 side
gree-ybofb-ac 1A082050002000E0 dehumidify 24 fan1 still
tcl112-ac 23CB2601002403057D000000803E cool 26 fan4 up
tcl112-ac 23CB26010024010A41000000880D heat 21 fan1 side
tcl112-ac 23CB260100240207400000008002 dehumidify 24 still
tcl112-ac 23CB26010020030940000000A021 off cool 22.5 still
haier-ac A5A1E0000C40200092 cool 26 fan3 up
haier-ac A55120000CC0600042 heat 21 fan1 still
haier-ac A58120000C00400092 dehumidify 24 still
haier-ac A56020000C00200051 off cool 22 still
haier-yrw02-ac A6AC0000402000200000000005D7 cool 26 fan3 up
haier-yrw02-ac A650E000406000800000000005FB heat 21 fan1 side
haier-yrw02-ac A680000040A0004000000000054B dehumidify 24 still
haier-yrw02-ac A660000000A000200000000005CB off cool 22 still
haier176-ac A6AC0000402000200000000005D7B7004000000000F7 cool 26 fan3 up
haier176-ac A650E000406000800000000005FBB700C00000000077 heat 21 fan1 side
haier176-ac A680000040A0004000000000054BB7000000000000B7 dehumidify 24 still
haier176-ac A660000000A000200000000005CBB7000000000000B7 off cool 22 still
samsung-ac 02920F000000F001D20F000000000182FE77901FF0 cool powercool 25 fan4 still
samsung-ac 02920F000000F001D20F0000000001C2AE7F9041F0 heat powersaving 25 up
samsung-ac 02920F000000F001D20F0000000001E2CE717011F0 cool 23 both
mitsubishi-ac 23CB26010020180936C0000000002000006C cool powersaving 25 still
mitsubishi-ac 23CB260100201807C6F80000000000000012 cool 23 both
mitsubishi-heavy-ac AD513CE51A09F608F708F7C03F08F700FF807F cool powercool 25 still
mitsubishi-heavy-ac AD513CE51A0CF308F706F9C03F08F700FF807F heat powersaving 25 still
mitsubishi-heavy-ac AD513CE51A0CF308F700FFC03F08F740BF807F heat sleep 25 still
mitsubishi-heavy-ac AD513CE51A09F606F900FF00FF00FF00FF807F cool 23 both
mitsubishi-heavy88-ac AD513CD92600FFC03F8976 cool powercool 25 still
mitsubishi-heavy88-ac AD513CD92600FFE01F8C73 heat powersaving 25 still
mitsubishi-heavy88-ac AD513CD926807F10EF6996 cool 23 both
panasonic-ac 0220E004000000060220E00400393280A300000EE0200081000023 cool powercool 25 still
panasonic-dke-ac 0220E004000000060220E00400393280A306000EE02000010006AF cool powercool 25 still
panasonic-dke-ac 0220E004000000060220E00400392E80AF0D000EE000000100069E cool 23 both
daikin-ac 11DA2700C50000D711DA27004200005411DA270000393200A0000006600100C0000044 cool powercool 25 still
daikin-ac 11DA2700C50000D711DA27004200005411DA270000493200A0000006600000C0040057 heat powersaving 25 still
daikin-ac 11DA2700C50000D711DA27004200005411DA270000392E00AF0F0006600000C000005D cool 23 both
daikin152-ac 11DA270000313200A0000000000100C50000DB cool powercool 25 still
daikin152-ac 11DA270000413200A0000000000000C50400EE heat powersaving 25 still
daikin216-ac 11DA27F00000000211DA270000313200A0000000000100C00000D6 cool powercool 25 still
daikin216-ac 11DA27F00000000211DA270000312E00AF0F0000000000C00000EF cool 23 both
fujitsu-ac 1463001010FE0930710130000000200E cool 23 both
fujitsu-arrew4e-ac 1463001010FE09317901300000002005 cool 23 both
hitachi-ac 80080C02FD807F88481020740080E0E0000100000000000080000048 cool 23 both
hitachi344-ac 01100040BFFF00CC33926D13EC5CA300FF00FF00FF00FF00FF53ACF10E00FF00FF807F00FF20DF00FF00FF cool 23 both
midea-ac A1C348FFFF155E3CB70000EA heat sleep 25
gree-ac 09097050002000E0 cool powercool 25 still
gree-ac 8C09605000200010 heat sleep 25 still
gree-ac 49076050112000D0 cool 23 both
gree-ybofb-ac 09093050002000E0 cool powercool 25 still
gree-ybofb-ac 8C09205000200010 heat sleep 25 still
gree-ybofb-ac 49072050112000D0 cool 23 both
tcl112-ac 23CB2601002423067D000000805F cool powercool 25 fan4 up
tcl112-ac 23CB260100A40106400000008080 heat powersaving 25 still
tcl112-ac 23CB260100240308780000008844 cool 23 both
haier-ac A59120000C00604002 heat sleep 25 still
haier-yrw02-ac A690000040A0402000000000057B cool powercool 25 still
haier-yrw02-ac A690000040A0008080000000051B heat sleep 25 still
haier-yrw02-ac A67CE00040A00020000000000507 cool 23 both
haier176-ac A690000040A0402000000000057BB7000000000000B7 cool powercool 25 still
haier176-ac A690000040A0008080000000051BB7000000000000B7 heat sleep 25 still
haier176-ac A67CE00040A00020000000000507B7000000000000B7 cool 23 both
mitsubishi112-ac 23CB2601002403083D00000030B1 cool 23 fan3 both
mitsubishi112-ac 23CB260100240305380000000C85 cool 26 fan4 up
mitsubishi112-ac 23CB26010024010A1A000000308E heat 21 fan1 side
mitsubishi112-ac 23CB2601002402071D0000000C6B dehumidify 24 fan3 still
mitsubishi112-ac 23CB2601002003091D0000000C6A off cool 22 fan3 still
mitsubishi136-ac 23CB26210040A1C6040000BF5E39FBFFFF cool 26 fan4 up
mitsubishi136-ac 23CB262100405220040000BFADDFFBFFFF heat 21 fan1 still
mitsubishi136-ac 23CB262100408524040000BF7ADBFBFFFF dehumidify 24 fan3 still
mitsubishi136-ac 23CB262100006124040000FF9EDBFBFFFF off cool 22 fan3 still
daikin312-ac 11DA2700020060006406000001000000000000DF11DA270000393200A0000006600100C5000851 cool powercool 25 still
daikin312-ac 11DA2700020060006406000001000000000000DF11DA270000493200A0000006600000C5040864 heat powersaving 25 still
daikin312-ac 11DA2700020060006406000001000000000000DF11DA270000392E00AF0F0006600000C500086A cool 23 both
daikin312-ac 11DA2700020060006406000001000000000000DF11DA2700003934007F000006600000C5000831 cool 26 fan6 up
daikin312-ac 11DA2700020060006406000001000000000000DF11DA270000492A00B00F0006600000C5000877 heat 21 fan1 side
daikin312-ac 11DA2700020060006406000001000000000000DF11DA270000293200A0000006600000C5000840 dehumidify still
daikin312-ac 11DA27000200E00064060000010000000000005F11DA270000382C00A0000006600000C5000849 off cool 22 still
haier160-ac A690000040A0402000000000057BB500000000B5 cool powercool 25 still
haier160-ac A6900000C0A0008080000000059BB500000000B5 heat sleep 25 still
haier160-ac A6AC0000402000200000000005D7B500200000D5 cool 26 fan3 up
haier160-ac A6500000C060008000000000059BB50060000015 heat 21 fan1 still
haier160-ac A680000040A0004000000000054BB500000000B5 dehumidify 24 still
haier160-ac A660000000A000200000000005CBB500000000B5 off cool 22 still
`
