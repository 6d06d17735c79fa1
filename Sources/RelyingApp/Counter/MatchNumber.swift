public import Accounts
internal import Logging
public import RelyingAPI
internal import Rulebook
internal import Signing

/// A counter's number: what the phone shows and the clerk types, once, within a minute.
extension RelyingDesk {
    /// Takes the one try at the number of a session, of who opened it or names its case: nobody spends that of a matter
    /// that is not his.
    public func match(
        _ typed: CounterNumber, of id: SessionID, ofCase number: String, by caller: Caller
    ) throws {
        guard try database.session(id) != nil else { throw RelyingRefusal.noSuchGrant(id.description) }
        try match(typed, of: try found(id, ofCase: number, by: caller).id, by: caller)
    }

    /// Takes the clerk's one try. A wrong or late one ends the session, and nothing is released.
    func match(_ typed: CounterNumber, of id: SessionID, by caller: Caller) throws {
        guard let session = try database.session(id), let staffed = try database.staffed(id) else {
            throw RelyingRefusal.noSuchGrant(id.description)
        }
        switch staffed.state {
        case .remote: throw RelyingRefusal.notAtCounter
        case .waiting: throw RelyingRefusal.numberNotShown
        case .matched, .failed: throw RelyingRefusal.numberSettled
        case .shown: break
        }
        guard let request = session.request else { throw RelyingRefusal.numberNotShown }
        let isInTime = staffed.state(at: now()) == .shown
        let isMatch = isInTime && CounterNumber(of: request) == typed
        guard try database.settle(id, isMatch: isMatch, at: now()) else { throw RelyingRefusal.numberSettled }
        try audit(
            isMatch ? "number-matched" : "number-failed", by: caller, caseNumber: session.matter.number,
            subject: id.short, facts: isInTime ? "" : "late")
        guard isInTime else { throw RelyingRefusal.numberLate }
        guard isMatch else { throw RelyingRefusal.wrongNumber }
    }

    /// The counter that a request names; nil for one from afar. From the first fetch on the number counts. A session
    /// whose number failed is over.
    func counterPlace(of session: Session, at time: UInt64) throws -> CounterPlace? {
        guard let counter = try database.staffed(session.id)?.counter,
            let staffed = try database.noteShown(session.id, at: time), let until = staffed.numberUntil
        else { return nil }
        guard staffed.state(at: time) != .failed else { throw RelyingProblem.numberFailed }
        return CounterPlace(name: counter.name, place: counter.place, numberUntil: until)
    }

    /// Refuses the answer of a session at a counter until its number matched.
    func checkNumber(_ session: Session) throws {
        guard session.state == .open || session.state == .asked, let staffed = try database.staffed(session.id) else {
            return
        }
        switch staffed.state(at: now()) {
        case .remote, .matched: return
        case .waiting, .shown: throw RelyingProblem.numberNotMatched
        case .failed: throw RelyingProblem.numberFailed
        }
    }
}

extension RelyingProblem {
    static var numberNotMatched: RelyingProblem {
        RelyingProblem(
            .numberNotMatched,
            Bilingual(zh: "柜员还没有输入您手机上的两位数字。", en: "The clerk has not typed the number on your phone."),
            next: Bilingual(zh: "请把数字出示给柜员，再发同一份答复。", en: "Show it to the clerk, then send the same answer again."))
    }

    static var numberFailed: RelyingProblem {
        RelyingProblem(
            .numberFailed,
            Bilingual(
                zh: "柜台没有在一分钟内收到正确的数字，请求作废。",
                en: "The counter had not the right number within a minute: the request is over."),
            next: Bilingual(zh: "请柜员重新发起请求，再扫新的码。", en: "Ask the clerk for a new request, and scan its code."))
    }
}
