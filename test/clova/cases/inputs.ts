import type { ClovaCase } from '../case.ts'
import { settable, spec } from '../caseBuilders.ts'
import { both, jp, kr } from '../editions.ts'

const screen = spec({
  inputSource: { can: ['read', 'set'], values: ['tuner', 'HDMI 1', 'HDMI 2', 'HDMI 3'] },
  channelName: { can: ['read', 'set'] },
  recording: settable,
})
/** A remote with one key that goes round the inputs. */
const remote = spec({ inputSource: { can: ['cycle'] } })

/** Inputs by name, stations as the examples name them, and recording. */
export const inputs: readonly ClovaCase[] = [
  ...both(
    {
      name: 'goes to the next input',
      action: 'ChangeInputSource',
      it: { type: 'SMARTTV', spec: screen, state: { inputSource: 'HDMI 3' } },
      answer: ['ChangeInputSourceConfirmation', {}],
      commands: [{ kind: 'set', patch: { inputSource: 'tuner' } }],
    },
    {
      name: 'presses the key of a remote once',
      action: 'ChangeInputSource',
      it: { type: 'SETTOPBOX', spec: remote },
      answer: ['ChangeInputSourceConfirmation', {}],
      commands: [{ kind: 'cycle', trait: 'inputSource', times: 1 }],
    },
  ),
  ...jp(
    {
      name: 'goes so many inputs on',
      action: 'ChangeInputSource',
      it: { type: 'SMARTTV', spec: screen, state: { inputSource: 'tuner' } },
      payload: { count: { value: 2 } },
      answer: ['ChangeInputSourceConfirmation', {}],
      commands: [{ kind: 'set', patch: { inputSource: 'HDMI 2' } }],
    },
    {
      name: 'takes the count as text, as the example has it',
      action: 'ChangeInputSource',
      it: { type: 'SMARTTV', spec: screen, state: { inputSource: 'tuner' } },
      payload: { count: { value: '3' } },
      answer: ['ChangeInputSourceConfirmation', {}],
      commands: [{ kind: 'set', patch: { inputSource: 'HDMI 3' } }],
    },
    {
      name: 'presses the key of a remote so often',
      action: 'ChangeInputSource',
      it: { type: 'SETTOPBOX', spec: remote },
      payload: { count: { value: '3' } },
      answer: ['ChangeInputSourceConfirmation', {}],
      commands: [{ kind: 'cycle', trait: 'inputSource', times: 3 }],
    },
    {
      name: 'takes no count that is none',
      action: 'ChangeInputSource',
      it: { type: 'SMARTTV', spec: screen, state: { inputSource: 'tuner' } },
      payload: { count: { value: 'many' } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'goes to the input of that name, and tells the one before',
      action: 'SetInputSourceByName',
      it: { type: 'SMARTTV', spec: screen, state: { inputSource: 'tuner' } },
      payload: { sourceName: { value: 'HDMI 2' } },
      answer: [
        'SetInputSourceByNameConfirmation',
        { sourceName: { value: 'HDMI 2' }, previousState: { sourceName: { value: 'tuner' } } },
      ],
      commands: [{ kind: 'set', patch: { inputSource: 'HDMI 2' } }],
    },
    {
      name: 'has no input that it has not',
      action: 'SetInputSourceByName',
      it: { type: 'SMARTTV', spec: screen },
      payload: { sourceName: { value: 'SCART' } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'takes the station as channel, as the example has it',
      action: 'SetChannelByName',
      it: { type: 'SMARTTV', spec: screen },
      payload: { channel: { value: 'NHK' } },
      answer: ['SetChannelByNameConfirmation', { channelName: { value: 'NHK' } }],
      commands: [{ kind: 'set', patch: { channelName: 'NHK' } }],
    },
    {
      name: 'records what is on',
      action: 'StartRecording',
      it: { type: 'SETTOPBOX', spec: screen, state: { recording: false } },
      answer: ['StartRecordingConfirmation', {}],
      commands: [{ kind: 'set', patch: { recording: true } }],
    },
    {
      name: 'records no more',
      action: 'StopRecording',
      it: { type: 'SETTOPBOX', spec: screen, state: { recording: true } },
      answer: ['StopRecordingConfirmation', {}],
      commands: [{ kind: 'set', patch: { recording: false } }],
    },
  ),
  ...kr(
    {
      name: 'a camera records',
      action: 'StartRecording',
      it: { type: 'HOMECAM', spec: screen, state: { recording: false } },
      answer: ['StartRecordingConfirmation', {}],
      commands: [{ kind: 'set', patch: { recording: true } }],
    },
    {
      name: 'a camera records no more',
      action: 'StopRecording',
      it: { type: 'HOMECAM', spec: screen, state: { recording: true } },
      answer: ['StopRecordingConfirmation', {}],
      commands: [{ kind: 'set', patch: { recording: false } }],
    },
    {
      name: 'a television does not record in this edition',
      action: 'StartRecording',
      it: { type: 'SMARTTV', spec: screen },
      answer: ['UnsupportedOperationError', {}],
    },
  ),
]
