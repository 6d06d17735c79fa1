// What stands against a yes, and facts that several checks rest on.

/** A no, or that it could not be checked: three answers, never two. */
class Objection extends Error {
    constructor(answer, reason, asOf = null) {
        super(reason);
        this.answer = answer;
        this.reason = reason;
        this.asOf = asOf;
    }
}

function no(reason, asOf = null) {
    return new Objection("no", reason, asOf);
}

function unknown(reason, asOf = null) {
    return new Objection("unknown", reason, asOf);
}

/** For a check that rests on another one. */
function follows() {
    return unknown("not-reached");
}

/** Bytes that do not read, or do not hold, are a no for this reason. */
function orNo(reason, read) {
    return refusingAs(() => no(reason), read);
}

/** Something that is proven once, or the objection to it. */
class Fact {
    constructor(value, objection) {
        this.value = value;
        this.objection = objection;
    }

    static async of(make) {
        try {
            return new Fact(await make(), null);
        } catch (error) {
            if (error instanceof Objection) return new Fact(null, error);
            throw error;
        }
    }

    get stands() {
        return this.objection === null;
    }

    get() {
        if (this.objection) throw this.objection;
        return this.value;
    }

    /** The value, for a check that rests on it. */
    rest() {
        if (this.objection) throw follows();
        return this.value;
    }
}

/** Asks by name; each asker gives the block and time that its yes speaks of, or nothing. */
async function answers(askers) {
    const checks = [];
    for (const [name, ask] of Object.entries(askers)) {
        const found = await Fact.of(ask);
        const {answer, reason, asOf} = found.objection ?? {answer: "yes", reason: null, asOf: found.value ?? null};
        checks.push({name, answer, reason, asOf});
    }
    return checks;
}
