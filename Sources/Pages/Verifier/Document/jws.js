// Compact JWS (RFC 7515) with ES256 alone, and keys as JWK (RFC 7517).

const JWS_LIMIT = 1 << 20;
const SECRET_MEMBERS = ["d", "k", "p", "q", "dp", "dq", "qi", "oth"];

/** A signed text of one type; nothing in it is believed before `isBy`. */
class JWS {
    constructor(text, type, limit = JWS_LIMIT) {
        demand(isText(text, limit), "too long");
        const pieces = text.split(".");
        demand(pieces.length === 3, "not three parts");
        const header = strictJSON(base64urlBytes(pieces[0]));
        checkJWSHeader(header, type);
        this.claims = strictJSON(base64urlBytes(pieces[1]));
        demand(this.claims instanceof Map, "claims that are no object");
        this.signature = base64urlBytes(pieces[2]);
        this.signed = utf8(`${pieces[0]}.${pieces[1]}`);
    }

    /** True when this P-256 key, x and y, signed it. Either value of s is taken, as JOSE has it. */
    isBy(point) {
        return isES256Signature(point, this.signature, this.signed);
    }
}

function checkJWSHeader(header, type) {
    demand(header instanceof Map, "a header that is no object");
    demand(header.get("typ") === type && header.get("alg") === "ES256", "another type or algorithm");
    demand(!header.has("crit") && !header.has("b64"), "an extension");
    if (header.has("kid")) demand(isText(header.get("kid"), 512), "not the name of a key");
    if (header.has("jwk")) readJWK(header.get("jwk"));
    if (!header.has("x5c")) return;
    const chain = header.get("x5c");
    demand(Array.isArray(chain) && chain.length > 0 && chain.length <= 6, "not certificates");
    for (const certificate of chain) {
        demand(isText(certificate, 32_768), "not a certificate");
        base64Bytes(certificate);
    }
}

/** Curve and bytes of a public key. */
function readJWK(value) {
    demand(value instanceof Map && !SECRET_MEMBERS.some((name) => value.has(name)), "not a public key");
    const curve = value.get("crv");
    const type = {"P-256": "EC", "Ed25519": "OKP", "X25519": "OKP"}[curve];
    demand(type !== undefined && value.get("kty") === type, "not a key that is used here");
    const x = base64urlBytes(value.get("x"));
    const bytes = curve === "P-256" ? joined(x, base64urlBytes(value.get("y"))) : x;
    demand(x.length === 32 && (curve === "P-256" ? isP256Point(bytes) : bytes.length === 32), "not a point");
    demand(curve !== "Ed25519" || isEd25519Key(bytes), "not a point");
    for (const [name, most] of [["kid", 256], ["alg", 64]]) {
        if (value.has(name)) demand(isText(value.get(name), most), "not the name of a key");
    }
    return {curve, bytes};
}
