import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { text } from '../i18n/index.ts'
import { Icon } from './icon.tsx'

/** How long the tick stands in place of the copy icon, in milliseconds. */
const tickMs = 1600

/** Copies text; where the page is not in a secure context there is no clipboard, so that a selection is copied instead. */
async function copyText(words: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(words)
  const area = document.createElement('textarea')
  area.value = words
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

/** A button that copies a text, and says so to the eye and to screen readers. */
export function CopyButton({ value, label }: { readonly value: string; readonly label: string }) {
  const isCopied = useSignal(false)
  useEffect(() => {
    if (!isCopied.value) return
    const timer = setTimeout(() => {
      isCopied.value = false
    }, tickMs)
    return () => clearTimeout(timer)
  }, [isCopied.value])
  const copy = () =>
    copyText(value).then(
      () => {
        isCopied.value = true
      },
      () => {},
    )
  return (
    <>
      <button class="btn square sm" type="button" aria-label={label} onClick={copy}>
        <Icon name={isCopied.value ? 'check' : 'copy'} />
      </button>
      <span class="spoken" role="status">
        {isCopied.value ? text().common.copied : ''}
      </span>
    </>
  )
}

/** A command for the terminal, to copy. */
export const Cmd = ({ children }: { readonly children: string }) => (
  <div class="cmd">
    <code>{children}</code>
    <CopyButton value={children} label={`${text().common.copy}: ${children}`} />
  </div>
)
