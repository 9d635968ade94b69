import { actions } from '../../src/clova/actions/index.ts'
import { typeLabel, typesOf } from '../../src/clova/applianceTypes.ts'
import { editions, locationLabel, locationNamed, locationsOf } from '../../src/clova/edition.ts'
import { actionLabel } from '../../src/clova/spoken/actionNames.ts'
import { measureName, modeName } from '../../src/clova/spoken/names.ts'
import { untranslated } from '../../src/util/translate.ts'

describe.each([
  ['an appliance type', editions.flatMap(typesOf), typeLabel],
  ['a location', editions.flatMap((edition) => locationsOf[edition]), locationLabel],
  ['an action', Object.keys(actions), actionLabel],
] as const)('the name of %s', (_name, codes, label) => {
  test('is there in each language', () => {
    const nameless = codes.filter((code) => {
      const { ko, ja, en } = label(code)
      return !(/[가-힣]|^TV$/.test(ko) && /[ぁ-んァ-ヶ一-龠]/.test(ja) && /^[A-Z][A-Za-z' -]+$/.test(en))
    })
    expect(nameless).toEqual([])
  })

  test('of an unknown code is the code itself', () => {
    expect(label('toString')).toEqual(untranslated('toString'))
  })
})

test.each([
  ['energy', ['전기사용량', '電気使用量', 'electricity used']],
  ['power', ['소비전력', '消費電力', 'power']],
  ['water', ['물사용량', '水使用量', 'water used']],
  ['gas', ['가스사용량', 'ガス使用量', 'gas used']],
  ['toString', ['toString', 'toString', 'toString']],
])('the measurement %s is spoken as %j', (measure, spoken) => {
  expect((['ko', 'ja', 'en'] as const).map((language) => measureName(measure, language))).toEqual(spoken)
})

test('an unknown mode is spoken as it is written', () => {
  expect(modeName('toString', 'en')).toBe('toString')
})

test.each([
  ['LIVING_ROOM', ['거실', 'Living room', 'livingroom', 'リビング', 'リビングルーム', '居間']],
  ['KITCHEN', ['주방', '부엌', 'Kitchen', 'キッチン', '台所']],
  ['BED_ROOM', ['침실', 'Bedroom', '寝室', 'ベッドルーム']],
  ['MAIN_ROOM', ['안방', 'Main bedroom', 'main room', 'Master bedroom']],
  ['SMALL_ROOM', ['작은 방', '작은방', 'small room']],
  ['BIG_ROOM', ['큰방', 'big room']],
  ['DRESS_ROOM', ['드레스 룸', 'Dressing room']],
  ['BOILER_ROOM', ['보일러실', 'boiler room']],
  ['UTILITY_ROOM', ['다용도실', 'utility room']],
  ['LIBRARY', ['서재', 'Study', '書斎']],
  ['ENTRANCE', ['현관', 'entrance', '玄関']],
  ['HALLWAY', ['복도', 'corridor', '廊下']],
  ['BATH_ROOM', ['화장실', '욕실', 'Bathroom', '浴室', 'お風呂', '風呂']],
  ['BALCONY', ['베란다', '발코니', 'balcony', 'ベランダ', 'バルコニー']],
  ['DINING_ROOM', ['식당', 'dining room', 'ダイニング']],
  ['YARD', ['마당', 'Garden', '庭']],
  ['ATTIC', ['다락', '다락방', 'attic', '屋根裏部屋']],
  ['WAREHOUSE', ['창고', 'storage', '倉庫', '物置']],
  [undefined, ['거실 2', 'garage', '']],
])('the location %s is used for the rooms %j', (location, rooms) => {
  expect(rooms.map((room) => locationNamed('kr', room))).toEqual(rooms.map(() => location))
})

test('a room whose location the edition lacks has none', () => {
  expect(locationNamed('jp', '안방')).toBeUndefined()
})
