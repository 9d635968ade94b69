import type { Text } from '../util/translate.ts'

/** How codes of another program are to be imported. */
export interface CodeImportOptions {
  /** what the remote is to be called; absent: as the file calls it, or as the file is called */
  readonly name?: string
  /** the name of the file, for messages and for the name of a remote that has none */
  readonly fileName?: string
  /** ends the work */
  readonly signal?: AbortSignal
}

/** What could not be taken, and where. */
export interface CodeImportProblem {
  /** from 1; absent where the file does not show it */
  readonly line?: number
  readonly message: Text
}

/** One key that was taken. */
interface ImportedKey {
  /** our name for it; absent: nothing of ours does that, and it is kept in the file for its owner to name */
  readonly key?: string
  /** what the other program calls it */
  readonly original: string
  /** the protocol that it was recognised as; absent: its pulses are kept */
  readonly protocol?: string
}

/** A remote that was taken, as a file that the configuration can name. */
export interface ImportedRemote {
  /** of small letters, digits and hyphens */
  readonly name: string
  /** what the file calls it, if it does */
  readonly original?: string
  /** where to put it, from the folder of the configuration: `codes/living-tv.yaml` */
  readonly file: string
  readonly text: string
  /** what an appliance says to use it, in YAML: `remote: codes/living-tv.yaml` */
  readonly configuration: string
  /** an air conditioner: described by the file, or by the name of a built-in protocol, which needs no file; absent: a remote of keys */
  readonly climate?: { readonly codes: string } | { readonly protocol: string }
  readonly keys: readonly ImportedKey[]
  /** what its owner should know */
  readonly notes: readonly Text[]
}

/** What was read of a file of another program. */
export interface CodeImport {
  /** which format it was */
  readonly format: string
  readonly remotes: readonly ImportedRemote[]
  readonly problems: readonly CodeImportProblem[]
}

/** Reads codes of other programs. */
export interface CodeImporter {
  /** what people call the formats that are known */
  readonly formats: readonly string[]
  /**
   * Makes files of ours of the text of a file, or of what somebody pasted. Nothing is written. It fails for no text: what could
   * not be taken is told in `problems`, and `remotes` may be empty. Commands are answered meanwhile.
   * @throws the signal's reason
   */
  read(text: string, options?: CodeImportOptions): Promise<CodeImport>
}
