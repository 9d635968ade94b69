import { setV8Flags } from '../../src/util/v8Flags.ts'

describe('flags', () => {
  const key = Symbol.for('clova-home-gateway: what V8 is to do well')
  const ignore = () => {}
  afterEach(() => Reflect.deleteProperty(globalThis, key))

  test('who sets a phase for a moment learns which one to restore, also where another script has set it', () => {
    setV8Flags('manyRequests', ignore)
    expect(setV8Flags('start', ignore)).toBe('manyRequests')
    Reflect.set(globalThis, key, 'singleRequests')
    expect(setV8Flags('manyRequests', ignore)).toBe('singleRequests')
  })

  test('each phase sets the same flags, each to its value', () => {
    const flagsOf = (phase: Parameters<typeof setV8Flags>[0]) => {
      const flags: string[] = []
      setV8Flags(phase, (flag) => void flags.push(flag))
      return flags
    }
    const names = (flags: readonly string[]) => flags.map((flag) => flag.split('=')[0])
    expect(names(flagsOf('singleRequests'))).toEqual(names(flagsOf('start')))
    expect(names(flagsOf('manyRequests'))).toEqual(names(flagsOf('start')))
    expect(flagsOf('start')).toContain('--semi-space-growth-factor=1')
  })
})
