// The verdict: the checks of the use and of each document, and what they come to.

/** Why there is no verdict at all, as a word of the page: it could not be checked, whatever it is. */
class Unverifiable extends Error {
    constructor(word, detail) {
        super(detail);
        this.word = word;
    }
}

function orUnverifiable(word, read) {
    return refusingAs((refusal) => new Unverifiable(word, refusal.message), read);
}

/** What can be said of an evidence file by who trusts a genesis. The catalogue has the states by weight, and what a no
 *  for a reason makes of a verdict; `asking` may name a policy file, and who asks: a member, or whom it was passed on to. */
async function verdictOn(file, genesisFile, catalogue, asking = {}) {
    const genesis = orUnverifiable("badGenesis", () => readGenesis(genesisBytes(genesisFile)));
    const policy = asking.policy ? orUnverifiable("badPolicy", () => readPolicy(asking.policy)) : noPolicy;
    const evidence = orUnverifiable("badEvidence", () => readEvidence(file));
    const owner = evidence.party;
    if (asking.party) evidence.party = asking.party;
    if (evidence.origin !== genesis.origin) throw new Unverifiable("otherLedger", evidence.origin);
    const walk = await Walk.along(evidence.epochs, genesis).catch((error) => {
        throw error instanceof Refusal ? new Unverifiable("badEpochs", error.message) : error;
    });
    const use = await UseFacts.of(evidence, new TrustedLedger(walk, policy));
    const documents = [];
    for (let place = 0; place < evidence.documents.length; place++) documents.push(await DocumentFacts.of(place, use));
    const checks = await use.checks(documents.map(({shown}) => shown));
    const judged = [];
    for (const document of documents) judged.push(await documentVerdict(document, catalogue));
    const all = [...checks, ...judged.flatMap((document) => document.checks)];
    return {
        genesis, evidence, checks, documents: judged, answer: answerOf(all), state: stateOf(all, catalogue),
        now: worstStanding(judged.map(({standing}) => standing)),
        use: use.use.stands ? use.use.value : null, asOf: use.asOf,
        party: use.use.stands ? use.use.value.party : owner, asker: asking.party || null,
        passedOn: use.passing?.stands ? use.passing.value.to : null,
        purpose: use.profile.stands ? use.profile.value.purpose : null,
    };
}

async function documentVerdict(document, catalogue) {
    const checks = await document.checks();
    return {
        checks, standing: await document.standing(), answer: answerOf(checks), state: stateOf(checks, catalogue),
        type: document.type,
        issuer: document.issue.stands ? document.issue.value.issuer : null, issuerName: await document.issuerName(),
        record: document.issue.stands ? document.issue.value.leaf : null,
        fields: document.fields, dataAsOf: document.claims.stands ? document.claims.value.asOf : null,
    };
}

/** No as soon as one check says no, yes only when all do. A dispute alone takes nothing away: it stands beside. */
function answerOf(checks) {
    const found = new Set(checks.filter(({name}) => name !== "undisputed").map(({answer}) => answer));
    return found.has("no") ? "no" : found.has("unknown") ? "unknown" : "yes";
}

/** Of the reasons for a no the weightiest; what could not be checked weighs more than a dispute. */
function stateOf(checks, catalogue) {
    const order = Object.keys(catalogue.states);
    const weights = checks.filter(({answer}) => answer === "no")
        .map(({reason}) => order.indexOf(catalogue.reasons[reason].state));
    const heaviest = Math.max(0, ...weights);
    const isOpen = checks.some(({name, answer}) => answer === "unknown" && name !== "undisputed");
    return order[Math.max(heaviest, isOpen ? order.indexOf("couldNotCheck") : 0)];
}
