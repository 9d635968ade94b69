/** Longer names are cut; CLOVA takes 100 characters. */
const maxDisplayCharacters = 500

/**
 * Characters that change how the text around them is shown, and would let a device forge a line of the terminal or of the log:
 * control characters (C0, C1, DEL), line and paragraph separators, those that override the direction of text, and tags. Halves of
 * a surrogate pair are no text at all: a JSON parser may refuse all of a message with one.
 */
const invisible =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]+/gu

/** A text of a device as it can be shown and sent: without control characters, spaces joined. */
export const displayName = (text: string): string =>
  text
    .replace(invisible, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, maxDisplayCharacters)
    .replace(/[\ud800-\udbff]$/, '')

/** A name for comparisons: Korean and Japanese names come composed from some bridges and decomposed from others. */
export const comparableName = (name: string): string => displayName(name).normalize('NFC')
