/** What the codes of connections mean. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it broke off the connection',
  EPIPE: 'it broke off the connection',
  EHOSTUNREACH: 'nothing has that address',
  EHOSTDOWN: 'nothing has that address',
  ENETUNREACH: 'this machine is in no network',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'nothing answers there',
  EPROTO: 'what listens there does not speak HTTPS',
}

/** The code of what went wrong at the bottom of an error. */
export function codeOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  return typeof code === 'string' ? code : cause === undefined ? undefined : codeOf(cause)
}

/** What a code means, and the code, for those who look it up. */
export function meaning({ code, message }: Error & { readonly code?: unknown }): string {
  const known = Object.hasOwn(words, String(code)) ? words[String(code)] : undefined
  if (known !== undefined) return `${known} (${code})`
  return /^ERR_SSL|wrong version number/.test(`${code} ${message}`) ? `${words.EPROTO}` : String(code ?? message)
}
