import type { AnnouncedDevice } from './announcement.ts'
import { typeOf } from './applianceTypes.ts'

/** The types that may open a door although nothing but a name or an icon says so. */
const openableTypes: readonly string[] = [typeOf('curtain'), typeOf('switch'), typeOf('plug')]

/** Names of doors and gates in English, Korean and Japanese; 공동현관 is the front door of an apartment building. */
const entranceName =
  /garage|\bgate\b|\b(front|entrance|main|lobby|building|common) ?(door|entrance)|\bdoor ?(lock|open|opener|release|entry)|차고|대문|공동 ?현관|현관 ?문|현관 ?(도어|열림|열기|개방)|출입문|도어 ?락|문 ?(열림|열기)|ガレージ|車庫|門扉|玄関(ドア|扉|の?鍵)|オートロック|共同玄関/i
/** A lamp beside a door does not open it. */
const lampName = /light|lamp|조명|전등|등$|ライト|照明|電気/i

/** True of Home Assistant's icons for doors, gates and garages; a bell beside a door opens nothing. */
export const isEntranceIcon = (icon: unknown): boolean =>
  typeof icon === 'string' && /^mdi:(door(?!bell)|gate|garage|boom-gate)/.test(icon)

/**
 * True if a device opens a door to the house: it becomes an appliance only where the configuration names it, since a voice
 * from outside must not open a door.
 */
export function opensEntrance({ name, type, isEntrance }: AnnouncedDevice): boolean {
  if (type === undefined || !openableTypes.includes(type)) return false
  const words = name.replaceAll('_', ' ')
  return isEntrance === true || (entranceName.test(words) && !lampName.test(words))
}
