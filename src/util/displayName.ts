/** Longer names are cut; CLOVA takes 100 characters. */
const maxDisplayCharacters = 500

/**
 * Characters that change how the text around them is shown, and would let a device forge a line of the terminal or of the log:
 * control characters (C0, C1, DEL), line and paragraph separators, and those that override the direction of text.
 */
const invisible = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu

/** A text of a device as it can be shown and sent: without control characters, spaces joined. */
export const displayName = (text: string): string =>
  text.replace(invisible, ' ').replace(/ {2,}/g, ' ').trim().slice(0, maxDisplayCharacters)

/** A name for comparisons: Korean and Japanese names come composed from some bridges and decomposed from others. */
export const comparableName = (name: string): string => displayName(name).normalize('NFC')
