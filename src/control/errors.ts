import { formatExplanation } from './explanations/index.ts'
import type { Explanation } from './operations/shapes.ts'

/** What goes wrong: the status of the response, and the code in its body. */
export const errorStatus = {
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  busy: 503,
  internal: 500,
} as const
export type ControlErrorCode = keyof typeof errorStatus

/** An error of an operation, with the code that its response carries, and why in three languages; its message is the English one. */
export const controlError = (code: ControlErrorCode, explanation: Explanation): Error =>
  Object.assign(new Error(formatExplanation(explanation, 'en')), { code, explanation })
