import type { AirQualityGrader } from '../home/driver.ts'
import { type AirQualityLevel, airQualityLevels, type Pollutant } from '../home/traits.ts'
import type { Edition } from './edition.ts'

/** The highest value that is still `good`, `normal` and `bad`; anything above is `verybad`. */
type Bounds = readonly [good: number, normal: number, bad: number]

/**
 * Grades of air quality in each country. Particles and organic compounds in µg/m³, carbon dioxide in ppm.
 * kr: particles by the four grades of the Ministry of Environment's air quality index (에어코리아, since 2018);
 *   carbon dioxide and organic compounds from the limits of the Indoor Air Quality Control Act (1,000 ppm, 500 µg/m³),
 *   of which about half counts as good and twice as very bad; the act itself has one limit only.
 * jp: PM2.5 by the environmental standard of a day (35 µg/m³), its yearly one (15) and the level of the Ministry of the
 *   Environment's alert (70); PM10 by the standard for suspended particles (100 of a day, 200 of an hour) and half of it;
 *   carbon dioxide by the Act on Sanitation in Buildings (1,000 ppm); compounds by the Ministry of Health's provisional target (400 µg/m³).
 */
const upperBounds: Readonly<Record<Edition, Readonly<Record<Pollutant, Bounds>>>> = {
  kr: { pm10: [30, 80, 150], pm25: [15, 35, 75], co2: [700, 1000, 2000], voc: [250, 500, 1000] },
  jp: { pm10: [50, 100, 200], pm25: [15, 35, 70], co2: [700, 1000, 2000], voc: [200, 400, 800] },
}

/** Grades a measurement by the table of the edition's country. */
export const airQualityGrader =
  (edition: Edition): AirQualityGrader =>
  (pollutant, value) => {
    const grade = upperBounds[edition][pollutant].findIndex((bound) => value <= bound)
    return airQualityLevels[grade === -1 ? 3 : grade] as AirQualityLevel
  }
