// One document of a use: what it says, what its record proves, and what is asked of it.

const DAY = 86_400;
// Signatures for all uses are made when the grant is: as long ago as a grant may live, and a day for its request.
const OLDEST_BINDING = LONGEST_TERM + DAY;

class DocumentFacts {
    static async of(place, use) {
        const facts = new DocumentFacts();
        const {presentation, receipt, seal} = use.evidence.documents[place];
        Object.assign(facts, {place, use, ledger: use.ledger, evidence: use.evidence});
        facts.text = await Fact.of(() => readPresentation(presentation));
        facts.claims = await Fact.of(() => {
            const text = facts.text.get();
            return orNo("document-unreadable", () => readClaims(text.claims));
        });
        facts.receipt = await Fact.of(() => facts.ledger.receipt(receipt));
        facts.issue = await Fact.of(() => facts.readIssue());
        facts.statuses = await Sayings.of(["status", "statusNow"], "status", readStatus, facts);
        facts.corrections = await Sayings.of(["correction", "correctionNow"], "correction", readCorrection, facts);
        facts.recorded = facts.issue.stands ? await facts.readBlock(seal) : null;
        return facts;
    }

    async readIssue() {
        const receipt = this.receipt.get();
        // Its own check says what is wrong with the checkpoint.
        if (!(await Fact.of(() => this.ledger.final(receipt.note))).stands) throw follows();
        if (receipt.record === null) throw no("not-an-issue");
        const {statement, final} = await this.ledger.statement(receipt, "not-an-issue");
        return {...orNo("not-an-issue", () => readIssueAct(statement, receipt)), final};
    }

    /** The block of the record; where no seal is at hand the time alone, when the first of a quorum signed above it:
     *  the record is older. */
    async readBlock(seal) {
        const {leaf, final} = this.issue.value;
        return await this.ledger.block(leaf, seal) ?? {height: null, time: 1_000 * final.second};
    }

    /** As the record names it, else as the text does. */
    get type() {
        if (this.issue.stands) return this.issue.value.type;
        return this.claims.stands ? this.claims.value.type : null;
    }

    /** What was shown; a document that does not read shows nothing. */
    get fields() {
        return this.claims.stands ? this.text.value.fields : [];
    }

    get shown() {
        return {type: this.type, names: this.fields.map(({name}) => name)};
    }

    checks() {
        return answers({
            form: () => this.form(), signature: () => this.signature(), accredited: () => this.accredited(),
            recorded: () => this.isRecorded(), final: () => this.isFinal(), status: () => this.status(),
            undisputed: () => this.undisputed(), validity: () => this.validity(), freshness: () => this.freshness(),
            holder: () => this.holder(), fields: () => this.withinScene(),
        });
    }

    form() {
        this.text.get();
        const claims = this.claims.get();
        if (claims.origin !== this.ledger.origin) throw no("document-of-other-ledger");
        if (!this.issue.stands) return null;
        const {type, version} = this.issue.value;
        if (claims.type !== type || claims.version !== version) throw no("type-differs");
        // The ledger says when a document was recorded; a claim of another day is a false one.
        const second = this.recordedSecond;
        const isEarly = claims.issued + DAY < second;
        if (isEarly && this.recorded.height === null) throw unknown("record-time-unknown");
        if (isEarly || claims.issued > second + DAY) throw no("date-differs", this.recorded);
        return null;
    }

    get recordedSecond() {
        return Math.floor(this.recorded.time / 1_000);
    }

    async signature() {
        const text = this.text.rest();
        const {issuer} = this.issue.rest();
        const proof = this.evidence.proofs.get(`issuer ${this.place}`);
        const {value, asOf} = await this.ledger.entry(proof, "member", utf8(issuer), readMember);
        if (value === null) throw no("issuer-unknown", asOf);
        const {details, effective, coming} = value;
        const {time} = this.recorded, second = this.recordedSecond;
        const then = coming && coming.effective <= time ? coming.details : details;
        const isGood = ({from, until}) => from <= second && (until === null || second < until);
        if (await this.isByOneOf(then.keys.filter(isGood))) return this.recorded;
        // The record may be older than its checkpoint, and the entry younger than the record.
        const known = [...details.keys, ...coming?.details.keys ?? []].filter(({from}) => from <= second);
        if (this.recorded.height === null && await this.isByOneOf(known)) throw unknown("record-time-unknown");
        if ((coming?.effective ?? effective) > time) throw unknown("issuer-keys-changed");
        throw no("signature-false", asOf);
    }

    /** What the issuer's entry calls it, as of its proof; null where the file does not prove that. */
    async issuerName() {
        const fact = await Fact.of(() => {
            const proof = this.evidence.proofs.get(`issuer ${this.place}`);
            return this.ledger.entry(proof, "member", utf8(this.issue.rest().issuer), readMember);
        });
        if (!fact.stands || fact.value.value === null) return null;
        const {value: {details, coming}, asOf} = fact.value;
        return (coming && coming.effective <= asOf.time ? coming.details : details).name;
    }

    async isByOneOf(keys) {
        for (const {key} of keys) {
            if (key.algorithm === -7 && await this.text.value.jws.isBy(key.bytes)) return true;
        }
        return false;
    }

    isRecorded() {
        const {commitment} = this.issue.get();
        const {jwt} = this.text.rest();
        const {correction} = this.claims.rest();
        const found = sha256(utf8("deedbox/record/v1"), correction, sha256(utf8(jwt)));
        if (!same(found, commitment)) throw no("record-of-another");
        return this.recorded;
    }

    /** Every node asked that before it signed. */
    async accredited() {
        if (!(await Fact.of(() => this.isRecorded())).stands) throw follows();
        const {labels} = this.ledger.policy;
        if (labels !== null && !labels.includes(this.claims.value.label)) throw no("label-not-accepted", this.recorded);
        return this.recorded;
    }

    async isFinal() {
        const final = await this.ledger.final(this.receipt.get().note);
        this.ledger.checkAssurance(final);
        return {height: null, time: 1_000 * final.second};
    }

    /** The height of the use: what was said later is told beside the verdict, and no part of it. */
    used() {
        this.issue.rest();
        return this.use.counted.rest().height;
    }

    status() {
        const used = this.used();
        const {value, asOf} = this.statuses.told(used, ({height}) => height <= used);
        if (value !== null && value.state !== "inForce") throw no(value.state, asOf);
        return asOf;
    }

    undisputed() {
        const used = this.used();
        // A first dispute that came later tells that there was none before.
        const {value, asOf} = this.corrections.told(used, ({height, number}) => height <= used || number === 1);
        if (value === null || value.height > used) return asOf;
        if (value.answer === null || value.answer.height > used) throw no("in-dispute", asOf);
        return asOf;
    }

    /** How it stands now; null for a record of another document, and without a proof of the status. */
    async standing() {
        return (await Fact.of(() => this.isRecorded())).stands ? standingBy(this.statuses, this.corrections) : null;
    }

    validity() {
        const claims = this.claims.rest();
        const second = this.use.second();
        if (claims.start !== null && second < claims.start) throw no("not-yet-valid", this.use.asOf);
        const ends = [claims.expiry, this.issue.stands ? this.issue.value.expiry : null];
        if (ends.some((end) => end !== null && second >= end)) throw no("expired", this.use.asOf);
        return this.use.asOf;
    }

    freshness() {
        const {asOf, updateDays} = this.claims.rest();
        const second = this.use.second();
        const {age} = this.ledger.policy;
        if (updateDays !== null && second >= asOf + updateDays * DAY) throw no("stale", this.use.asOf);
        if (age !== null && second >= asOf + age) throw no("older-than-accepted", this.use.asOf);
        return this.use.asOf;
    }

    async holder() {
        const text = this.text.rest();
        const {holder} = this.claims.rest();
        const use = this.use.use.rest();
        if (use.index < 1 || use.index > MOST_USES) throw follows();
        if (holder === null || holder.curve === "X25519") throw no("binding-false");
        const second = this.use.second();
        if (text.binding === "") throw no("binding-missing");
        const said = await readKeyBinding(text, holder).catch((error) => {
            throw error instanceof Refusal ? no("binding-false") : error;
        });
        if (said.nonce !== this.nonce(use)) throw no("binding-of-another-use");
        if (said.audience !== use.party) throw no("signed-for-another");
        if (said.hash !== text.hash) throw no("binding-false");
        const {leeway} = this.ledger.policy;
        if (said.issued > second + leeway || second >= said.issued + OLDEST_BINDING) throw no("binding-out-of-time");
    }

    /** What the holder signed instead of a number that the verifier drew: docs/protocol/release.md. */
    nonce({grant, party, index}) {
        const context = [utf8(this.ledger.origin), grant, this.evidence.set, utf8(party)];
        const framed = context.flatMap((part) => [numberBytes(part.length, 2), part]);
        return base64url(sha256(utf8("deedbox/nonce/v1"), ...framed, numberBytes(index, 2)));
    }

    withinScene() {
        const text = this.text.rest();
        if (this.type === null) throw follows();
        const asked = this.use.profile.rest().types.find(({type}) => type === this.type);
        if (!asked) throw no("type-beyond-scene");
        const known = new Set(asked.fields.map(({path}) => path));
        if (text.fields.some(({name}) => !known.has(name)) || text.claims.has("attachments")) throw no("beyond-scene");
    }
}

function readPresentation(text) {
    return refusingAs((refusal) => no(refusal instanceof FalseDisclosure ? "disclosure-false" : "document-unreadable"),
        () => new Presentation(text));
}
