import type { ClovaCase } from '../case.ts'
import { settable, spec } from '../caseBuilders.ts'
import { both, jp, kr } from '../editions.ts'

const having = (values: readonly string[], rest?: string) =>
  spec({ power: settable, mode: { can: ['read', 'set'], values, ...(rest !== undefined && { rest }) } })

const aircon = having(['auto', 'cool', 'fan', 'powercool'])
const purifier = having(['auto', 'sleep'])
const cooker = having(['general', 'keepwarm', 'reheating'], 'general')

export const modes: readonly ClovaCase[] = [
  ...both(
    {
      name: 'sets the mode, and tells the one before',
      action: 'SetMode',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'auto' } },
      payload: { mode: { value: 'cool' } },
      answer: ['SetModeConfirmation', { mode: { value: 'cool' }, previousState: { mode: { value: 'auto' } } }],
      commands: [{ kind: 'set', patch: { mode: 'cool' } }],
    },
    {
      name: 'sets the mode by the tables, which have none before',
      previousState: 'defined',
      action: 'SetMode',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'auto' } },
      payload: { mode: { value: 'cool' } },
      answer: ['SetModeConfirmation', { mode: { value: 'cool' } }],
      commands: [{ kind: 'set', patch: { mode: 'cool' } }],
    },
    {
      name: 'has no mode that this device has not',
      action: 'SetMode',
      it: { type: 'AIRCONDITIONER', spec: aircon },
      payload: { mode: { value: 'heat' } },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'goes back to the automatic one, the mode named as the tables do',
      action: 'ReleaseMode',
      it: { type: 'AIRPURIFIER', spec: purifier, state: { mode: 'sleep' } },
      payload: { mode: { value: 'sleep' } },
      answer: ['ReleaseModeConfirmation', { mode: { value: 'auto' }, previousState: { mode: { value: 'sleep' } } }],
      commands: [{ kind: 'set', patch: { mode: 'auto' } }],
    },
    {
      name: 'goes back to the automatic one, the mode named by the bare word of the examples',
      action: 'ReleaseMode',
      it: { type: 'AIRPURIFIER', spec: purifier, state: { mode: 'sleep' } },
      payload: { mode: 'sleep' },
      answer: ['ReleaseModeConfirmation', { mode: { value: 'auto' }, previousState: { mode: { value: 'sleep' } } }],
      commands: [{ kind: 'set', patch: { mode: 'auto' } }],
    },
    {
      name: 'tells the mode before also where only the tables count, for they have it',
      previousState: 'defined',
      action: 'ReleaseMode',
      it: { type: 'AIRPURIFIER', spec: purifier, state: { mode: 'sleep' } },
      payload: { mode: { value: 'sleep' } },
      answer: ['ReleaseModeConfirmation', { mode: { value: 'auto' }, previousState: { mode: { value: 'sleep' } } }],
      commands: [{ kind: 'set', patch: { mode: 'auto' } }],
    },
    {
      name: 'goes back to the mode that the device rests in',
      action: 'ReleaseMode',
      it: { type: 'RICECOOKER', spec: cooker, state: { mode: 'keepwarm' } },
      payload: { mode: { value: 'keepwarm' } },
      answer: [
        'ReleaseModeConfirmation',
        { mode: { value: 'general' }, previousState: { mode: { value: 'keepwarm' } } },
      ],
      commands: [{ kind: 'set', patch: { mode: 'general' } }],
    },
    {
      name: 'cannot leave a mode that it has not',
      action: 'ReleaseMode',
      it: { type: 'RICECOOKER', spec: cooker, state: { mode: 'keepwarm' } },
      payload: { mode: { value: 'powersaving' } },
      answer: ['UnsupportedOperationError', {}],
    },
  ),
  ...jp(
    {
      name: 'blower is its word for what blows',
      action: 'SetMode',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'cool' } },
      payload: { mode: { value: 'blower' } },
      answer: ['SetModeConfirmation', { mode: { value: 'blower' }, previousState: { mode: { value: 'cool' } } }],
      commands: [{ kind: 'set', patch: { mode: 'fan' } }],
    },
    {
      name: 'blower is what it did before, too',
      action: 'SetMode',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'fan' } },
      payload: { mode: { value: 'cool' } },
      answer: ['SetModeConfirmation', { mode: { value: 'cool' }, previousState: { mode: { value: 'blower' } } }],
      commands: [{ kind: 'set', patch: { mode: 'cool' } }],
    },
    {
      name: 'leaves out a mode before that the edition has no word for',
      action: 'SetMode',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'powercool' } },
      payload: { mode: { value: 'cool' } },
      answer: ['SetModeConfirmation', { mode: { value: 'cool' } }],
      commands: [{ kind: 'set', patch: { mode: 'cool' } }],
    },
  ),
  ...kr(
    {
      name: 'fan is its word for what blows',
      action: 'SetMode',
      it: { type: 'AIRCONDITIONER', spec: aircon },
      payload: { mode: { value: 'fan' } },
      answer: ['SetModeConfirmation', { mode: { value: 'fan' } }],
      commands: [{ kind: 'set', patch: { mode: 'fan' } }],
    },
    {
      name: 'does not know the word of the other edition',
      action: 'SetMode',
      it: { type: 'AIRCONDITIONER', spec: aircon },
      payload: { mode: { value: 'blower' } },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'goes to the next mode, by the tables with the one before',
      previousState: 'defined',
      action: 'ChangeMode',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'cool' } },
      answer: ['ChangeModeConfirmation', { mode: { value: 'fan' }, previousState: { mode: { value: 'cool' } } }],
      commands: [{ kind: 'set', patch: { mode: 'fan' } }],
    },
    {
      name: 'starts again after the last mode',
      action: 'ChangeMode',
      it: { type: 'AIRPURIFIER', spec: purifier, state: { mode: 'sleep' } },
      answer: ['ChangeModeConfirmation', { mode: { value: 'auto' }, previousState: { mode: { value: 'sleep' } } }],
      commands: [{ kind: 'set', patch: { mode: 'auto' } }],
    },
  ),
]
