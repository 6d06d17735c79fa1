public import Evidence
internal import Ledger
internal import Logging
internal import Rulebook

extension RelyingDesk {
    /// One file that proves an opened use to whoever trusts the genesis: what the desk keeps of it, and the epochs as
    /// a node gives them now. It says what the desk's own verdict says, and how the documents stand today.
    public func evidence(of use: StoredUse) async throws -> EvidenceFile {
        guard let content = use.content else {
            throw use.deletion.map { RelyingRefusal.deleted(use.number, $0) } ?? .notOpened(use.number)
        }
        var presented = try presented(use, content)
        await addToday(to: &presented, since: max(use.height ?? 0, try database.followed()?.height ?? 0))
        return EvidenceFile(presented, epochs: try await ledger.epochs())
    }

    /// How the documents stand now, as of a block or later: whoever reads the file next to notices finds the same. A
    /// ledger that is silent takes nothing from what the file proves of the use.
    private func addToday(to presented: inout PresentedUse, since height: UInt64) async {
        do {
            let questions = UseCheck(try await ledger.walk()).questionsNow(of: presented)
            for (kind, asked) in Dictionary(grouping: questions, by: { $0.question.kind }) {
                let found = try await ledger.values(kind, asked.map { $0.key }, since: Height(height))
                for (question, key) in asked { presented.proofs[question] = found[key]?.proof }
            }
        } catch { logger.warning("evidence is written without how its documents stand now: \(error)") }
    }
}

extension RelyingRefusal {
    static func notOpened(_ number: UInt64) -> RelyingRefusal {
        RelyingRefusal(
            "not-opened", zh: "第 \(number) 次使用没有打开，没有可导出的证据包。",
            en: "Use \(number) was not opened: there is nothing to give evidence of.",
            nextZh: "先用 deedbox relying use 完成它。", nextEn: "Finish it by deedbox relying use.")
    }
}
