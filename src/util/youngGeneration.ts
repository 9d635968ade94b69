import { setFlagsFromString } from 'node:v8'

/**
 * Lets the young generation of V8's heap grow again, as it does by default. The launcher starts the program without that, so
 * that what a start leaves behind does not stay as memory of a gateway at rest (benchmark row "idle PSS": 41 -> 34 MB).
 */
export const allowYoungGenerationGrowth = (): void => setFlagsFromString('--semi-space-growth-factor=2')
