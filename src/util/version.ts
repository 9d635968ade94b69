/** The version of this program; the bundle knows it (`scripts/bundle.mjs`), the sources alone do not. */
export const version: string = process.env.CLOVA_HOME_VERSION ?? 'from source'
