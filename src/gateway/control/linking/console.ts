import { YamlTextEditor } from '../../../config/yaml/editor.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { Explanation } from '../../../control/operations/shapes.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { consoleFields } from '../../../setup/consoleFields.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import type { LinkingProgress } from '../../history/linkingProgress.ts'
import type { GatewaySettings } from '../../settings.ts'
import { authorOf } from '../configuration/changes.ts'

type ConsoleHandlers = Pick<ControlHandlers, 'consoleForm' | 'checkRedirectUri' | 'allowRedirectUri'>

interface ConsoleDependencies {
  settings(): GatewaySettings
  readonly config: EditableConfig
  readonly observation: { readonly linking: LinkingProgress }
}

/** The operations on the form of CLOVA's developer console. */
export function createConsoleHandlers({ settings, config, observation }: ConsoleDependencies): ConsoleHandlers {
  return {
    consoleForm() {
      const present = settings()
      return {
        fields: consoleFields.map(({ key, label, value, note, isSecret = false }) => {
          const text = value?.(present)
          return {
            key,
            label: label[present.edition],
            ...(text !== undefined && { value: text }),
            ...(note && { note: { ...note } }),
            isSecret,
            isMissing: text === undefined && !note,
          }
        }),
        redirectUris: [...present.linkingDraft.redirectUris],
        missing: missingForLinking(present),
        steps: observation.linking.steps(),
      }
    },
    checkRedirectUri({ uri }) {
      const allowed = allowedRedirects(settings())
      const nearest = allowed.toSorted((a, b) => commonLength(b, uri) - commonLength(a, uri))[0]
      const problem = redirectProblem(uri)
      const isAllowed = allowed.includes(uri)
      return {
        isAllowed,
        ...(!isAllowed && nearest !== undefined && { nearest, differsAt: commonLength(nearest, uri) }),
        ...(problem && { problem }),
      }
    },
    allowRedirectUri({ uri }, _signal, caller) {
      const problem = redirectProblem(uri)
      if (problem) throw controlError('badRequest', problem)
      const allowed = allowedRedirects(settings())
      return config.editor().change(authorOf(caller), (text) => {
        if (allowed.includes(uri)) return { text }
        const editor = new YamlTextEditor(text)
        // The one of the edition is allowed only while none is written, so it is written, too.
        editor.set(['linking', 'redirectUris'], [...allowed, uri])
        return { text: editor.text }
      })
    },
  }
}

/** What is still needed before somebody can link. */
export function missingForLinking({ server, linkingDraft }: GatewaySettings): Explanation[] {
  const { clientSecret, users } = linkingDraft
  const { publicUrl } = server
  return [
    ...(publicUrl === undefined ? [explain('missingPublicUrl')] : []),
    ...(publicUrl !== undefined && new URL(publicUrl).port !== '' ? [explain('missingPort443')] : []),
    ...(users === 0 ? [explain('missingUser')] : clientSecret === undefined ? [explain('missingSecret')] : []),
  ]
}

/** The redirect URIs that count: those of the configuration, else the edition's in both spellings. */
const allowedRedirects = ({ linking, linkingDraft }: GatewaySettings): readonly string[] =>
  linking?.redirectUris ?? linkingDraft.redirectUris

const redirectProblem = (uri: string): Explanation | undefined =>
  /^https:\/\/[\x21-\x7e]+$/.test(uri) && !uri.includes('#') && URL.canParse(uri)
    ? undefined
    : explain('redirectNotHttps')

/** How many characters two texts have in common from their beginning. */
function commonLength(a: string, b: string): number {
  const differing = [...a].findIndex((character, i) => character !== b[i])
  return differing === -1 ? a.length : differing
}
