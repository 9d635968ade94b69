import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { NatsConnection } from '@nats-io/transport-node'
import { connectOnce } from '../../src/hub/connection.ts'
import { enrol } from '../../src/hub/credentials.ts'
import { writeHubState } from '../../src/hub/folder.ts'
import { startHub } from '../../src/hub/process.ts'
import { createLogger } from '../../src/util/logger.ts'
import { inFolder } from '../support/folder.ts'
import { pem } from '../support/gateway.ts'
import { startCluster } from './cluster.ts'

test('a hub starts without its cluster, is not ready until the cluster is there, limits the connections of a home, and ends', async () => {
  const cluster = await startCluster(1)
  try {
    await cluster.kill(0)
    await inFolder(async (folder) => {
      await writeHubState(folder, cluster.state)
      writeFileSync(join(folder, 'clova.pem'), pem)
      writeFileSync(
        join(folder, 'hub.yaml'),
        'publicUrl: https://hub.example.com\nlisten: 127.0.0.1:0\nmonitor: 127.0.0.1:0\npublicKey: clova.pem\nclientSecret: 0123456789abcdef\n',
      )
      let onWarning = (_line: string) => {}
      const hub = await startHub(
        folder,
        createLogger([], 'warn', (line) => onWarning(line)),
      )
      try {
        const get = async (path: string) => {
          const answer = await fetch(`http://${hub.monitorAddress}${path}`)
          return { status: answer.status, text: await answer.text() }
        }
        expect(await get('/healthz')).toEqual({ status: 200, text: 'ok\n' })
        expect(await get('/readyz')).toMatchObject({ status: 503 })
        expect((await get('/metrics')).text).toMatch(/^clova_hub_cluster_connected 0$/m)
        expect(await get('/constructor')).toMatchObject({ status: 404 })
        await cluster.start(0)
        while ((await get('/readyz')).status !== 200) await setTimeout(50)
        const { text } = await get('/metrics')
        expect(text).toMatch(/^clova_hub_cluster_connected 1$/m)
        expect(text).toMatch(/^clova_hub_homes_connected 0$/m)
        // The watcher of connections may be a moment later than the hub: one connection after the other, until it has seen five.
        const { credentials, home } = await enrol(cluster.state, 'kim')
        const told = new Promise<object>((resolve) => {
          onWarning = (line) => line.includes('more than 4 connections') && resolve(JSON.parse(line))
        })
        const opened: NatsConnection[] = []
        const open = async () => void opened.push(await connectOnce({ servers: cluster.urls, credentials }, 'kim'))
        do await open()
        while (!(await Promise.race([told, setTimeout(50)])))
        expect(await told).toMatchObject({ home: home.home })
        expect(opened.length).toBeGreaterThan(4)
        expect((await get('/readyz')).status).toBe(200)
        await Promise.all(opened.map((one) => one.close()))
      } finally {
        await hub.close()
      }
    })
  } finally {
    await cluster.stop()
  }
}, 30_000)
