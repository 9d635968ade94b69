import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { text } from '../i18n/index.ts'
import { Icon } from './icon.tsx'

/** How long a toast stays, in milliseconds; one of a failure stays until it is closed. */
const toastMs = 5000
/** More toasts than these are never shown at once: the oldest goes. */
const maxToasts = 3

interface ToastText {
  readonly message: ComponentChildren
  readonly isFailure?: boolean
  readonly action?: { readonly label: string; run(): void }
}

interface ShownToast extends ToastText {
  readonly id: number
}

const toasts = signal<readonly ShownToast[]>([])
let lastId = 0

const remove = (id: number) => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** Says what happened at the bottom of the page, and reads it aloud. */
export function toast(words: ToastText): void {
  lastId += 1
  const id = lastId
  toasts.value = [...toasts.value, { ...words, id }].slice(-maxToasts)
  if (!words.isFailure) setTimeout(() => remove(id), toastMs)
}

/** The place of the toasts. */
export const ToastOutlet = () => (
  <div class="toasts">
    {toasts.value.map(({ id, message, isFailure, action }) => (
      <div class="toast" key={id} role={isFailure ? 'alert' : 'status'}>
        {isFailure && <Icon name="fail" />}
        <span class="grow">{message}</span>
        {action && (
          <button
            class="btn sm"
            type="button"
            onClick={() => {
              remove(id)
              action.run()
            }}
          >
            {action.label}
          </button>
        )}
        {isFailure && (
          <button class="btn square sm" type="button" aria-label={text().common.close} onClick={() => remove(id)}>
            <Icon name="x" size="small" />
          </button>
        )}
      </div>
    ))}
  </div>
)
