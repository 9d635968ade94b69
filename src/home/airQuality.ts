/** The four words of the CLOVA Home guide for the quality of air. */
export const levels = ['good', 'normal', 'bad', 'verybad'] as const
export type Level = (typeof levels)[number]

/** What is measured in air: particles and organic compounds in µg/m³, carbon dioxide in ppm. */
export const pollutants = ['pm10', 'pm25', 'co2', 'voc'] as const
export type Pollutant = (typeof pollutants)[number]

/** How good the air is by one measurement; which table that goes by depends on the country. */
export type Judge = (pollutant: Pollutant, value: number) => Level
