import type { ResponseOf } from '../../../control/api.ts'
import { call } from '../../api/client.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useLoaded } from '../../app/loaded.ts'
import { linkTo } from '../../app/router.ts'
import { explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { How } from '../../components/knowledge.tsx'
import { language } from '../../i18n/index.ts'
import { agoText, now, sinceText } from '../../i18n/time.ts'
import { healthText } from './text/index.ts'

/** The hub, brokers, bridges and blasters: whether they are there, and how many appliances hang on each. */
export function Connections() {
  const words = healthText()
  const { result } = useLoaded((signal) => callOwner('connections', {}, signal), [])
  const health = useLoaded((signal) => call('health', {}, signal), [])
  const hub = health.result.state === 'loaded' ? health.result.value.hub : undefined
  const connections = result.state === 'loaded' ? result.value.connections : []
  return (
    <section class="card rows">
      <div class="between">
        <h2>{words.connections}</h2>
        <a class="btn low sm" href={linkTo('setup', 'connections')}>
          <Icon name="plus" size="small" />
          {words.addConnection}
        </a>
      </div>
      {hub && <HubRow hub={hub} />}
      {connections.map(({ name, type, target, isConnected, applianceCount, offlineCount, explanation, problems }) => (
        <div class="row" key={name}>
          <Icon name="server" />
          <div class="grow">
            <h3>
              <bdi>{name}</bdi>
            </h3>
            <p class="small soft">
              {[
                type,
                target,
                offlineCount > 0 ? words.offlineOf(offlineCount, applianceCount) : words.appliances(applianceCount),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            {!isConnected && (explanation ?? problems[0]) && (
              <p class="small">{explanation ? explained(explanation) : problems[0]?.[language.value]}</p>
            )}
          </div>
          <How known={isConnected ? 'known' : 'failed'}>{isConnected ? words.connected : words.notConnected}</How>
        </div>
      ))}
      {result.state === 'loaded' && connections.length === 0 && (
        <p class="small soft">
          <b>{words.noConnections}</b> {words.noConnectionsReason}
        </p>
      )}
    </section>
  )
}

/** The connection to the hub, by which CLOVA reaches this home. */
function HubRow({ hub }: { readonly hub: NonNullable<ResponseOf<'health'>['hub']> }) {
  const words = healthText()
  const { connected, homeCode, server, since, lastRequestAt } = hub
  return (
    <div class="row" data-connection="hub">
      <Icon name="globe" />
      <div class="grow">
        <h3>{words.hub}</h3>
        <p class="small soft">
          {[
            server,
            sinceText(since),
            lastRequestAt === undefined
              ? words.hubNeverAsked
              : words.hubAsked(agoText(Math.min(lastRequestAt, now.value))),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {homeCode !== undefined && (
          <p class="small">
            {words.hubCode} <code>{homeCode}</code>
          </p>
        )}
        {!connected && <p class="small">{words.hubNotConnected}</p>}
      </div>
      <How known={connected ? 'known' : 'failed'}>{connected ? words.connected : words.notConnected}</How>
    </div>
  )
}
