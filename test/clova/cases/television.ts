import type { ClovaCase } from '../case.ts'
import { range, settable, spec } from '../caseBuilders.ts'
import { both } from '../editions.ts'

const box = spec({
  volume: range(0, 40),
  muted: settable,
  channel: range(1, 999),
  subChannel: range(0, 9),
  channelName: { can: ['read', 'set'], values: ['EBS', 'YTN', 'tvN'] },
})
/** Channels that were set up, and no others. */
const tuner = spec({ channel: { can: ['read', 'set'], min: 2, max: 11, step: 1, values: [2, 5, 7, 11] } })
const remote = spec({
  volume: { can: ['step'], min: 0, max: 100, step: 1 },
  channel: { can: ['step'], min: 1, max: 999, step: 1 },
})

export const television: readonly ClovaCase[] = [
  ...both(
    {
      name: 'gets louder by so much',
      action: 'IncrementVolume',
      it: { type: 'SETTOPBOX', spec: box, state: { volume: 12 } },
      payload: { deltaVolume: { value: 5 } },
      answer: [
        'IncrementVolumeConfirmation',
        { targetVolume: { value: 17 }, previousState: { targetVolume: { value: 12 } } },
      ],
      commands: [{ kind: 'set', patch: { volume: 17 } }],
    },
    {
      name: 'a remote presses the key so often, and guesses no volume',
      action: 'IncrementVolume',
      it: { type: 'SMARTTV', spec: remote },
      payload: { deltaVolume: { value: 5 } },
      answer: ['IncrementVolumeConfirmation', {}],
      commands: [{ kind: 'step', trait: 'volume', by: 5 }],
    },
    {
      name: 'gets quieter by so much, and stops at silence',
      action: 'DecrementVolume',
      it: { type: 'SETTOPBOX', spec: box, state: { volume: 6 } },
      payload: { deltaVolume: { value: 10 } },
      answer: [
        'DecrementVolumeConfirmation',
        { targetVolume: { value: 0 }, previousState: { targetVolume: { value: 6 } } },
      ],
      commands: [{ kind: 'set', patch: { volume: 0 } }],
    },
    {
      name: 'a remote presses the other key so often',
      action: 'DecrementVolume',
      it: { type: 'SMARTTV', spec: remote },
      payload: { deltaVolume: { value: 3 } },
      answer: ['DecrementVolumeConfirmation', {}],
      commands: [{ kind: 'step', trait: 'volume', by: -3 }],
    },
    {
      name: 'a remote presses it only as often as there is room, where the volume can be seen',
      action: 'DecrementVolume',
      it: {
        type: 'SMARTTV',
        spec: spec({ volume: { can: ['read', 'step'], min: 0, max: 100, step: 1 } }),
        state: { volume: 2 },
        stateAfterCommand: { volume: 0 },
      },
      payload: { deltaVolume: { value: 3 } },
      answer: [
        'DecrementVolumeConfirmation',
        { targetVolume: { value: 0 }, previousState: { targetVolume: { value: 2 } } },
      ],
      commands: [{ kind: 'step', trait: 'volume', by: -2 }],
    },
    {
      name: 'is silent',
      action: 'Mute',
      it: { type: 'SMARTTV', spec: box, state: { muted: false } },
      answer: ['MuteConfirmation', {}],
      commands: [{ kind: 'set', patch: { muted: true } }],
    },
    {
      name: 'is heard again',
      action: 'Unmute',
      it: { type: 'SMARTTV', spec: box, state: { muted: true } },
      answer: ['UnmuteConfirmation', {}],
      commands: [{ kind: 'set', patch: { muted: false } }],
    },
    {
      name: 'goes to a channel, and tells the one before',
      action: 'SetChannel',
      it: { type: 'SETTOPBOX', spec: box, state: { channel: 9 } },
      payload: { channel: { value: 24 } },
      answer: ['SetChannelConfirmation', { channel: { value: 24 }, previousState: { channel: { value: 9 } } }],
      commands: [{ kind: 'set', patch: { channel: 24 } }],
    },
    {
      name: 'goes to a channel within a channel',
      action: 'SetChannel',
      it: { type: 'SETTOPBOX', spec: box, state: { channel: 9, subChannel: 2 } },
      payload: { channel: { value: 24 }, subChannel: { value: 3 } },
      answer: [
        'SetChannelConfirmation',
        {
          channel: { value: 24 },
          subChannel: { value: 3 },
          previousState: { channel: { value: 9 }, subChannel: { value: 2 } },
        },
      ],
      commands: [{ kind: 'set', patch: { channel: 24, subChannel: 3 } }],
    },
    {
      name: 'does not take a channel that was not set up',
      action: 'SetChannel',
      it: { type: 'SMARTTV', spec: tuner },
      payload: { channel: { value: 6 } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'goes to a station',
      action: 'SetChannelByName',
      it: { type: 'SETTOPBOX', spec: box, state: { channelName: 'YTN' } },
      payload: { channelName: { value: 'EBS' } },
      answer: [
        'SetChannelByNameConfirmation',
        { channelName: { value: 'EBS' }, previousState: { channelName: { value: 'YTN' } } },
      ],
      commands: [{ kind: 'set', patch: { channelName: 'EBS' } }],
    },
    {
      name: 'does not take a station that was not set up',
      action: 'SetChannelByName',
      it: { type: 'SETTOPBOX', spec: box },
      payload: { channelName: { value: 'NHK' } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'goes so many channels up, and tells both parts before',
      action: 'IncrementChannel',
      it: { type: 'SETTOPBOX', spec: box, state: { channel: 9, subChannel: 2 } },
      payload: { deltaChannel: { value: 2 } },
      answer: [
        'IncrementChannelConfirmation',
        {
          channel: { value: 11 },
          subChannel: { value: 2 },
          previousState: { channel: { value: 9 }, subChannel: { value: 2 } },
        },
      ],
      commands: [{ kind: 'set', patch: { channel: 11 } }],
    },
    {
      name: 'goes to the next channel that was set up',
      action: 'IncrementChannel',
      it: { type: 'SMARTTV', spec: tuner, state: { channel: 7 } },
      payload: { deltaChannel: { value: 1 } },
      answer: ['IncrementChannelConfirmation', { channel: { value: 11 }, previousState: { channel: { value: 7 } } }],
      commands: [{ kind: 'set', patch: { channel: 11 } }],
    },
    {
      name: 'goes so many channels down',
      action: 'DecrementChannel',
      it: { type: 'SETTOPBOX', spec: box, state: { channel: 9 } },
      payload: { deltaChannel: { value: 1 } },
      answer: ['DecrementChannelConfirmation', { channel: { value: 8 }, previousState: { channel: { value: 9 } } }],
      commands: [{ kind: 'set', patch: { channel: 8 } }],
    },
    {
      name: 'a remote presses its key',
      action: 'DecrementChannel',
      it: { type: 'SMARTTV', spec: remote },
      payload: { deltaChannel: { value: 1 } },
      answer: ['DecrementChannelConfirmation', {}],
      commands: [{ kind: 'step', trait: 'channel', by: -1 }],
    },
  ),
]
