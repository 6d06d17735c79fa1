// Base64 (RFC 4648) in its one canonical form: with padding in notes, url-safe and without in JSON.

const base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function base64Alphabet(last) {
    const letters = base64Letters + last;
    const values = new Int8Array(128).fill(-1);
    for (let value = 0; value < 64; value++) values[letters.charCodeAt(value)] = value;
    return {letters, values};
}

const standardAlphabet = base64Alphabet("+/");
const urlAlphabet = base64Alphabet("-_");

/** Bytes of standard base64 with padding. */
function base64Bytes(text) {
    demand(text.length % 4 === 0, "not base64");
    const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return sixBitBytes(text, text.length - padding, standardAlphabet);
}

/** Bytes of base64url without padding. */
function base64urlBytes(text) {
    demand(typeof text === "string", "not base64url");
    return sixBitBytes(text, text.length, urlAlphabet);
}

function base64url(bytes) {
    const {letters} = urlAlphabet;
    let text = "";
    for (let at = 0; at < bytes.length; at += 3) {
        const left = Math.min(3, bytes.length - at);
        const bits = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
        for (let place = 0; place <= left; place++) text += letters[(bits >> (18 - 6 * place)) & 63];
    }
    return text;
}

function sixBitBytes(text, count, {values}) {
    // One character alone holds six bits, which no byte fits.
    demand(count % 4 !== 1, "not base64");
    const bytes = new Uint8Array((count * 3) >> 2);
    let bits = 0, bitCount = 0, end = 0;
    for (let at = 0; at < count; at++) {
        const code = text.charCodeAt(at);
        const value = code < 128 ? values[code] : -1;
        demand(value >= 0, "not base64");
        bits = ((bits << 6) | value) & 0xfff;
        bitCount += 6;
        if (bitCount >= 8) {
            bitCount -= 8;
            bytes[end++] = (bits >> bitCount) & 255;
        }
    }
    demand((bits & ((1 << bitCount) - 1)) === 0, "not the one base64 form");
    return bytes;
}
