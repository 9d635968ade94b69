import type { Case } from '../case.ts'
import { light } from './light.ts'

/** Every case of the protocol. */
export const cases: readonly Case[] = [...light]
