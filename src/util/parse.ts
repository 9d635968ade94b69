import * as z from 'zod'
import { schemaMessage } from './translate.ts'

const durationForm = schemaMessage({
  ko: '시간은 500ms, 5s, 2m, 1h, 30d 처럼 쓰세요',
  ja: '時間は500ms、5s、2m、1h、30dのように書いてください',
  en: 'write a time as 500ms, 5s, 2m, 1h or 30d',
})

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A duration as users write it, `500ms`, `5s`, `2m`, `1h`, `30d`; parsed to milliseconds. */
export const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, durationForm)
  .transform((text) => Number.parseFloat(text) * (units[text.replace(/^[\d.]+/, '')] ?? 1))

/** Whether a value is an object and no array. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
