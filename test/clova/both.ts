import type { Edition } from '../../src/clova/edition.ts'
import type { Case } from './case.ts'

/** A case that does not say yet in which edition it is played. */
export type Shared = Omit<Case, 'edition'>

const played =
  (...editions: Edition[]) =>
  (...cases: readonly Shared[]): readonly Case[] =>
    cases.flatMap((given) => editions.map((edition) => ({ ...given, edition })))

/** Cases that hold in either edition alike. */
export const both = played('kr', 'jp')
/** Cases of the edition of NAVER. */
export const kr = played('kr')
/** Cases of the edition of LINE. */
export const jp = played('jp')
