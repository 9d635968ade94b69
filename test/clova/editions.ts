import type { Edition } from '../../src/clova/edition.ts'
import type { ClovaCase } from './case.ts'

/** A case without an edition: `both`, `kr` and `jp` add it. */
export type CaseOfAnyEdition = Omit<ClovaCase, 'edition'>

const forEditions =
  (...editions: Edition[]) =>
  (...cases: readonly CaseOfAnyEdition[]): readonly ClovaCase[] =>
    cases.flatMap((given) => editions.map((edition) => ({ ...given, edition })))

/** Cases that are the same in both editions. */
export const both = forEditions('kr', 'jp')
/** Cases of the Korean edition (NAVER). */
export const kr = forEditions('kr')
/** Cases of the Japanese edition (LINE). */
export const jp = forEditions('jp')
