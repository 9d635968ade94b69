import { irConfigSchema } from '../../../drivers/ir/config.ts'

test.each(['e8:70:72:0a:0b:0c', 'E8:70:72:0A:0B:0C', 'e8-70-72-0a-0b-0c', 'E8-70-72-0A-0B-0C', 'E870720a0b0c'])(
  'a MAC address is read in each spelling: %s',
  (mac) => {
    expect(irConfigSchema.parse({ transmitter: 'broadlink', mac })).toEqual({
      transmitter: 'broadlink',
      mac: 'e8:70:72:0a:0b:0c',
    })
  },
)
