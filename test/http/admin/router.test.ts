import { request } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import { unpackArchive } from '../../../src/backup/archive.ts'
import type { ControlEvent } from '../../../src/control/api.ts'
import type { Device } from '../../../src/home/device.ts'
import type { Driver } from '../../../src/home/driver.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { State } from '../../../src/home/traits.ts'
import { eventually } from '../../drivers/driverContract.ts'
import { envelope, signed } from '../../support/clova.ts'
import { type TestGateway, testGateway } from '../../support/gateway.ts'

const home = `
drivers: { memory: { type: virtual }, blind: { type: blind } }
appliances:
  - { id: lamp, name: 조명, type: LIGHT, location: LIVING_ROOM, driver: memory, traits: { power: { value: false }, brightness: { value: 80 } } }
  - { id: tv, name: 텔레비전, type: SMARTTV, driver: blind }
`

/** A television without feedback. */
const spec: Spec = {
  assumed: true,
  traits: { power: { can: ['set'] }, volume: { can: ['step'], min: 0, max: 100, step: 1 } },
  verbs: [],
}
const blind: Driver = {
  config: z.strictObject({}),
  appliance: z.strictObject({}),
  describe: () => spec,
  connect: async () => {
    let state: State = {}
    const device: Device = {
      spec,
      read: async () => ({ online: true, state }),
      apply: async () => state,
      assume: (patch) => {
        state = { ...state, ...patch }
        return state
      },
    }
    return { ready: Promise.resolve(), device: () => device, close: async () => {} }
  },
}

let it: TestGateway
beforeAll(async () => {
  it = await testGateway(home, { drivers: { blind: async () => blind } })
})
afterAll(() => it.close())

const socketPath = () => join(it.folder, 'state', 'admin.sock')

/** Sends what the client would not. */
const raw = (method: string, path: string, body = ''): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request({ socketPath: socketPath(), method, path, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    // The length of a body that is too long says enough; the rest of it would meet a connection that is being closed.
    if (body.length > 2 ** 20) sent.setHeader('Content-Length', body.length).flushHeaders()
    else sent.end(body)
  })

describe('the admin API', () => {
  test('returns the health of the gateway', async () => {
    expect(await it.control.call('health', {})).toMatchObject({
      edition: 'kr',
      applianceCount: 2,
      address: it.gateway.address(),
      processId: process.pid,
      problems: [],
    })
  })

  test('returns the state, the spec and the connection of every appliance', async () => {
    const { appliances } = await it.control.call('appliances', {})
    expect(appliances[0]).toMatchObject({
      id: 'lamp',
      location: 'LIVING_ROOM',
      from: 'configuration',
      online: true,
      assumed: false,
      state: { power: false, brightness: 80 },
      spec: { traits: { brightness: { can: expect.arrayContaining(['set']) } } },
      actions: expect.arrayContaining(['SetBrightness']),
    })
  })

  test('carries out a command without an access token and reports each step', async () => {
    const payload = { appliance: { applianceId: 'lamp' }, brightness: { value: 30 } }
    const { answer, record } = await it.control.call('command', { action: 'SetBrightness', payload })
    expect(answer).toMatchObject({
      header: { name: 'SetBrightnessConfirmation' },
      payload: { brightness: { value: 30 } },
    })
    expect(record).toMatchObject({ action: 'SetBrightness', appliance: 'lamp', before: { brightness: 80 } })
    expect(record).toMatchObject({ after: { brightness: 30 }, ms: { apply: expect.any(Number) } })
    expect(it.lines.at(-1)).toMatchObject({ msg: 'request', action: 'SetBrightness' })
  })

  test('answers a command that is not possible with the error that CLOVA would get', async () => {
    const payload = { appliance: { applianceId: 'none' } }
    const { answer, record } = await it.control.call('command', { action: 'TurnOn', payload })
    expect(answer.header.name).toBe('NoSuchTargetError')
    expect(record.reason).toBe('there is no such appliance')
  })

  test('sets an assumed state, and refuses other states', async () => {
    const { call } = it.control
    expect(await call('assume', { appliance: 'tv', state: { power: 'on' } })).toEqual({ state: { power: true } })
    await expect(call('assume', { appliance: 'tb', state: {} })).rejects.toMatchObject({
      code: 'notFound',
      message: expect.stringContaining('Did you mean "tv"?'),
    })
    await expect(call('assume', { appliance: 'lamp', state: {} })).rejects.toMatchObject({ code: 'conflict' })
    await expect(call('assume', { appliance: 'tv', state: { volume: 'loud' } })).rejects.toMatchObject({
      code: 'badRequest',
    })
  })

  test('takes an id with a slash in the path', async () => {
    await expect(it.control.call('assume', { appliance: 'a/b', state: {} })).rejects.toThrow('"a/b"')
  })

  test('returns a backup', async () => {
    await expect(it.control.call('backup', {})).rejects.toMatchObject({ code: 'conflict' })
  })

  test('describes itself', async () => {
    const { status, text } = await raw('GET', '/openapi.json')
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ openapi: '3.1.0', paths: { '/health': { get: {} } } })
  })

  test.each([
    ['GET', '/none', '', 404, 'notFound', 'noSuchOperation'],
    ['POST', '/health', '', 404, 'notFound', 'noSuchOperation'],
    ['POST', '/commands', 'no JSON', 400, 'badRequest', 'notAnObject'],
    ['POST', '/commands', '[]', 400, 'badRequest', 'notAnObject'],
    ['POST', '/commands', '{}', 400, 'badRequest', 'badRequest'],
    ['POST', '/commands', JSON.stringify({ action: 'TurnOn', payload: 'x' }), 400, 'badRequest', 'badRequest'],
    ['POST', '/configuration/save', ' '.repeat(8 * 2 ** 20 + 1), 400, 'badRequest', 'requestTooLong'],
    ['POST', '/configuration/reload', '', 409, 'conflict', 'configurationNotFollowed'],
    ['GET', '/appliances/lamb', '', 404, 'notFound', 'noSuchApplianceId'],
    ['POST', '/appliances/lamp/assumed-state', '{"state":{"power":"on"}}', 409, 'conflict', 'unsupported'],
    ['POST', '/appliances/tv/assumed-state', '{"state":{"power":"dim"}}', 400, 'badRequest', 'badValue'],
    ['POST', '/scenes/night/run', '', 404, 'notFound', 'noSuchScene'],
    ['GET', '/requests/4711', '', 404, 'notFound', 'requestGone'],
    ['POST', '/setup/connections', '{"type":"none","keys":{}}', 400, 'badRequest', 'unknownDriver'],
    ['GET', '/setup/pairings/1', '', 404, 'notFound', 'pairingGone'],
    ['GET', '/learning/1', '', 404, 'notFound', 'pressGone'],
    ['POST', '/codes/send', '{"connection":"memory","code":{"pulses":[1,2]}}', 404, 'notFound', 'noBlaster'],
    ['GET', '/backups/none', '', 404, 'notFound', 'noSuchBackup'],
    ['POST', '/backups/make', '', 409, 'conflict', 'backupNotMade'],
    ['POST', '/backups/inspect', 'no archive', 400, 'badRequest', 'notABackup'],
    ['POST', '/diagnosis/run', '', 409, 'conflict', 'notStartedByRun'],
  ])('refuses %s %s and says why in three languages', async (method, path, body, status, code, reason) => {
    const answer = await raw(method, path, body)
    expect(answer.status).toBe(status)
    const refusal = JSON.parse(answer.text)
    expect(refusal).toMatchObject({
      code,
      message: expect.stringMatching(/\w/),
      explanation: {
        code: reason,
        text: {
          ko: expect.stringMatching(/^[^{]*[가-힣][^{]*$/),
          ja: expect.stringMatching(/^[^{]*[ぁ-ん][^{]*$/),
          en: expect.stringMatching(/^[^{]*[a-z][^{]*$/),
        },
      },
    })
  })

  test.each(['/health', '/appliances', '/commands', '/events', '/openapi.json'])(
    'is not on the public listener: %s',
    async (path) => {
      for (const method of ['GET', 'POST'])
        expect(await it.post('', { SignatureCEK: signed('') }, { method, path })).toMatchObject({
          status: 404,
          body: '',
        })
    },
  )

  test('has no effect through headers on the public route', async () => {
    const body = envelope('HealthCheckRequest', { accessToken: it.token, appliance: { applianceId: 'lamp' } })
    const headers = { SignatureCEK: signed(body), 'x-clova-home-ask': 'appliances' }
    const answer = await it.post(body, headers)
    expect(JSON.parse(answer.body).header.name).toBe('HealthCheckResponse')
    expect(answer.headers['x-clova-home-record']).toBeUndefined()
  })
})

describe('events', () => {
  /** Listens until the test ends. */
  async function listening<T>(work: (seen: readonly ControlEvent[]) => Promise<T>): Promise<T> {
    const end = new AbortController()
    const seen: ControlEvent[] = []
    const events = (async () => {
      for await (const event of it.control.events(end.signal)) seen.push(event)
    })()
    // Its first event shows that the client is connected.
    const payload = { appliance: { applianceId: 'lamp' } }
    await eventually(async () => {
      await it.control.call('command', { action: 'HealthCheck', payload })
      return seen.length > 0
    })
    try {
      return await work(seen)
    } finally {
      end.abort(new Error('the test ends'))
      await expect(events).rejects.toThrow('the test ends')
    }
  }
  const of = (seen: readonly ControlEvent[], name: string) => seen.filter((event) => event.name === name)

  test('report each request, of any sender', () =>
    listening(async (seen) => {
      await it.say('SetBrightness', 'lamp', { brightness: { value: 11 } })
      await eventually(() => of(seen, 'request').some(({ data }) => 'source' in data && data.source === 'ownKey'))
      expect(of(seen, 'request').at(-1)?.data).toMatchObject({
        source: 'ownKey',
        action: 'SetBrightness',
        result: 'SetBrightnessConfirmation',
        after: { brightness: 11 },
        at: expect.any(Number),
      })
      expect(JSON.stringify(seen)).not.toContain(it.token)
    }))

  test('report a changed state', () =>
    listening(async (seen) => {
      await it.say('SetBrightness', 'lamp', { brightness: { value: 12 } })
      await it.say('SetBrightness', 'lamp', { brightness: { value: 77 } })
      await eventually(() =>
        of(seen, 'state').some(({ data }) => 'appliance' in data && data.appliance === 'lamp' && 'online' in data),
      )
      expect(of(seen, 'state').at(-1)?.data).toMatchObject({
        appliance: 'lamp',
        online: true,
        state: { power: expect.anything() },
      })
    }))

  test('end when the gateway stops', async () => {
    const other = await testGateway(home, { drivers: { blind: async () => blind } })
    const events = other.control.events(AbortSignal.timeout(60_000))
    let isConnected = false
    const first = events.next().then(() => {
      isConnected = true
    })
    await eventually(async () => {
      await other.control.call('command', { action: 'HealthCheck', payload: { appliance: { applianceId: 'lamp' } } })
      return isConnected
    })
    await first
    await other.close()
    // Else they would end with the error of the signal.
    while (!(await events.next()).done);
  })
})

test('a backup that was made by the API can be unpacked', async () => {
  const { writeFileSync } = await import('node:fs')
  writeFileSync(join(it.folder, 'gateway.yaml'), `state: state\n${home}`)
  const archive = await it.control.call('backup', {})
  const { files } = await unpackArchive(archive)
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['config/gateway.yaml', 'state/tokens.json']))
})
