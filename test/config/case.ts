/** A problem that must be reported. */
export interface ExpectedProblem {
  readonly line: number
  readonly column: number
  readonly severity: 'error' | 'warning'
  /** a part of the message, or a pattern that the message must match */
  readonly message: string | RegExp
  /** default: `gateway.yaml` */
  readonly file?: string
}

/** One configuration and all problems that must be reported for it, in this order. Every secret in it contains `hunter22`. */
export interface ConfigCase {
  readonly name: string
  readonly text: string
  /** the content of `secrets.yaml` in the same folder */
  readonly secrets?: string
  /** the content of `secrets.yaml` in bytes, instead of `secrets` */
  readonly secretBytes?: Buffer
  /** `secrets.yaml` is a folder */
  readonly secretFolder?: boolean
  /** the configuration in bytes, instead of `text` */
  readonly bytes?: Buffer
  /** the permissions of `secrets.yaml`; default: 0600 */
  readonly mode?: number
  /** the files in `$CREDENTIALS_DIRECTORY` */
  readonly credentials?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly problems: readonly ExpectedProblem[]
}

export const error = (
  line: number,
  column: number,
  expectedMessage: string | RegExp,
  file?: string,
): ExpectedProblem => ({
  line,
  column,
  severity: 'error',
  message: expectedMessage,
  ...(file !== undefined && { file }),
})

export const warning = (line: number, column: number, expectedMessage: string | RegExp): ExpectedProblem => ({
  line,
  column,
  severity: 'warning',
  message: expectedMessage,
})

/** One connection in one line, so that the text after it begins in line 2. */
export const memory = 'drivers: { m: { type: virtual } }\n'
export const broker = 'drivers: { b: { type: mqtt } }\n'

/** A lamp of the connection `m`. @param extraKeys further keys of the lamp, in flow style */
export const lamp = (
  extraKeys = 'traits: { power: {} }',
  id = 'lamp',
  name = id.replaceAll("'", '').slice(0, 4).padEnd(4, 'x'),
) => `  - { id: ${id}, name: ${name}, type: LIGHT, driver: m, ${extraKeys} }\n`
