import type { Edition } from '../clova/edition.ts'
import type { Spec } from '../home/spec.ts'

/** What is wrong with an action of a scene. */
interface SceneActionProblem {
  readonly at: 'do' | 'value'
  readonly message: string
}

/** What the configuration must know of the protocol to check what the user wrote; `clova/vocabulary.ts` is one. */
export interface ConfigProtocol {
  types(edition: Edition): readonly string[]
  locations(edition: Edition): readonly string[]
  /** the actions that a type may list; nothing if there is no such type */
  actions(edition: Edition, type: string): ReadonlySet<string> | undefined
  /** the modes of the house that a type may have; nothing where any may be used */
  modes(edition: Edition, type: string): readonly string[] | undefined
  /** the actions that this very device offers */
  offered(edition: Edition, type: string, spec: Spec): readonly string[]
  /** what CLOVA cannot do with a device, in words for the user, and the trait that it is about */
  limitations(
    edition: Edition,
    type: string,
    spec: Spec,
  ): readonly { readonly trait?: string; readonly message: string }[]
  /** what is wrong with asking this of a device, in plain words, and whether with what is asked or with its value; nothing if it can be asked */
  validateSceneAction(
    edition: Edition,
    type: string,
    spec: Spec,
    action: string,
    value: unknown,
  ): SceneActionProblem | undefined
  language(edition: Edition): 'ko' | 'ja' | 'en'
  timeZone(edition: Edition): string
  publicKey(edition: Edition): string
  /** where CLOVA's app goes back to after a login */
  redirectUri(edition: Edition): string
}
