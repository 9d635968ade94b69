import { code } from '../../../../drivers/ir/codes/code.ts'
import { toBroadlink, toPronto, toTuya } from '../../../../drivers/ir/codes/index.ts'

/** A text, and what is taken of it. */
export interface ImportCase {
  readonly name: string
  readonly text: string
  readonly fileName?: string
  readonly format: string
  /** what the keys send, by our names, as a user would write it */
  readonly keys: Readonly<Record<string, unknown>>
  /** what stands under `others`, by the names of the file */
  readonly others?: Readonly<Record<string, unknown>>
  /** what is reported, in its order, as line and text */
  readonly problems?: readonly (readonly [line: number | undefined, words: RegExp])[]
}

/** NEC 0x20DF10EF, LG's power key, as its pulses. */
const lgPower = code([
  ...[9000, 4500],
  ...'00100000110111110001000011101111'.split('').flatMap((bit) => [560, bit === '1' ? 1690 : 560]),
  ...[560, 40_000],
])
/** Light of no protocol. */
const strange = code([1000, 2000, 3000, 500, 1000, 4500, 700, 20_000])
const strangeRaw = [1000, -2000, 3000, -500, 1000, -4500, 700, -20_000]
const times = (spaces: string) => lgPower.pulses.map((time) => String(time)).join(spaces)
/** A radio packet of an RM4 pro: b1 c0, length, kHz, ticks. */
const radio = Buffer.from([0xb1, 0xc0, 13, 0, 0x10, 0x9f, 6, 0, 12, 36, 36, 12, 12, 36, 0, 1, 80]).toString('base64')

export const cases: readonly ImportCase[] = [
  {
    name: 'a Flipper file, parsed and raw, with what nobody knows',
    fileName: 'Samsung.ir',
    format: 'Flipper',
    text: `Filetype: IR signals file
Version: 1
# a television
name: Power
type: parsed
protocol: Samsung32
address: 07 00 00 00
command: 02 00 00 00
#
name: Vol_up
type: parsed
protocol: NECext
address: 86 02 00 00
command: 49 B6 00 00
#
name: Mute
type: parsed
protocol: RC5X
address: 05 00 00 00
command: 75 00 00 00
#
name: Ch_next
type: parsed
protocol: SIRC20
address: 21 00 00 00
command: 15 00 00 00
#
name: Source
type: parsed
protocol: Kaseikyo
address: 80 02 20 00
command: D0 03 00 00
#
name: Ch_prev
type: parsed
protocol: NECext
address: 00 BF 00 00
command: 25 DA 00 00
#
name: Brightness_up
type: parsed
protocol: NECext
address: 80 6E 00 00
command: 20 A5 00 00
#
name: Netflix
type: raw
frequency: 40000
duty_cycle: 0.330000
data: ${strange.pulses.join(' ')}
#
name: Off
type: raw
frequency: 38000
duty_cycle: 0.330000
data: ${times(' ')}
#
name: Bad
type: parsed
protocol: Quantum
address: 00 00 00 00
command: 00 00 00 00
#
name: Worse
type: raw
frequency: 38000
data: 12 zwölf
`,
    keys: {
      power: { samsung: 0xe0e040bf },
      volumeUp: { nec: { address: 0x0286, command: 0x49 } },
      mute: { rc5: { address: 5, command: 0x75 } },
      channelUp: { sony: { bits: 20, address: 1, command: 21, extended: 1 } },
      channelDown: { nec: { address: 0xbf00, command: 0x25 } },
      // Its second half is not the inverse of its first.
      brightnessUp: { nec: { address: 0x6e80, command: 0xa520 } },
      // Panasonic's power key by its number in IRremoteESP8266.
      input: { panasonic: 0x40040100bcbd },
      off: { nec: 0x20df10ef },
    },
    others: { Netflix: { raw: strangeRaw, carrier: 40_000 } },
    problems: [
      [58, /^Bad: the protocol "Quantum" is not known$/],
      [64, /^Worse: its data is no list of times/],
    ],
  },
  {
    name: 'irdb, with subdevices, toggle bits and a protocol that is not known',
    fileName: '7,7.csv',
    format: 'irdb',
    text: `functionname,protocol,device,subdevice,function\r
KEY_POWER,NECx2,7,7,2\r
"VOLUME, UP",NEC1,4,-1,2\r
KEY_MUTE,RC5,0,-1,13\r
KEY_1,Sony12,1,-1,0\r
POWER ON,Panasonic,128,9,183\r
KEY_0,RC6,0,-1,0\r
KEY_2,JVC,67,-1,29\r
KEY_3,Denon,2,-1,225\r
KEY_X,Quux,1,-1,2\r
KEY_Y,NEC1,x,-1,2\r
`,
    keys: {
      power: { samsung: { address: 7, command: 2 } },
      volumeUp: { nec: { address: 4, command: 2 } },
      mute: { rc5: { address: 0, command: 13 } },
      '1': { sony: { bits: 12, address: 1, command: 0 } },
      on: { panasonic: 0x40040190ed7c },
      '0': { rc6: { address: 0, command: 0 } },
      '2': { jvc: 0xc2b8 },
      '3': { denon: { address: 2, command: 225 } },
    },
    problems: [
      [10, /^KEY_X: the protocol "Quux" is not known$/],
      [11, /^KEY_Y: its device or its function is no number$/],
    ],
  },
  {
    name: 'a lircd.conf with an include and a remote without times',
    format: 'lircd.conf',
    text: `include "lircd.conf.d/*.conf"
begin remote
  name tv
  bits 16
  flags SPACE_ENC|CONST_LENGTH
  header 9000 4500
  one 560 1690
  zero 560 560
  ptrail 560
  repeat 9000 2250
  pre_data_bits 16
  pre_data 0x20DF
  gap 108000
  begin codes
    KEY_POWER 0x10EF # the red one
    KEY_VOLUMEUP 0x40BF
    KEY_BROKEN
  end codes
end remote
begin remote
  name grundig
  bits 10
  flags GRUNDIG
  begin codes
    A 0x1
  end codes
end remote
`,
    keys: { power: { nec: 0x20df10ef }, volumeUp: { nec: 0x20df40bf } },
    problems: [
      [1, /other files are not read/],
      [17, /^KEY_BROKEN: there is no code/],
      [25, /grundig is not taken: its flag GRUNDIG is not known/],
    ],
  },
  {
    name: 'a lircd.conf of raw codes',
    format: 'lircd.conf',
    text: `begin remote\n name raw\n flags RAW_CODES\n gap 40000\n begin raw_codes\n  name KEY_POWER\n  ${times(' ').split(' ').slice(0, -1).join(' ')}\n end raw_codes\nend remote\n`,
    keys: { power: { nec: 0x20df10ef } },
  },
  {
    name: 'lines of names and codes: Pronto, Global Caché, Broadlink, Tuya, radio, times',
    format: 'Pronto hex, Broadlink, Tuya, raw (µs)',
    text: `Power: ${toPronto(lgPower)}
Vol+ = ${toBroadlink(lgPower)}
"Mute","${toTuya(lgPower)}"
fan low; ${radio}
# a remark
fan high; ${Buffer.from(radio, 'base64').toString('hex')}
Mode: [${strangeRaw.join(', ')}]
Swing: what is this
Source,sendir,1:1,1,38000,1,1,${lgPower.pulses.map((us) => Math.round(us * 0.038)).join(',')}
`,
    keys: {
      power: { nec: 0x20df10ef },
      volumeUp: { nec: 0x20df10ef },
      mute: { nec: 0x20df10ef },
      'fan.1': { broadlink: radio },
      'fan.2': { broadlink: radio },
      mode: { raw: strangeRaw },
      input: { nec: 0x20df10ef },
    },
    problems: [[8, /^Swing: .*none of the known formats/]],
  },
  {
    name: 'lines of names and codes with only a space between',
    format: 'Pronto hex, Broadlink, Tuya, raw (µs)',
    text: `Power ${toPronto(lgPower)}
Vol up ${toBroadlink(lgPower)}
fan.1 ${radio}
fan.2 ${Buffer.from(radio, 'base64').toString('hex')}
`,
    keys: {
      power: { nec: 0x20df10ef },
      volumeUp: { nec: 0x20df10ef },
      'fan.1': { broadlink: radio },
      'fan.2': { broadlink: radio },
    },
  },
  {
    name: 'one Pronto code',
    format: 'Pronto hex, Broadlink, Tuya, raw (µs)',
    text: `  ${toPronto(lgPower)}\n`,
    keys: {},
    others: { 'line 1': { nec: 0x20df10ef } },
  },
  {
    name: 'JSON of names and codes, as of Broadlink managers and Zigbee2MQTT',
    format: 'Pronto hex, Broadlink, Tuya, raw (µs)',
    text: JSON.stringify({
      tv: { power: toBroadlink(lgPower), mute: { learned_ir_code: toTuya(lgPower) } },
      list: [{ name: 'Vol up', code: `b64:${toBroadlink(lgPower)}` }],
    }),
    keys: { power: { nec: 0x20df10ef }, mute: { nec: 0x20df10ef }, volumeUp: { nec: 0x20df10ef } },
  },
  {
    name: 'what Home Assistant has learned by a Broadlink blaster, a key with two codes by turns',
    format: 'Home Assistant',
    text: JSON.stringify({
      version: 1,
      minor_version: 1,
      key: 'broadlink_remote_e87072000000_codes',
      data: {
        tv: { power: toBroadlink(lgPower), mute: [toBroadlink(strange), toBroadlink(lgPower)], netflix: 'what' },
        'tv box': { 'volume up': [toBroadlink(lgPower), toBroadlink(lgPower)] },
      },
    }),
    keys: {
      power: { nec: 0x20df10ef },
      mute: { raw: strangeRaw, alternate: { raw: [...lgPower.pulses] } },
      volumeUp: { nec: 0x20df10ef },
    },
    problems: [[1, /^netflix: /]],
  },
  {
    name: 'lines of Tasmota, received and sent',
    format: 'Tasmota',
    text: `12:00:01.123 MQT: tele/ir/RESULT = {"IrReceived":{"Protocol":"NEC","Bits":32,"Data":"0x20DF10EF","DataLSB":"0x04FB08F7","Repeat":0}}
power: IRsend {"Protocol":"SONY","Bits":12,"Data":0xA90}
volume up: IRsend 38,${lgPower.pulses.join(',')}
mute: {"IrReceived":{"Protocol":"UNKNOWN","Bits":4,"Data":"0x1","RawData":"${strange.pulses.map((time, i) => (i % 2 ? '-' : '+') + time).join('')}","RawDataInfo":[8,8,0]}}
mode: IRhvac {"Vendor":"LG"}
input: IRsend {"Protocol":"GREE","Bits":64,"Data":"0x1"}
`,
    keys: { power: { sony: 0xa90 }, volumeUp: { nec: 0x20df10ef }, mute: { raw: strangeRaw } },
    others: { 'line 1': { nec: 0x20df10ef } },
    problems: [[6, /^input: the protocol GREE cannot be sent by its number; its raw times can be$/]],
  },
  {
    name: 'a configuration of ESPHome',
    format: 'ESPHome',
    text: `button:
  - platform: template
    name: "TV Power"
    on_press:
      - remote_transmitter.transmit_nec:
          address: 0xFB04
          command: 0xF708
          command_repeats: 1
  - platform: template
    name: Mute
    on_press:
      then:
        - remote_transmitter.transmit_samsung: { data: 0xE0E0F00F }
  - platform: template
    name: Vol up
    on_press:
      remote_transmitter.transmit_raw:
        code: [${strangeRaw.join(', ')}]
        carrier_frequency: 40kHz
  - platform: template
    name: Vol down
    on_press:
      remote_transmitter.transmit_pronto:
        data: "${toPronto(lgPower)}"
  - platform: template
    name: Input
    on_press: { remote_transmitter.transmit_nexa: { device: 0x38DDB4A } }
switch:
  - platform: template
    name: Fan
    turn_on_action: { remote_transmitter.transmit_sony: { data: 0xA90, nbits: 12 } }
    turn_off_action: !lambda |-
      return 1;
`,
    keys: {
      power: { nec: 0x20df10ef },
      mute: { samsung: 0xe0e0f00f },
      volumeUp: { raw: strangeRaw, carrier: 40_000 },
      volumeDown: { nec: 0x20df10ef },
    },
    others: { 'Fan on': { sony: 0xa90 } },
    problems: [[27, /^Input: transmit_nexa is not known/]],
  },
  {
    name: 'the log of an ESPHome receiver',
    format: 'ESPHome',
    text: `[12:00:00][D][remote.nec:097]: Received NEC: address=0xFB04, command=0xF708 command_repeats=1
[12:00:00][D][remote.panasonic:059]: Received Panasonic: address=0x4004, command=0x0190ED7C
[12:00:00][D][remote.raw:041]: Received Raw: ${strangeRaw.slice(0, 4).join(', ')},
[12:00:00][D][remote.raw:041]:   ${strangeRaw.slice(4).join(', ')}
[12:00:00][I][app:100]: something else
`,
    keys: {},
    others: { 'line 1': { nec: 0x20df10ef }, 'line 2': { panasonic: 0x40040190ed7c }, 'line 3': { raw: strangeRaw } },
  },
  {
    name: 'a sketch of IRremoteESP8266',
    format: 'IRremoteESP8266',
    text: `// Power
uint16_t rawData[68] = {${lgPower.pulses.join(', ')}};  // NEC 20DF10EF
const uint16_t rawDataMute[] PROGMEM = {${strange.pulses.join(',')}};
void loop() {
  irsend.sendRaw(rawDataMute, 8, 40);  // nothing
  irsend.sendSony(0xA90, 12);  // Vol up
}
`,
    keys: { power: { nec: 0x20df10ef }, mute: { raw: strangeRaw, carrier: 40_000 }, volumeUp: { sony: 0xa90 } },
  },
  {
    name: 'a sketch of Arduino-IRremote, whose calls have an address and a command',
    format: 'IRremoteESP8266',
    text: `  IrSender.sendNEC(0x04, 0x8, 0);  // Power
  IrSender.sendNEC(0x20, 16, 3);  // Mute
  IrSender.sendSamsung(0x7, 0x7, sRepeats);  // Vol up
  IrSender.sendSony(0x1, 0x13, 2);  // Vol down
  IrSender.sendSony(0x14BA, 0x15, 2, 20);  // Netflix
Send with: IrSender.sendPanasonic(0x8, 0x3D, <numberOfRepeats>);
  IrSender.sendLG(0x88, 0xC005, 0);  // Input
  IrSender.sendRC5(99, 1, 0);  // Menu
  IrSender.sendNEC(0x20DF10EF, 32);  // Ch next
`,
    keys: {
      power: { nec: 0x20df10ef },
      mute: { nec: { address: 0x20, command: 16 } },
      volumeUp: { samsung: { address: 7, command: 7 } },
      volumeDown: { sony: { address: 1, command: 19 } },
      input: { lg: { address: 0x88, command: 0xc005 } },
      channelUp: { nec: 0x20df10ef },
    },
    others: {
      Netflix: { sony: { bits: 20, address: 26, extended: 0xa5, command: 21 } },
      'Panasonic 0x8 0x3D': { panasonic: { device: 128, subdevice: 0, command: 61 } },
    },
    problems: [[8, /^Menu: /]],
  },
  {
    name: 'a dump of IRrecvDumpV2 without its array',
    format: 'IRremoteESP8266',
    text: 'Protocol  : NEC\nCode      : 0x20DF10EF (32 Bits)\n',
    keys: {},
    others: { 'NEC 0x20DF10EF': { nec: 0x20df10ef } },
  },
  {
    name: 'SmartIR: a television with sources and two codes for one',
    format: 'SmartIR',
    text: JSON.stringify({
      ...{
        manufacturer: 'LG',
        supportedModels: ['22MT'],
        supportedController: 'Broadlink',
        commandsEncoding: 'Base64',
      },
      commands: {
        ...{ on: toBroadlink(lgPower), off: toBroadlink(strange), bassUp: toBroadlink(strange), mute: 'no!' },
        sources: { HDMI1: [toBroadlink(lgPower), toBroadlink(strange)], 'Channel 1': toBroadlink(lgPower) },
      },
    }),
    keys: {
      on: { nec: 0x20df10ef },
      off: { broadlink: toBroadlink(strange) },
      'input.HDMI1': { sequence: [{ nec: 0x20df10ef }, { broadlink: toBroadlink(strange) }] },
      '1': { nec: 0x20df10ef },
    },
    others: { bassUp: { broadlink: toBroadlink(strange) } },
    problems: [[undefined, /^commands\.mute: .*not Base64/]],
  },
  {
    name: 'nothing',
    format: 'Pronto hex, Broadlink, Tuya, raw (µs)',
    text: ' \n',
    keys: {},
    problems: [[undefined, /^it is empty$/]],
  },
  {
    name: 'a text that is none',
    format: 'Pronto hex, Broadlink, Tuya, raw (µs)',
    text: 'Dear aunt,\n',
    keys: {},
    problems: [[1, /none of the known formats/]],
  },
  {
    name: 'a code of Broadlink that is cut off, and ends with the padding of Base64',
    format: 'Pronto hex, Broadlink, Tuya, raw (µs)',
    text: 'JgBQAAABKJMUExQTFBMUEw==',
    keys: {},
    problems: [[1, /^the broadlink code cannot be read: it is cut off/]],
  },
  {
    name: 'JSON that is cut off',
    format: 'SmartIR',
    text: '{ "commandsEncoding": "Base64",\n"commands": {',
    keys: {},
    problems: [[undefined, /the file:2 is not JSON/]],
  },
]
