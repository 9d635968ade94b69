import type * as z from 'zod'
import { fileError } from '../../util/fileErrors.ts'
import { byLanguage, localizedError } from '../../util/translate.ts'
import { describeZodIssues } from '../../util/zodIssues.ts'
import type { Problem } from '../problem.ts'
import { readText } from '../textFile.ts'
import { parseSource } from './source.ts'

/**
 * Reads a YAML file whose whole form is one schema.
 * @throws Error for the user with all mistakes and their positions, without values that may be secret
 */
export function readSchemaFile<T extends z.ZodType>(file: string, schema: T): z.output<T> {
  const text = textOf(file)
  if (typeof text !== 'string') throw mistakesError([{ problem: text }])
  const source = parseSource(file, text)
  if (source.problems.length > 0) throw mistakesError(source.problems.map((problem) => ({ problem })))
  const value = source.value ?? {}
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw mistakesError(
    describeZodIssues(schema, value, parsed.error.issues).map(({ path, key, message }) => ({
      problem: source.problem(path, message, key === undefined ? {} : { key }),
      path,
    })),
  )
}

function textOf(file: string): string | Problem {
  try {
    return readText(file)
  } catch (error) {
    throw fileError(error, 'read', file)
  }
}

interface Mistake {
  readonly problem: Problem
  /** the key that it is about */
  readonly path?: readonly PropertyKey[]
}

const mistakesError = (mistakes: readonly Mistake[]): Error =>
  localizedError(
    byLanguage((language) =>
      mistakes
        .map(({ problem: { file, line, column, localized }, path = [] }) =>
          [`${file}:${line}:${column}`, ...(path.length > 0 ? [path.join('.')] : []), localized[language]].join(': '),
        )
        .join('\n'),
    ),
  )
