import { SoundIndex, spokenForm } from '../../src/clova/spoken/soundalike.ts'

test.each([
  ['거실 조명', '거실조명'],
  ['TV', 'ｔｖ'],
  ['게스트 룸', '개스트룸'],
  ['エアコン', 'えあこん'],
  ['ヒーター', 'ヒータ'],
  ['Lamp-1', 'lamp 1'],
])('%s and %s are heard as the same', (a, b) => {
  expect(spokenForm(a)).toBe(spokenForm(b))
})

test.each<[string, string, 'same' | 'alike' | undefined]>([
  ['침실 조명', '침실 조명등', 'alike'],
  ['침실 조명', '침실조명', 'same'],
  ['거실 전등', '거실 전동', 'alike'],
  ['거실 조명', '침실 조명', undefined],
  ['거실 조명 1', '거실 조명 2', undefined],
  ['불', '물', undefined],
  ['寝室のランプ', '寝室のランブ', 'alike'],
  ['bedroom lamp', 'bedroom lamps', 'alike'],
  ['bedroom lamp', 'kitchen lamp', undefined],
])('%s and %s', (name, other, likeness) => {
  const index = new SoundIndex([[other, 'other']])
  expect(index.similarTo(name)).toEqual(likeness === undefined ? [] : [['other', likeness]])
  expect(new SoundIndex([[name, 'name']]).similarTo(other).length).toBe(likeness === undefined ? 0 : 1)
})

test('an appliance is not like itself, and a name of signs is like nothing', () => {
  const index = new SoundIndex([
    ['거실 조명', 1],
    ['☆', 2],
  ])
  expect(index.similarTo('거실 조명', (id) => id === 1)).toEqual([])
  expect(index.similarTo('♪')).toEqual([])
})
