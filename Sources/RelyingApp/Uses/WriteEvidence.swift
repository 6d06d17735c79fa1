public import Evidence
internal import Rulebook

extension RelyingDesk {
    /// One file that proves an opened use to whoever trusts the genesis: what the desk keeps of it, and the epochs as
    /// a node gives them now. It says what the desk's own verdict says.
    public func evidence(of use: StoredUse) async throws -> EvidenceFile {
        guard let content = use.content else {
            throw use.deletion.map { RelyingRefusal.deleted(use.number, $0) } ?? .notOpened(use.number)
        }
        return EvidenceFile(try presented(use, content), epochs: try await ledger.epochs())
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
