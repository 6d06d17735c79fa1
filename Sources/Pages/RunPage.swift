public import Rulebook

/// The page of one import: what came of the rows, which rules were broken, and how far the documents are.
public struct RunPage: Sendable {
    /// Rows by what came of them.
    public struct Totals: Sendable {
        let read: UInt64
        let accepted: UInt64
        let faulty: UInt64
        let repeated: UInt64
        let blank: UInt64

        public init(read: UInt64, accepted: UInt64, faulty: UInt64, repeated: UInt64, blank: UInt64) {
            self.read = read
            self.accepted = accepted
            self.faulty = faulty
            self.repeated = repeated
            self.blank = blank
        }
    }

    /// Documents by how far they are.
    public struct Steps: Sendable {
        let pending: UInt64
        let working: UInt64
        let final: UInt64
        let delivered: UInt64

        public init(pending: UInt64, working: UInt64, final: UInt64, delivered: UInt64) {
            self.pending = pending
            self.working = working
            self.final = final
            self.delivered = delivered
        }
    }

    /// How often a rule was broken.
    public struct Rule: Sendable {
        let code: String
        let count: UInt64

        public init(code: String, count: UInt64) {
            self.code = code
            self.count = count
        }
    }

    /// One fault; the value with its middle covered.
    public struct Fault: Sendable {
        let row: UInt64
        let field: String
        let rule: String
        let value: String
        let fact: Bilingual

        public init(row: UInt64, field: String, rule: String, value: String, fact: Bilingual) {
            self.row = row
            self.field = field
            self.rule = rule
            self.value = value
            self.fact = fact
        }
    }

    let desk: Bilingual
    let isChinese: Bool
    let caller: String
    let foot: DeskFoot
    let number: String
    let file: String
    let type: Bilingual
    let isDry: Bool
    let isFinished: Bool
    let isTakenBack: Bool
    let staff: String
    /// At UTC+8, as `2026-11-29T23:15:02Z` is written.
    let started: String
    let totals: Totals
    let steps: Steps
    let rules: [Rule]
    let faults: [Fault]
    let moreFaults: UInt64

    public init(
        desk: Bilingual, isChinese: Bool, caller: String, foot: DeskFoot, number: String, file: String,
        type: Bilingual, isDry: Bool, isFinished: Bool, isTakenBack: Bool, staff: String, started: String,
        totals: Totals,
        steps: Steps, rules: [Rule], faults: [Fault], moreFaults: UInt64
    ) {
        self.desk = desk
        self.isChinese = isChinese
        self.caller = caller
        self.foot = foot
        self.number = number
        self.file = file
        self.type = type
        self.isDry = isDry
        self.isFinished = isFinished
        self.isTakenBack = isTakenBack
        self.staff = staff
        self.started = started
        self.totals = totals
        self.steps = steps
        self.rules = rules
        self.faults = faults
        self.moreFaults = moreFaults
    }
}
