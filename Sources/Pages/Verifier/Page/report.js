// How a verdict is shown: the answer on top, then what was asked, then the documents.

/** The big answer: a symbol, a word, and what it rests on. */
function verdictCard(verdict, say) {
    return element("div", {
        class: `card answer ${verdict.answer}`, "data-answer": verdict.answer, "data-state": verdict.state,
        "data-now": standingData(verdict.now), "data-passed-on": verdict.passedOn,
    }, symbol(verdict.answer), element("div", {class: "grows"},
        element("h2", {}, `${say(catalogue.states[verdict.state])} `,
            element("small", {}, say(pageWords.asOfUse))),
        element("p", {class: "lead"}, say(pageWords.answers[verdict.answer])),
        openList(verdict, say),
        element("p", {class: "today"}, symbol(standingAnswer(verdict.now)), element("span", {},
            element("b", {}, `${say(pageWords.now)}: `), standingText(verdict.now, say))),
        termList([
            [say(pageWords.asOfUse), placeText(verdict.asOf, say)],
            [say(pageWords.party), verdict.evidence.party],
            [say(pageWords.passedOn), verdict.passedOn === null ? null : visible(verdict.passedOn)],
            [say(pageWords.useNumber), verdict.use ? String(verdict.use.index) : null],
            [say(pageWords.purpose), verdict.purpose ? visible(say(verdict.purpose)) : null],
            [say(pageWords.matter), verdict.evidence.matter ? visible(verdict.evidence.matter.number) : null],
            [say(pageWords.ledger), verdict.genesis.origin],
            [say(pageWords.genesisDigest), hexOf(verdict.genesis.digest)],
        ]),
        verdict.genesis.isSample ? element("p", {class: "lead"}, `⚠ ${say(pageWords.sample)}`) : null));
}

/** What stands against a yes, in short; what only follows from another check is left to the lists below. */
function openList(verdict, say) {
    const open = [...verdict.checks, ...verdict.documents.flatMap(({checks}) => checks)]
        .filter(({answer, reason}) => answer !== "yes" && reason !== "not-reached");
    if (open.length === 0) return null;
    return element("ul", {class: "open"}, open.map(({name, answer, reason}) => element("li", {},
        [catalogue.answers[answer], catalogue.checks[name], catalogue.reasons[reason].cause].map(say).join(" · "))));
}

/** State, and the blocks of its change and of its proof, for programs that look at the page. */
function standingData(standing) {
    return standing && [standing.state, standing.since?.height ?? "", standing.asOf.height].join(" ");
}

function problemCard(problem, say) {
    return element("div", {class: "card answer unknown", "data-answer": "none", "data-problem": problem.word},
        symbol("unknown"), element("div", {},
            element("h2", {}, say(catalogue.answers.unknown)), element("p", {}, say(pageWords[problem.word])),
            problem.detail ? element("p", {class: "lead"}, visible(problem.detail)) : null));
}

function detailSections(verdict, say) {
    return [
        element("div", {class: "actions"}, printButton(say)),
        element("section", {"data-part": "use"},
            element("h2", {}, say(pageWords.useChecks)), checkList(verdict.checks, say)),
        ...verdict.documents.map((document, place) => documentSection(document, place, say)),
    ];
}

function printButton(say) {
    const button = element("button", {class: "button plain", type: "button"}, say(pageWords.print));
    button.addEventListener("click", () => print());
    return button;
}

function documentSection(document, place, say) {
    return element("section", {
        "data-part": `document ${place}`, "data-state": document.state, "data-now": standingData(document.standing),
    },
        element("h2", {},
            `${say(pageWords.document)} ${place + 1} `, element("code", {}, visible(document.type ?? "?"))),
        element("div", {class: `card answer ${document.answer}`}, symbol(document.answer), element("div", {},
            element("b", {class: "word"}, say(catalogue.states[document.state])), ` ${say(pageWords.asOfUse)}`,
            termList([
                [say(pageWords.now), standingText(document.standing, say)],
                [say(pageWords.issuer), document.issuer],
                [say(pageWords.record), document.record === null ? null : String(document.record)],
                [say(pageWords.dataAsOf), document.dataAsOf === null ? null : timeText(document.dataAsOf)],
            ]))),
        element("h3", {}, say(pageWords.shown)), fieldTable(document.fields, say),
        element("h3", {}, say(pageWords.checks)), checkList(document.checks, say));
}
