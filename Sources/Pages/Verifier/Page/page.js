// The page: files come in, a verdict goes out, and nothing leaves or stays.

const CHOOSERS = ["evidence", "trust", "policy"];
const askedLanguage = new URLSearchParams(location.search).get("lang") ?? navigator.language;
const page = {language: askedLanguage.startsWith("zh") ? "zh" : "en", files: {}, shown: null, turn: 0};

function say(words) {
    return words[page.language];
}

function part(id) {
    return document.getElementById(id);
}

function showWords() {
    document.documentElement.lang = page.language === "zh" ? "zh-CN" : "en";
    document.title = `${say(pageWords.title)} · Deedbox`;
    const texts = {
        tagline: pageWords.tagline, language: pageWords.other, title: pageWords.title, sub: pageWords.sub,
        "evidence-label": pageWords.evidence, "trust-label": pageWords.trust, "policy-label": pageWords.policy,
        "more-label": pageWords.more, "party-label": pageWords.asParty, "party-hint": pageWords.asPartyHint,
        foot: pageWords.foot,
    };
    for (const [id, words] of Object.entries(texts)) part(id).textContent = say(words);
    for (const name of CHOOSERS) {
        part(`${name}-hint`).textContent = say(pageWords[`${name}Hint`]);
        part(`${name}-zone`).classList.toggle("has", page.files[name] !== undefined);
    }
    showVerdict();
}

function showVerdict() {
    const {shown} = page;
    part("took").textContent = shown?.verdict
        ? `${say(pageWords.took)} ${shown.milliseconds.toFixed(1)} ms.` : "";
    if (shown === null) {
        part("verdict").replaceChildren();
        part("details").replaceChildren();
    } else if (shown.verdict) {
        part("verdict").replaceChildren(verdictCard(shown.verdict, say));
        part("details").replaceChildren(...detailSections(shown.verdict, say));
    } else {
        part("verdict").replaceChildren(problemCard(shown.problem, say));
        part("details").replaceChildren();
    }
}

/** Checks once both files are there; a file that comes meanwhile makes its own turn. */
async function check() {
    const turn = ++page.turn;
    page.shown = null;
    showWords();
    if (!page.files.evidence || !page.files.trust) return;
    part("verdict").textContent = say(pageWords.working);
    const shown = await judged(page.files, part("party").value.trim());
    if (turn !== page.turn) return;
    page.shown = {...shown, turn};
    showVerdict();
    part("verdict").dataset.turn = turn;
}

/** The verdict and how long it took, or why there is none. */
async function judged({evidence, trust, policy}, party) {
    const ability = await askedAbility;
    if (ability !== null) return {problem: {word: ability}};
    if (party !== "" && !isLabel(party) && !isOutsider(party)) return {problem: {word: "badParty", detail: party}};
    if (evidence.size > EVIDENCE_LIMIT || [trust, policy].some((file) => file?.size > SMALL_LIMIT)) {
        return {problem: {word: "tooLarge"}};
    }
    let bytes, genesis, asked;
    try {
        [bytes, genesis, asked] = await Promise.all([evidence, trust, policy].map(bytesOf));
    } catch {
        return {problem: {word: "notRead"}};
    }
    const start = performance.now();
    try {
        const verdict = await verdictOn(bytes, genesis, catalogue, {policy: asked, party});
        return {verdict, milliseconds: performance.now() - start};
    } catch (error) {
        if (error instanceof Unverifiable) return {problem: {word: error.word, detail: error.message}};
        return {problem: {word: "bug", detail: String(error)}};
    }
}

async function bytesOf(file) {
    return file && new Uint8Array(await file.arrayBuffer());
}

// Of a genesis, and of a policy.
const SMALL_LIMIT = 1 << 20;
// Asked while the person still looks for the files.
const askedAbility = missingAbility();

/** A file that was chosen or dropped; one that was taken back is gone. */
function take(name, file) {
    page.files[name] = file;
    check();
}

for (const name of CHOOSERS) {
    const zone = part(`${name}-zone`);
    part(name).addEventListener("change", ({target}) => take(name, target.files[0]));
    for (const event of ["dragenter", "dragover"]) zone.addEventListener(event, () => zone.classList.add("over"));
    for (const event of ["dragleave", "drop"]) zone.addEventListener(event, () => zone.classList.remove("over"));
    zone.addEventListener("drop", ({dataTransfer}) => {
        if (dataTransfer.files.length > 0) take(name, dataTransfer.files[0]);
    });
}
// A file that misses its place would open in the window instead of the page.
for (const event of ["dragover", "drop"]) addEventListener(event, (dropped) => dropped.preventDefault());
part("party").addEventListener("change", check);
part("language").addEventListener("click", () => {
    page.language = page.language === "zh" ? "en" : "zh";
    showWords();
});
showWords();
// Said at once, before anybody looks for files in vain.
askedAbility.then((word) => {
    if (word === null) return;
    page.shown = {problem: {word}};
    showVerdict();
});
