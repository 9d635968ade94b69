import type { ResponseOf } from '../../../control/api.ts'

/** What each step gets. */
export interface StepProps {
  /** what is configured now */
  readonly setup: ResponseOf<'setup'>
  /** something was saved: how far the first run is, is read anew */
  onSaved(): void
}
