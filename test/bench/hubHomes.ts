// A process with many homes that answer each request with their own id; started by bench:hub.
import { HubAgent } from '../../src/hub/agent.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

process.once(
  'message',
  async ({ urls, batch }: { urls: string[]; batch: { home: string; jwt: string; seed: string }[] }) => {
    // The client's ed25519 is plain JavaScript: ten at once, or the servers give up on them.
    for (let i = 0; i < batch.length; i += 10) {
      const agents = batch.slice(i, i + 10).map(({ home, jwt, seed }) => {
        const agent = new HubAgent(
          { home, servers: urls, credentials: { jwt, seed } },
          () => (_request, response) => {
            response.setHeader('Content-Type', 'application/json;charset=UTF-8')
            response.end(JSON.stringify({ home, header: { name: 'TurnOnConfirmation' } }))
          },
          { version: 'bench', log },
        )
        agent.start()
        return agent
      })
      while (agents.some((agent) => !agent.status().connected)) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    process.send?.('ready')
  },
)
