// The ledger as a verifier trusts it: what a receipt or a proof is worth by the epochs that it knows.

class TrustedLedger {
    constructor(walk, policy) {
        this.walk = walk;
        this.policy = policy;
        this.origin = walk.origin;
        this.finals = new Map();
    }

    /** A final checkpoint; one note under many receipts is checked once. */
    final(note) {
        const lines = note.signatures.map(({name, id, payload}) => `${name} ${hexOf(id)} ${hexOf(payload)}`);
        const key = note.text + lines.join();
        if (!this.finals.has(key)) this.finals.set(key, Fact.of(() => this.checkFinal(note)));
        return this.finals.get(key).then((fact) => fact.get());
    }

    async checkFinal(note) {
        const epoch = this.walk.at(note.checkpoint.size);
        try {
            return await epoch.policy.final(note);
        } catch (error) {
            if (error instanceof OtherLedger) throw unknown("other-ledger");
            if (!(error instanceof NotFinal)) throw error;
            // A set that the verifier does not know yet may have signed: then too few known names are no forgery.
            const mayBeLater = !error.isFalse && epoch === this.walk.epoch
                && note.signatures.some((line) => !epoch.policy.knows(line));
            throw mayBeLater ? unknown("epochs-missing") : no("checkpoint-not-final");
        }
    }

    /** Refuses a final checkpoint that withstands fewer lying validators than the verifier asks for. */
    checkAssurance({assurance}) {
        if (assurance < this.policy.assurance) throw no("assurance-too-low");
    }

    receipt(bytes) {
        if (bytes === null || bytes.length === 0) throw unknown("receipt-missing");
        return orNo("receipt-unreadable", () => Receipt.reading(bytes));
    }

    /** The leaf stands in the log; gives the final checkpoint that says so. */
    async standing(receipt) {
        const final = await this.final(receipt.note);
        const root = orNo("not-in-log",
            () => inclusionRoot(receipt.index, final.size, leafHash(receipt.leaf), receipt.path));
        if (!same(root, final.root)) throw no("not-in-log");
        return final;
    }

    /** The statement of a receipt, with its checkpoint. */
    async statement(receipt, reason) {
        const final = await this.standing(receipt);
        const statement = orNo(reason, () => new Statement(receipt.leaf));
        if (statement.origin !== this.origin) throw unknown("other-ledger");
        return {statement, final};
    }

    /** What the state had under a key, as of which block; a proof that does not hold says nothing, for or against. */
    async entry(bytes, kind, key, read) {
        if (bytes === undefined) throw unknown("proof-missing");
        const broken = () => unknown("proof-broken");
        const {receipt, proof} = refusingAs(broken, () => readSealedProof(bytes));
        const held = await Fact.of(() => this.standing(receipt));
        if (!held.stands) throw held.objection.answer === "unknown" ? held.objection : broken();
        const seal = refusingAs(broken, () => readSeal(receipt.leaf));
        const value = refusingAs(broken, () => proof.value(STATE_KINDS[kind], key, seal.stateRoot));
        if (held.value.assurance < this.policy.assurance) throw unknown("assurance-too-low");
        const asOf = {height: seal.height, time: seal.time};
        return {value: value === null ? null : refusingAs(broken, () => read(value)), asOf};
    }

    /** Height and time of a leaf's block, by the receipt of its seal; null where that does not tell. */
    async block(leaf, bytes) {
        const receipt = await Fact.of(() => this.receipt(bytes));
        if (!receipt.stands || !(await Fact.of(() => this.standing(receipt.value))).stands) return null;
        try {
            const seal = readSeal(receipt.value.leaf);
            const isThere = seal.firstIndex <= leaf && leaf < receipt.value.index;
            return isThere ? {height: seal.height, time: seal.time} : null;
        } catch (error) {
            if (error instanceof Refusal) return null;
            throw error;
        }
    }
}
