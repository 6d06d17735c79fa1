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
        todayLine(verdict, say),
        termList([
            [say(pageWords.asOfUse), placeText(verdict.asOf, say)],
            [say(pageWords.party), verdict.party],
            [say(pageWords.asker), verdict.asker === null ? null : visible(verdict.asker)],
            [say(pageWords.passedOn), verdict.passedOn === null ? null : visible(verdict.passedOn)],
            [say(pageWords.useNumber), verdict.use ? String(verdict.use.index) : null],
            [say(pageWords.purpose), verdict.purpose ? visible(say(verdict.purpose)) : null],
            [say(pageWords.matter), verdict.evidence.matter ? visible(verdict.evidence.matter.number) : null],
            [say(pageWords.ledger), verdict.genesis.origin],
            [say(pageWords.genesisDigest), hexOf(verdict.genesis.digest)],
        ]),
        verdict.genesis.isSample ? element("p", {class: "lead"}, `⚠ ${say(pageWords.sample)}`) : null));
}

/** What stands against a yes, the weightiest first, and what to do next; what only follows from another check is left to the lists below. */
function openList(verdict, say) {
    const order = Object.keys(catalogue.states);
    const weight = ({reason}) => order.indexOf(catalogue.reasons[reason].state);
    const open = [...verdict.checks, ...verdict.documents.flatMap(({checks}) => checks)]
        .filter(({answer, reason}) => answer !== "yes" && reason !== "not-reached")
        .sort((left, right) => weight(right) - weight(left));
    if (open.length === 0) return null;
    const list = element("ul", {class: "open"}, open.map(({name, answer, reason}) => element("li", {},
        [catalogue.answers[answer], catalogue.checks[name], catalogue.reasons[reason].cause].map(say).join(" · "))));
    const next = catalogue.reasons[open[0].reason].next;
    return element("div", {}, list, element("p", {class: "next"}, `${say(pageWords.next)}: ${say(next)}`));
}

/** What is told of today: nothing beside a no, unless a document stands badly as well. */
function todayLine(verdict, say) {
    const today = todayOf(verdict, verdict.now);
    return today && element("p", {class: "today"}, symbol(todayAnswer(today)), element("span", {},
        element("b", {}, `${say(pageWords.now)}: `), todayText(today, say)));
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
        ...verdict.documents.map((document, place) => documentSection(document, place, verdict, say)),
    ];
}

function printButton(say) {
    const button = element("button", {class: "button plain", type: "button"}, say(pageWords.print));
    button.addEventListener("click", () => print());
    return button;
}

function documentSection(document, place, verdict, say) {
    const today = todayOf(verdict, document.standing);
    return element("section", {
        "data-part": `document ${place}`, "data-state": document.state, "data-now": standingData(document.standing),
    },
        element("h2", {},
            `${say(pageWords.document)} ${place + 1} `, element("code", {}, visible(document.type ?? "?"))),
        element("div", {class: `card answer ${document.answer}`}, symbol(document.answer), element("div", {},
            element("b", {class: "word"}, say(catalogue.states[document.state])), ` ${say(pageWords.asOfUse)}`,
            termList([
                [say(pageWords.now), today && todayText(today, say)],
                [say(pageWords.issuer), [document.issuer, document.issuerName && visible(say(document.issuerName))]
                    .filter(Boolean).join(" · ") || null],
                [say(pageWords.record), document.record === null ? null : String(document.record)],
                [say(pageWords.dataAsOf), document.dataAsOf === null ? null : timeText(document.dataAsOf)],
            ]))),
        element("h3", {}, say(pageWords.shown)), fieldTable(document.fields, say),
        element("h3", {}, say(pageWords.checks)), checkList(document.checks, say));
}
