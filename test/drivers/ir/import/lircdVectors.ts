/** Remotes that use every part of lircd.conf(5). */
export const lircdConf = `
# A drawer full of remotes
begin remote
  name  RC5TV
  bits 13
  flags RC5|CONST_LENGTH
  one 889 889
  zero 889 889
  plead 889
  gap 113792
  toggle_bit_mask 0x800
  frequency 36000
  begin codes
    KEY_POWER 0x100C # the red one
    KEY_1 0x1001
  end codes
end remote
begin remote
  name  RC6MCE
  bits 16
  flags RC6|CONST_LENGTH
  header 2667 889
  one 444 444
  zero 444 444
  pre_data_bits 21
  pre_data 0x37FF0
  gap 105000
  toggle_bit_mask 0x8000
  rc6_mask 0x100000000
  begin codes
    KEY_POWER 0x7BF3
    KEY_OK 0x7BDD
  end codes
end remote
begin remote
  name  RCMMBOX
  bits 24
  flags RCMM
  header 417 278
  three 167 778
  two 167 611
  one 167 444
  zero 167 278
  ptrail 167
  gap 27778
  frequency 36000
  begin codes
    KEY_A 0x1B2D3E
  end codes
end remote
begin remote
  name  XMPBOX
  bits 32
  flags XMP
  one 0 136
  zero 210 760
  ptrail 210
  gap 13800
  begin codes
    KEY_X 0x1720443F
  end codes
end remote
begin remote
  name  REVERSED
  bits 8
  flags SPACE_ENC|REVERSE|NO_HEAD_REP|NO_FOOT_REP
  header 8400 4200
  one 520 1600
  zero 520 520
  ptrail 520
  foot 700 3000
  pre_data_bits 8
  pre_data 0xC5
  pre 520 3000
  post 510 2500
  post_data_bits 4
  post_data 0x3
  gap 21000
  repeat_gap 30000
  min_repeat 2
  begin codes
    KEY_A 0x1D
  end codes
end remote
begin remote
  name  REPEATER
  bits 16
  flags SPACE_ENC|CONST_LENGTH|REPEAT_HEADER
  header 9000 4500
  one 560 1690
  zero 560 560
  ptrail 560
  plead 300
  repeat 900 2250
  gap 70000
  min_repeat 1
  begin codes
    KEY_A 0x1D2E
  end codes
end remote
begin remote
  name  MASKREP
  bits 16
  flags SPACE_ENC
  header 9000 4500
  one 560 1690
  zero 560 560
  ptrail 560
  gap 40000
  min_repeat 1
  repeat_mask 0x00FF
  begin codes
    KEY_A 0x1D2E
    KEY_B 0x1D2E 0x2E1D
  end codes
end remote
begin remote
  name  SPACEFIRST
  bits 12
  flags SPACE_FIRST
  header 2400 600
  one 600 1200
  zero 600 600
  gap 45000
  begin codes
    KEY_A 0xA90
  end codes
end remote
begin remote
  name  RAWONE
  flags RAW_CODES
  gap 30000
  min_repeat 1
  begin raw_codes
    name KEY_RAW
      900 1800 900 900
      900 2700 900
  end raw_codes
end remote
`

/** What irsimsend of lirc 0.10.1 sends for one press of these, its toggle bits being 1, in µs; the last is the gap. */
export const lircdVectors: readonly { readonly remote: string; readonly key: string; readonly pulses: string }[] = [
  {
    remote: 'RC5TV',
    key: 'KEY_POWER',
    pulses: '889 889 889 889 1778 889 889 889 889 889 889 889 889 889 889 889 889 1778 889 889 1778 889 889 90678',
  },
  {
    remote: 'RC5TV',
    key: 'KEY_1',
    pulses:
      '889 889 889 889 1778 889 889 889 889 889 889 889 889 889 889 889 889 889 889 889 889 889 889 1778 889 89789',
  },
  {
    remote: 'RC6MCE',
    key: 'KEY_POWER',
    pulses:
      '2667 889 444 444 444 444 444 888 444 888 1332 888 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 888 444 444 444 444 444 444 888 444 444 444 444 444 444 444 444 888 888 444 444 444 444 444 444 444 444 444 444 888 444 444 888 444 444 444 67700',
  },
  {
    remote: 'RC6MCE',
    key: 'KEY_OK',
    pulses:
      '2667 889 444 444 444 444 444 888 444 888 1332 888 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 444 888 444 444 444 444 444 444 888 444 444 444 444 444 444 444 444 888 888 444 444 444 444 444 444 888 888 444 444 444 444 888 888 444 67700',
  },
  {
    remote: 'RCMMBOX',
    key: 'KEY_A',
    pulses:
      '417 278 167 278 167 444 167 611 167 778 167 278 167 611 167 778 167 444 167 278 167 778 167 778 167 611 167 27778',
  },
  {
    remote: 'XMPBOX',
    key: 'KEY_X',
    pulses: '210 896 210 1712 210 1032 210 760 210 1304 210 1304 210 1168 210 2800 210 13800',
  },
  {
    remote: 'REVERSED',
    key: 'KEY_A',
    pulses:
      '8400 4200 520 1600 520 520 520 1600 520 520 520 520 520 520 520 1600 520 1600 520 3000 520 1600 520 520 520 1600 520 1600 520 1600 520 520 520 520 520 520 510 2500 520 1600 520 1600 520 520 520 520 520 3000 700 21000',
  },
  {
    remote: 'REPEATER',
    key: 'KEY_A',
    pulses:
      '9000 4500 860 560 560 560 560 560 560 1690 560 1690 560 1690 560 560 560 1690 560 560 560 560 560 1690 560 560 560 1690 560 1690 560 1690 560 560 560 28680',
  },
  {
    remote: 'MASKREP',
    key: 'KEY_A',
    pulses:
      '9000 4500 560 560 560 560 560 560 560 1690 560 1690 560 1690 560 560 560 1690 560 560 560 560 560 1690 560 560 560 1690 560 1690 560 1690 560 560 560 40000',
  },
  {
    remote: 'MASKREP',
    key: 'KEY_B',
    pulses:
      '9000 4500 560 560 560 560 560 560 560 1690 560 1690 560 1690 560 560 560 1690 560 560 560 560 560 1690 560 560 560 1690 560 1690 560 1690 560 560 560 40000',
  },
  {
    remote: 'SPACEFIRST',
    key: 'KEY_A',
    pulses:
      '2400 1800 600 600 600 1200 600 600 600 1200 600 600 600 600 600 1200 600 600 600 600 600 600 600 600 600 45000',
  },
  { remote: 'RAWONE', key: 'KEY_RAW', pulses: '900 1800 900 900 900 2700 900 30000' },
]
