import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { irError } from '../messages.ts'

/** The versions of Tuya's protocol in the local network whose frames are known here. */
export const tuyaVersions = ['3.3', '3.4', '3.5'] as const
export type TuyaVersion = (typeof tuyaVersions)[number]

/** What a frame is for. Source: Tuya's public device SDK, `lan_protocol.h`. */
export const tuyaCommands = {
  sessionStart: 3,
  sessionReply: 4,
  sessionFinish: 5,
  control: 7,
  report: 8,
  heartbeat: 9,
  query: 10,
  /** from version 3.4 on in the place of `control` and `query` */
  newControl: 13,
  newQuery: 16,
} as const

/** One message, its payload decrypted and without its head. */
export interface TuyaFrame {
  readonly sequence: number
  readonly command: number
  /** what a device answers to a command: 0 if it took it; absent in what we send, and in some reports */
  readonly returnCode?: number
  readonly payload: Buffer
}

/** Messages with these commands carry the version in front of their payload when we send them. */
const versionedCommands: readonly number[] = [tuyaCommands.control, tuyaCommands.newControl, tuyaCommands.report]
/** The version and twelve bytes that a device may use to count messages. */
const versionHeaderBytes = 15

// 3.3 and 3.4: prefix, sequence, command, length, payload, CRC-32 or HMAC, suffix; the length counts all behind itself.
const legacy = { prefix: 0x55aa, suffix: 0xaa55, headBytes: 16 } as const
// 3.5: prefix, two bytes, sequence, command, length, nonce, payload, tag, suffix; the length does not count the suffix.
const gcm = { prefix: 0x6699, suffix: 0x9966, headBytes: 18, nonceBytes: 12, tagBytes: 16 } as const
const suffixBytes = 4
const hmacBytes = 32
const crcBytes = 4

/** No blaster sends longer ones. */
const maxFrameBytes = 16_384

/**
 * The bytes of a message to a device.
 * Source of the frames of all versions: the public protocol notes of tinytuya (PROTOCOL.md).
 * @param key 16 bytes: the local key, or from 3.4 on that of the session once there is one
 */
export function encodeTuyaFrame(version: TuyaVersion, key: Buffer, frame: Omit<TuyaFrame, 'returnCode'>): Buffer {
  const { sequence, command, payload } = frame
  const header = versionedCommands.includes(command)
    ? Buffer.concat([Buffer.from(version), Buffer.alloc(versionHeaderBytes - version.length)])
    : Buffer.alloc(0)
  switch (version) {
    case '3.3':
      return legacyFrame(sequence, command, Buffer.concat([header, encryptEcb(key, payload)]), undefined)
    case '3.4':
      return legacyFrame(sequence, command, encryptEcb(key, Buffer.concat([header, payload])), key)
    case '3.5':
      return gcmFrame(sequence, command, Buffer.concat([header, payload]), key)
  }
}

function legacyFrame(sequence: number, command: number, body: Buffer, hmacKey: Buffer | undefined): Buffer {
  const checkBytes = hmacKey ? hmacBytes : crcBytes
  const head = words(legacy.prefix, sequence, command, body.length + checkBytes + suffixBytes)
  const checked = Buffer.concat([head, body])
  return Buffer.concat([checked, checkOf(checked, hmacKey), words(legacy.suffix)])
}

function gcmFrame(sequence: number, command: number, body: Buffer, key: Buffer): Buffer {
  const length = gcm.nonceBytes + body.length + gcm.tagBytes
  const head = Buffer.concat([words(gcm.prefix), Buffer.alloc(2), words(sequence, command, length)])
  const nonce = randomBytes(gcm.nonceBytes)
  const cipher = createCipheriv('aes-128-gcm', key, nonce).setAAD(head.subarray(4))
  const sealed = Buffer.concat([cipher.update(body), cipher.final()])
  return Buffer.concat([head, nonce, sealed, cipher.getAuthTag(), words(gcm.suffix)])
}

/** The key of a session, of which each side has chosen a nonce of 16 bytes. */
export function deriveSessionKey(version: TuyaVersion, localKey: Buffer, ours: Buffer, theirs: Buffer): Buffer {
  const mixed = Buffer.from(ours.map((byte, i) => byte ^ (theirs[i] ?? 0)))
  if (version !== '3.5') return encryptEcb(localKey, mixed).subarray(0, 16)
  const cipher = createCipheriv('aes-128-gcm', localKey, ours.subarray(0, gcm.nonceBytes))
  return Buffer.concat([cipher.update(mixed), cipher.final()])
}

/** What proves that a side has the local key. */
export const proofOf = (localKey: Buffer, nonce: Buffer): Buffer =>
  createHmac('sha256', localKey).update(nonce).digest()

/** Takes apart what a device sends. */
export class TuyaFrameReader {
  readonly #version: TuyaVersion
  #rest: Buffer = Buffer.alloc(0)

  constructor(version: TuyaVersion) {
    this.#version = version
  }

  /**
   * The messages that are complete with these bytes.
   * @param key by which they are encrypted now; asked for each message, since it changes with the session
   * @throws Error for the user if the bytes are none of this version, or another key made them
   */
  *read(bytes: Buffer, key: () => Buffer): Generator<TuyaFrame> {
    this.#rest = Buffer.concat([this.#rest, bytes])
    for (;;) {
      const bytesOfNext = this.#nextLength()
      if (bytesOfNext === undefined || this.#rest.length < bytesOfNext) return
      const frame = this.#rest.subarray(0, bytesOfNext)
      this.#rest = this.#rest.subarray(bytesOfNext)
      yield this.#version === '3.5' ? decodeGcm(frame, key()) : decodeLegacy(frame, key(), this.#version)
    }
  }

  /** How long the next message is; nothing while its head is not complete. */
  #nextLength(): number | undefined {
    const { prefix, headBytes } = this.#version === '3.5' ? gcm : legacy
    if (this.#rest.length >= 4 && this.#rest.readUInt32BE(0) !== prefix)
      throw irError('tuyaOtherVersion', { version: this.#version })
    if (this.#rest.length < headBytes) return undefined
    const behindHead = this.#rest.readUInt32BE(headBytes - 4) + (this.#version === '3.5' ? suffixBytes : 0)
    if (behindHead > maxFrameBytes) throw irError('tuyaTooLong', { count: behindHead })
    return headBytes + behindHead
  }
}

function decodeLegacy(frame: Buffer, key: Buffer, version: TuyaVersion): TuyaFrame {
  const hmacKey = version === '3.4' ? key : undefined
  const bodyEnd = frame.length - suffixBytes - (hmacKey ? hmacBytes : crcBytes)
  if (bodyEnd < legacy.headBytes) throw irError('tuyaCutOff')
  const expected = checkOf(frame.subarray(0, bodyEnd), hmacKey)
  const check = frame.subarray(bodyEnd, frame.length - suffixBytes)
  if (!timingSafeEqual(expected, check)) throw irError(hmacKey ? 'tuyaCannotDecrypt' : 'tuyaChecksum')
  const { returnCode, rest } = splitReturnCode(frame.subarray(legacy.headBytes, bodyEnd))
  return {
    ...{ sequence: frame.readUInt32BE(4), command: frame.readUInt32BE(8) },
    ...(returnCode !== undefined && { returnCode }),
    payload:
      version === '3.3'
        ? decryptEcb(key, withoutVersion(rest, version))
        : withoutVersion(decryptEcb(key, rest), version),
  }
}

function decodeGcm(frame: Buffer, key: Buffer): TuyaFrame {
  const { headBytes, nonceBytes, tagBytes } = gcm
  const bodyStart = headBytes + nonceBytes
  const bodyEnd = frame.length - suffixBytes - tagBytes
  if (bodyEnd < bodyStart) throw irError('tuyaCutOff')
  const decipher = createDecipheriv('aes-128-gcm', key, frame.subarray(headBytes, bodyStart))
  decipher.setAAD(frame.subarray(4, headBytes)).setAuthTag(frame.subarray(bodyEnd, bodyEnd + tagBytes))
  let opened: Buffer
  try {
    opened = Buffer.concat([decipher.update(frame.subarray(bodyStart, bodyEnd)), decipher.final()])
  } catch {
    throw irError('tuyaCannotDecrypt')
  }
  const { returnCode, rest } = splitReturnCode(opened)
  return {
    ...{ sequence: frame.readUInt32BE(6), command: frame.readUInt32BE(10) },
    ...(returnCode !== undefined && { returnCode }),
    payload: withoutVersion(rest, '3.5'),
  }
}

/** An answer begins with its return code, a small number; a report may have none. */
function splitReturnCode(body: Buffer): { readonly returnCode?: number; readonly rest: Buffer } {
  if (body.length < 4 || body.readUInt32BE(0) > 0xff) return { rest: body }
  return { returnCode: body.readUInt32BE(0), rest: body.subarray(4) }
}

const withoutVersion = (payload: Buffer, version: TuyaVersion): Buffer =>
  payload.length >= versionHeaderBytes && payload.subarray(0, version.length).toString('latin1') === version
    ? payload.subarray(versionHeaderBytes)
    : payload

function encryptEcb(key: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-ecb', key, null)
  return Buffer.concat([cipher.update(plain), cipher.final()])
}

/** Some devices refuse in plain text. */
function decryptEcb(key: Buffer, sealed: Buffer): Buffer {
  if (sealed.length === 0 || sealed.length % 16 !== 0) return sealed
  const decipher = createDecipheriv('aes-128-ecb', key, null)
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()])
  } catch {
    throw irError('tuyaCannotDecrypt')
  }
}

const checkOf = (checked: Buffer, hmacKey: Buffer | undefined): Buffer =>
  hmacKey ? createHmac('sha256', hmacKey).update(checked).digest() : words(crc32(checked))

/** Numbers of 32 bits, the highest byte first. */
function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [i, number] of numbers.entries()) bytes.writeUInt32BE(number, i * 4)
  return bytes
}
