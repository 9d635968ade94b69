import { callOwner } from '../../api/ownerClient.ts'
import { useLoaded } from '../../app/loaded.ts'
import { linkTo } from '../../app/router.ts'
import { explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { How } from '../../components/knowledge.tsx'
import { healthText } from './text/index.ts'

/** Brokers, bridges and blasters: whether they are there, and how many appliances hang on each. */
export function Connections() {
  const words = healthText()
  const { result } = useLoaded((signal) => callOwner('connections', {}, signal), [])
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
              <p class="small">{explanation ? explained(explanation) : problems[0]}</p>
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
