internal import Ledger
internal import Logging
internal import Rulebook
internal import Signing

/// What is wrong with the token by which a regulator would find a grant's holder.
///
/// It stands beside a verdict and takes nothing away from it: what was opened is as good without a token. Only whoever
/// opens a use can see it, so it is told to the party.
enum TraceRemark: String {
    /// The wallet put none into the grant.
    case missing = "trace-token-missing"
    /// It does not read, is of another ledger, or its key signed it for another grant.
    case ofAnotherGrant = "trace-token-not-for-grant"
    /// No registrar of the ledger signed it, by a key that the ledger names now.
    case notIssued = "trace-token-not-issued"
    /// The ledger was silent: `--again` asks once more.
    case unchecked = "trace-token-not-checked"
}

extension RelyingDesk {
    /// What is wrong with the token of a grant; nil for a registrar's token that was signed for this very grant. That
    /// the registrar wrote down whose it is, nobody else can know.
    func traceRemark(on token: [UInt8], of grant: GrantID) async throws -> TraceRemark? {
        guard !token.isEmpty else { return .missing }
        guard let token = try? TraceToken(decoding: token),
            let issued = try? IssuedTraceToken(token.issued, origin: origin), token.isFor(grant, by: issued.key)
        else { return .ofAnotherGrant }
        do {
            let details = try await ledger.member(issued.registrar)?.details(at: now() * 1_000)
            guard let details, details.roles.contains(.registrar), issued.isSigned(by: details.keys.map(\.key)) else {
                return .notIssued
            }
            return nil
        } catch let silence as LedgerSilent {
            logger.warning("the trace token of \(grant): \(silence)")
            return .unchecked
        }
    }
}

extension TraceRemark {
    var words: Bilingual {
        switch self {
        case .missing:
            Bilingual(zh: "授权没有放入追溯令牌，依法追溯找不到持有人", en: "the grant holds no trace token: a trace would find nobody")
        case .ofAnotherGrant:
            Bilingual(
                zh: "追溯令牌不属于本授权，依法追溯找不到持有人",
                en: "the trace token was not made for this grant: a trace would find nobody")
        case .notIssued:
            Bilingual(
                zh: "追溯令牌不是账本上的实名核验方以现行密钥所签",
                en: "no registrar of the ledger signed the trace token, by a key that it has now")
        case .unchecked: Bilingual(zh: "追溯令牌未能核验", en: "the trace token could not be checked")
        }
    }

    var next: Bilingual {
        switch self {
        case .missing, .ofAnotherGrant, .notIssued:
            Bilingual(
                zh: "结论不变；如本场景须可追溯，请持有人重新授权",
                en: "the verdict stands; ask for another grant if this case must be traceable")
        case .unchecked: Bilingual(zh: "结论不变；稍后用 show --again 补查", en: "the verdict stands; show --again asks later")
        }
    }
}
