import { actions } from '../../../clova/actions/index.ts'
import { typeLabel, typesOf } from '../../../clova/applianceTypes.ts'
import { locationLabel, locationsOf } from '../../../clova/edition.ts'
import { gatewayModes } from '../../../clova/modes.ts'
import { actionLabel } from '../../../clova/spoken/actionNames.ts'
import { modeName } from '../../../clova/spoken/names.ts'
import { traitName } from '../../../clova/spoken/state.ts'
import { traitNames } from '../../../home/traits.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import type { LocalizedText } from '../../../util/translate.ts'
import type { GatewaySettings } from '../../settings.ts'

type VocabularyHandlers = Pick<ControlHandlers, 'vocabulary'>

interface VocabularyDependencies {
  settings(): GatewaySettings
}

/** The operation that lists the names of types, locations, actions, traits and modes in all languages. */
export function createVocabularyHandlers({ settings }: VocabularyDependencies): VocabularyHandlers {
  return {
    vocabulary() {
      const { edition } = settings()
      const types = typesOf(edition)
      const modes = new Set(types.flatMap((type) => gatewayModes(edition, type) ?? []))
      const shown = Object.entries(actions).filter(([, row]) => row.editions.includes(edition))
      return {
        edition,
        types: types.map((name) => ({ name, text: { ...typeLabel(name) } })),
        locations: locationsOf[edition].map((name) => ({ name, text: { ...locationLabel(name) } })),
        actions: shown.map(([name]) => ({ name, text: { ...actionLabel(name) } })),
        traits: traitNames.map((name) => {
          const unit = traitUnits[name]
          return { name, text: inAll((language) => traitName(name, language)), ...(unit !== undefined && { unit }) }
        }),
        modes: [...modes].map((name) => ({ name, text: inAll((language) => modeName(name, language)) })),
      }
    },
  }
}

const inAll = (say: (language: keyof LocalizedText) => string): { ko: string; ja: string; en: string } => ({
  ko: say('ko'),
  ja: say('ja'),
  en: say('en'),
})

/** The units of traits that have one whatever the device. */
const traitUnits: Readonly<Partial<Record<(typeof traitNames)[number], string>>> = {
  brightness: '%',
  colorTemperature: 'K',
  targetTemperature: '°C',
  freezerTemperature: '°C',
  fridgeTemperature: '°C',
  hotwaterTemperature: '°C',
  coldwaterTemperature: '°C',
  currentTemperature: '°C',
  humidity: '%',
  battery: '%',
  posture: '%',
  bodyFat: '%',
  muscle: '%',
  weight: 'kg',
}
