import { typesOf } from '../../clova/applianceTypes.ts'
import type { Edition } from '../../clova/edition.ts'
import { localize } from '../../config/messages.ts'
import type { DiscoveryEntry } from '../../control/api.ts'
import { type LocalizedText, plainText } from '../../util/translate.ts'
import type { MatchedDevice } from '../discovery/match.ts'

/** Why a device cannot be an appliance under any configuration; undefined if it can, or if it has no type yet. */
export function whyUnsupported(
  { type, traits }: Pick<DiscoveryEntry, 'type' | 'traits'>,
  edition: Edition,
): LocalizedText | undefined {
  if (type === undefined) return undefined
  if (!typesOf(edition).includes(type)) return localize('typeNotInEdition', { edition, type })
  return traits.length === 0 ? localize('nothingUsable') : undefined
}

/** The discovered devices, in the order of the connections. */
export const toDiscoveryReport = (devices: readonly MatchedDevice[]): DiscoveryEntry[] =>
  devices.map(({ driver, device: found, appliance, reason: why }) => ({
    driver,
    name: found.name,
    key: found.key,
    via: found.via,
    ...(found.type !== undefined && { type: found.type }),
    model: [found.deviceInfo.manufacturer, found.deviceInfo.model].filter((word) => word !== undefined).join(' '),
    traits: [...Object.keys(found.spec.traits), ...found.spec.verbs],
    ...(appliance !== undefined && { appliance }),
    problems: [...(why === undefined ? [] : [why]), ...found.problems].map(plainText),
  }))
