import type { Edition } from '../clova/edition.ts'
import type { Spec } from '../home/spec.ts'
import type { Text } from '../util/translate.ts'

/** What is wrong with an action of a scene. */
interface SceneActionProblem {
  readonly at: 'do' | 'value'
  readonly message: Text
}

/** What the checks of the configuration need of the protocol; implemented in `clova/configProtocol.ts`. */
export interface ConfigProtocol {
  types(edition: Edition): readonly string[]
  locations(edition: Edition): readonly string[]
  /** the actions that a type may list; undefined for an unknown type */
  actions(edition: Edition, type: string): ReadonlySet<string> | undefined
  /** the gateway's modes that a type may have; undefined if all are allowed */
  modes(edition: Edition, type: string): readonly string[] | undefined
  /** the actions that a device with this spec offers */
  offered(edition: Edition, type: string, spec: Spec): readonly string[]
  /** what CLOVA cannot do with a device: the trait and a message for the user */
  limitations(
    edition: Edition,
    type: string,
    spec: Spec,
  ): readonly { readonly trait?: string; readonly message: Text }[]
  /** why an action of a scene is impossible, and whether the action (`do`) or its value is wrong; undefined if it is possible */
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
  /** the redirect URI of CLOVA's app after a login */
  redirectUri(edition: Edition): string
}
