/** The two editions of the guide: `kr` by NAVER (live), `jp` by LINE. They differ in actions, fields, words and places. */
export const editions = ['kr', 'jp'] as const
export type Edition = (typeof editions)[number]

export const languages = ['ko', 'ja', 'en'] as const
export type Language = (typeof languages)[number]

/** How this gateway speaks, as its configuration says. */
export interface Dialect {
  readonly edition: Edition
  readonly language: Language
  /** `always`: every value comes with the one before; `defined`: only where the edition's tables have it. */
  readonly previousState: 'always' | 'defined'
}

/** A dialect, spoken of one appliance. */
export interface Voice extends Dialect {
  readonly type: string
}

/** The language of those who use an edition. */
export const languageOf: Readonly<Record<Edition, Language>> = { kr: 'ko', jp: 'ja' }

/** Where each edition's public key is published (`spec/README.md`, transport). */
export const publicKeyOf: Readonly<Record<Edition, string>> = {
  kr: 'https://clova.ai/.well-known/signature-public-key.pem',
  jp: 'https://clova-cek-requests.line.me/.well-known/signature-public-key.pem',
}

/** Where CLOVA's app goes back to after a login (`spec/README.md`, account linking). */
export const redirectUriOf: Readonly<Record<Edition, string>> = {
  kr: 'https://prod-ni-cic.clova.ai/v1/al/token/',
  jp: 'https://clova-cic.line-apps.com/v1/al/token/',
}
