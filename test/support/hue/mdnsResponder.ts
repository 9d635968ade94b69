import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Answer, Question } from 'dns-packet'
import mdns from 'multicast-dns'

/** A bridge as its responder announces it. */
export interface AnnouncedBridge {
  readonly name: string
  readonly id: string
  readonly address: string
  readonly port: number
}

export interface MdnsResponder {
  readonly port: number
  bridges: AnnouncedBridge[]
  /** what it answers in addition to the name of a bridge: all at once, or only what is asked for */
  style: 'whole' | 'piecemeal'
  /** what it sends instead of an answer, if given: not DNS at all */
  junk: Buffer | undefined
  /** additional records */
  extraAnswers: Answer[]
  /** how many queries came */
  queryCount: number
  close(): Promise<void>
}

const service = '_hue._tcp.local'

/** Answers for `_hue._tcp` over real UDP, alone to who asks, on a port of its own. */
export async function hueResponder(announced: AnnouncedBridge[]): Promise<MdnsResponder> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const server = mdns({ socket, port: 0, multicast: false })
  const self: MdnsResponder = {
    port: socket.address().port,
    bridges: announced,
    style: 'whole',
    junk: undefined,
    extraAnswers: [],
    queryCount: 0,
    close: () => new Promise((resolve) => server.destroy(() => resolve())),
  }
  server.on('query', ({ questions = [] }, asker) => {
    self.queryCount += 1
    if (self.junk) return socket.send(self.junk, asker.port, asker.address)
    const records = self.bridges.flatMap(recordsOf)
    const isAsked = (record: Answer) =>
      questions.some((one: Question) => one.name === record.name && one.type === record.type)
    const answers = [...records.filter(isAsked), ...self.extraAnswers]
    if (answers.length === 0) return
    const additionals = self.style === 'whole' ? records.filter((record) => !isAsked(record)) : []
    server.respond({ answers, additionals }, { ...asker, port: asker.port, address: asker.address })
  })
  return self
}

function recordsOf({ name, id, address, port }: AnnouncedBridge): Answer[] {
  const instance = `${name}.${service}`
  const host = `${id}.local`
  return [
    { name: service, type: 'PTR', ttl: 10, data: instance },
    { name: instance, type: 'SRV', ttl: 10, data: { target: host, port, priority: 0, weight: 0 } },
    { name: instance, type: 'TXT', ttl: 10, data: [`bridgeid=${id}`, 'modelid=BSB002'] },
    { name: host, type: 'A', ttl: 10, data: address },
  ]
}
