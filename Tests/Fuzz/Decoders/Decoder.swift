/// What a decoder makes of bytes from a stranger.
enum Outcome: Equatable {
    case refused
    case accepted
    /// The bytes were taken, and are not those that the decoder's own side would have written.
    case altered([UInt8])
}

/// A decoder of the core, under the name of its corpus.
struct Decoder: Sendable {
    let name: String
    /// The bytes that stand for what was read; nil when the input was refused.
    let rewrite: @Sendable ([UInt8]) -> [UInt8]?
    /// Inputs that are accepted: what the corpus grew from.
    let samples: @Sendable () -> [[UInt8]]

    func outcome(of input: [UInt8]) -> Outcome {
        guard let written = rewrite(input) else { return .refused }
        return written == input ? .accepted : .altered(written)
    }

    static let all: [Decoder] =
        encodings + statements + proofs + texts + identifiers + tables + sealed + released + credentials + evidence
}

extension Decoder: CustomStringConvertible {
    var description: String { name }
}
