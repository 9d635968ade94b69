import type { Config } from '../config/load.ts'

/** The part of the configuration that the gateway itself needs. The home runtime has the rest, so nothing is stored twice. */
export type GatewaySettings = Pick<
  Config,
  | 'file'
  | 'edition'
  | 'language'
  | 'previousState'
  | 'timeZone'
  | 'server'
  | 'publicKey'
  | 'state'
  | 'linking'
  | 'linkingDraft'
  | 'dashboard'
  | 'hub'
>

/** The settings of a configuration. */
export const settingsOf = ({ linking, hub, ...config }: GatewaySettings): GatewaySettings => ({
  file: config.file,
  edition: config.edition,
  language: config.language,
  previousState: config.previousState,
  timeZone: config.timeZone,
  server: config.server,
  publicKey: config.publicKey,
  state: config.state,
  linkingDraft: config.linkingDraft,
  dashboard: config.dashboard,
  ...(linking && { linking }),
  ...(hub && { hub }),
})
