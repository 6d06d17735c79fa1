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

    /// Notes who has seen a notice; who was first stays.
    public func acknowledge(_ number: UInt64, by name: String) throws -> Notice {
        guard (1...LegalHold.maxNameByteCount).contains(name.utf8.count) else { throw RelyingRefusal.badName }
        guard let notice = try database.acknowledge(number, by: name, at: now()) else {
            throw RelyingRefusal.noSuchNotice(number)
        }
        return notice
    }

    /// Takes notices of a document of a use, or no more: by itself the desk takes them of every document until the
    /// use is deleted.
    public func watch(_ isOn: Bool, place: Int, of number: UInt64, _ grant: GrantID) throws {
        guard try database.watch(isOn, place: place, of: number, grant) else {
            throw RelyingRefusal.nothingRelied(number, place)
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

    static func nothingRelied(_ number: UInt64, _ place: Int) -> RelyingRefusal {
        RelyingRefusal(
            "nothing-relied", zh: "第 \(number) 次使用的第 \(place + 1) 份证照没有账本记录，或内容已删除。",
            en: "Document \(place + 1) of use \(number) has no record on the ledger, or was deleted.",
            nextZh: "用 deedbox relying show 查看。", nextEn: "deedbox relying show shows what there is.")
    }
}
