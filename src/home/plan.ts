import type { Command } from './device.ts'
import { Failure } from './failure.ts'
import { can, type NumberDomain, numbers, type Spec, tidy, words } from './spec.ts'
import type { NumberTrait, State, Trait } from './traits.ts'

/** Floating point: how far from the grid a value may lie and still be on it, in steps. */
const slack = 1e-6

/**
 * Checks a wish against what the device can do, and makes it absolute wherever the present value is known.
 * A step beyond the limit goes to the limit; at the limit already it is `outOfRange`, as is any set beyond it.
 * @throws Failure `unsupported`, `outOfRange`, `badValue`, `notInThisMode`, `unknownValue`
 */
export function plan(wish: Command, now: State, spec: Spec): Command {
  switch (wish.kind) {
    case 'set':
      for (const trait of Object.keys(wish.patch) as Trait[]) check(trait, wish.patch, now, spec)
      return wish
    case 'step':
      return step(wish.trait, wish.by, now, spec)
    case 'cycle':
      return cycle(wish, now, spec)
    case 'perform':
      if (spec.verbs.includes(wish.verb)) return wish
      throw new Failure('unsupported', `it cannot ${wish.verb}`)
  }
}

function check(trait: Trait, patch: State, now: State, spec: Spec): void {
  const value: unknown = patch[trait]
  if (!can(spec, 'set', trait)) throw new Failure('unsupported', `${trait} cannot be set`)
  inMode(trait, patch.mode ?? now.mode, spec)
  const domain = numbers(spec, trait)
  if (domain && typeof value === 'number') inDomain(trait, value, domain)
  if (trait === 'color' && patch.color) inColors(patch.color)
  const list = words(spec, trait)
  if (list && typeof value === 'string' && !list.includes(value)) {
    throw new Failure(trait === 'mode' ? 'unsupported' : 'badValue', `${trait} cannot be ${value}`)
  }
}

function inMode(trait: Trait, mode: string | undefined, spec: Spec): void {
  const modes = spec.traits[trait]?.modes
  if (modes && mode !== undefined && !modes.includes(mode)) {
    throw new Failure('notInThisMode', `${trait} cannot be set while the mode is ${mode}`)
  }
}

function inDomain(trait: Trait, value: number, { min, max, step, values }: NumberDomain): void {
  inRange(trait, value, min, max)
  if (values ? !values.includes(value) : !onGrid(value - min, step))
    throw new Failure('badValue', `${trait} cannot be ${value}`)
}

function inColors({ hue, saturation, brightness }: NonNullable<State['color']>): void {
  inRange('hue', hue, 0, 360)
  inRange('saturation', saturation, 0, 100)
  if (brightness !== undefined) inRange('brightness', brightness, 0, 100)
}

function inRange(name: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max))
    throw new Failure({ code: 'outOfRange', min, max }, `${name} goes from ${min} to ${max}`)
}

const onGrid = (distance: number, step: number) => Math.abs(distance / step - Math.round(distance / step)) <= slack

function step(trait: NumberTrait, by: number, now: State, spec: Spec): Command {
  const domain = numbers(spec, trait)
  if (!domain || !(can(spec, 'set', trait) || can(spec, 'step', trait)))
    throw new Failure('unsupported', `${trait} cannot be stepped`)
  inMode(trait, now.mode, spec)
  if (domain.values ? !Number.isInteger(by) : !onGrid(by, domain.step))
    throw new Failure('badValue', `${trait} cannot be stepped by ${by}`)
  const present = now[trait]
  if (present === undefined) {
    if (can(spec, 'step', trait)) return { kind: 'step', trait, by }
    throw new Failure('unknownValue', `${trait} is not known, so it cannot be stepped`)
  }
  const { wanted, moved } = stepped(present, by, domain)
  if (by > 0 ? wanted <= present : wanted >= present)
    throw new Failure({ code: 'outOfRange', min: domain.min, max: domain.max }, `${trait} is at its limit`)
  return can(spec, 'set', trait) ? { kind: 'set', patch: { [trait]: wanted } } : { kind: 'step', trait, by: moved }
}

/** Where a step leads, and how far it goes: along the values (then in places), or along the grid; never past the ends. */
function stepped(
  present: number,
  by: number,
  { min, max, step, values }: NumberDomain,
): { wanted: number; moved: number } {
  if (values) {
    const sorted = [...values].sort((a, b) => a - b)
    // A present value between two of them (set by hand at the device) counts as the one it leaves behind.
    const index = by > 0 ? sorted.findLastIndex((v) => v <= present) : sorted.findIndex((v) => v >= present)
    const from = index === -1 ? (by > 0 ? -1 : sorted.length) : index
    const to = Math.min(sorted.length - 1, Math.max(0, from + by))
    return { wanted: sorted[to] ?? present, moved: to - from }
  }
  // The greatest value that is on the grid, which max need not be.
  const last = Math.floor((max - min) / step + slack)
  const steps = Math.round((present + by - min) / step)
  const wanted = tidy(min + Math.min(last, Math.max(0, steps)) * step)
  return { wanted, moved: tidy(wanted - present) }
}

function cycle(wish: Command & { kind: 'cycle' }, now: State, spec: Spec): Command {
  const { trait, times = 1 } = wish
  if (!can(spec, 'set', trait) && !can(spec, 'cycle', trait))
    throw new Failure('unsupported', `${trait} cannot be cycled`)
  const present: unknown = now[trait]
  if (can(spec, 'set', trait) && present !== undefined) {
    const next = following(present, trait, times, spec)
    if (next === undefined) throw new Failure('unsupported', `the values of ${trait} are not known`)
    const patch = { [trait]: next } as State
    check(trait, patch, now, spec)
    return { kind: 'set', patch }
  }
  inMode(trait, now.mode, spec)
  if (can(spec, 'cycle', trait)) return wish
  throw new Failure('unknownValue', `${trait} is not known, so what comes next is not known`)
}

/** The value so many places after the present one, round and round; nothing if that cannot be known. */
export function following(present: unknown, trait: Trait, times: number, spec: Spec): unknown {
  if (present === undefined) return undefined
  if (typeof present === 'boolean') return times % 2 === 1 ? !present : present
  const domain = numbers(spec, trait)
  const list: readonly unknown[] = domain ? series(domain) : (words(spec, trait) ?? [])
  const index = list.indexOf(present)
  // From a value that is none of them, the first is next.
  return list.length === 0 ? undefined : list[(index === -1 ? times - 1 : index + times) % list.length]
}

/** All values of a domain in their order, the grid's if no list is given. */
function series({ min, max, step, values }: NumberDomain): readonly number[] {
  if (values) return values
  const size = Math.min(1000, Math.floor((max - min) / step + slack) + 1)
  return Array.from({ length: size }, (_, i) => tidy(min + i * step))
}
