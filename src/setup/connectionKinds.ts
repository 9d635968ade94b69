import type { Driver } from '../home/driver.ts'

/** The keys by which a new connection finds devices, as the wizard proposes them. */
export function discoveryKeys({ setupQuestions }: Driver, keys: object): Readonly<Record<string, readonly string[]>> {
  const lists = setupQuestions?.questions.filter(({ key, list }) => list === true && !(key in keys)) ?? []
  return Object.fromEntries(
    lists.map(({ key, defaultValue = '' }) => [key, defaultValue.split(',').flatMap((word) => word.trim() || [])]),
  )
}

/** What a kind of connection is called. */
export function kindOf(type: string, { setupQuestions, pair }: Driver): { ko: string; ja: string; en: string } {
  if (setupQuestions) return { ...setupQuestions.what }
  return pair
    ? { ko: `브리지 (${type})`, ja: `ブリッジ（${type}）`, en: `a bridge (${type})` }
    : { ko: `송신기 (${type})`, ja: `送信機（${type}）`, en: `a blaster (${type})` }
}
