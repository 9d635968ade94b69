import { type DiagnosisFinding, verdictOf, withFinding } from '../../../../src/web/pages/health/verdict.ts'

const same = (en: string) => ({ ko: en, ja: en, en })
const finding = (check: string, level: DiagnosisFinding['level'], subject = check): DiagnosisFinding => ({
  check,
  level,
  subject: same(subject),
  message: same(''),
})

test.each([
  [[], 'good', undefined],
  [['address ok', 'clock ok'], 'good', undefined],
  [['address ok', 'clock warning'], 'warning', 'clock'],
  [['clock warning', 'disk failure'], 'inside', 'disk'],
  [['disk failure', 'certificate failure', 'answer failure'], 'outside', 'certificate'],
  [['answer failure', 'certificate skipped'], 'outside', 'answer'],
])('the verdict of the findings %j is %s', (words, kind, first) => {
  const findings = words.map((word) => {
    const [check = '', level] = word.split(' ')
    return finding(check, level as DiagnosisFinding['level'])
  })
  const verdict = verdictOf(findings)
  expect([verdict.kind, 'first' in verdict ? verdict.first.check : undefined]).toEqual([kind, first])
})

test('a newer finding replaces the earlier one of its subject', () => {
  const findings = [finding('access', 'ok', 'a'), finding('access', 'ok', 'b')]
  expect(withFinding(findings, finding('access', 'failure', 'a')).map(({ level }) => level)).toEqual(['failure', 'ok'])
  expect(withFinding(findings, finding('access', 'ok', 'c'))).toHaveLength(3)
})
