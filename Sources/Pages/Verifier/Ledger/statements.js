// Statements and acts, docs/protocol/statements.md and acts.md: what a leaf says, and by whom.

const ISSUE_TYPE = "application/vnd.deedbox.documents.issue.v1+cbor";
const GRANT_TYPE = "application/vnd.deedbox.grant.v1+cbor";
const REQUEST_TYPE = "application/vnd.deedbox.request.v1+cbor";
const USE_TYPE = "application/vnd.deedbox.use.v1+cbor";
const USES_TYPE = "application/vnd.deedbox.use.many.v1+cbor";
const PASSING_TYPE = "application/vnd.deedbox.evidence.pass.v1+cbor";
/** How often uses of one grant may be passed on, and the codes of the legal grounds for it. */
const MOST_PASSINGS = 1_024;
const PASSING_GROUNDS = [1, 3, 4, 5, 6];
const MOST_SECONDS = 2 ** 40;
const MOST_USES = 400;
const LONGEST_TERM = 400 * 86_400;

/** A COSE_Sign1: who signed what. */
class Statement {
    constructor(leaf) {
        const tagged = cbor(leaf);
        demand(tagged instanceof Tagged && tagged.number === 18, "not a statement");
        const [header, unprotected, payload, signature] = parts(tagged.value, 4, "statement");
        demand(unprotected instanceof Map && unprotected.size === 0, "an unprotected header");
        demand(isBytes(header) && isBytes(payload, 0, 65_535) && isBytes(signature, 64, 64), "not a statement");
        this.readHeader(cbor(header));
        this.payload = payload;
        this.signature = signature;
        this.message = cborBytes(["Signature1", header, new Uint8Array(0), payload]);
        this.id = sha256(utf8("deedbox/statement/v1"), this.message);
    }

    readHeader(header) {
        demand(header instanceof Map && header.size === 4 && [1, 3, 4, 15].every((label) => header.has(label)),
            "not a statement's header");
        [this.algorithm, this.type, this.key] = [1, 3, 4].map((label) => header.get(label));
        const claims = header.get(15);
        demand(claims instanceof Map && claims.has(2) && claims.has(4)
            && [...claims.keys()].every((label) => [1, 2, 4].includes(label)), "not a statement's claims");
        [this.issuer, this.origin] = [claims.get(1) ?? "", claims.get(2)];
        demand((this.algorithm === -8 || this.algorithm === -7) && isBytes(this.key, 8, 8), "not a signer");
        demand([this.type, this.issuer, this.origin].every((text) => isText(text, 200)), "not a statement's texts");
        demand(isNumber(claims.get(4)), "not a time");
    }

    /** True when this Ed25519 key signed it. */
    async isBy(key) {
        return this.algorithm === -8 && same(this.key, keyID({algorithm: -8, bytes: key}))
            && isEd25519Signature(key, this.signature, this.message);
    }
}

/** The act of a grant, with the request in it. */
function readGrantAct(statement) {
    demand(statement.type === GRANT_TYPE, "no grant");
    const [request, uses, expiry, deposit] = parts(cbor(statement.payload), 4, "grant");
    demand(isBytes(request, 1, 2_048) && isNumber(uses, MOST_USES) && isNumber(expiry, MOST_SECONDS), "no grant");
    demand(deposit === null || isBytes(deposit, 32, 32), "no grant");
    const asked = new Statement(request);
    demand(asked.type === REQUEST_TYPE && isLabel(asked.issuer), "no request");
    const [scene, profile, mostUses, term, key, nonce, matter] = parts(cbor(asked.payload), 7, "request");
    demand(isLabel(scene) && isLabel(profile), "no request");
    demand(isNumber(mostUses, MOST_USES) && isNumber(term, LONGEST_TERM), "no request");
    demand(isEd25519Key(key) && isBytes(nonce, 16, 16) && isBytes(matter, 32, 32), "no request");
    return {party: asked.issuer, scene, profile, key, matter};
}

/** A use of its own, or the record of one below the statement of many. */
function readUseAct(statement, receipt) {
    demand(isLabel(statement.issuer), "no member");
    const {record} = receipt;
    if (statement.type === USE_TYPE && record === null) {
        const [grant, index, release, matter, clerk] = parts(cbor(statement.payload), 5, "use");
        demand([release, clerk].every((part) => isBytes(part, 32, 32)), "no use");
        return {...useParts(grant, index, matter), record: null, leaf: receipt.index};
    }
    demand(statement.type === USES_TYPE && record !== null, "no use");
    const [release, clerk, count, root] = parts(cbor(statement.payload), 4, "manifest");
    demand([release, clerk, root].every((part) => isBytes(part, 32, 32)), "no manifest");
    checkRecord(record, count, root);
    const [grant, rest] = parts(cbor(record.bytes), 2, "record");
    return {
        ...useParts(grant, ...parts(rest, 2, "use")), record: record.position,
        leaf: receipt.index + record.position + 1,
    };
}

function useParts(grant, index, matter) {
    demand(isBytes(grant, 32, 32) && isNumber(index, MOST_USES + 1) && isBytes(matter, 32, 32), "no use");
    return {grant, index, matter};
}

/** What was passed on, to whom and by what right: a ground, or the leave of the grant's key. */
function readPassingAct(statement, receipt) {
    demand(statement.type === PASSING_TYPE && receipt.record === null && isLabel(statement.issuer), "no passing");
    const [grant, number, index, use, recipient, basis] = parts(cbor(statement.payload), 6, "passing");
    demand(isBytes(grant, 32, 32) && isNumber(number, MOST_PASSINGS - 1) && isNumber(index, MOST_USES + 1), "no passing");
    demand(isBytes(use, 32, 32) && (isBytes(recipient, 32, 32) || isLabel(recipient)), "no passing");
    demand(Array.isArray(basis) && (basis.length === 2 || basis.length === 3), "no basis");
    const passing = {party: statement.issuer, grant, index, use, recipient, leaf: receipt.index};
    if (basis.length === 2) {
        demand(isNumber(basis[0]) && isBytes(basis[1], 32, 32), "no ground");
        return {...passing, ground: basis[0], leave: null};
    }
    const [key, notAfter, signature] = basis;
    demand(isEd25519Key(key) && isNumber(notAfter, MOST_SECONDS) && isBytes(signature, 64, 64), "no leave");
    return {...passing, ground: null, leave: {key, notAfter, signature}};
}

/** True on a ground of the list, or with a leave that the grant's own key signed for just this. */
async function isRight({grant, index, recipient, ground, leave}, origin) {
    if (leave === null) return PASSING_GROUNDS.includes(ground);
    const message = joined(utf8("deedbox/passleave/v1"), cborBytes([grant, index, recipient, leave.notAfter]));
    return same(grantID(origin, leave.key), grant) && isEd25519Signature(leave.key, leave.signature, message);
}

/** The manifest of documents and the record below it. */
function readIssueAct(statement, receipt) {
    demand(statement.type === ISSUE_TYPE && isLabel(statement.issuer), "no manifest");
    const [type, version, count, root] = parts(cbor(statement.payload), 4, "manifest");
    demand(isTypeCode(type) && isNumber(version) && isBytes(root, 32, 32), "no manifest");
    const {record} = receipt;
    const [commitment, expiry] = parts(cbor(record.bytes), 2, "record");
    demand(isBytes(commitment, 32, 32) && (expiry === null || isNumber(expiry, MOST_SECONDS)), "no record");
    checkRecord(record, count, root);
    return {issuer: statement.issuer, type, version, commitment, expiry, leaf: receipt.index + record.position + 1};
}

/** The record's path ends at the root of its manifest, in a tree of the manifest's own count. */
function checkRecord(record, count, root) {
    demand(isNumber(count, 65_536), "not a count");
    demand(same(inclusionRoot(record.position, count, leafHash(record.bytes), record.path), root),
        "the record does not stand below this manifest");
}
