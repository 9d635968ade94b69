var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};

// src/util/translate.ts
var translator, localizer;
var init_translate = __esm({
  "src/util/translate.ts"() {
    "use strict";
    translator = (words) => (language) => (word, values = {}) => words[word][language].replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
    localizer = (words) => (word, values = {}) => {
      const text = (language) => translator(words)(language)(
        word,
        Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, typeof value === "object" ? value[language] : value])
        )
      );
      return { ko: text("ko"), ja: text("ja"), en: text("en") };
    };
  }
});

// src/util/fileErrors.ts
var messages, say;
var init_fileErrors = __esm({
  "src/util/fileErrors.ts"() {
    "use strict";
    init_translate();
    messages = {
      cannotRead: {
        ko: "{file} \uC744(\uB97C) \uC77D\uC744 \uC218 \uC5C6\uC2B5\uB2C8\uB2E4 ({code})",
        ja: "{file} \u3092\u8AAD\u3081\u307E\u305B\u3093\uFF08{code}\uFF09",
        en: "{file} cannot be read ({code})"
      },
      cannotWrite: {
        ko: "{file} \uC5D0 \uC4F8 \uC218 \uC5C6\uC2B5\uB2C8\uB2E4 ({code})",
        ja: "{file} \u306B\u66F8\u304D\u8FBC\u3081\u307E\u305B\u3093\uFF08{code}\uFF09",
        en: "{file} cannot be written ({code})"
      },
      cannotUse: {
        ko: "{file} \uC744(\uB97C) \uC4F8 \uC218 \uC5C6\uC2B5\uB2C8\uB2E4 ({code})",
        ja: "{file} \u3092\u4F7F\u3048\u307E\u305B\u3093\uFF08{code}\uFF09",
        en: "{file} cannot be used ({code})"
      },
      explained: { ko: "{what}: {why}. {fix}.", ja: "{what}: {why}\u3002{fix}\u3002", en: "{what}: {why}. {fix}." },
      someFile: { ko: "\uD30C\uC77C", ja: "\u30D5\u30A1\u30A4\u30EB", en: "a file" },
      notAllowed: {
        ko: "\uC774 \uC0AC\uC6A9\uC790\uC5D0\uAC8C \uAD8C\uD55C\uC774 \uC5C6\uC2B5\uB2C8\uB2E4",
        ja: "\u3053\u306E\u5229\u7528\u8005\u306B\u306F\u6A29\u9650\u304C\u3042\u308A\u307E\u305B\u3093",
        en: "this user may not"
      },
      runAsOwner: {
        ko: "sudo\uB97C \uBD99\uC774\uAC70\uB098 \uAC8C\uC774\uD2B8\uC6E8\uC774\uC758 \uC0AC\uC6A9\uC790\uB85C \uC2E4\uD589\uD558\uC138\uC694",
        ja: "sudo\u3092\u4ED8\u3051\u308B\u304B\u3001\u30B2\u30FC\u30C8\u30A6\u30A7\u30A4\u306E\u5229\u7528\u8005\u3067\u5B9F\u884C\u3057\u3066\u304F\u3060\u3055\u3044",
        en: "Run it with sudo, or as the user of the gateway"
      },
      notThere: { ko: "\uD30C\uC77C\uC774 \uC5C6\uC2B5\uB2C8\uB2E4", ja: "\u30D5\u30A1\u30A4\u30EB\u304C\u3042\u308A\u307E\u305B\u3093", en: "it is not there" },
      lookWithLs: {
        ko: '\uC774\uB984\uC774 \uB9DE\uB294\uC9C0 \uBCF4\uC138\uC694: "ls {folder}"',
        ja: '\u540D\u524D\u304C\u6B63\u3057\u3044\u304B\u898B\u3066\u304F\u3060\u3055\u3044: "ls {folder}"',
        en: 'Look whether the name is right; "ls {folder}"'
      },
      noFolder: {
        ko: "\uD3F4\uB354\uC5EC\uC57C \uD560 \uAC83\uC774 \uD3F4\uB354\uAC00 \uC544\uB2D9\uB2C8\uB2E4",
        ja: "\u30D5\u30A9\u30EB\u30C0\u30FC\u306E\u306F\u305A\u306E\u3082\u306E\u304C\u30D5\u30A9\u30EB\u30C0\u30FC\u3067\u306F\u3042\u308A\u307E\u305B\u3093",
        en: "what should be its folder is none"
      },
      lookAtName: {
        ko: "\uC774\uB984\uC774 \uB9DE\uB294\uC9C0 \uBCF4\uC138\uC694",
        ja: "\u540D\u524D\u304C\u6B63\u3057\u3044\u304B\u898B\u3066\u304F\u3060\u3055\u3044",
        en: "Look whether the name is right"
      },
      isFolder: { ko: "\uD3F4\uB354\uC785\uB2C8\uB2E4", ja: "\u30D5\u30A9\u30EB\u30C0\u30FC\u3067\u3059", en: "it is a folder" },
      nameFile: {
        ko: "\uD30C\uC77C\uC758 \uC774\uB984\uC744 \uC4F0\uC138\uC694",
        ja: "\u30D5\u30A1\u30A4\u30EB\u306E\u540D\u524D\u3092\u66F8\u3044\u3066\u304F\u3060\u3055\u3044",
        en: "Give the name of a file"
      },
      nameTaken: {
        ko: "\uAC19\uC740 \uC774\uB984\uC758 \uB2E4\uB978 \uAC83\uC774 \uC788\uC2B5\uB2C8\uB2E4",
        ja: "\u540C\u3058\u540D\u524D\u306E\u5225\u306E\u3082\u306E\u304C\u3042\u308A\u307E\u3059",
        en: "something else of that name is there"
      },
      otherName: { ko: "\uB2E4\uB978 \uC774\uB984\uC744 \uC4F0\uC138\uC694", ja: "\u5225\u306E\u540D\u524D\u306B\u3057\u3066\u304F\u3060\u3055\u3044", en: "Give another name" },
      nameTooLong: { ko: "\uC774\uB984\uC774 \uB108\uBB34 \uAE41\uB2C8\uB2E4", ja: "\u540D\u524D\u304C\u9577\u3059\u304E\u307E\u3059", en: "the name is too long" },
      shorterName: { ko: "\uB354 \uC9E7\uC740 \uC774\uB984\uC744 \uC4F0\uC138\uC694", ja: "\u3082\u3063\u3068\u77ED\u3044\u540D\u524D\u306B\u3057\u3066\u304F\u3060\u3055\u3044", en: "Give a shorter one" },
      linkCircle: {
        ko: "\uC2EC\uBCFC\uB9AD \uB9C1\uD06C\uAC00 \uC11C\uB85C\uB97C \uAC00\uB9AC\uD0B5\uB2C8\uB2E4",
        ja: "\u30B7\u30F3\u30DC\u30EA\u30C3\u30AF\u30EA\u30F3\u30AF\u304C\u4E92\u3044\u3092\u6307\u3057\u3066\u3044\u307E\u3059",
        en: "its links lead in a circle"
      },
      lookAtLink: { ko: '"ls -l {file}" \uB85C \uBCF4\uC138\uC694', ja: '"ls -l {file}" \u3067\u898B\u3066\u304F\u3060\u3055\u3044', en: 'Look with "ls -l {file}"' },
      diskFull: { ko: "\uB514\uC2A4\uD06C\uAC00 \uAC00\uB4DD \uCC3C\uC2B5\uB2C8\uB2E4", ja: "\u30C7\u30A3\u30B9\u30AF\u304C\u3044\u3063\u3071\u3044\u3067\u3059", en: "the disk is full" },
      quotaExceeded: {
        ko: "\uC18C\uC720\uC790\uAC00 \uC4F8 \uC218 \uC788\uB294 \uB514\uC2A4\uD06C\uB97C \uBAA8\uB450 \uC37C\uC2B5\uB2C8\uB2E4",
        ja: "\u6240\u6709\u8005\u304C\u4F7F\u3048\u308B\u30C7\u30A3\u30B9\u30AF\u3092\u3059\u3079\u3066\u4F7F\u3063\u3066\u3044\u307E\u3059",
        en: "its owner may take no more of the disk"
      },
      freeSpace: {
        ko: '\uC790\uB9AC\uB97C \uBE44\uC6B0\uC138\uC694. \uC5BC\uB9C8\uB098 \uCC3C\uB294\uC9C0\uB294 "df -h {folder}" \uB85C \uBCF4\uACE0, "sudo journalctl --vacuum-size=50M" \uACFC "sudo apt clean" \uC73C\uB85C \uC870\uAE08 \uBE44\uC6B8 \uC218 \uC788\uC2B5\uB2C8\uB2E4',
        ja: '\u7A7A\u304D\u3092\u4F5C\u3063\u3066\u304F\u3060\u3055\u3044\u3002\u3069\u308C\u3060\u3051\u57CB\u307E\u3063\u3066\u3044\u308B\u304B\u306F "df -h {folder}" \u3067\u5206\u304B\u308A\u3001"sudo journalctl --vacuum-size=50M" \u3068 "sudo apt clean" \u3067\u5C11\u3057\u7A7A\u304D\u307E\u3059',
        en: 'Make room; "df -h {folder}" shows how full it is, and "sudo journalctl --vacuum-size=50M" and "sudo apt clean" free some'
      },
      readOnly: {
        ko: "\uB514\uC2A4\uD06C\uAC00 \uC77D\uAE30 \uC804\uC6A9\uC785\uB2C8\uB2E4",
        ja: "\u30C7\u30A3\u30B9\u30AF\u306F\u8AAD\u307F\u53D6\u308A\u5C02\u7528\u3067\u3059",
        en: "the disk can only be read"
      },
      remount: {
        ko: '"sudo mount -o remount,rw /" \uB85C \uD480\uB9B4 \uC218 \uC788\uC2B5\uB2C8\uB2E4. \uB0A1\uC740 SD \uCE74\uB4DC\uB294 \uC800\uC808\uB85C \uC774\uB807\uAC8C \uB418\uBA70, "dmesg" \uC5D0 \uB098\uC635\uB2C8\uB2E4',
        ja: '"sudo mount -o remount,rw /" \u3067\u76F4\u308B\u3053\u3068\u304C\u3042\u308A\u307E\u3059\u3002\u53E4\u3044SD\u30AB\u30FC\u30C9\u306F\u81EA\u7136\u306B\u3053\u3046\u306A\u308A\u3001"dmesg" \u306B\u51FA\u307E\u3059',
        en: '"sudo mount -o remount,rw /" may help; a worn SD card becomes so by itself, which "dmesg" tells'
      },
      diskFails: { ko: "\uB514\uC2A4\uD06C\uAC00 \uACE0\uC7A5\uB0AC\uC2B5\uB2C8\uB2E4", ja: "\u30C7\u30A3\u30B9\u30AF\u304C\u6545\u969C\u3057\u3066\u3044\u307E\u3059", en: "the disk fails" },
      newCard: {
        ko: '\uC77D\uC744 \uC218 \uC788\uB294 \uAC83\uC744 \uBC31\uC5C5\uD558\uACE0 \uCE74\uB4DC\uB97C \uBC14\uAFB8\uC138\uC694. "dmesg" \uC5D0 \uB354 \uB098\uC635\uB2C8\uB2E4',
        ja: '\u8AAD\u3081\u308B\u3082\u306E\u3092\u30D0\u30C3\u30AF\u30A2\u30C3\u30D7\u3057\u3001\u30AB\u30FC\u30C9\u3092\u66FF\u3048\u3066\u304F\u3060\u3055\u3044\u3002"dmesg" \u306B\u8A73\u3057\u304F\u51FA\u307E\u3059',
        en: 'Back up what can be read, and take another card; "dmesg" tells more'
      }
    };
    say = localizer(messages);
  }
});

// src/storage/replaceFile.ts
import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
async function writeAtomically(file, content, ownership) {
  const folder = dirname(file);
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
  await mkdir(folder, { recursive: true, mode: 448 });
  try {
    await withHandle(await open(temporary, "wx", 384), async (handle) => {
      if (process.getuid?.() === 0) {
        const owner = ownership ?? await stat(folder);
        await handle.chown(owner.uid, owner.gid);
        if (!ownership && owner.uid === 0 && owner.gid !== 0) await handle.chmod(416);
      }
      if (ownership) await handle.chmod(ownership.mode & 511);
      await handle.writeFile(content);
      await handle.sync();
    });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary).catch(() => {
    });
    throw Object.assign(error, { path: file, syscall: "write" });
  }
  await withHandle(await open(folder, "r"), (handle) => handle.sync());
}
async function withHandle(handle, work) {
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}
var init_replaceFile = __esm({
  "src/storage/replaceFile.ts"() {
    "use strict";
    init_fileErrors();
  }
});

// src/util/httpRequest.ts
async function openHttp(url, options) {
  const { method = "GET", headers = {}, body: body2, signal, connection = {}, onRequest } = options;
  const { request } = url.startsWith("https:") ? await import("node:https") : await import("node:http");
  const length = body2 === void 0 ? {} : { "Content-Length": Buffer.byteLength(body2) };
  return new Promise((resolve2, reject) => {
    const sent = request(
      url,
      { agent: false, ...connection, method, headers: { ...headers, ...length }, signal },
      resolve2
    );
    sent.on("error", (error) => reject(signal.aborted ? signal.reason : error));
    onRequest?.(sent);
    sent.end(body2);
  });
}
async function requestHttp(url, {
  maxBytes: maxBytes2,
  excess = "error",
  ...options
}) {
  const response = await openHttp(url, options);
  const { statusCode: status = 0, headers } = response;
  const { remoteAddress } = response.socket;
  const chunks = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      size += chunk.length;
      chunks.push(chunk);
      if (size > maxBytes2) break;
    }
  } catch (error) {
    throw options.signal.aborted ? options.signal.reason : error;
  }
  if (size > maxBytes2 && excess === "error") throw new Error(`the response is longer than ${maxBytes2} bytes`);
  const body2 = Buffer.concat(chunks).subarray(0, maxBytes2);
  return { status, headers, body: body2, ...remoteAddress !== void 0 && { remoteAddress } };
}
var init_httpRequest = __esm({
  "src/util/httpRequest.ts"() {
    "use strict";
  }
});

// src/util/download.ts
async function downloadText(url, timeoutMs) {
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:" && !["127.0.0.1", "localhost", "[::1]"].includes(hostname))
    throw new Error(`${url} is not https`);
  const limit = new AbortController();
  const late = new Error(`${url} did not answer within ${timeoutMs} ms`);
  const timer = setTimeout(() => limit.abort(late), timeoutMs);
  try {
    const { status, body: body2 } = await requestHttp(url, { headers: { accept: "*/*" }, signal: limit.signal, maxBytes });
    if (status !== 200) throw new Error(`${url} answered with status ${status}`);
    return body2.toString("utf8");
  } finally {
    clearTimeout(timer);
  }
}
var maxBytes;
var init_download = __esm({
  "src/util/download.ts"() {
    "use strict";
    init_httpRequest();
    maxBytes = 16 * 1024;
  }
});

// src/http/clova/signature.ts
import { createPublicKey, verify } from "node:crypto";
function isSignedBy(body2, signature, key) {
  try {
    return verify("sha256", body2, key, signature);
  } catch {
    return false;
  }
}
function readPublicKey(pem) {
  let key;
  try {
    key = createPublicKey(pem);
  } catch {
    throw new Error("it is not a public key in PEM form");
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa") throw new Error(`it is a key of the kind ${key.asymmetricKeyType}, not RSA`);
  if (bits < 2048) throw new Error(`it has ${bits} bits; at least 2048 are needed`);
  return key;
}
var init_signature = __esm({
  "src/http/clova/signature.ts"() {
    "use strict";
  }
});

// src/http/clova/publicKey.ts
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
var fetchTimeoutMs, cooldownMs, cacheFileName, SignatureKey;
var init_publicKey = __esm({
  "src/http/clova/publicKey.ts"() {
    "use strict";
    init_replaceFile();
    init_download();
    init_signature();
    fetchTimeoutMs = 3e3;
    cooldownMs = 6e4;
    cacheFileName = (source) => `public-key-${createHash("sha1").update(source).digest("hex").slice(0, 12)}.pem`;
    SignatureKey = class {
      key;
      candidate;
      reason;
      lastFetch = Number.NEGATIVE_INFINITY;
      fetching;
      isUrl;
      options;
      constructor(options) {
        this.options = options;
        this.isUrl = /^https?:/.test(options.source);
        this.key = this.load(this.isUrl ? options.cacheFile : options.source);
        if (this.isUrl && !this.key) void this.fetch();
      }
      /** True if the key in force signed these bytes. */
      verify(body2, signature) {
        return this.key !== void 0 && isSignedBy(body2, signature, this.key.object);
      }
      /**
       * Verifies with the newest published key, for bytes that the key in force does not verify. The key is downloaded at most
       * once a minute. If it verifies the bytes, it is in force from then on.
       */
      async verifyWithRefreshedKey(body2, signature) {
        if (!this.isUrl) return false;
        if (this.acceptCandidate(body2, signature)) return true;
        await this.fetch();
        return this.verify(body2, signature) || this.acceptCandidate(body2, signature);
      }
      /** Why no signature can be verified, in words for the user; undefined if there is a key. */
      problem() {
        return this.key ? void 0 : this.reason;
      }
      acceptCandidate(body2, signature) {
        const { candidate } = this;
        if (!candidate || !isSignedBy(body2, signature, candidate.object)) return false;
        this.useKey(candidate);
        return true;
      }
      load(file) {
        try {
          const pem = readFileSync(file, "utf8");
          return { pem, object: readPublicKey(pem) };
        } catch (error) {
          const { code, message } = error;
          if (this.isUrl && code === "ENOENT") return void 0;
          this.reason = `the public key ${file} cannot be used: ${code ?? message}`;
          this.options.warn({ file, reason: code ?? message }, "the public key cannot be used; no request is accepted");
          return void 0;
        }
      }
      /** Downloads the published key, unless that was tried within the last minute. Never rejects. */
      fetch() {
        if (this.fetching) return this.fetching;
        const { source, warn, now = () => performance.now() } = this.options;
        if (now() - this.lastFetch < cooldownMs) return Promise.resolve();
        this.lastFetch = now();
        this.fetching = downloadText(source, fetchTimeoutMs).then((pem) => {
          const found = { pem, object: readPublicKey(pem) };
          if (!this.key) this.useKey(found);
          else this.candidate = found.pem === this.key.pem ? void 0 : found;
        }).catch((error) => {
          this.reason = `the public key cannot be had from ${source}: ${error.message}`;
          warn({ url: source, reason: error.message }, "the public key cannot be had");
        }).finally(() => {
          this.fetching = void 0;
        });
        return this.fetching;
      }
      useKey(key) {
        this.key = key;
        this.candidate = void 0;
        const { cacheFile, warn } = this.options;
        writeAtomically(cacheFile, key.pem).catch(
          (error) => warn({ file: cacheFile, reason: error.code }, "the public key cannot be kept on disk")
        );
      }
    };
  }
});

// src/home/failure.ts
var init_failure = __esm({
  "src/home/failure.ts"() {
    "use strict";
  }
});

// src/home/deadline.ts
var init_deadline = __esm({
  "src/home/deadline.ts"() {
    "use strict";
    init_failure();
  }
});

// test/drivers/driverContract.ts
import { setTimeout as pause } from "node:timers/promises";
async function eventually(check, timeoutMs = 1e4) {
  const end = Date.now() + timeoutMs;
  while (!await check()) {
    if (Date.now() > end) throw new Error(`the condition was not met within ${timeoutMs} ms`);
    await pause(2);
  }
}
var outages;
var init_driverContract = __esm({
  "test/drivers/driverContract.ts"() {
    "use strict";
    init_deadline();
    init_failure();
    outages = process.env.FAULTS === "full" ? [8e3, 2e4, 6e4].map((outageMs) => ({ outageMs, deadlineMs: 5e3 })) : [{ outageMs: 600, deadlineMs: 300 }];
  }
});

// test/support/folder.ts
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
var makeFolder, removeFolder;
var init_folder = __esm({
  "test/support/folder.ts"() {
    "use strict";
    makeFolder = () => mkdtempSync(join(tmpdir(), "clova-test-"));
    removeFolder = (folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
});

// test/http/clova/publicKey.test.ts
var publicKey_test_exports = {};
import { generateKeyPairSync, sign } from "node:crypto";
import { existsSync, mkdirSync, readFileSync as readFileSync2, rmSync as rmSync2, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join as join2 } from "node:path";
function safely(work) {
  try {
    return work();
  } catch {
    return void 0;
  }
}
var pair, first, second, third, body;
var init_publicKey_test = __esm({
  "test/http/clova/publicKey.test.ts"() {
    "use strict";
    init_publicKey();
    init_driverContract();
    init_folder();
    pair = (bits = 2048) => {
      const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
      return {
        pem: publicKey.export({ format: "pem", type: "spki" }),
        sign: (body2) => sign("RSA-SHA256", body2, privateKey)
      };
    };
    [first, second, third] = [pair(), pair(), pair()];
    body = Buffer.from("{}");
    describe("CLOVA's public key", () => {
      const folder = makeFolder();
      const copy = join2(folder, "copy.pem");
      let server;
      let url;
      let published;
      let status;
      let asked;
      let warned;
      let now;
      const open2 = (source = url, cacheFile = copy) => new SignatureKey({
        source,
        cacheFile,
        warn: (fields, message) => void warned.push(message + JSON.stringify(fields)),
        now: () => now
      });
      beforeEach(async () => {
        published = first.pem;
        status = 200;
        asked = 0;
        warned = [];
        now = 0;
        rmSync2(copy, { force: true });
        server = createServer((_request, response) => {
          asked += 1;
          response.writeHead(status, { location: "http://127.0.0.1:1/" }).end(published);
        });
        await new Promise((resolve2) => server.listen(0, "127.0.0.1", resolve2));
        url = `http://127.0.0.1:${server.address().port}/key.pem`;
      });
      afterEach(() => new Promise((resolve2) => server.close(resolve2)));
      afterAll(() => removeFolder(folder));
      test("comes from a PEM file", async () => {
        const file = join2(folder, "file.pem");
        writeFileSync(file, first.pem);
        const key = open2(file);
        expect(key.verify(body, first.sign(body))).toBe(true);
        expect(key.verify(body, second.sign(body))).toBe(false);
        expect(await key.verifyWithRefreshedKey(body, second.sign(body))).toBe(false);
      });
      test.each([
        ["is not there", void 0, "ENOENT"],
        ["is none", "<html>", "it is not a public key in PEM form"]
      ])("is missing if its file %s, which is told", async (_what, text, reason) => {
        const file = join2(folder, "wrong.pem");
        if (text !== void 0) writeFileSync(file, text);
        const key = open2(file);
        rmSync2(file, { force: true });
        expect(key.verify(body, first.sign(body))).toBe(false);
        expect(key.problem()).toBe(`the public key ${file} cannot be used: ${reason}`);
        expect(warned).toEqual([`the public key cannot be used; no request is accepted${JSON.stringify({ file, reason })}`]);
      });
      test("is fetched, and this is told, if the kept copy is damaged; a missing copy is nothing to tell", async () => {
        writeFileSync(copy, "damaged");
        const key = open2();
        await eventually(() => key.verify(body, first.sign(body)));
        expect(key.problem()).toBeUndefined();
        expect(warned).toEqual([expect.stringContaining(copy)]);
        await eventually(() => safely(() => readFileSync2(copy, "utf8")) === first.pem);
        warned = [];
        rmSync2(copy);
        const next = open2();
        await eventually(() => next.verify(body, first.sign(body)));
        expect(warned).toEqual([]);
        await eventually(() => existsSync(copy));
      });
      test("is in force though it cannot be kept, which is told", async () => {
        const taken = join2(folder, "taken");
        mkdirSync(taken);
        const key = open2(url, taken);
        await eventually(() => key.verify(body, first.sign(body)));
        await eventually(() => warned.length === 2);
        expect(warned[1]).toMatch(/^the public key cannot be kept on disk.*taken.*EISDIR/);
      });
      test("is fetched again a minute after the last try, and no sooner", async () => {
        status = 503;
        const key = open2();
        const refresh = () => key.verifyWithRefreshedKey(body, first.sign(body));
        await refresh();
        now = 59999;
        await refresh();
        expect(asked).toBe(1);
        now = 6e4;
        await refresh();
        expect(asked).toBe(2);
      });
      test("has a file for its copy that depends on the URL", () => {
        expect(cacheFileName("https://a/key.pem")).toBe("public-key-fd44452aa750.pem");
        expect(cacheFileName("https://b/key.pem")).not.toBe(cacheFileName("https://a/key.pem"));
      });
      test("is fetched from its URL and kept, so that a restart without internet works", async () => {
        const key = open2();
        await eventually(() => key.verify(body, first.sign(body)));
        await eventually(() => safely(() => readFileSync2(copy, "utf8")) === first.pem);
        status = 500;
        expect(open2().verify(body, first.sign(body))).toBe(true);
        expect(asked).toBe(1);
      });
      test("is looked up once when a signature fails, and taken when it verifies", async () => {
        writeFileSync(copy, first.pem);
        published = second.pem;
        const key = open2();
        const attempts = await Promise.all([1, 2, 3].map(() => key.verifyWithRefreshedKey(body, second.sign(body))));
        expect(attempts).toEqual([true, true, true]);
        expect(asked).toBe(1);
        expect(key.verify(body, second.sign(body))).toBe(true);
      });
      test("stays in force when another is published that verifies nothing", async () => {
        writeFileSync(copy, first.pem);
        published = second.pem;
        const key = open2();
        expect(await key.verifyWithRefreshedKey(body, third.sign(body))).toBe(false);
        expect(key.verify(body, first.sign(body))).toBe(true);
        await eventually(() => safely(() => readFileSync2(copy, "utf8")) === first.pem);
      });
      test("that was published later waits for its first request, whatever request caused the fetch; it is fetched once a minute", async () => {
        writeFileSync(copy, first.pem);
        published = second.pem;
        const key = open2();
        expect(await key.verifyWithRefreshedKey(body, third.sign(body))).toBe(false);
        expect(await key.verifyWithRefreshedKey(body, second.sign(body))).toBe(true);
        expect(key.verify(body, second.sign(body))).toBe(true);
        await eventually(() => safely(() => readFileSync2(copy, "utf8")) === second.pem);
        expect(asked).toBe(1);
      });
      test("is in force at once if there is no other key", async () => {
        status = 503;
        const key = open2();
        await eventually(() => key.problem() !== void 0);
        expect(await key.verifyWithRefreshedKey(body, third.sign(body))).toBe(false);
        status = 200;
        expect(key.verify(body, first.sign(body))).toBe(false);
        now += 61e3;
        expect(await key.verifyWithRefreshedKey(body, third.sign(body))).toBe(false);
        expect(key.verify(body, first.sign(body))).toBe(true);
        await eventually(() => safely(() => readFileSync2(copy, "utf8")) === first.pem);
      });
      test.each([
        ["too small a key", () => pair(1024).pem, 200, "bits"],
        [
          "a key of another kind",
          () => generateKeyPairSync("ed25519").publicKey.export({ format: "pem", type: "spki" }),
          200,
          "not RSA"
        ],
        ["a page", () => "<html>", 200, "not a public key"],
        ["too much", () => "x".repeat(2e4), 200, "longer"],
        ["a redirect", () => "", 302, "status 302"],
        ["an error", () => "", 503, "status 503"]
      ])("is refused when the URL gives %s", async (_what, text, code, why) => {
        published = text();
        status = code;
        const key = open2();
        expect(await key.verifyWithRefreshedKey(body, first.sign(body))).toBe(false);
        expect(key.problem()).toContain(why);
        expect(warned.join()).toContain(why);
      });
      test("is not asked for over plain http from elsewhere", async () => {
        const key = open2("http://example.com/key.pem");
        expect(await key.verifyWithRefreshedKey(body, first.sign(body))).toBe(false);
        expect(key.problem()).toContain("not https");
      });
    });
  }
});

// .h3-25597.ts
import "/tmp/hostile3/shim.mjs";
await Promise.resolve().then(() => (init_publicKey_test(), publicKey_test_exports));
await globalThis.runAll();
