import { createHash } from 'node:crypto'
import type { Language } from '../util/translate.ts'
import type { AuthorizationRequest } from './authorizationRequest.ts'
import { type LoginPageText, loginPageText, type PageProblem } from './messages.ts'

/** The style of all pages: from 320 px up, light and dark, with the fonts that the phone has. */
const style = `
:root{color-scheme:light dark;--ground:#f2f5f4;--card:#fff;--ink:#14211d;--soft:#56655f;--line:#c9d3cf;--edge:#7b8a84;
--accent:#04724d;--press:#035a3d;--on:#fff;--tint:#e3f3ec;--bad:#a11c1c;--badground:#fdecec;--badline:#eab4b4;
--shadow:0 1px 2px rgba(10,40,30,.06),0 12px 32px rgba(10,40,30,.08)}
@media (prefers-color-scheme:dark){:root{--ground:#0d1412;--card:#16201d;--ink:#e8efec;--soft:#a3b3ac;--line:#2f3c37;--edge:#6d7f77;
--accent:#4fd8a1;--press:#7be6bb;--on:#04211a;--tint:#123328;--bad:#ffb4b4;--badground:#3a1818;--badline:#6d2f2f;--shadow:0 1px 2px rgba(0,0,0,.4)}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:16px;background:var(--ground);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Apple SD Gothic Neo","Hiragino Sans","Noto Sans CJK KR","Noto Sans KR","Noto Sans JP",sans-serif;
word-break:keep-all;overflow-wrap:anywhere}
:lang(ja){word-break:normal;line-break:strict;font-family:system-ui,-apple-system,"Hiragino Sans","Noto Sans CJK JP","Noto Sans JP",sans-serif}
main{width:100%;max-width:400px;padding:28px 24px 24px;background:var(--card);border:1px solid var(--line);border-radius:20px;box-shadow:var(--shadow)}
.mark{display:flex;align-items:center;justify-content:center;gap:12px;color:var(--accent)}
.mark svg{display:block}
.mark .dots{color:var(--edge)}
h1{margin:16px 0 2px;font-size:1.375rem;line-height:1.3;font-weight:700;text-align:center;text-wrap:balance}
.sub{margin:0 0 20px;color:var(--soft);font-size:.9375rem;text-align:center;text-wrap:balance}
.may{margin:0 0 20px;padding:12px 16px;background:var(--tint);border-radius:12px;font-size:.9375rem}
.may h2{margin:0 0 4px;font-size:.875rem;font-weight:600}
.may ul{margin:0;padding:0;list-style:none}
.may li{padding-left:1.5em;position:relative}
.may li::before{content:"";position:absolute;left:.25em;top:.45em;width:.7em;height:.35em;border:solid var(--accent);border-width:0 0 2px 2px;transform:rotate(-45deg)}
.alert{text-wrap:pretty;margin:0 0 16px;padding:12px 16px;background:var(--badground);border:1px solid var(--badline);border-radius:12px;color:var(--bad);font-size:.9375rem;font-weight:500}
h1+.alert{margin-top:16px}
label{display:block;margin:0 0 6px;font-size:.9375rem;font-weight:600}
input{display:block;width:100%;min-height:48px;margin:0 0 16px;padding:10px 14px;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:12px}
input[aria-invalid=true]{border-color:var(--bad)}
button{display:block;width:100%;min-height:48px;padding:10px 16px;font:inherit;font-weight:600;border-radius:12px;border:1px solid transparent;cursor:pointer}
.go{margin-top:8px;background:var(--accent);color:var(--on)}
.go:hover,.go:active{background:var(--press)}
.no{margin-top:8px;background:none;color:var(--soft)}
.no:hover{color:var(--ink);text-decoration:underline}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.kept{margin:16px 0 0;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem;text-align:center;text-wrap:balance}
.plain{margin:0 0 8px}
@media (max-height:700px){main{padding-top:20px}h1{margin-top:10px}.sub{margin-bottom:14px}.may{margin-bottom:14px}input{margin-bottom:12px}}
`

/** The only style that the Content-Security-Policy allows. */
const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** What was wrong with the last attempt; `retryAfterMs`: when the next one may be made. */
export type FormError = 'wrong' | 'stale' | { readonly retryAfterMs: number }

/** What a login page shows. */
export interface LoginForm {
  readonly language: Language
  readonly homeName: string
  readonly authorization: AuthorizationRequest
  /** see `formToken` */
  readonly token: string
  readonly formError?: FormError
  /** the name that was typed */
  readonly name?: string
}

/** The login page: a form that works without scripts. */
export function loginPage({ language, homeName, authorization, token, formError, name = '' }: LoginForm): string {
  const text = loginPageText[language]
  const wrong = formError === undefined ? '' : ' aria-invalid="true" aria-describedby="error"'
  const hidden = Object.entries({ ...authorization, form: token }).map(
    ([key, value]) => `<input type="hidden" name="${key}" value="${escaped(value)}">`,
  )
  const title = formError === undefined ? text.title : `${text.error}: ${text.title}`
  return page(
    language,
    `${title} · ${homeName}`,
    `${logoHtml}
<h1>${escaped(homeName)}</h1>
<p class="sub">${escaped(text.linking)}</p>
<section class="may"><h2>${escaped(text.allows)}</h2><ul>${text.may.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul></section>
${formError === undefined ? '' : `<p class="alert" role="alert" id="error">${escaped(errorText(formError, text))}</p>`}
<form method="post" action="/oauth/authorize">
${hidden.join('\n')}
<label for="name">${escaped(text.name)}</label>
<input id="name" name="username" value="${escaped(name.slice(0, 100))}" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="100" enterkeyhint="next" required${wrong}>
<label for="password">${escaped(text.password)}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" enterkeyhint="go" required${wrong}${formError === undefined ? '' : ' autofocus'}>
<button class="go" type="submit">${escaped(text.submit)}</button>
<button class="no" type="submit" name="cancel" value="1" formnovalidate>${escaped(text.cancel)}</button>
</form>
<p class="kept">${escaped(text.kept)}</p>`,
  )
}

/** A page that shows why no account can be linked. */
export function problemPage(language: Language, homeName: string, problem: PageProblem): string {
  const text = loginPageText[language]
  return page(
    language,
    `${text.cannot} · ${homeName}`,
    `${logoHtml}
<h1>${escaped(text.cannot)}</h1>
<p class="alert" role="alert">${escaped(text.problems[problem])}</p>
<p class="plain">${escaped(text.again)}</p>`,
  )
}

function errorText(error: FormError, text: LoginPageText): string {
  if (error === 'wrong') return text.wrong
  if (error === 'stale') return text.stale
  const seconds = Math.max(1, Math.ceil(error.retryAfterMs / 1000))
  return text.tooManyAttempts(seconds < 60 ? text.seconds(seconds) : text.minutes(Math.ceil(seconds / 60)))
}

/** The picture of a speaker and a home. */
export const logoHtml = `<div class="mark" aria-hidden="true">
<svg width="40" height="40" viewBox="0 0 40 40" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><rect x="12" y="4" width="16" height="32" rx="8"/><circle cx="20" cy="26" r="4"/><path d="M18 12h4"/></svg>
<svg class="dots" width="32" height="8" viewBox="0 0 32 8" fill="currentColor"><circle cx="4" cy="4" r="2.5"/><circle cx="16" cy="4" r="2.5"/><circle cx="28" cy="4" r="2.5"/></svg>
<svg width="40" height="40" viewBox="0 0 40 40" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><path d="M5 19 20 6l15 13"/><path d="M9 16v18h22V16"/><path d="M16 34V24h8v10"/></svg>
</div>`

export const page = (language: Language, title: string, main: string) => `<!doctype html>
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

/** Escapes text for HTML, also between quotes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => String(entities[char]))

/**
 * The headers of every answer under `/oauth/`. The policy has no `form-action`, because Chromium applies it to every redirect
 * after the form too, and only CLOVA knows where its redirect URI sends the browser next.
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
