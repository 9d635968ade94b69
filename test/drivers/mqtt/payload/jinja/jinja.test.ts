import fc from 'fast-check'
import { readTemplate } from '../../../../../drivers/mqtt/payload/jinja/index.ts'
import { runs } from '../../../../support/randomRuns.ts'

const json = {
  state: 'ON',
  temperature: 21.456,
  brightness: 128,
  color: { r: 255, g: 16, b: 0, x: 0.3 },
  list: [1, 2, 3],
  rooms: [
    { name: 'a', on: true },
    { name: 'b', on: false },
  ],
  'a b': { c: [7] },
  nothing: null,
  yes: true,
  zero: 0,
  text: '{"a": [1, {"b": 2.5}]}',
  __proto__: { polluted: 1 },
}

/** What each template makes of `json`, or of a plain value. */
const made: readonly (readonly [template: string, text: string | undefined, value?: unknown])[] = [
  // plain
  ['{{ value_json.state }}', 'ON'],
  ["{{ value_json['a b']['c'][0] }}", '7'],
  ['{{value_json.nothing}}', 'None'],
  ['{{ value_json.yes }}', 'True'],
  ['{{ value_json.missing }}', undefined],
  ['{{ value_json.missing.deeper }}', undefined],
  ['{{ missing }}', undefined],
  ['x{{ missing }}', 'x'],
  ['{{ value_json.nothing.deeper }}', undefined],
  ['{{ value_json.polluted }}', undefined],
  ['{{ value_json.constructor }}', undefined],
  ['{{ value_json.state.constructor }}', undefined],
  ['{{ value_json.list }}', '[1, 2, 3]'],
  ['{{ value_json.list[-1] }}', '3'],
  ['{{ value_json.list[7] }}', undefined],
  ['{{ value_json.color }}', "{'r': 255, 'g': 16, 'b': 0, 'x': 0.3}"],
  ['{{ value }}', '21.5', '21.5'],
  [' {{ value }} ', 'on', 'on'],
  ['{{ value }}', 'True', true],
  ['static', 'static'],
  ['', ''],
  ['{# nothing #}', ''],
  ['{{ value_json.state }}\n', 'ON'],
  ['{"state": "{{ value }}"}', '{"state": "OPEN"}', 'OPEN'],
  ['{"a":{"b":{{ value }}}}', '{"a":{"b":5}}', 5],
  // numbers as Python writes them
  ['{{ value | float }}', '21.0', '21'],
  ['{{ value | float }}', '21.5', ' 21.5 '],
  ['{{ value | float }}', undefined, 'warm'],
  ['{{ value | float(0) }}', '0', 'warm'],
  ['{{ value | float(default=-1) }}', '-1', 'warm'],
  ['{{ value_json.nothing | float }}', undefined],
  ['{{ value_json.missing | float(0) }}', '0'],
  ['{{ value | int }}', '21', '21.9'],
  ['{{ value | int }}', '-21', '-21.9'],
  ['{{ value | int }}', undefined, ''],
  ['{{ value | int(7) }}', '7', 'x'],
  ['{{ value | int(base=16) }}', '255', 'ff'],
  ['{{ value | int(0, 16) }}', '255', '0xFF'],
  ['{{ int(value) + 1 }}', '22', '21'],
  ['{{ float(value, 0) * 2 }}', '43.0', '21.5'],
  ['{{ value_json.temperature | round(1) }}', '21.5'],
  ['{{ value_json.temperature | round }}', '21'],
  ['{{ value_json.temperature | round(2, "floor") }}', '21.45'],
  ["{{ value_json.temperature | round(0, method='ceil') }}", '22'],
  ['{{ value | round(0, "half") }}', '21', 21.3],
  ['{{ 2.5 | round }}', '2'],
  ['{{ 3.5 | round }}', '4'],
  ['{{ -2.5 | round }}', '-2'],
  ['{{ 0.125 | round(2) }}', '0.12'],
  ['{{ 8.35 | round(1) }}', '8.3'],
  ['{{ 2.675 | round(2) }}', '2.67'],
  ['{{ 1234 | round(-2) }}', '1200.0'],
  ['{{ "x" | round(1) }}', undefined],
  ['{{ 7 / 2 }}', '3.5'],
  ['{{ 6 / 2 }}', '3.0'],
  ['{{ 7 // 2 }}', '3'],
  ['{{ -7 // 2 }}', '-4'],
  ['{{ -7 % 3 }}', '2'],
  ['{{ 7.5 % 2 }}', '1.5'],
  ['{{ 2 ** 3 }}', '8'],
  ['{{ 2 ** -1 }}', '0.5'],
  ['{{ 1 / 0 }}', undefined],
  ['{{ 1 % 0 }}', undefined],
  ['{{ 0.1 + 0.2 }}', '0.30000000000000004'],
  ['{{ 0.00001 * 1 }}', '1e-05'],
  ['{{ 1e3 }}', '1000.0'],
  ['{{ 1_000 + 0x1f }}', '1031'],
  ['{{ 10.0 ** 16 }}', '1e+16'],
  ['{{ true + 1 }}', '2'],
  ['{{ 1 + "1" }}', undefined],
  ['{{ -value_json.brightness }}', '-128'],
  ['{{ value_json.brightness * 100 / 255 }}', '50.19607843137255'],
  ['{{ (value_json.brightness / 2.55) | round(0) | int }}', '50'],
  ['{{ value_json.brightness | float | multiply(2.55) | round(0) }}', '326'],
  ['{{ value | multiply(2) }}', '4.0', '2'],
  ['{{ 2 | add(3) }}', '5'],
  ['{{ value | add(3, 9) }}', '9', 'x'],
  ['{{ -3 | abs }}', '3'],
  ['{{ 5 | bitwise_and(4) }}', '4'],
  ['{{ 5 | bitwise_or(2) }}', '7'],
  ['{{ [3, 1, 2] | min }} {{ max(1, 2.5) }}', '1 2.5'],
  ['{{ [1, 2, 3.0] | sum }}', '6.0'],
  // texts
  ['{{ value_json.state | lower }}', 'on'],
  ['{{ value | upper }} {{ value | title }} {{ value | capitalize }}', 'LOW WIND Low Wind Low wind', 'low wind'],
  ["{{ value | replace('a', 'b') }}", 'bxb', 'axa'],
  ["{{ value.replace('a', 'b', 1) }}", 'bxa', 'axa'],
  ['{{ value | trim | length }}', '2', '  ab '],
  ['{{ value.split(",")[1] | float }}', '2.5', '1,2.5'],
  ['{{ value.split() }}', "['a', 'b']", ' a  b '],
  ['{{ value.split("-", 1)[1] }}', 'b-c', 'a-b-c'],
  ['{{ value.strip("%") }}', '21', '%21%'],
  ['{{ value.startswith("o") and value.endswith("n") }}', 'True', 'on'],
  ['{{ value[0] ~ value[1:3] ~ value[-1:] }}', 'abcf', 'abcdef'],
  ["{{ '%0.1f' | format(value_json.temperature) }}", '21.5'],
  ['{{ "#%02x%02x%02x" | format(value_json.color.r, value_json.color.g, value_json.color.b) }}', '#ff1000'],
  ["{{ '%.2f' % 1.005 }}", '1.00'],
  ['{{ "{:.1f} {}".format(2.25, "x") }}', '2.2 x'],
  ['{{ ["a", "b"] | join("-") }} {{ ",".join(["a", "b"]) }}', 'a-b a,b'],
  ["{{ value | regex_replace('[^0-9]', '') }}", '42', 'x4y2'],
  ["{{ value | regex_replace('(a)(b)', '\\2\\1') }}", 'ba', 'ab'],
  ["{{ value | regex_findall_index('[0-9.]+', 0) | float }}", '2.5', 't=2.5'],
  ["{{ value is search('b') }} {{ value is match('b') }}", 'True False', 'ab'],
  ["{{ value | regex_replace('(a+)+', '') }}", '', 'aaa'],
  ["{{ 'abc' | truncate(2, True, '', 0) }}", 'ab'],
  // logic
  ["{{ 'on' if value_json.yes else 'off' }}", 'on'],
  ["{{ 'on' if value_json.zero else 'off' }}", 'off'],
  ["{{ 'x' if false }}", undefined],
  ["{% if value_json.state == 'ON' %}a{% elif value_json.zero %}b{% else %}c{% endif %}", 'a'],
  ["{%- if value == '1' -%} a {%- else -%} b {%- endif -%}", 'b', '0'],
  ["{{ {'0': 'off', '1': 'heat'}[value] }}", 'heat', '1'],
  ["{{ {0: 'off', 1: 'heat'}[value_json.zero] | default('?') }}", 'off'],
  ["{{ {0: 'off'}[value_json.state] | default('?') }}", '?'],
  ["{{ {true: 'a', false: 'b'}[value_json.yes] }}", 'a'],
  ["{{ value_json.get('missing', 'x') }} {{ value_json.color.get('r') }} {{ value_json.get('m') }}", 'x 255 None'],
  ["{{ value in ['a', 'b'] }} {{ 'a' not in value }}", 'True True', 'b'],
  ["{{ 'state' in value_json }} {{ 'x' in value_json }}", 'True False'],
  ['{{ value_json.state is defined }} {{ value_json.x is not defined }}', 'True True'],
  [
    '{{ value_json.nothing is none }} {{ 1 is number }} {{ "a" is string }} {{ value_json is mapping }}',
    'True True True True',
  ],
  [
    '{{ 4 is divisibleby 2 }} {{ 4 is eq(4) }} {{ 4 is not eq(4) }} {{ 4 is in [4] }} {{ 4 is not in [4] }}',
    'True True False True False',
  ],
  ['{{ value_json.missing or "x" }} {{ 1 and 2 }} {{ not 0 }}', 'x 2 True'],
  [
    '{{ 1 == 1.0 }} {{ 1 == "1" }} {{ true == 1 }} {{ [1] == [1.0] }} {{ {"a": 1} == {"a": 1} }}',
    'True False True True True',
  ],
  ['{{ "a" < "b" }} {{ 1 < "b" }}', undefined],
  ['{{ value_json.missing == 1 }}', 'False'],
  ['{{ value_json.missing > 1 }}', undefined],
  ['{{ value_json.missing | default("x") }}{{ value_json.nothing | default("y") }}', 'xNone'],
  ['{{ value_json.nothing | default("y", true) }}{{ "" | d("z", boolean=True) }}', 'yz'],
  ['{{ value_json.missing | is_defined }}', undefined],
  ['{{ value_json.state | is_defined }}', 'ON'],
  ['{{ value_json.missing | default }}', ''],
  ['{{ value_json.missing | default(value_json.absent) | default("z") }}', 'z'],
  ['{{ value | is_number }} {{ is_number("x") }} {{ none | is_number }}', 'True False False', '2.5'],
  [
    "{{ value_json.yes | iif('open', 'closed') }} {{ iif(value_json.zero, 1, 2) }} {{ none | iif(1, 2, 3) }}",
    'open 2 3',
  ],
  ['{{ value | bool }} {{ "off" | bool }} {{ "x" | bool(false) }}', 'True False False', 'yes'],
  ['{{ (value_json.text | from_json).a[1].b }}', '2.5'],
  ['{{ ("x" | from_json(default=1)) }}', '1'],
  [
    '{{ value_json.color | tojson }} {{ [1.0, "a", none] | to_json }}',
    '{"r": 255, "g": 16, "b": 0, "x": 0.3} [1.0, "a", null]',
  ],
  // chained comparisons
  ["{{ 'ON' if 0 < value_json.brightness <= 100 else 'OFF' }}", 'OFF'],
  ["{{ 'ON' if 0 < value_json.brightness <= 200 else 'OFF' }}", 'ON'],
  ['{{ 3 > 2 > 1 }} {{ 1 == 1 == 1 }} {{ 3 > 2 == 2 }} {{ 1 in [1] == true }}', 'True True True False'],
  // namespaces, macros, tuples, slices, signs
  ['{% set n = namespace(a=1) %}{% for i in [1, 2] %}{% set n.a = n.a + i %}{% endfor %}{{ n.a }}', '4'],
  ['{% macro twice(x, by=2) %}{{ x * by }}{% endmacro %}{{ twice(4) }} {{ twice(4, by=3) }}', '8 12'],
  ['{% set a, b = 1, 2 %}{{ b }}{{ a }} {{ (1, "x") }}', "21 (1, 'x')"],
  ['{{ "abcdef"[::-1] }} {{ [1, 2, 3, 4][::2] }} {{ "abcdef"[4:1:-2] }}', 'fedcba [1, 3] ec'],
  [
    "{{ '%+d' % 3 }} {{ '%+.1f' | format(-2.25) }} {{ '% d' % 4 }} {{ '{:>4}|{:+}'.format(1, 2) }}",
    '+3 -2.2  4    1|+2',
  ],
  ['{{ "it\'s a dog".title() }} {{ "it\'s a dog" | title }}', "It'S A Dog It's A Dog"],
  ["{{ ['b', 'A', 'c'] | sort }} {{ ['b', 'A'] | sort(case_sensitive=true) }}", "['A', 'b', 'c'] ['A', 'b']"],
  ["{{ value_json.rooms | sort(attribute='name', reverse=true) | map(attribute='name') | list }}", "['b', 'a']"],
  ["{{ value_json.rooms | sum(attribute='on') }} {{ [1, 2] | sum(start=10) }}", '1 13'],
  ['{{ [0] * 3 }} {{ -1 | abs }} {{ -2 ** 2 }}', '[0, 0, 0] 1 4'],
  [
    "{{ ['OFF', 'ON'][value_json.brightness > 0] }} {{ value_json.rooms | selectattr('name', '==', 'b') | list | length }}",
    'ON 1',
  ],
  ["{{ value | regex_match('^(off|auto|low|medium|high|turbo)$') }}", 'True', 'medium'],
  // statements
  ['{% set x = value_json.brightness %}{% set y = x / 2 %}{{ y | int }}', '64'],
  ['{% for i in value_json.list %}{{ i }}{{ "," if not loop.last }}{% endfor %}', '1,2,3'],
  ['{% for k, v in {"a": 1}.items() %}{{ k }}={{ v }}{% endfor %}', 'a=1'],
  ['{% for i in [] %}x{% else %}none{% endfor %}', 'none'],
  ['{% for i in value_json.list if i > 1 %}{{ i }}{% endfor %}', '23'],
  ['{% set x = 1 %}{% for i in [5] %}{% set x = i %}{% endfor %}{{ x }}', '1'],
  ["{{ value_json.rooms | map(attribute='name') | join }}", 'ab'],
  ["{{ value_json.rooms | selectattr('on') | map(attribute='name') | first }}", 'a'],
  ["{{ value_json.rooms | rejectattr('name', 'eq', 'a') | list | length }}", '1'],
  ["{{ ['1', '2'] | map('int') | sum }} {{ [1, 5] | select('gt', 2) | list }}", '3 [5]'],
  ['{{ range(3) | list }} {{ range(1, 6, 2) | list }}', '[0, 1, 2] [1, 3, 5]'],
  ["{{ it's }}", 'error'],
]

// Renderings in one turn of the event loop share a budget, so each test begins in a turn of its own.
beforeEach(() => new Promise((resolve) => setImmediate(resolve)))

test.each(made.map(([template, text, value]) => ({ template, text, value })))(
  '$template → $text',
  ({ template, text, value }) => {
    if (text === 'error') return expect(() => readTemplate(template)).toThrow()
    const variables = value === undefined ? { value: JSON.stringify(json), value_json: json } : { value }
    expect(readTemplate(template).render(variables)).toBe(text)
  },
)

/** What is refused when it is read, and in which words. */
const refused: readonly (readonly [template: string, words: RegExp])[] = [
  ['{{ value | foo }}', /the filter "foo" is not known/],
  ['{{ value | constructor }}', /the filter "constructor" is not known/],
  ['{{ states("sensor.x") }}', /the function "states" is not known/],
  ["{{ now().strftime('%Y') }}", /the function "now" is not known/],
  ['{{ value.__class__.mro() }}', /the method "mro" is not known/],
  ['{{ value is prime }}', /the test "prime" is not known/],
  ['{{ value is prime(2) }}', /the test "prime" is not known/],
  ["{{ value | regex_match('(?=a)') }}", /the pattern .* is not understood/],
  ["{{ value | regex_replace('(a)\\\\1', '') }}", /the pattern .* is not understood/],
  ['{{ macro() }}', /the function "macro" is not known/],
  ['{% for i in x %}{% break %}{% endfor %}', /"break" is not understood/],
  ['{{ value | round(1, 2, 3, 4, 5) }}', /"round" has too many arguments/],
  ['{{ value | round(places=1) }}', /"round" has no argument "places"/],
  ['{{ value', /too early|end of input/],
  ['{% if value %}x', /too early|./],
  ['{{ value_json.24_hours }}', /./],
  [`{{ ${'('.repeat(500)} }}`, /nested too deep/],
  [`{{ ${'not '.repeat(2400)} x }}`, /at most 2000 words/],
  [`{{ a${'[0]'.repeat(3000)} }}`, /at most 2000 words/],
  ['x'.repeat(10_001), /at most 10000 characters/],
  [`{{ ${' '.repeat(600)} }}`, /too early/],
]

test.each(refused.map(([template, words]) => ({ name: template.slice(0, 60), template, words })))(
  '$name is refused',
  ({ template, words }) => {
    expect(() => readTemplate(template)).toThrow(words)
    // and again, from what is kept
    expect(() => readTemplate(template)).toThrow(words)
  },
)

/** A template that would run without end is stopped, and gives no value. */
test.each([
  "{{ 'a' * 100000 }}",
  "{{ 'abcdefgh' * 8000 ~ 'abcdefgh' * 8000 }}",
  '{% set n = namespace(x="aaaaaaaaaa") %}{% for i in range(100) %}{% set n.x = n.x ~ n.x %}{{ n.x }}{% endfor %}',
  '{% for i in range(1000) %}{% for j in range(1000) %}{{ j }}{% endfor %}{% endfor %}',
  '{{ range(100000000) }}',
  "{{ 'a' | replace('a', 'b' * 60000) | replace('b', 'c' * 60000) }}",
  "{{ '%999999999d' % 1 }}",
  '{{ ([0] * 300000) }}',
])('%s gives no value', (template) => {
  expect(readTemplate(template).render({ value: 'x' })).toBeUndefined()
})

test('a message that is too long for a loop gives no value', () => {
  expect(readTemplate('{{ value | length }}').render({ value: 'x'.repeat(250_000) })).toBeUndefined()
  const many = Array.from({ length: 5000 }, (_, i) => i)
  expect(readTemplate('{{ value_json | unique | list }}').render({ value_json: many })).toBeUndefined()
})

test('a deeply nested value does no harm', () => {
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)
  expect(() => readTemplate('x{{ value_json }}').render({ value_json: deep })).not.toThrow()
})

/** A path, if the template is nothing but a path. */
test.each([
  ["{{ value_json.a['b'][0] }}", ['a', 'b', 0]],
  ['{{value_json.state}}', ['state']],
  [' {{ value_json["a b"] }} ', ['a b']],
  ['{{ value_json }}', []],
  ['{{ value_json.a | float }}', undefined],
  ['{{ value_json[x] }}', undefined],
  ['{{ value_json[-1] }}', undefined],
  ['{{ other.a }}', undefined],
  ['{{ value }}', undefined],
  ['{{ value_json.a }}%', undefined],
  ['{{ value_json.a }}{{ value_json.b }}', undefined],
] as const)('the path of %s', (template, path) => {
  expect(readTemplate(template).path).toEqual(path)
})

test('the same template is parsed once, and the cache is limited', () => {
  const first = readTemplate('{{ value_json.once }}')
  expect(readTemplate('{{ value_json.once }}')).toBe(first)
  for (let i = 0; i < 2100; i++) readTemplate(`{{ value_json.n${i} }}`)
  expect(readTemplate('{{ value_json.once }}')).not.toBe(first)
})

test('any template is parsed or refused with a message, and gives a text or no value', () => {
  const words = fc.constantFrom(
    ...'{{ }} {% %} {# #} value value_json . [ ] ( ) | + - * // % ~ == < in not is if else endif for endfor set = 1 2.5 "a" , : float round default upper __proto__ x \\ \''.split(
      ' ',
    ),
  )
  const template = fc.array(words, { maxLength: 25 }).map((parts) => parts.join(' '))
  fc.assert(
    fc.property(
      fc.oneof(
        template,
        template.map((inside) => `{{ ${inside} }}`),
        fc.string(),
      ),
      fc.jsonValue(),
      (text, value) => {
        let read: ReturnType<typeof readTemplate>
        try {
          read = readTemplate(text)
        } catch (error) {
          expect((error as Error).message).not.toBe('')
          return
        }
        expect(['string', 'undefined']).toContain(
          typeof read.render({ value: JSON.stringify(value), value_json: value }),
        )
      },
    ),
    { numRuns: runs(1000) },
  )
})

/** What attackers write, in an announcement that is retained: each of these took seconds or all memory. */
const doubling = (times: number) => `{% set a = [1, 1] %}${'{% set a = [a, a] %}'.repeat(times)}`
const rounds = (body: string) => `{% for i in range(1000) %}${body}{% endfor %}`
const overrunning: readonly (readonly [what: string, template: string])[] = [
  ['doubled lists that are compared', `${doubling(60)}{{ a == a }}`],
  ['doubled lists that are printed', `${doubling(60)}{{ a }}`],
  ['doubled lists that are searched', `${doubling(60)}{{ a in [a] }}`],
  ['doubled lists as JSON', `${doubling(60)}{{ a | to_json }}`],
  [
    'texts that are kept in a list',
    `{% set n = namespace(x=[]) %}${rounds('{% set n.x = n.x + ["x" * 32000] %}')}{{ n.x | length }}`,
  ],
  ['sorting again and again', rounds('{% set x = value | sort %}')],
  ['stripping again and again', rounds('{% set x = value.strip() %}')],
  ['making unique again and again', rounds('{% set x = value | unique | list %}')],
  ['lists again and again', rounds('{% set x = value | list %}')],
  ['a pattern with many ways', rounds("{% set x = value | regex_search('(a?|b)(a?|b)a*a*c') %}")],
  ['a wide format', "{{ ('%9999s' * 6000) % (value | list) }}"],
  ['replacing again and again', rounds("{% set x = value | replace('a', 'aa') %}")],
  ['a macro that calls itself', '{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}'],
  ['loops in loops', rounds(rounds('{{ i }}'))],
]
test.each(overrunning)('%s is stopped after a few milliseconds, switched off and reported', (_what, template) => {
  const jinja = readTemplate(template)
  const variables = { value: 'a'.repeat(60_000), value_json: Array(5000).fill('a') }
  jinja.render(variables)
  const before = process.cpuUsage()
  for (let i = 0; i < 3; i += 1) expect(jinja.render(variables)).toBeUndefined()
  const { user, system } = process.cpuUsage(before)
  // In milliseconds: 100 each would be ten times what a slow machine needs.
  expect((user + system) / 1000).toBeLessThan(300)
})

test('a template that takes too much work is logged, and is not rendered any more after the third time', () => {
  const jinja = readTemplate(`${rounds('{% set x = value | sort %}')}{# told #}x`)
  const small = { value: 'ab' }
  const large = { value: 'ab'.repeat(30_000) }
  expect(jinja.problem).toBeUndefined()
  for (let i = 0; i < 3; i += 1) jinja.render(large)
  expect(jinja.problem?.en).toMatch(/switched off/)
  expect(jinja.problem?.ko).toMatch(/더 쓰지 않습니다/)
  expect(jinja.render(small)).toBeUndefined()
})

test('a dictionary with numbers as keys is iterated once', () => {
  expect(readTemplate("{% for k in {1: 'a', 2: 'b'} %}{{ k }}{% endfor %}").render({})).toBe('12')
})

test('many templates in one turn share a budget, and a cheap one is not switched off', async () => {
  const heavy = Array.from({ length: 40 }, (_, i) =>
    readTemplate(`{% for i in range(1000) %}{{ 'x'*20 }}{% endfor %}{{ ${i} }}`),
  )
  const light = readTemplate('{{ value_json.a + 1 }}')
  const start = process.cpuUsage()
  for (let round = 0; round < 50; round += 1) for (const one of heavy) one.render({ value: 'x' })
  // 2,000 such renderings would take seconds.
  expect(process.cpuUsage(start).user).toBeLessThan(1_000_000)
  expect(light.render({ value_json: { a: 1 } })).toBeUndefined()
  expect(light.problem).toBeUndefined()
  await new Promise(setImmediate)
  expect(light.render({ value_json: { a: 1 } })).toBe('2')
})
