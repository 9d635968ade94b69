import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { differenceOf } from '../../configuration/difference.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import { effectsOf } from '../../configuration/effects.ts'
import type { ConfigVersion } from '../../configuration/versions.ts'
import { authorOf } from './changes.ts'

type VersionHandlers = Pick<ControlHandlers, 'versions' | 'version' | 'restoreVersion'>

interface VersionDependencies {
  readonly config: EditableConfig
}

/** The operations on earlier versions of the configuration. */
export function createVersionHandlers({ config }: VersionDependencies): VersionHandlers {
  const { versions, editor } = config
  /** Summaries of versions, which never change: each needs two configurations to be read. */
  const summaries = new Map<string, Awaited<ReturnType<typeof summaryOf>>>()
  return {
    async versions() {
      const all = versions.list()
      const inForce = await config.text()
      const described = await Promise.all(
        all.map(async (version, i) => {
          const { id, at, by } = version
          const summary = summaries.get(id) ?? (await summaryOf(version, all[i + 1]))
          summaries.set(id, summary)
          return { id, at, by, ...summary, isInForce: version.text === inForce && i === 0 }
        }),
      )
      for (const id of summaries.keys()) if (!versions.find(id)) summaries.delete(id)
      return { versions: described }
    },
    async version({ id }) {
      const { text } = versionWith(id)
      const configEditor = editor()
      const current = configEditor.read()
      const { problems } = await configEditor.check(text)
      return { text, difference: differenceOf('text' in current ? current.text : '', text), problems }
    },
    restoreVersion({ id, revision }, _signal, caller) {
      const { text, at } = versionWith(id)
      return editor().save(text, revision, { ...authorOf(caller), restoredFrom: at })
    },
  }

  function versionWith(id: string): ConfigVersion {
    const found = versions.find(id)
    if (!found) throw controlError('notFound', explain('versionGone'))
    return found
  }

  async function summaryOf({ text }: ConfigVersion, before: ConfigVersion | undefined) {
    const configEditor = editor()
    const { added, removed } = differenceOf(before?.text ?? '', text)
    const [old, next] = [before && (await configEditor.check(before.text)), await configEditor.check(text)]
    const effects = before && next.config ? effectsOf(old?.config, next.config) : []
    const shown = effects.filter(({ code }) => code !== 'effectNoRestart' && code !== 'effectSearch')
    return { summary: shown.slice(0, 5), lines: { added, removed } }
  }
}
