/** A key, the number that other programs print for it, and its fields in the protocol. */
export interface Vector {
  readonly key: object
  readonly protocol: string
  readonly fields: object
}

/** Numbers and fields as the tests of IRremoteESP8266 pair them (encodeNEC, encodeSAMSUNG, encodeSony, …). */
export const printed: readonly Vector[] = [
  { key: { nec: 0x807f40bf }, protocol: 'nec', fields: { address: 1, command: 2 } },
  { key: { nec: 0x9a656897 }, protocol: 'nec', fields: { address: 0x59, command: 0x16 } },
  { key: { nec: 0x9a806897 }, protocol: 'nec', fields: { address: 0x159, command: 0x16 } },
  { key: { nec: 0xc1a28877 }, protocol: 'nec', fields: { address: 0x4583, command: 0x11 } },
  { key: { nec: 0x18e710ef }, protocol: 'nec', fields: { address: 0x18, command: 8 } },
  { key: { nec: 0x20df10ef }, protocol: 'nec', fields: { address: 4, command: 8 } },
  { key: { nec: '0x20DF10EF' }, protocol: 'nec', fields: { address: 4, command: 8 } },
  { key: { samsung: 0xff }, protocol: 'samsung', fields: { address: 0, command: 0 } },
  { key: { samsung: 0x8080807f }, protocol: 'samsung', fields: { address: 1, command: 1 } },
  { key: { samsung: 0xf8f805fa }, protocol: 'samsung', fields: { address: 0x1f, command: 0xa0 } },
  { key: { samsung: 0xe0e09966 }, protocol: 'samsung', fields: { address: 7, command: 0x99 } },
  { key: { samsung: 0xe0e040bf }, protocol: 'samsung', fields: { address: 7, command: 2 } },
  { key: { sony: 0xa90 }, protocol: 'sony', fields: { bits: 12, address: 1, command: 21 } },
  { key: { sony: { data: 0x750 } }, protocol: 'sony', fields: { bits: 12, address: 1, command: 0x2e } },
  { key: { sony: { bits: 15, data: 0x5480 } }, protocol: 'sony', fields: { bits: 15, address: 1, command: 21 } },
  { key: { sony: 0x5455 }, protocol: 'sony', fields: { bits: 15, address: 0xaa, command: 21 } },
  { key: { sony: 0x81080 }, protocol: 'sony', fields: { bits: 20, address: 1, command: 1, extended: 1 } },
  { key: { jvc: 0xc2b8 }, protocol: 'jvc', fields: { address: 0x43, command: 0x1d } },
  { key: { jvc: 0x8040 }, protocol: 'jvc', fields: { address: 1, command: 2 } },
  { key: { sharp: 0x4202 }, protocol: 'sharp', fields: { address: 1, command: 1 } },
  { key: { sharp: 0x4102 }, protocol: 'sharp', fields: { address: 1, command: 2 } },
  { key: { sharp: 0x454a }, protocol: 'sharp', fields: { address: 0x11, command: 0x4a } },
  { key: { sharp: 0x7266 }, protocol: 'sharp', fields: { address: 7, command: 0x99 } },
  { key: { lg: 0x100011 }, protocol: 'lg', fields: { address: 1, command: 1 } },
  { key: { lg: 0x43001de }, protocol: 'lg', fields: { address: 0x43, command: 0x1d } },
  { key: { lg: 0x4b4ae51 }, protocol: 'lg', fields: { address: 0x4b, command: 0x4ae5 } },
  { key: { denon: 0x2278 }, protocol: 'denon', fields: { address: 2, command: 0x79 } },
  { key: { denon: '0x2278' }, protocol: 'denon', fields: { address: 2, command: 0x79 } },
  { key: { rc6a: 0xc800f040c }, protocol: 'rc6a', fields: { bits: 32, data: 0x800f040c } },
  // The toggle bit counts nothing.
  { key: { rc6a: 0xc800f840c }, protocol: 'rc6a', fields: { bits: 32, data: 0x800f040c } },
  { key: { panasonic: 0x40040190ed7c }, protocol: 'panasonic', fields: { device: 128, subdevice: 9, command: 0xb7 } },
]

/** What a Global Caché sends: cycles of a carrier, as their database has them for one key. */
export interface Cycles {
  readonly name: string
  readonly carrier: number
  readonly cycles: string
  readonly key: object
}

/** Global Caché's codes of real remotes, and what they are by IRremoteESP8266. */
export const captured: readonly Cycles[] = [
  {
    name: 'a JVC recorder',
    carrier: 38_000,
    cycles:
      '322 162 20 61 20 61 20 20 20 20 20 20 20 20 20 61 20 20 20 61 20 20 20 61 20 61 20 61 20 20 20 20 20 20 20 884',
    key: { jvc: 0xc2b8 },
  },
  {
    name: 'a Sharp television',
    carrier: 38_000,
    cycles:
      '10 70 10 30 10 30 10 30 10 70 10 30 10 70 10 30 10 70 10 30 10 30 10 70 10 30 10 70 10 30 10 1657 10 70 10 30 10 30 10 30 10 70 10 70 10 30 10 70 10 30 10 70 10 70 10 30 10 70 10 30 10 70 10 1657',
    key: { sharp: 0x454a },
  },
  {
    name: 'a Mitsubishi television',
    carrier: 33_000,
    cycles: '10 70 10 70 10 70 10 30 10 30 10 30 10 70 10 30 10 30 10 70 10 30 10 30 10 30 10 30 10 70 10 30 10 936',
    key: { mitsubishi: 0xe242 },
  },
  {
    name: 'a Samsung television',
    carrier: 38_000,
    cycles:
      '172 172 22 64 22 64 22 64 22 21 22 21 22 21 22 21 22 21 22 64 22 64 22 64 22 21 22 21 22 21 22 21 22 21 22 64 22 21 22 21 22 64 22 64 22 21 22 21 22 64 22 21 22 64 22 64 22 21 22 21 22 64 22 64 22 21 22 1820',
    key: { samsung: 0xe0e09966 },
  },
  {
    name: 'a Sony television',
    carrier: 40_000,
    cycles: '96 24 24 24 48 24 48 24 48 24 24 24 48 24 24 24 48 24 24 24 24 24 24 24 24 1013',
    key: { sony: 0x750 },
  },
  {
    name: 'a Panasonic television',
    carrier: 37_000,
    cycles:
      '126 64 16 17 16 49 15 16 16 16 16 16 16 17 15 17 15 17 15 17 15 16 16 16 16 16 16 17 15 49 16 16 16 16 16 17 15 17 15 17 15 17 15 16 16 16 16 16 16 49 15 49 16 17 15 17 15 49 16 16 16 17 16 17 15 17 15 49 16 49 15 49 16 17 16 49 15 49 16 17 15 48 16 16 16 49 15 48 16 49 15 49 16 49 15 17 15 16 16 2721',
    key: { panasonic: 0x40040190ed7c },
  },
]

/** The marks and spaces that IRremoteESP8266 sends, in units, each with the gap left out. */
export const sent: readonly { readonly key: object; readonly unit: number; readonly units: string }[] = [
  // RC5 0x175 and RC5X 0x1175
  { key: { rc5: { address: 5, command: 0x35 } }, unit: 889, units: '1 1 2 1 1 1 1 2 2 2 1 1 1 1 2 2 2 2 1' },
  { key: { rc5: { address: 5, command: 0x75 } }, unit: 889, units: '2 1 1 1 1 1 1 2 2 2 1 1 1 1 2 2 2 2 1' },
  {
    key: { rc6: { address: 0, command: 0 } },
    unit: 444.44,
    units: `6 2 1 2 1 1 1 1 1 2 2 1 ${'1 1 '.repeat(15)}1`,
  },
  {
    key: { mitsubishi: 0xe242 },
    unit: 300,
    units: '1 7 1 7 1 7 1 3 1 3 1 3 1 7 1 3 1 3 1 7 1 3 1 3 1 3 1 3 1 7 1 3 1',
  },
  // RCMM 0xE0A600 and 0x28E0A600, in units of a 36 kHz cycle
  {
    key: { rcmm: { bits: 24, data: 0xe0a600 } },
    unit: 27.778,
    units: '15 10 6 28 6 22 6 10 6 10 6 22 6 22 6 16 6 22 6 10 6 10 6 10 6 10 6',
  },
  {
    key: { sony: { bits: 15, data: 0x240c } },
    unit: 600,
    units: '4 1 1 1 2 1 1 1 1 1 2 1 1 1 1 1 1 1 1 1 1 1 1 1 2 1 2 1 1 1 1',
  },
]

/** Pronto hex of real keys, and what they are by IRremoteESP8266. */
export const prontos: readonly { readonly name: string; readonly text: string; readonly key: object }[] = [
  {
    name: 'a Sony player with 20 bits, repeat only',
    text: '0000 0067 0000 0015 0060 0018 0018 0018 0030 0018 0030 0018 0030 0018 0018 0018 0030 0018 0018 0018 0018 0018 0030 0018 0018 0018 0030 0018 0030 0018 0030 0018 0018 0018 0018 0018 0030 0018 0018 0018 0018 0018 0030 0018 0018 03f6',
    key: { sony: { bits: 20, data: 0x74b92 } },
  },
  {
    name: 'a Panasonic plasma television, repeat only',
    text: `0000 0071 0000 0032 0080 003F ${'010000000000010000000001000000000111110001111101'
      .split('')
      .map((bit) => `0010 ${bit === '1' ? '0030' : '0010'}`)
      .join(' ')} 0010 0A98`,
    key: { panasonic: 0x400401007c7d },
  },
  {
    name: 'an NEC key, once and repeat',
    text: '0000 006D 0022 0002 0156 00AB 0015 0015 0015 0015 0015 0015 0015 0040 0015 0040 0015 0015 0015 0015 0015 0015 0015 0040 0015 0040 0015 0040 0015 0015 0015 0015 0015 0040 0015 0040 0015 0040 0015 0015 0015 0015 0015 0015 0015 0040 0015 0015 0015 0015 0015 0015 0015 0015 0015 0040 0015 0040 0015 0040 0015 0015 0015 0040 0015 0040 0015 0040 0015 0040 0015 05FD 0156 0055 0015 0E4E',
    key: { nec: 0x18e710ef },
  },
]
