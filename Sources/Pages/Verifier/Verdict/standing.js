// How a document stood at the use, and how it stands now.
//
// An entry of the state keeps its last change alone. A proof tells what held at the use as long as that change came no
// later, so a renewed file keeps the proof of the use beside the newest.

/** From the lightest to the heaviest. */
const STANDINGS = ["valid", "inDispute", "superseded", "suspended", "revoked"];

/** What the proofs say of one entry, the one of the use first; those that are not there are left out. */
class Sayings {
    static async of(questions, kind, read, document) {
        const sayings = new Sayings();
        sayings.found = [];
        const proofs = questions.map((word) => document.evidence.proofs.get(`${word} ${document.place}`));
        for (const proof of proofs.filter((bytes) => bytes !== undefined)) {
            sayings.found.push(await Fact.of(() => {
                const {issuer, commitment} = document.issue.get();
                return document.ledger.entry(proof, kind, statusKey(document.ledger.origin, issuer, commitment), read);
            }));
        }
        return sayings;
    }

    /** The first that tells what held at a block: it is of that block or a later one, and its entry lets one know. */
    told(height, tells) {
        let objection = null;
        for (const fact of this.found) {
            const found = fact.stands ? objectionTo(fact.value, height, tells) : fact.objection;
            if (found === null) return fact.value;
            objection ??= found;
        }
        throw objection ?? unknown("proof-missing");
    }

    /** What the newest that holds says; of two of one block the first. */
    get newest() {
        return this.found.filter(({stands}) => stands).map(({value}) => value)
            .reduce((newest, said) => (newest && newest.asOf.height >= said.asOf.height ? newest : said), null);
    }
}

function objectionTo({value, asOf}, height, tells) {
    if (asOf.height < height) return unknown("proof-too-old", asOf);
    return value === null || tells(value) ? null : unknown("changed-since", asOf);
}

/** How a document stands by its newest proofs: since when, and as of which block. */
function standingBy(statuses, corrections) {
    const {newest} = statuses;
    if (newest === null) return null;
    const since = newest.value && {height: newest.value.height, time: newest.value.since};
    const state = newest.value && newest.value.state !== "inForce" ? newest.value.state : "valid";
    const dispute = corrections.newest;
    if (state !== "valid" || !dispute?.value || dispute.value.answer !== null) return {state, since, asOf: newest.asOf};
    return {
        state: "inDispute", since: {height: dispute.value.height, time: dispute.value.opened}, asOf: dispute.asOf,
    };
}

function isBad(standing) {
    return STANDINGS.indexOf(standing.state) > STANDINGS.indexOf("inDispute");
}

/** As the worst document stands, of equals the one whose proof is oldest; null when one is untold, unless another
 *  stands badly. */
function worstStanding(standings) {
    const told = standings.filter((standing) => standing !== null);
    const weight = ({state}) => STANDINGS.indexOf(state);
    const worst = told.reduce((worst, standing) => {
        const difference = worst === null ? 1 : weight(standing) - weight(worst);
        return difference > 0 || difference === 0 && standing.asOf.time < worst.asOf.time ? standing : worst;
    }, null);
    return worst !== null && (isBad(worst) || told.length === standings.length) ? worst : null;
}
