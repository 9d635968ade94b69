import { actionNamed, actions } from '../../clova/actions/index.ts'
import { payloadOf } from '../../clova/handler.ts'
import type { CommandResult } from '../../control/api.ts'
import { type ControlClient, createControlClient } from '../../control/client.ts'
import { formatExplanation } from '../../control/explanations/index.ts'
import { readConfig } from '../../gateway/environment.ts'
import { suggest, suggestion } from '../../util/suggest.ts'
import { columnWidth, print, printError } from '../../util/terminal.ts'
import type { Language, LocalizedText } from '../../util/translate.ts'
import { type CliCommand, UsageError } from '../command.ts'
import { formatState } from '../format.ts'
import { commandText, commandTranslator } from '../messages/index.ts'

/** `clova-home say APPLIANCE ACTION [VALUE]` */
export const say: CliCommand = {
  usage: 'say APPLIANCE ACTION [VALUE]',
  summary: {
    ko: 'CLOVA가 보내는 것과 같은 요청을 보내고, 전과 후의 상태와 단계마다 걸린 시간을 보여 줍니다',
    ja: 'CLOVAが送るのと同じリクエストを送り、前後の状態と段階ごとの時間を表示します',
    en: 'Sends the very request that CLOVA would send, and shows before, after and how long each step took',
  },
  help: {
    ko: `  clova-home say desk-lamp TurnOn
  clova-home say desk-lamp SetBrightness 40
  clova-home say desk-lamp SetColor '{"hue": 240, "saturation": 100}'
  clova-home say good-night ActionScene           장면 (jp)
  clova-home say home DiscoverAppliances          CLOVA가 이 집에 대해 듣는 것
  clova-home say living-tv assume power=on        추정한 상태를 바로잡고, 아무것도 보내지 않습니다
  clova-home say living-tv assume volume=         볼륨을 더는 모른다고 둡니다
  clova-home say scale GetUsageTime 2026-11-01T00:00:00+09:00/2026-11-02T00:00:00+09:00`,
    ja: `  clova-home say desk-lamp TurnOn
  clova-home say desk-lamp SetBrightness 40
  clova-home say desk-lamp SetColor '{"hue": 240, "saturation": 100}'
  clova-home say good-night ActionScene           シーン（jp）
  clova-home say home DiscoverAppliances          CLOVAがこの家について知らされること
  clova-home say living-tv assume power=on        推定した状態を直し、何も送りません
  clova-home say living-tv assume volume=         音量はもう分からないことにします
  clova-home say scale GetUsageTime 2026-11-01T00:00:00+09:00/2026-11-02T00:00:00+09:00`,
    en: `  clova-home say desk-lamp TurnOn
  clova-home say desk-lamp SetBrightness 40
  clova-home say desk-lamp SetColor '{"hue": 240, "saturation": 100}'
  clova-home say good-night ActionScene           a scene (jp)
  clova-home say home DiscoverAppliances          what CLOVA is told of the house
  clova-home say living-tv assume power=on        corrects what is assumed of it, and sends nothing
  clova-home say living-tv assume volume=         nobody knows its volume any more
  clova-home say scale GetUsageTime 2026-11-01T00:00:00+09:00/2026-11-02T00:00:00+09:00`,
  },
  argumentCount: [2, 3],
  async run({ positionals: [target = '', action = '', value], config: file, json, languageFor }) {
    // Mistakes in the arguments are reported before any file is read.
    const assumption = action === 'assume' ? parseAssumption(value) : undefined
    if (!assumption) payloadFor(target, action, value)
    const config = await readConfig(file, languageFor)
    if (!config) return 1
    const language = languageFor(config.language)
    const t = commandTranslator(language)
    const gateway = createControlClient(config)
    const appliance = await applianceId(target, gateway)
    if (assumption) {
      const { state } = await gateway.call('assume', { appliance, ...assumption })
      print(
        json ? JSON.stringify({ state }) : t('takenToBe', { appliance: target, state: formatState(state, language) }),
      )
      return 0
    }
    const request = payloadFor(actionNamed(action)?.kind === 'wholeHome' ? target : appliance, action, value)
    const result = await gateway.call('command', { action, payload: request })
    const { name } = result.answer.header
    print(
      json
        ? JSON.stringify({ request: { action, payload: request }, ...result })
        : formatResult(action, target, value, result, language),
    )
    if (name === 'NoSuchTargetError' && action !== 'ActionScene')
      printError(
        t('noSuchAppliance', {
          target,
          hint: (await suggestAppliance(target, gateway))?.[language] ?? t('listsAppliances'),
        }),
      )
    return name.endsWith('Error') ? 1 : 0
  },
}

/**
 * The id of the only appliance with this name; without one, what was typed. An id has neither blanks nor letters beyond ASCII,
 * so that nothing is asked for one.
 */
async function applianceId(target: string, gateway: ControlClient): Promise<string> {
  if (/^[\x21-\x7e]*$/.test(target)) return target
  const { appliances } = await gateway.call('appliances', {})
  const [only, ...others] = appliances.filter(({ name }) => name === target)
  return only && others.length === 0 ? only.id : target
}

/** The appliance that was probably meant, by its id, its name or a part of it. */
async function suggestAppliance(target: string, gateway: ControlClient): Promise<LocalizedText | undefined> {
  const { appliances } = await gateway.call('appliances', {}).catch(() => ({ appliances: [] }))
  const ids = new Map(appliances.flatMap(({ id, name }) => [[name, id] as const, [id, id] as const]))
  const partly = [...ids.keys()].filter((known) => known.includes(target))
  const id = ids.get(suggest(target, ids.keys()) ?? (partly.length === 1 ? (partly[0] ?? '') : ''))
  return id === undefined ? undefined : suggestion(id, [id])
}

/** `trait=value` as the state to assume; a trait without a value becomes unknown. @throws UsageError */
function parseAssumption(text = ''): { readonly state: Record<string, unknown>; readonly unknown: string[] } {
  const [trait, value] = /^(\w+)=(.*)$/.exec(text)?.slice(1) ?? []
  if (trait === undefined || value === undefined) throw new UsageError(commandText('sayAssumption'))
  if (value.trim() === '') return { state: {}, unknown: [trait] }
  return { state: { [trait]: /^(true|false)$/.test(value) ? value === 'true' : parseValue(value) }, unknown: [] }
}

/** The payload of a request, without the access token. @throws UsageError */
function payloadFor(target: string, action: string, text: string | undefined): Record<string, unknown> {
  const row = actionNamed(action)
  if (!row) {
    const meant = suggestion(action, Object.keys(actions))
    const hint = meant.en === '' ? commandText('sayActionsAre') : meant
    throw new UsageError(commandText('sayNoAction', { action, hint }))
  }
  if (row.kind === 'wholeHome') return action === 'ActionScene' ? { scene: { sceneId: target, sceneName: target } } : {}
  if (text !== undefined && !row.composePayload)
    throw new UsageError(commandText('sayNoValue', { action, value: text }))
  if (text === undefined && row.composePayload && !row.request.safeParse({}).success)
    throw new UsageError(commandText('sayNeedsValue', { action, target }))
  return { ...payloadOf({ appliance: target, do: action, ...(text !== undefined && { value: parseValue(text) }) }) }
}

/** A number, JSON, or the text itself. @throws UsageError */
function parseValue(text: string): unknown {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (!/^[[{"]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(commandText('sayNotJson', { text }))
  }
}

/** The message that names a step of a request; a step without one keeps its own name. */
const stepMessages = {
  verify: 'stepVerify',
  wait: 'stepWait',
  read: 'stepRead',
  apply: 'stepApply',
  total: 'stepTotal',
} as const

function formatResult(
  action: string,
  target: string,
  value: string | undefined,
  { answer, record: { before, after, reason, ms }, explanation }: CommandResult,
  language: Language,
): string {
  const t = commandTranslator(language)
  const isLong = JSON.stringify(answer.payload).length > 300
  const stepName = (step: string) => (step in stepMessages ? t(stepMessages[step as keyof typeof stepMessages]) : step)
  const steps = Object.entries(ms).map(([step, durationMs]) => `${stepName(step)} ${durationMs.toFixed(1)} ms`)
  // In English the reason says it all by itself.
  const why = explanation && language !== 'en' ? formatExplanation(explanation, language) : reason
  const lines: readonly (readonly [string, string | undefined])[] = [
    [t('resultBefore'), before && formatState(before, language)],
    [t('resultAfter'), after && formatState(after, language)],
    [t('resultAnswer'), `${answer.header.name} ${JSON.stringify(answer.payload, null, isLong ? 2 : 0)}`],
    [t('resultReason'), why],
    [t('resultTime'), steps.length > 0 ? steps.join(', ') : undefined],
  ]
  const padded = (label: string) => label + ' '.repeat(Math.max(0, 8 - columnWidth(label)))
  const shown = lines.flatMap(([label, text]) => (text === undefined ? [] : [`  ${padded(label)} ${text}`]))
  return [`${action}${value === undefined ? '' : ` ${value}`} → ${target}`, ...shown].join('\n')
}
