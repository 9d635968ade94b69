import type { Command } from './device.ts'
import { Failure } from './failure.ts'
import { say } from './messages.ts'
import { allowedWords, type NumberDomain, numberDomain, roundFloat, type Spec, supports } from './spec.ts'
import type { NumberTrait, State, Trait } from './traits.ts'

/** Tolerance for floating point: how far from the grid a value may lie and still count as on it, in steps. */
const epsilon = 1e-6

/**
 * Checks a command against the spec, and turns steps and cycles into absolute values where the present value is known.
 * A step beyond the limit goes to the limit; a step at the limit is `outOfRange`, and so is a set beyond it.
 * @throws Failure `unsupported`, `outOfRange`, `badValue`, `notInThisMode`, `unknownValue`
 */
export function plan(command: Command, now: State, spec: Spec): Command {
  switch (command.kind) {
    case 'set':
      for (const trait of Object.keys(command.patch) as Trait[]) assertSettable(trait, command.patch, now, spec)
      if (command.patch.color) assertColor(command.patch.color)
      return command
    case 'step':
      return step(command.trait, command.by, now, spec)
    case 'cycle':
      return cycle(command, now, spec)
    case 'perform':
      if (spec.verbs.includes(command.verb)) return command
      throw new Failure('unsupported', say('cannotPerform', { verb: command.verb }))
  }
}

function assertSettable(trait: Trait, patch: State, now: State, spec: Spec): void {
  const value: unknown = patch[trait]
  if (!supports(spec, 'set', trait)) throw new Failure('unsupported', say('cannotSet', { trait }))
  assertMode(trait, patch.mode ?? now.mode, spec)
  const domain = numberDomain(spec, trait)
  if (domain) assertInDomain(trait, value as number, domain)
  const list = allowedWords(spec, trait)
  if (list && !list.includes(value as string)) {
    const words = say('notValueBut', { trait, value: String(value), allowed: say('oneOf', { all: list.join(', ') }) })
    throw new Failure(trait === 'mode' ? 'unsupported' : 'badValue', words)
  }
}

function assertMode(trait: Trait, mode: string | undefined, spec: Spec): void {
  const modes = spec.traits[trait]?.modes
  if (modes && mode !== undefined && !modes.includes(mode)) {
    throw new Failure('notInThisMode', say('notInMode', { trait, mode }))
  }
}

function assertInDomain(trait: Trait, value: number, { min, max, step, values }: NumberDomain): void {
  assertRange(trait, value, min, max)
  if (values ? !values.includes(value) : !onGrid(value - min, step))
    throw new Failure('badValue', say('notValue', { trait, value }))
}

function assertColor({ hue, saturation, brightness }: NonNullable<State['color']>): void {
  assertRange('hue', hue, 0, 360)
  assertRange('saturation', saturation, 0, 100)
  if (brightness !== undefined) assertRange('brightness', brightness, 0, 100)
}

function assertRange(name: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max))
    throw new Failure({ code: 'outOfRange', min, max }, say('range', { trait: name, min, max }))
}

const onGrid = (distance: number, step: number) => Math.abs(distance / step - Math.round(distance / step)) <= epsilon

function step(trait: NumberTrait, by: number, now: State, spec: Spec): Command {
  const domain = numberDomain(spec, trait)
  if (!domain || !(supports(spec, 'set', trait) || supports(spec, 'step', trait)))
    throw new Failure('unsupported', say('cannotStep', { trait }))
  assertMode(trait, now.mode, spec)
  if (domain.values ? !Number.isInteger(by) : !onGrid(by, domain.step))
    throw new Failure('badValue', say('notStep', { trait, by }))
  const present = now[trait]
  if (present === undefined) {
    if (supports(spec, 'step', trait)) return { kind: 'step', trait, by }
    throw new Failure('unknownValue', say('unknownSoNoStep', { trait }))
  }
  const { target, moved } = stepped(present, by, domain)
  if (by > 0 ? target <= present : target >= present)
    throw new Failure({ code: 'outOfRange', min: domain.min, max: domain.max }, say('atLimit', { trait }))
  return supports(spec, 'set', trait) ? { kind: 'set', patch: { [trait]: target } } : { kind: 'step', trait, by: moved }
}

/** The value after a step, never beyond the ends, and the distance: in places along `values`, else in units along the grid. */
function stepped(
  present: number,
  by: number,
  { min, max, step, values }: NumberDomain,
): { target: number; moved: number } {
  if (values) {
    const sorted = [...values].sort((a, b) => a - b)
    // A present value between two listed ones (set at the device itself) counts as the listed one before it.
    const index = by > 0 ? sorted.findLastIndex((v) => v <= present) : sorted.findIndex((v) => v >= present)
    const from = index === -1 ? (by > 0 ? -1 : sorted.length) : index
    const to = Math.min(sorted.length - 1, Math.max(0, from + by))
    return { target: sorted[to] ?? present, moved: to - from }
  }
  // The highest value on the grid; `max` need not be on it.
  const last = Math.floor((max - min) / step + epsilon)
  const steps = Math.round((present + by - min) / step)
  const target = roundFloat(min + Math.min(last, Math.max(0, steps)) * step)
  return { target, moved: roundFloat(target - present) }
}

function cycle(command: Command & { kind: 'cycle' }, now: State, spec: Spec): Command {
  const { trait, times = 1 } = command
  if (!supports(spec, 'set', trait) && !supports(spec, 'cycle', trait))
    throw new Failure('unsupported', say('cannotCycle', { trait }))
  const present: unknown = now[trait]
  if (supports(spec, 'set', trait) && present !== undefined) {
    const next = nextValue(present, trait, times, spec)
    if (next === undefined) throw new Failure('unsupported', say('unknownValues', { trait }))
    const patch = { [trait]: next } as State
    assertSettable(trait, patch, now, spec)
    return { kind: 'set', patch }
  }
  assertMode(trait, now.mode, spec)
  if (supports(spec, 'cycle', trait)) return command
  throw new Failure('unknownValue', say('unknownSoNoNext', { trait }))
}

/** The value `times` places after the present one, cyclically; undefined if it cannot be known. */
export function nextValue(present: unknown, trait: Trait, times: number, spec: Spec): unknown {
  if (present === undefined) return undefined
  if (typeof present === 'boolean') return times % 2 === 1 ? !present : present
  const domain = numberDomain(spec, trait)
  const list: readonly unknown[] = domain ? allValues(domain) : (allowedWords(spec, trait) ?? [])
  // After a value that is not in the list, whose index is -1, comes the first; an empty list has no next value.
  return list[(list.indexOf(present) + times) % list.length]
}

/** All values of a domain in order: the listed ones, else those of the grid (at most 1000). */
function allValues({ min, max, step, values }: NumberDomain): readonly number[] {
  if (values) return values
  const size = Math.min(1000, Math.floor((max - min) / step + epsilon) + 1)
  return Array.from({ length: size }, (_, i) => roundFloat(min + i * step))
}
