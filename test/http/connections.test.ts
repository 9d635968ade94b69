import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { jest } from '@jest/globals'
import { ConnectionTable } from '../../src/http/connections.ts'

afterEach(() => void jest.restoreAllMocks())

/** A connection without a network. */
class FakeSocket extends EventEmitter {
  destroyed = false
  writableLength = 0
  remotePort: number
  remoteAddress: string
  localAddress = '127.0.0.1'
  constructor(remotePort = 1, remoteAddress = '127.0.0.1') {
    super()
    this.remotePort = remotePort
    this.remoteAddress = remoteAddress
  }
  destroy() {
    this.destroyed = true
    this.emit('close')
  }
}
const asSocket = (socket: FakeSocket) => socket as unknown as Socket

/** A table that takes three connections, and what they carry. */
function bench(maxConnections = 3) {
  let nowMs = 0
  const table = new ConnectionTable(maxConnections, () => nowMs)
  const open = (...given: ConstructorParameters<typeof FakeSocket>) => {
    const socket = new FakeSocket(...given)
    table.add(asSocket(socket))
    nowMs += 1000
    return socket
  }
  const carry = (socket: FakeSocket, complete: boolean, closed: boolean) => {
    const request = { socket, complete } as unknown as IncomingMessage
    const response = { closed, writableEnded: closed } as ServerResponse
    table.onRequest(request, response)
  }
  const states = {
    fresh: () => {},
    new: () => {
      nowMs -= 1000
    },
    halfOpen: (socket: FakeSocket) => carry(socket, false, false),
    idle: (socket: FakeSocket) => carry(socket, true, true),
    answered: (socket: FakeSocket) => carry(socket, true, false),
    /** a part of the response waits until the client reads on */
    unread: (socket: FakeSocket) => {
      socket.writableLength = 1
      carry(socket, true, false)
    },
    spared: (socket: FakeSocket) => table.spare(asSocket(socket)),
    sparedHalfOpen: (socket: FakeSocket) => {
      table.spare(asSocket(socket))
      carry(socket, false, false)
    },
    sparedIdle: (socket: FakeSocket) => {
      table.spare(asSocket(socket))
      carry(socket, true, true)
    },
    sparedUnread: (socket: FakeSocket) => {
      table.spare(asSocket(socket))
      states.unread(socket)
    },
  }
  return { table, open, states }
}
type State = keyof ReturnType<typeof bench>['states']

test.each<[State, State, State, number | 'the new one']>([
  ['fresh', 'fresh', 'fresh', 0],
  // Else whoever fills the table with idle connections keeps out new ones, which are closed before their first request.
  ['idle', 'idle', 'new', 0],
  ['idle', 'halfOpen', 'new', 1],
  ['new', 'new', 'new', 0],
  ['idle', 'fresh', 'fresh', 1],
  ['idle', 'idle', 'fresh', 2],
  ['idle', 'idle', 'halfOpen', 2],
  ['idle', 'idle', 'idle', 0],
  ['sparedIdle', 'idle', 'idle', 1],
  ['sparedIdle', 'spared', 'answered', 0],
  ['answered', 'spared', 'sparedIdle', 1],
  ['sparedHalfOpen', 'answered', 'idle', 2],
  ['sparedHalfOpen', 'answered', 'spared', 2],
  ['answered', 'answered', 'sparedHalfOpen', 'the new one'],
  ['unread', 'idle', 'answered', 1],
  ['sparedIdle', 'answered', 'unread', 2],
  ['unread', 'unread', 'unread', 0],
  ['sparedUnread', 'answered', 'sparedUnread', 'the new one'],
])(
  'with connections that are %s, %s and %s, a connection beyond the limit closes %s',
  (first, second, third, victim) => {
    const { open, states } = bench()
    const sockets = [first, second, third].map((state) => {
      const socket = open()
      states[state](socket)
      return socket
    })
    const next = open()
    expect([...sockets, next].map(({ destroyed }) => destroyed)).toEqual(
      [0, 1, 2, 'the new one'].map((which) => which === victim),
    )
  },
)

test('a closed connection makes room for another', () => {
  const { open, states } = bench(2)
  const [first, second] = [open(), open()]
  for (const socket of [first, second]) states.answered(socket)
  first.emit('close')
  const [third, fourth] = [open(), open()]
  expect([second, third, fourth].map(({ destroyed }) => destroyed)).toEqual([false, true, false])
})

test('a connection is new for a second by the clock of the process', () => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(5000)
  const table = new ConnectionTable(2)
  const [idle, first, second] = [new FakeSocket(), new FakeSocket(), new FakeSocket()]
  table.add(asSocket(idle))
  const request = { socket: idle, complete: true } as unknown as IncomingMessage
  table.onRequest(request, { closed: true, writableEnded: true } as ServerResponse)
  table.add(asSocket(first))
  clock.mockReturnValue(5999)
  table.add(asSocket(second))
  expect([idle, first].map(({ destroyed }) => destroyed)).toEqual([true, false])
})

test('the state of a connection that is not in the table is not recorded', () => {
  const { table, open, states } = bench(1)
  const [first] = [open()]
  states.answered(first ?? new FakeSocket())
  const refused = open()
  expect(refused.destroyed).toBe(true)
  expect(() => {
    states.idle(refused)
    table.spare(asSocket(refused))
  }).not.toThrow()
})

test('a request is handled unless its connection was closed at once', () => {
  const { table } = bench(1)
  const isTaken = (socket: FakeSocket) =>
    table.onRequest({ socket, complete: true } as unknown as IncomingMessage, {} as ServerResponse)
  const socket = new FakeSocket()
  expect(isTaken(socket)).toBe(true)
  socket.destroy()
  expect(isTaken(socket)).toBe(false)
})

test.each([
  ['of which all responses are written', 9, 0, true],
  ['of which seven responses are not written yet', 2, 7, true],
  ['of which eight responses are not written yet', 2, 8, false],
])('a further request on a connection %s is accepted or refused', (_what, written, unwritten, isTaken) => {
  const { table, open } = bench()
  const request = { socket: open(), complete: true } as unknown as IncomingMessage
  const carry = (writableEnded: boolean) => table.onRequest(request, { closed: false, writableEnded } as ServerResponse)
  for (let i = 0; i < written; i += 1) expect(carry(true)).toBe(true)
  for (let i = 0; i < unwritten; i += 1) expect(carry(false)).toBe(true)
  expect(carry(false)).toBe(isTaken)
})

test('a response that has been written no longer counts', () => {
  const { table, open } = bench()
  const request = { socket: open(), complete: true } as unknown as IncomingMessage
  const responses = Array.from({ length: 8 }, () => ({ closed: false, writableEnded: false }))
  for (const response of responses) expect(table.onRequest(request, response as ServerResponse)).toBe(true)
  for (const response of responses.slice(0, 2)) response.writableEnded = true
  expect(table.onRequest(request, { writableEnded: false } as ServerResponse)).toBe(true)
  expect(table.onRequest(request, { writableEnded: false } as ServerResponse)).toBe(true)
  expect(table.onRequest(request, { writableEnded: false } as ServerResponse)).toBe(false)
})

test.each([
  ['of this machine', 7000, '127.0.0.1', true],
  ['from another port', 7001, '127.0.0.1', false],
  ['of another machine with that port', 7000, '192.168.1.20', false],
])('a connection %s is kept because of its port: %s, %s, %s', (_what, port, address, isSpared) => {
  const { table, open } = bench(2)
  const [first, second] = [open(port, address), open()]
  table.sparePort(7000)
  open()
  expect([first.destroyed, second.destroyed]).toEqual([!isSpared, isSpared])
})
