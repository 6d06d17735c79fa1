import Ledger
import Rulebook
import Signing

/// The ledger as a verifier trusts it: what a receipt or a proof is worth by the epochs that it knows.
struct TrustedLedger {
    let walk: EpochWalk
    /// How many lying validators each checkpoint must withstand.
    let leastAssurance: Int
    /// Each checkpoint is verified once, however much stands under it.
    let met: CheckpointsMet

    var origin: String { walk.network.origin }

    /// The checkpoint of a note, if it is final under the set that was in office.
    func final(_ note: SignedNote) throws(Objection) -> FinalCheckpoint {
        try final(note, in: walk.network(for: note))
    }

    private func final(_ note: SignedNote, in network: Network) throws(Objection) -> FinalCheckpoint {
        if let known = met.known.final(note, in: network) { return known }
        do throws(NoteError) {
            let final = try network.policy.check(note)
            met.known.remember(final, in: network)
            return final
        } catch { throw objection(error, note) }
    }

    /// The network of a receipt's note, and the checkpoint where it is final.
    private func office(_ receipt: Receipt) -> (network: Network, known: FinalCheckpoint?) {
        let network = walk.network(atSize: receipt.proof.size)
        return (network, try? final(receipt.checkpoint, in: network))
    }

    /// Refuses a checkpoint that withstands fewer lying validators than the verifier asks for.
    func checkAssurance(_ checkpoint: FinalCheckpoint) throws(Objection) {
        let found = max(0, checkpoint.assurance)
        guard found >= leastAssurance else {
            throw .no(
                .assuranceTooLow,
                "withstands \(Finding.counted(found, "lying validator")), and \(leastAssurance) are asked for",
                zh: "可承受 \(found) 个作恶节点，要求 \(leastAssurance) 个")
        }
    }

    /// The leaf of a receipt, if it stands in the log.
    func proven(_ receipt: Receipt) throws(Objection) -> FinalCheckpoint {
        let (network, known) = office(receipt)
        do throws(ReceiptError) { return try receipt.verify(network.policy, known: known) } catch {
            throw objection(error, receipt)
        }
    }

    func grant(_ receipt: Receipt) throws(Objection) -> CheckedGrant {
        let (network, known) = office(receipt)
        do throws(IssueError) { return try CheckedGrant(receipt, network: network, known: known) } catch {
            throw objection(error, receipt, else: .notAGrant)
        }
    }

    func use(_ receipt: Receipt) throws(Objection) -> CheckedUse {
        let (network, known) = office(receipt)
        do throws(IssueError) { return try CheckedUse(receipt, network: network, known: known) } catch {
            throw objection(error, receipt, else: .notAUse)
        }
    }

    func passing(_ receipt: Receipt) throws(Objection) -> CheckedPassing {
        let (network, known) = office(receipt)
        do throws(IssueError) { return try CheckedPassing(receipt, network: network, known: known) } catch {
            throw objection(error, receipt, else: .passingFalse)
        }
    }

    func issue(_ receipt: Receipt) throws(Objection) -> CheckedIssue {
        let (network, known) = office(receipt)
        do throws(IssueError) { return try CheckedIssue(receipt, network: network, known: known) } catch {
            throw objection(error, receipt, else: .notAnIssue)
        }
    }

    /// A receipt in its text or in its CBOR.
    func receipt(_ bytes: [UInt8]?) throws(Objection) -> Receipt {
        guard let bytes, !bytes.isEmpty else { throw .unknown(.receiptMissing) }
        guard let receipt = Receipt(inEitherForm: bytes, by: &met.known.reader) else {
            throw .no(.receiptUnreadable)
        }
        return receipt
    }

    private func objection(_ error: IssueError, _ receipt: Receipt, else reason: Reason) -> Objection {
        switch error {
        case .receipt(let error): objection(error, receipt)
        case .otherLedger(let found): otherLedger(found)
        case .notARecord, .statement, .notAManifest, .notAUse, .notAPassing, .notAGrant, .notARequest, .encoding,
            .recordProof, .recordRootDiffers:
            .no(reason, "\(reason.cause.en): \(error)", zh: "\(reason.cause.zh)：\(error)")
        }
    }

    private func objection(_ error: ReceiptError, _ receipt: Receipt) -> Objection {
        switch error {
        case .note(let error): objection(error, receipt.checkpoint)
        case .proof, .sizeMismatch: .no(.notInLog)
        case .encoding, .tooLong: .no(.receiptUnreadable)
        }
    }

    /// A set that the verifier does not know yet may have signed: then too few known names are no forgery.
    private func objection(_ error: NoteError, _ note: SignedNote) -> Objection {
        switch error {
        case .otherOrigin(_, let found): otherLedger(found)
        case .quorumMissing, .noLogSignature:
            mayBeLater(note)
                ? .unknown(.epochsMissing) : .no(.checkpointNotFinal, "\(error)", zh: "\(error)")
        case .wrongSignature(let name, _):
            .no(.checkpointNotFinal, "a signature in the name of \(name) is false", zh: "以 \(name) 名义的签名是假的")
        case .indexOutsideTree: .no(.notInLog)
        case .tooLong, .notUTF8, .controlCharacter, .noFinalNewline, .noEmptyLine, .noSignature, .tooManySignatures,
            .signatureLine, .keyName, .verifierKey, .keyType, .keyID, .lineCount, .number, .hash, .emptyTreeRoot,
            .missingLine, .unexpectedLine, .pathTooLong:
            .no(.receiptUnreadable)
        }
    }

    private func mayBeLater(_ note: SignedNote) -> Bool {
        let network = walk.network(for: note)
        guard network.epoch.number == walk.network.epoch.number else { return false }
        let known = network.policy.logKeys + network.policy.witnesses.map(\.key)
        return note.signatures.contains { line in
            !known.contains { $0.id == line.keyID && $0.name.utf8.elementsEqual(line.name.utf8) }
        }
    }

    private func otherLedger(_ found: String) -> Objection {
        .unknown(
            .otherLedger, "it is of \(found), and you trust \(origin)", zh: "它属于 \(found)，而所信任的是 \(origin)")
    }

    // State.

    /// What the state had under a key, proven up to a final checkpoint.
    func entry<Value: CBORCodable>(_ bytes: [UInt8]?, _ key: StateKey) throws(Objection) -> ProvenState<Value> {
        guard let bytes else { throw .unknown(.proofMissing) }
        guard let sealed = try? SealedProof(decoding: bytes, by: &met.known.reader) else {
            throw .unknown(.proofBroken)
        }
        let found: (value: [UInt8]?, seal: Seal, checkpoint: FinalCheckpoint)
        let (network, known) = office(sealed.seal)
        do throws(SealedProofError) { found = try sealed.value(of: key, policy: network.policy, known: known) } catch {
            throw objection(error, sealed.seal)
        }
        do throws(Objection) { try checkAssurance(found.checkpoint) } catch {
            throw Objection(answer: .unknown, reason: error.reason, fact: error.fact)
        }
        guard let value = found.value else { return ProvenState(value: nil, seal: found.seal) }
        guard let read = try? Value(decoding: value) else { throw .unknown(.proofBroken) }
        return ProvenState(value: read, seal: found.seal)
    }

    /// A proof that does not hold says nothing, for or against.
    private func objection(_ error: SealedProofError, _ receipt: Receipt) -> Objection {
        guard case .receipt(let error) = error else { return .unknown(.proofBroken) }
        let found = objection(error, receipt)
        return found.answer == .unknown ? found : .unknown(.proofBroken)
    }

    /// The block of a leaf and its time, by the receipt of that block's seal.
    func block(of leaf: LeafIndex, sealed bytes: [UInt8]?) -> AsOf? {
        guard let receipt = try? receipt(bytes), (try? proven(receipt)) != nil,
            let seal = try? Seal(decoding: receipt.leaf), seal.firstIndex <= leaf, leaf < receipt.proof.index
        else { return nil }
        return AsOf(height: seal.height, time: seal.time)
    }
}

/// What the state had, and as of which block; nil when it had nothing.
struct ProvenState<Value> {
    let value: Value?
    let height: Height
    /// In ms.
    let time: UInt64

    init(value: Value?, seal: Seal) {
        self.value = value
        height = seal.height
        time = seal.time
    }

    var asOf: AsOf { AsOf(height: height, time: time) }
}

extension Receipt {
    /// A receipt in its text or in its CBOR; nil when it is neither.
    init?(inEitherForm bytes: [UInt8]) {
        var reader = ReceiptReader()
        self.init(inEitherForm: bytes, by: &reader)
    }

    /// The same, by who reads many of one checkpoint.
    init?(inEitherForm bytes: [UInt8], by reader: inout ReceiptReader) {
        let read: Receipt?
        if bytes.first == 0x87 {
            read = try? reader.receipt(bytes)
        } else {
            read = String(validating: bytes, as: UTF8.self).flatMap { try? Receipt(parsing: $0) }
        }
        guard let read else { return nil }
        self = read
    }

    /// A receipt of either form in its CBOR; bytes that are none as they are.
    static func inBytes(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.first != 0x87 else { return bytes }
        return Receipt(inEitherForm: bytes)?.encoded ?? bytes
    }
}
