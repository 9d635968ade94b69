import type { ClovaCase } from '../case.ts'
import { queryCase, settable, spec } from '../caseBuilders.ts'
import { both, jp, kr } from '../editions.ts'

const lock = spec({ locked: settable })

export const locks: readonly ClovaCase[] = [
  ...both(
    {
      name: 'locks the door, and tells how it was before',
      action: 'SetLockState',
      it: { type: 'SMARTLOCK', spec: lock, state: { locked: false } },
      payload: { lockState: 'LOCKED' },
      answer: ['SetLockStateConfirmation', { lockState: 'LOCKED', previousState: { lockState: 'UNLOCKED' } }],
      commands: [{ kind: 'set', patch: { locked: true } }],
    },
    {
      name: 'locks the door by the tables, which have nothing before',
      previousState: 'defined',
      action: 'SetLockState',
      it: { type: 'SMARTLOCK', spec: lock, state: { locked: false } },
      payload: { lockState: 'LOCKED' },
      answer: ['SetLockStateConfirmation', { lockState: 'LOCKED' }],
      commands: [{ kind: 'set', patch: { locked: true } }],
    },
    {
      name: 'opens a valve',
      action: 'SetLockState',
      it: { type: 'SMARTVALVE', spec: lock, state: { locked: true } },
      payload: { lockState: 'UNLOCKED' },
      answer: ['SetLockStateConfirmation', { lockState: 'UNLOCKED', previousState: { lockState: 'LOCKED' } }],
      commands: [{ kind: 'set', patch: { locked: false } }],
    },
    {
      name: 'knows no third state',
      action: 'SetLockState',
      it: { type: 'SMARTLOCK', spec: lock },
      payload: { lockState: 'AJAR' },
      answer: ['ValueNotSupportedError', {}],
    },
    queryCase({
      name: 'tells that it is locked',
      action: 'GetLockState',
      type: 'SMARTLOCK',
      state: { locked: true },
      answer: { lockState: 'LOCKED' },
    }),
    queryCase({
      name: 'tells that it is not locked',
      action: 'GetLockState',
      type: 'SMARTVALVE',
      state: { locked: false },
      answer: { lockState: 'UNLOCKED' },
    }),
  ),
  ...jp({
    name: 'does not open the door for whoever shouts',
    action: 'SetLockState',
    it: { type: 'SMARTLOCK', spec: lock, state: { locked: true } },
    payload: { lockState: 'UNLOCKED' },
    answer: ['UnsupportedOperationError', {}],
  }),
  ...kr(
    {
      name: 'opens the door, which this edition does not forbid',
      action: 'SetLockState',
      it: { type: 'SMARTLOCK', spec: lock, state: { locked: true } },
      payload: { lockState: 'UNLOCKED' },
      answer: ['SetLockStateConfirmation', { lockState: 'UNLOCKED', previousState: { lockState: 'LOCKED' } }],
      commands: [{ kind: 'set', patch: { locked: false } }],
    },
    {
      name: 'a bolt that does not move has failed',
      action: 'SetLockState',
      it: { type: 'SMARTLOCK', spec: lock, state: { locked: false }, stateAfterCommand: { locked: false } },
      payload: { lockState: 'LOCKED' },
      answer: ['ActionFailedError', {}],
      commands: [{ kind: 'set', patch: { locked: true } }],
    },
  ),
]
