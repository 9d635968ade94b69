/** What is expected of one device; keys that are left out are not looked at, but `traits` names all there are. */
export interface Expected {
  readonly key?: string
  readonly name?: string
  /** undefined and written out: none */
  readonly type?: string | undefined
  readonly about?: object
  readonly aliases?: readonly string[]
  readonly traits: Readonly<Record<string, object>>
  readonly verbs?: object
  readonly availability?: unknown
  readonly problems?: readonly (string | RegExp)[]
  /** what a message on a state topic makes of a trait: trait, payload, value; null: it becomes unknown by that */
  readonly reports?: readonly (readonly [trait: string, payload: unknown, value: unknown])[]
  /** what is sent if a trait is set: trait, value, payload */
  readonly commands?: readonly (readonly [trait: string, value: unknown, payload: string])[]
}

/** Announcements by their topics without `homeassistant/` and `/config`, and the devices that they are. */
export interface Case {
  readonly name: string
  readonly announcements: Readonly<Record<string, unknown>>
  readonly found: readonly Expected[]
}
