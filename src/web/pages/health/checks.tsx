import { linkTo } from '../../app/router.ts'
import { Cmd } from '../../components/copy.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { language } from '../../i18n/index.ts'
import { capitalized } from '../../state/vocabulary.ts'
import { healthText } from './text/index.ts'
import type { DiagnosisFinding } from './verdict.ts'

const icons: Readonly<Record<DiagnosisFinding['level'], readonly [IconName, string]>> = {
  ok: ['ok', 'good'],
  warning: ['alert', 'warn'],
  failure: ['fail', 'bad'],
  skipped: ['off', 'soft'],
}

/** Where a problem of a check is mended on these pages. */
const pageOfCheck: Readonly<Record<string, readonly [page: string, id?: string]>> = {
  access: ['setup', 'console'],
  address: ['setup', 'address'],
  appliances: ['home'],
  connections: ['setup', 'connections'],
  configuration: ['settings'],
}

/** The way from outside to the devices: what is right is one line, what is not says why and what mends it. */
export const Checks = ({ findings }: { readonly findings: readonly DiagnosisFinding[] }) => (
  <ol class="card checks">
    {findings.map((finding, index) => (
      <CheckRow key={`${finding.check} ${index}`} finding={finding} after={firstFailureBefore(findings, index)} />
    ))}
  </ol>
)

const firstFailureBefore = (findings: readonly DiagnosisFinding[], index: number) =>
  findings.slice(0, index).find(({ level }) => level === 'failure')

/** What was looked at. The name of a connection, which is the same in all languages, stays as its owner writes it. */
function titleOf({ subject }: DiagnosisFinding): string {
  const words = subject[language.value]
  return subject.ko === subject.en ? words : capitalized(words)
}

function CheckRow({
  finding,
  after,
}: {
  readonly finding: DiagnosisFinding
  readonly after: DiagnosisFinding | undefined
}) {
  const words = healthText()
  const { level, message, fix, command, check } = finding
  const subject = titleOf(finding)
  const [icon, tone] = icons[level]
  const word = { ok: words.ok, warning: words.warning, failure: words.failure, skipped: words.notLookedAt }[level]
  const mark = (
    <>
      <Icon name={icon} class={tone} />
      <span class="spoken">{word}: </span>
    </>
  )
  if (level === 'ok')
    return (
      <li class="ok">
        {mark}
        <span>{subject}</span>
        <small>{message[language.value]}</small>
      </li>
    )
  const page = pageOfCheck[check]
  return (
    <li>
      {mark}
      <b>{subject}</b>
      <span>
        {level === 'skipped' && after && <span class="tag">{words.after(after.subject[language.value])}</span>}
      </span>
      <div class="stack tight">
        <p class={level === 'skipped' ? 'small soft' : undefined}>{message[language.value] || words.afterReason}</p>
        {fix && (
          <p class="small soft">
            {words.howToMend}: {fix[language.value]}
          </p>
        )}
        {command && <Cmd>{command}</Cmd>}
        {page && level !== 'skipped' && (
          <div class="flow">
            <a class="btn sm" href={linkTo(...page)}>
              {words.pageNames[page.join('/')] ?? words.see}
              <Icon name="next" size="small" />
            </a>
          </div>
        )}
      </div>
    </li>
  )
}
