// The two kinds of signature, by the browser's own WebCrypto.

/** Refused as a key: with a point of small order anybody can make signatures that hold. Some stand in two encodings. */
const SMALL_ORDER = new Set([
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

function isEd25519Key(value) {
    if (!isBytes(value, 32, 32)) return false;
    const unsigned = Uint8Array.from(value);
    unsigned[31] &= 0x7f;
    // One encoding a point: y below the prime of the field.
    return !SMALL_ORDER.has(hexOf(unsigned)) && numberIn(unsigned.reverse()) < ED25519_PRIME;
}

const ED25519_PRIME = (1n << 255n) - 19n;

/** True when the Ed25519 key signed the message. */
async function isEd25519Signature(key, signature, message) {
    if (!isEd25519Key(key) || !isBytes(signature, 64, 64)) return false;
    // Nor may the point in the signature be one of small order.
    if (!isEd25519Key(signature.subarray(0, 32))) return false;
    // A key that is no point of the curve is refused here or there, as the browser likes.
    const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]).catch(() => null);
    return imported !== null && crypto.subtle.verify("Ed25519", imported, signature, message);
}

/** True when the P-256 key, x and y, signed the message with SHA-256; the signature is r and s. */
async function isES256Signature(point, signature, message) {
    if (!isP256Point(point) || !isBytes(signature, 64, 64)) return false;
    const algorithm = {name: "ECDSA", namedCurve: "P-256", hash: "SHA-256"};
    const key = await crypto.subtle.importKey("raw", joined(Uint8Array.of(4), point), algorithm, false, ["verify"]);
    return crypto.subtle.verify(algorithm, key, signature, message);
}

const P256 = {
    prime: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
};

/** True for 64 bytes that are x and y of a point of the curve. */
function isP256Point(value) {
    if (!isBytes(value, 64, 64)) return false;
    const [x, y] = [numberIn(value.subarray(0, 32)), numberIn(value.subarray(32))];
    if (x >= P256.prime || y >= P256.prime) return false;
    return (y * y - (x * x * x - 3n * x + P256.b)) % P256.prime === 0n;
}

/** A key as the ledger names it: `[-8, 32 bytes]` or `[-7, 64 bytes]`. */
function publicKey(value) {
    const [algorithm, bytes] = parts(value, 2, "key");
    demand(algorithm === -8 && isEd25519Key(bytes) || algorithm === -7 && isP256Point(bytes), "not a key");
    return {algorithm, bytes};
}

/** The first bytes of the COSE key thumbprint (RFC 9679). */
function keyID({algorithm, bytes}) {
    const key = algorithm === -8
        ? [[1, 1], [-1, 6], [-2, bytes]]
        : [[1, 2], [-1, 1], [-2, bytes.subarray(0, 32)], [-3, bytes.subarray(32)]];
    return sha256(cborBytes(new Map(key))).subarray(0, 8);
}

/** Why this browser can check nothing, as a word of `pageWords`; null when it can. */
async function missingAbility() {
    if (!globalThis.crypto?.subtle) return "noCrypto";
    if (!await hashesAlike()) return "hashDiffers";
    // RFC 8032 section 7.1, test 1.
    const key = bytesOfHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    const signature = bytesOfHex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
        + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    const holds = await isEd25519Signature(key, signature, new Uint8Array(0)).catch(() => false);
    return holds ? null : "noEd25519";
}
