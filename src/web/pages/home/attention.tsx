import { computed } from '@preact/signals'
import { linkTo } from '../../app/router.ts'
import { user } from '../../app/session.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { language, text } from '../../i18n/index.ts'
import { agoText, sinceText } from '../../i18n/time.ts'
import { applianceOf, appliances } from '../../state/home.ts'
import { failedAppliances, failedCommandOf, gatewayProblems, rejectedConfiguration } from '../../state/lastRequests.ts'
import { nameOf } from '../../state/vocabulary.ts'

/** So many appliances of one connection are named one by one; beyond that they are counted. */
const maxNamed = 3
/** So many failed commands are shown. */
const maxFailures = 3

/** The ids of what is offline as one text, so that it changes only when somebody comes or goes. */
const offlineIds = computed(() =>
  appliances.value
    .filter(({ status }) => !status.value.online)
    .map(({ id }) => id)
    .join('\n'),
)

/** How many appliances are online. */
export const onlineCount = computed(() => appliances.value.filter(({ status }) => status.value.online).length)

interface RowProps {
  readonly href: string
  readonly icon: IconName
  readonly tone: 'bad' | 'warn' | 'soft'
  readonly title: string
  readonly reason: string
}

const Row = ({ href, icon, tone, title, reason }: RowProps) => (
  <a class="row" href={href}>
    <Icon name={icon} class={tone} />
    <div class="grow">
      <b>
        <bdi>{title}</bdi>
      </b>
      <p class="small soft">{reason}</p>
    </div>
    <Icon name="next" size="small" class="soft" />
  </a>
)

/** What is wrong, each with where it is mended. Nothing stands there when all is well. */
export function Attention() {
  const words = text().home
  const failures = failedAppliances.value.flatMap((id) => {
    const [status, entry] = [applianceOf(id)?.status.value, failedCommandOf(id)]
    return status?.online && entry ? [{ status, entry }] : []
  })
  const offline = groupByConnection(offlineIds.value === '' ? [] : offlineIds.value.split('\n'))
  const problems = user().role === 'owner' ? gatewayProblems.value : []
  const rejected = rejectedConfiguration.value
  if (failures.length + offline.length + problems.length === 0 && !rejected) return null
  return (
    <section class="card rows" aria-label={words.attention}>
      {rejected?.isPreviousInForce && (
        <Row
          href={linkTo('settings')}
          icon="alert"
          tone="warn"
          title={words.configurationRejected}
          reason={words.firstOf(rejected.first[language.value], rejected.count - 1)}
        />
      )}
      {problems.length > 0 && (
        <Row
          href={linkTo('health')}
          icon="alert"
          tone="warn"
          title={words.gatewayProblems(problems.length)}
          reason={problems[0]?.text[language.value] ?? ''}
        />
      )}
      {failures.slice(0, maxFailures).map(({ status, entry }) => (
        <Row
          key={status.id}
          href={linkTo('log', String(entry.id))}
          icon="fail"
          tone="bad"
          title={words.failedTo(status.name, nameOf('actions', entry.action ?? ''))}
          reason={[entry.reason?.text[language.value], agoText(entry.at)].filter(Boolean).join(' · ')}
        />
      ))}
      {offline.map(({ driver, ids }) =>
        ids.length > maxNamed ? (
          <Row
            key={driver}
            href={linkTo('health')}
            icon="off"
            tone="soft"
            title={words.offlineCount(driver, ids.length)}
            reason={reasonOf(ids[0])}
          />
        ) : (
          ids.map((id) => (
            <Row
              key={id}
              href={linkTo('home', id)}
              icon="off"
              tone="soft"
              title={words.isOffline(applianceOf(id)?.status.value.name ?? id)}
              reason={reasonOf(id)}
            />
          ))
        ),
      )}
    </section>
  )
}

function reasonOf(id: string | undefined): string {
  const status = id === undefined ? undefined : applianceOf(id)?.status.value
  if (!status) return ''
  const since = status.offlineSince === undefined ? undefined : sinceText(status.offlineSince)
  const reason = status.offline?.text[language.value] ?? status.offlineReason ?? text().appliance.noReason
  return [since, reason].filter(Boolean).join(' · ')
}

function groupByConnection(ids: readonly string[]) {
  const groups = new Map<string, string[]>()
  for (const id of ids) {
    const driver = applianceOf(id)?.status.peek().driver ?? ''
    groups.set(driver, [...(groups.get(driver) ?? []), id])
  }
  return [...groups].map(([driver, ids]) => ({ driver, ids }))
}
