import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, testBroker } from '../support/broker.ts'
import { envelope } from '../support/clova.ts'
import { runCommand } from '../support/commandLine.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { mqttLamp, topics } from '../support/mqttLamp.ts'
import { start } from '../support/process.ts'

/** The one job: a signed request over HTTP becomes a message on a broker, and the device's own word the answer. */
test('a request signed by openssl and sent by curl moves a real MQTT device', async () => {
  const folder = makeFolder()
  const path = (name: string) => join(folder, name)
  const broker = await testBroker()
  const lamp = await mqttLamp(broker.url)
  const received: [string, string][] = []
  await lamp.client.subscribeAsync(topics.state)
  lamp.client.on('message', (topic, payload) => void received.push([topic, payload.toString()]))
  const port = await freePort()
  await run('openssl', 'genrsa', '-out', path('key.pem'), '2048')
  await run('openssl', 'rsa', '-in', path('key.pem'), '-pubout', '-out', path('clova.pem'))
  writeFileSync(
    path('gateway.yaml'),
    readFileSync(join(import.meta.dirname, 'mainJob.yaml'), 'utf8')
      .replace('{port}', String(port))
      .replace('{broker}', broker.url),
  )
  const gateway = start(['run', '--config', path('gateway.yaml')])
  try {
    await gateway.untilOutput('connected to the broker')
    const token = (await runCommand('token', 'create', 'test', '--config', path('gateway.yaml'))).stdout.split('\n')[0]
    writeFileSync(
      path('body.json'),
      envelope(
        'SetBrightnessRequest',
        { accessToken: token, appliance: { applianceId: 'desk-lamp' }, brightness: { value: 40 } },
        'from-openssl',
      ),
    )
    await run('openssl', 'dgst', '-sha256', '-sign', path('key.pem'), '-out', path('signature'), path('body.json'))
    const signature = readFileSync(path('signature')).toString('base64')
    const answer = await run(
      'curl',
      '-s',
      '-X',
      'POST',
      `http://127.0.0.1:${port}/clova`,
      '-H',
      `SignatureCEK: ${signature}`,
      '--data-binary',
      `@${path('body.json')}`,
    )
    expect(JSON.parse(answer)).toEqual({
      header: {
        messageId: 'from-openssl',
        name: 'SetBrightnessConfirmation',
        namespace: 'ClovaHome',
        payloadVersion: '1.0',
      },
      payload: { brightness: { value: 40 }, previousState: { brightness: { value: 0 } } },
    })
    expect(received).toContainEqual([topics.command, '{"brightness":102}'])
    expect(lamp.lamp.brightness).toBe(102)
    const result = await runCommand('say', 'desk-lamp', 'TurnOn', '--config', path('gateway.yaml'))
    expect(result).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('after    power true, brightness 40'),
    })
  } finally {
    gateway.child.kill('SIGTERM')
    await gateway.finished
    await lamp.close()
    await broker.stop()
    removeFolder(folder)
  }
})

/** Not the synchronous kind: the lamp lives in this process. */
async function run(command: string, ...words: string[]): Promise<string> {
  return (await promisify(execFile)(command, words, { encoding: 'utf8' })).stdout
}
