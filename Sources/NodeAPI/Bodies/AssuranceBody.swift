public import Ledger
public import Rulebook
public import Signing

/// What the signatures below a receipt are worth: how many institutions may lie, and how many may be out of order.
///
/// Its words are those of every page, command and answer that shows a receipt.
public struct AssuranceBody: Codable, Hashable, Sendable {
    /// Validators that signed, of all that there were.
    public let signed: Int
    public let validators: Int
    /// So many of them may lie, and still no other ledger can have been shown to somebody else.
    public let liars: Int
    /// So many of them may be out of order, and the ledger still goes on.
    public let down: Int
    /// The same in a sentence.
    public let words: Bilingual

    /// Of a final checkpoint, with the quorum of the set that signed it.
    public init(_ final: FinalCheckpoint, _ quorum: Quorum) {
        signed = final.cosigners.count
        validators = quorum.validators
        liars = max(0, final.assurance)
        down = quorum.silent
        words = Bilingual(
            zh: "\(validators) 家机构中 \(signed) 家签署；\(AssuranceBody.lying(liars).zh)；\(AssuranceBody.stopped(down).zh)",
            en: "\(signed) of \(validators) institutions signed; \(AssuranceBody.lying(liars).en); "
                + AssuranceBody.stopped(down).en)
    }

    /// Of a note by the set that was in office at its size; nil when it is not final by that set.
    public init?(_ note: SignedNote, in network: Network) {
        guard let final = try? network.policy.check(note) else { return nil }
        self.init(final, network.quorum)
    }

    /// As answers carry it.
    public var json: JSONValue {
        [
            "signed": .integer(Int64(signed)), "validators": .integer(Int64(validators)),
            "liars": .integer(Int64(liars)), "down": .integer(Int64(down)),
            "words": ["zh": .string(words.zh), "en": .string(words.en)],
        ]
    }

    /// What follows when some of the institutions lie.
    public static func lying(_ count: Int) -> Bilingual {
        guard count > 0 else { return Bilingual(zh: "在没有机构作恶时成立", en: "holds as long as none of them lies") }
        return Bilingual(
            zh: "即使其中 \(count) 家作恶仍成立",
            en: count == 1 ? "holds even if one of them lies" : "holds even if \(count) of them lie")
    }

    /// What follows when some of the institutions' nodes are out of order.
    public static func stopped(_ count: Int) -> Bilingual {
        guard count > 0 else {
            return Bilingual(zh: "任何一家停机，账本就会停顿", en: "the ledger stands still when one of them is out of order")
        }
        return Bilingual(
            zh: "\(count) 家停机时账本仍能继续",
            en: count == 1
                ? "the ledger goes on with one of them out of order"
                : "the ledger goes on with \(count) of them out of order")
    }
}
