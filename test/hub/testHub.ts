import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignatureKey } from '../../src/http/clova/publicKey.ts'
import { RefusalLog } from '../../src/http/middleware/errorHandler.ts'
import { clientAddressResolver } from '../../src/http/oauth/clientAddress.ts'
import { listen } from '../../src/http/server.ts'
import type { ClusterLink } from '../../src/hub/connection.ts'
import { hubCredentials } from '../../src/hub/credentials.ts'
import { HubMetrics } from '../../src/hub/metrics.ts'
import { createHubApp } from '../../src/hub/server.ts'
import type { HubState } from '../../src/hub/state.ts'
import { inFolder } from '../support/folder.ts'
import { type HttpAnswer, pem, postTo } from '../support/gateway.ts'
import { clientSecret } from '../support/linking.ts'
import { silent } from '../support/log.ts'
import { connectedLink } from './cluster.ts'

/** The public side of a hub, whose client gives its address in `X-Forwarded-For`. */
export interface TestHub {
  readonly link: ClusterLink
  readonly metrics: HubMetrics
  send(
    body: string,
    headers?: Record<string, string>,
    options?: { readonly path?: string; readonly method?: string },
  ): Promise<HttpAnswer>
  close(): Promise<void>
}

export async function openTestHub(state: HubState): Promise<TestHub> {
  const link = await connectedLink({ servers: state.servers, credentials: await hubCredentials(state) })
  const metrics = new HubMetrics()
  const listener = await inFolder((folder) => {
    writeFileSync(join(folder, 'clova.pem'), pem)
    const app = createHubApp({
      edition: 'kr',
      path: '/clova',
      key: new SignatureKey({ source: join(folder, 'clova.pem'), cacheFile: '', warn() {} }),
      cluster: () => link.connection(),
      clientId: 'clova',
      clientSecret,
      homeSecretKey: state.homeSecretKey,
      addressOf: clientAddressResolver({ header: 'X-Forwarded-For', from: ['127.0.0.1'] }),
      refusals: new RefusalLog(silent),
      metrics,
      log: silent,
    })
    return listen(app, { host: '127.0.0.1', port: 0 })
  })
  return {
    link,
    metrics,
    send: (body, headers = {}, options = {}) => {
      const { hostname, port } = new URL(`http://${listener.address}`)
      return postTo({ host: hostname, port }, body, headers, options)
    },
    async close() {
      await listener.close(0)
      await link.close()
    },
  }
}
