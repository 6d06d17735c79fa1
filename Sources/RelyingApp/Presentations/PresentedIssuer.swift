internal import Credentials
internal import Evidence
internal import Ledger
internal import Rulebook
internal import Signing

/// Who signed a presented document, as far as the ledger tells.
struct PresentedIssuer: Sendable {
    /// Nil for an issuer outside of the ledger, or when the ledger could not be asked.
    let member: MemberID?
    /// Its keys for documents that are in force: by one of them its status lists are signed.
    let keys: [PublicKey]
    let check: PresentationCheck
    /// Whether it may issue the type today; nil for an issuer outside of the ledger.
    let accredited: PresentationCheck?

    /// No wallet of another maker has receipts.
    static let recorded = PresentationCheck.unknown(
        .recorded, .receiptMissing, "no receipt came with it: when it was recorded is not proven",
        zh: "未附回执：何时登记无从证明",
        next: Bilingual(
            zh: "需要账本证明时，请请求一次计次授权", en: "where the ledger's proof is needed, ask for a counted grant"))

    /// Finds whose key signed a presentation.
    static func found(
        _ opened: OpenedPresentation, _ ledger: any RelyingLedger, at now: UInt64
    ) async -> PresentedIssuer {
        guard let key = opened.certifiedKey else {
            return outside(.unknown(.signature, .issuerUnknown, "it came without a certificate", zh: "未附证书"))
        }
        guard opened.signer(among: [key]) != nil else {
            return outside(
                .no(.signature, .signatureFalse, "the key of its certificate did not sign it", zh: "其证书的密钥并未签署它"))
        }
        do {
            guard let id = try await ledger.registrant(of: key) else { return outside(unknownIssuer(opened)) }
            let entry = try await ledger.value(.member, .member(id), since: Height(0))
            let asOf = AsOf(height: entry.height, time: entry.time)
            guard let member = try entry.value.map({ try Member(decoding: $0) }) else {
                return outside(unknownIssuer(opened))
            }
            return await PresentedIssuer(id, member, key, asOf, opened, ledger, now)
        } catch { return outside(PresentedIssuer.silent(.signature, "\(error)")) }
    }

    private init(
        _ id: MemberID, _ member: Member, _ key: PublicKey, _ asOf: AsOf, _ opened: OpenedPresentation,
        _ ledger: any RelyingLedger, _ now: UInt64
    ) async {
        let registered = member.details(at: now * 1_000).keys.filter { $0.key.algorithm == .es256 }
        keys = registered.filter { $0.isValid(at: now * 1_000) }.map(\.key)
        self.member = id
        check = PresentedIssuer.signed(
            by: registered.filter { $0.key == key }, of: id, issued: opened.issuedAt ?? now, now, asOf)
        accredited = await PresentedIssuer.accredited(id, opened, ledger, now)
    }

    /// Whether the key was good when the document says to be issued. That date is the signer's word alone: of a key
    /// that has ended since, whoever found it signs any date of before, so it is not believed.
    private static func signed(
        by key: [MemberKey], of id: MemberID, issued: UInt64, _ now: UInt64, _ asOf: AsOf
    ) -> PresentationCheck {
        let name = key.first?.key.id.description ?? ""
        guard let good = key.first(where: { $0.isValid(at: issued * 1_000) }) else {
            return .no(
                .signature, .signatureFalse, "the key \(name) of \(id) was not good when it says to be issued",
                zh: "在其自称的签发时间，\(id) 的密钥 \(name) 无效")
        }
        guard key.contains(where: { $0.isValid(at: now * 1_000) }) else {
            let end = UTCTime(seconds: good.until ?? now)
            return .unknown(
                .signature, .issuerKeysChanged,
                "the key \(name) of \(id) ended \(end); that it signed before then is not proven",
                zh: "\(id) 的密钥 \(name) 已于 \(end) 停用；是否在此之前签署无从证明", next: recorded.next)
        }
        return .yes(
            .signature, "by the key \(name) of \(id), as of its own date", zh: "由 \(id) 的密钥 \(name) 签署（按其自称日期）",
            asOf: asOf)
    }

    private init(outside check: PresentationCheck) {
        member = nil
        keys = []
        self.check = check
        accredited = nil
    }

    private static func outside(_ check: PresentationCheck) -> PresentedIssuer { PresentedIssuer(outside: check) }

    private static func unknownIssuer(_ opened: OpenedPresentation) -> PresentationCheck {
        let name = opened.issuer ?? "?"
        return .unknown(
            .signature, .issuerUnknown, "issuer unknown: \(name) is no member of this ledger",
            zh: "签发方未知：\(name) 不是本账本成员",
            next: Bilingual(zh: "请以其他途径核实该签发方", en: "find out about that issuer in another way"))
    }

    /// The ledger gave no answer: nothing is said of the document.
    static func silent(_ name: Check.Name, _ fact: String) -> PresentationCheck {
        .unknown(name, .proofMissing, fact, zh: fact)
    }

    private static func accredited(
        _ id: MemberID, _ opened: OpenedPresentation, _ ledger: any RelyingLedger, _ now: UInt64
    ) async -> PresentationCheck {
        guard let code = opened.ledger.flatMap({ TypeCode($0.typeCode) }) else {
            return silent(.accredited, "it names no type of the catalogue")
        }
        do {
            let entry = try await ledger.value(.accreditation, .accreditation(id, code), since: Height(0))
            let period = try entry.value.map { try Period(decoding: $0) }
            guard let period, period.contains(max(entry.time, now * 1_000)) else {
                return .unknown(
                    .accredited, .receiptMissing,
                    "\(id) may not issue \(code) today; whether it might then is not proven",
                    zh: "\(id) 目前无权签发 \(code)；签发时是否有权无从证明",
                    next: recorded.next)
            }
            return .yes(
                .accredited, "\(id) may issue \(code) today", zh: "\(id) 目前有权签发 \(code)",
                asOf: AsOf(height: entry.height, time: entry.time))
        } catch { return silent(.accredited, "\(error)") }
    }
}
