import { airQualityGrader } from '../../src/clova/airQuality.ts'
import { airQualityLevels, pollutants } from '../../src/home/traits.ts'

describe('the grade of the air', () => {
  test.each([
    ['kr', 'pm10', [0, 30, 30.1, 80, 81, 150, 150.1], 'good good normal normal bad bad verybad'],
    ['kr', 'pm25', [15, 16, 35, 36, 75, 76], 'good normal normal bad bad verybad'],
    ['kr', 'co2', [420, 1000, 1001, 5000], 'good normal bad verybad'],
    ['kr', 'voc', [250, 500, 501, 1000, 1001], 'good normal bad bad verybad'],
    ['jp', 'pm10', [50, 100, 101, 200, 201], 'good normal bad bad verybad'],
    ['jp', 'co2', [700, 1000, 2000, 2001], 'good normal bad verybad'],
    ['jp', 'pm25', [15, 35, 36, 70, 71], 'good normal bad bad verybad'],
    ['jp', 'voc', [400, 401], 'normal bad'],
  ] as const)('%s: %s', (edition, pollutant, values, words) => {
    expect(values.map((value) => airQualityGrader(edition)(pollutant, value)).join(' ')).toBe(words)
  })

  test('gets worse as the value rises', () => {
    for (const edition of ['kr', 'jp'] as const)
      for (const pollutant of pollutants) {
        const ranks = [0, 10, 50, 100, 500, 1000, 10_000].map((v) =>
          airQualityLevels.indexOf(airQualityGrader(edition)(pollutant, v)),
        )
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
      }
  })
})
