import { type ApplianceLine, addAppliances, removeAppliance } from '../../../config/additions.ts'
import { YamlTextEditor } from '../../../config/yaml/editor.ts'
import { parseSource } from '../../../config/yaml/source.ts'
import type { ParsedRequestOf } from '../../../control/api.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { type EditableConfig, indexOfAppliance } from '../../configuration/editor.ts'
import { applianceIdFor } from '../../discovery/match.ts'
import type { HomeRuntime } from '../../homeRuntime.ts'
import { toDiscoveryReport } from '../discoveredDevices.ts'
import { authorOf } from './changes.ts'

type ApplianceHandlers = Pick<ControlHandlers, 'editAppliance' | 'removeAppliance' | 'discovery' | 'addAppliances'>

interface ApplianceDependencies {
  readonly home: Pick<HomeRuntime, 'home' | 'discovered' | 'problems' | 'isConfigured'>
  readonly config: EditableConfig
}

/** The values of an appliance that the user changes: absent leaves a value as it is, null removes it. */
type ApplianceEdit = Omit<ParsedRequestOf<'editAppliance'>, 'appliance'>

/** The operations on appliances in the configuration. */
export function createApplianceHandlers({ home, config }: ApplianceDependencies): ApplianceHandlers {
  const { editor } = config
  return {
    editAppliance: ({ appliance, ...edit }, _signal, caller) =>
      editor().change(authorOf(caller), (text) => ({
        text: (entryIndex(text, appliance) === -1 ? withNewEntry : withEdit)(text, appliance, edit),
      })),
    removeAppliance({ appliance }, _signal, caller) {
      if (!home.isConfigured(appliance))
        throw controlError('conflict', explain('applianceNotConfigured', { id: appliance }))
      return editor().change(authorOf(caller), (text) => ({ text: removeAppliance(text, appliance) }))
    },
    discovery: () => ({ devices: toDiscoveryReport(home.discovered()), problems: home.problems() }),
    addAppliances({ devices }, _signal, caller) {
      const lines = devices.map(lineOf)
      return editor().change(authorOf(caller), (text) => ({
        text: devices.reduce(
          (left, { location }, i) => withLocation(left, lines[i]?.id, location),
          addAppliances(text, lines),
        ),
      }))
    },
  }

  /** The entry of a discovered device. @throws controlError for the user */
  function lineOf({ driver, key, name, type }: ParsedRequestOf<'addAppliances'>['devices'][number]): ApplianceLine {
    const found = home.discovered().find((one) => one.driver === driver && one.device.key === key)
    if (!found) throw controlError('notFound', explain('noSuchDevice', { connection: driver, device: key }))
    const kind = type ?? found.device.type
    if (kind === undefined) throw controlError('badRequest', explain('typeNeeded', { device: key }))
    const id = found.appliance ?? applianceIdFor(key)
    return { id, name: name ?? found.device.name.slice(0, 100), type: kind, driver, device: key }
  }

  /** Adds an entry for an appliance that is exposed without one. */
  function withNewEntry(text: string, id: string, edit: ApplianceEdit): string {
    const found = home.discovered().find(({ appliance }) => appliance === id)
    const present = home.home().appliances.get(id)
    if (!found || !present) throw controlError('notFound', explain('noSuchApplianceId', { id, hint: '' }))
    const { name, type, driver, location } = present
    const line = { id, name: edit.name ?? name, type: edit.type ?? type, driver, device: found.device.key }
    const added = addAppliances(text, [line])
    // The room that the bridge suggests stays, unless another one is requested.
    return withEdit(added, id, {
      ...edit,
      location: edit.location === undefined ? (location ?? null) : edit.location,
    })
  }
}

/** Where the entry of an appliance stands in the list; -1 if it has none. */
const entryIndex = (text: string, id: string): number => indexOfAppliance(parseSource('', text).value, id)

/** Changes the entry that an appliance has. */
function withEdit(text: string, id: string, edit: ApplianceEdit): string {
  const index = entryIndex(text, id)
  const editor = new YamlTextEditor(text)
  const put = (key: string, value: unknown) => {
    const path = ['appliances', index, key]
    if (value === null) editor.remove(path)
    else if (value !== undefined && JSON.stringify(editor.get(path)) !== JSON.stringify(value)) editor.set(path, value)
  }
  const { name, type, location, tags, isExposed } = edit
  put('name', name)
  put('type', type)
  put('location', location)
  put('tags', tags?.length === 0 ? null : tags)
  put('expose', isExposed === undefined ? undefined : isExposed ? null : false)
  return editor.text
}

function withLocation(text: string, id: string | undefined, location: string | undefined): string {
  if (id === undefined || location === undefined) return text
  const editor = new YamlTextEditor(text)
  editor.set(['appliances', entryIndex(text, id), 'location'], location)
  return editor.text
}
