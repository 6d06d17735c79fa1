import Ledger
import Rulebook
import Signing

extension UseFacts {
    /// The passing in the file, if it is of this use, by its party, later, and by a right that holds.
    static func passing(
        _ asked: PresentedPassing, of use: CheckedUse, _ ledger: TrustedLedger
    ) throws(Objection) -> ProvenPassing {
        let checked: CheckedPassing
        do throws(Objection) { checked = try ledger.passing(try ledger.receipt(asked.receipt)) } catch {
            throw error.answer == .no ? .no(.passingFalse, error.fact.en, zh: error.fact.zh) : error
        }
        try ledger.checkAssurance(checked.checkpoint)
        let passing = checked.passing
        guard checked.party == use.party, passing.grant == use.use.grant, passing.index == use.use.index,
            passing.use == use.statement, checked.index > use.index
        else {
            throw .no(
                .passingFalse,
                "\(checked.party) passed on use \(passing.index) of \(passing.grant), statement \(passing.use)",
                zh: "\(checked.party) 转交的是授权 \(passing.grant) 的第 \(passing.index) 次使用，声明 \(passing.use)")
        }
        return ProvenPassing(
            to: try addressee(passing.recipient, asked.name), ground: try ground(passing, ledger.origin),
            leaf: checked.index)
    }

    private static func addressee(_ recipient: Recipient, _ name: RecipientName?) throws(Objection) -> Addressee {
        switch (recipient, name) {
        case (.member(let member), nil): return .member(member)
        case (.outside(let commitment), let name?) where name.commitment == commitment: return .outside(name.name)
        case (.member, _?), (.outside, _):
            throw .no(.passingFalse, "the name does not open its recipient", zh: "所附名称打不开转交的接收人")
        }
    }

    /// The nodes asked this before they cosigned: what fails here is their fault.
    private static func ground(_ passing: PassEvidence, _ origin: String) throws(Objection) -> LegalGround? {
        switch passing.basis {
        case .ground(let code, _):
            guard let ground = LegalGround(rawValue: code), ground.allowsPassing else {
                throw .no(.passingFalse, "the ground \(code) is none for it", zh: "依据 \(code) 不可用于转交")
            }
            return ground
        case .leave(let leave):
            guard leave.isFor(passing.grant, index: passing.index, to: passing.recipient, origin: origin) else {
                throw .no(.passingFalse, "the holder's leave is not signed", zh: "没有持有人签署的同意")
            }
            return nil
        }
    }

    /// In the name of the use's own party, or of whom that passed it on to.
    func addressed() throws(Objection) -> Finding {
        let grant = try UseFacts.fact(grant, from: .granted)
        let use = try UseFacts.fact(use, from: .counted)
        let asking = addressee.text
        guard grant.party == use.party else {
            throw .no(
                .notAddressedToMe, "granted to \(grant.party), and used by \(use.party)",
                zh: "授权给 \(grant.party)，使用方却是 \(use.party)")
        }
        if addressee == .member(use.party) {
            let passed = (try? passing?.get()).map { UseFacts.words($0) }
            return Finding(
                "to \(asking)" + (passed.map { "; passed on " + $0.en } ?? ""),
                zh: "授权给 \(asking)" + (passed.map { "；已转交" + $0.zh } ?? ""), asOf: asOf)
        }
        guard let passing else {
            throw .no(
                .notAddressedToMe, "to \(use.party), and not to \(asking)", zh: "授权给 \(use.party)，而非 \(asking)")
        }
        let passed = try passing.get()
        let words = UseFacts.words(passed)
        guard passed.to == addressee else {
            throw .no(
                .notAddressedToMe, "\(use.party) passed it on \(words.en), and not to \(asking)",
                zh: "\(use.party) 已转交\(words.zh)，而非 \(asking)")
        }
        return Finding("\(use.party) passed it on \(words.en)", zh: "\(use.party) 已转交\(words.zh)", asOf: asOf)
    }

    private static func words(_ passed: ProvenPassing) -> Bilingual {
        let right =
            passed.ground.map { ("on the ground \($0.word)", "依据 \($0.word)") }
            ?? ("with the holder's leave", "经持有人同意")
        return Bilingual(
            zh: "给 \(passed.to.text)（\(right.1)，条目 \(passed.leaf)）",
            en: "to \(passed.to.text) \(right.0), leaf \(passed.leaf)")
    }
}
