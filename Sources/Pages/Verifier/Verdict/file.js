// The evidence file, docs/protocol/evidence.md: read strictly, and nothing in it is believed.

const EVIDENCE_FORMAT = "deedbox/use-evidence/v2";
const EVIDENCE_LIMIT = 32 << 20;
const MOST_DOCUMENTS = 64;
const ABOUT_USES = ["grant", "scene"];
const ABOUT_DOCUMENTS = ["issuer", "status", "correction", "statusNow", "correctionNow"];

function readEvidence(bytes) {
    demand(bytes.length <= EVIDENCE_LIMIT, "longer than any evidence");
    const file = members(strictJSON(bytes),
        ["format", "origin", "party", "set", "shared", "documents", "grant", "use", "proofs", "epochs"],
        ["case", "passing"]);
    demand([...file.keys()][0] === "format", "its format does not stand first");
    demand(file.get("format") === EVIDENCE_FORMAT, `not of the format ${EVIDENCE_FORMAT}`);
    demand(isText(file.get("origin"), 255) && isLabel(file.get("party")), "not an origin, or not a member");
    const set = file.get("set");
    demand(typeof set === "string" && set.length === 64, "not a digest");
    const documents = file.get("documents");
    demand(Array.isArray(documents) && documents.length <= MOST_DOCUMENTS, "not documents");
    const shared = new SharedPieces(file.get("shared"));
    // The values are read in their order in the file, in which pieces are first referred to.
    const presented = documents.map((value) => readPresented(value, shared));
    const [grant, use] = ["grant", "use"].map((name) => shared.bytes(file.get(name), RECEIPT_LIMIT));
    const proofs = readProofs(file.get("proofs"), documents.length, shared);
    const passing = file.has("passing") ? readPassing(file.get("passing"), shared) : null;
    shared.finish();
    return {
        origin: file.get("origin"), party: file.get("party"), set: bytesOfHex(set), documents: presented, grant, use,
        proofs, passing, matter: file.has("case") ? readMatter(file.get("case")) : null,
        epochs: base64urlBytes(file.get("epochs")),
    };
}

function readPresented(value, shared) {
    members(value, ["presentation"], ["receipt", "seal"]);
    demand(isText(value.get("presentation"), PRESENTATION_LIMIT), "not a presentation, or too long");
    const [receipt, seal] = ["receipt", "seal"].map((name) =>
        value.has(name) ? shared.bytes(value.get(name), RECEIPT_LIMIT) : null);
    return {presentation: value.get("presentation"), receipt, seal};
}

/** Proofs by question: each once, in their one order, those of a document with its number behind. */
function readProofs(items, documents, shared) {
    const order = [...ABOUT_USES];
    for (let place = 0; place < documents; place++) {
        for (const word of ABOUT_DOCUMENTS) order.push(`${word} ${place}`);
    }
    demand(Array.isArray(items), "not proofs");
    const proofs = new Map();
    let last = -1;
    for (const item of items) {
        members(item, ["question", "proof"], ["document"]);
        const place = item.get("document");
        demand([...ABOUT_USES, ...ABOUT_DOCUMENTS].includes(item.get("question")), "no question");
        demand(!item.has("document") || isNumber(place, MOST_DOCUMENTS), "not the number of a document");
        const asked = item.get("question") + (item.has("document") ? ` ${place}` : "");
        const at = order.indexOf(asked);
        demand(at > last, "a proof twice, out of order, or of no document");
        last = at;
        proofs.set(asked, shared.bytes(item.get("proof"), PROOF_LIMIT));
    }
    return proofs;
}

/** The receipt of a passing, and the name of somebody outside the ledger with its commitment. */
function readPassing(value, shared) {
    members(value, ["receipt"], ["name", "salt"]);
    const receipt = shared.bytes(value.get("receipt"), RECEIPT_LIMIT);
    demand(value.has("name") === value.has("salt"), "a name without a salt, or a salt without a name");
    if (!value.has("name")) return {receipt, name: null, commitment: null};
    const [name, salt] = [value.get("name"), base64urlBytes(value.get("salt"))];
    demand(isOutsider(name) && salt.length === 32, "not the name of somebody outside the ledger");
    return {receipt, name, commitment: sha256(utf8("deedbox/recipient/v1"), salt, utf8(name))};
}

/** The name of somebody outside the ledger: one line, no space at its ends, and not in the form of a member's id. */
function isOutsider(name) {
    return isText(name, 256) && name !== "" && !name.startsWith(" ") && !name.endsWith(" ") && !isLabel(name)
        && ![...name].some((character) => character < " " || character === "\x7f");
}

function readMatter(value) {
    members(value, ["number", "requestSalt"], ["useSalt"]);
    demand(isText(value.get("number"), 256), "not a case number");
    const [requestSalt, useSalt] = ["requestSalt", "useSalt"].map((name) =>
        value.has(name) ? base64urlBytes(value.get(name)) : null);
    demand([requestSalt, useSalt].every((salt) => salt === null || salt.length >= 16 && salt.length <= 64),
        "not the length of a salt");
    return {number: value.get("number"), requestSalt, useSalt};
}
