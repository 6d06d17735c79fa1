package import Ledger
package import Rulebook
import Signing

/// What happened to a document that somebody relies on.
package enum DocumentEvent: Hashable, Sendable {
    case suspended
    case reinstated
    case revoked
    case superseded
    /// Its holder says that something in it is wrong; the issuer has until then (ms) to answer, when that is known.
    case disputed(due: UInt64?)
    /// The issuer's answer to that.
    case answered(CorrectionOutcome)

    /// The word that files and programs use.
    package var word: String {
        switch self {
        case .suspended: "suspended"
        case .reinstated: "reinstated"
        case .revoked: "revoked"
        case .superseded: "superseded"
        case .disputed: "disputed"
        case .answered: "answered"
        }
    }

    init(_ state: DocumentState) {
        switch state {
        case .inForce: self = .reinstated
        case .suspended: self = .suspended
        case .revoked: self = .revoked
        case .superseded: self = .superseded
        }
    }
}

/// A change with the block that made it, and what proves it.
package struct DocumentChange: Sendable {
    /// Which of the watched documents.
    package let document: Int
    package let event: DocumentEvent
    package let height: UInt64
    /// The block's time in ms.
    package let time: UInt64
    package let proof: Proof

    /// What anyone can check offline.
    package enum Proof: Sendable {
        /// The state as of a later block or this one.
        case state(StatusProof, asOf: Seal)
        /// The act itself, when the state has gone on since.
        case act(Receipt)

        /// The bytes of the proof's file.
        package var encoded: [UInt8] {
            switch self {
            case .state(let proof, _): proof.encoded
            case .act(let receipt): receipt.encoded
            }
        }

        /// How the proof's file ends.
        var ending: String {
            switch self {
            case .state: "status"
            case .act: "receipt"
            }
        }
    }
}

extension DocumentChange {
    /// For programs.
    func json(number: UInt64, of document: WatchedDocument) -> JSONObject {
        var line: JSONObject = [
            "number": .integer(Int64(clamping: number)), "event": .string(event.word),
            "receipt": .string(document.file), "document": document.chosen.json,
            "issuer": .string(document.chosen.issue.issuer.text), "height": .integer(Int64(clamping: height)),
            "time": .string(Moment.text(ms: time)),
        ]
        if case .disputed(let due?) = event { line.append("due", .string(Moment.text(ms: due))) }
        if case .answered(let outcome) = event { line.append("outcome", .string(outcome.word)) }
        if case .state(_, let seal) = proof { line.append("asOf", .integer(Int64(seal.height.value))) }
        line.append("proof", .string(Base64.encode(proof.encoded)))
        return line
    }

    /// For people.
    func text(of document: WatchedDocument) -> String {
        let place = tell("block \(height)", zh: "区块 \(height)")
        return "\(Moment.text(ms: time))  \(place)  \(WatchWords.event(event))  \(document.file)  "
            + StatusWords.place(document.chosen)
    }

    /// The name of the proof's file: by what it proves, so that it is written once.
    func proofName(of document: WatchedDocument) -> String {
        "\(height)-\(document.chosen.issue.index)-\(event.word).\(proof.ending)"
    }
}
