import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { text } from '../i18n/index.ts'
import { Icon } from './icon.tsx'

const deskQuery = matchMedia('(min-width: 960px)')

/** Whether the page is wide enough for side bar and side panel. */
export const isDesk = signal(deskQuery.matches)
deskQuery.addEventListener('change', () => {
  isDesk.value = deskQuery.matches
})

/** How far a sheet is swiped down before it closes, in pixels. */
const swipePx = 80

const focusable =
  'a[href],button:not(:disabled),input:not(:disabled),select:not(:disabled),textarea:not(:disabled),summary'

/** False for what is not drawn, such as the content of a folded part. */
const isReachable = (stop: HTMLElement) =>
  stop.offsetParent !== null && (stop.tagName === 'SUMMARY' || stop.closest('details:not([open])') === null)

/** Keeps the focus inside of an element when Tab is pressed at its end. */
function trapFocus(event: KeyboardEvent, element: HTMLElement): void {
  const stops = [...element.querySelectorAll<HTMLElement>(focusable)].filter(isReachable)
  const [first, last] = [stops[0], stops.at(-1)]
  const isAtStart = document.activeElement === first || document.activeElement === element
  if (event.shiftKey ? !isAtStart : document.activeElement !== last) return
  event.preventDefault()
  ;(event.shiftKey ? last : first)?.focus()
}

interface SheetProps {
  /** an icon on a disc */
  readonly disc?: ComponentChildren
  readonly title: ComponentChildren
  readonly subtitle?: ComponentChildren
  onClose(): void
  readonly children: ComponentChildren
}

/**
 * Details beside the page, or from below on a phone. There it is modal: it keeps the focus, and Escape, the scrim, a swipe or
 * the back button close it. The focus goes back to where it came from.
 */
export function Sheet({ disc, title, subtitle, onClose, children }: SheetProps) {
  const id = useId()
  const sheet = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    sheet.current?.focus({ preventScroll: true })
    return () => {
      // The page below may be inert until everything is drawn.
      queueMicrotask(() => {
        if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
      })
    }
  }, [])
  useEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      // A question above the sheet is closed first.
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) onClose()
    }
    document.addEventListener('keydown', onEscape)
    return () => document.removeEventListener('keydown', onEscape)
  }, [onClose])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab' && !isDesk.value && sheet.current) trapFocus(event, sheet.current)
  }
  const startSwipe = (event: PointerEvent) => {
    const element = sheet.current
    if (isDesk.value || !element || (event.target as Element).closest('button, a')) return
    const startY = event.clientY
    const header = event.currentTarget as HTMLElement
    header.setPointerCapture(event.pointerId)
    const distance = (moved: PointerEvent) => Math.max(0, moved.clientY - startY)
    header.onpointermove = (moved) => element.style.setProperty('translate', `0 ${distance(moved)}px`)
    header.onpointerup = header.onpointercancel = (moved) => {
      header.onpointermove = header.onpointerup = header.onpointercancel = null
      element.style.removeProperty('translate')
      if (moved.type === 'pointerup' && distance(moved) > swipePx) onClose()
    }
  }
  return (
    <>
      <div class="scrim" onClick={onClose} aria-hidden="true" />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it has a role, one of two */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles may be labelled */}
      <div
        class="sheet"
        ref={sheet}
        role={isDesk.value ? 'complementary' : 'dialog'}
        {...(!isDesk.value && { 'aria-modal': true })}
        aria-labelledby={id}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <i class="handle" />
        <header onPointerDown={startSwipe}>
          {disc}
          <div class="grow">
            <h2 id={id}>{title}</h2>
            {subtitle && <p class="small soft">{subtitle}</p>}
          </div>
          <button class="btn square" type="button" aria-label={text().common.close} onClick={onClose}>
            <Icon name="x" />
          </button>
        </header>
        <div class="stack">{children}</div>
      </div>
    </>
  )
}

interface Question {
  readonly title: string
  readonly text: string
  /** names what the button does */
  readonly confirmLabel: string
  answer(isYes: boolean): void
}

const question = signal<Question | undefined>(undefined)

/** Asks before something that cannot be undone. @returns whether the user wants it */
export const ask = (words: Omit<Question, 'answer'>): Promise<boolean> =>
  new Promise((resolve) => {
    question.value?.answer(false)
    question.value = {
      ...words,
      answer(isYes) {
        question.value = undefined
        resolve(isYes)
      },
    }
  })

/** The place of the question that is being asked, if any. */
export function AskOutlet() {
  const currentQuestion = question.value
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => dialog.current?.showModal(), [currentQuestion])
  if (!currentQuestion) return null
  return (
    <dialog class="ask" ref={dialog} aria-labelledby={id} onClose={() => currentQuestion.answer(false)}>
      <div class="stack">
        <h2 id={id}>{currentQuestion.title}</h2>
        <p>{currentQuestion.text}</p>
        <div class="between">
          <button class="btn low" type="button" onClick={() => currentQuestion.answer(false)}>
            {text().common.cancel}
          </button>
          <button class="btn danger" type="button" onClick={() => currentQuestion.answer(true)}>
            {currentQuestion.confirmLabel}
          </button>
        </div>
      </div>
    </dialog>
  )
}
