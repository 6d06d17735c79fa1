public import Rulebook
public import Signing

/// A deposit as an act names it, and what for: what was dealt for another grant, or for another disclosure, is none.
public struct NamedDeposit: Hashable, Sendable {
    /// What the deposit must have been dealt for.
    public enum Use: Hashable, Sendable {
        case grant(GrantID)
        /// A sealed disclosure of that member.
        case disclosure(by: MemberID, DisclosureSeal)
    }

    /// For a grant that of its manifest.
    public let digest: Digest
    public let use: Use

    public init(_ digest: Digest, for use: Use) {
        self.digest = digest
        self.use = use
    }

    /// Nil for an act that names none.
    init?(_ checked: CheckedStatement) {
        guard let digest = checked.act.deposit else { return nil }
        if case .disclose(let act) = checked.act {
            guard let seal = act.mark.seal, case .member(let id, _) = checked.signer else { return nil }
            self.init(digest, for: .disclosure(by: id, seal))
            return
        }
        guard let act = DepositAct(checked, in: checked.statement.header.origin) else { return nil }
        self.init(digest, for: .grant(act.grant))
    }
}

extension CheckedStatement {
    /// The deposit that it names; nil when it names none.
    var namedDeposit: NamedDeposit? { NamedDeposit(self) }
}
