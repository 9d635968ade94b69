/** Hue in degrees 0–360, saturation in percent. */
export interface HueSaturation {
  readonly hue: number
  readonly saturation: number
}
/** Red, green and blue, 0–255 each. */
export type Rgb = readonly [red: number, green: number, blue: number]
/** A point of the CIE 1931 chromaticity diagram. */
export type Xy = readonly [x: number, y: number]

/** The brightest colour of this hue and saturation. */
export function toRgb({ hue, saturation }: HueSaturation): Rgb {
  const chroma = saturation / 100
  const channel = (n: number) => {
    const k = (n + hue / 60) % 6
    return Math.round(255 * (1 - chroma * Math.max(0, Math.min(k, 4 - k, 1))))
  }
  return [channel(5), channel(3), channel(1)]
}

/** The hue and saturation of a colour, however bright; of black and grey the hue is 0. */
export function fromRgb([red, green, blue]: Rgb): HueSaturation {
  const max = Math.max(red, green, blue)
  const chroma = max - Math.min(red, green, blue)
  if (chroma <= 0) return { hue: 0, saturation: 0 }
  const sixth =
    max === red ? (green - blue) / chroma : max === green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma
  return { hue: (sixth * 60 + 360) % 360, saturation: (100 * chroma) / max }
}

const linear = (channel: number) => (channel > 0.04045 ? ((channel + 0.055) / 1.055) ** 2.4 : channel / 12.92)
const gamma = (light: number) => (light > 0.0031308 ? 1.055 * light ** (1 / 2.4) - 0.055 : 12.92 * light)

/** Between sRGB and the diagram by the "Wide RGB D65" matrix, as Hue, Zigbee2MQTT and Home Assistant reckon. */
export function toXy(color: HueSaturation): Xy {
  const [r = 0, g = 0, b = 0] = toRgb(color).map((channel) => linear(channel / 255))
  const x = r * 0.664511 + g * 0.154324 + b * 0.162028
  const y = r * 0.283881 + g * 0.668433 + b * 0.047685
  const z = r * 0.000088 + g * 0.07231 + b * 0.986039
  const sum = x + y + z
  return [x / sum, y / sum]
}

/** The hue and saturation that come nearest to a point; nothing if it lies in no colour at all. */
export function fromXy([x, y]: Xy): HueSaturation | undefined {
  if (!(y > 0) || !(x >= 0)) return undefined
  const [bigX, bigZ] = [x / y, (1 - x - y) / y]
  const light = [
    bigX * 1.656492 - 0.354851 - bigZ * 0.255038,
    -bigX * 0.707196 + 1.655397 + bigZ * 0.036152,
    bigX * 0.051713 - 0.121364 + bigZ * 1.01153,
  ].map((channel) => Math.max(0, channel))
  const max = Math.max(...light)
  // Next to the axis a quotient overflows.
  if (!Number.isFinite(max)) return undefined
  const [r = 0, g = 0, b = 0] = light.map((channel) => gamma(channel / max))
  return fromRgb([r * 255, g * 255, b * 255])
}
