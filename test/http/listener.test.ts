import { get, type IncomingMessage, type RequestListener } from 'node:http'
import { type Listener, listen } from '../../src/http/server.ts'

const answering =
  (status: number): RequestListener =>
  (_request, response) =>
    void response.writeHead(status).end()
const local = { host: '127.0.0.1', port: 0 }
const portOf = ({ address }: Listener) => Number(address.split(':').at(-1))
const ask = (listener: Listener): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: portOf(listener), agent: false }, (response) => resolve(response.resume())).on(
      'error',
      reject,
    )
  })

/** Listens, does something, and closes. */
async function listening<T>(work: (it: Listener) => Promise<T>, ...given: Parameters<typeof listen> | []): Promise<T> {
  const [app = answering(204), place = local, options] = given
  const it = await listen(app, place, options)
  try {
    return await work(it)
  } finally {
    await it.close(0)
  }
}

test('the listener answers with its application, until that is replaced', () =>
  listening(async (it) => {
    expect(it.address).toBe(`127.0.0.1:${portOf(it)}`)
    expect((await ask(it)).statusCode).toBe(204)
    it.setApp(answering(205))
    expect((await ask(it)).statusCode).toBe(205)
  }))

test('a client that may not connect is hung up on before it is heard', () => {
  const peers: string[] = []
  const accepts = (address: string) => {
    peers.push(address)
    return false
  }
  return listening(
    async (it) => {
      await expect(ask(it)).rejects.toThrow()
      expect(peers).toEqual(['127.0.0.1'])
    },
    answering(204),
    local,
    { accepts },
  )
})

test('an address that is taken, or is none of this machine, is an error for the user', () =>
  listening(async (it) => {
    const port = portOf(it)
    await expect(listen(answering(204), { host: '127.0.0.1', port })).rejects.toMatchObject({
      message: `cannot listen on 127.0.0.1:${port}: another program listens there already`,
      cause: { code: 'EADDRINUSE' },
    })
    await expect(listen(answering(204), { host: '192.0.2.1', port: 0 })).rejects.toThrow(
      'cannot listen on 192.0.2.1:0: EADDRNOTAVAIL',
    )
  }))

test('a request that runs at the end has its time, and is cut off then', async () => {
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const it = await listen(() => begin(), local)
  const asked = ask(it).then(
    () => 'answered',
    () => 'cut off',
  )
  await begun
  await it.close(20)
  expect(await asked).toBe('cut off')
  await expect(ask(it)).rejects.toThrow()
})
