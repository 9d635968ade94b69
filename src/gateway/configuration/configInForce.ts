import type { Config, LoadContext } from '../../config/load.ts'
import type { RejectedConfiguration } from '../../control/api.ts'
import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import { compressedText } from '../compressedText.ts'
import { loadContext } from '../environment.ts'
import { ConfigVersions } from './versions.ts'

/** The configuration as it is followed while the gateway runs. */
export interface FollowedConfig {
  /** the full name of the file */
  readonly file: string
  readonly context: LoadContext
  /** Reads it now. @returns why it is not in force */
  reload(): Promise<string | undefined>
}

/** The text of the configuration in force, the versions before it, and the file that may be another by now. */
export class ConfigInForce {
  readonly versions: ConfigVersions
  /** why the file on the disk is not in force; undefined if it is */
  rejected: RejectedConfiguration | undefined
  #text: () => Promise<string>
  #followed: FollowedConfig | undefined

  /** @param isConfigured false for the empty configuration of a gateway that has none */
  constructor(
    { text }: Pick<Config, 'text'>,
    isConfigured: boolean,
    versionsFile: string,
    warn: (fields: object, message: string) => void,
  ) {
    this.#text = compressedText(text)
    this.versions = new ConfigVersions(versionsFile, warn)
    if (isConfigured) this.versions.record(text, true)
  }

  /** Another configuration is in force. */
  replace({ text }: Pick<Config, 'text'>): void {
    this.#text = compressedText(text)
    this.versions.record(text)
  }

  /** The file is followed from now on, so that it can be read again and edited. */
  follow(followed: FollowedConfig): void {
    this.#followed = followed
  }

  readonly text = (): Promise<string> => this.#text()

  /** @throws controlError `conflict` if the file is not followed */
  readonly followed = (): FollowedConfig => {
    if (!this.#followed) throw controlError('conflict', explain('configurationNotFollowed'))
    return this.#followed
  }

  /** Reads the file now. @returns why it is not in force @throws as `followed` */
  readonly reload = async (): Promise<string | undefined> => this.followed().reload()

  /** What the configuration is checked against. */
  readonly context = (): LoadContext => this.#followed?.context ?? loadContext
}
