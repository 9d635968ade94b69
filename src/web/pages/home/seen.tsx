import { call } from '../../api/client.ts'
import { isLive } from '../../api/stream.ts'
import { linkTo } from '../../app/router.ts'
import { Switch } from '../../components/choice.tsx'
import { errorText } from '../../components/errorText.ts'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { toast } from '../../components/toast.tsx'
import { Windowed } from '../../components/windowed.tsx'
import { text } from '../../i18n/index.ts'
import { type ApplianceModel, appliances, homeRevision, searchAgain } from '../../state/home.ts'
import { nameOf } from '../../state/vocabulary.ts'
import { saveDescription } from './describe.ts'
import { isFound } from './rooms.ts'

/** So many pairs of names that sound alike are told. */
const maxPairs = 5

/** What CLOVA sees: what to say, shown or hidden, names that sound alike, and whether to search again in the app. */
export function NamesSeen({ search }: { readonly search: string }) {
  homeRevision.value
  const words = text().home
  const models = appliances.value.filter((model) => isFound(model, search.trim()))
  const shown = appliances.value.filter(({ status }) => status.value.isExposed).length
  return (
    <div class="stack">
      <SearchAgainNote />
      {similarPairs().map(({ a, b }) => (
        <Note
          key={`${a.id} ${b.id}`}
          tone="warn"
          title={words.soundAlike(a.name, b.name)}
          actions={
            <a class="btn sm" href={linkTo('home', a.id, { edit: '1' })}>
              {words.rename}
            </a>
          }
        >
          {words.soundAlikeReason}
        </Note>
      ))}
      <div class="card">
        <div class="pad">
          <h2>{words.seenCount(shown, appliances.value.length)}</h2>
        </div>
        <Windowed items={models} keyOf={({ id }) => id} render={renderRow} class="rows" rowPx={72} rowsPerChunk={10} />
      </div>
    </div>
  )
}

const renderRow = (model: ApplianceModel) => <NameRow model={model} />

function NameRow({ model }: { readonly model: ApplianceModel }) {
  const { name, type, location, say, isExposed } = model.status.value
  const words = text().home
  return (
    <div class="row">
      <div class="grow">
        <h3>
          <bdi>{name}</bdi>{' '}
          <span class="tag">
            {[nameOf('types', type), location && nameOf('locations', location)].filter(Boolean).join(' · ')}
          </span>
        </h3>
        <p class="small soft">{isExposed ? say && <bdi>“{say}”</bdi> : words.notShown}</p>
      </div>
      <a class="btn square sm" href={linkTo('home', model.id, { edit: '1' })} aria-label={words.editNamed(name)}>
        <Icon name="edit" />
      </a>
      <small class="soft">{isExposed ? words.shown : words.hidden}</small>
      <Switch
        label={words.showNamed(name)}
        isOn={isExposed}
        isDisabled={!isLive.value}
        onSwitch={(isChecked) => void saveDescription(model, { isExposed: isChecked })}
      />
    </div>
  )
}

/** Reminds to search again in the app, until CLOVA has searched or the user ticks it off. */
function SearchAgainNote() {
  const words = text().home
  const waiting = searchAgain.value
  if (!waiting) return null
  const tickOff = async () => {
    try {
      await call('confirmSearch', {})
      searchAgain.value = undefined
    } catch (error) {
      toast({ message: errorText(error), isFailure: true })
    }
  }
  return (
    <Note
      icon="again"
      title={words.searchAgain}
      actions={
        <button class="btn sm" type="button" onClick={() => void tickOff()}>
          <Icon name="check" size="small" />
          {words.searched}
        </button>
      }
    >
      {words.searchAgainReason(waiting.count)}
      {waiting.changes.length > 0 && (
        <>
          {' '}
          <bdi>
            {waiting.changes
              .slice(0, maxPairs)
              .map(({ name, before }) => (before === undefined ? name : `${before} → ${name}`))
              .join(', ')}
          </bdi>
        </>
      )}
    </Note>
  )
}

/** Pairs of names that sound alike, each once. */
function similarPairs() {
  const listed = new Set<string>()
  const pairs: { readonly a: { id: string; name: string }; readonly b: { id: string; name: string } }[] = []
  for (const { status } of appliances.value) {
    const { id, name, similar } = status.value
    for (const other of similar) {
      const key = [id, other.id].sort().join(' ')
      if (!listed.has(key)) pairs.push({ a: { id, name }, b: other })
      listed.add(key)
    }
  }
  return pairs.slice(0, maxPairs)
}
