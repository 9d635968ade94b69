import type { Systemd } from '../../../src/systemd/units.ts'

/** How a unit is, or becomes so many looks after it was started, and what it says of itself. */
type Unit =
  | 'active'
  | {
      readonly becomes: 'active' | 'failed' | 'auto-restart' | 'activating'
      readonly after?: number
      readonly says?: string
    }

/** A systemd with these units; all others run as soon as they are started. `called` is what was asked to change. */
export function machine(units: Readonly<Record<string, Unit>> = {}): { systemd: Systemd; called: string[] } {
  const called: string[] = []
  const running = new Set(Object.keys(units).filter((name) => units[name] === 'active'))
  const looks = new Map<string, number>()
  const state = (name: string): string => {
    const unit = units[name] ?? 'active'
    if (!running.has(name)) return 'inactive'
    if (unit === 'active') return 'active'
    const seen = (looks.get(name) ?? 0) + 1
    looks.set(name, seen)
    return seen > (unit.after ?? 0) ? unit.becomes : 'activating'
  }
  const shown = (name: string) => {
    const is = state(name)
    return is === 'auto-restart' ? 'ActiveState=activating\nSubState=auto-restart\n' : `ActiveState=${is}\nSubState=x\n`
  }
  const saying = (name: string) => {
    const unit = units[name] ?? units[name.replace(/\.service$/, '')]
    return typeof unit === 'object' ? unit.says : undefined
  }
  return {
    called,
    systemd: {
      async systemctl(...words) {
        called.push(words.join(' '))
        const name = words.at(-1) ?? ''
        if (words[0] === 'start' || words[0] === 'restart') running.add(name)
        if (words.includes('--now')) running.delete(name)
        return ''
      },
      async program(name, words) {
        if (name === 'journalctl') return saying(String(words[0]).replace('_SYSTEMD_UNIT=', ''))
        const unit = words.find((word, i) => i > 0 && !word.startsWith('-')) ?? ''
        if (words[0] === 'is-active') return `${state(unit)}\n`
        if (words[0] === 'is-enabled') return running.has(unit) ? 'enabled\n' : 'disabled\n'
        if (words[0] === 'status') return `● ${unit}\n     Active: ${state(unit)} (Result: exit-code)\n`
        return words[0] === 'show' ? shown(unit) : undefined
      },
      wait: async () => {},
    },
  }
}
