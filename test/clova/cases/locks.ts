import { both, jp, kr } from '../both.ts'
import type { Case } from '../case.ts'
import { question, settable, spec } from '../parts.ts'

const lock = spec({ locked: settable })

export const locks: readonly Case[] = [
  ...both(
    {
      name: 'locks the door, and tells how it was before',
      action: 'SetLockState',
      it: { type: 'SMARTLOCK', spec: lock, state: { locked: false } },
      payload: { lockState: 'LOCKED' },
      answer: ['SetLockStateConfirmation', { lockState: 'LOCKED', previousState: { lockState: 'UNLOCKED' } }],
      told: [{ kind: 'set', patch: { locked: true } }],
    },
    {
      name: 'locks the door by the tables, which have nothing before',
      previousState: 'defined',
      action: 'SetLockState',
      it: { type: 'SMARTLOCK', spec: lock, state: { locked: false } },
      payload: { lockState: 'LOCKED' },
      answer: ['SetLockStateConfirmation', { lockState: 'LOCKED' }],
      told: [{ kind: 'set', patch: { locked: true } }],
    },
    {
      name: 'opens a valve',
      action: 'SetLockState',
      it: { type: 'SMARTVALVE', spec: lock, state: { locked: true } },
      payload: { lockState: 'UNLOCKED' },
      answer: ['SetLockStateConfirmation', { lockState: 'UNLOCKED', previousState: { lockState: 'LOCKED' } }],
      told: [{ kind: 'set', patch: { locked: false } }],
    },
    {
      name: 'knows no third state',
      action: 'SetLockState',
      it: { type: 'SMARTLOCK', spec: lock },
      payload: { lockState: 'AJAR' },
      answer: ['ValueNotSupportedError', {}],
    },
    question({
      name: 'tells that it is locked',
      action: 'GetLockState',
      of: 'SMARTLOCK',
      knows: { locked: true },
      says: { lockState: 'LOCKED' },
    }),
    question({
      name: 'tells that it is not locked',
      action: 'GetLockState',
      of: 'SMARTVALVE',
      knows: { locked: false },
      says: { lockState: 'UNLOCKED' },
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
      told: [{ kind: 'set', patch: { locked: false } }],
    },
    {
      name: 'a bolt that does not move has failed',
      action: 'SetLockState',
      it: { type: 'SMARTLOCK', spec: lock, state: { locked: false }, says: { locked: false } },
      payload: { lockState: 'LOCKED' },
      answer: ['ActionFailedError', {}],
      told: [{ kind: 'set', patch: { locked: true } }],
    },
  ),
]
