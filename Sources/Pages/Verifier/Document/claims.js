// What a document says openly, docs/protocol/credential.md, and what its holder signed.

const MOST_TIME = 2 ** 48;
const BINDING_LIMIT = 16_384;

/** The claims that every document has. */
function readClaims(claims) {
    filledText(claims.get("iss"), 2_048);
    filledText(claims.get("vct"), 2_048);
    if (claims.has("vct#integrity")) demand(isText(claims.get("vct#integrity")), "not a digest");
    demand(claims.has("iat"), "no time of issue");
    for (const name of ["iat", "nbf", "exp"]) {
        demand(!claims.has(name) || isNumber(claims.get(name), MOST_TIME), "not a time");
    }
    if (claims.has("status")) checkStatusReference(claims.get("status"));
    return {
        ...readLedgerClaims(claims.get("deedbox")), holder: readHolderKey(claims.get("cnf")),
        issued: claims.get("iat"), expiry: claims.get("exp") ?? null, start: claims.get("nbf") ?? null,
    };
}

function checkStatusReference(status) {
    demand(status instanceof Map, "not a status");
    if (!status.has("status_list")) return;
    const list = status.get("status_list");
    demand(list instanceof Map && isNumber(list.get("idx"), STATUS_LIST_COUNT - 1), "not a place in a status list");
    filledText(list.get("uri"), 2_048);
}

const STATUS_LIST_COUNT = 1 << 24;

/** The key that the document is bound to; null for none. */
function readHolderKey(confirmation) {
    if (confirmation === undefined) return null;
    demand(confirmation instanceof Map, "not a confirmation");
    return confirmation.has("jwk") ? readJWK(confirmation.get("jwk")) : null;
}

/** What ties the document to its record. */
function readLedgerClaims(value) {
    members(value, ["origin", "type", "version", "as_of", "correction", "provenance", "label"], ["update_days"]);
    const correction = base64urlBytes(value.get("correction"));
    const days = value.has("update_days") ? value.get("update_days") : null;
    demand(correction.length === 32 && isTypeCode(value.get("type")) && isNumber(value.get("version")),
        "not the claims of a document");
    demand(!value.has("update_days") || isNumber(days, 36_500), "not an update frequency");
    demand(["digital", "digitised"].includes(value.get("provenance")), "not a provenance");
    demand(["government", "social"].includes(value.get("label")), "not a label");
    return {
        origin: filledText(value.get("origin"), 256), type: value.get("type"), version: value.get("version"),
        asOf: timeSeconds(value.get("as_of")), updateDays: days, correction, label: value.get("label"),
    };
}

/** POSIX seconds of a time such as 2090-01-31T08:30:00Z. */
function timeSeconds(text) {
    const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z$/.exec(text);
    demand(typeof text === "string" && found && found[1] >= "1970", "not a time");
    const milliseconds = Date.parse(text);
    // A day that is not in the calendar would be read as another.
    demand(!Number.isNaN(milliseconds) && timeText(milliseconds / 1_000) === text, "not a time");
    return milliseconds / 1_000;
}

/** The same backwards; a time that no calendar here knows stays a number. */
function timeText(seconds) {
    const date = new Date(Number(seconds) * 1_000);
    return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString().replace(/\.[0-9]{3}Z$/, "Z");
}

/** What the holder's signature says, once it holds; refuses a false one. */
async function readKeyBinding(presentation, key) {
    const jws = new JWS(presentation.binding, "kb+jwt", BINDING_LIMIT);
    demand(key.curve === "P-256" && await jws.isBy(key.bytes), "a false signature");
    const [issued, audience, nonce, hash] = ["iat", "aud", "nonce", "sd_hash"].map((name) => jws.claims.get(name));
    demand(isNumber(issued, MOST_TIME) && [audience, nonce, hash].every((text) => typeof text === "string"),
        "a claim is missing");
    return {issued, audience, nonce, hash};
}
