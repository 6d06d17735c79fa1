internal import NodeAPI
public import Rulebook

extension OfficialNoticeView {
    /// What was done, and by whom, as far as the entry tells it: without ground, time and block.
    ///
    /// The entry of a disclosure is the same whether its signer looked itself, answered an office that asked, or asked
    /// desks who was shown the document.
    public var words: Bilingual {
        let name = memberName
        switch notice.deed {
        case .disclosure(let document, _), .sealedDisclosure(let document, _):
            return isByIssuer
                ? Bilingual(
                    zh: "\(name.zh)（签发机构）查阅了第 \(document) 号文档，或就它答复了其他机构",
                    en: "\(name.en), its issuer, has looked up document \(document), or has told another office of it")
                : Bilingual(
                    zh: "\(name.zh)查阅了第 \(document) 号文档，或查询了谁看过它",
                    en: "\(name.en) has looked up document \(document), or has asked who was shown it")
        case .trace(let grant, let number):
            let id = grant.description.prefix(12)
            return number > 1
                ? Bilingual(
                    zh: "\(name.zh)追溯了您的授权 \(id)…（共 \(number) 次）",
                    en: "\(name.en) has traced your grant \(id)… (\(number) times by now)")
                : Bilingual(zh: "\(name.zh)追溯了您的授权 \(id)…", en: "\(name.en) has traced your grant \(id)…")
        case .passing(let grant, _, let use, let recipient):
            let (id, to) = (grant.description.prefix(12), recipientName ?? recipient.words)
            return Bilingual(
                zh: "\(name.zh)把授权 \(id)… 的第 \(use) 次使用转交给\(to.zh)",
                en: "\(name.en) has passed use \(use) of your grant \(id)… on to \(to.en)")
        }
    }
}

extension Recipient {
    /// A member by its id; the name of somebody outside stands nowhere on the ledger.
    var words: Bilingual {
        switch self {
        case .member(let member): Bilingual(zh: member.text, en: member.text)
        case .outside: Bilingual(zh: "账本外的接收人", en: "somebody outside the ledger")
        }
    }
}

extension GrantView {
    /// A member's name as the wallet knows it; else its id.
    public func name(of member: MemberID) -> Bilingual {
        names[member] ?? Bilingual(zh: member.text, en: member.text)
    }

    /// Which use its party has passed on to whom, and by what right: without time and block.
    public func words(_ passing: PassingEntry) -> Bilingual {
        let right = passing.ground?.words ?? Bilingual(zh: "经您同意", en: "with your leave")
        let to: Bilingual =
            if case .member(let member) = passing.recipient { name(of: member) } else { passing.recipient.words }
        return Bilingual(
            zh: "\(partyName.zh)已把第 \(passing.index) 次使用转交给\(to.zh)：\(right.zh)",
            en: "\(partyName.en) passed use \(passing.index) on to \(to.en): \(right.en)")
    }
}

extension Wallet {
    /// Keeps the names of members that the wallet does not know by name; a node that is silent costs a name alone.
    func keepNames(_ members: [MemberID], _ ledger: WalletLedger) async throws {
        for member in Set(members).sorted() where try database.memberName(member) == nil {
            guard let body = try? await ledger.client.member(member) else { continue }
            try database.keepMember(member, body.name)
        }
    }
}
