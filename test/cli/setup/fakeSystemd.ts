import type { Systemd } from '../../../src/systemd/units.ts'

/** The state of a unit: active from the start, or the state that it has after so many polls once it was started, and its journal. */
type FakeUnit =
  | 'active'
  | {
      readonly finalState: 'active' | 'failed' | 'auto-restart' | 'activating'
      readonly afterPolls?: number
      readonly journal?: string
    }

/** A systemd with these units; all other units are active as soon as they are started. `systemctlCalls`: the calls that change a unit. */
export function fakeSystemd(units: Readonly<Record<string, FakeUnit>> = {}): {
  systemd: Systemd
  systemctlCalls: string[]
} {
  const systemctlCalls: string[] = []
  const running = new Set(Object.keys(units).filter((name) => units[name] === 'active'))
  const polls = new Map<string, number>()
  const state = (name: string): string => {
    const unit = units[name] ?? 'active'
    if (!running.has(name)) return 'inactive'
    if (unit === 'active') return 'active'
    const pollCount = (polls.get(name) ?? 0) + 1
    polls.set(name, pollCount)
    return pollCount > (unit.afterPolls ?? 0) ? unit.finalState : 'activating'
  }
  const properties = (name: string) => {
    const is = state(name)
    return is === 'auto-restart' ? 'ActiveState=activating\nSubState=auto-restart\n' : `ActiveState=${is}\nSubState=x\n`
  }
  const journalOf = (name: string) => {
    const unit = units[name] ?? units[name.replace(/\.service$/, '')]
    return typeof unit === 'object' ? unit.journal : undefined
  }
  return {
    systemctlCalls,
    systemd: {
      async systemctl(...words) {
        systemctlCalls.push(words.join(' '))
        const name = words.at(-1) ?? ''
        if (words[0] === 'start' || words[0] === 'restart') running.add(name)
        if (words.includes('--now')) running.delete(name)
        return ''
      },
      async program(name, words) {
        if (name === 'journalctl') return journalOf(String(words[0]).replace('_SYSTEMD_UNIT=', ''))
        const unit = words.find((word, i) => i > 0 && !word.startsWith('-')) ?? ''
        if (words[0] === 'is-active') return `${state(unit)}\n`
        if (words[0] === 'is-enabled') return running.has(unit) ? 'enabled\n' : 'disabled\n'
        if (words[0] === 'status') return `● ${unit}\n     Active: ${state(unit)} (Result: exit-code)\n`
        return words[0] === 'show' ? properties(unit) : undefined
      },
      wait: async () => {},
    },
  }
}
