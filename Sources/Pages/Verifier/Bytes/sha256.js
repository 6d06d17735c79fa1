// SHA-256 (FIPS 180-4). The browser's own gives its answer later each time, which would be a wait for each of some
// hundred nodes of trees; `hashesAlike` holds this one against the browser's before anything is judged by it.

const sha256Constants = new Uint32Array(64);
const sha256Start = new Uint32Array(8);
{
    // The first 32 bits of the fractions of the cube and square roots of the first primes.
    let found = 0;
    for (let number = 2; found < 64; number++) {
        let isPrime = true;
        for (let part = 2; part * part <= number; part++) if (number % part === 0) isPrime = false;
        if (!isPrime) continue;
        const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
        if (found < 8) sha256Start[found] = fraction(Math.sqrt(number));
        sha256Constants[found++] = fraction(Math.cbrt(number));
    }
}
const sha256Words = new Uint32Array(64);

/** SHA-256 over pieces that follow each other. */
function sha256(...pieces) {
    const message = pieces.length === 1 ? pieces[0] : joined(...pieces);
    const padded = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
    padded.set(message);
    padded[message.length] = 0x80;
    padded.set(numberBytes(message.length * 8, 8), padded.length - 8);
    const state = Uint32Array.from(sha256Start);
    for (let at = 0; at < padded.length; at += 64) sha256Block(state, padded, at);
    const digest = new Uint8Array(32);
    for (let at = 0; at < 32; at++) digest[at] = state[at >> 2] >>> (24 - 8 * (at & 3));
    return digest;
}

function sha256Block(state, bytes, start) {
    const words = sha256Words;
    for (let at = 0; at < 16; at++) {
        const from = start + 4 * at;
        words[at] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
    }
    for (let at = 16; at < 64; at++) {
        const early = words[at - 15], late = words[at - 2];
        const small = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
        const large = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
        words[at] = words[at - 16] + small + words[at - 7] + large;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at++) {
        const choice = (e & f) ^ (~e & g), majority = (a & b) ^ (a & c) ^ (b & c);
        const up = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + sha256Constants[at] + words[at]) | 0;
        const down = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + up) | 0;
        d = c;
        c = b;
        b = a;
        a = (up + down) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, at) => state[at] += value);
}

function turned(word, by) {
    return (word >>> by) | (word << (32 - by));
}

/** True when the browser's SHA-256 says the same, at lengths around the ends of blocks. */
async function hashesAlike() {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
        const bytes = Uint8Array.from({length}, (_, at) => (at * 167 + length) & 255);
        if (!same(sha256(bytes), new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))) return false;
    }
    return true;
}
