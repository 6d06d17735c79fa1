// What the ledger proves of a use, and what is asked of it.

class UseFacts {
    /** Each fact is asked once, in the order in which they rest on each other. */
    static async of(evidence, ledger) {
        const facts = new UseFacts();
        Object.assign(facts, {evidence, ledger});
        facts.grant = await Fact.of(() => facts.readGrant());
        facts.use = await Fact.of(() => facts.readUse());
        facts.entry = await Fact.of(() => facts.readEntry());
        facts.counted = await Fact.of(() => facts.readCounted());
        facts.profile = await Fact.of(() => facts.readProfile());
        facts.passing = evidence.passing && await Fact.of(() => facts.readPassing());
        return facts;
    }

    async readGrant() {
        const receipt = this.ledger.receipt(this.evidence.grant);
        const {statement, final} = await this.ledger.statement(receipt, "not-a-grant");
        if (receipt.record !== null) throw no("not-a-grant");
        const act = orNo("not-a-grant", () => readGrantAct(statement));
        return {...act, final, id: grantID(this.ledger.origin, act.key), isSigned: await statement.isBy(act.key)};
    }

    async readUse() {
        const receipt = this.ledger.receipt(this.evidence.use);
        const {statement, final} = await this.ledger.statement(receipt, "not-a-use");
        const act = orNo("not-a-use", () => readUseAct(statement, receipt));
        return {...act, party: statement.issuer, statement: statement.id, final};
    }

    readEntry() {
        const {grant} = this.use.rest();
        return this.ledger.entry(this.evidence.proofs.get("grant"), "grant", grant, readGrantEntry);
    }

    readCounted() {
        const use = this.use.get();
        const {value, asOf} = this.entry.get();
        if (value === null) throw unknown("grant-closed", asOf);
        const counted = value.counted[use.index - 1];
        if (counted === undefined) throw unknown("proof-too-old", asOf);
        if (!same(counted.statement, use.statement) || counted.record !== use.record) throw no("not-counted", asOf);
        return counted;
    }

    async readProfile() {
        const grant = this.grant.rest();
        const key = sceneKey(grant.party, grant.scene);
        const {value, asOf} = await this.ledger.entry(this.evidence.proofs.get("scene"), "scene", key, readScene);
        const profile = value?.profiles.find(({id}) => id === grant.profile);
        if (!profile) throw no("scene-unknown", asOf);
        return {...profile, purpose: value.purpose};
    }

    /** To whom the party of this use has passed it on, later, and by a right that holds. */
    async readPassing() {
        const use = this.use.rest();
        const {receipt: bytes, name, commitment} = this.evidence.passing;
        let passed, final;
        try {
            const receipt = this.ledger.receipt(bytes);
            const found = await this.ledger.statement(receipt, "passing-false");
            passed = orNo("passing-false", () => readPassingAct(found.statement, receipt));
            final = found.final;
        } catch (error) {
            throw error instanceof Objection && error.answer === "no" ? no("passing-false") : error;
        }
        this.ledger.checkAssurance(final);
        const isOfThis = passed.party === use.party && same(passed.grant, use.grant) && passed.index === use.index
            && same(passed.use, use.statement) && passed.leaf > use.leaf;
        const isOutside = passed.recipient instanceof Uint8Array;
        const opens = isOutside ? name !== null && same(passed.recipient, commitment) : name === null;
        if (!isOfThis || !opens || !await isRight(passed, this.ledger.origin)) throw no("passing-false");
        return {to: isOutside ? name : passed.recipient, leaf: passed.leaf};
    }

    /** The block of the use and its time; without the grant's entry the time alone, when the first of a quorum signed
     *  above it; null for a use that is not proven. */
    get asOf() {
        if (this.counted.stands) return {height: this.counted.value.height, time: this.counted.value.time};
        return this.use.stands ? {height: null, time: 1_000 * this.use.value.final.second} : null;
    }

    /** POSIX seconds of the use. */
    second() {
        if (this.asOf === null) throw follows();
        return Math.floor(Number(this.asOf.time) / 1_000);
    }

    checks(shown) {
        const askers = {
            addressed: () => this.addressed(), granted: () => this.granted(), counted: () => this.isCounted(),
            complete: () => this.complete(shown),
        };
        if (this.evidence.matter) askers.matter = () => this.matter();
        return answers(askers);
    }

    addressed() {
        const [granted, used] = [this.grant.rest().party, this.use.rest().party];
        if (granted !== used) throw no("not-addressed-to-me");
        if (used !== this.evidence.party && this.passing?.get().to !== this.evidence.party) {
            throw no("not-addressed-to-me");
        }
        return this.asOf;
    }

    granted() {
        const grant = this.grant.get();
        this.ledger.checkAssurance(grant.final);
        if (!grant.isSigned) throw no("grant-signature-false");
        if (!same(this.use.rest().grant, grant.id)) throw no("other-grant");
        const {value, asOf} = this.entry.get();
        if (value === null) throw unknown("grant-closed", asOf);
        const {height, time} = this.counted.rest();
        const isEnded = [value.withdrawn, value.refused].some((end) => end !== null && end <= time);
        // The nodes asked this before they cosigned: what fails here is their fault.
        if (isEnded || value.expiry * 1_000 < time || value.counted.length > value.uses) {
            throw no("grant-ended", {height, time});
        }
        return {height, time};
    }

    isCounted() {
        this.ledger.checkAssurance(this.use.get().final);
        const {height, time} = this.counted.get();
        return {height, time};
    }

    complete(shown) {
        for (const {type, fields} of this.profile.get().types) {
            const names = new Set(shown.filter((document) => document.type === type).flatMap(({names}) => names));
            if (fields.some(({path, isRequired}) => isRequired && !names.has(path))) throw no("field-missing");
        }
        return this.asOf;
    }

    matter() {
        const {number, requestSalt, useSalt} = this.evidence.matter;
        const opened = [[requestSalt, this.grant.rest().matter], [useSalt, this.use.rest().matter]];
        for (const [salt, commitment] of opened) {
            if (salt === null) continue;
            if (!same(sha256(utf8("deedbox/case/v1"), salt, utf8(number)), commitment)) throw no("case-differs");
        }
    }
}
