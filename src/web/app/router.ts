import { computed, signal } from '@preact/signals'

/** Where the user is: `#/log/42` is the page `log` with the id `42`; `!me` after it opens the account beside it. */
interface Place {
  readonly page: string
  /** of what the sheet shows; absent: no sheet */
  readonly id: string | undefined
  /** what else comes after the id, such as a tab */
  readonly query: URLSearchParams
  readonly isAccountOpen: boolean
}

const accountMark = '!me'

const hash = signal(location.hash)
/** Where the user was before; absent if they came here directly. */
let previous: string | undefined

addEventListener('hashchange', ({ oldURL }) => {
  previous = new URL(oldURL).hash
  hash.value = location.hash
})

function parsePlace(text: string): Place {
  const isAccountOpen = text.endsWith(accountMark)
  const [path = '', query = ''] = (isAccountOpen ? text.slice(0, -accountMark.length) : text).split('?')
  const [page = '', ...rest] = path.replace(/^#?\/?/, '').split('/')
  const id = rest.join('/')
  return {
    page: page || 'home',
    id: id === '' ? undefined : decode(id),
    query: new URLSearchParams(query),
    isAccountOpen,
  }
}

/** An address that somebody typed may be no valid escape sequence. */
function decode(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

/** Where the user is. */
export const place = computed(() => parsePlace(hash.value))

/** The address of a page, of a thing on it, with what a page wants to know besides. */
export function linkTo(page: string, id?: string, query: Readonly<Record<string, string>> = {}): string {
  const words = new URLSearchParams(query).toString()
  return `#/${page}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${words && `?${words}`}`
}

/** The address of the account on the present page. */
export const linkToAccount = (): string => `${stripAccount(hash.value) || '#/home'}${accountMark}`

const stripAccount = (text: string) => (text.endsWith(accountMark) ? text.slice(0, -accountMark.length) : text)

/** Goes to an address made by `linkTo`. */
export function goTo(link: string): void {
  location.hash = link
}

/** Goes to an address in place of the present one, which the back button then skips. */
export function replacePlace(link: string): void {
  history.replaceState(null, '', link)
  hash.value = link
}

/** Closes the sheet: back where it was opened from, or to its page if the user came from elsewhere. */
export function closeSheet(): void {
  const { page, isAccountOpen } = place.value
  const below = isAccountOpen ? stripAccount(hash.value) : linkTo(page)
  const isBehind = previous !== undefined && parsePlace(previous).page === page && isSheet(below) === isSheet(previous)
  if (isBehind) history.back()
  else replacePlace(below)
}

function isSheet(link: string): boolean {
  const { id, isAccountOpen } = parsePlace(link)
  return id !== undefined || isAccountOpen
}
