import type { Asked } from './authorize.ts'
import type { Language } from './language.ts'
import { style, styleSource } from './style.ts'
import { type PageProblem, type Words, words } from './words.ts'

/** What went wrong with the last try. `later`: for how many milliseconds there is none. */
export type Slip = 'wrong' | 'stale' | { readonly later: number }

/** Who is asked for what, at a login page. */
export interface Login {
  readonly language: Language
  readonly house: string
  readonly asked: Asked
  /** of this form, see `formToken` */
  readonly token: string
  readonly slip?: Slip
  /** the name that was typed */
  readonly name?: string
}

/** The login page: a form that works without scripts. */
export function loginPage({ language, house, asked, token, slip, name = '' }: Login): string {
  const say = words[language]
  const wrong = slip === undefined ? '' : ' aria-invalid="true" aria-describedby="error"'
  const hidden = Object.entries({ ...asked, form: token }).map(
    ([key, value]) => `<input type="hidden" name="${key}" value="${escaped(value)}">`,
  )
  const title = slip === undefined ? say.title : `${say.error}: ${say.title}`
  return page(
    language,
    `${title} · ${house}`,
    `${mark}
<h1>${escaped(house)}</h1>
<p class="sub">${escaped(say.linking)}</p>
<section class="may"><h2>${escaped(say.allows)}</h2><ul>${say.may.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul></section>
${slip === undefined ? '' : `<p class="alert" role="alert" id="error">${escaped(slipped(slip, say))}</p>`}
<form method="post" action="/oauth/authorize">
${hidden.join('\n')}
<label for="name">${escaped(say.name)}</label>
<input id="name" name="username" value="${escaped(name.slice(0, 100))}" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="100" enterkeyhint="next" required${wrong}>
<label for="password">${escaped(say.password)}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" enterkeyhint="go" required${wrong}${slip === undefined ? '' : ' autofocus'}>
<button class="go" type="submit">${escaped(say.submit)}</button>
<button class="no" type="submit" name="cancel" value="1" formnovalidate>${escaped(say.cancel)}</button>
</form>
<p class="kept">${escaped(say.kept)}</p>`,
  )
}

/** A page for whom nothing can be linked, and why. */
export function problemPage(language: Language, house: string, problem: PageProblem): string {
  const say = words[language]
  return page(
    language,
    `${say.cannot} · ${house}`,
    `${mark}
<h1>${escaped(say.cannot)}</h1>
<p class="alert" role="alert">${escaped(say.problems[problem])}</p>
<p class="plain">${escaped(say.again)}</p>`,
  )
}

function slipped(slip: Slip, say: Words): string {
  if (slip === 'wrong') return say.wrong
  if (slip === 'stale') return say.stale
  const seconds = Math.max(1, Math.ceil(slip.later / 1000))
  return say.later(seconds < 60 ? say.seconds(seconds) : say.minutes(Math.ceil(seconds / 60)))
}

/** A speaker and a house. */
const mark = `<div class="mark" aria-hidden="true">
<svg width="40" height="40" viewBox="0 0 40 40" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><rect x="12" y="4" width="16" height="32" rx="8"/><circle cx="20" cy="26" r="4"/><path d="M18 12h4"/></svg>
<svg class="dots" width="32" height="8" viewBox="0 0 32 8" fill="currentColor"><circle cx="4" cy="4" r="2.5"/><circle cx="16" cy="4" r="2.5"/><circle cx="28" cy="4" r="2.5"/></svg>
<svg width="40" height="40" viewBox="0 0 40 40" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><path d="M5 19 20 6l15 13"/><path d="M9 16v18h22V16"/><path d="M16 34V24h8v10"/></svg>
</div>`

const page = (language: Language, title: string, main: string) => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in HTML, also between quotes. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? '')

/**
 * The headers of every answer of ours. No `form-action`: Chromium holds every redirect that follows to it, and where CLOVA
 * sends the browser on to from its redirect URI only CLOVA knows.
 */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src ${styleSource}; base-uri 'none'; frame-ancestors 'none'`,
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
}
