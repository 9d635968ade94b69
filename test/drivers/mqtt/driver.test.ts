import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, testBroker } from '../../support/broker.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { type MqttFixture, openMqttFixture, reasonOf, testMqttHome } from '../../support/mqttFixture.ts'
import { eventually } from '../driverContract.ts'

describe('devices described by hand', () => {
  const home = testMqttHome()
  let bench: MqttFixture

  /** Simulates a device that takes each command and reports this. */
  const answering = (command: string, topic: string, say: (payload: string) => string) =>
    bench.client.on(
      'message',
      (on, payload) => on === command && bench.client.publish(topic, say(payload.toString('utf8'))),
    )
  const commands = (topic: string) => bench.messages.filter(([on]) => on === topic).map(([, payload]) => payload)

  test('use plain payloads on one topic for each trait', async () => {
    bench = await home.open({
      traits: {
        power: { state: 'fan/power', command: 'fan/power/set', on: 1, off: 0 },
        fanSpeed: { state: 'fan/speed', command: 'fan/speed/set', min: 1, max: 4 },
      },
    })
    answering('fan/power/set', 'fan/power', (payload) => payload)
    answering('fan/speed/set', 'fan/speed', (payload) => payload)
    expect(await bench.set({ power: true, fanSpeed: 3 })).toEqual({ power: true, fanSpeed: 3 })
    expect(commands('fan/power/set')).toEqual(['1'])
    expect(commands('fan/speed/set')).toEqual(['3'])
  })

  test('use words of their own, and other words in commands', async () => {
    bench = await home.open({
      traits: {
        open: {
          state: 'blind',
          path: '$.state',
          command: 'blind/set',
          on: 'open',
          off: 'closed',
          send: { on: 'OPEN', off: 'CLOSE' },
        },
        mode: {
          state: 'blind',
          path: "$['work mode']",
          command: 'blind/mode',
          values: { auto: 'AUTO', sleep: 'NIGHT' },
        },
      },
      verbs: { stop: { command: 'blind/set', payload: 'STOP' } },
    })
    answering('blind/set', 'blind', () => '{"state":"open"}')
    answering('blind/mode', 'blind', (payload) => `{"work mode":"${payload}"}`)
    expect(await bench.set({ open: true })).toEqual({ open: true })
    expect(await bench.set({ mode: 'sleep' })).toEqual({ open: true, mode: 'sleep' })
    await bench.device.apply({ kind: 'perform', verb: 'stop' }, bench.signalWithin(60_000))
    await eventually(() => commands('blind/set').length === 2)
    expect(commands('blind/set')).toEqual(['OPEN', 'STOP'])
    expect(bench.device.spec.verbs).toEqual(['stop'])
  })

  test('use units of their own: mirek, a colour in parts, °F', async () => {
    bench = await home.open({
      traits: {
        colorTemperature: {
          state: 'l',
          path: '$.color_temp',
          command: 'l/set',
          payload: '{"color_temp":${value}}',
          range: [153, 500],
          unit: 'mirek',
        },
        color: {
          state: 'l',
          path: { hue: '$.color.h', saturation: '$.color.s' },
          command: 'l/set',
          payload: '{"color":{"hue":${hue},"saturation":${saturation}}}',
        },
        currentTemperature: { state: 'l', path: '$.t', unit: 'fahrenheit' },
      },
    })
    expect(bench.device.spec.traits.colorTemperature).toMatchObject({ min: 2000, max: 6540 })
    answering('l/set', 'l', (payload) => {
      const { color_temp = 300, color } = JSON.parse(payload)
      return JSON.stringify({ color_temp, color: { h: color?.hue ?? 1, s: color?.saturation ?? 2 }, t: 77 })
    })
    expect(await bench.set({ colorTemperature: 3600 })).toMatchObject({
      colorTemperature: 3600,
      currentTemperature: 25,
    })
    expect(commands('l/set')).toEqual(['{"color_temp":278}'])
    expect(await bench.set({ color: { hue: 240, saturation: 50 } })).toMatchObject({
      color: { hue: 240, saturation: 50 },
    })
  })

  test('report measured values with several parts', async () => {
    bench = await home.open({
      traits: {
        consumption: { state: 'plug', path: [{ name: '전기사용량', value: '$.energy', unit: 'kWh' }] },
        fineDust: { state: 'plug', path: { value: '$.pm10', index: '$.level' } },
        readings: { state: 'plug', path: [{ name: '전압', value: '$.voltage' }] },
      },
    })
    await bench.client.publishAsync('plug', '{"energy":79.7,"pm10":77,"level":"normal","voltage":231}')
    await eventually(
      async () => (await bench.device.read({ signal: bench.signalWithin(60_000) })).state.readings !== undefined,
    )
    expect((await bench.device.read({ signal: bench.signalWithin(60_000) })).state).toEqual({
      consumption: [{ name: '전기사용량', value: 79.7, unit: 'kWh' }],
      fineDust: { value: 77, index: 'normal' },
      readings: [{ name: '전압', value: 231 }],
    })
  })

  test.each([
    ['not JSON', '{"state":'],
    ['null', '{"state":null,"brightness":null}'],
    ['a word it does not have', '{"state":"MAYBE","brightness":"bright"}'],
    ['a value that no lamp has', '{"brightness":99999}'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['another type', '[[[]]]'],
  ])('leave traits unknown that they did not report: %s', async (_what, payload) => {
    bench = await home.open({
      traits: {
        power: { state: 'odd', path: '$.state', command: 'odd/set' },
        brightness: { state: 'odd', path: '$.brightness', range: [0, 254], command: 'odd/set' },
      },
    })
    await bench.client.publishAsync('odd', payload)
    await eventually(() => bench.messages.length > 0)
    expect((await bench.device.read({ signal: bench.signalWithin(60_000) })).state).toEqual({})
  })

  test('have an assumed and stored state without a state topic', async () => {
    bench = await home.open({ traits: { power: { command: 'ir/set', on: 'ON', off: 'OFF' } } })
    expect(bench.device.spec.assumed).toBe(true)
    expect(await bench.set({ power: true })).toEqual({ power: true })
    expect((await bench.device.read({ signal: bench.signalWithin(60_000) })).state).toEqual({ power: true })
    home.broker.freeze()
    expect(await reasonOf(bench.set({ power: false }, 200))).toBe('offline')
    home.broker.thaw()
    // The broker may have read the command that was given up.
    expect((await bench.device.read({ signal: bench.signalWithin(60_000) })).state).toEqual({})
  })
})

describe('connections', () => {
  const folder = makeFolder()
  afterAll(() => removeFolder(folder))
  const lamp = { traits: { power: { state: 'x', command: 'x/set' } } }

  test('a broker that refuses the connection is logged once, with the reason', async () => {
    const open = await testBroker()
    const strict = await testBroker('allow_anonymous false')
    const bench = await openMqttFixture(open.url, lamp, { url: strict.url, username: 'me', password: 'wrong-password' })
    expect(await reasonOf(bench.set({ power: true }))).toBe('offline')
    const warnings = bench.logLines.filter(({ message }) => String(message).includes('cannot be reached'))
    expect(warnings).toEqual([expect.objectContaining({ reason: 'it refuses the username or password' })])
    expect(JSON.stringify(bench.logLines)).not.toContain('wrong-password')
    await bench.close()
    await Promise.all([open.stop(), strict.stop()])
  })

  test('TLS works with a private certificate authority, and is refused without it', async () => {
    const pem = (name: string) => join(folder, name)
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=test',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-keyout',
        pem('key.pem'),
        '-out',
        pem('cert.pem'),
      ],
      { stdio: 'ignore' },
    )
    execFileSync('chmod', ['-R', 'a+rX', folder])
    const plain = await testBroker()
    const tls = await testBroker(`allow_anonymous true\ncertfile ${pem('cert.pem')}\nkeyfile ${pem('key.pem')}`)
    const url = tls.url.replace('mqtt:', 'mqtts:')
    const trusted = await openMqttFixture(plain.url, lamp, { url, ca: pem('cert.pem') })
    expect((await trusted.device.read({ signal: trusted.signalWithin(60_000) })).online).toBe(true)
    await trusted.close()
    const stranger = await openMqttFixture(plain.url, lamp, { url })
    expect((await stranger.device.read({ signal: stranger.signalWithin(60_000) })).online).toBe(false)
    expect(JSON.stringify(stranger.logLines)).toContain('SELF_SIGNED')
    await stranger.close()
    await Promise.all([plain.stop(), tls.stop()])
    expect(readFileSync(pem('cert.pem'), 'utf8')).toContain('CERTIFICATE')
  })

  test('the built-in broker works', async () => {
    const other = await testBroker()
    const url = `mqtt://127.0.0.1:${await freePort()}`
    const bench = await openMqttFixture(other.url, lamp, {
      url,
      embedded: true,
      username: 'me',
      password: 'secret-word',
    })
    expect((await bench.device.read({ signal: bench.signalWithin(60_000) })).online).toBe(true)
    await bench.close()
    await other.stop()
  })

  test('a broker that starts later is found', async () => {
    const otherBroker = await testBroker()
    const late = await testBroker()
    await late.kill()
    const bench = await openMqttFixture(otherBroker.url, lamp, { url: late.url })
    expect((await bench.device.read({ signal: bench.signalWithin(60_000) })).online).toBe(false)
    await late.start()
    await eventually(async () => (await bench.device.read({ signal: bench.signalWithin(60_000) })).online)
    await bench.close()
    await Promise.all([otherBroker.stop(), late.stop()])
  })
})
