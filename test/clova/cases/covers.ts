import type { ClovaCase } from '../case.ts'
import { queryCase, settable, spec } from '../caseBuilders.ts'
import { both, jp, kr } from '../editions.ts'

const curtain = spec({ open: settable }, 'stop')
const bidet = spec({ open: settable })

/** Curtains, lids, doors and windows. */
export const covers: readonly ClovaCase[] = [
  ...both(
    {
      name: 'opens',
      action: 'Open',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: false } },
      answer: ['OpenConfirmation', {}],
      commands: [{ kind: 'set', patch: { open: true } }],
    },
    {
      name: 'opens a lid whose state nobody knows',
      action: 'Open',
      it: { type: 'BIDET', spec: bidet },
      answer: ['OpenConfirmation', {}],
      commands: [{ kind: 'set', patch: { open: true } }],
    },
    {
      name: 'closes',
      action: 'Close',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: true } },
      answer: ['CloseConfirmation', {}],
      commands: [{ kind: 'set', patch: { open: false } }],
    },
    {
      name: 'stops half-way',
      action: 'Stop',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: true } },
      answer: ['StopConfirmation', {}],
      commands: [{ kind: 'perform', verb: 'stop' }],
    },
    queryCase({
      name: 'tells that it is open',
      action: 'GetOpenState',
      type: 'OPENCLOSESENSOR',
      state: { open: true },
      answer: { openState: 'OPENED' },
    }),
    queryCase({
      name: 'tells that it is closed',
      action: 'GetOpenState',
      type: 'OPENCLOSESENSOR',
      state: { open: false },
      answer: { openState: 'CLOSED' },
    }),
    queryCase({
      name: 'tells when it was opened, in local time',
      action: 'GetOpenTime',
      type: 'OPENCLOSESENSOR',
      state: { openedAt: '2024-02-03T08:15:00Z' },
      answer: { openTimestamp: '2024-02-03T17:15:00+09:00' },
    }),
    queryCase({
      name: 'tells when it was closed, in local time',
      action: 'GetCloseTime',
      type: 'OPENCLOSESENSOR',
      state: { closedAt: '2024-02-02T23:59:59+09:00' },
      answer: { closeTimestamp: '2024-02-02T23:59:59+09:00' },
    }),
  ),
  ...jp(
    {
      name: 'a curtain that stays shut has failed',
      action: 'Open',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: false }, stateAfterCommand: { open: false } },
      answer: ['DeviceFailureError', {}],
      commands: [{ kind: 'set', patch: { open: true } }],
    },
    queryCase({
      name: 'tells it of a curtain too',
      action: 'GetOpenState',
      type: 'SMARTCURTAIN',
      state: { open: true },
      answer: { openState: 'OPENED' },
    }),
  ),
  ...kr(
    {
      name: 'a curtain that stays shut has failed',
      action: 'Open',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: false }, stateAfterCommand: { open: false } },
      answer: ['ActionFailedError', {}],
      commands: [{ kind: 'set', patch: { open: true } }],
    },
    {
      name: 'is not asked of a curtain in this edition',
      action: 'GetOpenState',
      it: { type: 'SMARTCURTAIN', spec: curtain, state: { open: true } },
      answer: ['UnsupportedOperationError', {}],
    },
  ),
]
