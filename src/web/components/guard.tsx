import { Component, type ComponentChildren } from 'preact'
import { text } from '../i18n/index.ts'
import { Note } from './note.tsx'

/** Keeps an error of one part from taking the whole page down. */
export class Guard extends Component<{ readonly children: ComponentChildren }, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {}

  static override getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    console.error(error)
    return (
      <div class="head">
        <Note tone="bad" title={text().common.brokenView} isAnnounced>
          {text().common.brokenViewReason} <code>{error.message}</code>
        </Note>
      </div>
    )
  }
}
