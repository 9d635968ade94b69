/** One thing that must be said of a file. */
export interface Expected {
  readonly line: number
  readonly column: number
  readonly severity: 'error' | 'warning'
  /** a part of the message, or what all of it must match */
  readonly says: string | RegExp
  /** else `gateway.yaml` */
  readonly file?: string
}

/** One configuration, and all that must be said of it, in this order. Every secret in it holds `hunter22`. */
export interface Case {
  readonly name: string
  readonly text: string
  /** `secrets.yaml` beside it */
  readonly secrets?: string
  /** the same in bytes */
  readonly secretBytes?: Buffer
  /** a folder of that name instead */
  readonly secretFolder?: boolean
  /** the configuration in bytes, instead of `text` */
  readonly bytes?: Buffer
  /** its permissions; else 0600 */
  readonly mode?: number
  /** the files in `$CREDENTIALS_DIRECTORY` */
  readonly credentials?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly problems: readonly Expected[]
}

export const error = (line: number, column: number, says: string | RegExp, file?: string): Expected => ({
  line,
  column,
  severity: 'error',
  says,
  ...(file !== undefined && { file }),
})

export const warning = (line: number, column: number, says: string | RegExp): Expected => ({
  line,
  column,
  severity: 'warning',
  says,
})

/** One connection, in one line, so that what stands below it begins in line 2. */
export const memory = 'drivers: { m: { type: virtual } }\n'
export const broker = 'drivers: { b: { type: mqtt } }\n'

/** A lamp at the connection `m`; `more` are further keys of it, in flow style. */
export const lamp = (
  more = 'traits: { power: {} }',
  id = 'lamp',
  name = id.replaceAll("'", '').slice(0, 4).padEnd(4, 'x'),
) => `  - { id: ${id}, name: ${name}, type: LIGHT, driver: m, ${more} }\n`
