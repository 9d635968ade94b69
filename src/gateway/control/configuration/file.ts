import { jsonSchema } from '../../../config/jsonSchema.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import type { ConfigEditor, EditableConfig } from '../../configuration/editor.ts'
import { authorOf } from './changes.ts'

type FileHandlers = Pick<
  ControlHandlers,
  | 'configuration'
  | 'validateConfiguration'
  | 'compareConfiguration'
  | 'saveConfiguration'
  | 'reloadConfiguration'
  | 'configurationSchema'
>

interface FileDependencies {
  settings(): { readonly file: string }
  readonly config: EditableConfig
}

/** The operations on the text of the configuration. */
export function createFileHandlers({ settings, config }: FileDependencies): FileHandlers {
  const { versions, editor } = config
  return {
    async configuration() {
      const { rejected } = config
      const text = await config.text()
      const [latest] = versions.list()
      return {
        file: settings().file,
        text,
        ...(rejected && { rejected }),
        ...(latest?.text === text && { inForceSince: latest.at }),
        ...(await describeFile(config, text)),
      }
    },
    async validateConfiguration({ text }) {
      const { problems, config: found } = await editor().check(text)
      return { problems, isValid: found !== undefined }
    },
    compareConfiguration: ({ text, revision }) => editor().compare(text, revision),
    saveConfiguration: ({ text, revision }, _signal, caller) => editor().save(text, revision, authorOf(caller)),
    async reloadConfiguration() {
      const problem = await config.reload()
      return problem === undefined ? {} : { problem }
    },
    configurationSchema: async () => ({ ...(await jsonSchema(config.context())) }),
  }
}

/**
 * The file as it is on the disk.
 * @param inForce the text of the configuration that the gateway runs with
 */
async function describeFile(config: EditableConfig, inForce: string) {
  let editor: ConfigEditor
  try {
    editor = config.editor()
  } catch {
    return { secretNames: [] }
  }
  const current = editor.read()
  const notWritable = editor.notWritable()
  return {
    ...('unreadable' in current
      ? { unreadable: current.unreadable }
      : {
          current: {
            ...current,
            problems: (await editor.check(current.text)).problems,
            isInForce: current.text === inForce && config.rejected === undefined,
          },
        }),
    ...(notWritable && { notWritable }),
    secretNames: editor.secretNames(),
  }
}
