import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** What answers to UPnP's search. */
export interface SsdpResponder {
  readonly port: number
  /** what it answers, each a datagram */
  answers: string[]
  /** what it was asked */
  readonly searches: string[]
  close(): Promise<void>
}

/** An answer as the round bridge gives it: an HTTP response in a datagram (UPnP Device Architecture 1.0, 1.2.3). */
export const ssdpAnswer = (id: string, location: string) =>
  [
    'HTTP/1.1 200 OK',
    'HOST: 239.255.255.250:1900',
    'EXT:',
    'CACHE-CONTROL: max-age=100',
    `LOCATION: ${location}`,
    'SERVER: FreeRTOS/7.4.2 UPnP/1.0 IpBridge/1.16.0',
    `hue-bridgeid: ${id.toUpperCase()}`,
    'ST: upnp:rootdevice',
    `USN: uuid:2f402f80-da50-11e1-9b23-${id.slice(0, 6)}${id.slice(10)}::upnp:rootdevice`,
    '',
    '',
  ].join('\r\n')

/** Answers searches for root devices over real UDP. */
export async function ssdpResponder(answers: string[]): Promise<SsdpResponder> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const self: SsdpResponder = {
    port: socket.address().port,
    answers,
    searches: [],
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
  socket.on('message', (message, { address, port }) => {
    const text = message.toString('latin1')
    self.searches.push(text)
    if (
      !/^M-SEARCH \* HTTP\/1\.1\r\n/.test(text) ||
      !/^MAN: "ssdp:discover"\r$/m.test(text) ||
      !/^MX: [1-5]\r$/m.test(text)
    )
      return
    if (!/^ST: (ssdp:all|upnp:rootdevice)\r$/m.test(text)) return
    for (const answer of self.answers) socket.send(Buffer.from(answer, 'latin1'), port, address)
  })
  return self
}
