// What every file here builds on: refusals, and bytes as numbers, digits and text.

/** What is wrong with some bytes. Whoever asked for them says what follows; any other error is our own mistake. */
class Refusal extends Error {}

/** A proof of another ledger than the one that is trusted: it says nothing here, for or against. */
class OtherLedger extends Refusal {}

function demand(condition, what) {
    if (!condition) throw new Refusal(what);
}

/** What `read` makes of it; a refusal becomes what `translate` makes of that. */
function refusingAs(translate, read) {
    try {
        return read();
    } catch (error) {
        if (error instanceof Refusal) throw translate(error);
        throw error;
    }
}

// The largest number that stands for itself alone; what is larger is read as a BigInt.
const LAST_NUMBER = 2 ** 53;

function isNumber(value, largest = LAST_NUMBER) {
    return typeof value === "number" && value >= 0 && value <= largest;
}

/** Any unsigned number of 64 bits: the ledger sets no end to some times. */
function isUnsigned(value) {
    return (typeof value === "number" || typeof value === "bigint") && value >= 0;
}

function isBytes(value, least = 0, most = 1 << 30) {
    return value instanceof Uint8Array && value.length >= least && value.length <= most;
}

function isText(value, most = 1 << 30) {
    return typeof value === "string" && (value.length * 3 <= most || utf8(value).length <= most);
}

/** An array of exactly so many. */
function parts(value, count, what) {
    demand(Array.isArray(value) && value.length === count, `${what}: not an array of ${count}`);
    return value;
}

function joined(...pieces) {
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
    }
    return whole;
}

function same(left, right) {
    if (left.length !== right.length) return false;
    for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
    return true;
}

/** Big-endian, in so many bytes. */
function numberBytes(value, count) {
    const bytes = new Uint8Array(count);
    let rest = BigInt(value);
    for (let at = count - 1; at >= 0; at--) {
        bytes[at] = Number(rest & 255n);
        rest >>= 8n;
    }
    return bytes;
}

function numberIn(bytes) {
    return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

const encoder = new TextEncoder();
// A byte order mark stays what it is: bytes, not a hint.
const decoder = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

function utf8(text) {
    return encoder.encode(text);
}

function textOf(bytes) {
    try {
        return decoder.decode(bytes);
    } catch {
        throw new Refusal("not UTF-8");
    }
}

/** A text behind its length in two bytes. */
function prefixed(text) {
    const bytes = utf8(text);
    return joined(numberBytes(bytes.length, 2), bytes);
}

const hexDigits = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, "0"));

function hexOf(bytes) {
    let text = "";
    for (const byte of bytes) text += hexDigits[byte];
    return text;
}

/** Lower-case digits alone. */
function bytesOfHex(text) {
    demand(typeof text === "string" && /^(?:[0-9a-f]{2})*$/.test(text), "not hexadecimal");
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
