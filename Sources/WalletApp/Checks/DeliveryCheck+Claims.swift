internal import Credentials
internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension DeliveryCheck {
    /// What the document says openly, and that it agrees with its record.
    func claims(_ text: SDJWT, _ signed: VerifiedJWS, _ issue: CheckedIssue) throws(Bad) -> DocumentClaims {
        let claims: DocumentClaims
        do { claims = try DocumentClaims(DisclosedClaims(signed.claims, text.disclosures).claims) } catch {
            throw Bad.no(.form, "\(error)")
        }
        let said = claims.ledger
        guard said.origin == ledger.network.origin else {
            throw Bad(
                finding: .no(.form, "it is of the ledger \(said.origin)", zh: "它属于账本 \(said.origin)"))
        }
        guard said.typeCode == issue.type.text, said.typeVersion == issue.typeVersion else {
            throw Bad(
                finding: .no(
                    .form,
                    "it says type \(said.typeCode) version \(said.typeVersion), and its record \(issue.type) version "
                        + "\(issue.typeVersion)",
                    zh: "文档称类型 \(said.typeCode) 第 \(said.typeVersion) 版，记录为 \(issue.type) 第 \(issue.typeVersion) 版"))
        }
        let day: UInt64 = 86_400
        guard claims.issuedAt <= issue.checkpoint.time + day else {
            throw Bad(
                finding: .no(
                    .form,
                    "it says that it was issued at \(UTCTime(seconds: claims.issuedAt)), which is later than its "
                        + "record", zh: "文档称签发于 \(UTCTime(seconds: claims.issuedAt))，晚于其记录"))
        }
        return claims
    }

    /// The holder's key in the document is one of this wallet.
    func bound(_ claims: DocumentClaims) throws(Bad) -> Finding {
        guard let key = claims.holderKey?.signatureKey else {
            throw Bad(finding: .no(.holder, "it names no key of a holder", zh: "文档未写明持有人密钥"))
        }
        guard holderKeys.contains(key) else {
            throw Bad(
                finding: .no(
                    .holder, "it is bound to the key \(key.id), which is not of this wallet",
                    zh: "它绑定的密钥 \(key.id) 不属于本钱包"))
        }
        return .yes(.holder, "to the key \(key.id)", zh: "绑定密钥 \(key.id)")
    }

    func recordedFinding(_ issue: CheckedIssue) -> Finding {
        let final = issue.checkpoint
        let network = ledger.walk.network(atSize: final.checkpoint.head.size)
        let words = AssuranceBody(final, network.quorum).words
        return .yes(.recorded, "leaf \(issue.index); \(words.en)", zh: "条目 \(issue.index)；\(words.zh)")
    }
}

extension DeliveryCheck.Bad {
    /// A refusal whose reason only a technician reads.
    static func no(_ name: Finding.Name, _ reason: String) -> DeliveryCheck.Bad {
        DeliveryCheck.Bad(finding: .no(name, reason, zh: reason))
    }
}
