import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { boundTo } from '../../components/boundTo.ts'
import { Seg } from '../../components/choice.tsx'
import { SearchField } from '../../components/field.tsx'
import { appliances } from '../../state/home.ts'
import { settingsText } from './text/index.ts'

/** Which appliances somebody sees and moves: those of the list and those with one of the tags; absent: all. */
export interface Reach {
  readonly appliances?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
}

/** The reach as a request carries it; what is absent means all appliances. */
export const reachOf = ({ appliances: ids, tags }: Reach) => ({
  ...(ids && { appliances: [...ids] }),
  ...(tags && { tags: [...tags] }),
})

/** How many appliances are listed at once; the search finds the others. */
const maxListed = 50

/** The reach in words. */
export function reachText({ appliances: ids, tags }: Reach): string {
  const words = settingsText().access
  if (!ids && !tags) return words.all
  const parts = [words.chosenCount(ids?.length ?? 0), ...(tags ?? []).map((tag) => `#${tag}`)]
  return parts.join(' · ')
}

interface ReachFieldProps {
  readonly value: Reach
  onValue(reach: Reach): void
}

/** The choice between all appliances and some of them. */
export function ReachField({ value, onValue }: ReachFieldProps) {
  const words = settingsText().access
  const search = useSignal('')
  // Those that were chosen at first stand first, so that they are seen at once; nothing moves while somebody chooses.
  const first = useRef(new Set(value.appliances)).current
  const isSome = value.appliances !== undefined || value.tags !== undefined
  const ids = new Set(value.appliances)
  const tags = new Set(value.tags)
  const all = appliances.value.map(({ status }) => status.value)
  const allTags = [...new Set([...all.flatMap((one) => one.tags), ...tags])].toSorted()
  const wanted = search.value.trim().toLowerCase()
  const found = all.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(wanted))
  const listed = found.toSorted((a, b) => Number(first.has(b.id)) - Number(first.has(a.id))).slice(0, maxListed)
  return (
    <div class="stack tight">
      <b>{words.reach}</b>
      <Seg
        label={words.reach}
        kind="modes"
        options={[
          { value: false, label: words.all },
          { value: true, label: words.some },
        ]}
        value={isSome}
        onChoose={(some) => onValue(some ? { appliances: [...ids], tags: [...tags] } : {})}
      />
      {isSome && (
        <>
          {allTags.map((tag) => (
            <Check
              key={`#${tag}`}
              isOn={tags.has(tag)}
              onSwitch={(isOn) => onValue({ ...value, tags: withOne(tags, tag, isOn) })}
            >
              {words.tagged(tag)}
            </Check>
          ))}
          {all.length > 10 && <SearchField label={words.findAppliance} {...boundTo(search)} />}
          <fieldset class="plain picks" aria-label={words.some}>
            {listed.map(({ id, name }) => (
              <Check
                key={id}
                isOn={ids.has(id)}
                onSwitch={(isOn) => onValue({ ...value, appliances: withOne(ids, id, isOn) })}
              >
                {name}
              </Check>
            ))}
          </fieldset>
          {found.length > listed.length && <p class="small soft">{words.moreBySearch(found.length - listed.length)}</p>}
          {ids.size === 0 && tags.size === 0 && <p class="small soft">{words.noneChosen}</p>}
        </>
      )}
    </div>
  )
}

interface CheckProps {
  readonly isOn: boolean
  onSwitch(isOn: boolean): void
  readonly children: string
}

const Check = ({ isOn, onSwitch, children }: CheckProps) => (
  <label class="check">
    <input type="checkbox" checked={isOn} onChange={(event) => onSwitch(event.currentTarget.checked)} />
    <bdi>{children}</bdi>
  </label>
)

const withOne = (all: ReadonlySet<string>, one: string, isIn: boolean): readonly string[] =>
  isIn ? [...all, one] : [...all].filter((other) => other !== one)
