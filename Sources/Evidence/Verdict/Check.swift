public import Ledger
public import Rulebook

/// One thing that was asked of a use or of a document in it, and the answer with its reason, block and time.
public struct Check: Hashable, Sendable {
    public let name: Name
    public let answer: Answer
    /// Why it is not yes; nil when it is.
    public let reason: Reason?
    /// What was found.
    public let fact: Bilingual
    /// Of which block the answer speaks; nil when it speaks of none.
    public let asOf: AsOf?

    /// Three answers, never two: an outage says nothing of a document.
    public enum Answer: String, Sendable, CaseIterable {
        case yes, no, unknown
    }

    /// What is asked, in the order in which people read it. The first five are asked of the use, the others of each
    /// document.
    public enum Name: String, Sendable, CaseIterable {
        /// Grant and use are addressed to who relies on them.
        case addressed
        /// The grant was alive at the use.
        case granted
        /// The use was counted, once, in a block.
        case counted
        /// Every required field of the profile was shown.
        case complete
        /// The case number is the one of the request and of the use; asked only where it was kept.
        case matter
        /// It reads as a document of this ledger.
        case form
        /// Signed by a key that its issuer had registered then.
        case signature
        /// The issuer might mint this type when it was recorded.
        case accredited
        /// Recorded on the ledger by that issuer.
        case recorded
        /// The checkpoint above the record is final.
        case final
        /// Neither revoked, suspended nor superseded.
        case status
        /// Not in dispute.
        case undisputed
        /// In its validity period at the use.
        case validity
        /// Not older than its update frequency, or than the verifier's limit.
        case freshness
        /// Held by the presenter, who signed for this very use.
        case holder
        /// Nothing was shown beyond the scene.
        case fields
    }

    /// True when the holder's wallet dealt something that its holder did not sign for this use and this party: the
    /// wallet's fault, whatever the document is worth.
    public var isBadBinding: Bool {
        guard name == .holder, answer == .no, let reason else { return false }
        return [.bindingMissing, .bindingFalse, .bindingOfAnotherUse, .signedForAnother].contains(reason)
    }

    static func yes(_ name: Name, _ fact: Bilingual, asOf: AsOf? = nil) -> Check {
        Check(name: name, answer: .yes, reason: nil, fact: fact, asOf: asOf)
    }

    static func no(_ name: Name, _ reason: Reason, _ fact: Bilingual, asOf: AsOf? = nil) -> Check {
        Check(name: name, answer: .no, reason: reason, fact: fact, asOf: asOf)
    }

    static func unknown(_ name: Name, _ reason: Reason, _ fact: Bilingual, asOf: AsOf? = nil) -> Check {
        Check(name: name, answer: .unknown, reason: reason, fact: fact, asOf: asOf)
    }
}

/// A block, or where none is proven the time alone.
public struct AsOf: Hashable, Sendable {
    /// Nil when only the time is proven: that at which the first of a quorum signed what lies above.
    public let height: Height?
    /// In ms.
    public let time: UInt64

    public init(height: Height?, time: UInt64) {
        self.height = height
        self.time = time
    }
}
