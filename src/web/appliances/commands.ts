import { RequestError } from '../api/client.ts'
import { isLive } from '../api/stream.ts'
import { goTo, linkTo } from '../app/router.ts'
import { errorText } from '../components/errorText.ts'
import { toast } from '../components/toast.tsx'
import { text } from '../i18n/index.ts'
import { type ApplianceModel, act, correct } from '../state/home.ts'
import { nameOf } from '../state/vocabulary.ts'
import { undoOf } from './undo.ts'
import { valueText } from './values.ts'

/** What a control does: it sends a command, or corrects what is assumed without sending anything. */
export interface ApplianceCommands {
  /** nothing is sent: the values of the assumed state are corrected */
  readonly isCorrecting: boolean
  /** nothing can be done now: offline, or the page is not live */
  readonly isDisabled: boolean
  /** @param value as the action takes it @param trait that it sets, and the value of it in the state */
  set(action: string, value: unknown, trait: string, stateValue: unknown): void
  /** sends an action that sets no value of the state */
  run(action: string, value?: unknown): void
  /** true while a command for this trait is under way */
  isPending(trait: string): boolean
}

/** The commands of the controls of an appliance. */
export function commandsOf(model: ApplianceModel, isCorrecting = false): ApplianceCommands {
  const { online } = model.status.value
  return {
    isCorrecting,
    isDisabled: !isLive.value || (!online && !isCorrecting),
    set(action, value, trait, stateValue) {
      if (isCorrecting) void correctAndNotify(model, { [trait]: stateValue })
      else void sendAndNotify(model, action, value, trait, stateValue)
    },
    run(action, value) {
      void sendAndNotify(model, action, value)
    },
    isPending(trait) {
      const sent = model.sent.value
      return sent !== undefined && !sent.end && sent.trait === trait
    },
  }
}

/** Sends an action and says at the bottom of the page how it went. */
async function sendAndNotify(
  model: ApplianceModel,
  action: string,
  value?: unknown,
  trait?: string,
  stateValue?: unknown,
): Promise<void> {
  const sent = await act(model, action, value, trait)
  const { end } = sent
  const words = text().appliance
  const status = model.status.peek()
  const shownValue = trait === undefined ? undefined : valueText(trait, stateValue, status)
  const what = `${status.name} · ${nameOf('actions', action)}${shownValue && typeof stateValue !== 'boolean' ? ` ${shownValue}` : ''}`
  if (end?.outcome !== 'failed') {
    const undo = undoOf(sent)
    return toast({
      message: end?.outcome === 'assumed' ? words.sent(what) : words.done(what),
      ...(undo && {
        action: {
          label: text().common.undo,
          run: () => void sendAndNotify(model, undo.action, undo.value, undo.trait, undo.stateValue),
        },
      }),
    })
  }
  toast({
    message: words.couldNot(what),
    isFailure: true,
    action: { label: words.showReason, run: () => goTo(linkTo('home', model.id)) },
  })
}

async function correctAndNotify(model: ApplianceModel, state: Readonly<Record<string, unknown>>): Promise<void> {
  try {
    await correct(model, state)
    toast({ message: text().appliance.corrected })
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    toast({ message: errorText(error), isFailure: true })
  }
}
