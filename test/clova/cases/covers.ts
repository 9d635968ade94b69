import { both, jp, kr } from '../both.ts'
import type { Case } from '../case.ts'
import { question, settable, spec } from '../parts.ts'

const curtain = spec({ open: settable }, 'stop')
const bidet = spec({ open: settable })

/** Curtains, lids, doors and windows. */
export const covers: readonly Case[] = [
  ...both(
    {
      name: 'opens',
      action: 'Open',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: false } },
      answer: ['OpenConfirmation', {}],
      told: [{ kind: 'set', patch: { open: true } }],
    },
    {
      name: 'opens a lid whose state nobody knows',
      action: 'Open',
      it: { type: 'BIDET', spec: bidet },
      answer: ['OpenConfirmation', {}],
      told: [{ kind: 'set', patch: { open: true } }],
    },
    {
      name: 'closes',
      action: 'Close',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: true } },
      answer: ['CloseConfirmation', {}],
      told: [{ kind: 'set', patch: { open: false } }],
    },
    {
      name: 'stops half-way',
      action: 'Stop',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: true } },
      answer: ['StopConfirmation', {}],
      told: [{ kind: 'perform', verb: 'stop' }],
    },
    question({
      name: 'tells that it is open',
      action: 'GetOpenState',
      of: 'OPENCLOSESENSOR',
      knows: { open: true },
      says: { openState: 'OPENED' },
    }),
    question({
      name: 'tells that it is closed',
      action: 'GetOpenState',
      of: 'OPENCLOSESENSOR',
      knows: { open: false },
      says: { openState: 'CLOSED' },
    }),
    question({
      name: 'tells when it was opened, in local time',
      action: 'GetOpenTime',
      of: 'OPENCLOSESENSOR',
      knows: { openedAt: '2024-02-03T08:15:00Z' },
      says: { openTimestamp: '2024-02-03T17:15:00+09:00' },
    }),
    question({
      name: 'tells when it was closed, in local time',
      action: 'GetCloseTime',
      of: 'OPENCLOSESENSOR',
      knows: { closedAt: '2024-02-02T23:59:59+09:00' },
      says: { closeTimestamp: '2024-02-02T23:59:59+09:00' },
    }),
  ),
  ...jp(
    {
      name: 'a curtain that stays shut has failed',
      action: 'Open',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: false }, says: { open: false } },
      answer: ['DeviceFailureError', {}],
      told: [{ kind: 'set', patch: { open: true } }],
    },
    question({
      name: 'tells it of a curtain too',
      action: 'GetOpenState',
      of: 'SMARTCURTAIN',
      knows: { open: true },
      says: { openState: 'OPENED' },
    }),
  ),
  ...kr(
    {
      name: 'a curtain that stays shut has failed',
      action: 'Open',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: false }, says: { open: false } },
      answer: ['ActionFailedError', {}],
      told: [{ kind: 'set', patch: { open: true } }],
    },
    {
      name: 'is not asked of a curtain in this edition',
      action: 'GetOpenState',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: true } },
      answer: ['UnsupportedOperationError', {}],
    },
  ),
]
