import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EventStream } from '../../../src/http/admin/events.ts'
import { createDashboardApp } from '../../../src/http/dashboard/app.ts'
import { dashboardFixture } from './dashboardFixture.ts'

test.each([
  ['owner', ['state lamp', 'state tv', 'request', 'home']],
  ['minji', ['state lamp', 'home']],
])('%s receives %j, until the session ends', async (name, expected) => {
  const events = new EventStream()
  let app: ReturnType<typeof createDashboardApp> | undefined
  const it = await dashboardFixture({ events }, (options) => {
    app = createDashboardApp(options)
    return app
  })
  const server = createServer((request, response) => app?.(request, response))
  try {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { cookie = '' } = await it.login(name)
    const asked = get({ port, path: '/api/events', headers: { host: 'localhost', cookie }, agent: false })
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    expect(response.headers['content-type']).toBe('text/event-stream')
    let text = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    const ended = once(response, 'end')
    const state = { online: true, state: {} }
    events.publish('state', { appliance: 'lamp', ...state })
    events.publish('state', { appliance: 'tv', ...state })
    events.publish('request', { ms: {}, source: 'clova' })
    events.publish('home', {})
    it.accounts.reset()
    if (name !== 'owner') it.accounts.removeMember(name)
    // The session is over: this one and all later events reach nobody, and the connection ends.
    events.publish('home', {})
    await ended
    const received = [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event = '', data = '']) =>
      `${event} ${(JSON.parse(data) as { appliance?: string }).appliance ?? ''}`.trim(),
    )
    expect(received).toEqual(expected)
    expect(events.clientCount()).toBe(0)
  } finally {
    server.closeAllConnections()
    server.close()
    await it.close()
  }
})
