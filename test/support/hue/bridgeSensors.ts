import { connectivity, device, type Resource } from './bridgeDevices.ts'

const battery = (level: number) => ({
  type: 'device_power',
  power_state: { battery_state: level > 20 ? 'normal' : 'low', battery_level: level },
})
const now = () => new Date().toISOString()

/** A motion sensor: motion, light level, temperature, battery, radio. */
export const motionSensor = (
  name: string,
  { v1 = undefined as string | undefined, motion = false, lux = 100, celsius = 21.37, level = 93 } = {},
): Resource[] =>
  device('motion', name, v1, [
    {
      type: 'motion',
      enabled: true,
      motion: { motion, motion_valid: true, motion_report: { changed: now(), motion } },
      sensitivity: { status: 'set', sensitivity: 2, sensitivity_max: 2 },
    },
    { type: 'light_level', enabled: true, light: lightOf(lux) },
    { type: 'temperature', enabled: true, temperature: temperatureOf(celsius) },
    battery(level),
    connectivity(name, 'connected'),
  ])

/** What a light sensor says of so many lux: 10000 · log10(lux) + 1. */
export function lightOf(lux: number): object {
  const light_level = Math.round(10000 * Math.log10(lux)) + 1
  return { light_level, light_level_valid: true, light_level_report: { changed: now(), light_level } }
}

export const temperatureOf = (temperature: number): object => ({
  temperature,
  temperature_valid: true,
  temperature_report: { changed: now(), temperature },
})

/** A contact sensor: contact, tamper, battery, radio. */
export const contactSensor = (
  name: string,
  { state = 'contact' as 'contact' | 'no_contact', level = 80 } = {},
): Resource[] =>
  device('contact', name, undefined, [
    { type: 'contact', enabled: true, contact_report: { changed: now(), state } },
    { type: 'tamper', tamper_reports: [] },
    battery(level),
    connectivity(name, 'connected'),
  ])

/** A dimmer switch with four buttons. */
export const dimmerSwitch = (name: string, { level = 15 } = {}): Resource[] =>
  device('dimmer', name, '/sensors/9', [
    ...[1, 2, 3, 4].map((control_id) => ({
      type: 'button',
      metadata: { control_id },
      button: {
        repeat_interval: 800,
        event_values: ['initial_press', 'repeat', 'short_release', 'long_release', 'long_press'],
        button_report: { updated: now(), event: 'short_release' },
        last_event: 'short_release',
      },
    })),
    battery(level),
    connectivity(name, 'connected'),
  ])
