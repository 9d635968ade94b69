import { escaped, loginPage, logoHtml, page, pageHeaders, problemPage } from '../../src/oauth/loginPage.ts'
import { loginPageText } from '../../src/oauth/messages.ts'
import { asked, hiddenFields } from '../support/linkingClients.ts'

const request = { ...asked, response_type: 'code' } as const
const text = loginPageText.en
const shown = (more: Partial<Parameters<typeof loginPage>[0]> = {}) =>
  loginPage({ language: 'en', homeName: 'A & B', authorization: request, token: 'the token', ...more })

describe('the login page', () => {
  test('shows whose home is linked, what CLOVA may do, and a form that works without scripts', () => {
    const html = shown()
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(html).toContain(`<title>${text.title} · A &amp; B</title>`)
    expect(html).toContain(logoHtml)
    expect(html).toContain('<h1>A &amp; B</h1>')
    for (const part of [text.linking, text.allows, text.name, text.password, text.submit, text.cancel, text.kept])
      expect(html).toContain(`>${escaped(part)}<`)
    expect(html).toContain(`<ul>${text.may.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul>`)
    expect(hiddenFields(html)).toEqual({ ...asked, form: 'the token' })
    expect(html).toContain('name="username" value=""')
    expect(html.split(' required>')).toHaveLength(3)
    expect(html).toContain('</section>\n\n<form method="post" action="/oauth/authorize">\n<input type="hidden"')
    expect(html).toContain('">\n<input type="hidden" name="form"')
    expect(html).not.toContain('role="alert"')
    expect(html).not.toContain(' aria-invalid=')
    expect(html).not.toContain('autofocus')
    expect(html).not.toContain('<script')
  })

  test.each<[string, Parameters<typeof loginPage>[0]['formError'], string]>([
    ['that name or password are wrong', 'wrong', text.wrong],
    ['that the page is too old', 'stale', text.stale],
    ['that one must wait a moment', { retryAfterMs: 0 }, text.tooManyAttempts(text.seconds(1))],
    ['that one must wait seconds', { retryAfterMs: 58_001 }, text.tooManyAttempts(text.seconds(59))],
    ['that one must wait a minute', { retryAfterMs: 59_001 }, text.tooManyAttempts(text.minutes(1))],
    ['that one must wait minutes', { retryAfterMs: 60_001 }, text.tooManyAttempts(text.minutes(2))],
  ])('shows %s, also to a screen reader', (_what, formError, expected) => {
    const html = shown({ formError: formError ?? 'wrong', name: '<minji>' })
    expect(html).toContain(`<p class="alert" role="alert" id="error">${escaped(expected)}</p>`)
    expect(html).toContain(`<title>${text.error}: ${text.title} · A &amp; B</title>`)
    expect(html.split(' aria-invalid="true" aria-describedby="error"')).toHaveLength(3)
    expect(html).toContain(' autofocus>')
    expect(html).toContain('name="username" value="&lt;minji&gt;"')
  })

  test('returns at most a hundred characters of a name', () => {
    expect(shown({ name: 'x'.repeat(101) })).toContain(`value="${'x'.repeat(100)}"`)
  })
})

test.each(['client', 'redirect', 'request', 'busy', 'tooLarge'] as const)(
  'the page of a problem names it: %s',
  (problem) => {
    const html = problemPage('en', 'A & B', problem)
    expect(html).toContain(`<title>${text.cannot} · A &amp; B</title>`)
    expect(html).toContain(`<h1>${escaped(text.cannot)}</h1>`)
    expect(html).toContain(`role="alert">${escaped(text.problems[problem])}</p>`)
    expect(html).toContain(`<p class="plain">${escaped(text.again)}</p>`)
    expect(html).toContain(logoHtml)
  },
)

test('text is escaped, also inside quotes', () => {
  expect(escaped(`a<b>&"c"'`)).toBe('a&lt;b&gt;&amp;&quot;c&quot;&#39;')
})

test('the style is the only one that the policy allows', async () => {
  const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page('en', 'x', '')) ?? []
  const { createHash } = await import('node:crypto')
  const hash = createHash('sha256').update(style).digest('base64')
  expect(style.length).toBeGreaterThan(1000)
  expect(pageHeaders).toEqual({
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'`,
    'Strict-Transport-Security': 'max-age=31536000',
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    Pragma: 'no-cache',
  })
})
