import { SoundIndex, spokenForm } from '../../src/clova/spoken/soundalike.ts'

test.each([
  ['거실 조명', '거실조명'],
  ['TV', 'ｔｖ'],
  ['게스트 룸', '개스트룸'],
  ['얘들 방', '예들 방'],
  ['왜관', '외관'],
  ['웨딩', '외딩'],
  ['エアコン', 'えあこん'],
  ['はなぢ', 'ハナジ'],
  ['つづき', 'つずき'],
  ['をとこ', 'おとこ'],
  ['ヴェネチア', 'ぶぇねちあ'],
  ['ヒーター', 'ヒータ'],
  ['Lamp-1', 'lamp 1'],
])('%s and %s sound the same', (a, b) => {
  expect(spokenForm(a)).toBe(spokenForm(b))
})

test('a name is compared in lower case, and letters without a similar one stay as they are', () => {
  expect(spokenForm('Straße 1')).toBe('straße1')
})

test.each<[string, string, 'same' | 'alike' | undefined]>([
  ['침실 조명', '침실 조명등', 'alike'],
  ['침실 조명', '침실조명', 'same'],
  ['거실 전등', '거실 전동', 'alike'],
  ['안방등', '안방동', 'alike'],
  ['1번 방 조명', '1번 방 조명등', 'alike'],
  ['안방 전등', '안방 전구', undefined],
  ['안방등', '안방', undefined],
  ['abc', 'bca', undefined],
  ['거실 조명', '거실 조명 1', undefined],
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

test('an appliance is not compared with itself, and a name without letters is similar to no name', () => {
  const index = new SoundIndex([
    ['거실 조명', 1],
    ['☆', 2],
  ])
  expect(index.similarTo('거실 조명', (id) => id === 1)).toEqual([])
  expect(index.similarTo('♪')).toEqual([])
  expect(index.similarTo('불')).toEqual([])
})

test('all names that sound similar are listed, identical ones first', () => {
  const index = new SoundIndex([
    ['거실 전동', 'alike'],
    ['거실 전등', 'same'],
    ['거실전등', 'same too'],
  ])
  expect(index.similarTo('거실 전등')).toEqual([
    ['same', 'same'],
    ['same too', 'same'],
    ['alike', 'alike'],
  ])
})
