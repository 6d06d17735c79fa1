internal import Rulebook

extension RelyingDesk {
    /// How many uses a hold on a case keeps now. A case of which the desk has nothing is refused, unless the hold is
    /// meant to come first: a slip would protect nothing, and nobody would hear of it.
    public func heldUses(ofCase caseNumber: String, isAhead: Bool) throws -> Int {
        let sessions = try database.sessions(ofCase: caseNumber)
        let grants = try database.grantsUsed(forCase: caseNumber)
        guard isAhead || !sessions.isEmpty || !grants.isEmpty else { throw RelyingRefusal.nothingToHold(caseNumber) }
        return try grants.flatMap { try database.uses(of: $0) }.count { $0.caseNumber == caseNumber }
    }
}

extension RelyingRefusal {
    static func nothingToHold(_ caseNumber: String) -> RelyingRefusal {
        RelyingRefusal(
            "nothing-to-hold", zh: "用证台没有案号 \(caseNumber) 的任何内容，留置保护不了什么。",
            en: "The desk has nothing of the case \(caseNumber) yet: a hold would keep nothing.",
            nextZh: "请核对案号（relying cases）；确需预先留置的，用 --ahead（API：\"ahead\": true）。",
            nextEn: "Compare the number with relying cases; to hold it in advance say --ahead (API: \"ahead\": true).")
    }
}
