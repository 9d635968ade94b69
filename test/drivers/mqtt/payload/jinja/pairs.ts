/** A template with the message that it is rendered with: a text, or what its JSON holds. */
export type Pair = readonly [template: string, value: unknown]

const message = {
  state: 'ON',
  v: 50,
  t: 21.456,
  neg: -7,
  big: 1234567,
  zero: 0,
  flag: true,
  off: false,
  nothing: null,
  empty: '',
  list: [3, 1, 2],
  words: ['b', 'A', 'c', 'a'],
  rooms: [
    { name: 'Kitchen', on: true, n: 2 },
    { name: 'attic', on: false, n: 1 },
    { name: 'Bath', on: true, n: 3 },
  ],
  color: { r: 255, g: 16, b: 0 },
  text: 'Low wind, warm air',
}
const texts = ['ON', 'off', '21.5', ' 42 ', '', 'low wind', '{"a": 1}', 'x4y2', "it's", '한글 제목', '-3', '1,2.5']

/** Parts from which expressions are put together. */
const atoms = ['v', 't', 'neg', 'zero', 'big']
  .map((name) => `value_json.${name}`)
  .concat('1', '2', '2.5', '100', '1e3', 'true')
const comparisons = ['<', '<=', '>', '>=', '==', '!=']
const arithmetic = ['+', '-', '*', '/', '//', '%', '~']

/** The same numbers each time: a test must be repeatable. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function generated(count: number): readonly Pair[] {
  const next = numbers(20261129)
  const one = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T
  const sum = (): string => {
    const value = next() < 0.3 ? `(${one(atoms)} ${one(arithmetic)} ${one(atoms)})` : one(atoms)
    return next() < 0.2 ? `-${value}` : value
  }
  const comparison = () => {
    const length = 1 + Math.floor(next() * 3)
    return Array.from({ length }, () => `${one(comparisons)} ${sum()}`).reduce((text, part) => `${text} ${part}`, sum())
  }
  const logic = () =>
    next() < 0.4 ? `${next() < 0.3 ? 'not ' : ''}${comparison()} ${one(['and', 'or'])} ${comparison()}` : comparison()
  const filter = () => one(['| round(1)', '| int', '| abs', '| float', '| round', '| string', '| multiply(2)', ''])
  const shapes = [
    () => `{{ 'ON' if ${logic()} else 'OFF' }}`,
    () => `{{ ${logic()} }}`,
    () => `{{ ${sum()} ${one(arithmetic)} ${sum()} ${one(arithmetic)} ${sum()} }}`,
    () => `{{ (${sum()} ${one(arithmetic)} ${sum()}) ${filter()} }}`,
    () => `{{ ${sum()} ** ${one(['2', '-1'])} ${one(arithmetic)} ${sum()} }}`,
    () => `{% if ${logic()} %}a{% elif ${comparison()} %}b{% else %}c{% endif %}`,
  ]
  return Array.from({ length: count }, () => [one(shapes)(), message])
}

/** Templates over the message, one by one. */
const written: readonly string[] = [
  '{{ value_json.v < 100 > 3 }}',
  '{{ 1 < 2 == 2 }}',
  '{{ 1 in [1, 2] == true }}',
  "{{ 'a' in 'abc' in ['abc'] }}",
  '{{ not value_json.zero == 0 }}',
  '{{ value_json.nothing is none and value_json.missing is not defined }}',
  '{{ value_json.missing | default(5) }}',
  "{{ value_json.nothing | default('x', true) }}",
  "{{ value_json.missing | default(value_json.absent) | default('x') }}",
  '{{ value_json.missing.deeper }}',
  '{{ value_json.list | sort }}',
  '{{ value_json.list | sort(reverse=true) }}',
  '{{ value_json.words | sort }}',
  '{{ value_json.words | sort(case_sensitive=true) }}',
  "{{ value_json.rooms | sort(attribute='n') | map(attribute='name') | join(', ') }}",
  "{{ value_json.rooms | sort(attribute='name') | map(attribute='name') | join(', ') }}",
  "{{ value_json.rooms | sum(attribute='n') }}",
  '{{ value_json.list | sum(start=10) }}',
  '{{ value_json.list | max }} {{ value_json.words | min }} {{ value_json.words | max }}',
  "{{ value_json.rooms | max(attribute='n') }}",
  '{{ value_json.words | unique | list }}',
  "{{ value_json.rooms | selectattr('on') | map(attribute='name') | list }}",
  "{{ value_json.rooms | selectattr('n', '>', 1) | list | length }}",
  "{{ value_json.rooms | rejectattr('name', 'eq', 'Bath') | map(attribute='n') | list }}",
  "{{ value_json.list | map('string') | join('-') }}",
  "{{ value_json.list | select('odd') | list }}",
  "{{ value_json.list | reject('gt', 1) | list }}",
  "{{ value_json.rooms | map(attribute='x', default='?') | list }}",
  '{{ value_json.list[::-1] }} {{ value_json.text[::-2] }} {{ value_json.list[-2:] }} {{ value_json.list[5:] }}',
  '{{ value_json.text[:3] }} {{ value_json.text[100:] }} {{ value_json.list[:-1] }}',
  '{{ value_json.text.title() }} {{ value_json.text | title }} {{ value_json.text | capitalize }}',
  "{{ \"it's o'neil\".title() }} {{ \"it's o'neil\" | title }} {{ 'a-b (c' | title }}",
  '{{ value_json.text.split() }} {{ value_json.text.split(",") }} {{ value_json.text.split(" ", 1) }}',
  '{{ value_json.text | wordcount }} {{ value_json.text | length }} {{ value_json.list | count }}',
  "{{ value_json.text | replace('w', 'W', 1) }} {{ 'aaa'.replace('a', 'b', 2) }} {{ 'ab' | replace('', '-') }}",
  "{{ value_json.text | truncate(9) }} {{ value_json.text | truncate(9, true) }} {{ 'abc' | truncate(2, true, '', 0) }}",
  '{{ "%d %s %.2f %5d|%-5d|%05d" % (1, "a", 2.345, 4, 5, 6) }}',
  '{{ "%+d %+.1f % d" % (3, -2.25, 4) }}',
  '{{ "%x %X %o %e %g" % (255, 255, 8, 12345.678, 0.0001) }}',
  '{{ "%s" % value_json.list }} {{ "%r" % "a" }} {{ "%5s|%-5s" % ("a", "b") }} {{ "100%%" % () }}',
  '{{ "%02x%02x%02x" | format(value_json.color.r, value_json.color.g, value_json.color.b) }}',
  '{{ "%.3s" % "abcdef" }} {{ "%c" % "x" }}',
  '{{ "{:.1f} {} {:>5}|{:<5}|{:^5}".format(2.25, "x", 1, 2, 3) }}',
  '{{ "{:+d} {:05.1f} {:,} {:x} {:e}".format(3, 2.5, 1234567, 255, 1234.5) }}',
  '{{ "{0}{1}{0}".format("a", "b") }} {{ "{{}}".format() }}',
  '{{ "{:5}|{:5}".format("a", 1) }} {{ "{:*^7}".format("a") }} {{ "{:.0%}".format(0.25) }} {{ "{}".format(1.0) }}',
  '{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 7.5 // 2 }} {{ 2 ** 10 }} {{ 2 ** -1 }}',
  '{{ -2 ** 2 }} {{ 2 ** 3 ** 2 }} {{ 2 + 3 ~ 4 }} {{ 1 ~ 2 * 3 }} {{ -3 | abs }} {{ 10 - 2 - 3 }}',
  '{{ 1 / 3 }} {{ 0.1 + 0.2 }} {{ 1e16 }} {{ 1e-5 }} {{ 123456789.0 }} {{ 1.0 }} {{ 100000000000000000000.0 }}',
  '{{ 2.5 | round }} {{ 3.5 | round }} {{ 2.675 | round(2) }} {{ 1234.5 | round(-2) }} {{ value_json.t | round(1, "floor") }}',
  '{{ value_json.t | int }} {{ "7" | int + 1 }} {{ "x" | int(3) }} {{ "ff" | int(0, 16) }} {{ "2.9" | int }}',
  '{{ "x" | float }}',
  '{{ "x" | float(0) }} {{ "3" | float }} {{ " 4.5 " | float }}',
  '{{ [1, 2] + [3] }} {{ [0] * 3 }} {{ "ab" * 2 }} {{ (1, 2) + (3,) }} {{ (1,) }} {{ () }}',
  '{{ [1, "a", none, true, 2.5, {"k": [1]}] }}',
  '{{ {"a": 1, "b": {"c": 2}} }} {{ {"a": 1}.items() | list }} {{ {"b": 1, "a": 2} | dictsort }}',
  '{{ {"a": 1} == {"a": 1.0} }} {{ [1] == (1,) }} {{ 1 == true }} {{ "1" == 1 }} {{ [1, 2] < [1, 3] }}',
  '{{ "a" < "b" }} {{ "B" < "a" }}',
  '{{ 1 < "a" }}',
  '{{ value_json.missing < 1 }}',
  '{{ value_json.missing == none }} {{ value_json.missing in [1] }}',
  "{{ {'0': 'off', '1': 'heat'}[value_json.zero | string] }} {{ {0: 'off'}[value_json.zero] }}",
  "{{ value_json.get('missing', 'x') }} {{ value_json.color.get('r') }} {{ value_json.get('m') }}",
  "{{ 'state' in value_json }} {{ 'x' not in value_json }} {{ 2 in value_json.list }}",
  '{{ value_json.color.keys() | list }} {{ value_json.color.values() | sum }} {{ value_json["color"]["g"] }}',
  '{{ value_json.flag | iif("a", "b") }} {{ value_json.nothing | iif(1, 2, 3) }} {{ iif(0) }}',
  '{{ value_json.flag is true }} {{ value_json.v is number }} {{ "a" is string }} {{ value_json is mapping }} {{ value_json.list is iterable }}',
  '{{ 4 is divisibleby 2 }} {{ 4 is divisibleby(3) }} {{ 3 is odd }} {{ 3 is not even }} {{ 4 is in [4] }} {{ "a" is eq "a" }}',
  '{{ "A" is upper }} {{ "a" is lower }} {{ 1 is sameas 1 }} {{ 1 is integer }} {{ 1.5 is float }} {{ true is boolean }}',
  '{% set x = 1 %}{% for i in [5, 6] %}{% set x = x + i %}{{ x }} {% endfor %}{{ x }}',
  '{% set n = namespace(x=1, y="a") %}{% for i in [5, 6] %}{% set n.x = n.x + i %}{% endfor %}{{ n.x }}{{ n.y }}',
  '{% macro f(a, b=2) %}[{{ a }}-{{ b }}]{% endmacro %}{{ f(1) }}{{ f(1, 3) }}{{ f(b=4, a=5) }}',
  '{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set c = 1, 2 %}{{ c }}',
  '{% for k, v in value_json.color.items() %}{{ k }}={{ v }}{{ ";" if not loop.last }}{% endfor %}',
  '{% for r in value_json.rooms if r.on %}{{ loop.index }}{{ r.name }}{% else %}none{% endfor %}',
  '{% for i in [] %}x{% else %}none{% endfor %}{% for i in range(3) %}{{ loop.revindex }}{{ loop.first }}{% endfor %}',
  '{% for i in range(5, 0, -2) %}{{ i }}{% endfor %}{{ range(2, 4) | list }}',
  '{% if value_json.v %}{% set z = 3 %}{% endif %}{{ z }}',
  '{% set z %}a{{ value_json.v }}b{% endset %}{{ z | upper }}',
  '  {%- if true -%}  a  {%- endif -%}  b',
  '{% raw %}{{ x }}{% endraw %}{# c #}z',
  "{{ 'a' 'b' ~ 'c' }} {{ 'a\\tb' }} {{ '\\u00e9' }} {{ 'a\\.b' }}",
  "{{ 'x' if false }}",
  '{{ value_json.list | first }} {{ value_json.list | last }} {{ [] | first }}',
  '{{ value_json.list | reverse | list }} {{ "abc" | reverse }} {{ value_json.words | join }}',
  '{{ "  a " | trim }}|{{ "xxaxx".strip("x") }}|{{ "xxa".lstrip("x") }}|{{ "axx".rstrip("x") }}',
  '{{ "abc".startswith("a") }} {{ "abc".endswith(("c", "d")) if false else "abc".endswith("c") }} {{ "abc".find("c") }} {{ "abca".count("a") }}',
  '{{ "12".isdigit() }} {{ "7".zfill(3) }} {{ "-7".zfill(4) }} {{ "a".rjust(3) }}| {{ "abc".upper() }} {{ "aBc".swapcase() }}',
  '{{ ",".join(["a", "b"]) }} {{ [1, 2] | join(",") }} {{ "a-b".split("-")[1] }}',
  '{{ value_json.v | bitwise_and(16) }} {{ 5 | bitwise_or(2) }}',
  '{{ ("{\\"a\\": [1, 2.5]}" | from_json).a[1] }}',
  '{{ value_json.color | to_json }} {{ [1, "a", none, true] | to_json }}',
  "{{ 'ON' if value_json.state == 'ON' and value_json.v > 10 or false else 'OFF' }}",
  '{{ (value_json.v / 2.55) | round(0) | int }} {{ (value_json.v | float * 100 / 255) | round(1) }}',
  '{{ value_json.words | map("upper") | list }} {{ value_json.words | map("length") | sum }}',
  '{{ 1_000 }} {{ 0x1f }} {{ 0b11 }} {{ 0o17 }}',
  '{{ true and 3 }} {{ 0 or "x" }} {{ not none }} {{ none or false }}',
  '{{ 1 if 0 else 2 if 0 else 3 }}',
  '{{ value_json.rooms[0].name }} {{ value_json.rooms[-1]["name"] }} {{ value_json.rooms[9] }} {{ value_json.list.0 }}',
  '{{ [[1, 2], [3]] | sum(start=[]) }}',
  '{{ 1 // 0 }}',
  '{{ min(3, 1) }} {{ max([1, 5]) }} {{ abs(-2) if false else 2 }}',
]

const overTexts: readonly string[] = [
  '{{ value }}',
  '{{ value | upper }}',
  '{{ value | lower | title }}',
  '{{ value | int(0) + 1 }}',
  '{{ value | float(-1) | round(1) }}',
  "{{ 'ON' if value | lower in ['on', '1'] else 'OFF' }}",
  '{{ value | trim | length }}',
  "{{ value | regex_replace('[^0-9]', '') }}",
  "{{ value | regex_match('^(on|off|auto|low wind)$', true) }}",
  "{{ value | regex_search('\\\\d+') }}",
  "{{ value | regex_findall('[a-z]+|\\\\d') }}",
  "{{ value | regex_findall('(\\\\w)(\\\\w)') }}",
  "{{ value | regex_replace('(\\\\w)(\\\\d)', '\\\\2\\\\1') }}",
  "{{ value | regex_search('a*?b|w{1,2}$') }}",
  '{{ value[0] }}{{ value[-1:] }}',
  '{{ value is defined and value_json is not defined }}',
  "{{ value.split(',')[-1] }}",
  '{{ value | is_number }}',
  '{{ value == "ON" }}',
  "{{ value | replace(' ', '_') | capitalize }}",
  '{{ value | list | unique | join }}',
  '{{ value[::-1] }}',
]

export const pairs: readonly Pair[] = [
  ...written.map((template): Pair => [template, message]),
  ...overTexts.flatMap((template) => texts.map((text): Pair => [template, text])),
  ...generated(400),
]
