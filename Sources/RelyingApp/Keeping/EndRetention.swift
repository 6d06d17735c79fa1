internal import Logging
internal import Rulebook
internal import Signing

/// How long what uses brought is kept: as their scenes say, unless a hold keeps it longer.
extension RelyingDesk {
    /// Deletes everything personal of uses and requests whose retention has ended.
    ///
    /// Nothing else keeps it: neither a use that never came to its end, nor a notice that nobody acknowledged.
    package func deleteEnded() async throws {
        try await learnRetentions()
        let second = now()
        while true {
            let ended = try database.endedUses(at: second, limit: 64)
            var count = 0
            for use in ended where try database.delete(use, at: second) { count += 1 }
            guard count > 0 else { break }
        }
        try database.deleteEndedSessions(at: second)
        try database.forgetReleasedHolds()
        try database.emptyLog()
    }

    /// Asks the ledger what the scenes of new requests say; where it is silent, nothing is deleted yet.
    private func learnRetentions() async throws {
        for code in try database.scenesOfUnknownRetention() {
            do {
                guard let entry = try await ledger.scene(member, code) else { continue }
                try database.note(retentionDays: entry.scene.retentionDays, of: code)
            } catch let silence as LedgerSilent { logger.warning("the retention of scene \(code): \(silence)") }
        }
    }

    /// Uses by the day on which they go, the next first.
    public func retainedUses(limit: Int) async throws -> [RetainedUse] {
        try await learnRetentions()
        return try database.retainedUses(limit: limit)
    }

    /// Uses that were deleted, the last first.
    public func deletedUses(limit: Int) throws -> [StoredUse] { try database.deletedUses(limit: limit) }
}

/// Holds.
extension RelyingDesk {
    /// Keeps what belongs to a case beyond its retention: a court's order, a dispute.
    public func hold(_ caseNumber: String, ground: String, by name: String) throws -> LegalHold {
        guard (1...LegalHold.maxGroundByteCount).contains(ground.utf8.count),
            (1...LegalHold.maxNameByteCount).contains(name.utf8.count)
        else { throw RelyingRefusal.badGround }
        guard (1...200).contains(caseNumber.utf8.count) else { throw RelyingRefusal.badCase }
        let words = LegalHold.Words(caseNumber: caseNumber, ground: ground, orderedBy: name)
        guard let kept = try database.hold(words, since: now()) else { throw RelyingRefusal.heldAlready(caseNumber) }
        return kept
    }

    /// Ends the hold on a case; what is over goes with the next housekeeping.
    public func release(_ caseNumber: String, by name: String) throws -> LegalHold {
        guard (1...LegalHold.maxNameByteCount).contains(name.utf8.count) else { throw RelyingRefusal.badGround }
        guard let ended = try database.release(caseNumber, by: name, at: now()) else {
            throw RelyingRefusal.notHeld(caseNumber)
        }
        return ended
    }

    /// The holds that stand, or all that ever were.
    public func holds(all: Bool = false, limit: Int = 1_000) throws -> [LegalHold] {
        try database.holds(all: all, limit: limit)
    }
}

extension RelyingRefusal {
    static var badGround: RelyingRefusal {
        RelyingRefusal(
            "bad-ground", zh: "理由须有 1 至 1000 字节，姓名须有 1 至 200 字节。",
            en: "A ground has 1 to 1000 bytes, a name 1 to 200.", nextZh: "请写明文书名称和文号，以及经办人。",
            nextEn: "Name the paper and its number, and who orders it.")
    }

    static func heldAlready(_ caseNumber: String) -> RelyingRefusal {
        RelyingRefusal(
            "held-already", zh: "案号“\(caseNumber)”已被留置。", en: "The case \"\(caseNumber)\" has a hold.",
            nextZh: "用 deedbox relying hold 查看。", nextEn: "deedbox relying hold lists them.")
    }

    static func notHeld(_ caseNumber: String) -> RelyingRefusal {
        RelyingRefusal(
            "not-held", zh: "案号“\(caseNumber)”没有留置。", en: "The case \"\(caseNumber)\" has no hold.",
            nextZh: "用 deedbox relying hold 查看。", nextEn: "deedbox relying hold lists them.")
    }
}
