internal import Accounts
internal import RelyingAPI
public import Rulebook

/// That a document on which a case relies was changed afterwards.
public struct Notice: Hashable, Sendable {
    public let number: UInt64
    /// Nil when it was deleted while the notice was read.
    public let caseNumber: String?
    /// Where the document's record stands in the log.
    public let record: UInt64
    public let type: TypeCode
    public let issuer: MemberID
    public let event: DocumentEvent
    /// The block that made the change, and its time in ms.
    public let height: UInt64
    public let time: UInt64
    /// When the desk learned of it, in POSIX seconds.
    public let found: UInt64
    /// The uses of this case that relied on the document before.
    public let uses: [RelyingUse]
    public let acknowledgement: Acknowledgement?

    /// A use, and which of its documents it is.
    public struct RelyingUse: Hashable, Sendable {
        public let grant: GrantID
        public let number: UInt64
        /// From 0.
        public let place: Int

        /// The document at that place of a use.
        public init(grant: GrantID, number: UInt64, place: Int) {
            self.grant = grant
            self.number = number
            self.place = place
        }
    }

    /// Who has seen a notice, and when.
    public struct Acknowledgement: Hashable, Sendable {
        /// POSIX seconds.
        public let time: UInt64
        public let by: String
    }
}

extension RelyingDesk {
    /// Notices, the last first: those that nobody acknowledged, or all.
    public func notices(
        all: Bool = false, ofCase caseNumber: String? = nil, before number: UInt64? = nil, limit: Int = 100
    ) throws -> [Notice] {
        try database.notices(all: all, ofCase: caseNumber, before: number, limit: limit)
    }

    /// Notes who has seen a notice of a case; who was first stays. The number alone is soon guessed, and whoever hides
    /// a notice from those who work on its case has it relied upon.
    public func acknowledge(_ number: UInt64, ofCase caseNumber: String, by name: String) throws -> Notice {
        guard (1...LegalHold.maxNameByteCount).contains(name.utf8.count) else { throw RelyingRefusal.badName }
        guard !caseNumber.isEmpty else { throw RelyingRefusal.caseNeeded }
        guard let isOfCase = try database.isNotice(number, ofCase: caseNumber) else {
            throw RelyingRefusal.noSuchNotice(number)
        }
        guard isOfCase else { throw RelyingRefusal.otherCase }
        guard let notice = try database.acknowledge(number, by: name, at: now()) else {
            throw RelyingRefusal.noSuchNotice(number)
        }
        return notice
    }

    /// Takes notices of a document of a use of that case, or no more: by itself the desk takes them of every document
    /// until the use is deleted.
    public func watch(_ isOn: Bool, _ watched: Notice.RelyingUse, ofCase caseNumber: String) throws {
        guard !caseNumber.isEmpty else { throw RelyingRefusal.caseNeeded }
        guard let use = try database.use(watched.grant, watched.number), let own = use.caseNumber else {
            throw RelyingRefusal.nothingRelied(watched)
        }
        guard own == caseNumber else { throw RelyingRefusal.otherCase }
        guard try database.watch(isOn, watched) else { throw RelyingRefusal.nothingRelied(watched) }
    }

    /// The same for staff: what names no case, or another, stands before the supervisor.
    func acknowledge(_ number: UInt64, ofCase caseNumber: String, by caller: Caller) throws -> Notice {
        let notice = try ofItsCase(caseNumber, "notice \(number)", by: caller) {
            try acknowledge(number, ofCase: caseNumber, by: caller.label)
        }
        try audit("notice-acknowledge", by: caller, caseNumber: caseNumber, subject: "notice \(number)")
        return notice
    }

    func watch(_ isOn: Bool, _ watched: Notice.RelyingUse, ofCase caseNumber: String, by caller: Caller) throws {
        try ofItsCase(caseNumber, "grant \(watched.grant.short)/\(watched.number)", by: caller) {
            try watch(isOn, watched, ofCase: caseNumber)
        }
        try audit(
            isOn ? "watch" : "watch-end", by: caller, caseNumber: caseNumber,
            subject: "\(watched.grant)/\(watched.number)/\(watched.place)")
    }

    /// Does work that asks for its case, and notes what is unusual about it.
    private func ofItsCase<Done>(
        _ caseNumber: String, _ subject: String, by caller: Caller, _ work: () throws -> Done
    ) throws -> Done {
        do { return try work() } catch let refusal as RelyingRefusal where refusal.code == "case-needed" {
            throw try unusual(.noCase, .look, "", subject, by: caller)
        } catch let refusal as RelyingRefusal where refusal.code == "other-case" {
            throw try unusual(.otherCase, .look, caseNumber, subject, by: caller)
        }
    }
}

extension RelyingRefusal {
    static var badName: RelyingRefusal {
        RelyingRefusal(
            "bad-name", zh: "姓名须有 1 至 200 字节。", en: "A name has 1 to 200 bytes.", nextZh: "请写明是谁。",
            nextEn: "Say who it is.")
    }

    static func noSuchNotice(_ number: UInt64) -> RelyingRefusal {
        RelyingRefusal(
            "no-such-notice", zh: "没有第 \(number) 号通知。", en: "There is no notice \(number).",
            nextZh: "用 deedbox relying notices --all 查看。", nextEn: "deedbox relying notices --all lists them.")
    }

    static func nothingRelied(_ relied: Notice.RelyingUse) -> RelyingRefusal {
        RelyingRefusal(
            "nothing-relied", zh: "第 \(relied.number) 次使用的第 \(relied.place + 1) 份证照没有账本记录，或内容已删除。",
            en: "Document \(relied.place + 1) of use \(relied.number) has no record on the ledger, or was deleted.",
            nextZh: "用 deedbox relying show 查看。", nextEn: "deedbox relying show shows what there is.")
    }
}
