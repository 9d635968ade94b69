import { jest } from '@jest/globals'
import Koa, { type Context } from 'koa'
import { errorHandler, RefusalLog } from '../../../src/http/middleware/errorHandler.ts'
import { silent } from '../../support/log.ts'

describe('the log of refused requests', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  test('has the first at once, and those of the next second in one line', () => {
    const lines: [object, string][] = []
    const told: [string, number][] = []
    const log = { ...silent, warn: (fields: object, text: string) => void lines.push([fields, text]) }
    const refusals = new RefusalLog(log, (reason, count) => told.push([reason, count]))
    refusals.add(401, 'no signature')
    expect(told).toEqual([['no signature', 1]])
    refusals.add(401, 'no signature')
    refusals.add(413, 'too large')
    refusals.add(401, 'no signature')
    jest.advanceTimersByTime(999)
    expect(told).toHaveLength(1)
    jest.advanceTimersByTime(1)
    expect(told.slice(1)).toEqual([
      ['no signature', 2],
      ['too large', 1],
    ])
    expect(lines.map(([fields]) => fields)).toEqual([
      { result: 401, reason: 'no signature', count: 1 },
      { result: 401, reason: 'no signature', count: 2 },
      { result: 413, reason: 'too large', count: 1 },
    ])
    // A second without refusals ends the timer; the next refusal is logged at once.
    jest.advanceTimersByTime(1000)
    expect(jest.getTimerCount()).toBe(0)
    refusals.add(400, 'not JSON')
    expect(told.at(-1)).toEqual(['not JSON', 1])
  })

  test('needs no listener, and keeps no process running', () => {
    jest.useRealTimers()
    const refusals = new RefusalLog(silent)
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    refusals.add(401, 'no signature')
    expect(timers()).toBe(before)
  })
})

describe('the response to an error', () => {
  /** A context after a request of some announced length. */
  function contextOf(req: { complete?: boolean; destroyed?: boolean; announced?: number }, headerSent = false) {
    const answered: unknown[] = []
    const context = {
      respond: undefined as boolean | undefined,
      body: undefined as unknown,
      headerSent,
      req: { destroyed: false, complete: false, headers: { 'content-length': req.announced?.toString() }, ...req },
      res: {
        writeHead(status: number, headers: object) {
          answered.push(status, headers)
          return { end: () => void answered.push('end') }
        },
        destroy: () => void answered.push('destroyed'),
      },
    }
    return { context, answered }
  }
  const keep = { 'Content-Length': 0 }
  const close = { 'Content-Length': 0, Connection: 'close' }
  const refuse = (status: number) => async () => new Koa().context.throw(status, 'why')
  const fault = () => Promise.reject(new Error('a fault'))
  const limit = 64 * 1024

  test.each<[string, Parameters<typeof contextOf>, () => Promise<unknown>, unknown[], string[]]>([
    ['of a refusal, with a short body', [{ announced: limit }], refuse(401), [401, keep, 'end'], ['401 why']],
    ['of a refusal, with a long body', [{ announced: limit + 1 }], refuse(401), [401, close, 'end'], ['401 why']],
    ['of a refusal, with a body of unknown length', [{}], refuse(401), [401, close, 'end'], ['401 why']],
    ['of a body that is too large', [{ announced: 10 }], refuse(413), [413, close, 'end'], ['413 why']],
    ['of a body that was read', [{ complete: true }], refuse(413), [413, keep, 'end'], ['413 why']],
    ['of a fault', [{ announced: 0 }], fault, [500, keep, 'end'], ['a request failed']],
    ['of a fault in the middle of a response', [{}, true], fault, ['destroyed'], ['a request failed']],
    ['of a path without a route', [{ announced: 0 }], async () => {}, [404, keep, 'end'], []],
    ['of a client that went away', [{ destroyed: true }], refuse(401), [], []],
    [
      'of a client that sent all and went away',
      [{ destroyed: true, complete: true }],
      refuse(400),
      [400, keep, 'end'],
      ['400 why'],
    ],
  ])('%s', async (_what, given, next, expected, logged) => {
    const { context, answered } = contextOf(...given)
    const lines: string[] = []
    const log = { ...silent, error: (_fields: object, text: string) => void lines.push(text) }
    const refusals = { add: (status: number, reason: string) => lines.push(`${status} ${reason}`) } as never
    await errorHandler(log, refusals)(context as unknown as Context, next)
    expect([answered, lines]).toEqual([expected, logged])
    expect(context.respond).toBe(false)
  })

  test.each([
    ['with a body', { body: 'text' }],
    ['of its own', { respond: false }],
  ])('a response %s is not changed', async (_what, own) => {
    const { context, answered } = contextOf({})
    await errorHandler(silent, {} as never)(context as unknown as Context, async () => void Object.assign(context, own))
    expect(answered).toEqual([])
  })
})
