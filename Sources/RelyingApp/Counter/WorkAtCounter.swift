public import Accounts
internal import Logging
public import RelyingAPI
internal import Rulebook
internal import Signing

/// What staff does: each for a case, within the limits of an hour, and noted.
extension RelyingDesk {
    /// Opens a session for a clerk.
    public func open(_ order: SessionOrder, by caller: Caller) async throws -> (session: Session, link: RequestLink) {
        let clerk = try clerk(caller)
        guard !order.caseNumber.isEmpty else { throw try unusual(.noCase, .request, "", order.scene.text, by: caller) }
        try keep(.request, order.caseNumber, order.scene.text, by: caller)
        var staffed = order
        staffed.clerk = clerk
        let opened = try await open(staffed)
        try audit(
            "request-open", by: caller, caseNumber: order.caseNumber, subject: opened.session.id.short,
            facts: "scene \(order.scene)")
        return opened
    }

    /// The sessions of a case.
    func matters(ofCase number: String, by caller: Caller) throws -> [Matter] {
        guard !number.isEmpty else { throw try unusual(.noCase, .find, "", "", by: caller) }
        try keep(.find, number, "", by: caller)
        let found: [Matter]
        do { found = try matters(ofCase: number) } catch is RelyingRefusal {
            throw try unusual(.unknownCase, .find, number, "", by: caller)
        }
        try audit("case-find", by: caller, caseNumber: number, subject: "", facts: "found \(found.count)")
        return found
    }

    /// A session of this desk, for who opened it or names its case.
    func found(_ id: SessionID, ofCase number: String, by caller: Caller) throws -> Session {
        guard let session = try database.session(id) else { throw RelyingProblem.noSuchSession }
        if try database.staffed(id)?.clerk == clerk(caller) { return session }
        guard !number.isEmpty else { throw try unusual(.noCase, .find, "", "session \(id.short)", by: caller) }
        guard session.matter.number == number else {
            throw try unusual(.otherCase, .find, number, "session \(id.short)", by: caller)
        }
        try keep(.find, number, "session \(id.short)", by: caller)
        return session
    }

    /// Takes a use for a clerk.
    public func use(_ order: UseOrder, isCompared: Bool, by caller: Caller) async throws -> StoredUse {
        guard let session = try database.session(of: order.grant) else {
            throw RelyingRefusal.noSuchGrant(order.grant.description)
        }
        let number = order.caseNumber ?? ""
        let subject = "grant \(order.grant.short)"
        guard !number.isEmpty else { throw try unusual(.noCase, .use, "", subject, by: caller) }
        let compared = try await compared(session, isCompared, by: caller)
        try keep(.use, number, subject, by: caller)
        let clerk = try clerk(caller)
        var own = UseOrder(grant: order.grant, number: order.number, caseNumber: number, clerk: clerk.description)
        own.compared = compared
        let use = try await use(own)
        try audit(
            "use", by: caller, caseNumber: number, subject: "\(order.grant.short)/\(use.number)",
            facts: use.state.rawValue)
        return use
    }

    /// What a use brought, for who names its case.
    func look(at grant: GrantID, _ number: UInt64, ofCase caseNumber: String, by caller: Caller) throws -> StoredUse {
        let subject = "grant \(grant.short)/\(number)"
        guard !caseNumber.isEmpty else { throw try unusual(.noCase, .look, "", subject, by: caller) }
        guard let use = try database.use(grant, number) else { throw RelyingRefusal.noSuchUse(grant, number) }
        guard use.caseNumber == caseNumber else {
            throw try unusual(.otherCase, .look, caseNumber, subject, by: caller)
        }
        try keep(.look, caseNumber, subject, by: caller)
        try audit("use-look", by: caller, caseNumber: caseNumber, subject: "\(grant.short)/\(number)")
        return use
    }

    /// Judges a use once more, for who names its case.
    func judgeAgain(
        _ grant: GrantID, _ number: UInt64, ofCase caseNumber: String, by caller: Caller
    ) async throws -> StoredUse {
        let use = try look(at: grant, number, ofCase: caseNumber, by: caller)
        guard use.content != nil else { throw RelyingRefusal.notOpened(number) }
        let judged = try await judgeAgain(use)
        try audit("use-again", by: caller, caseNumber: caseNumber, subject: "\(grant.short)/\(number)")
        return judged
    }

    /// The newest reads, or those alone that the supervisor should see.
    package func reads(unusual: Bool, limit: Int = 500) throws -> [CounterRead] {
        try database.reads(unusual: unusual, limit: limit)
    }

    /// Keeps a read within the limit of an hour; machines and the console have none.
    func keep(_ kind: CounterRead.Kind, _ caseNumber: String, _ subject: String, by caller: Caller) throws {
        let limits = configuration.counter
        let limit = kind == .request ? limits.requestsPerHour : limits.opensPerHour
        let clerk = try clerk(caller)
        let read = CounterRead(
            time: now(), clerk: clerk, kind: kind, caseNumber: caseNumber, subject: subject, warning: nil)
        guard try database.keep(read, limit: caller.kind == .person ? limit : nil).warning != nil else { return }
        logger.notice("\(clerk) has reached the limit of an hour (\(kind.rawValue))")
        throw RelyingRefusal.clerkLimit(clerk, limit)
    }

    /// Notes what is unusual, and gives its refusal.
    func unusual(
        _ warning: CounterRead.Warning, _ kind: CounterRead.Kind, _ caseNumber: String, _ subject: String,
        by caller: Caller
    ) throws -> RelyingRefusal {
        let clerk = try clerk(caller)
        _ = try database.keep(
            CounterRead(
                time: now(), clerk: clerk, kind: kind, caseNumber: caseNumber, subject: subject, warning: warning),
            limit: nil)
        logger.notice("\(clerk): \(warning.words.en) (\(kind.rawValue))")
        return switch warning {
        case .limit: .clerkLimit(clerk, configuration.counter.opensPerHour)
        case .noCase: .caseNeeded
        case .otherCase: .otherCase
        case .unknownCase: .noSuchCase(caseNumber)
        }
    }
}

extension SessionID {
    /// As logs name it: the whole of it is all that a wallet must know.
    var short: String { String(description.prefix(8)) }
}

extension GrantID {
    /// As logs name it.
    var short: String { String(description.prefix(16)) }
}

extension StoredUse {
    /// The case for which it was taken.
    var caseNumber: String? { (try? RelyingAPI.CaseOpening(decoding: matter))?.number }
}

extension RelyingRefusal {
    static func noSuchUse(_ grant: GrantID, _ number: UInt64) -> RelyingRefusal {
        RelyingRefusal(
            "no-such-use", zh: "授权 \(grant) 没有第 \(number) 次使用。", en: "The grant \(grant) has no use \(number).",
            nextZh: "请按案号查询。", nextEn: "Look up the case.")
    }
}
