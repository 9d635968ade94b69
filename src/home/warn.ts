/**
 * Is told what is wrong with an appliance, in plain words.
 * @param where the key of the appliance that is meant; and that it is a mistake, where nobody is to go on with it
 */
export type Warn = (
  message: string,
  where?: { readonly path: readonly PropertyKey[]; readonly isMistake?: boolean },
) => void
