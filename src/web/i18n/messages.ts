import type { messages } from './ko/index.ts'

/** All texts of the page. The Korean table is the shape: a text that is missing in another language does not compile. */
export type Messages = typeof messages
