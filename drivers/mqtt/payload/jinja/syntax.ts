import type { Value } from './values.ts'

/** Arguments by place and by name. */
export interface Arguments {
  readonly positional: readonly Expression[]
  readonly named: readonly (readonly [name: string, value: Expression])[]
}

export type Expression =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'dict'; readonly pairs: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'member'; readonly object: Expression; readonly key: Expression; readonly isAttribute: boolean }
  | { readonly kind: 'slice'; readonly object: Expression; readonly ends: readonly (Expression | undefined)[] }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: Arguments }
  | { readonly kind: 'filter'; readonly operand: Expression; readonly name: string; readonly args: Arguments }
  | { readonly kind: 'test'; readonly operand: Expression; readonly name: string; readonly args: Arguments }
  | { readonly kind: 'not' | 'negate' | 'plus'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'compare'
      readonly first: Expression
      readonly rest: readonly (readonly [operator: string, Expression])[]
    }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'if'; readonly test: Expression; readonly yes: Expression; readonly no: Expression | undefined }

/** What is set: names, of a pair or more of values, or a field of a namespace. */
export type AssignmentTarget =
  | { readonly names: readonly string[]; readonly isTuple: boolean }
  | { readonly namespace: string; readonly field: string }

export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly value: Expression }
  | { readonly kind: 'if'; readonly branches: readonly (readonly [Expression, Block])[]; readonly otherwise: Block }
  | {
      readonly kind: 'for'
      readonly target: AssignmentTarget
      readonly iterable: Expression
      readonly test: Expression | undefined
      readonly body: Block
      readonly otherwise: Block
    }
  | {
      readonly kind: 'set'
      readonly target: AssignmentTarget
      readonly value: Expression | undefined
      readonly body: Block
    }
  | {
      readonly kind: 'macro'
      readonly name: string
      readonly parameters: readonly (readonly [string, Expression | undefined])[]
      readonly body: Block
    }
export type Block = readonly Statement[]
