import { type ApplianceLine, addAppliances, removeAppliance } from '../../config/additions.ts'
import { jsonSchema } from '../../config/jsonSchema.ts'
import { YamlTextEditor } from '../../config/yaml/editor.ts'
import { parseSource } from '../../config/yaml/source.ts'
import type { Caller, ParsedRequestOf } from '../../control/api.ts'
import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import type { ChangeOutcome } from '../../control/operations/shapes.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import { type Answers, noAnswers } from '../../setup/answers.ts'
import { applyAnswers } from '../../setup/applyAnswers.ts'
import { differenceOf } from '../configuration/difference.ts'
import { type ConfigEditor, type EditableConfig, indexOfAppliance } from '../configuration/editor.ts'
import { effectsOf } from '../configuration/effects.ts'
import type { ConfigAuthor, ConfigVersion } from '../configuration/versions.ts'
import { applianceIdFor } from '../discovery/match.ts'
import type { HomeRuntime } from '../homeRuntime.ts'
import type { GatewaySettings } from '../settings.ts'
import { toDiscoveryReport } from './discoveredDevices.ts'

type ConfigurationHandlers = Pick<
  ControlHandlers,
  | 'configuration'
  | 'validateConfiguration'
  | 'compareConfiguration'
  | 'saveConfiguration'
  | 'reloadConfiguration'
  | 'configurationSchema'
  | 'versions'
  | 'version'
  | 'restoreVersion'
  | 'editAppliance'
  | 'removeAppliance'
  | 'discovery'
  | 'addAppliances'
>

interface ConfigurationDependencies {
  readonly home: Pick<HomeRuntime, 'home' | 'discovered' | 'problems' | 'isConfigured'>
  settings(): { readonly file: string }
  readonly config: EditableConfig
}

/** The operations on the configuration. */
export function createConfigurationHandlers(gateway: ConfigurationDependencies): ConfigurationHandlers {
  const { home, config } = gateway
  const { versions, editor } = config
  /** Summaries of versions, which never change: each needs two configurations to be read. */
  const summaries = new Map<string, Awaited<ReturnType<typeof summaryOf>>>()
  return {
    async configuration() {
      const { rejected } = config
      const text = await config.text()
      const [latest] = versions.list()
      return {
        file: gateway.settings().file,
        text,
        ...(rejected && { rejected }),
        ...(latest?.text === text && { inForceSince: latest.at }),
        ...(await presentFile(text)),
      }
    },
    async validateConfiguration({ text }) {
      const { problems, config: found } = await editor().check(text)
      return { problems, isValid: found !== undefined }
    },
    compareConfiguration: ({ text, revision }) => editor().compare(text, revision),
    saveConfiguration: ({ text, revision }, _signal, caller) => editor().save(text, revision, authorOf(caller)),
    async reloadConfiguration() {
      const problem = await config.reload()
      return problem === undefined ? {} : { problem }
    },
    configurationSchema: async () => ({ ...(await jsonSchema(config.context())) }),
    async versions() {
      const all = versions.list()
      const inForce = await config.text()
      const described = await Promise.all(
        all.map(async (version, i) => {
          const { id, at, by } = version
          const summary = summaries.get(id) ?? (await summaryOf(version, all[i + 1]))
          summaries.set(id, summary)
          return { id, at, by, ...summary, isInForce: version.text === inForce && i === 0 }
        }),
      )
      for (const id of summaries.keys()) if (!versions.find(id)) summaries.delete(id)
      return { versions: described }
    },
    async version({ id }) {
      const { text } = versionWith(id)
      const there = editor()
      const current = there.read()
      const { problems } = await there.check(text)
      return { text, difference: differenceOf('text' in current ? current.text : '', text), problems }
    },
    restoreVersion({ id, revision }, _signal, caller) {
      const { text, at } = versionWith(id)
      return editor().save(text, revision, { ...authorOf(caller), restoredFrom: at })
    },
    editAppliance: ({ appliance, ...wanted }, _signal, caller) =>
      editor().change(authorOf(caller), (text) => ({ text: editedText(text, appliance, wanted) })),
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

  async function presentFile(inForce: string) {
    let there: ConfigEditor
    try {
      there = editor()
    } catch {
      return { secretNames: [] }
    }
    const current = there.read()
    const notWritable = there.notWritable()
    return {
      ...('unreadable' in current
        ? { unreadable: current.unreadable }
        : {
            current: {
              ...current,
              problems: (await there.check(current.text)).problems,
              isInForce: current.text === inForce && config.rejected === undefined,
            },
          }),
      ...(notWritable && { notWritable }),
      secretNames: there.secretNames(),
    }
  }

  function versionWith(id: string): ConfigVersion {
    const found = versions.find(id)
    if (!found) throw controlError('notFound', explain('versionGone'))
    return found
  }

  async function summaryOf({ text }: ConfigVersion, before: ConfigVersion | undefined) {
    const there = editor()
    const { added, removed } = differenceOf(before?.text ?? '', text)
    const [old, next] = [before && (await there.check(before.text)), await there.check(text)]
    const effects = before && next.config ? effectsOf(old?.config, next.config) : []
    const shown = effects.filter(({ code }) => code !== 'effectNoRestart' && code !== 'effectSearch')
    return { summary: shown.slice(0, 5), lines: { added, removed } }
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

  function editedText(text: string, id: string, wanted: Wanted): string {
    const index = indexOfAppliance(parseSource('', text).value, id)
    if (index === -1) return withNewEntry(text, id, wanted)
    const editor = new YamlTextEditor(text)
    const put = (key: string, value: unknown) => {
      const path = ['appliances', index, key]
      if (value === null) editor.remove(path)
      else if (value !== undefined && JSON.stringify(editor.get(path)) !== JSON.stringify(value))
        editor.set(path, value)
    }
    const { name, type, location, tags, isExposed } = wanted
    put('name', name)
    put('type', type)
    put('location', location)
    put('tags', tags?.length === 0 ? null : tags)
    put('expose', isExposed === undefined ? undefined : isExposed ? null : false)
    return editor.text
  }

  /** An appliance that is exposed as it announced itself gets an entry of its own. */
  function withNewEntry(text: string, id: string, wanted: Wanted): string {
    const found = home.discovered().find(({ appliance }) => appliance === id)
    const present = home.home().appliances.get(id)
    if (!found || !present) throw controlError('notFound', explain('noSuchApplianceId', { id, hint: '' }))
    const { name, type, driver, location } = present
    const line = { id, name: wanted.name ?? name, type: wanted.type ?? type, driver, device: found.device.key }
    const added = addAppliances(text, [line])
    // The bridge's own room stays, unless another one is asked for.
    return editedText(added, id, {
      ...wanted,
      location: wanted.location === undefined ? (location ?? null) : wanted.location,
    })
  }
}

type Wanted = Omit<ParsedRequestOf<'editAppliance'>, 'appliance'>

function withLocation(text: string, id: string | undefined, location: string | undefined): string {
  if (id === undefined || location === undefined) return text
  const editor = new YamlTextEditor(text)
  editor.set(['appliances', indexOfAppliance(parseSource('', text).value, id), 'location'], location)
  return editor.text
}

/** Who changes the configuration. */
export const authorOf = ({ user }: Caller): ConfigAuthor => ({
  kind: user === undefined ? 'file' : 'dashboard',
  ...(user !== undefined && { user }),
})

interface AnswerDependencies {
  settings(): GatewaySettings
  readonly config: EditableConfig
}

/** Saves answers of the user, as the wizard does; what they do not concern stays as it is. */
export function saveAnswers(
  { settings, config }: AnswerDependencies,
  caller: Caller,
  answers: Partial<Answers>,
): Promise<ChangeOutcome> {
  const editor = config.editor()
  return editor.change(authorOf(caller), (text) =>
    applyAnswers(text, { ...noAnswers, ...answers }, settings().language, editor.secretNames()),
  )
}
