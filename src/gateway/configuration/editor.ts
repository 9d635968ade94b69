import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { addSecrets } from '../../config/additions.ts'
import { type Config, type LoadContext, parseConfig } from '../../config/load.ts'
import { readSecrets, secretsFile } from '../../config/secretsFile.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { explain, explainError } from '../../control/explanations/index.ts'
import type { ChangeOutcome, ConfigMistake, Explanation } from '../../control/operations/shapes.ts'
import { replaceFile } from '../../storage/replaceFile.ts'
import { readUtf8File } from '../../util/utf8.ts'
import type { ConfigInForce } from './configInForce.ts'
import { differenceOf, keptComments, mergedText } from './difference.ts'
import { effectsOf } from './effects.ts'
import { toMistake } from './mistakes.ts'
import { type ConfigAuthor, type ConfigVersions, revisionOf } from './versions.ts'

/** A changed text of the configuration, and the secrets to be written beside it. */
export interface ChangedConfig {
  readonly text: string
  readonly secrets?: Readonly<Record<string, string>>
}

interface EditorOptions {
  /** the full name of the configuration */
  readonly file: string
  readonly context: LoadContext
  readonly versions: ConfigVersions
  /** Reads the configuration and puts it in force. @returns why it is not in force */
  reload(): Promise<string | undefined>
}

/** The configuration in force with what edits its file: loaded only where somebody asks for it. */
export interface EditableConfig extends Pick<ConfigInForce, 'versions' | 'rejected' | 'text' | 'reload' | 'context'> {
  /** @throws controlError `conflict` if the file is not followed */
  editor(): ConfigEditor
}

/** The one editor of a configuration, made when it is first needed. */
export function editableConfig(config: ConfigInForce): EditableConfig {
  const { versions, text, reload, context } = config
  let editor: ConfigEditor | undefined
  return {
    versions,
    text,
    reload,
    context,
    get rejected() {
      return config.rejected
    },
    editor() {
      editor ??= new ConfigEditor({ ...config.followed(), versions })
      return editor
    },
  }
}

/** How many texts that somebody has seen are kept, to know what they have changed. */
const maxBases = 8

/**
 * Changes the configuration while the gateway runs. The file is the one truth: it is read anew for each change, checked before it
 * is written, and compared with what the change was based on.
 */
export class ConfigEditor {
  readonly file: string
  readonly #options: EditorOptions
  /** texts that were read, by their revision, the oldest first */
  readonly #bases = new Map<string, string>()
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: EditorOptions) {
    this.file = options.file
    this.#options = options
  }

  /** The file as it stands now; an empty text if there is none. Or why it cannot be read. */
  read(): { readonly text: string; readonly revision: string } | { readonly unreadable: Explanation } {
    try {
      const text = existsSync(this.file) ? readUtf8File(this.file) : ''
      const revision = revisionOf(text)
      this.#bases.delete(revision)
      this.#bases.set(revision, text)
      for (const oldest of this.#bases.keys()) if (this.#bases.size > maxBases) this.#bases.delete(oldest)
      return { text, revision }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === undefined) return { unreadable: explainError(error) }
      return { unreadable: explain('notAllowedToRead', { file: this.file }, { detail: code }) }
    }
  }

  /** Why the service may not write it, with the command that permits it; undefined if it may. */
  notWritable(): Explanation | undefined {
    try {
      const real = existsSync(this.file) ? realpathSync(this.file) : this.file
      accessSync(dirname(real), constants.W_OK)
      // In a folder with the sticky bit a file is replaced by its owner only.
      const folder = statSync(dirname(real))
      const uid = process.getuid?.()
      const isSticky = (folder.mode & 0o1000) !== 0 && existsSync(real)
      if (isSticky && uid !== 0 && uid !== folder.uid && statSync(real).uid !== uid)
        throw Object.assign(new Error(), { code: 'EPERM' })
      return undefined
    } catch (error) {
      return explainWriteError(error, this.file)
    }
  }

  /** The names of the secrets that there are; their values never leave. */
  secretNames(): string[] {
    const secrets = readSecrets(secretsFile(this.file), [])
    return secrets === 'unreadable' ? [] : Object.keys(secrets)
  }

  /** The mistakes of a text, and the configuration if it is valid. */
  async check(
    text: string,
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly problems: ConfigMistake[]; readonly config: Config | undefined }> {
    const { config, problems } = await parseConfig(this.file, text, { ...this.#options.context, secrets })
    return { problems: problems.map((problem) => toMistake(problem, this.file, text)), config }
  }

  /** What saving a text would change. @param base the revision that it was made from */
  async compare(text: string, base: string | undefined) {
    const current = this.read()
    const before = 'text' in current ? current.text : ''
    const [old, next] = [await this.check(before), await this.check(text)]
    const baseText = base === undefined || base === revisionOf(before) ? undefined : this.#baseText(base)
    return {
      difference: differenceOf(before, text),
      effects: next.config ? effectsOf(old.config, next.config) : [],
      keptComments: keptComments(before, text),
      ...(base !== undefined &&
        base !== revisionOf(before) && {
          changedByOther: {
            ...this.#savedAt(before),
            difference: differenceOf(baseText ?? text, before),
            overlaps: baseText === undefined || mergedText(baseText, text, before) === undefined,
          },
        }),
    }
  }

  /** Saves a text and puts it in force. @param base the revision that it was made from; absent: whatever is there */
  save(text: string, base: string | undefined, by: ConfigAuthor): Promise<ChangeOutcome> {
    return this.#inTurn(async () => {
      const current = this.read()
      if ('unreadable' in current) return { outcome: 'notWritten', reason: current.unreadable }
      if (base !== undefined && base !== current.revision) {
        const baseText = this.#baseText(base)
        const merged = baseText === undefined ? undefined : mergedText(baseText, text, current.text)
        return {
          outcome: 'conflict',
          ...current,
          difference: differenceOf(current.text, text),
          ...(merged !== undefined && { merged }),
        }
      }
      return this.#write(current.text, { text }, by)
    })
  }

  /**
   * Changes the file in place.
   * @param change makes the new text from the present one; an error of the YAML editor becomes an explanation
   */
  change(by: ConfigAuthor, change: (text: string) => ChangedConfig | Promise<ChangedConfig>): Promise<ChangeOutcome> {
    return this.#inTurn(async () => {
      const current = this.read()
      if ('unreadable' in current) return { outcome: 'notWritten', reason: current.unreadable }
      let changed: ChangedConfig
      try {
        changed = await change(current.text)
      } catch (error) {
        // An operation of the caller that is refused is no matter of the file.
        if ((error as { readonly code?: unknown }).code !== undefined) throw error
        return { outcome: 'notWritten', reason: explain('cannotEdit', {}, { detail: (error as Error).message }) }
      }
      return this.#write(current.text, changed, by)
    })
  }

  /** Where an appliance stands in the file; undefined if it has no entry. */
  positionOf(id: string): { readonly line: number; readonly column: number } | undefined {
    const current = this.read()
    if (!('text' in current)) return undefined
    const source = parseSource(this.file, current.text)
    const index = indexOfAppliance(source.value, id)
    if (index === -1) return undefined
    const { line, column } = source.problem(['appliances', index, 'id'], '')
    return { line, column }
  }

  async #write(before: string, { text, secrets = {} }: ChangedConfig, by: ConfigAuthor): Promise<ChangeOutcome> {
    const { config, problems } = await this.check(text, secrets)
    if (!config) return { outcome: 'invalid', problems }
    try {
      if (Object.keys(secrets).length > 0) await this.#writeSecrets(secrets)
      this.#options.versions.expect(text, by)
      if (text !== before) await replaceFile(this.file, text)
    } catch (error) {
      return { outcome: 'notWritten', reason: explainWriteError(error, this.file) }
    }
    const problem = await this.#options.reload()
    return {
      outcome: 'saved',
      revision: revisionOf(text),
      isApplied: problem === undefined,
      ...(problem !== undefined && { reason: explain('notInForce', {}, { detail: problem }) }),
    }
  }

  /** @throws NodeJS.ErrnoException */
  async #writeSecrets(secrets: Readonly<Record<string, string>>): Promise<void> {
    const file = secretsFile(this.file)
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const next = addSecrets(text, secrets)
    if (next !== text) await replaceFile(file, next)
  }

  #baseText(revision: string): string | undefined {
    return this.#bases.get(revision) ?? this.#options.versions.textOf(revision)
  }

  #savedAt(text: string): { readonly at?: number } {
    const found = this.#options.versions.list().find((one) => one.text === text)
    return found ? { at: found.at } : {}
  }

  /** Changes come one after the other: each reads what the one before has written. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => {})
    return done
  }
}

/** The place of an appliance in the list; -1 if it has no entry. */
export function indexOfAppliance(value: unknown, id: string): number {
  const { appliances } = (value ?? {}) as { readonly appliances?: unknown }
  return Array.isArray(appliances) ? appliances.findIndex((one) => one?.id === id) : -1
}

/** Why a file cannot be written, with the command that permits it. */
export function explainWriteError(error: unknown, file: string): Explanation {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return explain('diskFull', { file })
  if (code === 'EROFS') return explain('readOnlyDisk', { file }, { command: permitCommand(file) })
  if (code === 'EACCES' || code === 'EPERM')
    return explain('notAllowedToWrite', { file }, { command: permitCommand(file) })
  return explain('fileFailed', { file, reason: code || message })
}

/**
 * Gives the folder to the gateway's user, who may then replace files in it. Not the sticky bit: Debian lets nobody, not even
 * root's editor, write a file of another user in such a folder (fs.protected_regular).
 */
function permitCommand(file: string): string {
  const user = process.getuid?.() ?? 0
  const folder = dirname(file)
  return folder === '/etc/clova-home' ? `sudo chown clova-home ${folder}` : `sudo chown ${user} ${folder} ${file}`
}
