import assert from 'node:assert/strict'
import type { FakeHome } from '../support/fakeGateway.ts'
import { ownerHome } from '../support/ownerHome.ts'
import { type Scenario, seriousFindings, sidewaysScroll } from '../support/scenario.ts'

interface Look {
  readonly name: string
  readonly path?: string
  readonly home?: Partial<FakeHome>
  readonly ready: string
}

const { home: owner } = ownerHome()

/** Every place of the page. To add a page to the pictures and to the search for barriers, add its row. */
const looksOfPages: readonly Look[] = [
  { name: 'first-start', home: { session: 'firstStart' }, ready: 'form .btn.go' },
  { name: 'login', home: { session: 'loggedOut' }, ready: 'form .btn.go' },
  { name: 'home', ready: '.tile' },
  { name: 'home-seen', path: '#/home?tab=seen', ready: '.switch' },
  { name: 'lamp', path: '#/home/living-light', ready: '.sheet .slider' },
  { name: 'aircon', path: '#/home/living-aircon', ready: '.sheet .stepper' },
  { name: 'tv', path: '#/home/living-tv', ready: '.sheet .stepper' },
  { name: 'curtain', path: '#/home/bedroom-curtain', ready: '.sheet .three' },
  { name: 'offline', path: '#/home/kitchen-plug', ready: '.sheet .note' },
  { name: 'describe', path: '#/home/bedroom-light?edit=1', ready: '.sheet select' },
  { name: 'log', path: '#/log', ready: '.row-of-log' },
  { name: 'log-entry', path: '#/log/7', ready: '.sheet .steps' },
  { name: 'bench', path: '#/log?tab=bench', ready: 'pre' },
  { name: 'account', path: '#/home!me', ready: '.sheet .seg' },
  { name: 'no-appliances', home: { appliances: [] }, ready: '.empty' },
  { name: 'health', path: '#/health', home: owner, ready: '.checks ~ .card, .chart' },
  { name: 'remotes', path: '#/remotes', home: owner, ready: '.key' },
  { name: 'settings', path: '#/settings', home: owner, ready: '.cm-mistake' },
  { name: 'versions', path: '#/settings?tab=versions', home: owner, ready: 'li .btn' },
  { name: 'setup-edition', path: '#/setup/edition', home: owner, ready: '.choices' },
  { name: 'setup-address', path: '#/setup/address', home: owner, ready: '.choices' },
  { name: 'setup-connections', path: '#/setup/connections', home: owner, ready: '.ring' },
  { name: 'setup-appliances', path: '#/setup/appliances', home: owner, ready: '.check' },
  { name: 'setup-people', path: '#/setup/users', home: owner, ready: 'form .btn' },
  { name: 'setup-console', path: '#/setup/console', home: owner, ready: '.ticks' },
]

export const looks: readonly Scenario[] = looksOfPages.map(({ name, path, home, ready }) => ({
  name: `looks: ${name} in three languages, on phone and desk, light and dark, without barriers`,
  async run(test) {
    const findings: string[] = []
    for (const language of ['ko', 'ja', 'en'] as const)
      for (const size of ['phone', 'desk'] as const)
        for (const theme of ['light', 'dark'] as const) {
          const { page } = await test.open({
            language,
            size,
            theme,
            ready,
            ...(path && { path }),
            ...(home && { home }),
          })
          const label = `${name}-${size}-${theme}-${language}`
          await test.shot(page, label)
          findings.push(...(await seriousFindings(page)).map((finding) => `${label}: ${finding}`))
          if ((await sidewaysScroll(page)) > 0) findings.push(`${label}: it scrolls sideways`)
          assert.equal(await page.getAttribute('html', 'lang'), language)
          await page.context().close()
        }
    assert.deepEqual(findings, [])
  },
}))
