/**
 * The least that does the job: node:http, crypto.verify, mqtt, one file, no router, no schema, no log, no queue.
 * What the gateway adds is measured against this, in the same run.
 */
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import mqtt from 'mqtt'

const [port, broker, pem, token, lamps] = process.argv.slice(2)
const key = createPublicKey(readFileSync(String(pem)))
const states = new Map<string, { state: string; brightness: number }>()
const waiting = new Map<string, () => void>()
const client = mqtt.connect(String(broker), { reconnectPeriod: 0 })
client.on('message', (topic, payload) => {
  states.set(topic, JSON.parse(payload.toString()))
  waiting.get(topic)?.()
})
client.on('connect', () => client.subscribe(Array.from({ length: Number(lamps) }, (_, i) => `bench/${i}`)))
const percent = (brightness: number) => Math.round((brightness * 100) / 254)

createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    if (!verify('RSA-SHA256', body, key, Buffer.from(String(request.headers.signaturecek), 'base64'))) {
      response.writeHead(401).end()
      return
    }
    const { header, payload } = JSON.parse(body.toString())
    const answer = (name: string, content: object) => {
      const text = JSON.stringify({ header: { ...header, name }, payload: content })
      response
        .writeHead(200, { 'Content-Type': 'application/json;charset=UTF-8', 'Content-Length': Buffer.byteLength(text) })
        .end(text)
    }
    if (payload.accessToken !== token) return answer('InvalidAccessTokenError', {})
    const topic = `bench/${payload.appliance.applianceId.slice(5)}`
    const before = states.get(topic)
    if (!client.connected || !before) return answer('TargetOfflineError', {})
    if (header.name === 'HealthCheckRequest')
      return answer('HealthCheckResponse', { isReachable: true, isTurnOn: before.state === 'ON' })
    const wanted = payload.brightness.value
    const timer = setTimeout(() => answer('TargetOfflineError', {}), 5000)
    waiting.set(topic, () => {
      const now = percent(states.get(topic)?.brightness ?? 0)
      if (now !== wanted) return
      clearTimeout(timer)
      waiting.delete(topic)
      answer('SetBrightnessConfirmation', {
        brightness: { value: now },
        previousState: { brightness: { value: percent(before.brightness) } },
      })
    })
    client.publish(`${topic}/set`, `{"brightness":${Math.round((wanted * 254) / 100)}}`)
  })
}).listen(Number(port), '127.0.0.1')
