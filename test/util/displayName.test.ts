import { displayName } from '../../src/util/displayName.ts'

test.each([
  ['a name of several scripts and a picture', '거실 ランプ 🏴 👩‍🍳', '거실 ランプ 🏴 👩‍🍳'],
  ['commands of a terminal', '\u001b[2Jlamp\r\n\u009b31m', '[2Jlamp 31m'],
  ['marks of direction', 'a\u202egnp\u2066\u061cb', 'a gnp b'],
  ['half a surrogate pair', 'a\ud800b\udc00', 'a b'],
  ['tags, which nobody sees', 'a\u{e0041}\u{e0042}', 'a'],
  ['a pair that the greatest length would split', `${'a'.repeat(499)}🏴`, 'a'.repeat(499)],
])('a name with %s is shown as text of one line', (_what, name, shown) => {
  expect(displayName(name)).toBe(shown)
})
