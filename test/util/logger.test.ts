import { createLogger } from '../../src/util/logger.ts'

test('no line contains a secret, in whatever field and form of JSON it stands', () => {
  const lines: string[] = []
  const secrets = ['hunter22secret', 'with "quotes" in it', 'short']
  const log = createLogger(secrets, 'debug', (line) => void lines.push(line))
  log.info({ url: 'mqtt://me:hunter22secret@host', note: 'with "quotes" in it' }, 'password is hunter22secret')
  log.error({ err: new Error('refused: hunter22secret') }, 'failed')
  log.info({ accessToken: 'abc', deep: { password: 'p"q', token: 't' } }, 'short words stay')
  secrets.push('later-secret')
  log.info('later-secret')
  const text = lines.join('')
  expect(text).not.toMatch(/hunter22secret|quotes|later-secret|"abc"|p\\"q|"t"/)
  expect(text).toContain('short words stay')
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow()
})

test.each(['verbose', '', '30', 'INFO', ' warn ', 'constructor'])(
  'LOG_LEVEL=%j does not prevent the start',
  (level) => {
    const before = process.env.LOG_LEVEL
    process.env.LOG_LEVEL = level
    try {
      expect(['info', 'warn']).toContain(createLogger([], undefined, () => {}).level)
    } finally {
      if (before === undefined) delete process.env.LOG_LEVEL
      else process.env.LOG_LEVEL = before
    }
  },
)
