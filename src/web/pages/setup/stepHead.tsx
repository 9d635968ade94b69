import type { ComponentChildren } from 'preact'

/** The title of a step, and what it is about. */
export const StepHead = ({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) => (
  <header class="step-head">
    <h1>{title}</h1>
    {children && <p class="soft">{children}</p>}
  </header>
)
