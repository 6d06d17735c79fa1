import Releasing
import Sealing
import Signing

/// A sealed disclosure, dealt to one validator.
enum SealedSamples {
    private static let key = SealingPrivateKey()

    private static let set: DealtSet = {
        let validator = DealtValidator(member: "node-1", release: PrivateKey(generating: .ed25519).publicKey)
        guard let set = DealtSet(digest: Samples.digest(1), quorum: 1, validators: [validator]) else {
            preconditionFailure("a set of one")
        }
        return set
    }()

    private static let terms: SealedTerms = {
        let salt = [UInt8](repeating: 9, count: SealedTerms.saltByteCount)
        let terms = SealedTerms(
            origin: "o/1", discloser: "police", until: 9, latest: Samples.now, set: set, salt: salt)
        guard let terms else { preconditionFailure("terms that fit") }
        return terms
    }()

    static let content: SealedContent = {
        guard let reader = SealedDetailsKey(Samples.digest(2).bytes),
            let content = SealedContent(
                tag: Samples.digest(3), salt: Samples.digest(4).bytes, details: [1], to: reader, on: terms)
        else { preconditionFailure("details that fit") }
        return content
    }()

    static let deal: SealedDeal = {
        var random = SystemRandom()
        guard let deal = SealedDeal(content, on: terms, to: set, keys: [key.publicKey], using: &random) else {
            preconditionFailure("a key for each")
        }
        return deal
    }()

    static let own: OwnSealedShare = {
        do {
            return try OwnSealedShare(of: deal, deal.digest, at: Position.all(of: 1)[0], by: key)
        } catch { preconditionFailure("\(error)") }
    }()

    /// Reads an input with so many zeros as a last item behind it, and writes what stands before them.
    static func rewriting<Value: CBORCodable>(
        _: Value.Type, behind count: Int
    ) -> @Sendable ([UInt8]) -> [UInt8]? {
        { input in
            guard let value = try? Value(decoding: input + tail(count)) else { return nil }
            return short(value, behind: count)
        }
    }

    /// The encoding without its last item of so many bytes.
    static func short(_ value: some CBORCodable, behind count: Int) -> [UInt8] {
        Array(value.encoded.dropLast(tail(count).count))
    }

    private static func tail(_ count: Int) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.byteString([UInt8](repeating: 0, count: count))
        return encoder.bytes
    }
}
