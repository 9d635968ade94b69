import { Icon } from '../../components/icon.tsx'

/** The head of a list of entries: its title, what the entries are for, and the button that adds one. */
export const ListHeader = ({
  title,
  reason,
  addLabel,
  onAdd,
}: {
  readonly title: string
  readonly reason: string
  readonly addLabel: string
  readonly onAdd: () => void
}) => (
  <div class="row wraps">
    <div class="grow">
      <h2>{title}</h2>
      <p class="small soft">{reason}</p>
    </div>
    <button class="btn sm" type="button" onClick={onAdd}>
      <Icon name="plus" size="small" />
      {addLabel}
    </button>
  </div>
)
