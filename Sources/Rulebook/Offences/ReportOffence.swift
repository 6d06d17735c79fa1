import Ledger
public import Signing

/// `offence.report`: a validator puts the proof on the ledger that another one lied.
public struct ReportOffence: Hashable, Sendable, CBORCodable {
    public let proof: OffenceProof

    public init(proof: OffenceProof) { self.proof = proof }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(1)
        proof.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 1)
        proof = try OffenceProof(from: &decoder)
    }
}

extension BlockDraft {
    /// Records each offence that is new; the proof's signatures were checked with the statement's.
    mutating func report(_ act: ReportOffence, _ signer: Signer) throws(Refusal) {
        try checkInOffice(signer)
        let proven = act.proof.height
        guard proven <= height else { throw .offenceAhead(proven) }
        let oldest = Height(height.value - min(height.value, OffenceProof.maxAge))
        guard proven >= oldest else { throw .offenceTooOld(proven, oldest: oldest) }
        let offences = act.proof.offences(by: epoch(at: proven).validators)
        guard let first = offences.first else { throw .offenceUnproven }
        let new = offences.filter { value(.offence($0.offence)) == nil }
        if new.isEmpty, let known = offence(first.offence) {
            throw .offenceKnown(first.offence.member, height: known.height)
        }
        for (offence, key) in new {
            write(.offence(offence), OffenceEntry(key: key, height: height, time: time))
        }
    }

    /// Whoever reports must still be a validator when its block is decided.
    private func checkInOffice(_ signer: Signer) throws(Refusal) {
        guard case .validator(let member, let key) = signer else {
            preconditionFailure("a validator's act was checked without a validator")
        }
        guard let validator = network.validators.first(where: { $0.member == member }) else {
            throw .notAValidator(member)
        }
        guard validator.keys.release == key else { throw .unknownKey(key.id) }
    }
}
