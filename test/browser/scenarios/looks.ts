import assert from 'node:assert/strict'
import type { FakeHome } from '../support/fakeGateway.ts'
import { ownerHome } from '../support/ownerHome.ts'
import { type Scenario, seriousFindings, sidewaysScroll } from '../support/scenario.ts'

interface Look {
  readonly name: string
  readonly path?: string
  /** what differs from the example home; such a place is opened in a browser of its own */
  readonly home?: Partial<FakeHome>
  /** what is there once the place is drawn */
  readonly ready: string
}

/** Every place of the page. To add a page to the pictures and to the search for barriers, add its row. */
const looksOfPages: readonly Look[] = [
  { name: 'home', ready: '.tile' },
  { name: 'home-seen', path: '#/home?tab=seen', ready: 'main .row .switch' },
  { name: 'lamp', path: '#/home/living-light', ready: '.sheet .slider' },
  { name: 'aircon', path: '#/home/living-aircon', ready: '.sheet .note.guess' },
  { name: 'tv', path: '#/home/living-tv', ready: '.sheet [inputmode=numeric]' },
  { name: 'curtain', path: '#/home/bedroom-curtain', ready: '.sheet .three' },
  { name: 'offline', path: '#/home/kitchen-plug', ready: '.sheet .note:not(.guess)' },
  { name: 'describe', path: '#/home/bedroom-light?edit=1', ready: '.sheet details[open]' },
  { name: 'log', path: '#/log', ready: '.row-of-log' },
  { name: 'log-entry', path: '#/log/7', ready: '.sheet .steps' },
  { name: 'bench', path: '#/log?tab=bench', ready: 'main pre' },
  { name: 'account', path: '#/home!me', ready: '.sheet dl' },
  { name: 'health', path: '#/health', ready: '.checks' },
  { name: 'remotes', path: '#/remotes', ready: '.key' },
  { name: 'settings', path: '#/settings', ready: '.cm-content' },
  { name: 'settings-versions', path: '#/settings?tab=versions', ready: 'main .row' },
  { name: 'settings-access', path: '#/settings?tab=access', ready: 'main .stack .btn' },
  { name: 'setup', path: '#/setup', ready: 'main h1' },
  { name: 'setup-edition', path: '#/setup/edition', ready: 'main [role=radiogroup], main fieldset' },
  { name: 'setup-address', path: '#/setup/address', ready: 'main .cmd, main input' },
  { name: 'setup-connections', path: '#/setup/connections', ready: 'main .card' },
  { name: 'setup-appliances', path: '#/setup/appliances', ready: 'main .row' },
  { name: 'setup-users', path: '#/setup/users', ready: 'main .row' },
  { name: 'setup-console', path: '#/setup/console', ready: 'main .copy' },
  { name: 'first-start', home: { session: 'firstStart' }, ready: 'form .btn.go' },
  { name: 'login', home: { session: 'loggedOut' }, ready: 'form .btn.go' },
  { name: 'member', home: { role: 'member' }, ready: '.tile' },
  { name: 'no-appliances', home: { appliances: [] }, ready: '.empty' },
]

const views = (['ko', 'ja', 'en'] as const).flatMap((language) =>
  (['phone', 'desk'] as const).flatMap((size) =>
    (['light', 'dark'] as const).map((theme) => ({ language, size, theme })),
  ),
)

const placesLook = views.map(
  (view): Scenario => ({
    name: `looks: every place, ${view.language}, ${view.size}, ${view.theme}: nothing scrolls sideways, nothing is a barrier`,
    async run(test) {
      const findings: string[] = []
      const { page: walked, gateway } = await test.open({ ...view, ...ownerHome(), ready: '.tile' })
      for (const { name, path, home, ready } of looksOfPages) {
        const page = home ? (await test.open({ ...view, home, ready })).page : walked
        if (!home) await page.goto(gateway.url + (path ?? '#/home'))
        await page.waitForSelector(ready)
        const label = `${name}-${view.size}-${view.theme}-${view.language}`
        await test.shot(page, label)
        findings.push(...(await seriousFindings(page)).map((finding) => `${label}: ${finding}`))
        if ((await sidewaysScroll(page)) > 0) findings.push(`${label}: it scrolls sideways`)
        assert.equal(await page.getAttribute('html', 'lang'), view.language)
        if (home) await page.context().close()
      }
      assert.deepEqual(findings, [])
    },
  }),
)

export const looks: readonly Scenario[] = [
  {
    name: 'looks: the search for barriers finds a picture without words and a text that is hard to read',
    async run(test) {
      const { page } = await test.open({ ready: '.tile' })
      await page.evaluate(() => {
        document.querySelector('h1')?.append(Object.assign(document.createElement('img'), { src: 'icon.svg' }))
        document.querySelector<HTMLElement>('h2')?.style.setProperty('color', '#ccc')
      })
      const found = (await seriousFindings(page)).map((finding) => finding.split(':')[0])
      assert.deepEqual([...found].sort(), ['color-contrast', 'image-alt'])
    },
  },
  ...placesLook,
]
