// SD-JWT (RFC 9901): a signed document, and disclosures of those of its fields that are shown.

const PRESENTATION_LIMIT = 1 << 20;
const MOST_DISCLOSURES = 2_048;
const CLAIM_DEPTH = 32;
// Claims that tell what the document is: no disclosure may bring them.
const ALWAYS_OPEN = [
    "iss", "aud", "exp", "nbf", "cnf", "vct", "vct#integrity", "aka_vcts", "status", "deedbox",
];
// Claims that are no fields of the document.
const NO_FIELDS = [
    "iss", "sub", "iat", "exp", "nbf", "cnf", "vct", "vct#integrity", "status", "deedbox", "attachments",
];

/** A disclosure that does not fit the signed document. */
class FalseDisclosure extends Refusal {}

/** A document as it was presented. */
class Presentation {
    constructor(text) {
        demand(isText(text, PRESENTATION_LIMIT), "too long");
        const pieces = text.split("~");
        demand(pieces.length >= 2 && pieces.length <= MOST_DISCLOSURES + 2, "not the form of a presentation");
        const [jwt, binding] = [pieces[0], pieces[pieces.length - 1]];
        demand(isCompact(jwt) && (binding === "" || isCompact(binding)), "not the form of a presentation");
        const disclosures = refusingAs(falseDisclosure, () => pieces.slice(1, -1).map(readDisclosure));
        this.jwt = jwt;
        this.binding = binding;
        this.presented = text.slice(0, text.length - binding.length);
        this.jws = new JWS(jwt, "dc+sd-jwt");
        this.claims = refusingAs(falseDisclosure, () => new Disclosing(disclosures).claims(this.jws.claims));
    }

    /** What is shown: the fields of groups one by one, with group and name. */
    get fields() {
        const fields = [];
        for (const [name, value] of this.claims) {
            if (NO_FIELDS.includes(name)) continue;
            if (!(value instanceof Map)) fields.push({path: name, name, value});
            else for (const [inner, item] of value) fields.push({path: `${name}.${inner}`, name: inner, value: item});
        }
        return fields;
    }

    /** SHA-256 of all that the holder signs over, in base64url. */
    get hash() {
        return textDigest(this.presented);
    }
}

function falseDisclosure(refusal) {
    return new FalseDisclosure(refusal.message);
}

function isCompact(text) {
    const pieces = text.split(".");
    return pieces.length === 3 && pieces.every((piece) => piece !== "");
}

function textDigest(text) {
    return base64url(sha256(utf8(text)));
}

/** `[salt, name, value]` for a member, `[salt, value]` for an element of an array. */
function readDisclosure(text) {
    demand(text !== "", "an empty disclosure");
    const items = strictJSON(base64urlBytes(text));
    demand(Array.isArray(items) && (items.length === 2 || items.length === 3), "not a disclosure");
    demand(typeof items[0] === "string", "a disclosure without salt");
    demand(items.length === 2 || typeof items[1] === "string", "a disclosure without name");
    return {digest: textDigest(text), name: items.length === 3 ? items[1] : null, value: items[items.length - 1]};
}

/** RFC 9901 section 7.1: each digest stands once, each disclosure has one, and none brings what is there already. */
class Disclosing {
    constructor(disclosures) {
        this.open = new Map(disclosures.map((disclosure) => [disclosure.digest, disclosure]));
        demand(this.open.size === disclosures.length, "a disclosure twice");
        this.seen = new Set();
        this.used = 0;
    }

    claims(payload) {
        const claims = new Map(payload);
        demand(!claims.has("_sd_alg") || claims.get("_sd_alg") === "sha-256", "another digest");
        claims.delete("_sd_alg");
        const disclosed = this.object(claims, 1);
        demand(this.used === this.open.size, "a disclosure to which no digest refers");
        return disclosed;
    }

    value(value, depth) {
        if (value instanceof Map) return this.object(value, depth + 1);
        return Array.isArray(value) ? this.array(value, depth + 1) : value;
    }

    object(object, depth) {
        demand(depth <= CLAIM_DEPTH, "nested too deeply");
        const result = new Map();
        for (const [name, value] of object) {
            if (name === "_sd") continue;
            demand(name !== "...", "a misplaced digest");
            result.set(name, this.value(value, depth));
        }
        if (object.has("_sd")) this.disclose(object.get("_sd"), result, depth);
        return result;
    }

    disclose(digests, result, depth) {
        demand(Array.isArray(digests), "a misplaced digest");
        for (const digest of digests) {
            const disclosure = this.take(digest);
            if (!disclosure) continue;
            const {name, value} = disclosure;
            demand(name !== null, "a disclosure of another arity");
            demand(name !== "_sd" && name !== "..." && !result.has(name), "a reserved name, or one that is there");
            demand(depth > 1 || !ALWAYS_OPEN.includes(name), "a claim that must be open");
            result.set(name, this.value(value, depth));
        }
    }

    array(elements, depth) {
        demand(depth <= CLAIM_DEPTH, "nested too deeply");
        const result = [];
        for (const element of elements) {
            if (!(element instanceof Map) || !element.has("...")) {
                result.push(this.value(element, depth));
                continue;
            }
            demand(element.size === 1, "a misplaced digest");
            const disclosure = this.take(element.get("..."));
            if (!disclosure) continue;
            demand(disclosure.name === null, "a disclosure of another arity");
            result.push(this.value(disclosure.value, depth));
        }
        return result;
    }

    take(digest) {
        demand(typeof digest === "string" && !this.seen.has(digest), "no digest, or one that stands twice");
        this.seen.add(digest);
        const disclosure = this.open.get(digest);
        if (disclosure) this.used++;
        return disclosure;
    }
}
