import Ledger
import Rulebook
import Signing

/// By what statistics are grouped.
package enum StatisticsKey: Hashable, Sendable {
    case issuer, type, scene, party, ground
    case span(ReportSpan)

    /// Reads a word of the command.
    package init?(word: String) {
        switch word {
        case "issuer": self = .issuer
        case "type": self = .type
        case "scene": self = .scene
        case "party": self = .party
        case "ground": self = .ground
        case _:
            guard let span = ReportSpan(rawValue: word) else { return nil }
            self = .span(span)
        }
    }

    /// The word of the command and of the report.
    package var word: String {
        switch self {
        case .issuer: "issuer"
        case .type: "type"
        case .scene: "scene"
        case .party: "party"
        case .ground: "ground"
        case .span(let span): span.rawValue
        }
    }

    /// All words.
    package static let words =
        ["issuer", "type", "scene", "party", "ground"] + ReportSpan.allCases.map(\.rawValue)
}

/// What is counted.
package enum StatisticsCount: String, CaseIterable, Sendable {
    case issued, suspended, reinstated, revoked, superseded
    case correctionsOpened, correctionsCorrected, correctionsUpheld, correctionsRemoved
    /// Answered after they were due; still open; open and past due.
    case correctionsLate, correctionsOpen, correctionsOverdue
    case granted, limited, withdrawn, refused
    case uses
    /// Of these, by statements of many.
    case usesOfMany
    case faultsOfShares, faultsOfWallets
    /// Uses passed on to somebody else; of these, with the holder's leave and on no legal ground.
    case passings, passingsByLeave
    case disclosures
    /// Of these, sealed; sealed yet; sealed yet though its time is over.
    case disclosuresSealed, disclosuresWaiting, disclosuresOverdue
    case traces
}

/// Counts of what a log holds, in one pass. Nobody is on the ledger, so nobody is in them.
package struct LedgerStatistics {
    let keys: [StatisticsKey]
    let period: ReportPeriod
    let origin: String
    let correctionTerm: UInt64
    package private(set) var rows: [[String]: [StatisticsCount: UInt64]] = [:]

    /// Grants in the state, with party and scene.
    private var grants: [GrantID: AskedGrant] = [:]
    /// Corrections that nobody has answered: when they are due, and their row, when they are within the period.
    private var disputes: [UInt64: (due: UInt64, row: [String]?)] = [:]
    /// Sealed disclosures that nobody has opened, with their row, when they are within the period.
    private var waiting: [StatementID: (seal: DisclosureSeal, row: [String])] = [:]
    private var types = RecordTypes()
    private var last: (height: UInt64, time: UInt64) = (0, 0)

    /// What an act is about, as far as it tells.
    private struct Matter {
        var issuer: MemberID?
        var type: TypeCode?
        var asked: AskedGrant?
        var party: MemberID?
        var ground: UInt64?
    }

    package init(by keys: [StatisticsKey], period: ReportPeriod, origin: String, correctionTerm: UInt64) {
        self.keys = keys
        self.period = period
        self.origin = origin
        self.correctionTerm = correctionTerm
    }

    /// Takes the next block.
    package mutating func take(_ block: PassedBlock) throws {
        last = (block.height, block.time)
        for act in block.acts { try take(act, block.time) }
        for grant in block.closed { grants[grant] = nil }
    }

    /// Adds what stands open as of the last block.
    package mutating func finish() {
        for (due, row) in disputes.values {
            guard let row else { continue }
            count(.correctionsOpen, row)
            if last.time > due { count(.correctionsOverdue, row) }
        }
        for (seal, row) in waiting.values {
            let isOver = seal.isOver(at: Height(last.height), time: last.time)
            count(isOver ? .disclosuresOverdue : .disclosuresWaiting, row)
        }
    }

    private mutating func take(_ passed: PassedAct, _ time: UInt64) throws {
        if case .issueDocuments(let act) = passed.act {
            if keys.contains(.type) { types.note(act.type, at: passed.index) }
            count(.issued, Matter(issuer: passed.member, type: act.type), time, UInt64(act.count))
        } else if case .setStatus(let act) = passed.act {
            count(StatisticsCount(act.state), document(act.record, passed.member), time)
        } else if case .openCorrection(let act) = passed.act {
            let matter = document(act.record, act.issuer)
            count(.correctionsOpened, matter, time)
            let row = period.contains(time) ? row(of: matter, time) : nil
            disputes[act.record.value] = (time + correctionTerm * 1_000, row)
        } else if case .answerCorrection(let act) = passed.act {
            let matter = document(act.record, passed.member)
            count(StatisticsCount(act.outcome), matter, time)
            let due = disputes.removeValue(forKey: act.record.value)?.due
            if let due, time > due { count(.correctionsLate, matter, time) }
        } else if case .disclose(let act) = passed.act {
            let matter = Matter(party: passed.member, ground: act.ground)
            count(.disclosures, matter, time)
            guard case .sealed(let seal) = act.mark else { return }
            count(.disclosuresSealed, matter, time)
            if period.contains(time) { waiting[passed.id] = (seal, row(of: matter, time)) }
        } else if case .openDisclosure(let act) = passed.act {
            waiting[act.statement] = nil
        } else if case .trace(let act) = passed.act {
            count(.traces, Matter(asked: grants[act.grant], party: passed.member, ground: act.ground), time)
        } else {
            try takeGranted(passed, time)
        }
    }

    private mutating func takeGranted(_ passed: PassedAct, _ time: UInt64) throws {
        func own(_ key: PublicKey) -> Matter { Matter(asked: grants[GrantID(origin: origin, key: key)]) }
        if case .grant(let act) = passed.act {
            let asked = try AskedGrant(act.request, origin: origin)
            grants[asked.id] = asked
            count(.granted, Matter(asked: asked), time)
        } else if case .refuseRequest(let act) = passed.act {
            count(.refused, Matter(asked: try AskedGrant(act.request, origin: origin)), time)
        } else if case .limitGrant(let act) = passed.act {
            count(.limited, own(act.grantKey), time)
        } else if case .withdraw(let act) = passed.act {
            count(.withdrawn, own(act.grantKey), time)
        } else if case .use(let act) = passed.act {
            count(.uses, Matter(asked: grants[act.grant], party: passed.member), time)
        } else if case .useMany = passed.act {
            for use in passed.uses {
                let matter = Matter(asked: grants[use.grant], party: passed.member)
                count(.uses, matter, time)
                count(.usesOfMany, matter, time)
            }
        } else if case .reportFault(let act) = passed.act {
            let kind: StatisticsCount = act.kind == .share ? .faultsOfShares : .faultsOfWallets
            count(kind, Matter(asked: grants[act.grant], party: passed.member), time)
        } else if case .passEvidence(let act) = passed.act {
            var matter = Matter(asked: grants[act.grant], party: passed.member)
            if case .ground(let code, _) = act.basis { matter.ground = code }
            count(.passings, matter, time)
            if matter.ground == nil { count(.passingsByLeave, matter, time) }
        }
    }

    private func document(_ record: LeafIndex, _ issuer: MemberID?) -> Matter {
        Matter(issuer: issuer, type: keys.contains(.type) ? types.type(of: record.value) : nil)
    }

    private mutating func count(_ kind: StatisticsCount, _ matter: Matter, _ time: UInt64, _ number: UInt64 = 1) {
        guard period.contains(time) else { return }
        count(kind, row(of: matter, time), number)
    }

    private mutating func count(_ kind: StatisticsCount, _ row: [String], _ number: UInt64 = 1) {
        rows[row, default: [:]][kind, default: 0] += number
    }

    /// What it is not about stays empty.
    private func row(of matter: Matter, _ time: UInt64) -> [String] {
        keys.map { key in
            switch key {
            case .issuer: matter.issuer?.text ?? ""
            case .type: matter.type?.text ?? ""
            case .scene: matter.asked.map { "\($0.party)/\($0.scene)" } ?? ""
            case .party: (matter.party ?? matter.asked?.party)?.text ?? ""
            case .ground: matter.ground.map { LegalGround(rawValue: $0)?.word ?? "\($0)" } ?? ""
            case .span(let span): span.name(of: time)
            }
        }
    }
}

extension StatisticsCount {
    fileprivate init(_ state: DocumentState) {
        switch state {
        case .inForce: self = .reinstated
        case .suspended: self = .suspended
        case .revoked: self = .revoked
        case .superseded: self = .superseded
        }
    }

    fileprivate init(_ outcome: CorrectionOutcome) {
        switch outcome {
        case .corrected: self = .correctionsCorrected
        case .upheld: self = .correctionsUpheld
        case .removed: self = .correctionsRemoved
        }
    }
}

/// Of which type the record at a place of the log is: the start of each run of one type.
private struct RecordTypes {
    private var starts: [UInt64] = []
    private var types: [TypeCode] = []

    /// A manifest of that type stands at `index`, its records behind it.
    mutating func note(_ type: TypeCode, at index: UInt64) {
        guard types.last != type else { return }
        starts.append(index)
        types.append(type)
    }

    func type(of record: UInt64) -> TypeCode? {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= record { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? types[low - 1] : nil
    }
}
