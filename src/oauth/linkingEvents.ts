/** Why a step of linking failed. */
export type LinkingFailure =
  | 'wrongLogin'
  | 'tooManyLogins'
  | 'wrongRedirect'
  | 'wrongClient'
  | 'badLinkingRequest'
  | 'codeRefused'

/** A step of linking that somebody tried: the login page, the code that a login gives, the token that CLOVA gets for it. */
export interface LinkingEvent {
  readonly step: 'loginPage' | 'code' | 'token'
  readonly user?: string
  /** the id of the link */
  readonly link?: string
  /** absent: it went well */
  readonly failure?: LinkingFailure
  /** more about the failure, without anything that was sent */
  readonly detail?: string
}

export type LinkingObserver = (event: LinkingEvent) => void
